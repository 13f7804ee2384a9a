//! What a visitor says.

use domain::{Content, InboxId, Media, News, Party, Rating, RowId, Timestamp, WebhookEvent};
use serde::de::{MapAccess, Visitor as Reader};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::request::Check;
use super::{ErrorCode, WebError, WebRequest, message_id};

/// `POST /messages`, and the `data` of a `send` frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageRequest {
    /// A UUID that the client made for this message; the same at every attempt (INV-22).
    pub client_message_id: String,
    /// What is said.
    #[serde(flatten)]
    pub body: MessageBody,
}

/// What is said, by `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum MessageBody {
    /// Words.
    Text {
        /// 1 to 4,000 Unicode scalar values, kept as they are.
        text: String,
        /// The `messageId` of the message that it quotes.
        #[serde(default)]
        reply_to: Option<String>,
    },
    /// Files that were uploaded before.
    Attachment {
        /// Which, 1 to 10.
        attachments: Vec<AttachmentRef>,
        /// Words with them.
        #[serde(default)]
        text: Option<String>,
        /// The `messageId` of the message that it quotes.
        #[serde(default)]
        reply_to: Option<String>,
    },
    /// A button that was pressed.
    Action {
        /// Which.
        action: ActionTap,
    },
    /// A form that was filled in.
    Form {
        /// With what.
        form: FormAnswer,
    },
    /// Something for people, when nobody is there to chat with (CHN-08).
    Enquiry {
        /// By whom, and what.
        enquiry: Enquiry,
    },
    /// A type of a later protocol.
    #[serde(other)]
    Unknown,
}

/// A file that was uploaded before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentRef {
    /// The id that the upload was given.
    pub upload_id: String,
}

/// A button that was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionTap {
    /// The `messageId` of the message that carried it.
    pub source_message_id: String,
    /// The button's id.
    pub action_id: String,
    /// Its value.
    #[serde(default)]
    pub value: Option<String>,
    /// What was written on it.
    #[serde(default)]
    pub label: Option<String>,
    /// With a rating (`mdg.rate.1` to `mdg.rate.5`): why, at most 500 Unicode scalar values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Something for people, with where they can answer. Unproven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enquiry {
    /// Who asks.
    #[serde(default)]
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: String,
    /// What they ask, 1 to 4,000 Unicode scalar values.
    pub text: String,
}

/// A form that was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FormAnswer {
    /// The `messageId` of the message that carried it.
    pub source_message_id: String,
    /// Field and answer, in the order of the form; at most 50.
    #[serde(deserialize_with = "in_order")]
    pub fields: Vec<(String, String)>,
}

/// Reads an object of texts and keeps the order of its members.
fn in_order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    struct Members;
    impl<'de> Reader<'de> for Members {
        type Value = Vec<(String, String)>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object of texts")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    deserializer.deserialize_map(Members)
}

impl WebRequest for MessageRequest {
    fn checked(self) -> Result<Self, WebError> {
        if !is_uuid(&self.client_message_id) {
            return Err(Check("clientMessageId").invalid());
        }
        let quoted = |reply_to: &Option<String>| Check("replyTo").optional(reply_to.as_deref(), 64);
        match &self.body {
            MessageBody::Text { text, reply_to } => {
                Check("text").words(text)?;
                quoted(reply_to)?;
            }
            MessageBody::Attachment { attachments, text, reply_to } => {
                match attachments.len() {
                    0 => return Err(ErrorCode::EmptyMessage.because("attachments is empty")),
                    1..=10 => {}
                    n => {
                        return Err(
                            ErrorCode::TooLarge.because(format!("attachments has {n} members, limit 10"))
                        );
                    }
                }
                for attachment in attachments {
                    Check("uploadId").length(&attachment.upload_id, 1, 64)?;
                }
                text.as_deref().map_or(Ok(()), |text| Check("text").words(text))?;
                quoted(reply_to)?;
            }
            MessageBody::Action { action } => {
                Check("sourceMessageId").length(&action.source_message_id, 1, 64)?;
                Check("actionId").length(&action.action_id, 1, 64)?;
                Check("value").optional(action.value.as_deref(), 1000)?;
                Check("label").optional(action.label.as_deref(), 200)?;
                Check("comment").optional(action.comment.as_deref(), Rating::MAX_COMMENT_CHARS)?;
            }
            MessageBody::Enquiry { enquiry } => {
                Check("name").optional(enquiry.name.as_deref(), 200)?;
                Check("email").email(Some(&enquiry.email))?;
                Check("text").words(&enquiry.text)?;
            }
            MessageBody::Form { form } => {
                Check("sourceMessageId").length(&form.source_message_id, 1, 64)?;
                if form.fields.is_empty() || form.fields.len() > 50 {
                    return Err(Check("fields").invalid());
                }
                for (name, answer) in &form.fields {
                    Check("the name of a field").length(name, 1, 64)?;
                    Check("a field").length(answer, 0, super::MAX_TEXT_CHARS)?;
                }
            }
            MessageBody::Unknown => {
                return Err(ErrorCode::UnsupportedType
                    .because("the type is text, attachment, action, form or enquiry"));
            }
        }
        Ok(self)
    }
}

