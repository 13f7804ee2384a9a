//! Real HTTP against a local server that imitates an OpenAI-compatible API, well or badly.

#![cfg(test)]

mod failures;
mod logs;
mod misuse;
mod rewrites;
mod server;
