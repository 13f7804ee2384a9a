//! The functions' own binaries, driven by events as AWS sends them, each held to its role in the template.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

mod cold;
mod day;
mod events;
mod files;
mod template;
