//! What the stories are told with: the whole desk in one process, the clock in the hand.

#![allow(clippy::unwrap_used, clippy::missing_errors_doc, reason = "what fails here fails a test")]

pub mod desk;
