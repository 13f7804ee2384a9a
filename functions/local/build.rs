//! Has cargo look at the console's files again when they were built anew.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
