//! Whole-system tests, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::too_many_lines,
    reason = "a test that meets the unexpected fails"
)]

mod bad_input;
mod channels;
mod conformance;
mod files;
mod kill;
mod moving;
mod outbound;
mod receipts;
mod simulation;
mod stories;
mod units;
mod web;
mod webhooks;
