//! Whether an inbox is connected: the provider is asked, and nothing is changed.

use channels::{Check, Finding, Probe};
use domain::{ChannelKind, InboxId};
use futures::future::join_all;
use secrecy::ExposeSecret;

use crate::service::{Connection, Service};
use crate::settings::{DeskSettings, InboxSettings};

/// What a provider's words hide, if they hold a secret of ours.
const HIDDEN: &str = "•••";

/// The address to which the provider of an inbox posts webhooks.
pub fn webhook_url(desk: &DeskSettings, channel: ChannelKind, inbox: &InboxId) -> String {
    format!("{}/hooks/{channel}/{inbox}", desk.public_url.trim_end_matches('/'))
}

impl Service {
    /// Asks the provider all that it tells of a connection, at the same time and within the seam's ten seconds; of the
    /// web messenger the settings tell. No finding holds a secret of the inbox (SEC-29).
    pub async fn check_connection(&self, connection: &Connection) -> Vec<(Check, Finding)> {
        let Some(channel) = &connection.channel else { return widget(connection) };
        let webhook = webhook_url(&self.settings.desk, connection.kind, &connection.id);
        let asked = channel.probes().into_iter().map(|Probe { check, request }| {
            let webhook = &webhook;
            async move {
                let finding = match request {
                    Some(request) => channel.finding(check, self.plugs.http.call(request).await, webhook),
                    None => Finding::Unauthorized { detail: String::new() },
                };
                (check, self.without_secrets(connection, finding))
            }
        });
        join_all(asked).await
    }

    /// A provider may repeat what it was shown.
    fn without_secrets(&self, connection: &Connection, mut finding: Finding) -> Finding {
        let account = self.settings.inboxes.iter().find(|inbox| inbox.id == connection.id);
        let Some(credentials) = account.and_then(InboxSettings::credentials) else { return finding };
        let words = match &mut finding {
            Finding::Right { name: Some(words) }
            | Finding::Unauthorized { detail: words }
            | Finding::NotDelivered { detail: words }
            | Finding::Refused { detail: words } => words,
            Finding::Right { name: None }
            | Finding::OtherAccount
            | Finding::NoWebhook
            | Finding::WebhookElsewhere { .. }
            | Finding::WebhookOff
            | Finding::Busy
            | Finding::Unreadable
            | Finding::NoAnswer
            | Finding::Missing { .. } => return finding,
        };
        for (_, secret) in credentials.secrets() {
            let secret = secret.expose_secret();
            if !secret.is_empty() && words.contains(secret) {
                *words = words.replace(secret, HIDDEN);
            }
        }
        finding
    }
}

/// What the settings say of a web messenger.
fn widget(connection: &Connection) -> Vec<(Check, Finding)> {
    let there = |there: bool, setting| {
        if there { Finding::Right { name: None } } else { Finding::Missing { setting } }
    };
    let widget = connection.widget.as_ref();
    let origins = widget.is_some_and(|widget| !widget.allowed_origins.is_empty());
    let keys = widget.is_some_and(|widget| !widget.key.is_empty() && !widget.token_keys.is_empty());
    vec![
        (Check::Origins, there(origins, "allowed_origins")),
        (Check::Keys, there(keys, if widget.is_none() { "widget_key" } else { "token_keys" })),
    ]
}
