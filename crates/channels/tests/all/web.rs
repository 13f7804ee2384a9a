//! The web messenger: tokens, identities, requests, the stream and the frames.

use channels::signing::sign_identity;
use channels::web::{
    ClientFrame, ErrorCode, Face, FrameError, Identity, MAX_FRAME_BYTES, MessageRequest, ReceiptRequest,
    ReceiptState, Resume, ServerFrame, SessionRequest, Sight, TokenKey, TypingRequest, VisitorPatch,
    WebError, Widget, read, read_frame, stream_event,
};
use domain::{
    Assignee, Author, Body, Content, ConversationId, InboxId, Media, MediaKind, MediaSource, News,
    OperatorId, Party, Row, RowId, SystemLine, Timestamp, WebhookEvent, Who, hours, seconds,
};
use serde_json::{Value, json};

use crate::{choice, file, fixture, json as sample, saying};

fn widget() -> Widget {
    Widget {
        key: "wk_test_7Q2mB9xR4t".into(),
        tenant: "ten_mizuno".parse().unwrap(),
        allowed_origins: vec!["https://shop.example.com".into(), "http://localhost:5173".into()],
        token_keys: vec![TokenKey {
            kid: "k1".into(),
            key: "web-token-key-k1-for-tests-0123456789abcdef".into(),
        }],
        identity_secrets: vec!["web-identity-secret-for-tests-fedcba98".into()],
    }
}

fn issued() -> Timestamp {
    Timestamp::from_seconds(1_795_132_800)
}

fn inbox() -> InboxId {
    "web-main".parse().unwrap()
}

fn party() -> Party {
    let id = "vis_01JD3RW8ZV5T6Q4N2M1K0H9G8F".to_owned();
    Party {
        thread: format!("vis:{id}"),
        address: id,
        sender: None,
        name: None,
        language: Some("ja-JP".into()),
    }
}

fn code<T>(result: Result<T, WebError>) -> Option<ErrorCode> {
    result.err().map(|error| error.code)
}

/// SEC-18
#[test]
fn tokens_pass_and_fail_as_the_list_says() {
    let list = &sample("web/signatures.json")["visitor_token"];
    let at = Timestamp::from_seconds(list["now_for_checks"].as_i64().unwrap());
    let cases = list["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let read = widget().visitor(case["token"].as_str().unwrap(), at);
        match case["error"].as_str() {
            Some(error) => assert_eq!(json!(code(read)), error, "{case}"),
            None => assert_eq!(read.unwrap().id, case["payload"]["vis"].as_str().unwrap()),
        }
    }
}

#[test]
fn a_minted_token_is_the_sample_to_the_letter() {
    let token = widget().mint("vis_01JD3RW8ZV5T6Q4N2M1K0H9G8F", issued()).unwrap();
    assert_eq!(token, sample("web/02-session-create.response.json")["visitorToken"]);
    let visitor = widget().visitor(&token, issued()).unwrap();
    assert_eq!(visitor.party(None, Some("ja-JP".into())), party());
    assert_eq!(visitor.expires_at.to_string(), "2026-11-27T00:00:00.000Z");
    assert!(widget().visitor(&token, visitor.expires_at - seconds(1)).is_ok());
    assert_eq!(code(widget().visitor(&token, visitor.expires_at)), Some(ErrorCode::TokenExpired));
}

/// Who comes back after weeks finds their history; after that, the token opens nothing.
#[test]
fn an_expired_token_opens_a_new_session_for_thirty_days() {
    let token = widget().mint("vis_1", issued()).unwrap();
    let end = issued() + hours(24 * 37);
    assert_eq!(widget().resume(&token, end - seconds(1)).unwrap().id, "vis_1");
    assert_eq!(code(widget().resume(&token, end)), Some(ErrorCode::TokenExpired));
    assert_eq!(code(widget().resume(&token.replace('.', "_"), issued())), Some(ErrorCode::TokenInvalid));
}

