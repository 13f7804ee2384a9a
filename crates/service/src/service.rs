//! Everything a function needs to do its part, plugged together.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use arc_swap::ArcSwap;
use channels::Channel;
use channels::web::Widget;
use domain::step::PushStop;
use domain::{ChannelKind, ConversationId, Inbox, InboxId, Presence, RulesVersion, Staff, Timestamp, Token};
use rules::RuleSet;
use store::{Bucket, Store};
use tokio::sync::broadcast;

use crate::metrics::Metrics;
use crate::pace::{self, Pace};
use crate::quota::Counters;
use crate::relay::RelayTo;
use crate::rulebook::Rulebook;
use crate::seams::{
    self, Bell, Blobs, Chance, Clock, FolderBlobs, Http, NetworkHttp, ProcessBell, Ring, Rings, SystemChance,
    SystemClock, Viewing,
};
use crate::settings::{Settings, TemplateSettings};
use crate::typing::{self, Passed, Typing};
use crate::workspace::Workspace;

/// How long a list of who is there may be old.
const STAFF_FOR: Duration = Duration::from_secs(5);
/// An operator whose console has not been heard of for this long is offline (ASG-01).
pub const PRESENCE_GRACE: Duration = Duration::from_secs(90);

/// One connected account: what the step sees of it, and its adapter.
pub struct Connection {
    /// Which inbox it is. How it behaves is in the [workspace](Service::workspace).
    pub id: InboxId,
    /// The kind of its channel.
    pub kind: ChannelKind,
    /// Its adapter; the web messenger has none, because nobody is called.
    pub channel: Option<Box<dyn Channel>>,
    /// Web: what proves who the visitors are.
    pub widget: Option<Widget>,
    /// Web: only visitors whose identity the site has signed (CHN-10).
    pub identified_only: bool,
    /// How often the account may be called.
    pub rate: Bucket,
    /// LINE: whom the end of the month's quota stops.
    pub stop_pushes: PushStop,
    /// LINE: the inbox's own limit of counted messages in a month.
    pub push_limit: Option<u64>,
    /// Whether contacts see that an operator types (CHN-15).
    pub show_typing: bool,
    /// The provider templates that may be sent.
    pub provider_templates: Vec<TemplateSettings>,
    /// Where proven webhooks are passed on to, if anywhere (EXT-14).
    pub relay: Option<RelayTo>,
    /// Web: where the page's statement on personal data is.
    pub privacy_url: Option<String>,
}

/// What differs between AWS, a laptop and the simulator.
pub struct Plugs {
    /// The table.
    pub store: Store,
    /// The queue.
    pub bell: Arc<dyn Bell>,
    /// The outbound client.
    pub http: Arc<dyn Http>,
    /// Attachments.
    pub blobs: Arc<dyn Blobs>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
}

impl Plugs {
    /// Everything in this process: a bell of its own, attachments in a folder, the machine's network, clock and
    /// randomness.
    ///
    /// # Errors
    ///
    /// If the machine's TLS roots cannot be loaded.
    pub fn in_process(
        store: Store,
        files: PathBuf,
    ) -> Result<(Self, Arc<ProcessBell>, Rings), reqwest::Error> {
        let (bell, rings) = ProcessBell::new();
        let bell = Arc::new(bell);
        let plugs = Self {
            store,
            bell: bell.clone(),
            http: Arc::new(NetworkHttp::new()?),
            blobs: Arc::new(FolderBlobs::new(files)),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
        };
        Ok((plugs, bell, rings))
    }
}

/// The desk, as every function sees it. There is one, wherever it runs.
pub struct Service {
    pub(crate) plugs: Plugs,
    pub(crate) settings: Settings,
    pub(crate) connections: BTreeMap<InboxId, Connection>,
    pub(crate) rulebook: Rulebook,
    pub(crate) workspace: ArcSwap<Workspace>,
    pub(crate) metrics: Metrics,
    /// Where consoles open their sockets, if not at this very address.
    pub(crate) sockets: Option<String>,
    /// The most bytes that a request or an answer may carry between here and a browser.
    pub(crate) most_bytes: u64,
    alone: Option<String>,
    changes: Option<broadcast::Sender<ConversationId>>,
    viewings: Option<broadcast::Sender<Viewing>>,
    pub(crate) typing: broadcast::Sender<Typing>,
    /// Of which visitors it was passed on that they type.
    pub(crate) typists: Passed<ConversationId>,
    staff: Mutex<Option<(Timestamp, Arc<[Staff]>)>>,
    pub(crate) pace: Pace,
    pub(crate) quotas: Counters,
}

impl Service {
    /// Plugs a service together. It has no rules until [`Service::use_rules`] or the table gives it some.
    pub fn new(settings: Settings, plugs: Plugs) -> Self {
        let connections = settings.inboxes.iter().map(|account| {
            let connection = Connection {
                id: account.id.clone(),
                kind: account.channel,
                channel: account.credentials().map(channels::open),
                widget: account.widget(&settings.desk.tenant),
                identified_only: account.identified_only,
                privacy_url: account.privacy_url.clone(),
                rate: pace::bucket(account.calls_per_second()),
                stop_pushes: account.stop_pushes,
                push_limit: account.push_limit,
                show_typing: account.show_typing,
                provider_templates: account.provider_templates.clone(),
                relay: account.relay(),
            };
            (account.id.clone(), connection)
        });
        Self {
            connections: connections.collect(),
            rulebook: Rulebook::default(),
            workspace: ArcSwap::from_pointee(Workspace::of_file(&settings)),
            metrics: Metrics::default(),
            sockets: None,
            most_bytes: u64::MAX,
            alone: None,
            changes: None,
            viewings: None,
            typing: typing::board(),
            typists: Passed::default(),
            staff: Mutex::new(None),
            pace: Pace::default(),
            quotas: Counters::default(),
            plugs,
            settings,
        }
    }

