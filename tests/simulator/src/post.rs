//! How what customers say comes to the desk: webhooks that are late, doubled, swapped, put together and torn apart.

use std::sync::Arc;

use axum::body::Body;
use channels::play;
use domain::ChannelKind;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use service::settings::InboxSettings;
use tower::ServiceExt;

use super::defects::Defect;
use super::world::World;

/// A provider's patience: it delivers an event until it is acknowledged, with so much time between.
const AGAIN_MS: (u64, u64) = (800, 8_000);
/// Events that go out together wait so long for each other.
const GATHER_MS: u64 = 400;

/// Something that a provider tells.
#[derive(Debug, Clone)]
pub struct Event {
    /// The provider's id of it; empty for receipts, which are no rows.
    pub id: String,
    /// LINE: one of a body's events; elsewhere the whole body.
    pub json: Value,
}

impl World {
    /// The account of a channel.
    pub fn inbox(&self, channel: ChannelKind) -> &InboxSettings {
        #[allow(clippy::expect_used, reason = "the sample has an account of each channel")]
        self.settings()
            .inboxes
            .iter()
            .find(|inbox| inbox.channel == channel)
            .expect("an account of each channel")
    }

    /// A provider has something to tell; it will not rest until the desk has it.
    pub fn post(self: &Arc<Self>, channel: ChannelKind, event: Event) {
        let world = self.clone();
        let (late_ms, gathered) = {
            let mut state = self.state();
            state.undelivered += 1;
            let faults = state.faults.clone();
            let dice = &mut state.dice;
            let late_ms = dice.between(1, faults.hook_late_ms + 20);
            (late_ms, channel == ChannelKind::Line && dice.permille(faults.hook_batched))
        };
        self.outside(async move {
            world.machine.sleep(late_ms).await;
            if !gathered {
                return world.deliver_hook(channel, vec![event]).await;
            }
            let first = {
                let mut state = world.state();
                state.gathered.push(event);
                state.gathered.len() == 1
            };
            if first {
                world.machine.sleep(GATHER_MS).await;
                let events = std::mem::take(&mut world.state().gathered);
                world.deliver_hook(channel, events).await;
            }
        });
    }

    async fn deliver_hook(self: Arc<Self>, channel: ChannelKind, events: Vec<Event>) {
        let inbox = self.inbox(channel);
        let named = events.iter().filter(|event| !event.id.is_empty());
        let named: Vec<_> = named.map(|event| format!("{} {}", inbox.id, event.id)).collect();
        loop {
            let status = self.hook(channel, &events).await;
            let acknowledged = status == Some(StatusCode::OK) || self.defect == Some(Defect::AckFirst);
            self.tell(|| format!("webhook {named:?} was answered with {status:?}"));
            if acknowledged {
                self.state().watch.acknowledged(&named);
                break;
            }
            if let Some(status) = status
                && status != StatusCode::SERVICE_UNAVAILABLE
            {
                self.state().watch.wrong("INV-1", format!("{named:?} was answered with {status}"));
                return;
            }
            let (wait_ms, apart) = {
                let mut state = self.state();
                let dice = &mut state.dice;
                (dice.between(AGAIN_MS.0, AGAIN_MS.1), events.len() > 1 && dice.percent(50))
            };
            self.machine.sleep(wait_ms).await;
            if apart {
                for event in events {
                    self.state().undelivered -= 1;
                    self.post(channel, event);
                }
                return;
            }
        }
        let again_after_ms = {
            let mut state = self.state();
            state.undelivered -= events.len();
            let doubled = state.faults.hook_doubled;
            let dice = &mut state.dice;
            dice.permille(doubled).then(|| dice.between(1, 60_000))
        };
        if let Some(after_ms) = again_after_ms {
            self.machine.sleep(after_ms).await;
            self.hook(channel, &events).await;
        }
    }

    /// Posts once, as the provider does it.
    async fn hook(self: &Arc<Self>, channel: ChannelKind, events: &[Event]) -> Option<StatusCode> {
        let inbox = self.inbox(channel);
        let credentials = inbox.credentials()?;
        let body = if channel == ChannelKind::Line {
            let channels::Credentials::Line(line) = &credentials else { return None };
            let events: Vec<_> = events.iter().map(|event| &event.json).collect();
            json!({"destination": line.destination, "events": events})
        } else {
            events.first()?.json.clone()
        };
        let webhook = play::signed(&credentials, body.to_string().as_bytes(), self.now());
        let mut request = Request::new(Body::from(webhook.body));
        *request.headers_mut() = webhook.headers;
        *request.method_mut() = Method::POST;
        *request.uri_mut() = format!("/hooks/{channel}/{}", inbox.id).parse().ok()?;
        self.invoke("webhook", |service| {
            Box::pin(async move {
                let Ok(response) = service::hooks::routes(service).oneshot(request).await;
                response.status()
            })
        })
        .await
    }

    /// A visitor's browser sends a message until the desk has it (INV-22).
    pub async fn send_from_web(self: Arc<Self>, visitor: String, message: Value) {
        self.state().undelivered += 1;
        let mut first = None;
        loop {
            let Some((status, answer)) = self.web(&visitor, &message).await else {
                self.machine.sleep(1_500).await;
                continue;
            };
            let wait_ms = answer["error"]["retryAfterMs"].as_u64().unwrap_or(0).max(1_500);
            self.tell(|| format!("web: {message} was answered with {status} {answer}"));
            match status {
                StatusCode::OK | StatusCode::CREATED => {
                    let id = answer["messageId"].as_str().unwrap_or_default().to_owned();
                    let row = format!("T#{}", id.trim_start_matches("msg_"));
                    let mut state = self.state();
                    let kept = state.watch.rows.keys().any(|key| key.sk == row);
                    state.watch.must(kept, "INV-1", || format!("{id} was acknowledged and is nowhere"));
                    let same = first.get_or_insert_with(|| id.clone());
                    let same = *same == id;
                    state.watch.must(same, "INV-22", || format!("{id} is another message than at first"));
                    let doubled = state.faults.hook_doubled;
                    if !state.dice.permille(doubled) {
                        state.undelivered -= 1;
                        return;
                    }
                }
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {}
                other => {
                    let what = format!("{message} was answered with {other} {answer}");
                    self.state().undelivered -= 1;
                    return self.state().watch.wrong("INV-1", what);
                }
            }
            self.machine.sleep(wait_ms).await;
        }
    }

    async fn web(self: &Arc<Self>, visitor: &str, message: &Value) -> Option<(StatusCode, Value)> {
        let widget = self.inbox(ChannelKind::Web).widget(&self.settings().desk.tenant)?;
        let token = widget.mint(visitor, self.now())?;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/web/v1/messages")
            .header("origin", widget.allowed_origins.first()?)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(Body::from(message.to_string()))
            .ok()?;
        self.invoke("web", |service| {
            Box::pin(async move {
                let Ok(response) = service::web::routes(service).oneshot(request).await;
                let status = response.status();
                let body = response
                    .into_body()
                    .collect()
                    .await
                    .map(http_body_util::Collected::to_bytes)
                    .unwrap_or_default();
                (status, serde_json::from_slice(&body).unwrap_or_default())
            })
        })
        .await
    }
}
