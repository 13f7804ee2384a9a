//! Every key in the table. Nothing outside this file spells one.
//!
//! | item          | pk                              | sk                     | asked by |
//! |---------------|---------------------------------|------------------------|----------|
//! | conversation  | `<tenant>#CONV#<id>`            | `STATE`                | `load`, `commit`, `outbox`, `conversations` |
//! | timeline row  | `<tenant>#CONV#<id>`            | `T#<row>`              | `keep`, `load`, `thread`, `outbox`, `since` |
//! | once          | `<tenant>#CONV#<id>`            | `ONCE#<key>`           | `keep_once`, `commit` |
//! | contact       | `<tenant>#CONTACT#<id>`         | `CONTACT`              | `load`, `contact`, `contacts`, `due` |
//! | their memos   | `<tenant>#CONTACT#<id>`         | `MEMOS`                | `memos` |
//! | planned       | `<tenant>#CALENDAR#<yyyy-mm>`   | `<time>#<scheduled>`   | `commit`, `calendar` |
//! | saved draft   | `<tenant>#DRAFTS#<operator>`    | `<conversation>#<mode>` | `drafts`, `drafts_of` |
//! | setting       | `<tenant>#SETTINGS`             | `<section>`            | `setting` |
//! | changed live  | `<tenant>#SETTINGS`             | `LIVE#<section>`       | `live_settings`, `change_live_setting` |
//! | their mark    | `<tenant>#SETTINGS`             | `MARK`                 | `pointers`, `change_live_setting` |
//! | operator      | `<tenant>#OPERATORS`            | `OP#<id>`              | `operator`, `operators` |
//! | their session | `<tenant>#OPERATORS`            | `SESS#<id>#<hash>`     | `sessions_of`, `delete_sessions_of` |
//! | preferences   | `<tenant>#OPERATORS`            | `PREF#<id>`            | `preferences` |
//! | login         | `<tenant>#LOGIN#<lower case>`   | `LOGIN`                | `operator_by_login` |
//! | session       | `<tenant>#SESSION#<hash>`       | `SESSION`              | `session` |
//! | bucket        | `<tenant>#BUCKET#<name>`        | `BUCKET`               | `take_from_bucket` |
//! | month's quota | `<tenant>#QUOTA#<inbox>`        | `<yyyy-mm>`            | `month_quota` |
//! | rule version  | `<tenant>#RULES`                | `V#<version>`          | `rule_version`, `rule_version_named` |
//! | the same      | `<tenant>#RULES`                | `L#<time>#<version>`   | `rule_versions` |
//! | rule file     | `<tenant>#RULES`                | `F#<version>#<file>`   | `rules` |
//! | their cases   | `<tenant>#RULES`                | `F#<version>#cases/<file>` | `rules` |
//! | rules pointer | `<tenant>#RULES`                | `CURRENT`              | `pointers`, `publish_rules` |
//! | rules beside  | `<tenant>#RULES`                | `SHADOW`               | `pointers`, `begin_shadow` |
//! | their report  | `<tenant>#RULES`                | `SHADOWED`             | `shadow_report` |
//! | note          | `<tenant>#NOTE#<kind>#<id>`     | `NOTE`                 | `note` |
//! | dead letter   | `<tenant>#DEAD#<inbox>`         | `<time>#<suffix>`      | `dead_letters`, `dead_letter` |
//! | to relay      | `<tenant>#RELAY#<inbox>`        | `<time>#<suffix>`      | `relays`, `relay` |
//! | piece of them | `<the item's pk>#BYTES`         | `<its sk>#<n>`         | `dead_letter`, `relay` |
//! | live socket   | `<tenant>#LIVE`                 | `<connection>`         | `connections` |
//! | audit entry   | `<tenant>#AUDIT#<yyyy-mm>`      | `<time>#<suffix>`      | `audit_page` |
//!
//! | index     | hash                                     | range                              | holds | asked by |
//! |-----------|------------------------------------------|------------------------------------|-------|----------|
//! | `waiting` | the conversation's pk                    | `<row>`                            | rows nobody has taken | `load` |
//! | `due`     | `<tenant>#DUE#<shard>`                   | `<time>`                           | whatever has a deadline | `due` |
//! | `list`    | `<tenant>#LIST#<place>#<u or c>#<shard>` | `<time>#<conversation>#<assignee>` | conversations | `list` |
//!
//! Every key begins with the tenant (INV-17). Ids hold no `#`; free text (a login, a file's name) stands last, so
//! nothing can break out of its place (B-13). Times have a fixed width, so that string order is time order; a row's
//! id begins with its time. `u` is unconfirmed, `c` confirmed; an assignee that is no operator is `-`.

