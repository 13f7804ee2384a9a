//! The table's tests, in one binary: what holds of every table, and where they were compared.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets the unexpected fails")]

mod contract;
mod desk;
mod fixtures;
mod memory;
mod model;
mod people;
mod receipts;
mod record;
mod support;

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(feature = "aws")]
mod errors;
#[cfg(feature = "embedded")]
mod metering;
