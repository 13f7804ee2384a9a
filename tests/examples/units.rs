//! Prints what each scripted turn costs: `cargo xtask bench units`.

#[tokio::main]
async fn main() {
    print!("{}", stories::units::table(&Box::pin(stories::units::turns()).await));
}