use domain::{
    ContactId, Conversation, ConversationId, InboxId, OperatorId, Place, RowId, RulesVersion, ScheduledId,
    TenantId, Timestamp,
};

use crate::store::ArrivalId;
use crate::table::Key;

/// How many partitions the index `due` has. A conversation and its rows are in the same one.
pub const DUE_SHARDS: u32 = 8;
/// How many partitions each list has.
pub const LIST_SHARDS: u32 = 4;

/// The names of attributes that are no keys. Keys and `expires_at` are in [`schema`](crate::schema).
pub mod attribute {
    /// The document: JSON text.
    pub const DOC: &str = "doc";
    /// Counts writes; up by one each time.
    pub const VERSION: &str = "version";
    /// Conversation: the rules version of the last step.
    pub const RULES: &str = "rules";
    /// Conversation: who made the last commit, to know one's own after a lost answer.
    pub const ATTEMPT: &str = "attempt";
    /// Row: its number in the conversation.
    pub const SEQ: &str = "seq";
    /// Row: its number in the visitor's stream.
    pub const STREAM: &str = "stream";
    /// Row: the `client_id` of the operator's intent that wrote it.
    pub const CLIENT_ID: &str = "client_id";
    /// Row: JSON of how far its delivery has come.
    pub const DELIVERY: &str = "delivery";
    /// Row: the name of that state.
    pub const STATE: &str = "state";
    /// Row and webhook to relay: calls begun.
    pub const ATTEMPTS: &str = "attempts";
    /// Row: whose claim it is, while it is claimed or held.
    pub const TOKEN: &str = "token";
    /// Row: JSON of how far our copy of its file has come.
    pub const FILE: &str = "file";
    /// Row: what tells that state from the next.
    pub const FILE_MARK: &str = "file_mark";
    /// Row: JSON of the provider's word that it accepted the message.
    pub const TOLD_SENT: &str = "told_sent";
    /// Row: JSON of the provider's word that it reached the contact.
    pub const TOLD_DELIVERED: &str = "told_delivered";
    /// Row: JSON of the provider's word that the contact has read it.
    pub const TOLD_READ: &str = "told_read";
    /// Operator: the password's hash.
    pub const PASSWORD: &str = "password";
    /// Operator: until when the password is one that somebody else made, in seconds since 1970. Not there once the
    /// operator has made their own.
    pub const ONE_TIME_UNTIL: &str = "one_time_until";
    /// Saved draft: when it was last changed, in milliseconds since 1970.
    pub const EDITED_AT: &str = "edited_at";
    /// Operator: whether they take work.
    pub const PRESENCE: &str = "presence";
    /// Operator and session: when last seen, in milliseconds since 1970.
    pub const SEEN_AT: &str = "seen_at";
    /// Operator: how many conversations they hold.
    pub const LOAD: &str = "load";
    /// Login, session and live socket: which operator.
    pub const OPERATOR: &str = "operator";
    /// Live socket: the hash of the session's token.
    pub const SESSION: &str = "session";
    /// Session: the address from which it began, if that was known.
    pub const ADDRESS: &str = "address";
    /// Session and live socket: since when, in milliseconds since 1970.
    pub const CREATED_AT: &str = "created_at";
    /// Dead letter and webhook to relay: what is wrong with it.
    pub const WHY: &str = "why";
    /// Dead letter, webhook to relay, and piece of one: its bytes.
    pub const RAW: &str = "raw";
    /// Dead letter and webhook to relay: how long it is in all, in bytes.
    pub const SIZE: &str = "size";
    /// Bucket: when it will be full again, in milliseconds since 1970.
    pub const FULL_AT: &str = "full_at";
    /// Month's quota: counted messages that this desk knows to have sent.
    pub const PUSHES: &str = "pushes";
    /// Month's quota: when somebody began to ask the provider, in milliseconds since 1970.
    pub const ASKED_AT: &str = "asked_at";
    /// Month's quota: when the provider was asked for what it told, in milliseconds since 1970.
    pub const TOLD_AT: &str = "told_at";
    /// Month's quota: how many the provider allows; not there for any number.
    pub const TOLD_LIMIT: &str = "told_limit";
    /// Month's quota: how many the provider had counted.
    pub const TOLD_USED: &str = "told_used";
    /// Month's quota: how many this desk knew to have sent at that time.
    pub const TOLD_PUSHES: &str = "told_pushes";
}

