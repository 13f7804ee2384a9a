//! Stories over the whole system.

mod bad_input;
mod stories;
