//! Compares what a case expects with what came.

use std::collections::BTreeMap;

use domain::{Decision, Proposal};
use similar::{ChangeTag, TextDiff};

use crate::cases::{Expect, OneOrMany, YesOrWords};
use crate::explain::Wanted;

/// What is not as expected, a line or two each.
pub(crate) fn differences(expect: &Expect, decision: &Decision) -> Vec<String> {
    let mut check = Check { wanted: Wanted::of(decision), out: Vec::new() };
    if let Some(expected) = &expect.rule {
        let mut rules: Vec<_> = check.wanted.iter().map(|wanted| wanted.rule.clone()).collect();
        rules.dedup();
        check.same("rule", &expected.as_slice().join(", "), &rules.join(", "));
    }
    if let Some(none) = expect.none {
        let came = if check.wanted.is_empty() { "nothing" } else { "something" };
        check.same("proposals", if none { "nothing" } else { "something" }, came);
    }
    if let Some(expected) = &expect.proposals {
        let line = |wanted: &Wanted| format!("{} {}", wanted.does, wanted.what).trim_end().to_owned();
        let came: Vec<_> = check.wanted.iter().map(line).collect();
        check.same("proposals", &expected.join("\n"), &came.join("\n"));
    }
    check.replies(expect);
    if let Some(labels) = &expect.buttons {
        let came =
            check.wanted.iter().flat_map(|wanted| wanted.buttons.iter().map(|button| button.label.clone()));
        let came: Vec<_> = came.collect();
        check.same("buttons", &labels.join(" / "), &came.join(" / "));
    }
    for (does, expected) in [
        ("escalate", &expect.escalate),
        ("note", &expect.note),
        ("image", &expect.image),
        ("hold", &expect.hold),
    ] {
        if let Some(expected) = expected {
            check.yes_or_words(does, expected);
        }
    }
    for (does, expected) in
        [("request_end", expect.request_end), ("complete", expect.complete), ("rate", expect.rate)]
    {
        if let Some(expected) = expected {
            check.yes_or_words(does, &YesOrWords::Yes(expected));
        }
    }
    for (does, expected) in [
        ("assign", &expect.assign),
        ("set_status", &expect.set_status),
        ("set_category", &expect.set_category),
        ("template", &expect.template),
    ] {
        if let Some(expected) = expected {
            check.each(does, std::slice::from_ref(expected));
        }
    }
    for (does, expected) in [("tag", &expect.tag), ("untag", &expect.untag)] {
        if let Some(expected) = expected {
            check.each(does, expected.as_slice());
        }
    }
    for (does, expected) in [("set_field", &expect.set_field), ("var", &expect.var)] {
        if let Some(expected) = expected {
            check.pairs(does, expected, decision);
        }
    }
    if let Some(expected) = expect.understood {
        check.same("understood", &expected.to_string(), &decision.understood.to_string());
    }
    check.same(
        "fails",
        &expect.fails.unwrap_or(false).to_string(),
        &(!decision.failures.is_empty()).to_string(),
    );
    check.out
}

/// Two texts of several lines, line by line.
fn by_line(expected: &str, came: &str) -> String {
    let diff = TextDiff::from_lines(expected, came);
    let lines: Vec<_> = diff
        .iter_all_changes()
        .map(|change| {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            format!("    {sign} {}", change.value().trim_end_matches('\n'))
        })
        .collect();
    lines.join("\n")
}

struct Check {
    wanted: Vec<Wanted>,
    out: Vec<String>,
}

impl Check {
    fn same(&mut self, what: &str, expected: &str, came: &str) {
        if expected == came {
            return;
        }
        if expected.contains('\n') || came.contains('\n') {
            self.out.push(format!("{what}, expected (-) and came (+)\n{}", by_line(expected, came)));
        } else {
            self.out.push(format!("{what}\n    expected {expected}\n    came     {came}"));
        }
    }

    fn what(&self, does: &str) -> Vec<String> {
        self.wanted.iter().filter(|wanted| wanted.does == does).map(|wanted| wanted.what.clone()).collect()
    }

    fn replies(&mut self, expect: &Expect) {
        let says = ["reply", "buttons", "quick_replies"];
        let spoken: Vec<_> = self
            .wanted
            .iter()
            .filter(|wanted| says.contains(&wanted.does))
            .map(|wanted| wanted.what.clone())
            .collect();
        for part in expect.reply.as_ref().map_or(&[][..], OneOrMany::as_slice) {
            if !spoken.iter().any(|text| text.contains(part)) {
                let came = if spoken.is_empty() { "no reply".to_owned() } else { spoken.join(" / ") };
                self.out.push(format!("reply\n    expected …{part}…\n    came     {came}"));
            }
        }
        if let Some(exact) = &expect.reply_is {
            self.same("reply_is", &exact.as_slice().join(" / "), &spoken.join(" / "));
        }
    }

    fn yes_or_words(&mut self, does: &str, expected: &YesOrWords) {
        let came = self.what(does);
        match expected {
            YesOrWords::Yes(expected) => {
                self.same(does, &expected.to_string(), &(!came.is_empty()).to_string());
            }
            YesOrWords::Words(words) if came.iter().any(|what| what.contains(words)) => {}
            YesOrWords::Words(words) => {
                let came = if came.is_empty() { format!("no {does}") } else { came.join(" / ") };
                self.out.push(format!("{does}\n    expected …{words}…\n    came     {came}"));
            }
        }
    }

    fn each(&mut self, does: &str, expected: &[String]) {
        let came = self.what(does);
        for name in expected {
            if !came.contains(name) {
                let came = if came.is_empty() { format!("no {does}") } else { came.join(", ") };
                self.out.push(format!("{does}\n    expected {name}\n    came     {came}"));
            }
        }
    }

    fn pairs(&mut self, does: &str, expected: &BTreeMap<String, String>, decision: &Decision) {
        let came: BTreeMap<_, _> = decision
            .proposals
            .iter()
            .filter_map(|proposed| match &proposed.proposal {
                Proposal::SetField { name, value } if does == "set_field" => Some((name, value)),
                Proposal::Var { name, value } if does == "var" => Some((name, value)),
                _ => None,
            })
            .collect();
        for (name, value) in expected {
            let found = came.get(name).map_or("nothing", |value| value.as_str());
            if found != value {
                self.out.push(format!("{does} {name}\n    expected {value}\n    came     {found}"));
            }
        }
    }
}
