//! Bad inputs, by their numbers in RELIABILITY.md section 9.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use channels::signing::{headers, sign_line};
use channels::{Credentials, Forged, Posted, Unreadable, open};
use domain::{Content, ConversationId, News, Parsed, Timestamp};
use http::HeaderMap;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::{
    every_kind, fixture, json as sample, line, line_credentials, line_text, now, only_event, proven, read,
    telegram, telegram_credentials, telegram_text, text_of,
};

/// B-1
#[test]
fn one_byte_changed_after_signing_proves_nothing() {
    let body = fixture("line/02-text-ja-emoji.json");
    let headers = headers(&line_credentials(), &body);
    for at in 0..body.len() {
        let mut changed = body.clone();
        changed[at] ^= 1;
        assert_eq!(line().verify(Posted::plain(&headers, changed), now()).unwrap_err(), Forged, "byte {at}");
    }
}

/// B-1: a signature that is right but for one bit, is cut, or is no base64.
#[test]
fn a_signature_changed_in_any_way_proves_nothing() {
    let body = Bytes::from(fixture("line/01-verify-empty.json"));
    let right = sign_line(&"7d3f0c5a9be14e6f8a2b1c4d5e6f7081".into(), &body);
    let mut bit = STANDARD.decode(&right).unwrap();
    bit[31] ^= 1;
    for wrong in [&STANDARD.encode(bit), &right[..40], &right[1..], "", "=", "ü", &right.to_lowercase()] {
        let headers: HeaderMap =
            [("x-line-signature".parse().unwrap(), http::HeaderValue::from_bytes(wrong.as_bytes()).unwrap())]
                .into_iter()
                .collect();
        assert!(line().verify(Posted::plain(&headers, body.clone()), now()).is_err(), "{wrong:?}");
    }
}

/// SEC-1
#[test]
fn two_secrets_are_valid_while_they_are_exchanged() {
    let body = fixture("line/01-verify-empty.json");
    let Credentials::Line(mut both) = line_credentials() else { unreachable!() };
    both.previous_channel_secret = Some(std::mem::replace(&mut both.channel_secret, "the new secret".into()));
    let channel = open(Credentials::Line(both));
    for secret in ["the new secret", "7d3f0c5a9be14e6f8a2b1c4d5e6f7081"] {
        let mut headers = HeaderMap::new();
        headers.insert("x-line-signature", sign_line(&secret.into(), &body).parse().unwrap());
        assert!(channel.verify(Posted::plain(&headers, body.clone()), now()).is_ok());
        assert_eq!(
            line().verify(Posted::plain(&headers, body.clone()), now()).is_ok(),
            secret != "the new secret"
        );
    }
    let Credentials::Telegram(mut both) = telegram_credentials() else { unreachable!() };
    both.previous_webhook_secret = Some("the-new-secret".into());
    let channel = open(Credentials::Telegram(both));
    for secret in ["the-new-secret", "tg-Secret_Token-4f7c1b9e2a"] {
        let mut headers = HeaderMap::new();
        headers.insert("x-telegram-bot-api-secret-token", secret.parse().unwrap());
        assert!(channel.verify(Posted::plain(&headers, Bytes::new()), now()).is_ok());
    }
}

/// An inbox whose secret was forgotten must not take webhooks of anybody.
#[test]
fn an_empty_secret_opens_nothing() {
    let Credentials::Line(mut line) = line_credentials() else { unreachable!() };
    line.channel_secret = "".into();
    let mut headers = HeaderMap::new();
    headers.insert("x-line-signature", sign_line(&"".into(), b"{}").parse().unwrap());
    assert!(
        open(Credentials::Line(line))
            .verify(Posted::plain(&headers, Bytes::from_static(b"{}")), now())
            .is_err()
    );

    let Credentials::Telegram(mut telegram) = telegram_credentials() else { unreachable!() };
    telegram.webhook_secret = "".into();
    let channel = open(Credentials::Telegram(telegram));
    let mut headers = HeaderMap::new();
    assert!(channel.verify(Posted::plain(&headers, Bytes::from_static(b"{}")), now()).is_err());
    headers.insert("x-telegram-bot-api-secret-token", "".parse().unwrap());
    assert!(channel.verify(Posted::plain(&headers, Bytes::from_static(b"{}")), now()).is_err());
}

/// B-2
#[test]
fn emoji_are_the_same_after_the_gateways_base64() {
    let flagged = STANDARD.encode(fixture("line/02-text-ja-emoji.json"));
    let event = only_event(&line_credentials(), &STANDARD.decode(flagged).unwrap());
    assert_eq!(text_of(&event), "こんにちは😊 注文番号1024の配送状況を教えてください(brown)");
}

/// B-5
#[test]
fn telegram_without_the_right_secret_proves_nothing() {
    let body = Bytes::from(fixture("telegram/02-text-ja-entities.json"));
    for secret in [None, Some(""), Some("tg-Secret_Token-4f7c1b9e2"), Some("tg-Secret_Token-4f7c1b9e2a ")] {
        let mut headers = HeaderMap::new();
        if let Some(secret) = secret {
            headers.insert("x-telegram-bot-api-secret-token", secret.parse().unwrap());
        }
        assert_eq!(
            telegram().verify(Posted::plain(&headers, body.clone()), now()).unwrap_err(),
            Forged,
            "{secret:?}"
        );
    }
}

