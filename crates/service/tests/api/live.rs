use std::time::Duration;

use domain::Role;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Desk, Person};

async fn serve(desk: &Desk) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = desk.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("ws://{address}")
}

async fn ticket(desk: &Desk, who: &Person) -> String {
    desk.post(who, "/v1/live/ticket", json!({})).await.ok()["ticket"].as_str().unwrap().to_owned()
}

/// The next event; pings are not events.
async fn next(
    socket: &mut (impl StreamExt<Item = Result<Message, tokio_tungstenite::tungstenite::Error>> + Unpin),
) -> Value {
    loop {
        let frame =
            tokio::time::timeout(Duration::from_secs(10), socket.next()).await.expect("an event comes");
        match frame.expect("the socket is open").unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Ping(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// ASG-08
#[tokio::test]
async fn a_change_is_told_to_who_may_see_it() {
    let desk = Desk::open();
    let (all, web) = (
        desk.person("ken", Role::Operator, &[]).await,
        desk.person("yui", Role::Operator, &["web-main"]).await,
    );
    let server = serve(&desk).await;
    let mut sockets = Vec::new();
    for who in [&all, &web] {
        let address = format!("{server}/v1/live?ticket={}", ticket(&desk, who).await);
        let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
        assert_eq!(next(&mut socket).await, json!({ "type": "ready" }));
        sockets.push(socket);
    }
    let line = desk.writes("line-main", "Mei", "こんにちは").await;
    let event = next(&mut sockets[0]).await;
    assert_eq!((&event["type"], &event["conversation"]), (&json!("changed"), &json!(line)));
    assert!(event["seq"].as_u64().unwrap() > 0);
    let seen = desk.writes("web-main", "Ren", "こんにちは").await;
    let event = next(&mut sockets[1]).await;
    assert_eq!(event["conversation"], json!(seen), "the first that this one hears of");
    assert!(!event.to_string().contains("こんにちは"));
}

/// EXT-06, ASG-08: who looks and who types is told at once, at most once a second, and to nobody who may not see it.
#[tokio::test]
async fn a_colleague_who_looks_is_shown() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let yui = desk.person("yui", Role::Operator, &["web-main"]).await;
    let (line, web) = (
        desk.writes("line-main", "Mei", "こんにちは").await,
        desk.writes("web-main", "Ren", "こんにちは").await,
    );
    let address = format!("{}/v1/live?ticket={}", serve(&desk).await, ticket(&desk, &yui).await);
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
    assert_eq!(next(&mut socket).await, json!({ "type": "ready" }));
    let looks = async |who: &Person, id: &domain::ConversationId, typing: bool| {
        let answer =
            desk.post(who, &format!("/v1/conversations/{id}/viewing"), json!({ "typing": typing })).await;
        answer.status.as_u16()
    };
    assert_eq!(looks(&ken, &line, true).await, 204);
    assert_eq!(looks(&yui, &line, true).await, 404, "she may not see it");
    // Within a second of the last: dropped.
    assert_eq!(looks(&ken, &web, false).await, 204);
    desk.clock.advance(Duration::from_secs(1));
    assert_eq!(looks(&ken, &web, true).await, 204);
    let event =
        json!({ "type": "viewing", "conversation": web, "operator": ken.operator.id, "typing": true });
    assert_eq!(next(&mut socket).await, event, "the first that she hears of");
    desk.post(&ken, &format!("/v1/conversations/{web}/viewing"), json!({}))
        .await
        .refused(400, "invalid-body");
}

/// SEC-37: a ticket is good once and for half a minute, and only while the session is.
#[tokio::test]
async fn a_ticket_opens_once_and_not_for_long() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let open = async |ticket: &str| {
        desk.ask(None, http::Method::GET, &format!("/v1/live?ticket={ticket}"), None).await
    };
    open("nonsense").await.refused(401, "sign-in-required");
    open(&ken.token).await.refused(401, "sign-in-required");
    let good = ticket(&desk, &ken).await;
    // It is taken, though this is no socket.
    open(&good).await.refused(400, "invalid-query");
    open(&good).await.refused(401, "sign-in-required");
    let late = ticket(&desk, &ken).await;
    desk.clock.advance(Duration::from_secs(30));
    open(&late).await.refused(401, "sign-in-required");
    let orphan = ticket(&desk, &ken).await;
    desk.service.sign_out_everywhere(&ken.operator.id).await.unwrap();
    open(&orphan).await.refused(401, "sign-in-required");
}

/// SEC-37
#[tokio::test]
async fn a_socket_closes_within_a_minute_of_signing_out() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let server = serve(&desk).await;
    let address = format!("{server}/v1/live?ticket={}", ticket(&desk, &ken).await);
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
    assert_eq!(next(&mut socket).await, json!({ "type": "ready" }));
    desk.service.sign_out_everywhere(&ken.operator.id).await.unwrap();
    desk.clock.advance(domain::minutes(1));
    // Whatever wakes the socket then, it looks before it tells.
    desk.writes("web-main", "Mei", "こんにちは").await;
    let closed = loop {
        match socket.next().await.expect("a close frame comes before the end").unwrap() {
            Message::Close(frame) => break frame.unwrap(),
            Message::Ping(_) => {}
            other => panic!("told after signing out: {other:?}"),
        }
    };
    assert_eq!(u16::from(closed.code), 4401);
}

#[tokio::test]
async fn a_ping_is_answered_and_noise_is_not() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let address = format!("{}/v1/live?ticket={}", serve(&desk).await, ticket(&desk, &ken).await);
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
    assert_eq!(next(&mut socket).await, json!({ "type": "ready" }));
    for frame in ["hello", r#"{"type":"pong"}"#, r#"{"type":"ping"}"#] {
        socket.send(Message::text(frame)).await.unwrap();
    }
    assert_eq!(next(&mut socket).await, json!({ "type": "pong" }));
    let line = desk.writes("line-main", "Mei", "こんにちは").await;
    assert_eq!(next(&mut socket).await["conversation"], json!(line), "one ping, one pong");
}
