//! `cargo xtask bench cold`: from the start of each function's packaged build to its first request for work (P9), and the most
//! memory that it held until it had done one piece of work (P15). AWS is played on loopback, without TLS.

use std::process::ExitCode;

use deployment::{Desk, FUNCTIONS, Invocation, Lambda};

/// How often each function is started.
const STARTS: usize = 9;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(binaries) = std::env::args_os().nth(1) else {
        eprintln!("the folder of the binaries is the argument");
        return ExitCode::FAILURE;
    };
    let mut desk = Desk::of(binaries.into()).await;
    desk.writes("mei", "hello").await;
    println!(
        "| function | binary, KiB | start to first request, ms (median of {STARTS}, worst) | first answer, ms | memory, KiB |"
    );
    println!("|---|---|---|---|---|");
    for function in FUNCTIONS {
        let binary = desk.binary(function);
        let environment = desk.environment(function, &desk.cloud.url());
        let (mut starts, mut answers, mut peak_kib) = (Vec::new(), Vec::new(), 0);
        for _ in 0..STARTS {
            let mut lambda = Lambda::start(function, &binary, &environment).await;
            starts.push(lambda.cold_start());
            let event = desk.ordinary(function);
            let asked = std::time::Instant::now();
            if let Err(error) = lambda.invoke(Invocation::of(event)).await {
                println!("{function}: {error}");
            }
            answers.push(asked.elapsed());
            peak_kib = peak_kib.max(lambda.peak_kib());
        }
        starts.sort();
        answers.sort();
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1e3;
        let size_bytes = std::fs::metadata(&binary).map_or(0, |file| file.len());
        println!(
            "| {} | {} | {:.1} ({:.1}) | {:.1} | {} |",
            function.to_lowercase(),
            size_bytes / 1024,
            ms(starts[STARTS / 2]),
            ms(starts[STARTS - 1]),
            ms(answers[STARTS / 2]),
            peak_kib,
        );
    }
    ExitCode::SUCCESS
}
