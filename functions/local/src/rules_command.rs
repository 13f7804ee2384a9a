//! `madoguchi rules`: check, test and try the rule files of a folder.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::ChannelKind;
use rules::{Diagnostic, Look, RuleSet, Severity, Source};
use serde_json::json;

use crate::rules_folder;

/// What to do with rules.
#[derive(Subcommand)]
pub enum RulesCommand {
    /// Say what is wrong with them, and where.
    Check(Folder),
    /// Run their cases.
    Test(Folder),
    /// Talk to them: each line is what a customer writes.
    Try(Try),
}

/// Which rules.
#[derive(Args)]
pub struct Folder {
    /// The folder of the rules; their cases are in `cases` below it.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// A dialogue.
#[derive(Args)]
pub struct Try {
    #[command(flatten)]
    folder: Folder,
    /// The channel the customer writes on.
    #[arg(long, default_value = "line")]
    channel: ChannelKind,
    /// The customer's language.
    #[arg(long, default_value = "ja")]
    language: String,
    /// What the customer writes; without it, lines are read from the terminal.
    text: Vec<String>,
}

/// Runs one of the commands. Rules with mistakes, or red cases, end with a failure.
///
/// # Errors
///
/// If a file cannot be read; says which.
pub fn run(command: RulesCommand) -> anyhow::Result<ExitCode> {
    match command {
        RulesCommand::Check(folder) => check(&folder),
        RulesCommand::Test(folder) => test(&folder),
        RulesCommand::Try(asked) => talk(&asked),
    }
}

fn print(diagnostics: &[Diagnostic], json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(diagnostics)?);
    } else {
        for diagnostic in diagnostics {
            eprintln!("{diagnostic}\n");
        }
    }
    Ok(())
}

fn check(folder: &Folder) -> anyhow::Result<ExitCode> {
    let sources = rules_folder::read(&folder.rules)?;
    match RuleSet::compile(&sources) {
        Ok(rules) => {
            print(rules.warnings(), folder.json)?;
            if !folder.json {
                let warnings = rules.warnings().len();
                println!(
                    "{} rules in {} files, {warnings} warning(s), no mistakes",
                    rules.rules().len(),
                    sources.len()
                );
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(mistakes) => {
            print(&mistakes, folder.json)?;
            if !folder.json {
                let errors = mistakes.iter().filter(|mistake| mistake.severity == Severity::Error).count();
                eprintln!("{errors} mistake(s)");
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The cases of a folder, in order of name.
fn cases(folder: &Folder) -> anyhow::Result<Vec<Source>> {
    let cases = folder.rules.join("cases");
    if !cases.is_dir() {
        return Ok(Vec::new());
    }
    rules_folder::read_ending(&cases, "toml")
}

fn test(folder: &Folder) -> anyhow::Result<ExitCode> {
    let sources = rules_folder::read(&folder.rules)?;
    let rules = match RuleSet::compile(&sources) {
        Ok(rules) => rules,
        Err(mistakes) => {
            print(&mistakes, folder.json)?;
            return Ok(ExitCode::FAILURE);
        }
    };
    match rules::run_cases(&rules, &cases(folder)?) {
        Ok(report) => {
            if folder.json {
                println!("{}", serde_json::to_string_pretty(&report)?);
            } else {
                println!("{report}");
            }
            Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(mistakes) => {
            print(&mistakes, folder.json)?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn talk(asked: &Try) -> anyhow::Result<ExitCode> {
    let sources = rules_folder::read(&asked.folder.rules)?;
    let rules = match RuleSet::compile(&sources) {
        Ok(rules) => rules,
        Err(mistakes) => {
            print(&mistakes, asked.folder.json)?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut dialogue = service::Dialogue::new(asked.channel, &asked.language);
    if !asked.text.is_empty() {
        for text in &asked.text {
            show(&mut dialogue, &rules, text, asked.folder.json)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} rules. Write as a customer would; an empty line ends.", rules.rules().len());
    let stdin = std::io::stdin();
    loop {
        print!("> ");
        std::io::stdout().flush()?;
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        show(&mut dialogue, &rules, line.trim(), false)?;
    }
}

fn show(dialogue: &mut service::Dialogue, rules: &RuleSet, text: &str, json: bool) -> anyhow::Result<()> {
    let turn = dialogue.says(rules, text);
    if json {
        println!(
            "{}",
            serde_json::to_string(&json!({"say": text, "explanation": turn.explanation, "rows": turn.rows}))?
        );
        return Ok(());
    }
    for look in &turn.explanation.looked {
        let Look { rule, file, line, matched, outcome, why } = look;
        let outcome = serde_json::to_value(outcome)?;
        let outcome = outcome.as_str().unwrap_or_default().replace('_', " ");
        let matched = if matched.is_empty() { String::new() } else { format!(" on {matched:?}") };
        let why = if why.is_empty() { String::new() } else { format!(", {why}") };
        println!("    {rule} ({file}:{line}){matched}: {outcome}{why}");
    }
    println!("    {} other rule(s) were not looked at", turn.explanation.others);
    for row in &turn.rows {
        println!("  {row}");
    }
    Ok(())
}