/// Spreads texts evenly and always the same way (FNV-1a).
fn shard(text: &str, shards: u32) -> u32 {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) % shards
}

/// The keys of one tenant.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    tenant: TenantId,
}

impl Keys {
    pub const fn new(tenant: TenantId) -> Self {
        Self { tenant }
    }

    /// The keys of the tenant whose partition this is.
    pub fn of_pk(pk: &str) -> Option<Self> {
        Some(Self::new(pk.split_once('#')?.0.parse().ok()?))
    }

    fn pk(&self, rest: std::fmt::Arguments<'_>) -> String {
        format!("{}#{rest}", self.tenant)
    }

    pub fn thread(&self, conversation: &ConversationId) -> String {
        self.pk(format_args!("CONV#{conversation}"))
    }

    pub fn conversation(&self, conversation: &ConversationId) -> Key {
        Key::new(self.thread(conversation), "STATE")
    }

    pub fn row(&self, conversation: &ConversationId, row: RowId) -> Key {
        Key::new(self.thread(conversation), row_sk(row))
    }

    pub fn once(&self, conversation: &ConversationId, key: &str) -> Key {
        Key::new(self.thread(conversation), format!("ONCE#{key}"))
    }

    pub fn contact(&self, contact: &ContactId) -> Key {
        Key::new(self.pk(format_args!("CONTACT#{contact}")), CONTACT_SK)
    }

    pub fn memos(&self, contact: &ContactId) -> Key {
        Key::new(self.pk(format_args!("CONTACT#{contact}")), "MEMOS")
    }

    pub fn calendar_month(&self, month: &str) -> String {
        self.pk(format_args!("CALENDAR#{month}"))
    }

    pub fn planned(&self, at: Timestamp, id: &ScheduledId) -> Key {
        Key::new(self.calendar_month(&month(at)), format!("{at}#{id}"))
    }

    pub fn drafts(&self, operator: &OperatorId) -> String {
        self.pk(format_args!("DRAFTS#{operator}"))
    }

    pub fn draft(&self, operator: &OperatorId, conversation: &ConversationId, mode: &str) -> Key {
        Key::new(self.drafts(operator), format!("{}{mode}", drafts_prefix(conversation)))
    }

    pub fn setting(&self, section: &str) -> Key {
        Key::new(self.settings(), section)
    }

    pub fn settings(&self) -> String {
        self.pk(format_args!("SETTINGS"))
    }

    pub fn live_setting(&self, section: &str) -> Key {
        Key::new(self.settings(), format!("{LIVE_PREFIX}{section}"))
    }

    pub fn settings_mark(&self) -> Key {
        Key::new(self.settings(), "MARK")
    }

    pub fn operators(&self) -> String {
        self.pk(format_args!("{OPERATORS}"))
    }

    pub fn operator(&self, operator: &OperatorId) -> Key {
        Key::new(self.operators(), format!("{OPERATOR_PREFIX}{operator}"))
    }

    pub fn preferences(&self, operator: &OperatorId) -> Key {
        Key::new(self.operators(), format!("PREF#{operator}"))
    }

    pub fn operator_session(&self, operator: &OperatorId, hash: &str) -> Key {
        Key::new(self.operators(), format!("{}{hash}", operator_sessions_prefix(operator)))
    }

    pub fn login(&self, login: &str) -> Key {
        Key::new(self.pk(format_args!("LOGIN#{}", login.to_lowercase())), "LOGIN")
    }

    pub fn session(&self, hash: &str) -> Key {
        Key::new(self.pk(format_args!("SESSION#{hash}")), "SESSION")
    }

    pub fn bucket(&self, name: &str) -> Key {
        Key::new(self.pk(format_args!("BUCKET#{name}")), "BUCKET")
    }

    pub fn quota(&self, inbox: &InboxId, month: &str) -> Key {
        Key::new(self.pk(format_args!("QUOTA#{inbox}")), month)
    }

