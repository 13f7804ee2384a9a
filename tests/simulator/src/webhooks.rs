//! What providers post, in the shapes that their documentation shows.

use domain::ChannelKind;
use serde_json::{Value, json};

/// Who tells something, and when.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// Their id at the provider.
    pub id: &'a str,
    /// Their name, where the provider tells one.
    pub name: &'a str,
    /// Numbers everything that they do; the provider's id of it is made of it.
    pub number: u64,
    /// The provider's time, in milliseconds since 1970.
    pub at_ms: i64,
}

/// An event of a provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The provider's id of it.
    pub id: String,
    /// What is posted.
    pub json: Value,
}

impl Sender<'_> {
    fn line(self, kind: &str, more: Value) -> Event {
        let number = self.number;
        let id = format!("01EVENT{number:019}");
        let mut json = json!({
            "type": kind, "mode": "active", "timestamp": self.at_ms, "webhookEventId": id,
            "deliveryContext": {"isRedelivery": false}, "source": {"type": "user", "userId": self.id},
            "replyToken": format!("token-{number}"),
        });
        if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
            json.extend(more);
        }
        Event { id, json }
    }

    fn telegram(self, kind: &str, what: Value) -> Event {
        Event { id: self.number.to_string(), json: json!({"update_id": self.number, kind: what}) }
    }

    fn telegram_person(self) -> Value {
        let id: i64 = self.id.parse().unwrap_or_default();
        json!({"id": id, "is_bot": false, "first_name": self.name, "type": "private"})
    }

    /// They write.
    ///
    /// # Panics
    ///
    /// For the web messenger, which has no webhooks.
    pub fn writes(self, channel: ChannelKind, text: &str) -> Event {
        let number = self.number;
        match channel {
            ChannelKind::Line => {
                let message = json!({"type": "text", "id": number.to_string(), "quoteToken": "q", "text": text});
                self.line("message", json!({"message": message}))
            }
            ChannelKind::Telegram => {
                let person = self.telegram_person();
                let message = json!({"message_id": number, "from": person, "chat": person,
                    "date": self.at_ms / 1000, "text": text});
                self.telegram("message", message)
            }
            ChannelKind::Web => panic!("the web messenger has no webhooks"),
        }
    }

    /// They press a button of ours.
    ///
    /// # Panics
    ///
    /// For the web messenger, which has no webhooks.
    pub fn taps(self, channel: ChannelKind, button: &str) -> Event {
        match channel {
            ChannelKind::Line => self.line("postback", json!({"postback": {"data": button}})),
            ChannelKind::Telegram => {
                let person = self.telegram_person();
                let query = json!({"id": self.number.to_string(), "from": person, "data": button, "chat_instance": "1",
                    "message": {"message_id": 1, "date": 1, "chat": person}});
                self.telegram("callback_query", query)
            }
            ChannelKind::Web => panic!("the web messenger has no webhooks"),
        }
    }

    /// LINE: they take a message back.
    pub fn unsends(self, message: u64) -> Event {
        self.line("unsend", json!({"unsend": {"messageId": message.to_string()}}))
    }

    /// LINE: they add the account, or unblock it.
    pub fn follows(self) -> Event {
        self.line("follow", json!({"follow": {"isUnblocked": true}}))
    }

    /// LINE: they block the account.
    pub fn unfollows(self) -> Event {
        let mut event = self.line("unfollow", json!({}));
        if let Value::Object(json) = &mut event.json {
            json.remove("replyToken");
        }
        event
    }
}

/// The body that carries events; only LINE puts several into one.
pub fn body(channel: ChannelKind, destination: &str, events: &[Value]) -> Vec<u8> {
    let body = match channel {
        ChannelKind::Line => json!({"destination": destination, "events": events}),
        _ => events.first().cloned().unwrap_or_default(),
    };
    body.to_string().into_bytes()
}
