//! Every sample body: what its signature proves and what is read in it.

use channels::{Credentials, Posted, open};
use domain::{Parsed, Receipt, Timestamp};
use http::{HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};

use crate::{
    fixture, instagram_credentials, json, line_credentials, messenger_credentials, now, read,
    telegram_credentials, wechat_credentials, whatsapp_credentials,
};

fn headers(case: &serde_json::Value) -> HeaderMap {
    let pairs = case["headers"].as_object().into_iter().flatten();
    pairs
        .map(|(name, value)| {
            let value = HeaderValue::from_str(value.as_str().unwrap()).unwrap();
            (name.parse::<HeaderName>().unwrap(), value)
        })
        .collect()
}

fn query(case: &serde_json::Value) -> String {
    let pairs = case
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
    pairs.collect::<Vec<_>>().join("&")
}

/// Does what `signatures.json` says with each of its cases, and returns how many of them were genuine and forged.
fn check_signatures(credentials: &Credentials) -> (usize, usize) {
    let folder = credentials.kind().as_str();
    let channel = open(credentials.clone());
    let (mut genuine, mut forged) = (0, 0);
    for case in json(&format!("{folder}/signatures.json"))["cases"].as_array().unwrap() {
        let body = fixture(&format!("{folder}/{}", case["file"].as_str().unwrap()));
        if let Some(sha256) = case["sha256"].as_str() {
            assert_eq!(hex::encode(Sha256::digest(&body)), sha256, "{case}: the file was changed");
        }
        let (headers, query) = (headers(case), query(&case["query"]));
        // WeChat's requests are good for five minutes.
        let now = case["query"]["timestamp"]
            .as_str()
            .map_or(now(), |at| Timestamp::from_seconds(at.parse().unwrap()));
        let proven =
            channel.verify(Posted { query: &query, headers: &headers, body: body.into() }, now).is_ok();
        // Without a word on it, either answer will do.
        let Some(valid) = case["valid"].as_bool() else { continue };
        // What is not encrypted does not prove its body (SEC-3).
        let valid = valid && case["mode"] != "plain";
        assert_eq!(proven, valid, "{case}");
        if proven { genuine += 1 } else { forged += 1 }
    }
    (genuine, forged)
}

/// SEC-1
#[test]
fn line_signatures_pass_and_fail_as_the_list_says() {
    assert_eq!(check_signatures(&line_credentials()), (14, 4));
}

/// B-5
#[test]
fn telegram_secrets_pass_and_fail_as_the_list_says() {
    assert_eq!(check_signatures(&telegram_credentials()), (16, 3));
}

/// SEC-1
#[test]
fn whatsapp_signatures_pass_and_fail_as_the_list_says() {
    assert_eq!(check_signatures(&whatsapp_credentials()), (17, 4));
}

/// SEC-1
#[test]
fn signatures_of_pages_and_instagram_pass_and_fail_as_the_lists_say() {
    assert_eq!(check_signatures(&messenger_credentials()), (14, 2));
    assert_eq!(check_signatures(&instagram_credentials()), (14, 2));
}

/// SEC-1, SEC-3, B-6: of WeChat's modes only those that encrypt.
#[test]
fn wechat_signatures_pass_and_fail_as_the_list_says() {
    assert_eq!(check_signatures(&wechat_credentials()), (3, 14));
}

/// SEC-6: asks as the list says, and returns how often the address was ours and how often not.
fn check_handshakes(credentials: &Credentials) -> (usize, usize) {
    let folder = credentials.kind().as_str();
    let channel = open(credentials.clone());
    let (mut ours, mut not) = (0, 0);
    let now = || "2026-11-20T00:01:00.000Z".parse().unwrap();
    for case in json(&format!("{folder}/signatures.json"))["handshake"].as_array().unwrap() {
        let query = match case["request"].as_str() {
            Some(request) => request.split_once('?').unwrap().1.to_owned(),
            None => query(&case["query"]),
        };
        let answer = channel.handshake(&query, now());
        assert_eq!(answer.as_deref().ok(), case["response"]["body"].as_str(), "{case}");
        if answer.is_ok() { ours += 1 } else { not += 1 }
    }
    (ours, not)
}

/// SEC-6
#[test]
fn those_who_ask_are_told_whether_the_address_is_ours() {
    assert_eq!(check_handshakes(&wechat_credentials()), (1, 1));
    assert_eq!(check_handshakes(&whatsapp_credentials()), (1, 1));
    assert_eq!(check_handshakes(&messenger_credentials()), (1, 1));
    assert_eq!(check_handshakes(&instagram_credentials()), (1, 0));
}

fn snapshots(credentials: &Credentials) {
    let folder = credentials.kind().as_str();
    let mut files: Vec<_> = std::fs::read_dir(format!("{}/fixtures/{folder}", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|file| {
            file.as_bytes()[0].is_ascii_digit() && !file.contains("encrypted") && !file.contains("compatible")
        })
        .collect();
    files.sort();
    assert!(files.len() >= 12, "{files:?}");
    for file in files {
        let events = read(credentials, &fixture(&format!("{folder}/{file}")));
        let lines: Vec<_> = events.iter().map(show).collect();
        let (name, _) = file.split_once('.').unwrap();
        insta::assert_snapshot!(format!("{folder}-{name}"), lines.join("\n"));
    }
}

fn show(parsed: &Parsed) -> String {
    match parsed {
        Parsed::Event(event) => serde_json::to_string_pretty(event).unwrap(),
        Parsed::Receipt(Receipt { about, at, says }) => format!("receipt: {says:?} at {at} of {about:#?}"),
        Parsed::Foreign { account, .. } => format!("for the account {account}"),
        Parsed::Ignored(kind) => format!("ignored: {kind}"),
        Parsed::Undecodable { why, .. } => format!("undecodable: {why}"),
    }
}

#[test]
fn line_bodies_read_as_the_snapshots_say() {
    snapshots(&line_credentials());
}

#[test]
fn telegram_bodies_read_as_the_snapshots_say() {
    snapshots(&telegram_credentials());
}

#[test]
fn whatsapp_bodies_read_as_the_snapshots_say() {
    snapshots(&whatsapp_credentials());
}

#[test]
fn messenger_bodies_read_as_the_snapshots_say() {
    snapshots(&messenger_credentials());
}

/// The samples in plain mode are what is inside the encrypted ones.
#[test]
fn wechat_bodies_read_as_the_snapshots_say() {
    snapshots(&wechat_credentials());
}

#[test]
fn instagram_bodies_read_as_the_snapshots_say() {
    snapshots(&instagram_credentials());
}

/// INV-2: LINE sends an event again with the same id and time.
#[test]
fn a_redelivered_event_is_the_same_event() {
    let first = read(&line_credentials(), &fixture("line/02-text-ja-emoji.json"));
    let again = read(&line_credentials(), &fixture("line/11-redelivery-of-02.json"));
    assert_eq!(first, again);
}
