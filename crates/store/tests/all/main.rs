//! The table's tests, in one binary: what holds of every table, and where they were compared.

mod contract;
mod model;
mod support;

#[cfg(feature = "embedded")]
mod embedded;
#[cfg(feature = "aws")]
mod errors;
#[cfg(feature = "embedded")]
mod metering;
