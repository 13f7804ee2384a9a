//! What Lambda binaries are made of.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::process::Command;

/// The embedded engine is for one machine; a Lambda that carried it would start later for nothing.
#[test]
fn no_function_carries_the_embedded_engine() {
    let functions = ["ingest", "api", "rewrite", "worker", "sender", "sweep", "live"];
    let mut tree = Command::new(std::env::var("CARGO").unwrap());
    tree.args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"]);
    let tree = tree.args(functions.iter().flat_map(|name| ["--package", name])).output().unwrap();
    let crates = String::from_utf8(tree.stdout).unwrap();
    assert!(crates.contains("aws-sdk-dynamodb "), "{}", String::from_utf8_lossy(&tree.stderr));
    let engine = crates
        .lines()
        .find(|line| ["dynoxide", "rusqlite", "libsqlite3"].iter().any(|name| line.contains(name)));
    assert_eq!(engine, None);
}
