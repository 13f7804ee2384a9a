//! Messenger and Instagram: what their tables of events say, what we send, what answers, echoes and receipts mean.

use channels::{CallError, Channel, Courtesy, Credentials, open};
use domain::{
    About, Author, Content, FailReason, MediaKind, MediaSource, News, Outcome, Parsed, Receipt, Says,
    SendClass, SentMessage,
};
use serde_json::{Value, json};

use crate::{
    answer, body_of, choice, file, fixture, instagram_credentials, messenger_credentials, only_event, ours,
    read, saying, transcript,
};

const PERSON: &str = "3347882985877414";

fn both() -> [Credentials; 2] {
    [messenger_credentials(), instagram_credentials()]
}

fn messenger() -> Box<dyn Channel> {
    open(messenger_credentials())
}

fn instagram() -> Box<dyn Channel> {
    open(instagram_credentials())
}

fn account(credentials: &Credentials) -> &str {
    match credentials {
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => &meta.account_id,
        _ => unreachable!(),
    }
}

/// A body with one event under a name of `messaging`, from this person to the account.
fn body(credentials: &Credentials, from: &str, members: &Value) -> Vec<u8> {
    let account = account(credentials);
    let to = if from == account { PERSON } else { account };
    let mut event =
        json!({"sender": {"id": from}, "recipient": {"id": to}, "timestamp": 1_795_132_801_000_i64});
    event.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    let object = if credentials.kind() == domain::ChannelKind::Instagram { "instagram" } else { "page" };
    json!({"object": object, "entry": [{"id": account, "messaging": [event]}]}).to_string().into_bytes()
}

fn all(credentials: &Credentials, members: &Value) -> Vec<Parsed> {
    read(credentials, &body(credentials, PERSON, members))
}

fn one(credentials: &Credentials, members: &Value) -> Parsed {
    match all(credentials, members).as_slice() {
        [parsed] => parsed.clone(),
        other => panic!("{other:?}"),
    }
}

fn news(credentials: &Credentials, members: &Value) -> News {
    match one(credentials, members) {
        Parsed::Event(event) => event.news,
        other => panic!("{other:?}"),
    }
}

