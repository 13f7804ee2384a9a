//! What whole-system tests share: a desk for stories, and a desk on a table that counts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_errors_doc,
    reason = "a test that meets the unexpected fails"
)]

pub mod costs;
pub mod desk;
pub mod provider;
pub mod units;
