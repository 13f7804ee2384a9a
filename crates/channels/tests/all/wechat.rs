//! WeChat: what its messages and events say, what we send, and what its answers mean.

use channels::{CallError, Courtesy, Credentials, Posted, Unreadable, open, play};
use domain::{Content, FailReason, MediaKind, News, Outcome, Parsed, SendClass, hours, minutes};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::{
    answer, body_of, choice, file, fixture, now, only_event, ours, proven, read, saying, wechat,
    wechat_credentials,
};

const PERSON: &str = "oXJn3f5lgM_X7QIuV06DOxRvDBa7";

/// A message of this type, with these elements of its own.
fn message(kind: &str, elements: &str) -> Vec<u8> {
    format!(
        "<xml><ToUserName>gh_7f083739789a</ToUserName><FromUserName>{PERSON}</FromUserName>\
         <CreateTime>1795132810</CreateTime><MsgType>{kind}</MsgType><MsgId>7</MsgId>{elements}</xml>"
    )
    .into_bytes()
}

fn event(name: &str, elements: &str) -> Parsed {
    let body = String::from_utf8(message("event", &format!("<Event>{name}</Event>{elements}"))).unwrap();
    read(&wechat_credentials(), body.replace("<MsgId>7</MsgId>", "").as_bytes()).remove(0)
}

fn news(kind: &str, elements: &str) -> News {
    only_event(&wechat_credentials(), &message(kind, elements)).news
}

/// SEC-3: what is encrypted is what counts, whatever stands beside it.
#[test]
fn in_compatible_mode_only_the_encrypted_part_is_read() {
    let case = crate::json("wechat/signatures.json")["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["file"] == "15-compatible-mode.xml")
        .unwrap()["query"]
        .clone();
    let pairs =
        case.as_object().unwrap().iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
    let query = pairs.collect::<Vec<_>>().join("&");
    let at = domain::Timestamp::from_seconds(case["timestamp"].as_str().unwrap().parse().unwrap());
    let body = String::from_utf8(fixture("wechat/15-compatible-mode.xml")).unwrap();
    let changed = body.replacen("明日の15時", "明日の16時", 1);
    assert_ne!(body, changed);
    let headers = HeaderMap::new();
    let channel = open(wechat_credentials());
    let verified =
        channel.verify(Posted { query: &query, headers: &headers, body: changed.into() }, at).unwrap();
    assert_eq!(verified.body(), &fixture("wechat/02-text-ja.xml"));
}

/// B-6
#[test]
fn plain_xml_proves_nothing_even_with_a_right_signature() {
    let hook = play::signed(&wechat_credentials(), &message("text", ""), now());
    let posted = Posted { query: &hook.query, headers: &hook.headers, body: message("text", "").into() };
    assert!(open(wechat_credentials()).verify(posted, now()).is_err());
}

/// B-7, SEC-5: signed as it should be, and a bomb all the same.
#[test]
fn a_document_type_is_refused_before_anything_grows() {
    let entities: Vec<_> = (1..40).map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};\">", n - 1)).collect();
    let bomb = format!(
        "<!DOCTYPE xml [<!ENTITY e0 \"ha\">{}]><xml><Content>&e39;</Content></xml>",
        entities.concat()
    );
    let read = wechat().parse(&proven(&wechat_credentials(), bomb.as_bytes()), now());
    assert_eq!(read, Err(Unreadable::DocumentType));
    let deep = "<a>".repeat(10_000);
    let read = wechat().parse(&proven(&wechat_credentials(), deep.as_bytes()), now());
    assert_eq!(read, Err(Unreadable::TooDeep));
}

#[test]
fn a_webhook_for_another_account_is_misrouted() {
    let body = String::from_utf8(message("text", "")).unwrap().replace("gh_7f083739789a", "gh_000000000000");
    let read = wechat().parse(&proven(&wechat_credentials(), body.as_bytes()), now());
    assert_eq!(read, Err(Unreadable::Misrouted));
}

