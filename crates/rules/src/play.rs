//! Plays cases against a set of rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{
    Assignee, BusinessHours, ChannelKind, Contact, Conversation, Decision, Inbox, Language, LocalTime,
    Occasion, Party, Phase, ReopenTo, Said, Timestamp, WaitingFor,
};
use serde::Serialize;

use crate::cases::{Case, Turn, read};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Source};
use crate::expect::differences;
use crate::explain::Wanted;
use crate::limits;
use crate::scene::{Happening, Scene};
use crate::set::RuleSet;

/// What came of all cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One entry per case, in their order.
    pub cases: Vec<CaseResult>,
    /// How often each rule acted, in the order of the rules.
    pub coverage: Vec<Coverage>,
}

/// What came of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseResult {
    /// The file it is in.
    pub file: String,
    /// The line its name stands in, counted from 1.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// What is not as expected; empty if the case passed.
    pub failures: Vec<String>,
}

/// How often a rule acted in the cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The rule's name.
    pub rule: String,
    /// The file it stands in.
    pub file: String,
    /// The line it begins at, counted from 1.
    pub line: u32,
    /// In how many turns it acted.
    pub acted: usize,
}

impl Report {
    /// Whether every case passed.
    pub fn passed(&self) -> bool {
        self.cases.iter().all(|case| case.failures.is_empty())
    }

    /// The rules that acted in no case.
    pub fn uncovered(&self) -> Vec<&str> {
        self.coverage.iter().filter(|rule| rule.acted == 0).map(|rule| rule.rule.as_str()).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed: Vec<_> = self.cases.iter().filter(|case| !case.failures.is_empty()).collect();
        for case in &failed {
            writeln!(f, "FAILED {}:{}: {}", case.file, case.line, case.name)?;
            for failure in &case.failures {
                writeln!(f, "  {}", failure.replace('\n', "\n  "))?;
            }
        }
        writeln!(f, "{} cases, {} failed", self.cases.len(), failed.len())?;
        let covered = self.coverage.iter().filter(|rule| rule.acted > 0).count();
        writeln!(f, "{covered} of {} rules acted in a case", self.coverage.len())?;
        for Coverage { rule, file, line, .. } in self.coverage.iter().filter(|rule| rule.acted == 0) {
            writeln!(f, "  {rule} ({file}:{line}) acted in none")?;
        }
        Ok(())
    }
}

