//! Whole-system stories, in one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets the unexpected fails")]

mod kill;
mod units;