#[test]
fn events_mean_something_or_are_ignored_by_name() {
    let news = |name: &str, about: &str| match event(name, &format!("<EventKey>{about}</EventKey>")) {
        Parsed::Event(event) => event.news,
        other => panic!("{other:?}"),
    };
    let followed =
        |referral: Option<&str>| News::Followed { unblocked: false, referral: referral.map(str::to_owned) };
    assert_eq!(news("subscribe", ""), followed(None));
    assert_eq!(news("SUBSCRIBE", "qrscene_table7"), followed(Some("table7")));
    assert_eq!(news("SCAN", "table7"), followed(Some("table7")));
    assert_eq!(news("unsubscribe", ""), News::Unfollowed);
    let tapped =
        News::Tapped { button: "MENU".into(), label: None, params: None, message: None, callback: None };
    assert_eq!(news("CLICK", "MENU"), tapped);
    for ignored in ["VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "kf_create_session", "an_event_of_next_year"]
    {
        assert_eq!(event(ignored, ""), Parsed::Ignored(ignored.to_ascii_lowercase()));
    }
}

/// INV-2: events have no id; sender, time, name and key are one.
#[test]
fn events_are_told_apart_and_a_repeat_is_the_same() {
    let id = |name: &str, about: &str| match event(name, &format!("<EventKey>{about}</EventKey>")) {
        Parsed::Event(event) => event.id,
        other => panic!("{other:?}"),
    };
    let ids = [id("CLICK", "a"), id("CLICK", "b"), id("SCAN", "a"), id("unsubscribe", "")];
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    assert_eq!(ids[0], id("click", "a"));
}

#[test]
fn what_is_not_known_or_not_all_keeps_its_bytes() {
    for (kind, elements, kept) in [
        ("text", "<Content>a</Content>", false),
        ("link", "<Title>Menu</Title><Description>new</Description><Url>https://example.com</Url>", true),
        ("file", "<Title>a.pdf</Title>", true),
        ("image", "<PicUrl>http://example.com/a.jpg</PicUrl>", true),
        ("text", "<Content></Content>", true),
        ("location", "<Location_X>north</Location_X>", true),
    ] {
        let event = only_event(&wechat_credentials(), &message(kind, elements));
        assert_eq!(event.raw.is_some(), kept, "{kind}");
    }
    let linked = News::Message {
        message: "7".into(),
        content: Content::text("Menu\nhttps://example.com"),
        quotes: None,
        quote_token: None,
        read_token: None,
    };
    assert_eq!(news("link", "<Title>Menu</Title><Url>https://example.com</Url>"), linked);
    for gone in ["FromUserName", "MsgType", "CreateTime", "MsgId"] {
        let body = String::from_utf8(message("text", "<Content>a</Content>")).unwrap().replace(gone, "Gone");
        let read = read(&wechat_credentials(), body.as_bytes());
        assert!(matches!(read.as_slice(), [Parsed::Undecodable { raw, .. }] if *raw == body), "{gone}");
    }
}

/// What WeChat heard in a voice memo stands beneath it, for rules to match.
#[test]
fn a_voice_memo_carries_what_was_heard() {
    let heard = |elements: &str| match news("voice", elements) {
        News::Message { content: Content::Media(media), .. } => (media.kind, media.mime, media.caption),
        other => panic!("{other:?}"),
    };
    let memo = "<MediaId>m</MediaId><Format>amr</Format>";
    let amr = Some("audio/amr".to_owned());
    assert_eq!(heard(memo), (MediaKind::Voice, amr.clone(), None));
    assert_eq!(
        heard(&format!("{memo}<Recognition>営業時間</Recognition>")),
        (MediaKind::Voice, amr, Some("営業時間".into()))
    );
}

#[test]
fn a_token_is_fetched_once_and_again_when_it_ends() {
    let channel = open(wechat_credentials());
    let call = channel.preparation(now()).unwrap();
    assert_eq!(channels::describe(&call), "POST api.weixin.qq.com stable_token");
    assert_eq!(body_of(&call)["appid"], "wx5823bf96d3bd56c7");
    let message = saying([Content::text("a")]);
    assert_eq!(channel.render(PERSON, &ours(), &message).unwrap_err(), FailReason::Unauthorized);
    assert!(channel.side_call(PERSON, Courtesy::Typing { token: None }).is_none());
    let token = || answer(200, r#"{"access_token":"one&two","expires_in":7200}"#);
    assert_eq!(channel.prepare(token(), now()), Ok(()));
    assert!(channel.preparation(now() + minutes(114)).is_none());
    assert!(channel.preparation(now() + hours(2)).is_some());
    let request = channel.render(PERSON, &ours(), &message).unwrap();
    assert_eq!(request.uri().query(), Some("access_token=one%26two"));
    assert_eq!(channels::describe(&request), "POST api.weixin.qq.com send");

    // A call says that it is dead before its time.
    let dead = channel.outcome(answer(200, r#"{"errcode":40001,"errmsg":"invalid credential"}"#));
    assert_eq!(dead, Outcome::NotSent { retry_after_ms: None });
    assert!(channel.preparation(now()).is_some());
}

/// No message was sent, whatever became of the token.
#[test]
fn without_a_token_nothing_was_sent() {
    let later = Err(Outcome::NotSent { retry_after_ms: None });
    for unclear in [
        Err(CallError::Lost),
        Err(CallError::NotConnected),
        answer(500, ""),
        answer(200, "?"),
        answer(200, r#"{"errcode":-1,"errmsg":"system error"}"#),
    ] {
        assert_eq!(open(wechat_credentials()).prepare(unclear, now()), later);
    }
    let refused = |code: i64, words: &str| {
        let body = json!({"errcode": code, "errmsg": words}).to_string();
        open(wechat_credentials()).prepare(answer(200, &body), now())
    };
    assert_eq!(refused(40_125, "invalid appsecret"), Err(Outcome::Failed(FailReason::Unauthorized)));
    let detail = "invalid ip 203.0.113.7, not in whitelist (40164)".to_owned();
    assert_eq!(
        refused(40_164, "invalid ip 203.0.113.7, not in whitelist"),
        Err(Outcome::Failed(FailReason::Refused { detail, code: Some(40_164) }))
    );
}

/// CHN-11
#[test]
fn each_content_has_its_form() {
    let mut pdf = file(MediaKind::File, "https://cdn.example.com/r.pdf");
    pdf.name = Some("領収書.pdf".into());
    let contents = [
        Content::text("承知しました。"),
        choice("ご満足いただけましたか？", &["はい", "いいえ"], true),
        Content::Media(file(MediaKind::Image, "https://cdn.example.com/a.png")),
        Content::Media(pdf),
    ];
    let bodies = contents.map(|content| {
        let request = wechat().render(PERSON, &ours(), &saying([content])).unwrap();
        // WeChat shows `\uXXXX` as it stands.
        assert!(!String::from_utf8_lossy(request.body()).contains("\\u"));
        body_of(&request).to_string()
    });
    insta::assert_snapshot!(bodies.join("\n"));
    assert_eq!(wechat().send_class(&saying([Content::text("a")])), SendClass::Blind);
}

/// CHN-12
#[test]
fn what_wechat_cannot_carry_is_refused_with_the_reason() {
    let refused = |content: Content| match wechat().render(PERSON, &ours(), &saying([content])) {
        Err(FailReason::Unsupported { detail }) => detail,
        other => panic!("{other:?}"),
    };
    let mut captioned = file(MediaKind::Image, "https://cdn.example.com/a.png");
    captioned.caption = Some("a".into());
    let details = [
        // 683 characters of three bytes each.
        refused(Content::text("あ".repeat(683))),
        refused(Content::Media(captioned)),
        refused(Content::Location { title: None, address: None, latitude: 0.0, longitude: 0.0 }),
        refused(Content::Card { name: "a".into(), phone: None }),
        refused(choice("a", &["b"; 14], true)),
    ];
    insta::assert_snapshot!(details.join("\n"));
    assert_eq!(
        wechat().render("", &ours(), &saying([Content::text("a")])).unwrap_err(),
        FailReason::Unreachable
    );
}

#[test]
fn a_button_comes_back_as_it_went_out() {
    let request = wechat().render(PERSON, &ours(), &saying([choice("a", &["b", "c"], false)])).unwrap();
    let item = &body_of(&request)["msgmenu"]["list"][1];
    let tap = format!(
        "<Content>{}</Content><bizmsgmenuid>{}</bizmsgmenuid>",
        item["content"].as_str().unwrap(),
        item["id"].as_str().unwrap()
    );
    let tapped = News::Tapped {
        button: "b1".into(),
        label: Some("c".into()),
        params: None,
        message: None,
        callback: None,
    };
    assert_eq!(news("text", &tap), tapped);
}

/// CHN-15
#[test]
fn side_calls_are_those_that_wechat_has() {
    let call = |courtesy| wechat().side_call(PERSON, courtesy).map(|request| body_of(&request));
    let typing = json!({"touser": PERSON, "command": "Typing"});
    assert_eq!(call(Courtesy::Typing { token: None }), Some(typing));
    assert_eq!(call(Courtesy::Read { token: "1" }), None::<Value>);
    assert_eq!(call(Courtesy::AnswerTap { callback: "1" }), None);
}

/// RELIABILITY.md section 3
#[test]
fn the_code_decides_because_the_status_is_always_200() {
    let outcome =
        |code: i64| wechat().outcome(answer(200, &json!({"errcode": code, "errmsg": "words"}).to_string()));
    assert_eq!(outcome(0), Outcome::Sent(vec![]));
    for passing in [-1, 40_001, 40_014, 42_001] {
        assert_eq!(outcome(passing), Outcome::NotSent { retry_after_ms: None });
    }
    assert_eq!(outcome(45_011), Outcome::Busy { retry_after_ms: Some(60_000) });
    assert_eq!(outcome(45_009), Outcome::Failed(FailReason::QuotaExhausted));
    for over in [45_015, 45_047] {
        assert_eq!(outcome(over), Outcome::Failed(FailReason::WindowClosed));
    }
    for gone in [43_004, 48_002, 40_003] {
        assert_eq!(outcome(gone), Outcome::Failed(FailReason::Unreachable));
    }
    for broken in [40_013, 40_125, 48_001, 48_004, 50_002, 61_004] {
        assert_eq!(outcome(broken), Outcome::Failed(FailReason::Unauthorized));
    }
    for wrong in [40_004, 44_004, 45_002, 87_014, 40_164] {
        let detail = format!("words ({wrong})");
        assert_eq!(outcome(wrong), Outcome::Failed(FailReason::Refused { detail, code: Some(wrong) }));
    }
    for unclear in [answer(500, ""), answer(502, r#"{"errcode":0}"#), answer(200, ""), answer(200, "{}")] {
        assert_eq!(wechat().outcome(unclear), Outcome::Ambiguous);
    }
    assert_eq!(wechat().outcome(Err(CallError::Lost)), Outcome::Ambiguous);
    assert_eq!(wechat().outcome(Err(CallError::NotConnected)), Outcome::NotSent { retry_after_ms: None });
    let detail = "HTTP 413".to_owned();
    assert_eq!(
        wechat().outcome(answer(413, "")),
        Outcome::Failed(FailReason::Refused { detail, code: None })
    );
}

/// SEC-28
#[test]
fn nothing_secret_is_printed() {
    let Credentials::Wechat(credentials) = wechat_credentials() else { unreachable!() };
    let channel = channels::wechat::Wechat::new(credentials);
    let token = r#"{"access_token":"wechat-access-token","expires_in":7200}"#;
    channels::Channel::prepare(&channel, answer(200, token), now()).unwrap();
    let printed = format!("{channel:?}");
    for secret in ["wechat-access-token", "wechat-app-secret", "mizuno", "kWxPUOcZ"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
