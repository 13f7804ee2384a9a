//! LINE: what its table of events says, what we send, and what its answers mean.

use channels::{CallError, Courtesy, Unreadable};
use domain::{
    Content, FailReason, MediaKind, MediaSource, News, Outcome, Parsed, ReplyToken, SendClass, SentMessage,
    seconds,
};
use http::{HeaderValue, Response};
use serde_json::{Value, json};

use crate::{
    answer, body_of, choice, file, line, line_credentials, line_text, now, only_event, ours, proven, read,
    row, saying, transcript,
};

const USER: &str = "Ueee65f53e9421ce50211670eae679f02";

/// One event of a type, with these members of its own.
fn event(kind: &str, members: &Value) -> Vec<u8> {
    let mut event = json!({"type": kind, "mode": "active", "timestamp": 1_795_132_801_000_i64,
        "webhookEventId": "01M7V41FZ8JMPFZ6Z7GCV1RTAD", "deliveryContext": {"isRedelivery": false},
        "source": {"type": "group", "groupId": "C1", "userId": USER}});
    event.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    json!({"destination": "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", "events": [event]}).to_string().into_bytes()
}

#[test]
fn a_webhook_for_another_bot_is_misrouted() {
    for body in [r#"{"destination":"Uother","events":[]}"#, r#"{"events":[]}"#] {
        let webhook = proven(&line_credentials(), body.as_bytes());
        assert_eq!(line().parse(&webhook, now()), Err(Unreadable::Misrouted));
    }
}

#[test]
fn every_type_of_the_table_means_something_or_is_ignored() {
    let members = json!({"members": [{"type": "user", "userId": USER}]});
    let read =
        |kind: &str| match read(&line_credentials(), &event(kind, &json!({"joined": members}))).remove(0) {
            Parsed::Event(event) => event.news,
            Parsed::Ignored(kind) => News::Unsupported { kind: format!("ignored {kind}") },
            other => panic!("{other:?}"),
        };
    assert_eq!(read("join"), News::Followed { unblocked: false, referral: None });
    assert_eq!(read("follow"), News::Followed { unblocked: false, referral: None });
    assert_eq!(read("leave"), News::Unfollowed);
    assert_eq!(read("unfollow"), News::Unfollowed);
    for shown in ["memberJoined", "memberLeft", "aTypeOfNextYear"] {
        assert_eq!(read(shown), News::Unsupported { kind: shown.to_owned() });
    }
    for ignored in [
        "videoPlayComplete",
        "beacon",
        "accountLink",
        "membership",
        "module",
        "activated",
        "deactivated",
        "botSuspended",
        "botResumed",
        "delivery",
    ] {
        assert_eq!(read(ignored), News::Unsupported { kind: format!("ignored {ignored}") });
    }
}

