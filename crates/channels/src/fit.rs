//! From what somebody wants to say to calls that the channel takes.

use std::collections::BTreeSet;

use domain::{Button, CarouselCard, ChannelKind, Content, FailReason, ListRow, MediaKind};

use crate::request::unsupported;
use crate::{capabilities, is_blank, line, meta, split, telegram, text, web, wechat, whatsapp};

/// Arranges contents into calls, in order: long text in several messages, at most so many contents in a call.
///
/// What comes out, [`render`](crate::Channel::render) takes. Words beneath a file become a message after it where the
/// channel has no captions or the words are too long for one. LINE shows quick replies only on the last message of a
/// call, so they end theirs.
///
/// # Errors
///
/// [`FailReason::Unsupported`] with the reason, if the channel cannot carry one of them (CHN-12): then none goes out.
pub fn fit(kind: ChannelKind, contents: Vec<Content>) -> Result<Vec<Vec<Content>>, FailReason> {
    let mut calls = Vec::new();
    let mut call = Vec::new();
    for content in contents {
        for piece in pieces(kind, content)? {
            check(kind, &piece)?;
            let ends = kind == ChannelKind::Line && line::has_quick_replies(&piece);
            call.push(piece);
            if ends || call.len() == kind.contents_per_call() {
                calls.push(std::mem::take(&mut call));
            }
        }
    }
    if !call.is_empty() {
        calls.push(call);
    }
    Ok(calls)
}

/// One content as messages within the channel's limits of text.
fn pieces(kind: ChannelKind, content: Content) -> Result<Vec<Content>, FailReason> {
    let limits = capabilities(kind);
    Ok(match content {
        Content::Text { text } => texts(kind, &text)?,
        Content::Choice { text, buttons, quick } => {
            let mut pieces = texts(kind, &text)?;
            // The buttons hang on the last part.
            if let Some(Content::Text { text }) = pieces.pop() {
                pieces.push(Content::Choice { text, buttons, quick });
            }
            pieces
        }
        // Where there are no lists, every row is a button, and what is said about it stands above.
        Content::List { text, rows, .. } if limits.list_rows == 0 => {
            check_rows(&rows)?;
            let buttons = Content::List { text: String::new(), open: None, rows: rows.clone() }.offers();
            let mut lines = vec![text];
            if rows.iter().any(|row| row.description.is_some()) {
                lines.extend(rows.iter().map(|row| format!("・{}", row.in_words())));
            }
            pieces(kind, Content::Choice { text: lines.join("\n"), buttons, quick: true })?
        }
        // WhatsApp alone shows words with the cards.
        Content::Carousel { text, cards } if kind != ChannelKind::Whatsapp && !is_blank(&text) => {
            let mut pieces = texts(kind, &text)?;
            pieces.push(Content::Carousel { text: String::new(), cards });
            pieces
        }
        Content::Media(mut media) => {
            media.caption = media.caption.filter(|caption| !is_blank(caption));
            // Some channels take words beneath a picture and not beneath sound.
            let short =
                |caption: &String| limits.caption.is_some_and(|limit| limit.unit.count(caption) <= limit.max);
            let stays = media.caption.as_ref().is_some_and(short) && captions(kind, media.kind);
            let after = media.caption.take_if(|_| !stays);
            let mut pieces = vec![Content::Media(media)];
            if let Some(caption) = after {
                pieces.extend(texts(kind, &caption)?);
            }
            pieces
        }
        other => vec![other],
    })
}

/// Whether the channel shows words beneath a file of this kind.
fn captions(kind: ChannelKind, media: MediaKind) -> bool {
    match media {
        MediaKind::Audio | MediaKind::Voice => capabilities(kind).caption_on_sound,
        MediaKind::Image | MediaKind::Video | MediaKind::File => true,
    }
}

/// A text as messages; parts that nobody would see are left out.
fn texts(kind: ChannelKind, text: &str) -> Result<Vec<Content>, FailReason> {
    if is_blank(text) {
        return Err(unsupported("a text without a visible character"));
    }
    let parts = split(text, capabilities(kind).text);
    Ok(parts.into_iter().filter(|part| !is_blank(part)).map(Content::text).collect())
}

/// Says why the channel cannot carry it, by writing it as the channel would have it.
fn check(kind: ChannelKind, content: &Content) -> Result<(), FailReason> {
    match kind {
        ChannelKind::Line => line::message_object(content).map(drop),
        ChannelKind::Telegram => telegram::method(content).map(drop),
        ChannelKind::Web => web::content_object(content).map(drop),
        ChannelKind::Whatsapp => whatsapp::message_object(content).map(drop),
        ChannelKind::Messenger | ChannelKind::Instagram => {
            meta::send::message_object(kind, content).map(drop)
        }
        ChannelKind::Wechat => wechat::message_object(content).map(drop),
    }
}

