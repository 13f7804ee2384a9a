//! The sections of the workspace: what each holds, and when it makes sense.

use std::collections::BTreeSet;

use domain::{Action, BusinessHours};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::settings::{InboxConduct, ResponseStatus, WrongValue};

/// The most characters of a name or label: those that rules may write (`rules::limits`).
const NAME_CHARS: usize = 64;
/// The most entries of a list.
const ENTRIES: usize = 200;
/// The most tags in all folders.
const TAGS: usize = 1_000;
/// The most levels of categories (CRM-18).
const LEVELS: usize = 3;
/// The most messages of a canned response: what LINE takes in one call.
const MESSAGES: usize = 5;
/// The most characters of one of its messages: what every channel takes.
const MESSAGE_CHARS: usize = 2_000;
/// The most characters of the sentence that says how the brand speaks.
const VOICE_CHARS: usize = 500;
/// The most bytes of a section as JSON: the table's items end at 400 KB.
pub const SECTION_BYTES: usize = 300 * 1024;

/// Something that admins change as a whole, with a version of its own.
pub trait Section: Serialize + DeserializeOwned {
    /// What the table and the audit trail call it.
    const NAME: &'static str;

    /// Looks whether it makes sense.
    ///
    /// # Errors
    ///
    /// The first value that does not.
    fn check(&self) -> Result<(), WrongValue>;
}

/// A folder of tags (CRM-09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagFolder {
    /// Its name, at most 64 characters.
    pub name: String,
    /// Its tags, in order.
    pub tags: Vec<String>,
}

/// Something that is known about contacts (CRM-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldSetting {
    /// What rules, forms and people call it, at most 64 characters.
    pub name: String,
    /// What its values are.
    pub kind: FieldKind,
    /// Whether the panel beside a conversation shows it (CRM-04). What was collected stays either way.
    pub shown: bool,
}

/// What the values of a field are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum FieldKind {
    /// Any words.
    Text {},
    /// A number, such as `-3` or `12.5`.
    Number {},
    /// A whole number that is added to (CRM-07).
    Points {},
    /// A day, as `2026-11-22`.
    Date {},
    /// A telephone number.
    Phone {},
    /// An e-mail address.
    Email {},
    /// One of a list.
    Choice {
        /// The list, in order.
        of: Vec<String>,
    },
}

/// A category of enquiries (処理タイプ, CRM-18); up to three levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its name; a conversation carries the names from the top joined by ` / `, 64 characters in all.
    pub name: String,
    /// What it is divided into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub children: Vec<Category>,
}

/// A canned response (テンプレート, CMP-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What rules and people call it, at most 64 characters.
    pub name: String,
    /// The folder that people find it in; none is the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// One to five messages, in order. `{{customer}}`, `{{operator}}` and `{{field:name}}` are filled in.
    pub messages: Vec<String>,
}

/// How AI writing sounds (AIW-06).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AiVoice {
    /// How the brand speaks, in a sentence of at most 500 characters; `null` leaves it to the tone.
    pub brand_voice: Option<String>,
}

impl Section for Vec<ResponseStatus> {
    const NAME: &'static str = "statuses";

    fn check(&self) -> Result<(), WrongValue> {
        entries("statuses", self.len(), ENTRIES)?;
        let mut seen = BTreeSet::new();
        for (n, status) in self.iter().enumerate() {
            let at = |key: &str| format!("[{n}].{key}");
            name(&at("id"), &status.id)?;
            name(&at("ja"), &status.ja)?;
            name(&at("en"), &status.en)?;
            unique(&mut seen, &at("id"), &status.id)?;
        }
        Ok(())
    }
}

impl Section for Vec<TagFolder> {
    const NAME: &'static str = "tags";

