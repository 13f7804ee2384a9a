//! Whole-system tests, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::too_many_lines,
    reason = "a test that meets the unexpected fails"
)]

mod bad_input;
mod conformance;
mod kill;
mod receipts;
mod simulation;
mod stories;
mod units;
mod web;
