//! WhatsApp: what its table of messages says, what we send, what its answers and its receipts mean.

use channels::{CallError, Courtesy, Posted, signing};
use domain::{
    About, Content, FailReason, MediaKind, MediaSource, News, Outcome, Parsed, Receipt, Reference, Says,
    SendClass, SentMessage,
};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::{
    answer, body_of, choice, file, fixture, json as sample, now, only_event, ours, proven, read, saying,
    transcript, whatsapp, whatsapp_credentials,
};

const NUMBER: &str = "+16505551234";

/// A body with one change of `messages`, with these members.
fn change(members: &Value) -> Vec<u8> {
    let mut body = sample("whatsapp/01-text-en.json");
    let value = &mut body["entry"][0]["changes"][0]["value"];
    value.as_object_mut().unwrap().remove("messages");
    value.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    body.to_string().into_bytes()
}

/// A body with one message of Ben's: of this type, with this member of its own.
fn message(kind: &str, members: &Value) -> Vec<u8> {
    let mut message = json!({"from": "16505551234", "from_user_id": "US.99281733410028837465",
        "id": "wamid.A", "timestamp": "1795132810", "type": kind});
    message.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    change(&json!({"messages": [message]}))
}

fn news(kind: &str, members: &Value) -> News {
    only_event(&whatsapp_credentials(), &message(kind, members)).news
}

fn receipt(members: &Value) -> Parsed {
    let mut status =
        json!({"id": "wamid.B", "status": "sent", "timestamp": "1795133348", "recipient_id": "16505551234"});
    status.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    read(&whatsapp_credentials(), &change(&json!({"statuses": [status]}))).remove(0)
}

fn says(members: &Value) -> Says {
    match receipt(members) {
        Parsed::Receipt(Receipt { says, .. }) => says,
        other => panic!("{other:?}"),
    }
}

/// SEC-1: only the digest that Meta writes, over the bytes that it sent.
#[test]
fn a_signature_changed_in_any_way_proves_nothing() {
    let body = fixture("whatsapp/01-text-en.json");
    let right = signing::sign_meta(&"f0e1d2c3b4a5968778695a4b3c2d1e0f".into(), &body);
    let passes = |signature: &str, body: &[u8]| {
        let mut headers = HeaderMap::new();
        headers.insert("x-hub-signature-256", signature.parse().unwrap());
        whatsapp().verify(Posted::plain(&headers, body.to_vec()), now()).is_ok()
    };
    assert!(passes(&right, &body));
    let upper = format!("sha256={}", right[7..].to_uppercase());
    let sha1 = right.replace("sha256", "sha1");
    for wrong in [&right[..70], &right[7..], "", "sha256=", &upper, &sha1, &format!("{right}0")] {
        assert!(!passes(wrong, &body), "{wrong}");
    }
    // The same JSON, written by somebody else.
    let rewritten = serde_json::to_vec(&sample("whatsapp/01-text-en.json")).unwrap();
    assert!(!passes(&right, &rewritten));
}

#[test]
fn an_empty_secret_opens_nothing() {
    let channels::Credentials::Whatsapp(mut credentials) = whatsapp_credentials() else { unreachable!() };
    credentials.app_secret = "".into();
    credentials.previous_app_secret = Some("the one before".into());
    let channel = channels::open(channels::Credentials::Whatsapp(credentials));
    for (secret, passes) in [("", false), ("the one before", true)] {
        let mut headers = HeaderMap::new();
        headers.insert("x-hub-signature-256", signing::sign_meta(&secret.into(), b"{}").parse().unwrap());
        assert_eq!(channel.verify(Posted::plain(&headers, &b"{}"[..]), now()).is_ok(), passes);
    }
}