#[test]
fn during_a_change_of_keys_both_verify_and_the_first_signs() {
    let old = widget().mint("vis_1", issued()).unwrap();
    let mut changed = widget();
    changed.token_keys.insert(0, TokenKey { kid: "k2".into(), key: "the next key".into() });
    assert!(changed.visitor(&old, issued()).is_ok());
    let new = changed.mint("vis_1", issued()).unwrap();
    assert!(changed.visitor(&new, issued()).is_ok());
    assert_eq!(code(widget().visitor(&new, issued())), Some(ErrorCode::TokenInvalid));
    let mut none = widget();
    none.token_keys[0].key = "".into();
    assert_eq!(none.mint("vis_1", issued()), None);
}

#[test]
fn the_tenant_is_part_of_the_token() {
    let token = widget().mint("vis_1", issued()).unwrap();
    let mut other = widget();
    other.tenant = "ten_other".parse().unwrap();
    assert_eq!(code(other.visitor(&token, issued())), Some(ErrorCode::TokenInvalid));
}

#[test]
fn text_that_is_no_token_is_invalid() {
    for token in
        ["", "v1", "v1..", "v2.e30.AA", "v1.e30.AA", "v1.%%%.AA", "v1.e30.AA.AA", &"x".repeat(100_000)]
    {
        assert_eq!(code(widget().visitor(token, issued())), Some(ErrorCode::TokenInvalid), "{token:.20}");
    }
}

