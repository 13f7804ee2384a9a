//! WeChat, played.

use domain::{Timestamp, hours};
use http::Uri;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::WechatCredentials;
use crate::play::{Bubble, Deed, Incoming, Person, State, Took, button, first_text, items};

/// How many messages may follow one of a customer's.
const MESSAGES: u32 = 5;
/// The token that every call but the first needs.
const TOKEN: &str = "played";

pub(crate) fn address(number: u64) -> String {
    format!("oX{number:026}")
}

/// The message, before it is encrypted.
pub(crate) fn body(
    credentials: &WechatCredentials,
    person: Person<'_>,
    deed: Deed<'_>,
    n: u64,
    now: Timestamp,
) -> Option<String> {
    let (to, from) = (credentials.original_id.as_deref().unwrap_or_default(), address(person.number));
    // A section of text ends at `]]>`, wherever that stands.
    let plain = |text: &str| text.replace("]]>", "]]]]><![CDATA[>");
    let text = |name: &str, value: &str| format!("<{name}><![CDATA[{}]]></{name}>", plain(value));
    let id = format!("<MsgId>{n}</MsgId>");
    let (kind, more) = match deed {
        Deed::Writes(words) => ("text", text("Content", words) + &id),
        Deed::Taps(button) => ("text", text("Content", button) + &id + &text("bizmsgmenuid", button)),
        Deed::SendsImage(id_of_file) => ("image", text("MediaId", id_of_file) + &id),
        Deed::Follows => ("event", text("Event", "subscribe") + &text("EventKey", "")),
        Deed::Blocks => ("event", text("Event", "unsubscribe") + &text("EventKey", "")),
        Deed::Quotes { .. }
        | Deed::SendsFile(_)
        | Deed::Edits { .. }
        | Deed::Unsends { .. }
        | Deed::Reacts { .. } => return None,
    };
    let head = text("ToUserName", to) + &text("FromUserName", &from);
    let time = now.as_seconds();
    Some(format!("<xml>{head}<CreateTime>{time}</CreateTime>{}{more}</xml>", text("MsgType", kind)))
}

/// What WeChat does with a call: it always answers 200, with a code.
///
/// Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html> (read 2026-11).
pub(crate) fn takes(
    state: &mut State,
    credentials: &WechatCredentials,
    call: &Incoming<'_>,
    n: u64,
    now: Timestamp,
) -> Took {
    let says = |code: i64, message: &str| Took::Answered(json!({"errcode": code, "errmsg": message}));
    if call.last() == "stable_token" {
        if call.body["appid"] != credentials.app_id {
            return says(40013, "invalid appid");
        }
        return if call.body["secret"] == credentials.app_secret.expose_secret() {
            Took::Answered(answer(call.last(), &call.body, n))
        } else {
            says(40125, "invalid appsecret")
        };
    }
    let mut shown = form_urlencoded::parse(call.query.as_bytes());
    if !shown.any(|(name, value)| name == "access_token" && value == TOKEN) {
        return says(40001, "invalid credential, access_token is invalid or not latest");
    }
    match call.last() {
        "typing" => Took::Answered(answer(call.last(), &call.body, n)),
        "send" => {
            let Some(to) = crate::play::recipient(domain::ChannelKind::Wechat, &call.body) else {
                return says(40003, "invalid openid");
            };
            if state.is_gone(&to) {
                return says(43004, "require subscribe");
            }
            // Templates go at any time, and are not counted.
            let free = call.body.get("template_id").is_some();
            if !free && state.is_over(&to, hours(48), now) {
                return says(45015, "response out of time limit or subscription is canceled");
            }
            if !free && state.person(&to).is_some_and(|seen| seen.sent_since >= MESSAGES) {
                return says(45047, "out of response count limit");
            }
            Took::Message { answer: answer(call.last(), &call.body, n), to: Some(to), tells: Vec::new() }
        }
        _ => says(43002, "require POST method"),
    }
}

pub(crate) fn answer(method: &str, body: &Value, n: u64) -> Value {
    match method {
        "send" if body.get("template_id").is_some() => json!({"errcode": 0, "errmsg": "ok", "msgid": n}),
        "stable_token" => json!({"access_token": TOKEN, "expires_in": 7200}),
        _ => json!({"errcode": 0, "errmsg": "ok"}),
    }
}

pub(crate) fn fetched(uri: &Uri) -> Option<Value> {
    let told = json!({"subscribe": 1, "language": "ja", "nickname": "", "headimgurl": ""});
    uri.path().ends_with("/user/info").then_some(told)
}

pub(crate) fn bubbles(body: &Value) -> Vec<Bubble> {
    if body.get("template_id").is_some() {
        let values =
            body["data"].as_object().into_iter().flatten().map(|(_, blank)| first_text([&blank["value"]]));
        return vec![Bubble { text: values.collect::<Vec<_>>().join(" "), buttons: Vec::new() }];
    }
    if body.get("msgtype").is_none() {
        return Vec::new();
    }
    let menu = &body["msgmenu"];
    vec![Bubble {
        text: first_text([&body["text"]["content"], &menu["head_content"]]),
        buttons: items(&menu["list"]).map(|item| button(&item["content"], &item["id"])).collect(),
    }]
}