#[test]
fn what_is_not_known_keeps_its_bytes() {
    let unknown = only_event(&line_credentials(), &event("aTypeOfNextYear", &json!({"news": {"x": 1e300}})));
    assert!(unknown.raw.unwrap().contains(r#""news":{"x":1e+300}"#));
    let message = json!({"message": {"id": "1", "type": "hologram", "size": 7}});
    let unknown = only_event(&line_credentials(), &event("message", &message));
    assert!(unknown.raw.unwrap().contains(r#""type":"hologram""#));
    let News::Message { content, .. } = unknown.news else { panic!() };
    assert_eq!(content, Content::Unsupported { kind: "hologram".to_owned() });
    // A message that is not as LINE writes it is shown as something, in its thread.
    let broken =
        only_event(&line_credentials(), &event("message", &json!({"message": {"id": 1, "type": "text"}})));
    assert_eq!(broken.news, News::Unsupported { kind: "message".to_owned() });
    assert!(broken.raw.is_some());
    assert_eq!(broken.party.thread, "group:C1");
}

#[test]
fn an_event_of_nobody_goes_to_the_dead_letters_with_its_bytes() {
    for members in [
        json!({"source": null}),
        json!({"timestamp": null}),
        json!({"webhookEventId": null}),
        json!({"timestamp": "now"}),
        json!({"source": {"type": "planet"}}),
    ] {
        let read = read(&line_credentials(), &event("message", &members));
        let [Parsed::Undecodable { why, raw }] = read.as_slice() else { panic!("{members}: {read:?}") };
        assert!(
            why.starts_with("it") && raw.contains("01M7V41FZ8") != members.get("webhookEventId").is_some()
        );
    }
}

#[test]
fn a_reply_token_is_good_for_fifty_seconds_and_never_twenty_minutes_after_the_event() {
    let received = now();
    let token = only_event(&line_credentials(), &line_text(|_| ())).reply_token.unwrap();
    assert_eq!(
        token,
        ReplyToken { token: "6647b5aa666347428c3dd46c036bb3a6".into(), until: received + seconds(50) }
    );
    let nineteen_and_a_half = (received - seconds(1170)).as_millis();
    let late = line_text(|event| event["timestamp"] = nineteen_and_a_half.into());
    assert_eq!(only_event(&line_credentials(), &late).reply_token.unwrap().until, received + seconds(30));
}

/// In standby a module channel speaks: shown, never answered.
#[test]
fn in_standby_there_is_never_a_reply_token() {
    let event = only_event(&line_credentials(), &line_text(|event| event["mode"] = "standby".into()));
    assert!(event.standby && event.reply_token.is_none());
    assert!(!only_event(&line_credentials(), &line_text(|_| ())).standby);
}

#[test]
fn a_button_of_ours_is_read_with_its_label() {
    let request =
        line().render(USER, &ours(), &saying([choice("ご用件は？", &["配送状況", "返品"], false)])).unwrap();
    let data = &body_of(&request)["messages"][0]["template"]["actions"][1]["data"];
    let event = only_event(&line_credentials(), &event("postback", &json!({"postback": {"data": data}})));
    let tapped = News::Tapped {
        button: "b1".into(),
        label: Some("返品".into()),
        params: None,
        message: None,
        callback: None,
    };
    assert_eq!(event.news, tapped);
}

#[test]
fn a_push_carries_every_kind_of_content_and_the_rows_retry_key() {
    let mut message = saying([
        Content::text("こんにちは"),
        Content::Media(file(MediaKind::Image, "https://cdn.example.com/a.png")),
        Content::Location {
            title: None,
            address: Some("渋谷区".into()),
            latitude: 35.6591,
            longitude: 139.7064,
        },
        Content::Sticker { id: "446/1988".into(), text: None },
        choice("ご用件をお選びください", &["配送状況", "返品"], false),
    ]);
    message.quotes = Some("q3Plxr4AgKd".into());
    let request = line().render(USER, &ours(), &message).unwrap();
    assert_eq!(request.headers()["x-line-retry-key"], row().to_uuid());
    insta::assert_snapshot!(transcript(&request));
    assert_eq!(line().send_class(&message), SendClass::Keyed);
}

#[test]
fn a_reply_has_its_token_and_no_retry_key() {
    let mut message = saying([choice("ご用件は？", &["a", "b", "c", "d", "e"], false)]);
    message.reply_token = Some(ReplyToken { token: "b1946ac9".into(), until: now() });
    insta::assert_snapshot!(transcript(&line().render(USER, &ours(), &message).unwrap()));
    assert_eq!(line().send_class(&message), SendClass::Blind);
}

/// INV-10: the same attempt again is the same request.
#[test]
fn the_same_row_is_the_same_request() {
    let message = saying([Content::text("a")]);
    let [first, again] = [0, 1].map(|_| line().render(USER, &ours(), &message).unwrap());
    assert_eq!((first.headers(), first.body()), (again.headers(), again.body()));
}

/// CHN-11, CHN-13
#[test]
fn what_line_cannot_show_goes_as_a_link() {
    let object = |media: domain::Media| {
        body_of(&line().render(USER, &ours(), &saying([Content::Media(media)])).unwrap())["messages"][0]
            .clone()
    };
    let mut pdf = file(MediaKind::File, "https://cdn.example.com/r.pdf");
    pdf.name = Some("領収書.pdf".into());
    assert_eq!(object(pdf), json!({"type": "text", "text": "領収書.pdf\nhttps://cdn.example.com/r.pdf"}));
    let mut film = file(MediaKind::Video, "https://cdn.example.com/v.mp4");
    assert_eq!(object(film.clone())["type"], "text");
    film.source = MediaSource::Url {
        url: "https://cdn.example.com/v.mp4".into(),
        preview: Some("https://cdn.example.com/v.jpg".into()),
    };
    assert_eq!(object(film)["previewImageUrl"], "https://cdn.example.com/v.jpg");
    let mut sound = file(MediaKind::Voice, "https://cdn.example.com/a.m4a");
    assert_eq!(object(sound.clone())["type"], "text");
    sound.duration_ms = Some(4120);
    assert_eq!(
        object(sound),
        json!({"type": "audio", "originalContentUrl": "https://cdn.example.com/a.m4a",
        "duration": 4120})
    );
}

#[test]
fn a_message_id_is_no_quote_token() {
    let mut message = saying([Content::text("a")]);
    message.quotes = Some("596275892900754009".into());
    let body = body_of(&line().render(USER, &ours(), &message).unwrap());
    assert_eq!(body["messages"][0], json!({"type": "text", "text": "a"}));
}

/// CHN-12
#[test]
fn what_line_cannot_carry_is_refused_with_the_reason() {
    let refused = |contents: Vec<Content>| match line().render(USER, &ours(), &saying(contents)) {
        Err(FailReason::Unsupported { detail }) => detail,
        other => panic!("{other:?}"),
    };
    let mut upload = file(MediaKind::Image, "");
    upload.source = MediaSource::Upload { id: "upl_1".into() };
    let place =
        Content::Location { title: Some("x".repeat(101)), address: None, latitude: 0.0, longitude: 0.0 };
    let giant = "あ\u{301}\u{301}".repeat(5) + &"\u{301}".repeat(1_000_000);
    let details = [
        refused(vec![]),
        refused(vec![Content::text("a"); 6]),
        refused(vec![choice("a", &["b"], true), Content::text("c")]),
        refused(vec![Content::Media(upload)]),
        refused(vec![Content::Media(file(MediaKind::Image, "http://cdn.example.com/a.png"))]),
        refused(vec![Content::text("\u{3000}\n")]),
        refused(vec![Content::text("あ".repeat(5001))]),
        refused(vec![choice("a", &["12345678901234567890x"], false)]),
        refused(vec![choice("a", &[&giant], false)]),
        refused(vec![choice("a", &["b"; 14], true)]),
        refused(vec![choice("a", &[], true)]),
        refused(vec![place]),
        refused(vec![Content::Sticker { id: "file-id-of-another-channel".into(), text: None }]),
        refused(vec![Content::Card { name: "a".into(), phone: None }]),
    ];
    insta::assert_snapshot!(details.join("\n"));
}

#[test]
fn side_calls_are_those_that_line_has() {
    let call =
        |address: &str, courtesy| line().side_call(address, courtesy).map(|request| transcript(&request));
    insta::assert_snapshot!(call(USER, Courtesy::Typing { token: None }).unwrap());
    insta::assert_snapshot!(call(USER, Courtesy::Read { token: "30yh" }).unwrap());
    assert_eq!(call("C1", Courtesy::Typing { token: None }), None);
    assert_eq!(call(USER, Courtesy::AnswerTap { callback: "1" }), None);
}

#[test]
fn credentials_that_no_request_can_hold_are_wrong() {
    let channels::Credentials::Line(mut credentials) = line_credentials() else { unreachable!() };
    credentials.access_token = "two\nlines".into();
    let channel = channels::open(channels::Credentials::Line(credentials));
    let render = channel.render(USER, &ours(), &saying([Content::text("a")]));
    assert_eq!(render.unwrap_err(), FailReason::Unauthorized);
}

fn sent() -> Outcome {
    let message = |id: &str, token: &str| SentMessage { id: id.into(), quote_token: Some(token.into()) };
    Outcome::Sent(vec![
        message("461230966842064897", "IStG5h1Tz7b"),
        message("461230966842064898", "IStG5h1Tz7c"),
    ])
}

const SENT: &str = r#"{"sentMessages":[{"id":"461230966842064897","quoteToken":"IStG5h1Tz7b"},
    {"id":"461230966842064898","quoteToken":"IStG5h1Tz7c"}]}"#;

#[test]
fn accepted_is_sent_with_ids_and_quote_tokens() {
    assert_eq!(line().outcome(answer(200, SENT)), sent());
}

/// An earlier attempt with our key was accepted.
#[test]
fn a_conflict_about_our_own_key_is_sent() {
    let conflict = |body: &str| {
        let mut response: Response<_> = answer(409, body).unwrap();
        response.headers_mut().insert("x-line-accepted-request-id", HeaderValue::from_static("123e4567"));
        line().outcome(Ok(response))
    };
    assert_eq!(conflict(SENT), sent());
    assert_eq!(conflict(r#"{"message":"The retry key is already accepted"}"#), Outcome::Sent(vec![]));
    assert!(matches!(line().outcome(answer(409, "{}")), Outcome::Failed(FailReason::Refused { .. })));
}

/// RELIABILITY.md section 3
#[test]
fn an_answer_that_does_not_tell_is_ambiguous() {
    for unclear in [answer(500, ""), answer(503, SENT), answer(200, ""), answer(200, "{}"), answer(302, "")] {
        assert_eq!(line().outcome(unclear), Outcome::Ambiguous);
    }
    assert_eq!(line().outcome(Err(CallError::Lost)), Outcome::Ambiguous);
    assert_eq!(line().outcome(Err(CallError::NotConnected)), Outcome::NotSent { retry_after_ms: None });
}

#[test]
fn a_rate_limit_waits_and_a_used_up_quota_does_not() {
    let rate = r#"{"message":"The API rate limit has been exceeded. Try again later."}"#;
    assert_eq!(line().outcome(answer(429, rate)), Outcome::Busy { retry_after_ms: None });
    let mut told = answer(429, rate).unwrap();
    told.headers_mut().insert("retry-after", HeaderValue::from_static("7"));
    assert_eq!(line().outcome(Ok(told)), Outcome::Busy { retry_after_ms: Some(7000) });
    let monthly = answer(429, r#"{"message":"You have reached your monthly limit."}"#);
    assert_eq!(line().outcome(monthly), Outcome::Failed(FailReason::QuotaExhausted));
}

fn refusal(detail: String) -> FailReason {
    FailReason::Refused { detail, code: None }
}

#[test]
fn a_refusal_carries_lines_words() {
    let failed = |status, body: &str| match line().outcome(answer(status, body)) {
        Outcome::Failed(reason) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(failed(400, r#"{"message":"Invalid reply token"}"#), FailReason::TokenExpired);
    assert_eq!(failed(401, r#"{"message":"Authentication failed"}"#), FailReason::Unauthorized);
    let details = r#"{"message":"The request body has 1 error(s)","details":[{"message":"May not be empty",
        "property":"messages[0].text"}]}"#;
    let detail = "The request body has 1 error(s) (messages[0].text: May not be empty)".to_owned();
    assert_eq!(failed(400, details), refusal(detail));
    for status in [403, 404, 413, 415] {
        assert_eq!(failed(status, "<html>"), refusal(format!("HTTP {status}")));
    }
    let long = json!({"message": "長".repeat(300)}).to_string();
    assert_eq!(failed(403, &long), refusal("長".repeat(200)));
}