    /// What the settings file says. What admins may change since is in [`workspace`](Self::workspace).
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The table.
    pub fn store(&self) -> &Store {
        &self.plugs.store
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.plugs.clock.now()
    }

    /// The connected account of this name.
    pub fn connection(&self, inbox: &InboxId) -> Option<&Connection> {
        self.connections.get(inbox)
    }

    /// The inboxes as the step sees them, in order of id.
    pub fn inboxes(&self) -> Vec<Inbox> {
        self.workspace().inboxes.values().map(|inbox| inbox.as_ref().clone()).collect()
    }

    /// Every connected account, in order of id.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.values()
    }

    /// The rule set in force.
    pub fn rules(&self) -> Arc<RuleSet> {
        self.rulebook.current()
    }

    /// Puts a rule set in force in this process.
    pub fn use_rules(&self, rules: RuleSet) -> RulesVersion {
        self.rulebook.put(rules)
    }

    /// The operators and how busy they are; at most a few seconds old.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn staff(&self) -> Result<Arc<[Staff]>, store::Error> {
        let now = self.now();
        let known = self.staff.lock().ok().and_then(|staff| staff.clone());
        if let Some((at, staff)) = known
            && now.since(at) < STAFF_FOR
            && at <= now
        {
            return Ok(staff);
        }
        let operators = self.store().operators().await?;
        let staff: Arc<[Staff]> = operators
            .into_iter()
            .filter(|record| !record.operator.disabled)
            .map(|record| Staff {
                presence: presence_at(record.presence, record.seen_at, now),
                id: record.operator.id,
                name: record.operator.name,
                load: record.load,
                capacity: record.operator.capacity,
                inboxes: record.operator.inboxes,
            })
            .collect();
        if let Ok(mut known) = self.staff.lock() {
            *known = Some((now, staff.clone()));
        }
        Ok(staff)
    }

    /// Lets whoever has a socket here watch for changes, where the bell rings within this process.
    #[must_use]
    pub fn watched_by(mut self, bell: &ProcessBell) -> Self {
        self.changes = Some(bell.changes());
        self.viewings = Some(bell.viewings());
        self
    }

    /// Says that this process is the only one at its table, so that claims that are not its own are nobody's.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = Some(seams::secret::<8>(self.plugs.chance.as_ref()));
        self
    }

    /// A token for a claim, by which this process knows it again if it is alone. No clock tells: clocks are set.
    pub(crate) fn claim_token(&self) -> Token {
        match &self.alone {
            None => seams::token(self.plugs.chance.as_ref()),
            Some(ours) => seams::token_of(ours, self.plugs.chance.as_ref()),
        }
    }

    /// Whether a claim was made by a process that is no more: there is no other than this one.
    pub(crate) fn is_left_over(&self, token: &Token) -> bool {
        self.alone.as_ref().is_some_and(|ours| !token.as_str().starts_with(ours))
    }

    /// Watches for conversations that change; `None` where the bell rings elsewhere.
    pub fn watch(&self) -> Option<broadcast::Receiver<ConversationId>> {
        self.changes.as_ref().map(broadcast::Sender::subscribe)
    }

    /// Has consoles told of something after a while.
    pub async fn hint_later(&self, hint: Ring, after: Duration) {
        self.plugs.bell.ring_later(hint, after).await;
    }

    /// Watches who looks at what; `None` where the bell rings elsewhere.
    pub fn watch_viewings(&self) -> Option<broadcast::Receiver<Viewing>> {
        self.viewings.as_ref().map(broadcast::Sender::subscribe)
    }

    /// Forgets who is there, because it has just changed.
    pub fn forget_staff(&self) {
        if let Ok(mut known) = self.staff.lock() {
            *known = None;
        }
    }
}

/// An operator whose connection was lost becomes offline after a grace period (ASG-01).
pub fn presence_at(said: Presence, seen_at: Timestamp, now: Timestamp) -> Presence {
    if now.since(seen_at) <= PRESENCE_GRACE { said } else { Presence::Offline }
}

#[cfg(test)]
mod tests {
    use store::Memory;

    use super::*;

    fn service() -> Service {
        let settings = Settings::sample().unwrap();
        let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
        let (plugs, ..) = Plugs::in_process(store, "unused".into()).unwrap();
        Service::new(settings, plugs)
    }

    /// F-25: whatever the clock says, and however it is set.
    #[test]
    fn a_lone_process_knows_its_own_claims_from_a_dead_ones() {
        let (before, now, one_of_many) = (service().alone(), service().alone(), service());
        assert!(!now.is_left_over(&now.claim_token()));
        assert!(now.is_left_over(&before.claim_token()));
        assert!(now.is_left_over(&one_of_many.claim_token()));
        assert!(
            !one_of_many.is_left_over(&now.claim_token()),
            "where there are others, only the lease tells"
        );
        assert_ne!(now.claim_token(), now.claim_token());
    }
}