fn contents(members: &Value) -> Vec<Content> {
    let content = |parsed: Parsed| match parsed {
        Parsed::Event(event) => match event.news {
            News::Message { content, .. } => content,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    all(&messenger_credentials(), members).into_iter().map(content).collect()
}

/// A message of several files keeps its order, its words and its name.
#[test]
fn the_parts_of_a_message_are_a_millisecond_apart() {
    let parts = read(&messenger_credentials(), &fixture("messenger/03-images-and-caption.json"));
    let parts: Vec<_> = parts
        .into_iter()
        .map(|parsed| match parsed {
            Parsed::Event(event) => *event,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(parts.len(), 3);
    let mid = parts[0].id.clone();
    for (n, part) in parts.iter().enumerate() {
        assert_eq!(part.at.as_millis() - parts[0].at.as_millis(), i64::try_from(n).unwrap());
        let News::Message { message, content: Content::Media(media), .. } = &part.news else { panic!() };
        assert_eq!((message, media.album.as_ref()), (&mid, Some(&mid)));
        assert_eq!(media.caption.as_deref(), (n == 0).then_some("これです"));
        assert!(n == 0 || part.id == format!("{mid}#{}", n + 1));
    }
}

#[test]
fn what_is_for_another_account_is_told_with_its_bytes() {
    for (credentials, sample, other) in [
        (messenger_credentials(), "messenger/12-batch-two-pages.json", "771122334455667"),
        (instagram_credentials(), "instagram/14-ad-referral-and-two-accounts.json", "17841455555550001"),
    ] {
        let read = read(&credentials, &fixture(sample));
        assert!(
            matches!(read.last(), Some(Parsed::Foreign { account, raw }) if account == other && raw.contains(other))
        );
        let channel = open(credentials.clone());
        assert_eq!(channel.account(), Some(account(&credentials)));
    }
}

/// INV-24: what we do ourselves is never an input.
#[test]
fn our_own_events_are_never_inputs() {
    for credentials in both() {
        let own = |members: &Value| {
            let read = read(&credentials, &body(&credentials, account(&credentials), members));
            assert!(!read.iter().any(|parsed| matches!(parsed, Parsed::Event(_))), "{read:?}");
            read
        };
        own(&json!({"message": {"mid": "m_1", "text": "a", "is_echo": true}}));
        own(&json!({"reaction": {"mid": "m_1", "action": "react", "emoji": "❤"}}));
        own(&json!({"message": {"mid": "m_1", "text": "a"}}));
        own(&json!({"read": {"watermark": 1}}));
    }
}

/// F-16, F-19: class B by what the call carried.
#[test]
fn an_echo_with_our_reference_confirms_the_row() {
    let own = |message: &Value| {
        let credentials = messenger_credentials();
        read(&credentials, &body(&credentials, account(&credentials), message)).remove(0)
    };
    let echo =
        json!({"message": {"mid": "m_1", "is_echo": true, "text": "a", "metadata": ours().to_string()}});
    let Parsed::Receipt(Receipt { about, says, .. }) = own(&echo) else { panic!() };
    assert_eq!(about, About::Ours { reference: ours(), message: Some("m_1".into()) });
    assert_eq!(says, Says::Sent);
    let foreign =
        json!({"message": {"mid": "m_1", "is_echo": true, "text": "a", "metadata": "somebody else's"}});
    assert_eq!(own(&foreign), Parsed::Ignored("echo of another app".into()));
}

#[test]
fn an_echo_of_instagram_tells_the_words_and_no_more() {
    let credentials = instagram_credentials();
    let echo = json!({"message": {"mid": "m_1", "is_echo": true, "text": "a"}});
    let read = read(&credentials, &body(&credentials, account(&credentials), &echo)).remove(0);
    let Parsed::Receipt(Receipt { about, says: Says::Sent, .. }) = read else { panic!("{read:?}") };
    let thread = format!("user:{PERSON}");
    assert_eq!(about, About::Echo { thread, message: "m_1".into(), words: Some("a".into()) });
}

#[test]
fn receipts_name_a_time_or_messages() {
    let thread = format!("user:{PERSON}");
    let until = "2026-11-20T00:00:00.000Z".parse().unwrap();
    let receipts = |credentials: &Credentials, members: &Value| {
        let receipt = |parsed| match parsed {
            Parsed::Receipt(Receipt { about, says, .. }) => (about, says),
            other => panic!("{other:?}"),
        };
        all(credentials, members).into_iter().map(receipt).collect::<Vec<_>>()
    };
    let page = messenger_credentials();
    assert_eq!(
        receipts(&page, &json!({"read": {"watermark": 1_795_132_800_000_i64}})),
        [(About::Until { thread: thread.clone(), until }, Says::Read)]
    );
    assert_eq!(
        receipts(&page, &json!({"delivery": {"watermark": 1_795_132_800_000_i64}})),
        [(About::Until { thread: thread.clone(), until }, Says::Delivered)]
    );
    let message =
        |message: &str| (About::Message { thread: thread.clone(), message: message.into() }, Says::Delivered);
    let mids = json!({"delivery": {"mids": ["m_1", "m_2"], "watermark": 1}});
    assert_eq!(receipts(&page, &mids), [message("m_1"), message("m_2")]);
    assert_eq!(
        receipts(&instagram_credentials(), &json!({"read": {"mid": "m_1"}})),
        [(About::Through { thread: thread.clone(), message: "m_1".into() }, Says::Read)]
    );
    for empty in [json!({"read": {}}), json!({"delivery": {}})] {
        assert!(matches!(one(&page, &empty), Parsed::Undecodable { .. }));
    }
}

#[test]
fn attachments_are_what_their_type_says() {
    let attached = |kind: &str, payload: Value| {
        let mut attachment = json!({"type": kind});
        if !payload.is_null() {
            attachment["payload"] = payload;
        }
        contents(&json!({"message": {"mid": "m_1", "attachments": [attachment]}})).remove(0)
    };
    let url = || json!({"url": "https://cdn.example.com/x", "title": "Latte art"});
    for (kind, shown, named) in [
        ("image", "image", false),
        ("video", "video", false),
        ("audio", "audio", false),
        ("file", "file", false),
        ("ig_reel", "video", true),
        ("share", "file", true),
        ("story_mention", "file", true),
    ] {
        let content = attached(kind, url());
        assert_eq!(content.kind(), shown, "{kind}");
        let Content::Media(media) = content else { panic!() };
        assert_eq!(media.name.is_some(), named, "{kind}");
        // What is somebody else's is linked and never copied.
        let ours = matches!(media.source, MediaSource::Provider { .. });
        assert_eq!(ours, !named, "{kind}");
    }
    assert_eq!(attached("fallback", url()), Content::text("https://cdn.example.com/x"));
    let place = Content::Location { title: None, address: None, latitude: 35.6, longitude: 139.7 };
    assert_eq!(attached("location", json!({"coordinates": {"lat": 35.6, "long": 139.7}})), place);
    let thumb = Content::Sticker { id: "369239263222822".into(), text: Some("👍".into()) };
    assert_eq!(attached("image", json!({"url": "https://x", "sticker_id": 369_239_263_222_822_u64})), thumb);
    let other = Content::Sticker { id: "1".into(), text: None };
    assert_eq!(attached("image", json!({"url": "https://x", "sticker_id": 1})), other);
    for kind in ["ephemeral", "template", "unsupported_type", "a_type_of_next_year"] {
        assert_eq!(attached(kind, Value::Null), Content::Unsupported { kind: kind.into() });
    }
    let strange = json!({"message": {"mid": "m_1", "attachments": [7], "text": "a"}});
    assert_eq!(contents(&strange), [Content::text("a"), Content::Unsupported { kind: "attachment".into() }]);
}

#[test]
fn what_is_not_known_or_not_all_keeps_its_bytes() {
    for (members, kept) in [
        (json!({"message": {"mid": "m_1", "text": "a"}}), false),
        (json!({"message": {"mid": "m_1"}}), true),
        (json!({"message": {"mid": "m_1", "is_unsupported": true}}), true),
        (json!({"message": {"mid": "m_1", "text": "a", "referral": {"ref": "ad1"}}}), true),
        (json!({"message": {"mid": "m_1", "text": "a", "reply_to": {"story": {"id": "1"}}}}), true),
        (json!({"message": {"mid": "m_1", "text": "a", "reply_to": {"mid": "m_0"}}}), false),
        (json!({"message": {"mid": 7}}), true),
        (json!({"postback": {"title": "in standby"}}), true),
    ] {
        let event = only_event(&instagram_credentials(), &body(&instagram_credentials(), PERSON, &members));
        assert_eq!(event.raw.is_some(), kept, "{members}");
        assert_eq!(event.party.thread, format!("user:{PERSON}"));
    }
}

#[test]
fn taps_edits_reactions_and_unsends_point_at_what_they_are_about() {
    for credentials in both() {
        let tap = |label: Option<&str>, params: Option<&str>| News::Tapped {
            button: "b0".into(),
            label: label.map(str::to_owned),
            params: params.map(str::to_owned),
            message: None,
            callback: None,
        };
        let quick = json!({"message": {"mid": "m_1", "text": "Red", "quick_reply": {"payload": "b0"}}});
        assert_eq!(news(&credentials, &quick), tap(Some("Red"), None));
        let postback =
            json!({"postback": {"mid": "m_1", "title": "", "payload": "b0", "referral": {"ref": "x"}}});
        assert_eq!(news(&credentials, &postback), tap(None, Some(r#"{"ref":"x"}"#)));
        let edit = json!({"message_edit": {"mid": "m_1", "text": "new", "num_edit": "2"}});
        assert_eq!(
            news(&credentials, &edit),
            News::Edited { message: "m_1".into(), content: Content::text("new") }
        );
        let no_edit = json!({"message_edit": {"mid": "m_1", "num_edit": 0}});
        assert_eq!(one(&credentials, &no_edit), Parsed::Ignored("edit without words".into()));
        let reacted = |action: &str| json!({"reaction": {"mid": "m_1", "action": action, "emoji": "❤"}});
        let stands = |emoji: &[&str]| News::Reacted {
            message: "m_1".into(),
            emoji: emoji.iter().map(|emoji| (*emoji).to_owned()).collect(),
        };
        assert_eq!(news(&credentials, &reacted("react")), stands(&["❤"]));
        assert_eq!(news(&credentials, &reacted("unreact")), stands(&[]));
        let unsent = json!({"message": {"mid": "m_1", "is_deleted": true}});
        assert_eq!(news(&credentials, &unsent), News::Unsent { message: "m_1".into() });
        let link = json!({"referral": {"ref": "qr-table-7", "source": "SHORTLINK"}});
        let followed = News::Followed { unblocked: false, referral: Some("qr-table-7".into()) };
        assert_eq!(news(&credentials, &link), followed);
        for ignored in ["pass_thread_control", "optin", "policy_enforcement", "a_key_of_next_year"] {
            assert_eq!(one(&credentials, &json!({ignored: {}})), Parsed::Ignored("other event".into()));
        }
    }
}

/// INV-2: what has no id of its own is told from others by kind, person and time.
#[test]
fn events_without_an_id_are_told_apart() {
    let id = |members: &Value| {
        only_event(&messenger_credentials(), &body(&messenger_credentials(), PERSON, members)).id
    };
    let ids = [
        id(&json!({"message": {"mid": "m_1", "text": "a"}})),
        id(&json!({"message": {"mid": "m_1", "is_deleted": true}})),
        id(&json!({"message_edit": {"mid": "m_1", "text": "a", "num_edit": 1}})),
        id(&json!({"message_edit": {"mid": "m_1", "text": "a", "num_edit": 2}})),
        id(&json!({"reaction": {"mid": "m_1", "action": "react", "emoji": "❤"}})),
        id(&json!({"reaction": {"mid": "m_1", "action": "unreact"}})),
        id(&json!({"postback": {"payload": "a"}})),
        id(&json!({"postback": {"payload": "b"}})),
        id(&json!({"postback": {"mid": "m_1", "payload": "b"}})),
        id(&json!({"referral": {"ref": "a"}})),
    ];
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
    assert_eq!(ids[6], id(&json!({"postback": {"payload": "a"}})), "again is the same");
}

#[test]
fn one_bad_event_leaves_its_neighbours_alone() {
    let good = json!({"sender": {"id": PERSON}, "recipient": {"id": "682498302938465"}, "timestamp": "1795132801000",
        "message": {"mid": "m_1", "text": "a"}});
    let body = json!({"object": "page", "entry": [{"id": "682498302938465", "messaging": [7, good, {}, {"timestamp": 1}],
        "changes": [{}]}, "x", {"id": 7}]});
    let read = read(&messenger_credentials(), body.to_string().as_bytes());
    let kinds: String = read
        .iter()
        .map(|parsed| match parsed {
            Parsed::Event(_) => 'e',
            Parsed::Undecodable { .. } => 'u',
            Parsed::Ignored(_) => 'i',
            _ => '?',
        })
        .collect();
    assert_eq!(kinds, "ueuuiuu", "{read:?}");
    let other = br#"{"object":"user","entry":[]}"#;
    assert_eq!(crate::read(&messenger_credentials(), other), [Parsed::Ignored("user".into())]);
}

#[test]
fn a_call_carries_our_reference_where_it_comes_back() {
    let mut message = saying([Content::text("承知しました。")]);
    message.quotes = Some("m_0".into());
    insta::assert_snapshot!(transcript(&messenger().render(PERSON, &ours(), &message).unwrap()));
    let request = instagram().render(PERSON, &ours(), &message).unwrap();
    assert_eq!(body_of(&request)["message"], json!({"text": "承知しました。"}));
    for channel in [messenger(), instagram()] {
        assert_eq!(channel.send_class(&message), SendClass::Confirmed);
        for nobody in ["", "Mei", "-1", "12 3"] {
            let refused = channel.render(nobody, &ours(), &message).unwrap_err();
            assert_eq!(refused, FailReason::Unreachable, "{nobody}");
        }
    }
}

/// CHN-14: people may answer for seven days, the bot never.
#[test]
fn a_person_may_answer_longer_if_the_app_may() {
    let Credentials::Messenger(mut meta) = messenger_credentials() else { unreachable!() };
    meta.human_agent = true;
    let channel = open(Credentials::Messenger(meta));
    let mut message = saying([Content::text("a")]);
    let tag = |channel: &dyn Channel, message: &domain::OutboundMessage| {
        let body = body_of(&channel.render(PERSON, &ours(), message).unwrap());
        (body["messaging_type"].clone(), body["tag"].clone())
    };
    assert_eq!(tag(channel.as_ref(), &message), (json!("RESPONSE"), Value::Null));
    message.author = Author::Operator { id: "ken".parse().unwrap() };
    assert_eq!(tag(channel.as_ref(), &message), (json!("MESSAGE_TAG"), json!("HUMAN_AGENT")));
    assert_eq!(tag(messenger().as_ref(), &message), (json!("RESPONSE"), Value::Null));
}

/// CHN-11
#[test]
fn each_content_has_its_form() {
    let contents = [
        choice("ご用件は？", &["配送状況", "返品", "その他"], false),
        choice("ご用件は？", &["配送状況", "返品"], true),
        choice("どれですか？", &["1", "2", "3", "4"], false),
        choice(&"a".repeat(641), &["はい", "いいえ"], false),
        Content::Media(file(MediaKind::Image, "https://cdn.example.com/a.png")),
        Content::Media(file(MediaKind::Voice, "https://cdn.example.com/a.m4a")),
        Content::Media(file(MediaKind::File, "https://cdn.example.com/r.pdf")),
    ];
    let said = |content: &Content| {
        let request = instagram().render(PERSON, &ours(), &saying([content.clone()])).unwrap();
        body_of(&request)["message"].to_string().replace(&"a".repeat(641), "a×641")
    };
    insta::assert_snapshot!(contents.iter().map(said).collect::<Vec<_>>().join("\n"));
}

/// CHN-12
#[test]
fn what_they_cannot_carry_is_refused_with_the_reason() {
    let refused =
        |channel: &dyn Channel, content: Content| match channel.render(PERSON, &ours(), &saying([content])) {
            Err(FailReason::Unsupported { detail }) => detail,
            other => panic!("{other:?}"),
        };
    let mut captioned = file(MediaKind::Image, "https://cdn.example.com/a.png");
    captioned.caption = Some("a".into());
    let mut upload = file(MediaKind::Image, "");
    upload.source = MediaSource::Upload { id: "upl_1".into() };
    let details = [
        refused(messenger().as_ref(), Content::text("a".repeat(2001))),
        // 334 characters of three bytes each.
        refused(instagram().as_ref(), Content::text("あ".repeat(334))),
        refused(messenger().as_ref(), choice("a", &["b"; 14], true)),
        refused(messenger().as_ref(), choice("a", &["👨‍👩‍👧‍👦👨‍👩‍👧‍👦"], true)),
        refused(messenger().as_ref(), Content::Media(captioned)),
        refused(messenger().as_ref(), Content::Media(upload)),
        refused(messenger().as_ref(), Content::Card { name: "a".into(), phone: None }),
        refused(messenger().as_ref(), Content::Sticker { id: "1".into(), text: None }),
    ];
    insta::assert_snapshot!(details.join("\n"));
    assert!(instagram().render(PERSON, &ours(), &saying([Content::text("あ".repeat(333))])).is_ok());
    assert!(messenger().render(PERSON, &ours(), &saying([Content::text("a"), Content::text("b")])).is_err());
}

/// CHN-15
#[test]
fn side_calls_are_those_that_they_have() {
    for channel in [messenger(), instagram()] {
        let call = |courtesy| channel.side_call(PERSON, courtesy).map(|request| body_of(&request));
        let action = |action: &str| json!({"recipient": {"id": PERSON}, "sender_action": action});
        assert_eq!(call(Courtesy::Typing { token: None }), Some(action("typing_on")));
        assert_eq!(call(Courtesy::Read { token: "m_1" }), Some(action("mark_seen")));
        assert_eq!(call(Courtesy::AnswerTap { callback: "1" }), None);
        assert!(channel.side_call("Mei", Courtesy::Read { token: "m_1" }).is_none());
    }
}

fn error(status: u16, code: i64, subcode: Option<i64>) -> Outcome {
    let mut error = json!({"message": "words", "type": "OAuthException", "code": code, "fbtrace_id": "A"});
    if let Some(subcode) = subcode {
        error["error_subcode"] = subcode.into();
    }
    messenger().outcome(answer(status, &json!({"error": error}).to_string()))
}

#[test]
fn accepted_is_sent_with_the_id() {
    let sent = Outcome::Sent(vec![SentMessage { id: "m_1".into(), quote_token: None }]);
    assert_eq!(instagram().outcome(answer(200, r#"{"recipient_id":"1","message_id":"m_1"}"#)), sent);
}

/// RELIABILITY.md section 3, F-36
#[test]
fn an_answer_that_does_not_tell_is_ambiguous() {
    for unclear in [answer(500, ""), answer(200, ""), answer(200, r#"{"recipient_id":"1"}"#), answer(302, "")]
    {
        assert_eq!(messenger().outcome(unclear), Outcome::Ambiguous);
    }
    assert_eq!(error(500, 1, Some(1_357_046)), Outcome::Ambiguous);
    assert_eq!(error(400, 1, Some(1_357_046)), Outcome::Ambiguous);
    assert_eq!(error(500, 7_777, None), Outcome::Ambiguous);
    assert_eq!(messenger().outcome(Err(CallError::Lost)), Outcome::Ambiguous);
    assert_eq!(messenger().outcome(Err(CallError::NotConnected)), Outcome::NotSent { retry_after_ms: None });
}

#[test]
fn the_code_decides_and_not_the_status() {
    for status in [400, 500] {
        for passing in [1, 2, 1200] {
            assert_eq!(error(status, passing, None), Outcome::NotSent { retry_after_ms: None });
        }
        for too_often in [4, 17, 32, 613] {
            assert_eq!(error(status, too_often, None), Outcome::Busy { retry_after_ms: None });
        }
        for subcode in [2_018_278, 2_534_022] {
            assert_eq!(error(status, 10, Some(subcode)), Outcome::Failed(FailReason::WindowClosed));
        }
        for (code, subcode) in [(551, Some(1_545_041)), (100, Some(2_018_001)), (200, Some(1_545_041))] {
            assert_eq!(error(status, code, subcode), Outcome::Failed(FailReason::Unreachable));
        }
        for broken in [3, 10, 190, 200, 230] {
            assert_eq!(error(status, broken, None), Outcome::Failed(FailReason::Unauthorized));
        }
        let detail = "words (100/2018034)".to_owned();
        assert_eq!(
            error(status, 100, Some(2_018_034)),
            Outcome::Failed(FailReason::Refused { detail, code: Some(2_018_034) })
        );
    }
    let detail = "words (7777)".to_owned();
    assert_eq!(error(400, 7777, None), Outcome::Failed(FailReason::Refused { detail, code: Some(7777) }));
    assert_eq!(messenger().outcome(answer(401, "")), Outcome::Failed(FailReason::Unauthorized));
    assert_eq!(messenger().outcome(answer(429, "")), Outcome::Busy { retry_after_ms: None });
}