/// Two numbers of one app come to one address.
#[test]
fn what_is_for_another_number_is_told_with_its_bytes() {
    let read = read(&whatsapp_credentials(), &fixture("whatsapp/12-batch-two-accounts.json"));
    let accounts: Vec<_> = read
        .iter()
        .filter_map(|parsed| match parsed {
            Parsed::Foreign { account, raw } => {
                assert!(raw.contains(account.as_str()) && raw.starts_with('{'));
                Some(account.as_str())
            }
            _ => None,
        })
        .collect();
    assert_eq!(accounts, ["106540352249999", "106540352247777"]);
    assert_eq!(whatsapp().account(), Some("106540352242922"));
}

#[test]
fn other_objects_and_fields_are_ignored_by_name() {
    let ignored = |body: &[u8]| match read(&whatsapp_credentials(), body).as_slice() {
        [Parsed::Ignored(kind)] => kind.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(ignored(br#"{"object":"page","entry":[]}"#), "page");
    let field = |field: &str| {
        let mut body = sample("whatsapp/01-text-en.json");
        body["entry"][0]["changes"][0]["field"] = field.into();
        body.to_string().into_bytes()
    };
    for name in ["account_update", "message_template_status_update", "a_field_of_next_year"] {
        assert_eq!(ignored(&field(name)), name);
    }
    assert_eq!(ignored(&message("request_welcome", &json!({}))), "request_welcome");
    assert_eq!(ignored(&change(&json!({"errors": [{"code": 130_429}]}))), "account error 130429");
    assert_eq!(ignored(&change(&json!({"errors": ["?"]}))), "account error 0");
}

#[test]
fn a_person_is_known_by_an_id_by_a_number_or_by_both() {
    let party = |members: &Value, contacts: &Value| {
        let mut message =
            json!({"id": "wamid.A", "timestamp": 1_795_132_810, "type": "text", "text": {"body": "a"}});
        message.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let party = only_event(
            &whatsapp_credentials(),
            &change(&json!({"messages": [message], "contacts": contacts})),
        )
        .party;
        (party.thread, party.address, party.name)
    };
    let both = json!({"from": "819012345678", "from_user_id": "JP.1"});
    let keys = |thread: &str, address: &str| (thread.to_owned(), address.to_owned(), None);
    assert_eq!(party(&both, &json!([])), keys("user:JP.1", "+819012345678"));
    assert_eq!(
        party(&json!({"from": "819012345678"}), &json!([])),
        keys("phone:819012345678", "+819012345678")
    );
    assert_eq!(party(&json!({"from_user_id": "JP.1", "from": ""}), &json!([])), keys("user:JP.1", "JP.1"));
    // The contacts of the webhook complete what the message leaves out; their order means nothing.
    let people = json!([{"wa_id": "1", "user_id": "US.1", "profile": {"name": "Other"}}, null,
        {"wa_id": "819012345678", "user_id": "JP.1", "profile": {"name": "佐藤あき"}}]);
    let named = ("user:JP.1".to_owned(), "+819012345678".to_owned(), Some("佐藤あき".to_owned()));
    assert_eq!(party(&json!({"from": "819012345678"}), &people), named);
    assert_eq!(party(&json!({"from_user_id": "JP.1"}), &people), named);
    let nobody = read(&whatsapp_credentials(), &message("text", &json!({"from": "", "from_user_id": null})));
    assert!(matches!(nobody.as_slice(), [Parsed::Undecodable { .. }]), "{nobody:?}");
}

#[test]
fn a_group_is_a_thread_of_its_own() {
    let event = only_event(
        &whatsapp_credentials(),
        &message("text", &json!({"group_id": "Y2FwaV9ncm91cA", "text": {"body": "a"}})),
    );
    assert_eq!(event.party.thread, "group:Y2FwaV9ncm91cA");
    assert_eq!(event.party.sender.as_deref(), Some(NUMBER));
    let request = whatsapp().render(&event.party.address, &ours(), &saying([Content::text("b")])).unwrap();
    let body = body_of(&request);
    assert_eq!((&body["recipient_type"], &body["to"]), (&json!("group"), &json!("Y2FwaV9ncm91cA")));
}

#[test]
fn edits_and_revocations_point_at_their_message() {
    let edit = json!({"edit": {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "new"}}}});
    assert_eq!(
        news("edit", &edit),
        News::Edited { message: "wamid.0".into(), content: Content::text("new") }
    );
    let revoke = json!({"revoke": {"original_message_id": "wamid.0"}});
    assert_eq!(news("revoke", &revoke), News::Unsent { message: "wamid.0".into() });
    for (kind, members) in [("edit", json!({})), ("revoke", json!({"revoke": 1})), ("reaction", json!({}))] {
        assert_eq!(news(kind, &members), News::Unsupported { kind: kind.to_owned() });
    }
}

#[test]
fn what_is_not_known_keeps_its_bytes() {
    for (kind, members, shown) in [
        ("order", json!({"order": {"catalog_id": "1"}}), "order"),
        ("a_type_of_next_year", json!({"x": 1}), "a_type_of_next_year"),
        ("unsupported", json!({"unsupported": {"type": "poll"}}), "poll"),
        ("unsupported", json!({}), "unsupported"),
        ("image", json!({"errors": [{"code": 131_052}]}), "image"),
        ("interactive", json!({"interactive": {"type": "nfm_reply", "nfm_reply": {}}}), "interactive"),
        ("text", json!({"text": {"body": 1}}), "text"),
    ] {
        let event = only_event(&whatsapp_credentials(), &message(kind, &members));
        let News::Message { content, .. } = &event.news else { panic!("{event:?}") };
        assert_eq!(content, &Content::Unsupported { kind: shown.to_owned() }, "{kind}");
        assert!(event.raw.unwrap().contains("wamid.A"));
    }
    // An advertisement that led here is kept beside the words.
    let referred = message("text", &json!({"text": {"body": "a"}, "referral": {"source_type": "ad"}}));
    assert!(only_event(&whatsapp_credentials(), &referred).raw.unwrap().contains("source_type"));
    assert!(
        only_event(&whatsapp_credentials(), &message("text", &json!({"text": {"body": "a"}}))).raw.is_none()
    );
}

#[test]
fn one_bad_message_leaves_its_neighbours_alone() {
    let good = json!({"from": "1", "id": "wamid.A", "timestamp": "1", "type": "text", "text": {"body": "a"}});
    let body =
        change(&json!({"messages": [good, {"id": 7}, null, "x"], "statuses": [{"id": "wamid.B"}, {}]}));
    let read = read(&whatsapp_credentials(), &body);
    assert!(matches!(&read[0], Parsed::Event(_)));
    assert!(read[1..].iter().all(|parsed| matches!(parsed, Parsed::Undecodable { .. })), "{read:?}");
    assert_eq!(read.len(), 6);
}

/// F-19: the receipt names our row, wherever the contact's thread is.
#[test]
fn a_receipt_with_our_reference_names_the_row() {
    let reference = ours();
    let read = receipt(&json!({"biz_opaque_callback_data": reference.to_string()}));
    let about = About::Ours { reference, message: Some("wamid.B".into()) };
    let at = "2026-11-20T00:09:08.000Z".parse().unwrap();
    assert_eq!(read, Parsed::Receipt(Receipt { about, at, says: Says::Sent }));
}

#[test]
fn a_receipt_without_our_reference_names_the_message_and_the_thread() {
    for (members, thread) in [
        (json!({"recipient_user_id": "US.1"}), "user:US.1"),
        (json!({"biz_opaque_callback_data": "somebody else's"}), "phone:16505551234"),
    ] {
        let Parsed::Receipt(Receipt { about, .. }) = receipt(&members) else { panic!() };
        assert_eq!(about, About::Message { thread: thread.into(), message: "wamid.B".into() });
    }
    let nobody = receipt(&json!({"recipient_id": ""}));
    assert!(matches!(nobody, Parsed::Undecodable { .. }), "{nobody:?}");
}

#[test]
fn receipts_say_how_far_a_message_came() {
    assert_eq!(says(&json!({"status": "delivered"})), Says::Delivered);
    assert_eq!(says(&json!({"status": "read"})), Says::Read);
    assert_eq!(says(&json!({"status": "played"})), Says::Read);
    for status in ["deleted", "a state of next year"] {
        assert_eq!(receipt(&json!({"status": status})), Parsed::Ignored(format!("receipt {status}")));
    }
    let one = receipt(&json!({"status": "read", "recipient_type": "group"}));
    assert_eq!(one, Parsed::Ignored("read by one of a group".into()));
}

#[test]
fn a_failure_tells_its_reason() {
    let failed =
        |code: i64| match says(&json!({"status": "failed", "errors": [{"code": code, "title": "Title"}]})) {
            Says::Failed(reason) => reason,
            other => panic!("{other:?}"),
        };
    assert_eq!(failed(131_047), FailReason::WindowClosed);
    assert_eq!(failed(131_026), FailReason::Unreachable);
    assert_eq!(failed(190), FailReason::Unauthorized);
    assert_eq!(failed(131_000), FailReason::Refused { detail: "Title (131000)".into(), code: Some(131_000) });
    let silent = Says::Failed(FailReason::Refused { detail: "no reason given".into(), code: None });
    assert_eq!(says(&json!({"status": "failed"})), silent);
}

#[test]
fn a_message_carries_our_reference_and_what_it_answers() {
    let mut message = saying([Content::text("承知しました。")]);
    message.quotes = Some("wamid.HBg".into());
    let request = whatsapp().render(NUMBER, &ours(), &message).unwrap();
    insta::assert_snapshot!(transcript(&request));
    let planted = body_of(&request)["biz_opaque_callback_data"].as_str().unwrap().parse::<Reference>();
    assert_eq!(planted, Ok(ours()));
    assert_eq!(whatsapp().send_class(&message), SendClass::Confirmed);
    assert!(!format!("{request:?}").contains("whatsapp-access-token"));
}

#[test]
fn whoever_hides_their_number_is_addressed_by_id() {
    let to = |address: &str| {
        let request = whatsapp().render(address, &ours(), &saying([Content::text("a")]))?;
        let body = body_of(&request);
        Ok((body["to"].clone(), body["recipient"].clone()))
    };
    assert_eq!(to("JP.70012398455120039841"), Ok((Value::Null, json!("JP.70012398455120039841"))));
    assert_eq!(to(NUMBER), Ok((json!(NUMBER), Value::Null)));
    for nobody in ["", "+", "+81 90", "819012345678", "group:", "Mei"] {
        assert_eq!(to(nobody), Err(FailReason::Unreachable), "{nobody}");
    }
}

/// CHN-11
#[test]
fn each_content_has_its_type() {
    let mut pdf = file(MediaKind::File, "https://cdn.example.com/r.pdf");
    (pdf.name, pdf.caption) = (Some("領収書.pdf".into()), Some("receipt".into()));
    let contents = [
        choice("ご用件は？", &["配送状況", "返品", "その他"], true),
        choice("どれですか？", &["1", "2", "3", "4"], false),
        choice(&"あ".repeat(1025), &["はい", "いいえ"], false),
        choice("同じ？", &["はい", "はい"], false),
        Content::Media(file(MediaKind::Image, "https://cdn.example.com/a.png")),
        Content::Media(file(MediaKind::Video, "https://cdn.example.com/v.mp4")),
        Content::Media(file(MediaKind::Voice, "https://cdn.example.com/a.ogg")),
        Content::Media(pdf),
        Content::Location {
            title: Some("店".into()), address: None, latitude: 35.6591, longitude: 139.7064
        },
        Content::Card { name: "林先生".into(), phone: Some("+886 912 000 111".into()) },
    ];
    let bodies: Vec<_> = contents
        .map(|content| {
            let mut body = body_of(&whatsapp().render(NUMBER, &ours(), &saying([content])).unwrap());
            for member in ["biz_opaque_callback_data", "messaging_product", "recipient_type", "to"] {
                body.as_object_mut().unwrap().remove(member);
            }
            body.to_string().replace(&"あ".repeat(1025), "あ×1025")
        })
        .into();
    insta::assert_snapshot!(bodies.join("\n"));
}

/// CHN-12
#[test]
fn what_whatsapp_cannot_carry_is_refused_with_the_reason() {
    let refused = |contents: Vec<Content>| match whatsapp().render(NUMBER, &ours(), &saying(contents)) {
        Err(FailReason::Unsupported { detail }) => detail,
        other => panic!("{other:?}"),
    };
    let mut upload = file(MediaKind::Image, "");
    upload.source = MediaSource::Upload { id: "upl_1".into() };
    let mut foreign = upload.clone();
    foreign.source = MediaSource::Provider { id: "7420135138471204".into() };
    let mut song = file(MediaKind::Audio, "https://cdn.example.com/a.mp3");
    song.caption = Some("our jingle".into());
    let details = [
        refused(vec![]),
        refused(vec![Content::text("a"); 2]),
        refused(vec![Content::text("\u{200b}")]),
        refused(vec![Content::text("a".repeat(4097))]),
        refused(vec![choice("a", &["b"; 11], true)]),
        refused(vec![choice("a", &["123456789012345678901"], false)]),
        refused(vec![choice("a", &["👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦"], false)]),
        refused(vec![Content::Media(upload)]),
        refused(vec![Content::Media(foreign)]),
        refused(vec![Content::Media(song)]),
        refused(vec![Content::Media(file(MediaKind::Image, "http://cdn.example.com/a.png"))]),
        refused(vec![Content::Sticker { id: "1048661568815179".into(), text: None }]),
        refused(vec![Content::Card { name: " ".into(), phone: None }]),
    ];
    insta::assert_snapshot!(details.join("\n"));
}

#[test]
fn a_button_comes_back_as_it_went_out() {
    let request = whatsapp().render(NUMBER, &ours(), &saying([choice("a", &["b", "c"], false)])).unwrap();
    let reply = body_of(&request)["interactive"]["action"]["buttons"][1]["reply"].clone();
    let tap =
        json!({"interactive": {"type": "button_reply", "button_reply": reply}, "context": {"id": "wamid.0"}});
    let tapped = News::Tapped {
        button: "b1".into(),
        label: Some("c".into()),
        params: None,
        message: Some("wamid.0".into()),
        callback: None,
    };
    assert_eq!(news("interactive", &tap), tapped);
}

/// CHN-15
#[test]
fn typing_is_shown_only_with_the_mark_of_a_read_message() {
    let call = |courtesy| whatsapp().side_call(NUMBER, courtesy).map(|request| body_of(&request));
    let read = json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A"});
    assert_eq!(call(Courtesy::Read { token: "wamid.A" }), Some(read.clone()));
    let mut typing = read;
    typing["typing_indicator"] = json!({"type": "text"});
    assert_eq!(call(Courtesy::Typing { token: Some("wamid.A") }), Some(typing));
    assert_eq!(call(Courtesy::Typing { token: None }), None);
    assert_eq!(call(Courtesy::AnswerTap { callback: "1" }), None);
    let event = only_event(&whatsapp_credentials(), &message("text", &json!({"text": {"body": "a"}})));
    let News::Message { read_token, .. } = event.news else { panic!() };
    assert_eq!(read_token.as_deref(), Some("wamid.A"));
}

#[test]
fn accepted_is_sent_with_the_id() {
    let accepted = r#"{"messaging_product":"whatsapp","contacts":[{"input":"+1","wa_id":"1"}],
        "messages":[{"id":"wamid.C"}]}"#;
    let sent = Outcome::Sent(vec![SentMessage { id: "wamid.C".into(), quote_token: None }]);
    assert_eq!(whatsapp().outcome(answer(200, accepted)), sent);
}

