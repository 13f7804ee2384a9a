//! What whole-system tests share: a desk in the hand, on a table that counts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets the unexpected fails")]

pub mod units;