    fn check(&self) -> Result<(), WrongValue> {
        entries("folders", self.len(), ENTRIES)?;
        entries("tags", self.iter().map(|folder| folder.tags.len()).sum(), TAGS)?;
        let (mut folders, mut tags) = (BTreeSet::new(), BTreeSet::new());
        for (n, folder) in self.iter().enumerate() {
            let at = format!("[{n}].name");
            name(&at, &folder.name)?;
            unique(&mut folders, &at, &folder.name)?;
            for (m, tag) in folder.tags.iter().enumerate() {
                let at = format!("[{n}].tags[{m}]");
                name(&at, tag)?;
                unique(&mut tags, &at, tag)?;
            }
        }
        Ok(())
    }
}

impl Section for Vec<FieldSetting> {
    const NAME: &'static str = "fields";

    fn check(&self) -> Result<(), WrongValue> {
        entries("fields", self.len(), ENTRIES)?;
        let mut seen = BTreeSet::new();
        for (n, field) in self.iter().enumerate() {
            let at = format!("[{n}].name");
            name(&at, &field.name)?;
            unique(&mut seen, &at, &field.name)?;
            let FieldKind::Choice { of } = &field.kind else { continue };
            let at = format!("[{n}].kind.of");
            if of.is_empty() {
                return Err(WrongValue::at(at, "needs at least one choice"));
            }
            entries(&at, of.len(), ENTRIES)?;
            let mut choices = BTreeSet::new();
            for (m, choice) in of.iter().enumerate() {
                let at = format!("{at}[{m}]");
                name(&at, choice)?;
                unique(&mut choices, &at, choice)?;
            }
        }
        Ok(())
    }
}

impl FieldKind {
    /// Looks whether a value is of this kind. An empty value always is: it takes the field away.
    ///
    /// # Errors
    ///
    /// What to write instead.
    pub fn check(&self, value: &str) -> Result<(), String> {
        let value = value.trim();
        let fits = value.is_empty()
            || match self {
                Self::Text {} => true,
                Self::Number {} => value.parse::<f64>().is_ok_and(f64::is_finite),
                Self::Points {} => value.parse::<i64>().is_ok(),
                Self::Date {} => value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok(),
                Self::Phone {} => {
                    let digits = value.chars().filter(char::is_ascii_digit).count();
                    let known = |c: char| c.is_ascii_digit() || "+-() .".contains(c);
                    (5..=15).contains(&digits) && value.chars().all(known)
                }
                Self::Email {} => value.split_once('@').is_some_and(|(who, host)| {
                    !who.is_empty() && host.contains('.') && !value.contains(char::is_whitespace)
                }),
                Self::Choice { of } => of.iter().any(|choice| choice == value),
            };
        if fits { Ok(()) } else { Err(self.wanted()) }
    }

    fn wanted(&self) -> String {
        match self {
            Self::Text {} => "write words".to_owned(),
            Self::Number {} => "write a number such as 12.5".to_owned(),
            Self::Points {} => "write a whole number".to_owned(),
            Self::Date {} => "write a day such as 2026-11-22".to_owned(),
            Self::Phone {} => "write a telephone number such as 03-1234-5678".to_owned(),
            Self::Email {} => "write an e-mail address".to_owned(),
            Self::Choice { of } => format!("choose one of: {}", of.join(", ")),
        }
    }
}

impl Section for Vec<Category> {
    const NAME: &'static str = "categories";

    fn check(&self) -> Result<(), WrongValue> {
        let mut count = 0;
        level(self, "", "", 1, &mut count)
    }
}

fn level(
    categories: &[Category],
    at: &str,
    above: &str,
    depth: usize,
    count: &mut usize,
) -> Result<(), WrongValue> {
    *count += categories.len();
    entries("categories", *count, TAGS)?;
    let mut seen = BTreeSet::new();
    for (n, category) in categories.iter().enumerate() {
        let at = format!("{at}[{n}]");
        let here = format!("{at}.name");
        name(&here, &category.name)?;
        unique(&mut seen, &here, &category.name)?;
        if category.name.contains('/') {
            return Err(WrongValue::at(here, "must not hold a `/`: it stands between the levels"));
        }
        let path =
            if above.is_empty() { category.name.clone() } else { format!("{above} / {}", category.name) };
        if path.chars().count() > NAME_CHARS {
            let message = format!("with the levels above it, it has more than {NAME_CHARS} characters");
            return Err(WrongValue::at(here, message));
        }
        if depth == LEVELS && !category.children.is_empty() {
            let message = format!("there are at most {LEVELS} levels");
            return Err(WrongValue::at(format!("{at}.children"), message));
        }
        level(&category.children, &format!("{at}.children"), &path, depth + 1, count)?;
    }
    Ok(())
}

