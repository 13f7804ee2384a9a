//! Consoles behind a gateway that is played here: who gets in, and who is told what.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::config::retry::RetryConfig;
use aws_sdk_apigatewaymanagement::config::{BehaviorVersion, Config, Credentials, Region};
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use domain::{ChannelKind, ConversationId, InboxId, Role, Timestamp, seconds};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use live::Live;
use serde_json::{Value, json};
use service::seams::{Bell, Clock, ProcessBell, Ring, Rings, Typing, Typist, Viewing};
use service::sign_in::NewOperator;
use service::{Plugs, Service, Settings};
use store::{Memory, Store};
use tower::ServiceExt;

const WEBHOOK: &str = include_str!("../../../crates/channels/fixtures/line/02-text-ja-emoji.json");
const SIGNATURE: &str = "ujIljEuDWkkXG3pXOq+CeUCenfTNK48aIVv2sonn3Js=";

/// A clock in our hand, in seconds.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::Relaxed))
    }
}

/// What the gateway was asked to do: `POST ken= {…}`, `DELETE ken=`.
type Asked = Arc<Mutex<Vec<String>>>;

/// A bell that remembers what it is to ring for later.
struct LateBell {
    bell: Arc<ProcessBell>,
    later: Mutex<Vec<Ring>>,
}

#[async_trait::async_trait]
impl Bell for LateBell {
    async fn ring(&self, ring: Ring) {
        self.bell.ring(ring).await;
    }

    async fn ring_later(&self, ring: Ring, _: Duration) {
        self.later.lock().unwrap().push(ring);
    }
}

/// A desk, its function `live`, and the gateway in front of it.
struct Desk {
    service: Arc<Service>,
    live: Live,
    clock: Arc<Hand>,
    asked: Asked,
    rings: Rings,
    late: Arc<LateBell>,
}

impl Desk {
    async fn open() -> Self {
        let mut settings = Settings::sample().unwrap();
        // Nobody listens there: what the desk answers its customers is of no interest here.
        settings.inboxes.iter_mut().for_each(|inbox| inbox.api_base = Some("http://127.0.0.1:9".into()));
        let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
        let (plugs, bell, rings) = Plugs::in_process(store, std::env::temp_dir()).unwrap();
        let late = Arc::new(LateBell { bell, later: Mutex::default() });
        let clock = Arc::new(Hand(AtomicI64::new(1_795_132_802)));
        let service =
            Arc::new(Service::new(settings, Plugs { clock: clock.clone(), bell: late.clone(), ..plugs }));
        let asked = Asked::default();
        let live = Live::new(service.clone(), gateway(asked.clone()).await);
        Self { service, live, clock, asked, rings, late }
    }