    pub fn note(&self, kind: &str, id: &str) -> Key {
        Key::new(self.pk(format_args!("NOTE#{kind}#{id}")), "NOTE")
    }

    pub fn dead_letters(&self, inbox: &InboxId) -> String {
        self.pk(format_args!("DEAD#{inbox}"))
    }

    pub fn dead_letter(&self, inbox: &InboxId, letter: &ArrivalId) -> Key {
        Key::new(self.dead_letters(inbox), letter.sk())
    }

    pub fn relays(&self, inbox: &InboxId) -> String {
        self.pk(format_args!("RELAY#{inbox}"))
    }

    pub fn relay(&self, inbox: &InboxId, webhook: &ArrivalId) -> Key {
        Key::new(self.relays(inbox), webhook.sk())
    }

    /// Where the further pieces of an item's body lie. Its key begins with the tenant, and so does theirs.
    pub fn pieces(of: &Key) -> String {
        format!("{}#BYTES", of.pk)
    }

    pub fn piece(of: &Key, n: usize) -> Key {
        Key::new(Self::pieces(of), format!("{}#{n:03}", of.sk))
    }

    pub fn all_rules(&self) -> String {
        self.pk(format_args!("RULES"))
    }

    pub fn rules_version(&self, version: &RulesVersion) -> Key {
        self.rules_version_prefix(version.as_str())
    }

    /// Where versions stand whose names begin like this.
    pub fn rules_version_prefix(&self, beginning: &str) -> Key {
        Key::new(self.all_rules(), format!("{RULES_VERSION_PREFIX}{beginning}"))
    }

    pub fn rules_log(&self, at: Timestamp, version: &RulesVersion) -> Key {
        Key::new(self.all_rules(), format!("{RULES_LOG_PREFIX}{at}#{version}"))
    }

    pub fn rules_file(&self, version: &RulesVersion, file: &str) -> Key {
        Key::new(self.all_rules(), format!("{}{file}", rules_files_prefix(version)))
    }

    pub fn rules_cases(&self, version: &RulesVersion, file: &str) -> Key {
        Key::new(self.all_rules(), format!("{}{CASES}{file}", rules_files_prefix(version)))
    }

    pub fn current_rules(&self) -> Key {
        Key::new(self.all_rules(), "CURRENT")
    }

    pub fn shadow_rules(&self) -> Key {
        Key::new(self.all_rules(), "SHADOW")
    }

    pub fn shadow_report(&self) -> Key {
        Key::new(self.all_rules(), "SHADOWED")
    }

    pub fn live(&self) -> String {
        self.pk(format_args!("LIVE"))
    }

    pub fn connection(&self, connection: &str) -> Key {
        Key::new(self.live(), connection)
    }

    pub fn audit_month(&self, month: &str) -> String {
        self.pk(format_args!("AUDIT#{month}"))
    }

    pub fn audit(&self, at: Timestamp, suffix: &str) -> Key {
        Key::new(self.audit_month(&month(at)), format!("{at}#{suffix}"))
    }

    pub fn due(&self, shard: u32) -> String {
        self.pk(format_args!("DUE#{shard}"))
    }

    /// The partition of the index `due` for everything of a conversation.
    pub fn due_of(&self, conversation: &ConversationId) -> String {
        self.due(shard(&self.thread(conversation), DUE_SHARDS))
    }

    /// The partition of the index `due` for a webhook that is to be relayed.
    pub fn due_of_relay(&self, webhook: &ArrivalId) -> String {
        self.due(shard(&webhook.sk(), DUE_SHARDS))
    }

    /// Reads whose relayed webhooks a partition holds.
    pub fn inbox_of_relays(&self, pk: &str) -> Option<InboxId> {
        pk.strip_prefix(&self.pk(format_args!("RELAY#")))?.parse().ok()
    }

    pub fn list(&self, place: Place, confirmed: bool, shard: u32) -> String {
        let mark = if confirmed { 'c' } else { 'u' };
        self.pk(format_args!("LIST#{}#{mark}#{shard}", place_name(place)))
    }

    /// Where the index `list` holds a conversation: hash and range.
    pub fn list_of(&self, conversation: &Conversation) -> (String, String) {
        let shard = shard(conversation.id.as_str(), LIST_SHARDS);
        let hash = self.list(conversation.place(), conversation.unconfirmed == 0, shard);
        let at = conversation.active_at.floor(Conversation::LIST_STEP);
        let assignee = conversation.assignee.operator().map_or("-", OperatorId::as_str);
        (hash, format!("{at}#{}#{assignee}", conversation.id))
    }

