//! Telegram: what its table of updates says, what we send, and what its answers mean.

use channels::{CallError, Courtesy};
use domain::{Content, FailReason, MediaKind, MediaSource, News, Outcome, Parsed, SendClass, SentMessage};
use serde_json::{Value, json};

use crate::{
    answer, body_of, choice, file, json as sample, now, only_event, ours, proven, read, saying, telegram,
    telegram_credentials, telegram_text, transcript,
};

fn update(kind: &str, what: &Value) -> Vec<u8> {
    json!({"update_id": 710_000_200, kind: what}).to_string().into_bytes()
}

fn ignored(body: &[u8]) -> String {
    match read(&telegram_credentials(), body).as_slice() {
        [Parsed::Ignored(kind)] => kind.clone(),
        other => panic!("not ignored: {other:?}"),
    }
}

fn news(body: &[u8]) -> News {
    only_event(&telegram_credentials(), body).news
}

#[test]
fn kinds_that_mean_nothing_here_are_ignored_by_name() {
    for kind in
        ["channel_post", "edited_channel_post", "inline_query", "poll", "chat_member", "a_kind_of_next_year"]
    {
        assert_eq!(ignored(&update(kind, &json!({"id": "1"}))), kind);
    }
    assert_eq!(ignored(br#"{"update_id":1}"#), "empty update");
}

#[test]
fn an_update_that_cannot_be_read_goes_to_the_dead_letters() {
    for body in [
        r#"{"message":{}}"#,
        r#"{"update_id":"1","message":{}}"#,
        r#"{"update_id":1,"message":{"text":"a"}}"#,
    ] {
        let read = read(&telegram_credentials(), body.as_bytes());
        assert!(matches!(read.as_slice(), [Parsed::Undecodable { raw, .. }] if raw == body), "{read:?}");
    }
    let webhook = proven(&telegram_credentials(), b"[]");
    assert!(telegram().parse(&webhook, now()).is_err());
}

/// INV-24
#[test]
fn what_bots_write_is_ignored() {
    assert_eq!(
        ignored(&telegram_text(|message| message["from"]["is_bot"] = true.into())),
        "message of a bot"
    );
    let forwarded = telegram_text(|message| {
        message["is_automatic_forward"] = true.into();
        message["sender_chat"] = json!({"id": -100, "type": "channel"});
    });
    assert_eq!(ignored(&forwarded), "channel_post");
}

#[test]
fn start_follows_and_anything_longer_is_a_message() {
    let start = |text: &str| news(&telegram_text(|message| message["text"] = text.into()));
    assert_eq!(start("/start"), News::Followed { unblocked: false, referral: None });
    assert_eq!(start("/start a_1-B"), News::Followed { unblocked: false, referral: Some("a_1-B".into()) });
    assert!(matches!(start("/started"), News::Message { .. }));
    let in_a_group = telegram_text(|message| {
        message["text"] = "/start".into();
        message["chat"] = json!({"id": -1, "type": "group", "title": "客"});
    });
    assert!(matches!(news(&in_a_group), News::Message { .. }));
}

#[test]
fn a_forum_topic_is_a_thread_of_its_own() {
    let in_topic = |reply_to: i64| {
        telegram_text(|message| {
            message["chat"] = json!({"id": -100_198, "type": "supergroup", "title": "客", "is_forum": true});
            message["message_thread_id"] = 55.into();
            message["is_topic_message"] = true.into();
            message["reply_to_message"] =
                json!({"message_id": reply_to, "date": 1, "chat": {"id": -100_198}});
        })
    };
    let event = only_event(&telegram_credentials(), &in_topic(55));
    assert_eq!((&*event.party.thread, &*event.party.address), ("chat:-100198:55", "-100198:55"));
    assert_eq!(
        (event.party.sender.as_deref(), event.party.name.as_deref()),
        (Some("5123456789"), Some("客"))
    );
    assert!(matches!(event.news, News::Message { quotes: None, .. }));
    assert!(matches!(news(&in_topic(60)), News::Message { quotes: Some(id), .. } if id == "60"));
    let request = telegram().render("-100198:55", &ours(), &saying([Content::text("a")])).unwrap();
    assert_eq!(
        (&body_of(&request)["chat_id"], &body_of(&request)["message_thread_id"]),
        (&json!(-100_198), &json!(55))
    );
}

#[test]
fn a_thread_id_outside_a_forum_is_no_topic() {
    let event = only_event(
        &telegram_credentials(),
        &telegram_text(|message| message["message_thread_id"] = 7.into()),
    );
    assert_eq!(event.party.thread, "chat:5123456789");
}

#[test]
fn service_messages_are_ignored_and_new_kinds_are_shown() {
    let with = |name: &str| {
        telegram_text(|message| {
            message.as_object_mut().unwrap().remove("text");
            message[name] = json!({"x": 1});
        })
    };
    for service in ["new_chat_title", "pinned_message", "forum_topic_created", "migrate_to_chat_id"] {
        assert_eq!(ignored(&with(service)), "service message");
    }
    for kind in ["dice", "poll", "story", "checklist", "a_kind_of_next_year"] {
        let event = only_event(&telegram_credentials(), &with(kind));
        assert!(event.raw.unwrap().contains(kind));
        let News::Message { content, .. } = event.news else { panic!() };
        assert_eq!(content, Content::Unsupported { kind: kind.to_owned() });
    }
    // Contents that are not as Telegram writes them are shown as something, in their thread.
    let broken = only_event(&telegram_credentials(), &telegram_text(|message| message["text"] = 7.into()));
    assert!(
        matches!(broken.news, News::Message { content: Content::Unsupported { .. }, .. })
            && broken.raw.is_some()
    );
}

#[test]
fn an_animation_is_a_film_and_not_its_document() {
    let animation = telegram_text(|message| {
        message.as_object_mut().unwrap().remove("text");
        message["animation"] = json!({"file_id": "A", "duration": 3, "mime_type": "video/mp4"});
        message["document"] = json!({"file_id": "A"});
    });
    let News::Message { content: Content::Media(media), .. } = news(&animation) else { panic!() };
    assert_eq!((media.kind, media.duration_ms), (MediaKind::Video, Some(3000)));
}

#[test]
fn membership_changes_follow_and_unfollow() {
    let change = |chat: &str, old: &str, new: &str| {
        update(
            "my_chat_member",
            &json!({"chat": {"id": -5, "type": chat, "title": "客"}, "date": 1_795_133_405,
            "from": {"id": 1, "is_bot": false, "first_name": "Ben"},
            "old_chat_member": {"status": old}, "new_chat_member": {"status": new}}),
        )
    };
    assert_eq!(news(&change("group", "left", "member")), News::Followed { unblocked: false, referral: None });
    assert_eq!(
        news(&change("private", "kicked", "member")),
        News::Followed { unblocked: true, referral: None }
    );
    assert_eq!(news(&change("group", "administrator", "left")), News::Unfollowed);
    for (chat, old, new) in
        [("group", "member", "administrator"), ("group", "left", "kicked"), ("channel", "left", "member")]
    {
        assert_eq!(ignored(&change(chat, old, new)), "my_chat_member");
    }
}

/// Telegram gives a tap no time of its own.
#[test]
fn a_tap_is_dated_by_its_receipt_and_says_so() {
    let body = sample("telegram/10-callback-query.json").to_string();
    let event = only_event(&telegram_credentials(), body.as_bytes());
    assert_eq!((event.at, event.untimed), (now(), true));
    assert!(!only_event(&telegram_credentials(), &telegram_text(|_| ())).untimed);
}

#[test]
fn a_tap_without_a_message_is_ignored_and_an_old_one_is_not() {
    let from = json!({"id": 1, "is_bot": false, "first_name": "Ben"});
    let inline = json!({"id": "9", "from": from, "inline_message_id": "x", "data": "a"});
    assert_eq!(ignored(&update("callback_query", &inline)), "callback_query without a message");
    let old = json!({"id": "9", "from": from, "data": "a",
        "message": {"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}}});
    let tapped = News::Tapped {
        button: "a".into(),
        label: None,
        params: None,
        message: Some("5".into()),
        callback: Some("9".into()),
    };
    assert_eq!(news(&update("callback_query", &old)), tapped);
}

#[test]
fn reactions_that_were_all_removed_are_an_empty_list() {
    let reaction = json!({"chat": {"id": 1, "type": "private"}, "message_id": 98, "date": 1_795_133_525,
        "user": {"id": 1, "is_bot": false, "first_name": "Ben"}, "old_reaction": [], "new_reaction": []});
    assert_eq!(
        news(&update("message_reaction", &reaction)),
        News::Reacted { message: "98".into(), emoji: vec![] }
    );
}

#[test]
fn each_content_has_its_method() {
    let mut captioned = file(MediaKind::Image, "https://cdn.example.com/a.png");
    captioned.caption = Some("写真です".into());
    let mut again = file(MediaKind::File, "");
    again.source = MediaSource::Provider { id: "BQACAgUAAxkBAAI0F5KE".into() };
    let place = |title: Option<&str>| Content::Location {
        title: title.map(str::to_owned),
        address: Some("2-chome".into()),
        latitude: 35.6591,
        longitude: 139.7064,
    };
    let contents = [
        Content::text("こんにちは <b>&"),
        choice("ご用件は？", &["配送状況", "返品"], false),
        Content::Media(captioned),
        Content::Media(again),
        Content::Media(file(MediaKind::Video, "https://cdn.example.com/a.mp4")),
        Content::Media(file(MediaKind::Audio, "https://cdn.example.com/a.mp3")),
        Content::Media(file(MediaKind::Voice, "https://cdn.example.com/a.ogg")),
        place(Some("Shibuya Station")),
        place(None),
        Content::Sticker { id: "CAACAgUAAxkBAAIN".into(), text: None },
        Content::Card { name: "佐藤".into(), phone: Some("+819012345678".into()) },
    ];
    let mut requests = Vec::new();
    for content in contents {
        let request = telegram().render("5123456789", &ours(), &saying([content])).unwrap();
        let address = "https://api.telegram.org/bot7654321098:telegram-bot-token/";
        let method = request.uri().to_string().strip_prefix(address).unwrap().to_owned();
        requests.push(format!("{method} {}", body_of(&request)));
    }
    insta::assert_snapshot!(requests.join("\n"));
}

#[test]
fn an_answer_quotes_even_what_is_gone() {
    let mut message = saying([Content::text("はい")]);
    message.quotes = Some("102".into());
    insta::assert_snapshot!(transcript(&telegram().render("5123456789", &ours(), &message).unwrap()));
    assert_eq!(telegram().send_class(&message), SendClass::Blind);
}

/// CHN-12
#[test]
fn what_telegram_cannot_carry_is_refused_with_the_reason() {
    let refused = |contents: Vec<Content>| match telegram().render("1", &ours(), &saying(contents)) {
        Err(FailReason::Unsupported { detail }) => detail,
        other => panic!("{other:?}"),
    };
    let mut long = file(MediaKind::Image, "https://cdn.example.com/a.png");
    long.caption = Some("a".repeat(1025));
    let mut upload = file(MediaKind::Image, "");
    upload.source = MediaSource::Upload { id: "upl_1".into() };
    let twice = vec![domain::Button { id: "a".into(), label: "b".into() }; 2];
    let details = [
        refused(vec![]),
        refused(vec![Content::text("a"), Content::text("b")]),
        refused(vec![Content::text("あ".repeat(4097))]),
        refused(vec![Content::Media(long)]),
        refused(vec![Content::Media(upload)]),
        refused(vec![Content::Choice { text: "a".into(), buttons: twice, quick: false }]),
        refused(vec![choice("a", &["b"; 14], true)]),
        refused(vec![Content::Card { name: "a".into(), phone: None }]),
        refused(vec![Content::Form { fields: vec![] }]),
    ];
    insta::assert_snapshot!(details.join("\n"));
    let elsewhere = telegram().render("Ueee65f", &ours(), &saying([Content::text("a")]));
    assert_eq!(elsewhere.unwrap_err(), FailReason::Unreachable);
}

#[test]
fn side_calls_are_those_that_telegram_has() {
    let call =
        |address: &str, courtesy| telegram().side_call(address, courtesy).map(|request| body_of(&request));
    assert_eq!(
        call("1:2", Courtesy::Typing { token: None }),
        Some(json!({"action": "typing", "chat_id": 1, "message_thread_id": 2}))
    );
    assert_eq!(call("1", Courtesy::AnswerTap { callback: "9" }), Some(json!({"callback_query_id": "9"})));
    assert_eq!(call("x", Courtesy::Typing { token: None }), None);
    assert_eq!(call("1", Courtesy::Read { token: "t" }), None);
}

#[test]
fn accepted_is_sent_with_its_id() {
    let sent = Outcome::Sent(vec![SentMessage { id: "105".into(), quote_token: None }]);
    let body = r#"{"ok":true,"result":{"message_id":105,"date":1,"chat":{"id":1}}}"#;
    assert_eq!(telegram().outcome(answer(200, body)), sent);
}

/// RELIABILITY.md section 3
#[test]
fn an_answer_that_does_not_tell_is_ambiguous() {
    for unclear in [
        answer(502, "<html>"),
        answer(200, "{"),
        answer(200, r#"{"ok":true}"#),
        answer(200, "{}"),
        answer(500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#),
        answer(500, r#"{"ok":true,"result":{"message_id":1}}"#),
    ] {
        assert_eq!(telegram().outcome(unclear), Outcome::Ambiguous);
    }
    assert_eq!(telegram().outcome(Err(CallError::Lost)), Outcome::Ambiguous);
    assert_eq!(telegram().outcome(Err(CallError::NotConnected)), Outcome::NotSent { retry_after_ms: None });
}

#[test]
fn an_error_becomes_ours_by_its_code() {
    let outcome = |code: u16, description: &str, parameters: Value| {
        let body =
            json!({"ok": false, "error_code": code, "description": description, "parameters": parameters});
        telegram().outcome(answer(code, &body.to_string()))
    };
    let failed = |code, description| outcome(code, description, json!({}));
    assert_eq!(
        outcome(429, "Too Many Requests: retry after 7", json!({"retry_after": 7})),
        Outcome::Busy { retry_after_ms: Some(7000) }
    );
    for (code, words) in [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
    ] {
        assert_eq!(failed(code, words), Outcome::Failed(FailReason::Unreachable), "{words}");
    }
    for code in [401, 404, 409] {
        assert_eq!(failed(code, "broken"), Outcome::Failed(FailReason::Unauthorized));
    }
    let refused =
        |detail: &str| Outcome::Failed(FailReason::Refused { detail: detail.to_owned(), code: None });
    let words = "Bad Request: message is too long";
    assert_eq!(failed(400, words), refused(words));
    assert_eq!(
        outcome(400, "Bad Request: group chat was upgraded", json!({"migrate_to_chat_id": -100_987_i64})),
        refused("the group has become the supergroup -100987")
    );
    assert_eq!(telegram().outcome(answer(413, "<html>")), refused("HTTP 413"));
}
