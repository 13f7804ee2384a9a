//! The workspace: what admins change while the desk runs. The settings file gives the beginning; what has been changed
//! since is in the table, section by section, and goes before it.
//!
//! Every change leaves a mark. A process looks at the mark together with the rules' pointers, before it answers a bell or
//! a request, and reads the sections again when it is another one. Who opens a channel, where the desk is and what it
//! signs with stand in the file alone.

mod section;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{Action, BusinessHours, Content, Inbox, InboxId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{LiveSetting, Version};

pub use self::section::{
    AiVoice, Category, FieldKind, FieldSetting, SECTION_BYTES, Section, TagFolder, Template,
};
use crate::seams;
use crate::service::Service;
use crate::settings::{InboxConduct, InboxSettings, ResponseStatus, Settings, WrongValue};

/// What is in force, in this process.
pub struct Workspace {
    /// The mark of the last change that is in it.
    mark: Option<String>,
    /// The team's response statuses, in order.
    pub statuses: Kept<Vec<ResponseStatus>>,
    /// Tags in their folders.
    pub tags: Kept<Vec<TagFolder>>,
    /// What is known about contacts.
    pub fields: Kept<Vec<FieldSetting>>,
    /// Categories of enquiries.
    pub categories: Kept<Vec<Category>>,
    /// Canned responses.
    pub templates: Kept<Vec<Template>>,
    /// What operators do in one go.
    pub actions: Kept<Vec<Action>>,
    /// When people answer, unless an inbox has hours of its own.
    pub hours: Kept<BusinessHours>,
    /// How AI writing sounds.
    pub voice: Kept<AiVoice>,
    /// How each inbox behaves.
    pub conduct: BTreeMap<InboxId, Kept<InboxConduct>>,
    /// The inboxes as the step sees them.
    pub inboxes: BTreeMap<InboxId, Arc<Inbox>>,
    /// Canned responses as the step takes them.
    pub contents: BTreeMap<String, Vec<Content>>,
    /// AI writing, or why it is off.
    pub assistant: Result<assist::Assistant, assist::Error>,
}

/// A section as it is in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept<T> {
    /// What it holds.
    pub value: T,
    /// Counts the changes; none as long as the settings file's is in force.
    pub version: Option<Version>,
    /// Who changed it last, and when.
    pub changed: Option<Changed>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The operator's id.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A section as the table has it.
#[derive(Serialize, Deserialize)]
struct Document<T> {
    #[serde(flatten)]
    changed: Changed,
    value: T,
}

/// Why a section was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// A value makes no sense.
    #[error("{}: {}", .0.path, .0.message)]
    Wrong(WrongValue),
    /// Somebody else changed it after the caller looked.
    #[error("somebody else has changed it")]
    Raced,
    /// The table did not take it.
    #[error("cannot keep it")]
    Store(#[source] store::Error),
}

impl<T> Kept<T> {
    /// What the settings file says.
    const fn of_file(value: T) -> Self {
        Self { value, version: None, changed: None }
    }
}

/// Canned responses as contents, by name.
pub fn contents(templates: &[Template]) -> BTreeMap<String, Vec<Content>> {
    let contents = |template: &Template| template.messages.iter().map(Content::text).collect();
    templates.iter().map(|template| (template.name.clone(), contents(template))).collect()
}

impl Workspace {
    /// What the settings file says.
    pub fn of_file(settings: &Settings) -> Self {
        Self::with(settings, None, &[])
    }

    /// What the settings file says, with what was changed since.
    fn with(settings: &Settings, mark: Option<String>, changed: &[LiveSetting]) -> Self {
        let conduct = |inbox: &InboxSettings| (inbox.id.clone(), Kept::of_file(inbox.conduct()));
        let mut workspace = Self {
            mark,
            statuses: Kept::of_file(settings.statuses.clone()),
            tags: Kept::default(),
            fields: Kept::default(),
            categories: Kept::default(),
            templates: Kept::of_file(settings.listed_templates()),
            actions: Kept::of_file(settings.actions.clone()),
            hours: Kept::of_file(settings.hours.clone()),
            voice: Kept::of_file(AiVoice { brand_voice: settings.ai.brand_voice.clone() }),
            conduct: settings.inboxes.iter().map(conduct).collect(),
            inboxes: BTreeMap::new(),
            contents: BTreeMap::new(),
            assistant: assist::Assistant::new(settings.assistant()),
        };
        for section in changed {
            workspace.take(section);
        }
        workspace.derive(settings);
        workspace
    }

