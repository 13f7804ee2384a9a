//! Every function in one process, on one file: the binary `madoguchi`.

pub mod provider;
pub mod rules_command;
pub mod rules_folder;
pub mod server;
pub mod simulate;
