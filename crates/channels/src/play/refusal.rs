//! What providers answer to calls that they do not take, in their own words.
//!
//! Sources (read 2026-11): <https://developers.line.biz/en/docs/messaging-api/retrying-api-request/>,
//! <https://core.telegram.org/bots/api#making-requests>,
//! <https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/>,
//! <https://developers.facebook.com/docs/messenger-platform/error-codes>,
//! <https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html>.

use bytes::Bytes;
use domain::ChannelKind;
use http::Response;
use http::header::RETRY_AFTER;
use serde_json::{Value, json};

/// An answer as it stands on the wire.
pub type Answer = Response<Bytes>;

/// Why a provider does not take a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The account calls too often.
    TooOften {
        /// How long it says to wait, in seconds, where the provider says it.
        seconds: Option<u64>,
    },
    /// The messaging window is closed.
    WindowClosed,
    /// There is no such provider template.
    UnknownTemplate,
    /// The month's quota is used up.
    QuotaUsedUp,
    /// This contact has blocked the account.
    Blocked,
}

impl Refusal {
    /// What the provider answers; `None` if it never refuses for that.
    pub fn answer(self, kind: ChannelKind) -> Option<Answer> {
        let (status, body, wait) = match kind {
            ChannelKind::Line => self.line()?,
            ChannelKind::Telegram => self.telegram()?,
            ChannelKind::Whatsapp => self.graph(true)?,
            ChannelKind::Messenger | ChannelKind::Instagram => self.graph(false)?,
            ChannelKind::Wechat => self.wechat(),
            ChannelKind::Web => return None,
        };
        let mut answer = Response::builder().status(status);
        if let Some(seconds) = wait {
            answer = answer.header(RETRY_AFTER, seconds);
        }
        answer.body(body.to_string().into()).ok()
    }

    fn line(self) -> Option<(u16, Value, Option<u64>)> {
        let message = |text: &str| json!({"message": text});
        match self {
            Self::TooOften { seconds } => {
                Some((429, message("The API rate limit has been exceeded. Try again later."), seconds))
            }
            Self::QuotaUsedUp => Some((429, message("You have reached your monthly limit."), None)),
            // A push to somebody who blocked the account is answered with 200.
            Self::WindowClosed | Self::UnknownTemplate | Self::Blocked => None,
        }
    }

    fn telegram(self) -> Option<(u16, Value, Option<u64>)> {
        match self {
            Self::TooOften { seconds } => {
                let seconds = seconds.unwrap_or(1);
                let body = json!({"ok": false, "error_code": 429, "parameters": {"retry_after": seconds},
                    "description": format!("Too Many Requests: retry after {seconds}")});
                Some((429, body, None))
            }
            Self::Blocked => {
                let words = "Forbidden: bot was blocked by the user";
                Some((403, json!({"ok": false, "error_code": 403, "description": words}), None))
            }
            Self::WindowClosed | Self::UnknownTemplate | Self::QuotaUsedUp => None,
        }
    }

    fn graph(self, whatsapp: bool) -> Option<(u16, Value, Option<u64>)> {
        let (status, code, subcode, message) = match (self, whatsapp) {
            (Self::TooOften { .. }, true) => (429, 130_429, None, "(#130429) Rate limit hit"),
            (Self::TooOften { .. }, false) => {
                (400, 613, None, "Calls to this API have exceeded the rate limit.")
            }
            (Self::WindowClosed, true) => (400, 131_047, None, "Re-engagement message"),
            (Self::WindowClosed, false) => {
                (400, 10, Some(2_018_278), "This message is sent outside of allowed window.")
            }
            (Self::UnknownTemplate, true) => {
                (404, 132_001, None, "Template name does not exist in the translation")
            }
            (Self::Blocked, true) => (400, 131_026, None, "Message undeliverable"),
            (Self::Blocked, false) => (400, 551, Some(1_545_041), "This person isn't available right now."),
            (Self::UnknownTemplate, false) | (Self::QuotaUsedUp, _) => return None,
        };
        let mut error =
            json!({"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "played"});
        if let Some(subcode) = subcode {
            error["error_subcode"] = json!(subcode);
        }
        let wait = if let Self::TooOften { seconds } = self { seconds } else { None };
        Some((status, json!({"error": error}), wait))
    }

    /// WeChat answers 200 whatever it says.
    fn wechat(self) -> (u16, Value, Option<u64>) {
        let (code, words) = match self {
            Self::TooOften { .. } => (45_011, "api minute-quota reach limit"),
            Self::WindowClosed => (45_015, "response out of time limit or subscription is canceled"),
            Self::UnknownTemplate => (40_037, "invalid template_id"),
            Self::QuotaUsedUp => (45_009, "reach max api daily quota limit"),
            Self::Blocked => (43_004, "require subscribe"),
        };
        (200, json!({"errcode": code, "errmsg": words}), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities;

    /// What is played means to the adapters what it means to the providers.
    #[test]
    fn windows_and_templates_are_refused_where_there_are_some() {
        for kind in ChannelKind::ALL {
            let table = capabilities(kind);
            assert_eq!(Refusal::WindowClosed.answer(kind).is_some(), table.window.is_some(), "{kind}");
            assert_eq!(Refusal::UnknownTemplate.answer(kind).is_some(), table.templates, "{kind}");
        }
    }
}
