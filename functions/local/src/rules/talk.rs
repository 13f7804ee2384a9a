//! `rules try`: a dialogue with rules in the terminal, with everything that they looked at.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use domain::{ChannelKind, Inbox, InboxId, Language, Timestamp};
use rules::{Explanation, LookOutcome, RuleSet};
use serde_json::json;
use service::{Dialogue, DialogueMove, DialogueQuestion, DialogueTurn, Draft};

use super::{Desk, Folder, Where, folder};
use crate::rules_folder::read_draft;

/// A dialogue.
#[derive(Args)]
pub struct Try {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    place: Where,
    /// A version of the desk, or at least 4 characters of it, instead of the folder; `in-force` is the one in force.
    #[arg(long)]
    version: Option<String>,
    /// The channel the customer writes on.
    #[arg(long, default_value = "line")]
    channel: ChannelKind,
    /// The inbox of the settings: its hours, timers and words. Default: the first of the channel.
    #[arg(long)]
    inbox: Option<InboxId>,
    /// The customer's language.
    #[arg(long, default_value = "ja")]
    language: String,
    /// When it begins, such as `2026-12-31T21:30:00+09:00`. Default: now.
    #[arg(long)]
    at: Option<String>,
    /// Print a line of JSON for each turn.
    #[arg(long)]
    json: bool,
    /// What happens, one thing after another; without it, lines are read from the input.
    text: Vec<String>,
}

const HELP: &str = "Write as a customer would. `!id` presses a button, `:follow` adds the account, `:wait 24h` lets time pass,\n\
    `:bot` gives the conversation back to the bot. An empty line ends.";

/// The language of the terminal.
pub fn terminal_language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    match set.into_iter().find(|value| !value.is_empty()) {
        Some(value) if value.starts_with("ja") => Language::Ja,
        _ => Language::En,
    }
}