/// CHN-10
#[test]
fn identities_pass_and_fail_as_the_list_says() {
    let list = &sample("web/signatures.json")["identity"];
    let at = Timestamp::from_seconds(list["now_for_checks"].as_i64().unwrap());
    let cases = list["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 4);
    for case in cases {
        let identity: Identity = serde_json::from_value(case.clone()).unwrap();
        let error = case["error"].as_str().map_or(Value::Null, Value::from);
        assert_eq!(json!(code(widget().identify(&identity, at))), error, "{case}");
    }
}

#[test]
fn a_proof_from_the_future_or_without_a_secret_is_none() {
    let at = issued().as_seconds();
    let secret = "web-identity-secret-for-tests-fedcba98".into();
    let identity = |issued_at| Identity {
        external_id: "cust_42".into(),
        name: None,
        email: None,
        issued_at,
        mac: sign_identity(&secret, "wk_test_7Q2mB9xR4t", "cust_42", issued_at),
    };
    assert_eq!(widget().identify(&identity(at + 300), issued()), Ok(()));
    assert_eq!(code(widget().identify(&identity(at + 301), issued())), Some(ErrorCode::IdentityInvalid));
    assert_eq!(widget().identify(&identity(at), issued() + hours(24)), Ok(()));
    let late = widget().identify(&identity(at), issued() + hours(24) + seconds(1));
    assert_eq!(code(late), Some(ErrorCode::IdentityExpired));
    let mut anonymous = widget();
    anonymous.identity_secrets.clear();
    assert_eq!(code(anonymous.identify(&identity(at), issued())), Some(ErrorCode::IdentityInvalid));
}

/// SEC-18
#[test]
fn only_the_listed_origins_are_admitted() {
    for origin in ["https://shop.example.com", "http://localhost:5173"] {
        assert_eq!(widget().admit(Some(origin)), Ok(()));
    }
    for origin in [
        "https://evil.example",
        "http://shop.example.com",
        "https://shop.example.com:444",
        "null",
        "https://shop.example.com.evil.example",
        "https://SHOP.example.com",
    ] {
        assert_eq!(code(widget().admit(Some(origin))), Some(ErrorCode::OriginNotAllowed), "{origin}");
    }
    assert_eq!(code(widget().admit(None)), Some(ErrorCode::OriginNotAllowed));
}

#[test]
fn session_requests_read_as_the_snapshots_say() {
    for file in ["01-session-create.request", "03-session-create-identified.request"] {
        let request: SessionRequest = read(&fixture(&format!("web/{file}.json"))).unwrap();
        insta::assert_debug_snapshot!(format!("web-{file}"), request);
    }
}

/// SEC-16: what a browser tells by itself is cut or left out, and never keeps a visitor out.
#[test]
fn what_a_browser_tells_is_kept_within_bounds() {
    let body = json!({"widgetKey": "wk_1", "unknown": 1, "visitor": {"locale": "x".repeat(65), "timezone": "Asia/Tokyo",
        "page": {"url": "javascript:alert(1)", "referrer": format!("https://{}", "x".repeat(2000)),
        "title": "た".repeat(400)}}});
    let request: SessionRequest = read(body.to_string().as_bytes()).unwrap();
    let visitor = request.visitor;
    assert_eq!((visitor.locale, visitor.page.url, visitor.page.referrer), (None, None, None));
    assert_eq!(visitor.timezone.as_deref(), Some("Asia/Tokyo"));
    assert_eq!(visitor.page.title.unwrap().chars().count(), 301);
}

fn message(file: &str) -> MessageRequest {
    read(&fixture(&format!("web/{file}.json"))).unwrap()
}

fn upload(id: &str) -> Option<Media> {
    let source = MediaSource::Upload { id: id.to_owned() };
    id.starts_with("upl_").then(|| Media { source, name: Some("a.png".into()), ..file(MediaKind::Image, "") })
}

fn events(request: MessageRequest) -> Vec<WebhookEvent> {
    request.into_events(&inbox(), &party(), issued(), upload).unwrap()
}

#[test]
fn message_requests_become_events_as_the_snapshots_say() {
    for file in ["04-message-text.request", "06-message-attachment.request", "07-message-action.request"] {
        insta::assert_snapshot!(
            format!("web-{file}"),
            serde_json::to_string_pretty(&events(message(file))).unwrap()
        );
    }
}

#[test]
fn a_form_keeps_the_order_of_its_fields() {
    let body = r#"{"clientMessageId":"6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31","type":"form",
        "form":{"sourceMessageId":"msg_1","fields":{"name":"佐藤","email":"a@example.com","age":"7"}}}"#;
    let news = events(read(body.as_bytes()).unwrap()).remove(0).news;
    let News::Message { content: Content::Form { fields }, .. } = news else { panic!("{news:?}") };
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["name", "email", "age"]);
}

/// INV-22, B-15
#[test]
fn the_fingerprint_tells_the_same_message_from_another() {
    let transcript = sample("web/11-duplicate-send.transcript.json");
    let requests: Vec<MessageRequest> =
        [0, 2, 4].iter().map(|n| read(transcript[*n]["body"].to_string().as_bytes()).unwrap()).collect();
    assert_eq!(requests[0].fingerprint(), requests[1].fingerprint());
    assert_eq!(requests[0].client_message_id, requests[2].client_message_id);
    assert_ne!(requests[0].fingerprint(), requests[2].fingerprint());
    assert_eq!(json!(WebError::client_message_id_reused()), transcript[5]["body"]);
}

/// A retry comes at another time; only the client's id says that it is the same.
#[test]
fn web_events_are_untimed() {
    let [event] = events(message("04-message-text.request")).try_into().unwrap();
    assert!(event.untimed);
    assert_eq!(event.id, "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31");
    let row = RowId::of_event(&inbox(), event.at, &event.id);
    assert!(matches!(event.news, News::Message { message, .. } if message == format!("msg_{row}")));
}

