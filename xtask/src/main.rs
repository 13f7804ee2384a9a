//! Every chore has one name: `cargo dev`, `cargo xtask test`, `cargo xtask simulate`, `cargo xtask kill-loop`,
//! `cargo xtask bench`, `cargo xtask fuzz`, `cargo xtask openapi`, `cargo xtask web`, `cargo xtask package`,
//! `cargo xtask deploy`.

mod aws;
mod web;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};

/// The chores of this repository.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build the desk and run it on this machine.
    Dev {
        /// Handed to `madoguchi dev`: --config FILE, --data DIR, --listen ADDR.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Format check, lints, every test, the shipped rules' cases, and the template in an emulator of AWS. Installs what it needs
    /// into ignored folders.
    Test {
        /// The address of a DynamoDB Local that you may use; its tests run too.
        #[arg(long)]
        dynamodb_local: Option<String>,
        #[command(subcommand)]
        suite: Option<Suite>,
    },
    /// Simulate whole desks in worlds where everything that can go wrong does.
    Simulate {
        /// `--seeds N`, `--from SEED`, `--twice`; or `replay SEED`, `crashes --pairs-within 60`, `defects`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        more: Vec<String>,
    },
    /// Kill the local server under load, again and again (T-8).
    KillLoop {
        /// How often.
        #[arg(long, default_value_t = 1_000)]
        cycles: u32,
        /// Repeats the decisions of a run that printed it.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Measure.
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Let random rules be compiled and run, and random webhooks of every channel be proven and read, so many minutes each
    /// (T-9).
    Fuzz {
        /// Which of them, such as `run` or `line`; all unless some are given.
        targets: Vec<String>,
        /// How long for each of them.
        #[arg(long, default_value_t = 10)]
        minutes: u64,
        /// The first seed; the time of the clock unless it is given.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Build the functions and zip them for AWS. Says what is missing on this machine, and fetches none of it.
    Package {
        /// The processor of the functions; the template has a parameter for it.
        #[arg(long, value_enum, default_value = "arm64")]
        architecture: aws::Architecture,
    },
    /// Deploy with `sam deploy`, by infra/samconfig.toml.
    Deploy {
        /// Which section of infra/samconfig.toml.
        #[arg(long, default_value = "default")]
        environment: String,
        /// Have sam ask for every parameter.
        #[arg(long)]
        guided: bool,
        /// Handed to `sam deploy`.
        #[arg(last = true)]
        more: Vec<String>,
    },
    /// Check the console and the web messenger: format, lints, types against the API, tests, sizes. Needs Node.
    Web {
        /// Play a day at the desk in Chromium, too.
        #[arg(long)]
        browser: bool,
    },
    /// Print the OpenAPI document, which is generated from the code.
    Openapi {
        /// Where to write it instead.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Suite {
    /// Only what AWS runs: the template's checks, the functions' binaries by their events, and all of it in an emulator.
    Aws,
}

#[derive(Subcommand)]
enum Bench {
    /// The table's write and read units of each scripted turn.
    Units,
    /// From the start of each function's release build to its first request for work, and its memory after one piece of work.
    Cold,
    /// What a million turns, a month and an idle month cost on AWS, by docs/prices.toml; `--write` puts it into docs/costs.md.
    Costs {
        /// Write docs/costs.md.
        #[arg(long)]
        write: bool,
    },
    /// Microseconds per message at 10, 1,000 and 10,000 keyword rules, beside a naive loop; loading; replaying.
    Rules,
}

fn main() -> ExitCode {
    match run(Cli::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands below the root")?;
    match chore {
        Chore::Dev { more } => {
            web::build_if_changed(root);
            let arguments = ["run", "--package", "local", "--bin", "madoguchi", "--", "dev"];
            cargo(root, &arguments, |command| command.args(more))
        }
        Chore::Test { suite: Some(Suite::Aws), .. } => {
            aws::lint(root)?;
            say("the functions' binaries");
            cargo(root, &["test", "--package", "deployment"], |command| command)?;
            aws::emulated(root)
        }
        Chore::Test { dynamodb_local, suite: None } => test(root, dynamodb_local.as_deref()),
        Chore::Simulate { more } => {
            let arguments = [
                "run",
                "--quiet",
                "--profile",
                "simulate",
                "--package",
                "simulator",
                "--bin",
                "simulate",
                "--",
            ];
            cargo(root, &arguments, |command| command.args(more))
        }
        Chore::KillLoop { cycles, seed } => {
            let arguments = ["test", "--package", "stories", "--test", "all", "--", "--nocapture", "kill::"];
            cargo(root, &arguments, |command| {
                command.env("MADOGUCHI_KILLS", cycles.to_string());
                if let Some(seed) = seed {
                    command.env("MADOGUCHI_SEED", seed.to_string());
                }
                command
            })
        }
        Chore::Bench { what: Bench::Units } => {
            let arguments = ["run", "--quiet", "--package", "stories", "--example", "units"];
            cargo(root, &arguments, |command| command)
        }
        Chore::Bench { what: Bench::Cold } => aws::cold(root),
        Chore::Bench { what: Bench::Costs { write } } => {
            let arguments = ["run", "--quiet", "--package", "stories", "--example", "costs", "--"];
            cargo(root, &arguments, |command| if write { command.arg("--write") } else { command })
        }
        Chore::Package { architecture } => aws::package(root, architecture),
        Chore::Deploy { environment, guided, more } => aws::deploy(root, &environment, guided, &more),
        Chore::Bench { what: Bench::Rules } => {
            let arguments = ["run", "--quiet", "--release", "--package", "rules", "--example", "bench"];
            cargo(root, &arguments, |command| command)
        }
        Chore::Fuzz { targets, minutes, seed } => fuzz(root, &targets, minutes, seed),
        Chore::Web { browser } => {
            let document = target_folder(root).join("openapi.json");
            openapi(root, Some(&document))?;
            web::test(root, &document, browser)
        }
        Chore::Openapi { out } => openapi(root, out.as_deref()),
    }
}

fn test(root: &Path, dynamodb_local: Option<&str>) -> anyhow::Result<()> {
    let tools = tools(root, "python", "tests/requirements.txt")?;
    say("formatting");
    cargo(root, &["fmt", "--all", "--check"], |command| command)?;
    say("lints");
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"];
    cargo(root, &lints, |command| command)?;
    aws::lint(root)?;
    say("tests");
    cargo(root, &["test", "--workspace", "--all-features"], |command| {
        command.env("MADOGUCHI_MOTO", tools.join("moto_server")).env("MADOGUCHI_FUZZ_SECONDS", "10");
        command.env("MADOGUCHI_SCHEMATHESIS", tools.join("schemathesis"));
        if let Some(address) = dynamodb_local {
            command.env("MADOGUCHI_DYNAMODB_LOCAL", address);
        }
        command
    })?;
    say("the shipped rules and their cases");
    let rules = ["run", "--quiet", "--package", "local", "--bin", "madoguchi", "--", "rules"];
    cargo(root, &rules, |command| command.arg("check"))?;
    cargo(root, &rules, |command| command.arg("test"))?;
    aws::emulated(root)
}

/// What is fuzzed: the target, the package whose example does it, and how a file with its input is called.
const TARGETS: [(&str, &str, &str); 8] = [
    ("compile", "rules", "rhai"),
    ("run", "rules", "rhai"),
    ("line", "channels", "json"),
    ("telegram", "channels", "json"),
    ("whatsapp", "channels", "json"),
    ("messenger", "channels", "json"),
    ("instagram", "channels", "json"),
    ("wechat", "channels", "xml"),
];

/// Each target in a process of its own; the input that is being tried stays in a file if that process dies.
fn fuzz(root: &Path, targets: &[String], minutes: u64, seed: Option<u64>) -> anyhow::Result<()> {
    if let Some(unknown) = targets.iter().find(|name| !TARGETS.iter().any(|(target, ..)| target == name)) {
        bail!("{unknown:?} is not fuzzed; there are {}", TARGETS.map(|(target, ..)| target).join(", "));
    }
    let clock = std::time::SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
    let seed = seed.unwrap_or(clock << 24).to_string();
    let seconds = (minutes * 60).to_string();
    for (target, package, ending) in TARGETS {
        if !targets.is_empty() && !targets.iter().any(|name| name == target) {
            continue;
        }
        say(&format!("fuzzing: {target}, {minutes} minutes"));
        let last = target_folder(root).join(format!("fuzz-{target}.{ending}"));
        let arguments = ["run", "--quiet", "--release", "--package", package, "--example", "fuzz", "--"];
        cargo(root, &arguments, |command| command.args([target, &seconds, &seed]).arg(&last))
            .with_context(|| format!("the input that broke it is in {}", last.display()))?;
    }
    Ok(())
}

fn openapi(root: &Path, out: Option<&Path>) -> anyhow::Result<()> {
    let arguments = ["run", "--quiet", "--package", "local", "--bin", "madoguchi", "--", "openapi"];
    cargo(root, &arguments, |command| match out {
        Some(out) => command.arg("--out").arg(out),
        None => command,
    })
}

fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn say(what: &str) {
    eprintln!("\n== {what}");
}

/// The programs of a list of Python packages, in a virtual environment below `target`. Another list makes it anew.
fn tools(root: &Path, name: &str, requirements: &str) -> anyhow::Result<PathBuf> {
    let folder = target_folder(root).join(name);
    let (requirements, done) = (root.join(requirements), folder.join("requirements.txt"));
    let wanted = std::fs::read(&requirements)?;
    if std::fs::read(&done).is_ok_and(|there| there == wanted) {
        return Ok(folder.join("bin"));
    }
    say(&format!("installing what {} lists", requirements.display()));
    let python = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
    if !python.context("cannot run python3; install Python 3.11 or later")?.success() {
        bail!("cannot make a virtual environment; on Debian: apt-get install python3-venv");
    }
    let pip = Command::new(folder.join("bin/pip"))
        .args(["install", "--quiet", "--requirement"])
        .arg(&requirements)
        .status()?;
    if !pip.success() {
        bail!("cannot install with pip what {} lists", requirements.display());
    }
    // Last, so that a half-made folder is not taken for a whole one.
    std::fs::write(done, wanted)?;
    Ok(folder.join("bin"))
}

fn cargo(
    root: &Path,
    arguments: &[&str],
    more: impl FnOnce(&mut Command) -> &mut Command,
) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root).args(arguments);
    let status = more(&mut command).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("`cargo {}` failed", arguments.join(" "));
    }
    Ok(())
}
