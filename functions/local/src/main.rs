//! The binary `madoguchi`: the whole desk in one process, and what goes with it.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Parser, Subcommand};
use domain::ChannelKind;
use local::bells::{self, DeadBells};
use local::moving::{self, Export, Import};
use local::rules::{self, RulesCommand};
use local::server::{Options, Server};
use local::settings;
use local::simulate::{self, Simulate};
use local::webhooks::{self, DeadLetters, Relays};
use tracing_subscriber::EnvFilter;

/// A customer-chat desk: webhooks in, rules and people answer.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the desk on this machine to try it: loopback only, sample secrets allowed, providers played.
    Dev(Run),
    /// Run the desk in production on one machine. Refuses the secrets of the sample.
    Serve(Run),
    /// Be a customer on any channel of a desk that plays its providers, and show what comes back.
    Simulate(Box<Simulate>),
    /// Print the OpenAPI document, which is generated from the code.
    Openapi {
        /// Where to write it instead.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Sign in to a desk that runs and print the session's token, for `MADOGUCHI_TOKEN`. Whoever has it is you, for half a
    /// day, or half an hour without use.
    SignIn {
        /// The address of the desk.
        #[arg(long, value_name = "URL")]
        desk: String,
    },
    /// Webhooks that were proven and could not be read or routed: list, show, replay, delete.
    DeadLetters {
        #[command(subcommand)]
        command: DeadLetters,
    },
    /// Webhooks that are passed on to a second address: those that have not arrived there yet.
    Relays {
        #[command(subcommand)]
        command: Relays,
    },
    /// Bells on AWS that could not be answered: list, show, send back.
    DeadBells {
        #[command(subcommand)]
        command: DeadBells,
    },
    /// Take a desk out of its file or its table on AWS, into a folder. Goes on where it was interrupted.
    Export(Export),
    /// Put a desk from such a folder into an empty file or table. Goes on where it was interrupted, and compares every item.
    Import(Import),
    /// Check, test, try, replay, publish, compare and roll back rules.
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
}

#[derive(Args)]
struct Run {
    /// The settings file. Default: madoguchi.toml if it is there, else the sample.
    #[arg(long)]
    config: Option<PathBuf>,
    /// The folder of the data. Default: what the settings say.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where to listen. Default: what the settings say.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Commands say themselves what they do; a server has nothing but its log.
    let usual = if matches!(cli.command, Command::Dev(_) | Command::Serve(_)) { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("MADOGUCHI_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Dev(run) => {
            let (settings, _) = settings(run.config.as_deref())?;
            let listen = run.listen.unwrap_or(settings.server.listen);
            if !listen.ip().is_loopback() {
                bail!(
                    "`madoguchi dev` listens on this machine only, not on {listen}; `madoguchi serve` is for the others"
                );
            }
            let options = Options { listen: Some(listen), data: run.data, play_providers: true };
            let server = Server::start(settings, options).await?;
            welcome(&server, true);
            server.run().await?;
        }
        Command::Serve(run) => {
            let (settings, file) = settings(run.config.as_deref())?;
            settings.refuse_sample_secrets(&file)?;
            let options = Options { listen: run.listen, data: run.data, play_providers: false };
            let server = Server::start(settings, options).await?;
            welcome(&server, false);
            server.run().await?;
        }
        Command::Simulate(asked) => return simulate::run(&asked).await,
        Command::Openapi { out } => {
            let json = service::api::openapi_json()?;
            match out {
                Some(out) => std::fs::write(&out, json + "\n")?,
                None => println!("{json}"),
            }
        }
        Command::SignIn { desk } => rules::print_token(&desk).await?,
        Command::DeadLetters { command } => return webhooks::dead_letters(command).await,
        Command::Relays { command } => return webhooks::relays(command).await,
        Command::DeadBells { command } => return bells::dead_bells(command).await,
        Command::Export(asked) => return moving::export(&asked).await,
        Command::Import(asked) => return moving::import(&asked).await,
        Command::Rules { command } => return rules::run(command).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn welcome(server: &Server, dev: bool) {
    let base = format!("http://{}", server.address);
    println!("{} is open at {base}", server.service.settings().desk.name);
    for connection in server.service.connections() {
        let id = &connection.id;
        match connection.kind {
            ChannelKind::Web => println!("  {id:<14} web messenger, {base}/web/v1"),
            channel => println!("  {id:<14} webhook {base}/hooks/{channel}/{id}"),
        }
    }
    if let Some(secret) = &server.setup_secret {
        println!("\nNo operator yet. Make the first admin with this one-time secret:\n  {secret}");
        println!("in your browser, at\n  {base}/set-up#{secret}");
    }
    if dev {
        println!(
            "\nProviders are played: no message leaves this machine, unless an inbox has an api_base of its own."
        );
        println!(
            "\nTry a customer from another terminal:\n  cargo run -q -- simulate line --from Mei \"営業時間は？\""
        );
    }
}