impl Section for Vec<Template> {
    const NAME: &'static str = "templates";

    fn check(&self) -> Result<(), WrongValue> {
        entries("templates", self.len(), TAGS)?;
        let mut seen = BTreeSet::new();
        for (n, template) in self.iter().enumerate() {
            let at = |key: &str| format!("[{n}].{key}");
            name(&at("name"), &template.name)?;
            unique(&mut seen, &at("name"), &template.name)?;
            if let Some(folder) = &template.folder {
                name(&at("folder"), folder)?;
            }
            if template.messages.is_empty() || template.messages.len() > MESSAGES {
                return Err(WrongValue::at(at("messages"), format!("must be 1 to {MESSAGES}")));
            }
            for (m, message) in template.messages.iter().enumerate() {
                let at = format!("[{n}].messages[{m}]");
                if message.trim().is_empty() || message.chars().count() > MESSAGE_CHARS {
                    return Err(WrongValue::at(at, format!("must have 1 to {MESSAGE_CHARS} characters")));
                }
                if let Some(unknown) = domain::unknown_blank(message) {
                    let message = format!(
                        "`{{{{{unknown}}}}}` is unknown; there are {{{{customer}}}}, {{{{operator}}}} and \
                         {{{{field:name of a field}}}}"
                    );
                    return Err(WrongValue::at(at, message));
                }
            }
        }
        Ok(())
    }
}

impl Section for Vec<Action> {
    const NAME: &'static str = "actions";

    fn check(&self) -> Result<(), WrongValue> {
        Action::check(self).map_err(|domain::BadAction { path, message }| WrongValue { path, message })
    }
}

impl Section for BusinessHours {
    const NAME: &'static str = "hours";

    /// Hours that can be read make sense.
    fn check(&self) -> Result<(), WrongValue> {
        Ok(())
    }
}

impl Section for InboxConduct {
    /// The inbox's id follows.
    const NAME: &'static str = "inbox";

    fn check(&self) -> Result<(), WrongValue> {
        Self::check(self)
    }
}

impl Section for AiVoice {
    const NAME: &'static str = "ai";

    fn check(&self) -> Result<(), WrongValue> {
        match &self.brand_voice {
            Some(voice) if voice.trim().is_empty() || voice.chars().count() > VOICE_CHARS => Err(
                WrongValue::at("brand_voice", format!("must have 1 to {VOICE_CHARS} characters, or be null")),
            ),
            _ => Ok(()),
        }
    }
}

fn entries(what: &str, count: usize, most: usize) -> Result<(), WrongValue> {
    if count > most {
        return Err(WrongValue::at(what, format!("{count} are too many; the most is {most}")));
    }
    Ok(())
}

fn name(path: &str, text: &str) -> Result<(), WrongValue> {
    let invisible = |c: char| c.is_control() || rules::fold::turns_text_round(c);
    if text.trim() != text
        || text.is_empty()
        || text.chars().count() > NAME_CHARS
        || text.chars().any(invisible)
    {
        let message =
            format!("must have 1 to {NAME_CHARS} characters, with no space around them and no line break");
        return Err(WrongValue::at(path, message));
    }
    Ok(())
}

fn unique<'a>(seen: &mut BTreeSet<&'a str>, path: &str, text: &'a str) -> Result<(), WrongValue> {
    if !seen.insert(text) {
        return Err(WrongValue::at(path, format!("{text:?} is there twice; give each its own name")));
    }
    Ok(())
}