/// Talks to rules.
pub async fn talk(asked: &Try) -> anyhow::Result<ExitCode> {
    let (draft, from) = draft(asked).await?;
    let Some(checked) = folder::checked(Draft { cases: Vec::new(), ..draft }, asked.json).await? else {
        return Ok(ExitCode::FAILURE);
    };
    let rules = checked.rules;
    let (settings, _) = crate::settings(asked.place.config.as_deref())?;
    let inbox = inbox(asked, settings.inboxes())?;
    let begun = match &asked.at {
        Some(at) => at
            .parse::<Timestamp>()
            .with_context(|| format!("{at:?} is no time; write one such as 2026-12-31T21:30:00+09:00"))?,
        None => Timestamp::from_seconds(jiff::Timestamp::now().as_second()),
    };
    let templates = settings.template_contents();
    let words = terminal_language();
    let mut dialogue = Dialogue::new(inbox.clone(), templates, &asked.language, begun, words);
    if !asked.text.is_empty() {
        for text in &asked.text {
            if !asked.json {
                println!("> {text}");
            }
            turn(&mut dialogue, &rules, text, asked.json)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let typed = std::io::stdin().is_terminal();
    if typed {
        println!(
            "{} rules {from}, in the inbox {} ({}).\n{HELP}",
            rules.rules().len(),
            inbox.id,
            inbox.channel
        );
    }
    let stdin = std::io::stdin();
    loop {
        if typed {
            print!("> ");
            std::io::stdout().flush()?;
        }
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        if !typed && !asked.json {
            println!("> {}", line.trim());
        }
        if let Err(error) = turn(&mut dialogue, &rules, line.trim(), asked.json) {
            if !typed {
                return Err(error);
            }
            println!("  {error:#}");
        }
    }
}

/// The rules to talk to, and where they are from.
async fn draft(asked: &Try) -> anyhow::Result<(Draft, String)> {
    let version = match (&asked.version, &asked.place.desk) {
        (None, None) => {
            let folder = &asked.folder.rules;
            return Ok((read_draft(folder)?, format!("from {}", folder.display())));
        }
        (version, _) => version.as_deref().unwrap_or("in-force"),
    };
    let desk = Desk::open(&asked.place).await?;
    let found = version_or_in_force(&desk, version).await;
    desk.close().await;
    let (version, draft) = found?;
    Ok((draft, format!("of version {version}")))
}

/// A version by name, or the one in force.
pub async fn version_or_in_force(desk: &Desk, version: &str) -> anyhow::Result<(String, Draft)> {
    let version = if version == "in-force" {
        desk.in_force().await?.context("no rules are in force there yet")?
    } else {
        version.to_owned()
    };
    let draft = desk.draft(&version).await?;
    Ok((draft.version().to_string(), draft))
}

fn inbox(asked: &Try, inboxes: Vec<Inbox>) -> anyhow::Result<Inbox> {
    if let Some(id) = &asked.inbox {
        let known: Vec<_> = inboxes.iter().map(|inbox| inbox.id.to_string()).collect();
        let found = inboxes.into_iter().find(|inbox| inbox.id == *id);
        return found.with_context(|| {
            format!("there is no inbox {id} in the settings; there are {}", known.join(", "))
        });
    }
    let made_up =
        || Dialogue::made_up_inbox(asked.channel, Language::of_tag(&asked.language).unwrap_or_default());
    Ok(inboxes.into_iter().find(|inbox| inbox.channel == asked.channel).unwrap_or_else(made_up))
}

/// What a line means.
fn read_move(line: &str) -> anyhow::Result<DialogueMove> {
    if let Some(button) = line.strip_prefix('!') {
        return Ok(DialogueMove::Presses(button.to_owned()));
    }
    let Some(command) = line.strip_prefix(':') else { return Ok(DialogueMove::Says(line.to_owned())) };
    match command.split_once(' ').unwrap_or((command, "")) {
        ("follow", "") => Ok(DialogueMove::Follows),
        ("bot", "") => Ok(DialogueMove::BackToBot),
        ("wait", length) => Ok(DialogueMove::Waits(read_length(length.trim())?)),
        _ => bail!("`:{command}` is unknown. {HELP}"),
    }
}

/// A length such as `30m`, `24h` or `3d`.
fn read_length(text: &str) -> anyhow::Result<Duration> {
    let wrong = || format!("{text:?} is no length of time; write one such as 30m, 24h or 3d");
    let unit = text.chars().last().with_context(wrong)?;
    let seconds = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => bail!(wrong()),
    };
    let count: u64 = text[..text.len() - 1].parse().with_context(wrong)?;
    let length = count.checked_mul(seconds).filter(|length| *length <= 366 * 86_400);
    Ok(Duration::from_secs(length.with_context(wrong)?))
}

fn turn(dialogue: &mut Dialogue, rules: &RuleSet, line: &str, json: bool) -> anyhow::Result<()> {
    let turn = dialogue.go(rules, &read_move(line)?);
    if json {
        println!("{}", json!({ "say": line, "turn": turn }));
        return Ok(());
    }
    let DialogueTurn { asked, rows, with, refused, .. } = turn;
    for DialogueQuestion { about, explanation } in &asked {
        tell(about, explanation);
    }
    if asked.is_empty() && refused.is_none() {
        println!("    the rules were not asked; the conversation is with the {with}");
    }
    for row in &rows {
        println!("  {row}");
    }
    if let Some(refused) = refused {
        println!("  {refused}");
    }
    Ok(())
}

/// One question to the rules and its answer: which rules were looked at, which matched and why, what was proposed.
fn tell(about: &str, explanation: &Explanation) {
    let Explanation { looked, others, proposed, failed, .. } = explanation;
    // An occasion for which there are no rules at all is not worth a line.
    if looked.is_empty() && about != "message" && about != "button" {
        return;
    }
    println!("    {about}: {} rule(s) looked at, {others} not", looked.len());
    for look in looked {
        let outcome = match look.outcome {
            LookOutcome::Passed => "not for this",
            LookOutcome::Idle => "ran, wanted nothing",
            LookOutcome::Acted => "answered",
            LookOutcome::WentOn => "answered and let others go on",
            LookOutcome::Failed => "FAILED",
            LookOutcome::NotReached => "not reached",
        };
        let matched =
            if look.matched.is_empty() { String::new() } else { format!(" on 「{}」", look.matched) };
        let why = if look.why.is_empty() { String::new() } else { format!(" ({})", look.why) };
        println!("      {} {}:{}{matched}: {outcome}{why}", look.rule, look.file, look.line);
    }
    for wanted in proposed {
        let what = if wanted.what.is_empty() { String::new() } else { format!(" {:?}", wanted.what) };
        println!("      {} wants {}{what}", wanted.rule, wanted.does);
    }
    for failure in failed {
        println!("      {} failed at {}:{}: {}", failure.rule, failure.file, failure.line, failure.message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_message_a_button_or_a_command() {
        let read = |line: &str| read_move(line).unwrap();
        assert_eq!(read("営業時間は？"), DialogueMove::Says("営業時間は？".into()));
        assert_eq!(read("!talk"), DialogueMove::Presses("talk".into()));
        assert_eq!(read(":follow"), DialogueMove::Follows);
        assert_eq!(read(":wait 24h"), DialogueMove::Waits(Duration::from_hours(24)));
        for wrong in [":wait", ":wait 1y", ":wait 99999999999999999999d", ":wait 900d", ":dance", ":wait 日"]
        {
            assert!(read_move(wrong).is_err(), "{wrong}");
        }
    }
}
