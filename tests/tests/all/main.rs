//! Stories over the whole system.

#![allow(clippy::unwrap_used, clippy::too_many_lines, reason = "what fails here fails a test")]

mod bad_input;
mod stories;
mod web;