/// Refuses a text that is blank or longer than one message of the channel.
pub(crate) fn check_text(kind: ChannelKind, text: &str) -> Result<(), FailReason> {
    let limit = capabilities(kind).text;
    if is_blank(text) {
        return Err(unsupported("a text without a visible character"));
    }
    match limit.unit.count(text) {
        length if length > limit.max => {
            Err(unsupported(format!("a text of {length}, the limit is {}", limit.max)))
        }
        _ => Ok(()),
    }
}

/// Refuses buttons that the channel cannot show or could not tell apart.
pub(crate) fn check_buttons(kind: ChannelKind, buttons: &[Button]) -> Result<(), FailReason> {
    let limits = capabilities(kind);
    let most = limits.buttons.max(limits.quick_replies);
    if buttons.is_empty() || buttons.len() > most {
        return Err(unsupported(format!("{} buttons, 1 to {most} are possible", buttons.len())));
    }
    let mut ids = BTreeSet::new();
    for Button { id, label } in buttons {
        if id.is_empty() || id.len() > Button::MAX_ID_BYTES || !ids.insert(id) {
            let most = Button::MAX_ID_BYTES;
            return Err(unsupported(format!("the button id {id:?}: ids differ and have 1 to {most} bytes")));
        }
        if is_blank(label) {
            return Err(unsupported(format!("the button {id:?} without a label")));
        }
        check_label(kind, label)?;
    }
    Ok(())
}

/// Refuses rows that no channel could show or tell apart.
pub(crate) fn check_rows(rows: &[ListRow]) -> Result<(), FailReason> {
    if rows.is_empty() || rows.len() > ListRow::MAX {
        return Err(unsupported(format!("{} rows, 1 to {} are possible", rows.len(), ListRow::MAX)));
    }
    Ok(())
}

/// Refuses cards that the channel cannot show.
pub(crate) fn check_cards(kind: ChannelKind, cards: &[CarouselCard]) -> Result<(), FailReason> {
    let limits = capabilities(kind);
    let most = limits.carousel_cards;
    if most == 0 {
        return Err(unsupported("cards side by side"));
    }
    if cards.is_empty() || cards.len() > most {
        return Err(unsupported(format!("{} cards, 1 to {most} are possible", cards.len())));
    }
    let mut ids = BTreeSet::new();
    for card in cards {
        if is_blank(&card.title) {
            return Err(unsupported("a card without a headline"));
        }
        let buttons = card.buttons.len() + usize::from(card.link.is_some());
        if buttons > limits.card_buttons.max(1) || card.buttons.len() > limits.card_buttons {
            return Err(unsupported(format!(
                "{} buttons and {} links on a card; {} buttons, or 1 link in place of one, are possible",
                card.buttons.len(),
                usize::from(card.link.is_some()),
                limits.card_buttons
            )));
        }
        for button in &card.buttons {
            check_buttons(kind, std::slice::from_ref(button))?;
            if !ids.insert(&button.id) {
                return Err(unsupported(format!("two buttons with the id {:?}", button.id)));
            }
        }
        if let Some(link) = &card.link {
            check_url(&link.url)?;
            check_label(kind, &link.label)?;
        }
        card.image.as_deref().map_or(Ok(()), check_url)?;
    }
    Ok(())
}

/// Refuses words that are longer than their place. `what` names the place.
pub(crate) fn check_short(what: &str, words: &str, most: usize) -> Result<(), FailReason> {
    match text::graphemes(words) {
        length if length > most => {
            Err(unsupported(format!("{what} of {length} characters; {most} are possible")))
        }
        _ => Ok(()),
    }
}

fn check_label(kind: ChannelKind, label: &str) -> Result<(), FailReason> {
    if is_blank(label) {
        return Err(unsupported("a button without a label"));
    }
    match capabilities(kind).label_graphemes {
        Some(most) if text::graphemes(label) > most => {
            Err(unsupported(format!("the label {label:?}: {most} characters are possible")))
        }
        _ => Ok(()),
    }
}

/// Refuses an address that providers and browsers would not fetch: not https, not percent-encoded, too long.
pub(crate) fn check_url(url: &str) -> Result<(), FailReason> {
    /// LINE's limit in characters, the smallest.
    const MAX: usize = 2000;
    let written_out = url.bytes().all(|byte| byte.is_ascii_graphic());
    if url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) && written_out && url.len() <= MAX {
        return Ok(());
    }
    Err(unsupported(format!("an address that is not https, percent-encoded and at most {MAX} characters")))
}
