//! What people read of a simulated customer, and what they type.

use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::bail;

use super::{Answer, Customer};
use crate::provider::Does;

/// What can be typed besides messages.
const HELP: &str = "\
  words            write them            /quote WORDS     answer the desk's last message
  /tap ID          press a button        /react EMOJI     react to it; without an emoji, take that back
  /image           send a picture        /edit WORDS      change your last message
  /file NAME       send a file           /unsend          take it back
  /follow          add the account       /block           block it
  /help            this                  /quit            go";

/// Shows what came of a deed.
///
/// # Errors
///
/// What went wrong, if it did.
pub(super) fn show(
    customer: &Customer,
    does: &Does,
    json: bool,
    came: anyhow::Result<Answer>,
) -> anyhow::Result<ExitCode> {
    let came = came?;
    if json {
        println!("{}", serde_json::to_string_pretty(&came)?);
    } else {
        print!("{} > {}\n{}", customer.name, words(does), lines(&came, false));
    }
    Ok(ExitCode::SUCCESS)
}

/// Does what is typed, a line each, until the input ends.
///
/// # Errors
///
/// If the input cannot be read or the server goes away. What customers cannot do is told, and the talk goes on.
pub(super) async fn talk(customer: &Customer, json: bool) -> anyhow::Result<ExitCode> {
    let people = std::io::stdin().is_terminal() && !json;
    if people {
        println!("You are {} on {}. Write; /help says what else you can do.", customer.name, customer.inbox);
    }
    let mut failed = false;
    loop {
        if people {
            print!("{} > ", customer.name);
            std::io::stdout().flush()?;
        }
        let mut line = String::new();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        let does = match read(line.trim_end_matches(['\n', '\r'])) {
            Ok(Typed::Does(does)) => does,
            Ok(Typed::Help) => {
                println!("{HELP}");
                continue;
            }
            Ok(Typed::Nothing) => continue,
            Ok(Typed::Quit) => return Ok(ExitCode::SUCCESS),
            Err(error) => {
                failed = !people;
                eprintln!("{error}");
                continue;
            }
        };
        match customer.does(&does).await {
            Ok(came) if json => println!("{}", serde_json::to_string(&came)?),
            Ok(came) if people => print!("{}", lines(&came, true)),
            Ok(came) => print!("{} > {}\n{}", customer.name, words(&does), lines(&came, true)),
            Err(error) => {
                failed = !people;
                eprintln!("error: {error:#}");
            }
        }
    }
}

#[derive(Debug, PartialEq)]
enum Typed {
    Does(Does),
    Help,
    Quit,
    Nothing,
}

fn read(line: &str) -> anyhow::Result<Typed> {
    if channels::is_blank(line) {
        return Ok(Typed::Nothing);
    }
    let Some(command) = line.strip_prefix('/') else {
        return Ok(Typed::Does(Does::Writes { text: line.to_owned() }));
    };
    let (command, rest) = command.split_once(' ').unwrap_or((command, ""));
    let text = rest.trim().to_owned();
    let needed = |what: &str| {
        anyhow::ensure!(!text.is_empty(), "/{command} needs {what}; /help shows how");
        Ok(text.clone())
    };
    Ok(Typed::Does(match command {
        "tap" => Does::Taps { button: needed("the id of a button")? },
        "image" => Does::SendsImage,
        "file" => Does::SendsFile { file: needed("a name")? },
        "edit" => Does::Edits { text: needed("the new words")?, message: None },
        "unsend" => Does::Unsends { message: None },
        "react" => Does::Reacts { emoji: text, message: None },
        "quote" => Does::Quotes { text: needed("words")?, message: None },
        "follow" => Does::Follows,
        "block" => Does::Blocks,
        "help" => return Ok(Typed::Help),
        "quit" => return Ok(Typed::Quit),
        other => bail!("/{other} is nothing that a customer can do; /help shows what is"),
    }))
}

/// What the customer did, on one line.
fn words(does: &Does) -> String {
    match does {
        Does::Writes { text } => text.clone(),
        Does::Quotes { text, .. } => format!("(quoting) {text}"),
        Does::Taps { button } => format!("[{button}]"),
        Does::SendsImage => "(a picture)".to_owned(),
        Does::SendsFile { file } => format!("(the file {file})"),
        Does::Edits { text, .. } => format!("(changes the last message) {text}"),
        Does::Unsends { .. } => "(takes the last message back)".to_owned(),
        Does::Reacts { emoji, .. } if emoji.is_empty() => "(takes the reaction back)".to_owned(),
        Does::Reacts { emoji, .. } => format!("(reacts) {emoji}"),
        Does::Follows => "(follows)".to_owned(),
        Does::Blocks => "(blocks)".to_owned(),
    }
}

fn lines(came: &Answer, talking: bool) -> String {
    let mut lines = String::new();
    let mut line = |text: String| {
        lines.push_str(&text);
        lines.push('\n');
    };
    for fault in &came.faults {
        line(format!("      ! {fault}"));
    }
    for refused in &came.refused {
        line(format!("      ! refused: {refused}"));
    }
    if came.messages.is_empty() {
        line("  (nothing came back; the desk has it)".to_owned());
    }
    for message in &came.messages {
        line(format!("{:>7} < {}", message.by, message.text.replace('\n', "\n          ")));
        for (label, id) in &message.buttons {
            let how = if talking { format!("/tap {id}") } else { format!("--tap '{id}'") };
            line(format!("          [{label}]  {how}"));
        }
    }
    if !came.told.is_empty() {
        line(format!("          ({})", came.told.join(", ")));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EXT-03
    #[test]
    fn what_is_typed_is_a_message_or_a_deed() {
        let does = |line: &str| match read(line) {
            Ok(Typed::Does(does)) => does,
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(does("営業時間は？"), Does::Writes { text: "営業時間は？".to_owned() });
        assert_eq!(does("/tap hours"), Does::Taps { button: "hours".to_owned() });
        assert_eq!(does("/react"), Does::Reacts { emoji: String::new(), message: None });
        assert_eq!(does("/quote  それ "), Does::Quotes { text: "それ".to_owned(), message: None });
        assert_eq!(read("  ").unwrap(), Typed::Nothing);
        assert_eq!(read("/quit").unwrap(), Typed::Quit);
        for wrong in ["/tap", "/dance", "/edit ", "/"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
