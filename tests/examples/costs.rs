//! `cargo xtask bench costs`: prints docs/costs.md, or writes it.

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let page = stories::costs::page().await;
    if std::env::args().any(|argument| argument == "--write") {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/costs.md"), page)?;
    } else {
        print!("{page}");
    }
    Ok(())
}
