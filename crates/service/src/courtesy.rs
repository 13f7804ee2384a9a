//! Small things that are done beside messages. When one fails, nothing is lost.

use channels::Courtesy;
use domain::step::Input;
use domain::{Body, Conversation, News, Row};

use crate::service::{Connection, Service};
use crate::typing::{Typing, Typist};

/// How many rows back the contact's last message is looked for.
const LOOK_BACK: u32 = 30;

/// Something that an operator lets the contact see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Somebody is typing (CHN-15).
    Typing,
    /// The contact's messages have been read (EXT-15).
    Read,
}

impl Service {
    /// Shows the contact a signal. Says whether the provider took it: the channel may have no such thing, or nothing
    /// that it could be shown on.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn signal(&self, conversation: &Conversation, signal: Signal) -> Result<bool, store::Error> {
        let Some(connection) = self.connection(&conversation.inbox) else { return Ok(false) };
        if connection.widget.is_some() {
            // The web messenger reads receipts off the stream; typing goes to its sockets in this process.
            let (conversation, inbox) = (conversation.id.clone(), conversation.inbox.clone());
            let typing = Typing { conversation, inbox, by: Typist::Operator, on: true };
            return Ok(signal == Signal::Typing && self.types(typing));
        }
        let rows = self.store().recent(&conversation.id, LOOK_BACK).await?;
        let token = rows.iter().max_by_key(|row| (read_token(row).is_some(), row.id)).and_then(read_token);
        let courtesy = match (signal, token) {
            (Signal::Typing, token) => Courtesy::Typing { token },
            (Signal::Read, Some(token)) => Courtesy::Read { token },
            (Signal::Read, None) => return Ok(false),
        };
        Ok(self.be_courteous(connection, conversation, courtesy).await)
    }

    /// Says whether the provider took it.
    pub(crate) async fn be_courteous(
        &self,
        connection: &Connection,
        conversation: &Conversation,
        courtesy: Courtesy<'_>,
    ) -> bool {
        let Some(channel) = &connection.channel else { return false };
        // Some providers want a token first; without one there is nothing to say.
        if let Some(call) = channel.preparation(self.now())
            && channel.prepare(self.plugs.http.call(call).await, self.now()).is_err()
        {
            return false;
        }
        let Some(call) = channel.side_call(&conversation.address, courtesy) else { return false };
        let Ok(answer) = self.plugs.http.call(call).await else {
            tracing::debug!(conversation = %conversation.id, "a courtesy call was not answered");
            return false;
        };
        answer.status().is_success()
    }
}

/// What marks a row of the contact's as read.
fn read_token(row: &Row) -> Option<&str> {
    match &row.body {
        Body::Inbound { event, withdrawn: false, .. } => match &event.news {
            News::Message { read_token, .. } => read_token.as_deref(),
            _ => None,
        },
        _ => None,
    }
}

/// Telegram waits for a word on each tap.
pub(crate) fn callbacks(inputs: &[Input]) -> Vec<String> {
    let callback = |input: &Input| match input {
        Input::Event { event, .. } => match &event.news {
            News::Tapped { callback, .. } => callback.clone(),
            _ => None,
        },
        _ => None,
    };
    inputs.iter().filter_map(callback).collect()
}
