//! Whatever comes, nothing panics, and one bad event never spoils another.

use channels::{Credentials, Posted, open, play};
use proptest::prelude::*;
use serde_json::Value;

use crate::{every_kind, fixture, json, line_credentials, now, read};

const FILES: [&str; 24] = [
    "line/03-batch-mixed-users.json",
    "line/05-video-external-audio.json",
    "line/08-sticker-quoting.json",
    "line/09-postback-datetime-richmenu.json",
    "line/12-group-mention-then-edit.json",
    "line/13-standby-no-reply-token.json",
    "telegram/03-album-item-1.json",
    "telegram/07-venue.json",
    "telegram/10-callback-query.json",
    "telegram/12-reply-with-quote.json",
    "telegram/14-bot-unblocked.json",
    "telegram/16-group-message-as-channel.json",
    "whatsapp/03-image-caption.json",
    "whatsapp/06-location-sticker-contacts.json",
    "whatsapp/07-button-and-list-reply.json",
    "whatsapp/10-statuses-out-of-order.json",
    "whatsapp/11-status-failed-window.json",
    "whatsapp/12-batch-two-accounts.json",
    "messenger/03-images-and-caption.json",
    "messenger/09-delivery-and-read-watermarks.json",
    "messenger/11-standby-and-handover.json",
    "instagram/04-images-and-inline-reply.json",
    "instagram/09-seen.json",
    "instagram/12-share-reel-post-ephemeral.json",
];

fn credentials_of(file: &str) -> Credentials {
    let kind = file.split('/').next();
    every_kind().into_iter().find(|credentials| Some(credentials.kind().as_str()) == kind).expect(file)
}

/// How many values there are in a value, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Puts another value in the place of the `n`th.
fn replace(value: &mut Value, n: &mut usize, by: &Value) {
    if *n == 0 {
        *value = by.clone();
    }
    *n = n.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, n, by)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, n, by)),
        _ => {}
    }
}

fn strange() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(serde_json::json!([])),
        Just(serde_json::json!({})),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_verified_and_read_without_panic(body: Vec<u8>, header: Vec<u8>) {
        for credentials in every_kind() {
            let channel = open(credentials.clone());
            let mut hook = play::signed(&credentials, &body, now());
            let posted = Posted { query: &hook.query, headers: &hook.headers, body: hook.body.clone().into() };
            let webhook = channel.verify(posted, now()).expect("signed by us");
            let _ = channel.parse(&webhook, now());
            // Whatever stands in their place proves nothing.
            prop_assert!(channel.verify(Posted::plain(&http::HeaderMap::default(), body.clone()), now()).is_err());
            if let Ok(header) = http::HeaderValue::from_bytes(&header) {
                hook.headers.insert(channels::line::SIGNATURE_HEADER, header.clone());
                hook.headers.insert(channels::telegram::SECRET_HEADER, header.clone());
                hook.headers.insert(channels::whatsapp::SIGNATURE_HEADER, header.clone());
                let query = String::from_utf8_lossy(header.as_bytes()).into_owned();
                let posted = Posted { query: &query, headers: &hook.headers, body: hook.body.into() };
                prop_assert!(channel.verify(posted, now()).is_err());
            }
        }
    }

    #[test]
    fn any_json_is_read_without_panic(body in "[\\[\\]{}:,\"\\\\a0-9ntf\\.-]{0,60}") {
        for credentials in every_kind() {
            let webhook = crate::proven(&credentials, body.as_bytes());
            let _ = open(credentials).parse(&webhook, now());
        }
    }

    #[test]
    fn a_sample_with_bytes_changed_is_read_without_panic(
        file in 0..FILES.len(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let credentials = credentials_of(FILES[file]);
        let mut body = fixture(FILES[file]);
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let webhook = crate::proven(&credentials, &body);
        let _ = open(credentials).parse(&webhook, now());
    }

    #[test]
    fn a_sample_with_a_value_changed_is_read_without_panic(
        file in 0..FILES.len(),
        at: proptest::sample::Index,
        by in strange(),
    ) {
        let credentials = credentials_of(FILES[file]);
        let mut body = json(FILES[file]);
        let mut n = at.index(size(&body));
        replace(&mut body, &mut n, &by);
        let webhook = crate::proven(&credentials, body.to_string().as_bytes());
        let _ = open(credentials).parse(&webhook, now());
    }

    /// Channels README, "Decode per event": the neighbours of a strange event are read as ever.
    #[test]
    fn a_strange_event_leaves_its_neighbours_alone(by in strange(), at: proptest::sample::Index) {
        let mut body = json("line/03-batch-mixed-users.json");
        let before = read(&line_credentials(), body.to_string().as_bytes());
        let event = &mut body["events"][1];
        let mut n = at.index(size(event));
        replace(event, &mut n, &by);
        let after = read(&line_credentials(), body.to_string().as_bytes());
        prop_assert_eq!(after.len(), 4);
        for neighbour in [0, 2, 3] {
            prop_assert_eq!(&after[neighbour], &before[neighbour]);
        }
    }
}
