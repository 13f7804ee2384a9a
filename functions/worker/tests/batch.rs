//! A batch in which one bell can be answered, one cannot be read and one fails.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws_lambda_events::event::sqs::SqsEvent;
use bytes::Bytes;
use channels::CallError;
use domain::{ChannelKind, ContactId, ConversationId, Timestamp};
use http::{HeaderMap, Request, Response};
use lambda_runtime::Context;
use rules::{RuleSet, Source};
use serde_json::json;
use service::seams::{Clock, FetchError, Http, Limits, Ring};
use service::{Plugs, Service, Settings};
use store::table::{Item, Key};
use store::{Memory, Store};

const WEBHOOK: &str = include_str!("../../../crates/channels/fixtures/line/02-text-ja-emoji.json");
const SIGNATURE: &str = "ujIljEuDWkkXG3pXOq+CeUCenfTNK48aIVv2sonn3Js=";
/// What stands in its place in the table cannot be read.
const BROKEN: &str = "cnv_broken";

/// A clock that stands still a moment after the webhook was sent.
struct Then;

impl Clock for Then {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_132_802)
    }
}

/// A provider that takes everything and remembers the bodies.
#[derive(Default)]
struct Provider(Mutex<Vec<Bytes>>);

#[async_trait]
impl Http for Provider {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        self.0.lock().unwrap().push(request.into_body());
        Ok(Response::new(Bytes::from_static(br#"{"sentMessages":[{"id":"461230966842064897"}]}"#)))
    }

    async fn fetch(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, FetchError> {
        Err(CallError::NotConnected.into())
    }
}

/// A desk to which one customer has written, and the conversation with them.
async fn desk(provider: &Arc<Provider>) -> (Service, ConversationId) {
    let settings = Settings::sample().unwrap();
    let broken =
        Item::at(Key::new(format!("main#CONV#{BROKEN}"), "STATE")).with("doc", "?").with("version", 1);
    let store = Store::new(Arc::new(Memory::holding([broken])), settings.desk.tenant.clone());
    let (plugs, _, mut rings) = Plugs::in_process(store, std::env::temp_dir()).unwrap();
    let service = Service::new(settings, Plugs { clock: Arc::new(Then), http: provider.clone(), ..plugs });
    let text = r#"on_message("yes", |chat| chat.reply("はい"));"#.to_owned();
    service.use_rules(RuleSet::compile(&[Source { file: "10-yes.rhai".into(), text }]).unwrap());
    let headers = HeaderMap::from_iter([("x-line-signature".parse().unwrap(), SIGNATURE.parse().unwrap())]);
    service.receive(ChannelKind::Line, "line-main", service::Posted::plain(&headers, WEBHOOK)).await.unwrap();
    let Some(Ring::Work(id)) = rings.try_next() else { panic!("no bell rang") };
    (service, id)
}

/// An invocation with half a minute to go.
fn context() -> Context {
    let mut context = Context::default();
    context.deadline = 1_795_132_832_000;
    context
}

fn batch(good: &Ring, failing: &Ring) -> SqsEvent {
    let record = |id: &str, body: &str| json!({ "messageId": id, "body": body, "eventSource": "aws:sqs" });
    let bell = |ring: &Ring| serde_json::to_string(ring).unwrap();
    let records =
        [record("failing", &bell(failing)), record("unreadable", "{\"ding\":"), record("good", &bell(good))];
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

/// INV-18
#[tokio::test]
async fn only_the_bell_that_fails_comes_again() {
    let provider = Arc::<Provider>::default();
    let (service, id) = desk(&provider).await;
    let broken = Ring::Work(BROKEN.parse().unwrap());
    let batch = batch(&Ring::Work(id.clone()), &broken);
    let answer = serde_json::to_value(worker::answer(&service, batch, &context()).await).unwrap();
    assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "failing" }] }));

    let loaded = service.store().load(&id, &ContactId::of(&id)).await.unwrap();
    assert_eq!((loaded.waiting.len(), loaded.unsettled.len()), (0, 1), "the message was taken and answered");
    let calls = provider.0.lock().unwrap();
    assert!(calls.len() == 1 && String::from_utf8_lossy(&calls[0]).contains("はい"), "{calls:?}");
}

/// INV-11, INV-18: a bell that is begun too late could be cut off in the middle of a call.
#[tokio::test]
async fn a_bell_for_which_no_time_is_left_comes_again() {
    let provider = Arc::<Provider>::default();
    let (service, id) = desk(&provider).await;
    let mut context = context();
    context.deadline = 1_795_132_803_000;
    let record = |name: &str| {
        let bell = serde_json::to_string(&Ring::Work(id.clone())).unwrap();
        json!({ "messageId": name, "body": bell, "eventSource": "aws:sqs" })
    };
    let batch = serde_json::from_value(json!({ "Records": [record("first"), record("second")] })).unwrap();
    let answer = serde_json::to_value(worker::answer(&service, batch, &context).await).unwrap();
    assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "second" }] }));
    assert_eq!(provider.0.lock().unwrap().len(), 1, "the first is always begun, so that something moves");
}