fn error(status: u16, code: i64) -> Outcome {
    let body = json!({"error": {"message": "(#1) words", "type": "OAuthException", "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": "the details"}, "fbtrace_id": "A"}});
    whatsapp().outcome(answer(status, &body.to_string()))
}

/// RELIABILITY.md section 3
#[test]
fn an_answer_that_does_not_tell_is_ambiguous() {
    for unclear in
        [answer(500, ""), answer(503, "<html>"), answer(200, ""), answer(200, r#"{"messages":[]}"#)]
    {
        assert_eq!(whatsapp().outcome(unclear), Outcome::Ambiguous);
    }
    assert_eq!(error(500, 7_777), Outcome::Ambiguous);
    assert_eq!(whatsapp().outcome(Err(CallError::Lost)), Outcome::Ambiguous);
    assert_eq!(whatsapp().outcome(Err(CallError::NotConnected)), Outcome::NotSent { retry_after_ms: None });
}

#[test]
fn the_code_decides_and_not_the_status() {
    for passing in [1, 2, 131_000, 131_016, 131_057, 133_004] {
        for status in [400, 429, 500, 503] {
            assert_eq!(error(status, passing), Outcome::NotSent { retry_after_ms: None }, "{passing}");
        }
    }
    // The whole account has to wait (F-20).
    for too_often in [4, 80_007, 130_429] {
        assert_eq!(error(400, too_often), Outcome::Busy { retry_after_ms: None }, "{too_often}");
    }
    assert_eq!(error(400, 131_056), Outcome::NotSent { retry_after_ms: Some(6000) });
    assert_eq!(whatsapp().outcome(answer(429, "")), Outcome::Busy { retry_after_ms: None });
    for status in [400, 500] {
        assert_eq!(error(status, 131_047), Outcome::Failed(FailReason::WindowClosed));
        for gone in [131_026, 131_021, 131_030, 130_472, 131_049, 131_050] {
            assert_eq!(error(status, gone), Outcome::Failed(FailReason::Unreachable), "{gone}");
        }
        for broken in [0, 3, 10, 190, 200, 299, 133_010, 33, 131_005] {
            assert_eq!(error(status, broken), Outcome::Failed(FailReason::Unauthorized), "{broken}");
        }
        for wrong in [100, 131_008, 131_053, 132_000, 368, 131_042, 131_048] {
            let detail = format!("the details ({wrong})");
            assert_eq!(
                error(status, wrong),
                Outcome::Failed(FailReason::Refused { detail, code: Some(wrong) })
            );
        }
    }
    assert_eq!(whatsapp().outcome(answer(401, "")), Outcome::Failed(FailReason::Unauthorized));
    let detail = "HTTP 413".to_owned();
    assert_eq!(
        whatsapp().outcome(answer(413, "")),
        Outcome::Failed(FailReason::Refused { detail, code: None })
    );
}

#[test]
fn credentials_that_no_request_can_hold_are_wrong() {
    let channels::Credentials::Whatsapp(mut credentials) = whatsapp_credentials() else { unreachable!() };
    credentials.access_token = "two\nlines".into();
    let channel = channels::open(channels::Credentials::Whatsapp(credentials));
    let render = channel.render(NUMBER, &ours(), &saying([Content::text("a")]));
    assert_eq!(render.unwrap_err(), FailReason::Unauthorized);
}

#[test]
fn a_body_without_an_object_is_refused() {
    for body in ["[]", "{}", r#"{"object":"whatsapp_business_account","entry":7}"#] {
        assert!(
            whatsapp().parse(&proven(&whatsapp_credentials(), body.as_bytes()), now()).is_err(),
            "{body}"
        );
    }
}