    /// Takes a section over. One that cannot be read, or that another version of this program wrote, is left as the file
    /// has it: the desk goes on.
    fn take(&mut self, changed: &LiveSetting) {
        let name = changed.section.as_str();
        let inbox = name.strip_prefix(&inbox_section("")).and_then(|id| id.parse::<InboxId>().ok());
        let taken = match name {
            <Vec<ResponseStatus> as Section>::NAME => over(&mut self.statuses, changed),
            <Vec<TagFolder> as Section>::NAME => over(&mut self.tags, changed),
            <Vec<FieldSetting> as Section>::NAME => over(&mut self.fields, changed),
            <Vec<Category> as Section>::NAME => over(&mut self.categories, changed),
            <Vec<Template> as Section>::NAME => over(&mut self.templates, changed),
            <Vec<Action> as Section>::NAME => over(&mut self.actions, changed),
            BusinessHours::NAME => over(&mut self.hours, changed),
            AiVoice::NAME => over(&mut self.voice, changed),
            _ => match inbox.and_then(|inbox| self.conduct.get_mut(&inbox)) {
                Some(conduct) => over(conduct, changed),
                // Of an inbox that is not in the file any more.
                None => Ok(()),
            },
        };
        if let Err(error) = taken {
            tracing::error!(section = name, %error, "a changed section of the settings cannot be read; the file's is in force");
        }
    }

    /// Makes what follows from the sections.
    fn derive(&mut self, settings: &Settings) {
        let inboxes = settings.inboxes.iter().filter_map(|inbox| {
            let conduct = &self.conduct.get(&inbox.id)?.value;
            let seen = inbox.behaving(conduct, &self.hours.value, settings.desk.language);
            Some((inbox.id.clone(), Arc::new(seen)))
        });
        self.inboxes = inboxes.collect();
        self.contents = contents(&self.templates.value);
        if self.voice.version.is_some() {
            let brand_voice = self.voice.value.brand_voice.clone();
            self.assistant = assist::Assistant::new(assist::Settings { brand_voice, ..settings.assistant() });
        }
    }

    /// The response status of this id.
    pub fn status(&self, id: &str) -> Option<&ResponseStatus> {
        self.statuses.value.iter().find(|status| status.id == id)
    }

    /// What the values of a field are; any words if nobody has said.
    pub fn field(&self, name: &str) -> &FieldKind {
        let known = self.fields.value.iter().find(|field| field.name == name);
        known.map_or(&FieldKind::Text {}, |field| &field.kind)
    }
}

/// The name of the section that holds how an inbox behaves.
pub fn inbox_section(inbox: &str) -> String {
    format!("{}/{inbox}", InboxConduct::NAME)
}

fn over<T: Section>(kept: &mut Kept<T>, changed: &LiveSetting) -> Result<(), serde_json::Error> {
    let Document { changed: by, value } = serde_json::from_str(&changed.json)?;
    *kept = Kept { value, version: Some(changed.version), changed: Some(by) };
    Ok(())
}

impl Service {
    /// The workspace as it is in force here.
    pub fn workspace(&self) -> Arc<Workspace> {
        self.workspace.load_full()
    }

    /// Follows what was changed elsewhere: the rules in force, those beside them, the workspace.
    ///
    /// # Errors
    ///
    /// If the table cannot be read. What cannot be used is logged, and what was in force stays.
    pub async fn refresh(&self) -> Result<(), store::Error> {
        let pointers = self.store().pointers().await?;
        self.follow_settings(pointers.settings.clone()).await?;
        self.follow_rules(pointers).await
    }

    /// Follows what was changed elsewhere in the workspace alone, for whoever runs no rules.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn refresh_workspace(&self) -> Result<(), store::Error> {
        let pointers = self.store().pointers().await?;
        self.follow_settings(pointers.settings).await
    }

    async fn follow_settings(&self, mark: Option<String>) -> Result<(), store::Error> {
        if self.workspace.load().mark != mark {
            // Read after the mark: what is newer than it comes again with the next mark.
            let changed = self.store().live_settings().await?;
            self.workspace.store(Arc::new(Workspace::with(&self.settings, mark, &changed)));
        }
        Ok(())
    }

    /// Changes a section, here and for every other process. `name` is the section's own, or an
    /// [inbox's](inbox_section).
    ///
    /// # Errors
    ///
    /// See [`ChangeError`]; whatever the error, what is in force stays.
    pub async fn change_section<T: Section>(
        &self,
        name: &str,
        value: &T,
        expected: Option<Version>,
        by: &str,
    ) -> Result<(), ChangeError> {
        value.check().map_err(ChangeError::Wrong)?;
        let changed = Changed { by: by.to_owned(), at: self.now() };
        let json = serde_json::to_string(&Document { changed, value })
            .map_err(|source| ChangeError::Store(store::Error::Unwritable { what: "settings", source }))?;
        if json.len() > SECTION_BYTES {
            let message = format!("is too large: at most {} KiB in all", SECTION_BYTES / 1024);
            return Err(ChangeError::Wrong(WrongValue { path: String::new(), message }));
        }
        let (audit, _) = self.audit_entry(by, "change-settings", name);
        // The mark has to differ from every mark before it.
        let suffix = seams::secret::<16>(self.plugs.chance.as_ref());
        match self.store().change_live_setting(name, &json, expected, &audit, self.now(), &suffix).await {
            Ok(_) => {}
            Err(store::Error::Raced) => return Err(ChangeError::Raced),
            Err(error) => return Err(ChangeError::Store(error)),
        }
        self.refresh_workspace().await.map_err(ChangeError::Store)
    }
}
