//! Predefined lists of steps that an operator applies from the chat (アクション, CMP-04).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::unknown_blank;

/// A named list of steps. All of them are done, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Action {
    /// What it is called by: 1 to 64 of `a-z 0-9 _ -`.
    pub id: String,
    /// What people read: 1 to 64 characters.
    pub name: String,
    /// What is done, in order: 1 to [`Action::MAX_STEPS`].
    pub steps: Vec<ActionStep>,
}

/// One step of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActionStep {
    /// Take the conversation.
    Join,
    /// Say something; blanks are filled in.
    Reply {
        /// The words.
        text: String,
    },
    /// Send a canned response (テンプレート); blanks are filled in.
    Template {
        /// Its name.
        template: String,
    },
    /// Leave a note for colleagues.
    Note {
        /// The words.
        text: String,
    },
    /// Put a tag on the contact.
    Tag {
        /// Which.
        tag: String,
    },
    /// Take a tag off the contact.
    Untag {
        /// Which.
        tag: String,
    },
    /// Set the response status.
    Status {
        /// Its id; left out: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<String>,
    },
    /// Set the category.
    Category {
        /// Which; left out: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<String>,
    },
    /// Set a field of the contact.
    Field {
        /// Which.
        name: String,
        /// To what; empty removes it.
        value: String,
    },
    /// Give it to somebody.
    Assign {
        /// To whom.
        to: GiveTo,
    },
    /// Put it aside.
    Hold {
        /// For how many minutes; left out: until somebody resumes it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<u32>,
    },
    /// Mark its messages as confirmed.
    Confirm,
    /// Ask for a rating.
    RequestRating,
    /// Ask the contact whether to end.
    RequestEnd,
    /// End it.
    Complete,
}

/// To whom an action gives a conversation: `me`, `queue`, `bot` or the id of an operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveTo(pub String);

/// What is wrong with a list of actions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct BadAction {
    /// Where in the list: `[2].steps[0].tag`; empty for the list itself.
    pub path: String,
    /// What to write instead.
    pub message: String,
}

impl Action {
    /// The most actions of a desk.
    pub const MAX: usize = 100;
    /// The most steps of one action.
    pub const MAX_STEPS: usize = 20;
    /// The most steps that say something to the contact: each may become several rows, and all are written at once.
    pub const MAX_SAYING: usize = 5;
    /// The longest words of one step, in characters.
    pub const TEXT_CHARS: usize = 2_000;
    /// The longest name, tag, category and field, in characters.
    pub const LABEL_CHARS: usize = 64;
    /// The longest value of a field, in characters.
    pub const VALUE_CHARS: usize = 500;
    /// The longest hold, in minutes: a year.
    pub const HOLD_MINUTES: u32 = 366 * 24 * 60;

    /// Checks what can be told from the list itself. Whether a template, a status or an operator exists is asked when the
    /// action runs, because those change by themselves.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong.
    pub fn check(actions: &[Self]) -> Result<(), BadAction> {
        let bad = |path: String, message: &str| Err(BadAction { path, message: message.to_owned() });
        if actions.len() > Self::MAX {
            return bad(String::new(), "a desk has at most 100 actions");
        }
        let mut ids = BTreeSet::new();
        for (n, action) in actions.iter().enumerate() {
            let at = |rest: &str| format!("[{n}]{rest}");
            let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
            if !(1..=64).contains(&action.id.len()) || !action.id.bytes().all(word) {
                return bad(at(".id"), "an id has 1 to 64 of a-z, 0-9, '_' and '-'");
            }
            if !ids.insert(&action.id) {
                return bad(at(".id"), "there are two actions with this id");
            }
            if !fits(&action.name, Self::LABEL_CHARS) {
                return bad(at(".name"), "a name has 1 to 64 characters");
            }
            if !(1..=Self::MAX_STEPS).contains(&action.steps.len()) {
                return bad(at(".steps"), "an action has 1 to 20 steps");
            }
            if action.steps.iter().filter(|step| step.speaks()).count() > Self::MAX_SAYING {
                return bad(at(".steps"), "an action says at most 5 things to the customer");
            }
            for (s, step) in action.steps.iter().enumerate() {
                if let Some((field, message)) = step.wrong() {
                    return bad(at(&format!(".steps[{s}].{field}")), message);
                }
            }
        }
        Ok(())
    }
}

