//! Prints what each scripted turn costs: `cargo xtask bench units`.

#[tokio::main]
async fn main() {
    print!("{}", stories::units::table(&stories::units::turns().await));
}