/// CSA-01: why somebody rates as they do comes with the score.
#[test]
fn a_rating_carries_its_comment() {
    let body = |comment: &str| {
        let action = json!({"sourceMessageId": "msg_1", "actionId": "mdg.rate.4", "value": "mdg.rate.4",
            "label": "4", "comment": comment});
        json!({"clientMessageId": "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31", "type": "action", "action": action})
            .to_string()
    };
    let news = events(read(body("早い").as_bytes()).unwrap()).remove(0).news;
    let News::Tapped { button, params: Some(params), .. } = news else { panic!("{news:?}") };
    assert_eq!((button.as_str(), params.as_str()), ("mdg.rate.4", r#"{"comment":"早い"}"#));
    assert!(read::<MessageRequest>(body(&"あ".repeat(500)).as_bytes()).is_ok());
    let long = body(&"あ".repeat(501));
    assert_eq!(code(read::<MessageRequest>(long.as_bytes())), Some(ErrorCode::TooLarge));
}

/// CHN-08: an enquiry is a form whose last field is what is asked.
#[test]
fn an_enquiry_becomes_a_form() {
    let body = |email: &str, text: &str| {
        json!({"clientMessageId": "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31", "type": "enquiry",
            "enquiry": {"name": "佐藤", "email": email, "text": text}})
        .to_string()
    };
    let news = events(read(body("a@example.com", "在庫は？").as_bytes()).unwrap()).remove(0).news;
    let News::Message { content, .. } = news else { panic!("{news:?}") };
    let Content::Form { fields } = &content else { panic!("{content:?}") };
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names, content.preview(10).as_str()), (vec!["name", "email", "message"], "在庫は？"));
    let refused = |email: &str, text: &str| code(read::<MessageRequest>(body(email, text).as_bytes()));
    assert_eq!(refused("nobody", "在庫は？"), Some(ErrorCode::InvalidField));
    assert_eq!(refused("a@example.com", " \u{200b}"), Some(ErrorCode::EmptyMessage));
}

/// CHN-11: a file of ours comes with an address that the browser can fetch.
#[test]
fn our_own_files_have_an_address() {
    let source = MediaSource::Upload { id: "out_1".into() };
    let sent = Media { source, name: Some("a.pdf".into()), ..file(MediaKind::File, "") };
    let seen = seen(Body::Outbound(Box::new(saying([Content::Media(sent)])))).unwrap();
    let attachment = &seen["data"]["content"]["attachments"][0];
    assert_eq!(attachment["url"], "https://desk.example.com/files/out_1/a.pdf");
}

#[test]
fn an_upload_of_somebody_else_is_not_found() {
    let request = message("06-message-attachment.request");
    let result = request.into_events(&inbox(), &party(), issued(), |_| None);
    assert_eq!(code(result), Some(ErrorCode::NotFound));
}

#[test]
fn messages_are_refused_with_the_codes_of_the_page() {
    let id = "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31";
    let refused = |rest: Value| {
        let mut body = json!({"clientMessageId": id, "type": "text", "text": "a"});
        body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        code(read::<MessageRequest>(body.to_string().as_bytes()))
    };
    assert_eq!(refused(json!({"unknown": 1, "tenant_id": "other"})), None);
    assert_eq!(refused(json!({"text": "😊".repeat(4000)})), None);
    assert_eq!(refused(json!({"text": "😊".repeat(4001)})), Some(ErrorCode::TooLarge));
    assert_eq!(refused(json!({"text": " \u{200b}\n"})), Some(ErrorCode::EmptyMessage));
    assert_eq!(refused(json!({"text": 7})), Some(ErrorCode::BadRequest));
    assert_eq!(refused(json!({"type": "video"})), Some(ErrorCode::UnsupportedType));
    assert_eq!(refused(json!({"clientMessageId": "1"})), Some(ErrorCode::InvalidField));
    assert_eq!(refused(json!({"clientMessageId": id.replace('-', "x")})), Some(ErrorCode::InvalidField));
    assert_eq!(refused(json!({"replyTo": "x".repeat(65)})), Some(ErrorCode::TooLarge));
    let attachments = |n| json!({"type": "attachment", "attachments": vec![json!({"uploadId": "upl_1"}); n]});
    assert_eq!(refused(attachments(0)), Some(ErrorCode::EmptyMessage));
    assert_eq!(refused(attachments(10)), None);
    assert_eq!(refused(attachments(11)), Some(ErrorCode::TooLarge));
    assert_eq!(code(read::<MessageRequest>(b"[1")), Some(ErrorCode::BadRequest));
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(code(read::<MessageRequest>(deep.as_bytes())), Some(ErrorCode::BadRequest));
}

