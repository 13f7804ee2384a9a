//! What we tell WeChat.
//!
//! Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Service_Center_messages.html> (read 2026-11).

use bytes::Bytes;
use domain::{
    Button, ChannelKind, Content, FailReason, Media, MediaSource, OutboundMessage, Outcome, ProviderTemplate,
    SentMessage, TemplateField, Timestamp, seconds,
};
use http::{Request, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::AccessToken;
use crate::fit::{check_buttons, check_text, check_url};
use crate::request::{post, refusal, refusal_by, unsupported};
use crate::{CallError, Courtesy, WechatCredentials};

const KIND: ChannelKind = ChannelKind::Wechat;
/// A token is not used in the last minutes of its life, so that no call comes late with it.
const TOKEN_MARGIN_SECONDS: u64 = 300;
/// How long to wait after too many calls in a minute.
const MINUTE_MS: u64 = 60_000;

/// Asks for a token. The same one comes back until it is about to end, so that several processes can share it.
///
/// Source: <https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/getStableAccessToken.html> (read 2026-11).
pub(super) fn token_call(credentials: &WechatCredentials) -> Option<Request<Bytes>> {
    let body = json!({"grant_type": "client_credential", "appid": credentials.app_id,
        "secret": credentials.app_secret.expose_secret(), "force_refresh": false});
    post(&format!("{}/cgi-bin/stable_token", credentials.api_base), &body)
}

pub(super) fn read_token(
    answer: Result<Response<Bytes>, CallError>,
    now: Timestamp,
) -> Result<AccessToken, Outcome> {
    #[derive(Deserialize)]
    struct Token {
        access_token: String,
        /// In seconds.
        expires_in: u64,
    }
    // Whatever happened: no message was sent.
    let later = Outcome::NotSent { retry_after_ms: None };
    let response = answer.map_err(|_| later.clone())?;
    if let Ok(Token { access_token, expires_in }) = serde_json::from_slice(response.body()) {
        let life = seconds(expires_in.saturating_sub(TOKEN_MARGIN_SECONDS));
        return Ok(AccessToken { token: access_token.into(), until: now + life });
    }
    match serde_json::from_slice::<Answer>(response.body()) {
        Ok(answer) => match answer.outcome() {
            failed @ Outcome::Failed(_) => Err(failed),
            _ => Err(later),
        },
        Err(_) => Err(later),
    }
}

pub(super) fn render(
    credentials: &WechatCredentials,
    token: &SecretString,
    address: &str,
    message: &OutboundMessage,
) -> Result<Request<Bytes>, FailReason> {
    let [content] = message.contents.as_slice() else {
        return Err(unsupported(format!("{} contents in a call, 1 is possible", message.contents.len())));
    };
    let mut body = message_object(content)?;
    if address.is_empty() {
        return Err(FailReason::Unreachable);
    }
    body["touser"] = address.into();
    let method = if matches!(content, Content::Template(_)) { "template/send" } else { "custom/send" };
    call(credentials, token, method, &body).ok_or(FailReason::Unauthorized)
}

fn call(
    credentials: &WechatCredentials,
    token: &SecretString,
    method: &str,
    body: &Value,
) -> Option<Request<Bytes>> {
    let token: String = form_urlencoded::byte_serialize(token.expose_secret().as_bytes()).collect();
    post(&format!("{}/cgi-bin/message/{method}?access_token={token}", credentials.api_base), body)
}

pub(super) fn side_call(
    credentials: &WechatCredentials,
    token: &SecretString,
    address: &str,
    courtesy: Courtesy<'_>,
) -> Option<Request<Bytes>> {
    match courtesy {
        Courtesy::Typing { .. } => {
            call(credentials, token, "custom/typing", &json!({"touser": address, "command": "Typing"}))
        }
        Courtesy::Read { .. } | Courtesy::AnswerTap { .. } => None,
    }
}

/// Writes one content as a customer message, but for whom it is.
///
/// Files of ours would have to be uploaded before; they go as a link.
pub(crate) fn message_object(content: &Content) -> Result<Value, FailReason> {
    match content {
        Content::Text { text } => text_object(text),
        Content::Choice { text, buttons, .. } => {
            check_text(KIND, text)?;
            check_buttons(KIND, buttons)?;
            let item = |Button { id, label }: &Button| json!({"id": id, "content": label});
            let items: Vec<_> = buttons.iter().map(item).collect();
            Ok(json!({"msgtype": "msgmenu",
                "msgmenu": {"head_content": text, "list": items, "tail_content": ""}}))
        }
        Content::Template(template) => template_object(template),
        Content::List { .. } => Err(unsupported("a list")),
        Content::Carousel { .. } => Err(unsupported("cards side by side")),
        Content::Media(Media { caption: Some(_), .. }) => {
            Err(unsupported("words beneath a file; they are a message of their own"))
        }
        Content::Media(Media { source: MediaSource::Url { url, .. }, name, .. }) => {
            check_url(url)?;
            match name {
                Some(name) if !name.is_empty() => text_object(&format!("{name}\n{url}")),
                _ => text_object(url),
            }
        }
        Content::Media(_) => Err(unsupported("a file without a public address")),
        Content::Location { .. } => Err(unsupported("a place")),
        Content::Sticker { .. } => Err(unsupported("a sticker")),
        Content::Card { .. } => Err(unsupported("a contact card")),
        Content::Form { .. } => Err(unsupported("a form")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

/// A template message: allowed after the window, and not counted. Its name is the `template_id`.
///
/// Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Template_Message_Interface.html> (read
/// 2026-11).
fn template_object(template: &ProviderTemplate) -> Result<Value, FailReason> {
    if template.name.is_empty() {
        return Err(unsupported("a provider template without an id"));
    }
    let mut data = json!({});
    for TemplateField { name, value } in &template.fields {
        data[name.as_str()] = json!({"value": value});
    }
    Ok(json!({"template_id": template.name, "data": data}))
}

fn text_object(text: &str) -> Result<Value, FailReason> {
    check_text(KIND, text)?;
    Ok(json!({"msgtype": "text", "text": {"content": text}}))
}

#[derive(Deserialize)]
struct Answer {
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    /// Of a template message: its outcome is told later under this id.
    msgid: Option<i64>,
}

/// Reads WeChat's answer, and whether the token that the call used is dead.
///
/// Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html> (read 2026-11).
pub(super) fn outcome(response: &Response<Bytes>) -> (Outcome, bool) {
    let status = response.status().as_u16();
    match serde_json::from_slice::<Answer>(response.body()) {
        Ok(answer) if status < 500 => (answer.outcome(), matches!(answer.errcode, 40_001 | 40_014 | 42_001)),
        _ if (400..500).contains(&status) => (Outcome::Failed(refusal(&format!("HTTP {status}"))), false),
        _ => (Outcome::Ambiguous, false),
    }
}

impl Answer {
    fn outcome(&self) -> Outcome {
        let failed = Outcome::Failed;
        match self.errcode {
            // Only a template message has an id.
            0 => Outcome::Sent(self.msgid.into_iter().map(sent).collect()),
            // Busy; or the token is dead, and another one is asked for before the next attempt.
            -1 | 40_001 | 40_014 | 42_001 => Outcome::NotSent { retry_after_ms: None },
            45_011 => Outcome::Busy { retry_after_ms: Some(MINUTE_MS) },
            45_009 => failed(FailReason::QuotaExhausted),
            // 48 hours are over, or five messages are used up.
            45_015 | 45_047 => failed(FailReason::WindowClosed),
            40_003 | 43_004 | 48_002 => failed(FailReason::Unreachable),
            40_013 | 40_125 | 48_001 | 48_004 | 50_002 | 61_004 => failed(FailReason::Unauthorized),
            // Among these the caller's address that is not in the white list (40164): the words name it.
            code => failed(refusal_by(Some(code), &format!("{} ({code})", self.errmsg))),
        }
    }
}

fn sent(id: i64) -> SentMessage {
    SentMessage { id: id.to_string(), quote_token: None }
}