/// B-9
#[test]
fn json_nested_ten_thousand_deep_is_refused() {
    for body in
        ["[".repeat(10_000), r#"{"events":"#.repeat(10_000), r#"{"update_id":1,"message":["#.repeat(10_000)]
    {
        let speaks_json = |credentials: &Credentials| !matches!(credentials, Credentials::Wechat(_));
        for credentials in every_kind().into_iter().filter(speaks_json) {
            let webhook = proven(&credentials, body.as_bytes());
            assert_eq!(open(credentials).parse(&webhook, now()), Err(Unreadable::TooDeep));
        }
    }
}

/// SEC-5
#[test]
fn a_body_that_says_a_thing_twice_is_refused() {
    let body = br#"{"destination":"U3c9f4b2a7d1e5f60819a2b3c4d5e6f70","events":[],"events":[]}"#;
    let read = line().parse(&proven(&line_credentials(), body), now());
    assert_eq!(read, Err(Unreadable::DuplicateKey { key: "events".to_owned() }));
    let body = br#"{"update_id":1,"message":{"chat":{"id":1,"id":2}}}"#;
    let read = telegram().parse(&proven(&telegram_credentials(), body), now());
    assert_eq!(read, Err(Unreadable::DuplicateKey { key: "id".to_owned() }));
}

#[test]
fn a_body_that_is_not_json_is_refused_with_the_place() {
    for (body, error) in [
        (b"{\"events\":[\xff]}".as_slice(), Unreadable::NotUtf8 { at: 11 }),
        (b"{\"events\":[}", Unreadable::NotExpected { line: 1, column: 12 }),
        (b"", Unreadable::NotExpected { line: 1, column: 0 }),
    ] {
        assert_eq!(line().parse(&proven(&line_credentials(), body), now()), Err(error));
    }
}

/// B-12: the time is passed on as the provider tells it; the caller refuses what is stale.
#[test]
fn strange_times_are_passed_on() {
    for (millis, at) in [(0, "1970-01-01T00:00:00.000Z"), (4_070_908_800_000_i64, "2099-01-01T00:00:00.000Z")]
    {
        let event = only_event(&line_credentials(), &line_text(|event| event["timestamp"] = millis.into()));
        assert_eq!(event.at.to_string(), at);
        let seconds = millis / 1000;
        let event =
            only_event(&telegram_credentials(), &telegram_text(|message| message["date"] = seconds.into()));
        assert_eq!(event.at.to_string(), at);
    }
    let event = only_event(&line_credentials(), &line_text(|event| event["timestamp"] = i64::MIN.into()));
    assert_eq!(event.at, Timestamp::EPOCH);
}

/// B-13
#[test]
fn strange_user_ids_stay_inside_their_own_keys() {
    for id in ["a#b", "../x", "a\0b", "a\nb", &"長".repeat(1000)] {
        let event =
            only_event(&line_credentials(), &line_text(|event| event["source"]["userId"] = id.into()));
        assert_eq!(event.party.thread, format!("user:{id}"));
        let inbox = "line-main".parse().unwrap();
        let conversation = ConversationId::of(&inbox, &event.party.thread);
        assert_eq!(conversation.as_str().len(), 30);
        // It is sent back inside a JSON string, where nothing can break out.
        let request =
            line().render(&event.party.address, &crate::ours(), &crate::saying([Content::text("a")]));
        assert_eq!(crate::body_of(&request.unwrap())["to"], id);
    }
    let nobody = read(&line_credentials(), &line_text(|event| event["source"]["userId"] = "".into()));
    assert!(matches!(nobody.as_slice(), [Parsed::Undecodable { .. }]));
}

/// B-16
#[test]
fn markup_is_text_wherever_it_stands() {
    let markup = "<img src=x onerror=alert(1)>";
    let event = only_event(&line_credentials(), &line_text(|event| event["message"]["text"] = markup.into()));
    assert_eq!(text_of(&event), markup);
    let event = only_event(
        &telegram_credentials(),
        &telegram_text(|message| {
            message["text"] = markup.into();
            message["from"]["first_name"] = markup.into();
            message["from"]["last_name"] = "".into();
        }),
    );
    assert_eq!((text_of(&event), event.party.name.as_deref()), (markup, Some(markup)));
    let mut named = sample("line/06-file.json");
    named["events"][0]["message"]["fileName"] = markup.into();
    let event = only_event(&line_credentials(), named.to_string().as_bytes());
    let News::Message { content: Content::Media(media), .. } = event.news else { panic!("{event:?}") };
    assert_eq!(media.name.as_deref(), Some(markup));
}

/// Text is kept to the code point: no normalisation, no trimming (B-2, B-11).
#[test]
fn text_is_kept_as_it_is() {
    for text in [" が\u{304b}\u{3099}ＡＢ ", "\u{202e}abc", &format!("a{}", "\u{301}".repeat(200_000))] {
        let event =
            only_event(&line_credentials(), &line_text(|event| event["message"]["text"] = text.into()));
        assert_eq!(text_of(&event), text);
    }
}

/// SEC-28
#[test]
fn nothing_secret_is_printed() {
    for credentials in every_kind() {
        let printed = format!("{credentials:?}");
        for (name, secret) in credentials.secrets() {
            assert!(!printed.contains(secret.expose_secret()), "{name} in {printed}");
        }
    }
    let webhook = proven(&line_credentials(), json!({"text": "private"}).to_string().as_bytes());
    assert_eq!(format!("{webhook:?}"), "Verified(18 bytes)");
    let request = line().render("U1", &crate::ours(), &crate::saying([Content::text("a")])).unwrap();
    assert!(!format!("{request:?}").contains("line-access"));
    let request = telegram().render("1", &crate::ours(), &crate::saying([Content::text("a")])).unwrap();
    assert_eq!(channels::describe(&request), "POST api.telegram.org sendMessage");
}
