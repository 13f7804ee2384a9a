//! The rules of the simulated desk: every answer names the message that it answers.

use rules::{RuleSet, Source};

/// Rules that time runs, and after how many minutes of silence.
pub const TIMERS: [(&str, u64); 3] = [("nudge", 1), ("ask-to-end", 2), ("finish", 4)];

/// The rule that fails, and the word that runs it.
pub const FAILING: &str = "boom";

const RULES: &str = r#"
on_follow("welcome", |chat| chat.reply("welcome, edition EDITION"));
keyword("echo", ["word"], |chat| chat.reply(`${chat.text}, edition EDITION`));
keyword("several", ["several"], |chat| {
    chat.reply(`first of ${chat.text}`);
    chat.reply(`second of ${chat.text}`);
    chat.quick_replies(`third of ${chat.text}`, [#{ id: "yes", label: "Yes" }, #{ id: "no", label: "No" }]);
});
keyword("person", ["person"], |chat| chat.escalate("wants a person"));
keyword("boom", ["boom"], |chat| { throw "this rule fails"; });
keyword("thanks", ["thanks"], |chat| chat.request_end());
on_button("yes", "yes", |chat| chat.reply("you said yes"));
on_button("no", "no", |chat| { chat.tag("no"); chat.set_status("done"); });
after(minutes(1), "nudge", |chat| {
    if chat.waiting_for == "contact" && chat.assignee == "bot" { chat.reply("are you still there?"); }
});
after(minutes(2), "ask-to-end", |chat| {
    if chat.waiting_for == "contact" { chat.request_end(); }
});
after(minutes(4), "finish", |chat| chat.complete());
"#;

/// The sources of one edition.
pub fn sources(edition: u64) -> Vec<Source> {
    vec![Source::new("simulated.rhai", RULES.replace("EDITION", &edition.to_string()))]
}

/// One edition, compiled.
///
/// # Panics
///
/// If the rules above have a mistake; the message shows it.
pub fn compiled(edition: u64) -> RuleSet {
    match RuleSet::compile(&sources(edition)) {
        Ok(rules) => rules,
        Err(mistakes) => panic!("{}", mistakes.iter().map(ToString::to_string).collect::<String>()),
    }
}
