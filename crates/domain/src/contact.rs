//! The person who writes to us.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{ContactId, ConversationId, InboxId, Language, Profile, Timestamp};

/// A contact, as the desk knows them. On screen: the customer (お客様).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(clippy::struct_excessive_bools, reason = "they are independent switches of the record")]
pub struct Contact {
    /// Which contact.
    pub id: ContactId,
    /// The inbox they first wrote to.
    pub inbox: InboxId,
    /// Their identity at the provider.
    pub identity: String,
    /// The name of their account, as the provider last told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account_name: String,
    /// What the team calls them (システム表示名); without one, their account name counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Their language, as far as the provider tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Tags that people or rules put on them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// What is known about them, by name of the field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// The team's own label for where their matter stands (対応ステータス); an axis of its own beside the phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_status: Option<String>,
    /// Blocked: nothing received is shown or answered, nothing can be sent (CRM-16).
    #[serde(default, skip_serializing_if = "is_false")]
    pub blocked: bool,
    /// Pinned to the top of the list (INB-08).
    #[serde(default, skip_serializing_if = "is_false")]
    pub bookmarked: bool,
    /// Left out of the list (INB-15).
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// They blocked our account or left: the provider delivers nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unreachable: bool,
    /// How far the desk knows their profile at the provider.
    #[serde(default, skip_serializing_if = "Profile::is_default")]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub profile: Profile,
    /// When they first came.
    pub since: Timestamp,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

impl Contact {
    /// A contact of whom nothing is known but where they wrote.
    pub fn new(inbox: &InboxId, identity: &str, now: Timestamp) -> Self {
        Self {
            id: ContactId::of(&ConversationId::of(inbox, identity)),
            inbox: inbox.clone(),
            identity: identity.to_owned(),
            account_name: String::new(),
            display_name: None,
            language: None,
            tags: BTreeSet::new(),
            fields: BTreeMap::new(),
            response_status: None,
            blocked: false,
            bookmarked: false,
            hidden: false,
            unreachable: false,
            profile: Profile::default(),
            since: now,
        }
    }

    /// What lists and headers show: the team's name for them, or the account's, or nothing.
    pub fn name(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.account_name)
    }

    /// The language to speak to them: theirs if the desk speaks it, else `fallback`.
    pub fn language(&self, fallback: Language) -> Language {
        self.language.as_deref().and_then(Language::of_tag).unwrap_or(fallback)
    }
}
