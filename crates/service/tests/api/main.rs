//! The operators' API, in one process over a table in memory, the clock in our hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod access;
mod actions;
mod bad_inputs;
mod checks;
mod commands;
mod contained;
mod document;
mod files;
mod lists;
mod live;
mod memos;
mod outbound;
mod own;
mod rule_history;
mod rule_versions;
mod rules_and_drafts;
mod saved_drafts;
mod scheduled;
mod settings;
mod sign_in;
mod support;
mod team;
mod threads;
mod uploads;
mod webhooks;
