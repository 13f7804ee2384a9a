//! A small desk to test with: one inbox, one contact, their messages and our answers.

use std::time::Duration;

use domain::{
    Author, Body, Content, Conversation, Delivery, Inbox, InboxId, News, OutboundMessage, Party, Row, RowId,
    Timestamp, Token, WebhookEvent,
};
use store::{Commit, TakenRow};

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_795_132_800 + seconds)
}

pub fn inbox_id() -> InboxId {
    "line-main".parse().unwrap()
}

pub fn token(text: &str) -> Token {
    text.parse().unwrap()
}

pub fn event(id: &str, seconds: i64) -> (RowId, Body) {
    let event = WebhookEvent {
        id: id.into(),
        at: at(seconds),
        untimed: false,
        standby: false,
        party: party("user:U1"),
        news: News::Message {
            message: id.into(),
            content: Content::Text { text: "営業時間は？".into() },
            quotes: None,
            quote_token: None,
            read_token: None,
        },
        reply_token: None,
        raw: None,
    };
    let body = Body::Inbound { inbox: inbox_id(), event: Box::new(event), hidden: false, withdrawn: false };
    (RowId::of_event(&inbox_id(), at(seconds), id), body)
}

pub fn party(thread: &str) -> Party {
    Party { thread: thread.into(), address: "U1".into(), sender: None, name: None, language: None }
}

pub fn conversation(thread: &str, seconds: i64) -> Conversation {
    let inbox = Inbox {
        id: inbox_id(),
        channel: domain::ChannelKind::Line,
        name: "main".into(),
        language: domain::Language::Ja,
        hours: domain::BusinessHours::default(),
        bot: true,
        reopen_to: domain::ReopenTo::Bot,
        auto_end_request: None,
        auto_complete_bot: None,
        auto_complete_operator: None,
        end_request_grace: Duration::from_mins(5),
        prefer_last_operator: false,
        auto_assign: false,
        use_reply_tokens: false,
        human_agent: false,
        ask_rating: false,
        auto_confirm_buttons: false,
        auto_confirm_keywords: false,
        texts: std::collections::BTreeMap::new(),
    };
    Conversation::new(&inbox, &party(thread), at(seconds))
}

pub fn commit(conversation: &Conversation, expected: Option<u64>, attempt: &str) -> Commit {
    Commit {
        conversation: conversation.clone(),
        expected,
        contact: None,
        take: vec![],
        write: vec![],
        cancel: vec![],
        settle: vec![],
        redact: vec![],
        fetch: vec![],
        erase: vec![],
        load: vec![],
        plan: vec![],
        once: None,
        due: None,
        rules: "0123456789abcdef".parse().unwrap(),
        attempt: token(attempt),
        now: at(0),
    }
}

pub fn taken(row: RowId, seq: u64) -> TakenRow {
    TakenRow { row, seq, stream_seq: None, body: None }
}

pub fn outbound(conversation: &Conversation, n: u64, seq: u64, delivery: Delivery) -> Row {
    let message = OutboundMessage {
        author: Author::Bot,
        contents: vec![Content::Text { text: "平日 10:00〜20:00 です。".into() }],
        quotes: None,
        resends: None,
        reply_token: None,
        expires_at: at(600),
        trace: None,
        also: vec![],
    };
    let id = RowId::of_step(&conversation.id, 1, n, at(10));
    Row {
        id,
        seq: Some(seq),
        stream_seq: None,
        body: Body::Outbound(Box::new(message)),
        delivery: Some(delivery),
        file: None,
        client_id: None,
    }
}

pub fn queued() -> Delivery {
    Delivery::queued(at(0))
}

pub fn sent() -> Delivery {
    Delivery::sent(at(20), vec![])
}

pub fn claimed(by: &str) -> Delivery {
    claimed_again(by, 1)
}

pub fn claimed_again(by: &str, attempts: u32) -> Delivery {
    Delivery::Claimed { attempts, token: token(by), lease_until: at(70), first_at: at(10), maybe_sent: false }
}
