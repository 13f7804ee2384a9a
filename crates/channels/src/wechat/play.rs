//! WeChat, played.

use domain::Timestamp;
use http::Uri;
use serde_json::{Value, json};

use crate::WechatCredentials;
use crate::play::{Bubble, Deed, Person, button, first_text, items};

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
) -> String {
    let (to, from) = (credentials.original_id.as_deref().unwrap_or_default(), address(person.number));
    // A section of text ends at `]]>`, wherever that stands.
    let plain = |text: &str| text.replace("]]>", "]]]]><![CDATA[>");
    let said = |text: &str, more: &str| format!("<Content><![CDATA[{}]]></Content>{more}", plain(text));
    let (kind, said) = match deed {
        Deed::Writes(text) => ("text", said(text, "")),
        Deed::Taps(id) => {
            ("text", said(id, &format!("<bizmsgmenuid><![CDATA[{}]]></bizmsgmenuid>", plain(id))))
        }
        Deed::Sends(id) => ("image", format!("<MediaId><![CDATA[{}]]></MediaId>", plain(id))),
    };
    format!(
        "<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{from}]]></FromUserName>\
         <CreateTime>{}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>\
         <MsgId>{n}</MsgId>{said}</xml>",
        now.as_seconds()
    )
}

pub(crate) fn answer(method: &str, body: &Value, n: u64) -> Value {
    match method {
        "send" if body.get("template_id").is_some() => json!({"errcode": 0, "errmsg": "ok", "msgid": n}),
        "stable_token" => json!({"access_token": "played", "expires_in": 7200}),
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