/// Plays every case of these files against the rules.
///
/// # Errors
///
/// Where a file is not what a file of cases looks like. A case that fails is no error: it is in the report.
pub fn run_cases(rules: &RuleSet, files: &[Source]) -> Result<Report, Vec<Diagnostic>> {
    let mut acted: BTreeMap<String, usize> = BTreeMap::new();
    let mut results = Vec::new();
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    let files: Vec<Source> = files.iter().map(Source::without_mark).collect();
    for file in &files {
        match read(file) {
            Ok(cases) => all.extend(cases.into_iter().map(|case| (file, case))),
            Err(found) => wrong.push(found),
        }
    }
    if let Some((file, _)) = all.get(limits::CASES) {
        let message = format!("a set is tested with at most {} cases", limits::CASES);
        wrong.push(Diagnostic::error(file, rhai::Position::NONE, Code::TooLarge, message));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let begun = Instant::now();
    for (file, case) in &all {
        let failures = if begun.elapsed() > limits::CASES_TIME {
            vec!["not played: the cases before it took too long".to_owned()]
        } else {
            play(rules, case, &mut acted).unwrap_or_else(|mistake| vec![mistake])
        };
        let (file, name, line) = (file.file.clone(), case.name.get_ref().clone(), case.line(file));
        results.push(CaseResult { file, line, name, failures });
    }
    let coverage = rules.rules.iter().map(|rule| Coverage {
        rule: rule.name.clone(),
        file: rules.files[rule.file].name.clone(),
        line: rule.line(),
        acted: acted.get(&rule.name).copied().unwrap_or(0),
    });
    Ok(Report { cases: results, coverage: coverage.collect() })
}

/// Plays one case. Errs if a word in it is not one that the case may hold.
fn play(rules: &RuleSet, case: &Case, acted: &mut BTreeMap<String, usize>) -> Result<Vec<String>, String> {
    let mut stage = Stage::of(case)?;
    let turns = case.turns();
    let mut failures = Vec::new();
    for (n, turn) in turns.iter().enumerate() {
        let (what, decision) = stage.decide(rules, turn)?;
        let names: BTreeSet<_> = decision.proposals.iter().map(|proposed| &proposed.trace.rule).collect();
        for name in names {
            *acted.entry(name.clone()).or_default() += 1;
        }
        if let Some(expect) = &turn.expect {
            let found = differences(expect, &decision);
            if !found.is_empty() {
                let turn = if turns.len() > 1 { format!("turn {}, ", n + 1) } else { String::new() };
                failures.push(format!("{turn}{what}:\n  {}", found.join("\n  ")));
                failures.push(format!("what came: {}", told(&decision)));
            }
        }
        stage.follow(turn, &decision);
    }
    Ok(failures)
}

/// A decision in a few lines.
fn told(decision: &Decision) -> String {
    let wanted = Wanted::of(decision);
    let proposals =
        wanted.iter().map(|wanted| format!("{}({:?}) by {}", wanted.does, wanted.what, wanted.rule));
    let failures = decision.failures.iter().map(|failed| {
        format!("{} failed at {}:{}: {}", failed.rule, failed.file, failed.line, failed.message)
    });
    let all: Vec<_> = proposals.chain(failures).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

/// The conversation that a case is about, and what the case says of its turns.
struct Stage {
    scene: Scene,
    time: LocalTime,
    kind: String,
    misses: Option<u32>,
}

fn one_of<T: Copy>(what: &str, word: &str, known: &[(&str, T)]) -> Result<T, String> {
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    known
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
        .ok_or_else(|| crate::text::unknown(what, word, &names))
}

/// A length such as `30m`, `24h` or `3d`; `none` is none.
fn length(text: &str) -> Result<Option<Duration>, String> {
    if text == "none" {
        return Ok(None);
    }
    let wrong = || format!("{text:?} is not a length of time; write one such as \"30m\", \"24h\" or \"3d\"");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds =
        one_of("unit", &unit.to_string(), &[("m", 60), ("h", 3600), ("d", 86_400)]).map_err(|_| wrong())?;
    let n: u64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    Ok(Some(Duration::from_secs(n.checked_mul(seconds).ok_or_else(wrong)?)))
}

impl Stage {
    fn of(case: &Case) -> Result<Self, String> {
        let now = Timestamp::from_millis(1_795_143_600_000);
        let languages = [("ja", Language::Ja), ("en", Language::En)];
        let language = |word: &str| one_of("language", word, &languages);
        let setting = |text: &Option<String>| text.as_deref().map_or(Ok(None), length);
        let channel: ChannelKind =
            case.channel.as_deref().unwrap_or("line").parse().map_err(|error| format!("{error}"))?;
        let id = "inbox".parse().map_err(|error| format!("{error}"))?;
        let inbox = Inbox {
            id,
            channel,
            name: String::new(),
            language: case.inbox_language.as_deref().map_or(Ok(Language::Ja), language)?,
            hours: BusinessHours::default(),
            bot: true,
            reopen_to: ReopenTo::Bot,
            auto_end_request: setting(&case.settings.auto_end_request)?,
            auto_complete_bot: setting(&case.settings.auto_complete_bot)?,
            auto_complete_operator: setting(&case.settings.auto_complete_operator)?,
            end_request_grace: domain::minutes(5),
            prefer_last_operator: false,
            auto_assign: false,
            use_reply_tokens: false,
            human_agent: false,
            ask_rating: false,
            auto_confirm_buttons: false,
            auto_confirm_keywords: false,
            texts: BTreeMap::new(),
        };
        let person = "contact".to_owned();
        let party =
            Party { thread: person.clone(), address: person, sender: None, name: None, language: None };
        let mut conversation = Conversation::new(&inbox, &party, now);
        conversation.vars.clone_from(&case.vars);
        conversation.category.clone_from(&case.category);
        conversation.answered = case.answered.unwrap_or(false);
        conversation.assignee = match case.assignee.as_deref() {
            None | Some("bot") => Assignee::Bot,
            Some("queue") => Assignee::Queue { since: now },
            Some("operator") => {
                Assignee::Operator { id: "operator".parse().map_err(|error| format!("{error}"))? }
            }
            Some(word) => return Err(crate::text::unknown("assignee", word, &["bot", "queue", "operator"])),
        };
        if let Some(word) = &case.waiting_for {
            let known = [("contact", WaitingFor::Contact), ("us", WaitingFor::Us)];
            conversation.waiting_for = one_of("waiting_for", word, &known)?;
        }
        conversation.phase = match case.phase.as_deref() {
            None | Some("open") => Phase::Open,
            Some("on_hold") => Phase::OnHold { until: None },
            Some("ending") => Phase::Ending { closes_at: now },
            Some("completed") => Phase::Completed { at: now },
            Some(word) => {
                return Err(crate::text::unknown("phase", word, &["open", "on_hold", "ending", "completed"]));
            }
        };
        let mut contact = Contact::new(&inbox.id, "contact", now);
        contact.account_name = case.contact.clone().unwrap_or_default();
        contact.language.clone_from(&case.language);
        contact.tags = case.tags.iter().cloned().collect();
        contact.fields.clone_from(&case.fields);
        contact.response_status.clone_from(&case.status);
        let known = [("contact", "contact"), ("bot", "bot"), ("operator", "operator")];
        let said = |line: &crate::cases::Spoken| {
            Ok::<_, String>(Said { by: one_of("speaker", &line.by, &known)?, text: line.text.clone() })
        };
        let time = local_time(case, &inbox, now)?;
        let scene = Scene {
            inbox: Arc::new(inbox),
            contact,
            conversation,
            online: case.online.unwrap_or(1),
            history: case.history.iter().map(said).collect::<Result<_, _>>()?,
        };
        let kind = case.kind.clone().unwrap_or_else(|| "text".to_owned());
        Ok(Self { scene, time, kind, misses: case.misses })
    }

    fn decide(&self, rules: &RuleSet, turn: &Turn) -> Result<(String, Decision), String> {
        let text = turn.say.as_deref().unwrap_or_default();
        let (what, occasion) = if let Some(id) = &turn.button {
            (format!("button {id:?}"), Occasion::Button { id })
        } else if let Some(text) = &turn.say {
            (format!("say {text:?}"), Occasion::Message)
        } else if let Some(reason) = &turn.handover {
            ("handover".to_owned(), Occasion::HandedOver { reason })
        } else if let Some(text) = &turn.after {
            let after = length(text)?.ok_or("after needs a length of time")?;
            (format!("after {text}"), Occasion::After(after))
        } else if turn.follow == Some(true) {
            ("follow".to_owned(), Occasion::Followed)
        } else if turn.opened == Some(true) {
            ("opened".to_owned(), Occasion::Opened)
        } else {
            ("ended".to_owned(), Occasion::Ended)
        };
        let kind = match occasion {
            Occasion::Message => self.kind.as_str(),
            Occasion::Button { .. } => "button",
            _ => "",
        };
        let happening =
            Happening { occasion: &occasion, text, kind, time: &self.time, misses: self.misses_now() };
        Ok((what, self.scene.decide(rules, &happening)))
    }

    fn misses_now(&self) -> u32 {
        self.misses.unwrap_or(self.scene.conversation.misses + 1)
    }

    /// Takes what was proposed over into the next turn.
    fn follow(&mut self, turn: &Turn, decision: &Decision) {
        if let Some(text) = turn.say.as_ref().or(turn.button.as_ref()) {
            self.scene.heard(text, self.misses_now(), decision.understood);
            self.misses = None;
        }
        self.scene.follow(decision);
    }
}

fn local_time(case: &Case, inbox: &Inbox, now: Timestamp) -> Result<LocalTime, String> {
    let mut time = inbox.hours.at(now);
    time.open_now = case.open.unwrap_or(true);
    time.opens_at = match (&case.opens_at, time.open_now) {
        (Some(at), false) => at.clone(),
        (None, false) => "10:00".to_owned(),
        (_, true) => String::new(),
    };
    time.clock = case.clock.clone().unwrap_or(time.clock);
    time.date = case.date.clone().unwrap_or(time.date);
    if let Some(word) = &case.weekday {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        time.weekday = one_of("day", word, &days.map(|day| (day, day)))?;
    }
    Ok(time)
}