#[test]
fn small_requests_read() {
    let receipt: ReceiptRequest = read(br#"{"state":"read","upToSeq":4}"#).unwrap();
    assert_eq!(receipt, ReceiptRequest { state: ReceiptState::Read, up_to_seq: 4 });
    assert_eq!(
        code(read::<ReceiptRequest>(br#"{"state":"read","upToSeq":-1}"#)),
        Some(ErrorCode::BadRequest)
    );
    assert!(read::<TypingRequest>(br#"{"state":"on"}"#).is_ok());
    assert_eq!(code(read::<TypingRequest>(br#"{"state":"maybe"}"#)), Some(ErrorCode::BadRequest));
    assert!(read::<VisitorPatch>(r#"{"name":"佐藤","attributes":{"plan":"gold"}}"#.as_bytes()).is_ok());
    assert_eq!(code(read::<VisitorPatch>(br#"{"email":"nobody"}"#)), Some(ErrorCode::InvalidField));
    let name = json!({"name": "x".repeat(201)}).to_string();
    assert_eq!(code(read::<VisitorPatch>(name.as_bytes())), Some(ErrorCode::TooLarge));
}

#[test]
fn errors_are_the_samples_to_the_letter() {
    let samples = sample("web/12-errors.json");
    let expired = widget().mint("vis_1", issued()).unwrap();
    let errors = [
        widget().visitor(&expired, issued() + hours(24 * 8)).unwrap_err(),
        widget().admit(Some("https://evil.example")).unwrap_err(),
        read::<MessageRequest>(
            json!({"clientMessageId": "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31", "type": "text", "text": "あ".repeat(4001)})
                .to_string()
                .as_bytes(),
        )
        .unwrap_err(),
        WebError::rate_limited(1800),
        WebError::cursor_expired(300),
    ];
    for (error, sample) in errors.iter().zip(samples.as_array().unwrap()) {
        assert_eq!(json!(error), sample["body"]);
        assert_eq!(error.code.status().as_str(), sample["http"]);
    }
}

fn stored(body: Body) -> Row {
    let id = RowId::of_event(&inbox(), issued(), "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31");
    Row { id, seq: Some(9), stream_seq: Some(1), body, delivery: None, file: None, client_id: None }
}

fn seen(body: Body) -> Option<Value> {
    let conversation = ConversationId::of(&inbox(), "vis:1");
    stream_event(&stored(body), &conversation, &Shop)
}

/// What the stream tells of a shop's people and files.
struct Shop;

impl Sight for Shop {
    fn face(&self, _: &OperatorId) -> Option<Face> {
        Some(Face { name: "みずの".into(), avatar_url: Some("https://cdn.example.com/7.png".into()) })
    }
    fn address(&self, upload: &str, name: Option<&str>) -> String {
        format!("https://desk.example.com/files/{upload}/{}", name.unwrap_or_default())
    }
}

fn inbound(event: WebhookEvent) -> Body {
    Body::Inbound { inbox: inbox(), event: Box::new(event), hidden: false, withdrawn: false }
}

fn names(value: &Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

/// The first two entries of the sample page, from rows of ours.
#[test]
fn the_stream_has_the_members_of_the_sample() {
    let page = sample("web/08-events-page.response.json");
    let written = seen(inbound(events(message("04-message-text.request")).remove(0))).unwrap();
    assert_eq!(names(&written), names(&page["events"][0]));
    assert_eq!(names(&written["data"]), names(&page["events"][0]["data"]));
    assert_eq!(written["data"]["content"], page["events"][0]["data"]["content"]);
    assert_eq!(written["data"]["clientMessageId"], page["events"][0]["data"]["clientMessageId"]);

    let mut said = saying([choice("ご用件をお選びください", &["配送状況", "返品"], false)]);
    said.author = Author::Operator { id: "agt_7".parse().unwrap() };
    let said = seen(Body::Outbound(Box::new(said))).unwrap();
    assert_eq!(names(&said["data"]), names(&page["events"][1]["data"]));
    assert_eq!(names(&said["data"]["author"]), names(&page["events"][1]["data"]["author"]));
    assert_eq!(
        names(&said["data"]["content"]["actions"][0]),
        names(&page["events"][1]["data"]["content"]["actions"][0])
    );
}

#[test]
fn rows_are_seen_as_the_snapshot_says() {
    let operator = || "agt_7".parse::<OperatorId>().unwrap();
    let mut photo = file(MediaKind::Image, "https://cdn.example.com/a.png");
    photo.caption = Some("写真です".into());
    let place =
        Content::Location { title: Some("本店".into()), address: None, latitude: 35.6, longitude: 139.7 };
    let lines = [
        seen(inbound(events(message("07-message-action.request")).remove(0))),
        seen(Body::Inbound {
            inbox: inbox(),
            event: Box::new(events(message("04-message-text.request")).remove(0)),
            hidden: false,
            withdrawn: true,
        }),
        seen(Body::Outbound(Box::new(saying([Content::Media(photo), place])))),
        seen(Body::System(SystemLine::HandedOver { reason: "asked for a person".into() })),
        seen(Body::System(SystemLine::Accepted { by: operator() })),
        seen(Body::System(SystemLine::Assigned { to: Assignee::Bot, by: Who::Desk })),
        seen(Body::System(SystemLine::EndRequested { by: Who::Desk })),
        seen(Body::System(SystemLine::Ended { by: Who::Contact })),
        seen(Body::System(SystemLine::Reopened { by: Who::Contact })),
    ];
    let lines: Vec<_> = lines.map(|line| line.unwrap().to_string()).to_vec();
    insta::assert_snapshot!(lines.join("\n"));
}

/// INV-25
#[test]
fn internal_talk_and_the_teams_own_labels_are_never_seen() {
    let operator = || "agt_7".parse::<OperatorId>().unwrap();
    for body in [
        Body::Note { author: Some(operator()), text: "internal".into() },
        Body::System(SystemLine::Tagged { tag: "vip".into(), by: Who::Desk }),
        Body::System(SystemLine::Blocked { by: operator() }),
        Body::System(SystemLine::CategorySet { category: Some("complaint".into()), by: Who::Desk }),
        Body::System(SystemLine::AutomationStopped { reason: domain::StopReason::Loop }),
    ] {
        assert_eq!(seen(body), None);
    }
    let mut unnumbered = stored(Body::Outbound(Box::new(saying([Content::text("a")]))));
    unnumbered.stream_seq = None;
    assert_eq!(stream_event(&unnumbered, &ConversationId::of(&inbox(), "vis:1"), &Shop), None);
}

/// Every frame of the transcripts that a client sends reads, and every frame that a server sends can be written.
#[test]
fn the_frames_of_the_transcripts_read_and_write() {
    let mut clients = 0;
    let mut servers = Vec::new();
    for file in ["09-ws-resume", "10-ws-gap-and-reset"] {
        for entry in sample(&format!("web/{file}.transcript.json")).as_array().unwrap() {
            match (entry["dir"].as_str(), &entry["frame"]) {
                (_, Value::Null) => {}
                (Some("client"), frame) => {
                    assert!(read_frame(&frame.to_string()).is_ok(), "{frame}");
                    clients += 1;
                }
                (_, frame) => servers.push(frame.clone()),
            }
        }
    }
    let written = [
        ServerFrame::Ready { last_seq: 5, resume: Resume::Delta, heartbeat_ms: 30_000, oldest_seq: None },
        ServerFrame::Event { event: servers[1]["event"].clone() },
        ServerFrame::Event { event: servers[2]["event"].clone() },
        ServerFrame::Pong { n: 1, last_seq: None },
        ServerFrame::Event { event: servers[4]["event"].clone() },
        ServerFrame::Ack {
            r#ref: "c-17".into(),
            ok: true,
            data: Some(servers[5]["data"].clone()),
            error: None,
        },
        ServerFrame::Signal { r#type: "typing".into(), data: servers[6]["data"].clone() },
        ServerFrame::Event { event: servers[7]["event"].clone() },
        ServerFrame::Ready {
            last_seq: 412,
            resume: Resume::Reset,
            heartbeat_ms: 30_000,
            oldest_seq: Some(300),
        },
    ];
    assert_eq!(clients, 4);
    assert_eq!(json!(written), json!(servers));
}

#[test]
fn frames_read_or_say_why_not() {
    let receipt = read_frame(r#"{"op":"receipt","state":"delivered","upToSeq":3,"unknown":[]}"#);
    assert_eq!(receipt, Ok(ClientFrame::Receipt { state: ReceiptState::Delivered, up_to_seq: 3 }));
    assert_eq!(read_frame(r#"{"op":"ping","n":1}"#), Ok(ClientFrame::Ping { n: 1 }));
    let unknown = read_frame(r#"{"op":"dance"}"#).unwrap_err();
    assert_eq!(unknown.close_code(), None);
    assert_eq!(
        json!(unknown.answer()),
        json!({"op": "error", "code": "unknown_op", "message": "op \"dance\" is not known", "retryable": false})
    );
    let proto = read_frame(r#"{"op":"hello","proto":2,"token":"t"}"#).unwrap_err();
    assert_eq!((proto.close_code(), proto), (Some(4409), FrameError::UnsupportedProtocol { proto: 2 }));
    for malformed in ["", "[]", "{}", r#"{"op":7}"#, r#"{"op":"ping"}"#, r#"{"op":"ping","n":1,"n":2}"#] {
        assert_eq!(read_frame(malformed).unwrap_err().close_code(), Some(4400), "{malformed}");
    }
}

#[test]
fn a_send_that_rest_would_refuse_is_answered_by_its_name() {
    let frame = |data: Value| read_frame(&json!({"op": "send", "ref": "c-1", "data": data}).to_string());
    let id = "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a2d31";
    let empty = frame(json!({"clientMessageId": id, "type": "text", "text": " "})).unwrap_err();
    assert_eq!(
        json!(empty.answer()),
        json!({"op": "ack", "ref": "c-1", "ok": false, "error": {"code": "empty_message",
            "message": "text has no visible character", "retryable": false}})
    );
    let broken = frame(json!({"clientMessageId": id, "type": "text"})).unwrap_err();
    assert_eq!(json!(broken.answer())["error"]["code"], "bad_request");
    assert_eq!(broken.close_code(), None);
}

#[test]
fn a_frame_is_at_most_32_kb_long() {
    let frame = |length: usize| {
        let empty = json!({"op": "hello", "proto": 1, "token": "", "after": 0}).to_string();
        empty.replace(r#""token":"""#, &format!(r#""token":"{}""#, "x".repeat(length - empty.len())))
    };
    assert!(read_frame(&frame(MAX_FRAME_BYTES)).is_ok());
    assert_eq!(read_frame(&frame(MAX_FRAME_BYTES + 1)), Err(FrameError::Malformed));
}

/// SEC-28
#[test]
fn a_widget_prints_no_secret() {
    let printed = format!("{:?}", widget());
    assert!(!printed.contains("web-token-key") && !printed.contains("web-identity"), "{printed}");
}