impl ActionStep {
    /// Whether the contact hears of it.
    fn speaks(&self) -> bool {
        matches!(self, Self::Reply { .. } | Self::Template { .. } | Self::RequestRating | Self::RequestEnd)
    }

    /// Which field is wrong, and what to write.
    fn wrong(&self) -> Option<(&'static str, &'static str)> {
        const LABEL: &str = "it has 1 to 64 characters";
        const BLANKS: &str = "the only blanks are {{customer}}, {{operator}} and {{field:name of a field}}";
        let label =
            |field: &'static str, text: &str| (!fits(text, Action::LABEL_CHARS)).then_some((field, LABEL));
        match self {
            Self::Reply { text } | Self::Note { text } => {
                let long =
                    (!fits(text, Action::TEXT_CHARS)).then_some(("text", "it has 1 to 2,000 characters"));
                long.or_else(|| unknown_blank(text).map(|_| ("text", BLANKS)))
            }
            Self::Template { template } => label("template", template),
            Self::Tag { tag } | Self::Untag { tag } => label("tag", tag),
            Self::Status { status: Some(status) } => label("status", status),
            Self::Category { category: Some(category) } => label("category", category),
            Self::Field { name, value } => label("name", name).or_else(|| {
                let long = value.chars().count() > Action::VALUE_CHARS;
                let long = long.then_some(("value", "it has at most 500 characters"));
                long.or_else(|| unknown_blank(value).map(|_| ("value", BLANKS)))
            }),
            Self::Assign { to: GiveTo(to) } => label("to", to),
            Self::Hold { minutes: Some(minutes) } => {
                let possible = (1..=Action::HOLD_MINUTES).contains(minutes);
                (!possible).then_some(("minutes", "it is 1 minute to 366 days"))
            }
            Self::Join
            | Self::Status { status: None }
            | Self::Category { category: None }
            | Self::Hold { minutes: None }
            | Self::Confirm
            | Self::RequestRating
            | Self::RequestEnd
            | Self::Complete => None,
        }
    }
}

/// Whether a text has something in it and at most so many characters.
fn fits(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(id: &str, steps: Vec<ActionStep>) -> Action {
        Action { id: id.to_owned(), name: "Name".to_owned(), steps }
    }

    #[test]
    fn a_list_says_where_it_is_wrong() {
        let fine =
            || action("refund", vec![ActionStep::Tag { tag: "返金".to_owned() }, ActionStep::Complete]);
        let wrong = |actions: &[Action]| Action::check(actions).unwrap_err().path;
        assert_eq!(Action::check(&[fine()]), Ok(()));
        assert_eq!(wrong(&[fine(), fine()]), "[1].id");
        assert_eq!(wrong(&[action("Refund", vec![ActionStep::Complete])]), "[0].id");
        assert_eq!(wrong(&[action("a", vec![])]), "[0].steps");
        let blank = ActionStep::Reply { text: " ".to_owned() };
        assert_eq!(wrong(&[action("a", vec![ActionStep::Join, blank])]), "[0].steps[1].text");
        let say = |text: &str| ActionStep::Reply { text: text.to_owned() };
        assert_eq!(Action::check(&[action("a", vec![say("{{customer}} {{field:電話}}")])]), Ok(()));
        assert_eq!(wrong(&[action("a", vec![say("{{name}} 様")])]), "[0].steps[0].text");
        let chatty = vec![ActionStep::Reply { text: "a".to_owned() }; 6];
        assert_eq!(wrong(&[action("a", chatty)]), "[0].steps");
        let forever = ActionStep::Hold { minutes: Some(0) };
        assert_eq!(wrong(&[action("a", vec![forever])]), "[0].steps[0].minutes");
        assert_eq!(wrong(&vec![fine(); 101]), "");
    }

    #[test]
    fn an_action_reads_as_people_write_it() {
        let json = r#"{"id":"a","name":"A","steps":[{"do":"template","template":"thanks"},{"do":"assign","to":"queue"},
            {"do":"hold","minutes":30},{"do":"complete"}]}"#;
        let action: Action = serde_json::from_str(json).unwrap();
        assert_eq!(action.steps.len(), 4);
        assert!(serde_json::from_str::<Action>(r#"{"id":"a","name":"A","steps":[{"do":"fly"}]}"#).is_err());
        assert!(
            serde_json::from_str::<Action>(r#"{"id":"a","name":"A","steps":[{"do":"tag","tug":"x"}]}"#)
                .is_err()
        );
    }
}
