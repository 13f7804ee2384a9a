//! What an operator wants to say, in one of the three ways to say so.

use std::collections::BTreeSet;

use domain::{Contact, Content, Conversation, Known, fill_content};

use super::outgoing::{MAX_IMAGES, Outgoing, TEXT_CHARS};
use super::visible;
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::conversations::contact_of;
use crate::problem::{Kind, Problem};

/// What an operator wants to say, in one of the three ways to say so.
pub(super) struct Words<'a> {
    /// Words and nothing else.
    pub text: &'a Option<String>,
    /// Bubbles.
    pub contents: &'a Option<Vec<Outgoing>>,
    /// The name of a canned response.
    pub template: &'a Option<String>,
}

impl Words<'_> {
    /// What the contact would read, at most so many bubbles.
    pub async fn contents(
        &self,
        api: &Api,
        caller: &Caller,
        conversation: &Conversation,
        most: usize,
    ) -> Result<Vec<Content>, Problem> {
        match (self.text, self.contents, self.template) {
            (Some(text), None, None) => {
                visible("text", text, TEXT_CHARS)?;
                Ok(vec![Content::text(text)])
            }
            (None, Some(contents), None) => {
                if !(1..=most).contains(&contents.len()) {
                    return Err(Problem::field("contents", format!("give 1 to {most} contents")));
                }
                let mut said = Vec::new();
                for (n, content) in contents.iter().enumerate() {
                    said.push(content.content(n, api, caller, conversation).await?);
                }
                if said.iter().filter(|content| content.kind() == "image").count() > MAX_IMAGES {
                    return Err(Problem::field("contents", "at most 3 pictures at once"));
                }
                Ok(said)
            }
            (None, None, Some(name)) => {
                let contact = contact_of(api, conversation).await?;
                let contents = canned(api, caller, &contact, name)?;
                if contents.len() > most {
                    return Err(Problem::field("template", format!("it has more than {most} contents")));
                }
                Ok(contents)
            }
            _ => Err(Problem::because(Kind::InvalidBody, "give one of `text`, `contents` and `template`")),
        }
    }
}

/// A canned response with its blanks filled in.
pub(super) fn canned(
    api: &Api,
    caller: &Caller,
    contact: &Contact,
    name: &str,
) -> Result<Vec<Content>, Problem> {
    let workspace = api.service.workspace();
    let contents = workspace.contents.get(name);
    let contents =
        contents.ok_or_else(|| Problem::unknown("template", "the desk has no such canned response"))?;
    let known = known(api, caller, contact);
    let filled: Result<_, _> = contents.iter().map(|content| fill_content(content, known)).collect();
    filled.map_err(|missing| blanks_missing(&missing).at("template"))
}

/// What blanks are filled with when this operator speaks.
pub(super) fn known<'a>(api: &Api, caller: &'a Caller, contact: &'a Contact) -> Known<'a> {
    let service = &api.service;
    let desk = service.settings().desk.language;
    let language = service.workspace().inboxes.get(&contact.inbox).map_or(desk, |inbox| inbox.language);
    Known { contact, operator: Some(&caller.operator.name), language }
}

/// Says which blanks cannot be filled in.
pub(super) fn blanks_missing(missing: &BTreeSet<String>) -> Problem {
    let names: Vec<_> = missing.iter().map(String::as_str).collect();
    let detail = format!("nothing is known to fill in for: {}", names.join(", "));
    Problem::because(Kind::BlanksMissing, detail).instead(serde_json::json!(missing))
}