    /// Reads which conversation a partition belongs to.
    pub fn conversation_of(&self, pk: &str) -> Option<ConversationId> {
        pk.strip_prefix(&self.pk(format_args!("CONV#")))?.parse().ok()
    }

    /// Reads which contact a partition belongs to.
    pub fn contact_of(&self, pk: &str) -> Option<ContactId> {
        pk.strip_prefix(&self.pk(format_args!("CONTACT#")))?.parse().ok()
    }
}

/// The part of a key behind the tenant under which operators and what is theirs stand.
pub(crate) const OPERATORS: &str = "OPERATORS";
/// What operators' sort keys begin with.
pub(crate) const OPERATOR_PREFIX: &str = "OP#";
/// What the sort keys of operators' sessions begin with.
pub(crate) const OPERATOR_SESSION_PREFIX: &str = "SESS#";
pub(crate) const LIVE_PREFIX: &str = "LIVE#";
/// What the sort keys of rule versions begin with.
pub(crate) const RULES_VERSION_PREFIX: &str = "V#";
/// What the sort keys of rule versions in the order of time begin with.
pub(crate) const RULES_LOG_PREFIX: &str = "L#";
/// What the names of cases begin with, among the files of a version. No file of rules has a `/` in its name.
pub(crate) const CASES: &str = "cases/";
/// What rows' sort keys begin with.
pub(crate) const ROW_PREFIX: &str = "T#";
/// After every row.
pub(crate) const ROWS_END: &str = "T#~";
/// The sort key of a contact.
pub(crate) const CONTACT_SK: &str = "CONTACT";
/// The sort key of a conversation's state.
pub(crate) const STATE_SK: &str = "STATE";

pub(crate) fn row_sk(row: RowId) -> String {
    format!("{ROW_PREFIX}{row}")
}

/// After everything that begins like this.
pub(crate) fn past(prefix: &str) -> String {
    format!("{prefix}~")
}

/// The place just after a row.
pub(crate) fn past_row(row: RowId) -> String {
    format!("{ROW_PREFIX}{row}!")
}

pub(crate) fn row_of(sk: &str) -> Option<RowId> {
    sk.strip_prefix(ROW_PREFIX)?.parse().ok()
}

pub(crate) fn operator_sessions_prefix(operator: &OperatorId) -> String {
    format!("{OPERATOR_SESSION_PREFIX}{operator}#")
}

/// What the sort keys of an operator's drafts in a conversation begin with.
pub(crate) fn drafts_prefix(conversation: &ConversationId) -> String {
    format!("{conversation}#")
}

pub(crate) fn rules_files_prefix(version: &RulesVersion) -> String {
    format!("F#{version}#")
}

/// The month of an instant, as `2026-11`, in UTC.
pub(crate) fn month(at: Timestamp) -> String {
    at.to_string().chars().take(7).collect()
}

const fn place_name(place: Place) -> &'static str {
    match place {
        Place::Bot => "bot",
        Place::Waiting => "waiting",
        Place::People => "people",
        Place::OnHold => "on_hold",
        Place::Completed => "completed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_used_evenly() {
        let inbox = "line-main".parse().unwrap();
        let mut counts = [0_u32; DUE_SHARDS as usize];
        for number in 0..8_000 {
            let id = ConversationId::of(&inbox, &format!("user:{number}"));
            counts[shard(id.as_str(), DUE_SHARDS) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_key_is_read_back_as_what_it_names() {
        let keys = Keys::new("main".parse().unwrap());
        let id: ConversationId = "cnv_1".parse().unwrap();
        let row = RowId::first_at(Timestamp::from_millis(1_795_132_801_000));
        assert_eq!(keys.conversation_of(&keys.row(&id, row).pk), Some(id.clone()));
        assert_eq!(row_of(&keys.row(&id, row).sk), Some(row));
        assert_eq!(row_of(STATE_SK), None);
        assert_eq!(Keys::new("other".parse().unwrap()).conversation_of(&keys.thread(&id)), None);
        assert!(row_sk(row) < past_row(row) && past_row(row).as_str() < ROWS_END);
    }
}