    fn advance(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Adds an operator who answers these inboxes, and signs them in.
    async fn operator(&self, login: &str, inboxes: &[&str]) -> String {
        let password = secrecy::SecretString::from("correct horse battery staple");
        let new = NewOperator {
            login: login.into(),
            name: login.into(),
            role: Role::Operator,
            inboxes: inboxes.iter().map(|inbox| inbox.parse::<InboxId>().unwrap()).collect(),
            capacity: 5,
            password: password.clone(),
        };
        self.service.add_operator(new).await.unwrap();
        self.service.sign_in(login, password, "203.0.113.7").await.unwrap().token
    }

    /// Asks the API for a ticket.
    async fn ticket(&self, token: &str) -> String {
        let request =
            Request::post("/v1/live/ticket").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = service::api::routes(self.service.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let ticket: Value = serde_json::from_slice(&body).unwrap();
        ticket["ticket"].as_str().unwrap().to_owned()
    }

    /// Has the gateway say something of a socket, in the shape it has.
    ///
    /// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html>
    /// (read 2026-11).
    async fn hears(&self, route: &str, connection: &str, more: Value) -> Value {
        let mut event = json!({
            "requestContext": {
                "routeKey": route,
                "eventType": "MESSAGE",
                "stage": "live",
                "connectedAt": 1_795_132_802_000_i64,
                "requestTimeEpoch": 1_795_132_802_000_i64,
                "identity": { "sourceIp": "203.0.113.7" },
                "connectionId": connection,
                "apiId": "abcdefghij",
            },
            "isBase64Encoded": false,
        });
        for (name, value) in more.as_object().unwrap() {
            event[name] = value.clone();
        }
        self.live.answer(event).await.unwrap()
    }

    async fn connects(&self, connection: &str, ticket: &str) -> Value {
        let query = json!({ "queryStringParameters": { "ticket": ticket } });
        self.hears("$connect", connection, query).await["statusCode"].clone()
    }

    /// Has the queue deliver these bells; says which have to come again.
    async fn rings(&self, bells: &[&str]) -> Value {
        let record = |(at, body): (usize, &&str)| json!({ "messageId": format!("m{at}"), "body": body });
        let records: Vec<_> = bells.iter().enumerate().map(record).collect();
        self.live.answer(json!({ "Records": records })).await.unwrap()["batchItemFailures"].clone()
    }

    /// Has a customer write on LINE.
    async fn conversation(&mut self) -> ConversationId {
        let headers =
            HeaderMap::from_iter([("x-line-signature".parse().unwrap(), SIGNATURE.parse().unwrap())]);
        self.service
            .receive(ChannelKind::Line, "line-main", service::Posted::plain(&headers, WEBHOOK))
            .await
            .unwrap();
        self.worked().await
    }

    /// Answers the next bell for a step, and says whose it was.
    async fn worked(&mut self) -> ConversationId {
        let id = loop {
            match self.rings.try_next() {
                Some(Ring::Work(id)) => break id,
                Some(_) => {}
                None => panic!("no bell rang"),
            }
        };
        self.service.work(&id).await.unwrap();
        id
    }

    /// Has somebody else write on LINE.
    async fn another(&mut self) -> ConversationId {
        let line = self.service.settings().inboxes.iter().find(|inbox| inbox.channel == ChannelKind::Line);
        let credentials = line.unwrap().credentials().unwrap();
        let mut webhook: Value = serde_json::from_str(WEBHOOK).unwrap();
        webhook["events"][0]["source"]["userId"] = format!("U{}", "f".repeat(32)).into();
        let webhook = webhook.to_string();
        let headers = channels::signing::headers(&credentials, webhook.as_bytes());
        let posted = service::Posted::plain(&headers, webhook);
        self.service.receive(ChannelKind::Line, "line-main", posted).await.unwrap();
        self.worked().await
    }

    /// What consoles are to be told later.
    fn later(&self) -> Vec<Ring> {
        std::mem::take(&mut *self.late.later.lock().unwrap())
    }

    fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }

    async fn listening(&self) -> Vec<String> {
        let connections = self.service.store().connections(self.service.now()).await.unwrap();
        connections.into_iter().map(|connection| connection.id).collect()
    }
}

/// Plays the gateway's management API. A connection that begins with `gone` is not there.
async fn gateway(asked: Asked) -> Client {
    async fn manage(
        State(asked): State<Asked>,
        method: Method,
        Path(id): Path<String>,
        body: String,
    ) -> (StatusCode, HeaderMap) {
        asked.lock().unwrap().push(format!("{method} {id} {body}").trim_end().to_owned());
        let gone =
            HeaderMap::from_iter([("x-amzn-errortype".parse().unwrap(), "GoneException".parse().unwrap())]);
        if id.starts_with("gone") { (StatusCode::GONE, gone) } else { (StatusCode::OK, HeaderMap::new()) }
    }
    let routes =
        Router::new().route("/live/@connections/{id}", post(manage).delete(manage)).with_state(asked);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/live", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("ap-northeast-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(endpoint);
    Client::from_conf(config.build())
}

fn changed(id: &ConversationId) -> String {
    text(&Ring::Changed(id.clone()))
}

fn text(ring: &Ring) -> String {
    serde_json::to_string(ring).unwrap()
}

#[tokio::test]
async fn a_ticket_opens_one_socket_and_nothing_else_opens_any() {
    let desk = Desk::open().await;
    let token = desk.operator("ken", &[]).await;
    let ticket = desk.ticket(&token).await;
    for wrong in ["", "wrong", &token, &ticket[1..]] {
        assert_eq!(desk.connects("other=", wrong).await, 401, "{wrong}");
    }
    assert_eq!(desk.hears("$connect", "other=", json!({})).await["statusCode"], 401, "no query at all");
    assert_eq!(desk.connects("ken=", &ticket).await, 200);
    assert_eq!(desk.connects("again=", &ticket).await, 401, "it was used");
    let late = desk.ticket(&token).await;
    desk.advance(30);
    assert_eq!(desk.connects("late=", &late).await, 401, "it is too old");
    assert_eq!(desk.listening().await, ["ken="]);
    assert_eq!(desk.hears("$disconnect", "ken=", json!({})).await["statusCode"], 200);
    assert_eq!(desk.listening().await, [""; 0]);
}

/// ASG-08, INV-18
#[tokio::test]
async fn a_change_is_told_once_to_every_console_that_may_see_it() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    for (login, inboxes) in [("ken", &[][..]), ("mei", &["telegram-main"][..]), ("aya", &["line-main"][..])] {
        let ticket = desk.ticket(&desk.operator(login, inboxes).await).await;
        assert_eq!(desk.connects(&format!("{login}="), &ticket).await, 200);
    }
    let work = serde_json::to_string(&Ring::Work(id.clone())).unwrap();
    assert_eq!(desk.rings(&[&changed(&id), "{\"ding\":", &work, &changed(&id)]).await, json!([]));
    let seq = desk.service.store().conversations(std::slice::from_ref(&id)).await.unwrap()[0].seq;
    let hint = format!(r#"{{"type":"changed","conversation":"{id}","seq":{seq}}}"#);
    assert_eq!(desk.asked(), [format!("POST aya= {hint}"), format!("POST ken= {hint}")]);
    assert_eq!(desk.rings(&[&work]).await, json!([]));
    assert_eq!(desk.asked(), [""; 0]);
}

/// EXT-06, ASG-08
#[tokio::test]
async fn who_looks_at_a_conversation_is_told_to_who_may_see_it() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    for (login, inboxes) in [("ken", &[][..]), ("mei", &["telegram-main"][..])] {
        let ticket = desk.ticket(&desk.operator(login, inboxes).await).await;
        assert_eq!(desk.connects(&format!("{login}="), &ticket).await, 200);
    }
    let now = desk.service.now();
    let viewing = |operator: &str, typing, at| {
        let (inbox, operator) = ("line-main".parse().unwrap(), operator.parse().unwrap());
        Ring::Viewing(Viewing { conversation: id.clone(), inbox, operator, typing, at })
    };
    let told = |operator: &str| {
        format!(r#"{{"type":"viewing","conversation":"{id}","operator":"{operator}","typing":true}}"#)
    };
    // The queue keeps no order.
    let [first, last] = [viewing("opr_aya", false, now), viewing("opr_aya", true, now + seconds(1))];
    assert_eq!(desk.rings(&[&text(&last), &text(&first)]).await, json!([]));
    assert_eq!(desk.asked(), [format!("POST ken= {}", told("opr_aya"))]);

    // P18: what comes within the same second is told after it, in one frame, unless it is old by then.
    let other = viewing("opr_yui", true, now + seconds(1));
    desk.rings(&[&text(&other)]).await;
    assert_eq!((desk.asked(), desk.later()), (vec![], vec![other.clone()]));
    desk.advance(1);
    desk.rings(&[&text(&last), &text(&other)]).await;
    let both = format!(r#"{{"type":"several","events":[{},{}]}}"#, told("opr_aya"), told("opr_yui"));
    assert_eq!((desk.asked(), desk.later()), (vec![format!("POST ken= {both}")], vec![]));
    desk.advance(5);
    desk.rings(&[&text(&other)]).await;
    assert_eq!((desk.asked(), desk.later()), (vec![], vec![]));
}

/// CHN-15: a visitor's typing is told with whatever else there is, and lost rather than told late.
#[tokio::test]
async fn a_visitor_who_types_is_told_to_who_may_see_it() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    for (login, inboxes) in [("ken", &[][..]), ("mei", &["telegram-main"][..])] {
        let ticket = desk.ticket(&desk.operator(login, inboxes).await).await;
        assert_eq!(desk.connects(&format!("{login}="), &ticket).await, 200);
    }
    let typing = |on| {
        let (conversation, inbox) = (id.clone(), "line-main".parse().unwrap());
        text(&Ring::Typing(Typing { conversation, inbox, by: Typist::Visitor, on }))
    };
    desk.rings(&[&typing(true), &changed(&id)]).await;
    let seq = desk.service.store().conversations(std::slice::from_ref(&id)).await.unwrap()[0].seq;
    let both = format!(
        r#"{{"type":"several","events":[{{"type":"changed","conversation":"{id}","seq":{seq}}},{{"type":"typing","conversation":"{id}","on":true}}]}}"#
    );
    assert_eq!(desk.asked(), [format!("POST ken= {both}")]);
    desk.rings(&[&typing(false)]).await;
    assert_eq!((desk.asked(), desk.later()), (vec![], vec![]));
}

/// P18: what is put off does not grow faster than it can be told, and everybody learns of all of it.
#[tokio::test]
async fn a_long_flood_ends_in_one_question_for_everything() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    let ticket = desk.ticket(&desk.operator("ken", &[]).await).await;
    assert_eq!(desk.connects("ken=", &ticket).await, 200);
    for _ in 0..30 {
        desk.rings(&[&changed(&id)]).await;
    }
    assert_eq!(desk.asked().len(), 1);
    let later = desk.later();
    let (missed, changes): (Vec<_>, Vec<_>) = later.into_iter().partition(|ring| *ring == Ring::Missed);
    assert_eq!((changes.len(), missed.len()), (10, 1));
    desk.advance(1);
    desk.rings(&[&text(&Ring::Missed), &changed(&id)]).await;
    assert_eq!((desk.asked(), desk.later()), (vec![r#"POST ken= {"type":"missed"}"#.to_owned()], vec![]));
    desk.rings(&[&text(&Ring::Missed)]).await;
    assert_eq!((desk.asked(), desk.later()), (vec![], vec![Ring::Missed]), "it is put off like the rest");
}

#[tokio::test]
async fn a_socket_that_is_gone_is_forgotten_unless_it_is_still_being_opened() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    let ticket = desk.ticket(&desk.operator("ken", &[]).await).await;
    assert_eq!(desk.connects("gone=", &ticket).await, 200);
    desk.rings(&[&changed(&id)]).await;
    assert_eq!((desk.asked().len(), desk.listening().await), (1, vec!["gone=".to_owned()]));
    desk.advance(30);
    desk.rings(&[&changed(&id)]).await;
    assert_eq!((desk.asked().len(), desk.listening().await), (1, vec![]));
    desk.rings(&[&changed(&id)]).await;
    assert_eq!(desk.asked(), [""; 0]);
}

/// SEC-37
#[tokio::test]
async fn who_has_signed_out_is_told_nothing_and_hung_up_on_within_a_minute() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    let token = desk.operator("ken", &[]).await;
    let ticket = desk.ticket(&token).await;
    assert_eq!(desk.connects("ken=", &ticket).await, 200);
    desk.rings(&[&changed(&id)]).await;
    assert_eq!(desk.asked().len(), 1);
    let session = desk.service.signed(&token).await.unwrap().unwrap().session;
    desk.service.sign_out(&session).await.unwrap();
    desk.advance(60);
    desk.rings(&[&changed(&id)]).await;
    assert_eq!((desk.asked(), desk.listening().await), (vec!["DELETE ken=".to_owned()], vec![]));
}

#[tokio::test]
async fn a_ping_is_answered_and_noise_is_not() {
    let desk = Desk::open().await;
    let pong = desk.hears("$default", "ken=", json!({ "body": r#"{"type":"ping"}"# })).await;
    assert_eq!((&pong["statusCode"], &pong["body"]), (&json!(200), &json!(r#"{"type":"pong"}"#)));
    let noise = desk.hears("$default", "ken=", json!({ "body": "hello" })).await;
    assert_eq!(
        (&noise["statusCode"], noise.get("body").unwrap_or(&Value::Null)),
        (&json!(200), &Value::Null)
    );
    assert!(desk.live.answer(json!({ "source": "aws.events" })).await.is_err(), "that is no event of ours");
}

/// P18: a flood is one frame, and what comes within the same second is told after it.
#[tokio::test]
async fn an_operator_is_told_something_at_most_once_a_second() {
    let mut desk = Desk::open().await;
    let id = desk.conversation().await;
    let ticket = desk.ticket(&desk.operator("ken", &[]).await).await;
    assert_eq!(desk.connects("ken=", &ticket).await, 200);
    let other = desk.another().await;
    assert_eq!(desk.rings(&[&changed(&id), &changed(&other)]).await, json!([]));
    assert_eq!(desk.asked(), [r#"POST ken= {"type":"missed"}"#], "one frame for both");
    assert_eq!(desk.rings(&[&changed(&id)]).await, json!([]));
    assert_eq!(
        (desk.asked(), desk.later()),
        (vec![], vec![Ring::Changed(id.clone())]),
        "it is told a second later"
    );
    desk.advance(1);
    desk.rings(&[&changed(&id)]).await;
    assert_eq!((desk.asked().len(), desk.later()), (1, vec![]));
}