/// 36 characters: hex digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl MessageRequest {
    /// Names what is said: SHA-256 in hex. The same id with another name is another message (B-15).
    pub fn fingerprint(&self) -> String {
        // Writing such a request as JSON cannot fail: all its keys are texts.
        hex::encode(Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }

    /// The ids of messages of which the visitor must have been given, and of uploads that must be theirs (SEC-41).
    pub fn message_named(&self) -> Option<&str> {
        match &self.body {
            MessageBody::Text { reply_to, .. } | MessageBody::Attachment { reply_to, .. } => {
                reply_to.as_deref()
            }
            MessageBody::Action { action } => Some(&action.source_message_id),
            MessageBody::Form { form } => Some(&form.source_message_id),
            MessageBody::Enquiry { .. } | MessageBody::Unknown => None,
        }
    }

    /// What the desk keeps: one event, or one for each file.
    ///
    /// The first event has the client's id; a second file's has `.2` after it, and so on. All are `untimed`: another
    /// attempt comes at another time, so that only the id tells that it is the same message. The id of a message
    /// is derived from the row that [`RowId::of_event`] names. `upload` finds a finished upload of this visitor.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::NotFound`] for an upload that is not found.
    pub fn into_events(
        self,
        inbox: &InboxId,
        party: &Party,
        received_at: Timestamp,
        upload: impl Fn(&str) -> Option<Media>,
    ) -> Result<Vec<WebhookEvent>, WebError> {
        let client_id = self.client_message_id;
        let event = |nth: usize, news: &dyn Fn(String) -> News| {
            let id = if nth == 0 { client_id.clone() } else { format!("{client_id}.{}", nth + 1) };
            WebhookEvent {
                news: news(message_id(RowId::of_event(inbox, received_at, &id))),
                id,
                at: received_at,
                untimed: true,
                party: party.clone(),
                reply_token: None,
                standby: false,
                raw: None,
            }
        };
        let message = |content: Content, quotes: Option<String>| {
            move |message| News::Message {
                message,
                content: content.clone(),
                quotes: quotes.clone(),
                quote_token: None,
                read_token: None,
            }
        };
        Ok(match self.body {
            MessageBody::Text { text, reply_to } => {
                vec![event(0, &message(Content::Text { text }, reply_to))]
            }
            MessageBody::Attachment { attachments, mut text, reply_to } => {
                let together = (attachments.len() > 1).then(|| client_id.clone());
                let mut events = Vec::new();
                for (nth, AttachmentRef { upload_id }) in attachments.into_iter().enumerate() {
                    let found = upload(&upload_id).ok_or_else(|| {
                        ErrorCode::NotFound.because(format!("there is no upload {upload_id:.64}"))
                    })?;
                    let media = Media { caption: text.take(), album: together.clone(), ..found };
                    events.push(event(nth, &message(Content::Media(media), reply_to.clone())));
                }
                events
            }
            MessageBody::Action { action } => {
                let ActionTap { source_message_id, action_id, value, label, comment } = action;
                // Our own buttons have their id as value; anything else is kept beside it.
                let value = value.filter(|value| *value != action_id);
                let params: serde_json::Map<_, _> = [("value", value), ("comment", comment)]
                    .into_iter()
                    .filter_map(|(name, given)| Some((name.to_owned(), given?.into())))
                    .collect();
                let params = (!params.is_empty()).then(|| serde_json::Value::Object(params).to_string());
                vec![event(0, &|_| News::Tapped {
                    button: action_id.clone(),
                    label: label.clone(),
                    params: params.clone(),
                    message: Some(source_message_id.clone()),
                    callback: None,
                })]
            }
            MessageBody::Form { form } => {
                vec![event(0, &message(Content::Form { fields: form.fields }, None))]
            }
            MessageBody::Enquiry { enquiry: Enquiry { name, email, text } } => {
                // What is asked comes last: lists show it.
                let fields = [("name", name), ("email", Some(email)), ("message", Some(text))];
                let given = fields.into_iter().filter_map(|(name, answer)| Some((name.to_owned(), answer?)));
                vec![event(0, &message(Content::Form { fields: given.collect() }, None))]
            }
            MessageBody::Unknown => Vec::new(),
        })
    }
}
