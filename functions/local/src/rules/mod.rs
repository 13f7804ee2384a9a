//! `madoguchi rules`: check, test, try, replay, publish, compare and go back; in a folder, on a desk's own machine, or at
//! a desk that runs elsewhere.

mod desk;
mod folder;
mod past;
mod talk;
mod versions;

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

pub use self::desk::{Desk, Refused, print_token};

/// What to do with rules.
#[derive(Subcommand)]
pub enum RulesCommand {
    /// Say what is wrong with them, and where.
    Check(folder::Check),
    /// Run their cases.
    Test(folder::Check),
    /// Talk to them: each line is what a customer writes.
    Try(talk::Try),
    /// Tell a candidate the conversations of the past, and show every answer that would change. Sends and writes nothing.
    Replay(past::Replay),
    /// Write the conversations of the past into a file, for `replay --from`. It holds what customers wrote.
    Export(past::Export),
    /// Check them, run their cases, keep them as a version and put it in force.
    Publish(versions::Publish),
    /// List the versions, the newest first.
    #[command(visible_alias = "versions")]
    List(versions::List),
    /// Compare two sets, rule by rule.
    Diff(versions::Diff),
    /// Put an older version in force again.
    Rollback(versions::Rollback),
    /// Let rules run beside those in force, and only count what they would have done.
    Shadow {
        /// What to do.
        #[command(subcommand)]
        command: versions::Shadow,
    },
}

/// The folder of the rules.
#[derive(Args)]
pub struct Folder {
    /// The folder of the rules; their cases are in `cases` below it.
    #[arg(long, default_value = "rules", value_name = "DIR")]
    rules: PathBuf,
}

/// Which desk.
#[derive(Args, Clone)]
pub struct Where {
    /// The address of a desk that runs, here or elsewhere, such as `https://desk.example.com`. Sign in with
    /// `MADOGUCHI_TOKEN`, with `MADOGUCHI_LOGIN` and `MADOGUCHI_PASSWORD`, or when asked.
    #[arg(long, value_name = "URL")]
    desk: Option<String>,
    /// The folder of a desk's data on this machine, while no server runs on it. Default: what the settings say.
    #[arg(long, value_name = "DIR", conflicts_with = "desk")]
    data: Option<PathBuf>,
    /// The settings file. Default: madoguchi.toml if it is there, else the sample.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Prints a text that may be long. Whoever has read enough of it closes the pipe, and that is no error.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Runs one of the commands. Rules with mistakes, red cases and what a desk refuses end with a failure.
///
/// # Errors
///
/// In words for people: a file that cannot be read, a desk that cannot be reached.
pub async fn run(command: RulesCommand) -> anyhow::Result<ExitCode> {
    let done = match command {
        RulesCommand::Check(asked) => folder::check(&asked).await,
        RulesCommand::Test(asked) => folder::test(&asked).await,
        RulesCommand::Try(asked) => talk::talk(&asked).await,
        RulesCommand::Replay(asked) => past::replay(&asked).await,
        RulesCommand::Export(asked) => past::export(&asked).await,
        RulesCommand::Publish(asked) => versions::publish(&asked).await,
        RulesCommand::List(asked) => versions::list(&asked).await,
        RulesCommand::Diff(asked) => versions::diff(&asked).await,
        RulesCommand::Rollback(asked) => versions::roll_back(&asked).await,
        RulesCommand::Shadow { command } => versions::shadow(&command).await,
    };
    match done {
        Err(error) if error.is::<Refused>() => {
            eprintln!("{error:#}");
            Ok(ExitCode::FAILURE)
        }
        other => other,
    }
}
