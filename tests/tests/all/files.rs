//! Files that contacts send, and who they are: fetched as jobs that nothing waits for.

use channels::play::{Deed, PIXEL};
use domain::{
    ChannelKind, ContactId, Content, Delivery, FileCopy, FileFailure, News, Row, RowId, StoredFile, hours,
    minutes, seconds,
};
use http::header::AUTHORIZATION;
use serde_json::json;
use service::seams::Ring;
use stories::desk::{Customer, Desk, Mood, Said};

const PAGE: &[u8] = b"<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>";

/// The last row that holds a file.
async fn picture(desk: &Desk, customer: &Customer) -> Row {
    let rows = desk.rows(customer).await;
    let file = |row: &&Row| row.body.file().is_some() || row.file.is_some();
    rows.iter().rev().find(file).expect("a file came in").clone()
}

fn stored() -> FileCopy {
    let size_bytes = PIXEL.len() as u64;
    FileCopy::Stored(StoredFile { mime: "image/png".to_owned(), size_bytes, width: Some(1), height: Some(1) })
}

async fn blob(desk: &Desk, customer: &Customer, row: RowId) -> Option<bytes::Bytes> {
    desk.blob(&FileCopy::blob(&desk.conversation_id(customer), row)).await
}

/// How often the bytes of a file were fetched.
fn fetches(desk: &Desk, part: &str) -> usize {
    desk.provider.fetched().iter().filter(|(uri, _)| uri.to_string().contains(part)).count()
}

/// The address that gives the bytes of `picture-1`, on each channel.
const CHANNELS: [(ChannelKind, &str); 6] = [
    (ChannelKind::Line, "https://api-data.line.me/v2/bot/message/picture-1/content"),
    (ChannelKind::Telegram, "/photos/picture-1.png"),
    (ChannelKind::Whatsapp, "https://lookaside.fbsbx.com/played/picture-1"),
    (ChannelKind::Messenger, "https://scontent.xx.fbcdn.net/played/picture-1"),
    (ChannelKind::Instagram, "https://scontent.xx.fbcdn.net/played/picture-1"),
    (ChannelKind::Wechat, "/cgi-bin/media/get?media_id=picture-1&"),
];

/// F-27, INV-16: on every channel the message is there and answered before anybody asks for its file; then the file is
/// ours, once.
#[tokio::test]
async fn a_picture_is_shown_first_and_fetched_then() {
    for (channel, address) in CHANNELS {
        let desk = Desk::open().await;
        let mei = desk.contact(channel, "Mei");
        desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
        let row = picture(&desk, &mei).await;
        assert!(matches!(row.file, Some(FileCopy::Pending { attempts: 0, .. })), "{channel}: {row:?}");
        assert!(row.seq.is_some(), "{channel}: it is shown");
        assert_eq!(fetches(&desk, ""), 0, "{channel}: nothing was fetched for it to be shown");
        assert!(desk.rows(&mei).await.len() > 1, "{channel}: it is answered");

        desk.settle().await;
        let row = picture(&desk, &mei).await;
        assert_eq!(row.file, Some(stored()), "{channel}");
        assert_eq!(blob(&desk, &mei, row.id).await.as_deref(), Some(PIXEL), "{channel}");
        assert_eq!(fetches(&desk, address), 1, "{channel}: {:?}", desk.provider.fetched());

        let before = desk.provider.fetched().len();
        desk.service.answer(&Ring::File(desk.conversation_id(&mei), row.id)).await.unwrap();
        desk.wait(minutes(3)).await;
        assert_eq!(desk.provider.fetched().len(), before, "{channel}: once is enough (INV-18)");
    }
}

/// SEC-24: a token goes where the provider wants it and nowhere else.
#[tokio::test]
async fn tokens_go_to_their_own_provider_only() {
    for (channel, address) in CHANNELS {
        let desk = Desk::open().await;
        let mei = desk.contact(channel, "Mei");
        desk.hears(&mei, Deed::SendsImage("picture-1")).await;
        for (uri, headers) in desk.provider.fetched() {
            let wanted = match channel {
                ChannelKind::Line => uri.host() != Some("profile.line-scdn.net"),
                ChannelKind::Whatsapp => true,
                ChannelKind::Messenger | ChannelKind::Instagram => uri.host() == Some("graph.facebook.com"),
                _ => false,
            };
            assert_eq!(headers.contains_key(AUTHORIZATION), wanted, "{channel}, {address}: {uri}");
        }
    }
}

/// F-27, INV-18: the bell is lost, and the sweep rings.
#[tokio::test]
async fn a_lost_bell_only_makes_a_file_late() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
    desk.lose_bells().await;
    desk.wait(seconds(9)).await;
    assert!(picture(&desk, &mei).await.file.unwrap().is_under_way());
    desk.wait(seconds(2)).await;
    assert_eq!(picture(&desk, &mei).await.file, Some(stored()));
}

/// Whoever fetches dies at any point: before the provider is asked, and after the copy was kept. It is fetched once more
/// when the lease ends, not earlier, and kept once.
#[tokio::test]
async fn a_death_while_fetching_fetches_once_more_and_keeps_one() {
    for kept in [false, true] {
        let desk = Desk::open().await;
        let mei = desk.contact(ChannelKind::Telegram, "Mei");
        desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
        desk.lose_bells().await;
        let row = picture(&desk, &mei).await;
        let id = desk.conversation_id(&mei);
        // As a process leaves it that dies after its claim.
        let lease_until = desk.service.now() + minutes(1);
        let token = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let claim = FileCopy::Claimed { attempts: 1, token, lease_until };
        let from = row.file.clone().unwrap();
        desk.service.store().move_file(&id, row.id, &from, Some(&claim), Some(lease_until)).await.unwrap();
        if kept {
            desk.keep_blob(&FileCopy::blob(&id, row.id), PIXEL).await;
        }
        desk.wait(seconds(59)).await;
        desk.service.answer(&Ring::File(id.clone(), row.id)).await.unwrap();
        assert_eq!(fetches(&desk, "picture-1"), 0, "somebody holds a claim");
        desk.wait(seconds(2)).await;
        assert_eq!(picture(&desk, &mei).await.file, Some(stored()));
        assert_eq!(fetches(&desk, "photos/picture-1.png"), 1);
        assert_eq!(desk.blobs_like("file-"), 1, "one copy");
    }
}

/// Two bells for one file: one of them fetches.
#[tokio::test]
async fn two_bells_fetch_once() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
    let (id, row) = (desk.conversation_id(&mei), picture(&desk, &mei).await.id);
    let twice = futures::join!(desk.service.fetch_file(&id, row), desk.service.fetch_file(&id, row));
    assert!(matches!(twice, (Ok(()), Ok(()))));
    assert_eq!(fetches(&desk, "/content"), 1);
}

fn unsend(desk: &Desk, customer: &Customer, message: &str) -> serde_json::Value {
    let mut event = desk.event(customer, "");
    event.as_object_mut().unwrap().remove("message");
    event["type"] = "unsend".into();
    event["unsend"] = json!({"messageId": message});
    event
}

/// INV-8, F-8: whoever takes a picture back leaves none of it here, whether it was fetched or is being fetched.
#[tokio::test]
async fn an_unsend_deletes_the_copy() {
    for fetched in [true, false] {
        let desk = Desk::open().await;
        let mei = desk.contact(ChannelKind::Line, "Mei");
        desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
        if fetched {
            desk.settle().await;
            assert_eq!(desk.blobs_like("file-"), 1);
        } else {
            desk.lose_bells().await;
        }
        let row = picture(&desk, &mei).await;
        let event = unsend(&desk, &mei, "picture-1");
        desk.post(ChannelKind::Line, &[event]).await.unwrap();
        desk.settle().await;
        assert_eq!(desk.blobs_like("file-"), 0, "it is gone at once");
        // Somebody who was fetching it keeps it after all, and dies.
        if !fetched {
            desk.keep_blob(&FileCopy::blob(&desk.conversation_id(&mei), row.id), PIXEL).await;
        }
        desk.wait(minutes(2)).await;
        assert_eq!(desk.blobs_like("file-"), 0, "nothing comes back");
        let row = desk.service.store().row(&desk.conversation_id(&mei), row.id).await.unwrap().unwrap();
        assert_eq!(row.file, None);
        assert!(row.body.file().is_none());
        assert_eq!(fetches(&desk, "/content"), usize::from(fetched));
    }
}

/// INV-8: an unsend in the middle of the fetch; whoever fetched deletes what they have just kept.
#[tokio::test]
async fn an_unsend_while_fetching_leaves_nothing() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
    let (id, row) = (desk.conversation_id(&mei), picture(&desk, &mei).await.id);
    desk.provider.holds(Some("/content"));
    let service = desk.service.clone();
    let fetching = tokio::spawn(async move { service.fetch_file(&id, row).await.unwrap() });
    while fetches(&desk, "/content") == 0 {
        tokio::task::yield_now().await;
    }
    let event = unsend(&desk, &mei, "picture-1");
    desk.post(ChannelKind::Line, &[event]).await.unwrap();
    desk.settle().await;
    desk.provider.holds(None);
    fetching.await.unwrap();
    assert_eq!(desk.blobs_like("file-"), 0);
    desk.wait(minutes(2)).await;
    assert_eq!(desk.blobs_like("file-"), 0);
}

async fn fails(channel: ChannelKind, part: &str, said: Said) -> FileFailure {
    let desk = Desk::open().await;
    let mei = desk.contact(channel, "Mei");
    desk.provider.says(part, said);
    desk.hears(&mei, Deed::SendsImage("picture-1")).await;
    let row = picture(&desk, &mei).await;
    assert_eq!(desk.blobs_like("file-"), 0);
    assert!(row.body.file().is_some(), "the message stays");
    match row.file {
        Some(FileCopy::Failed { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

/// SEC-19, SEC-24, B-30: what will not be fetched says why, and the message stays.
#[tokio::test]
async fn what_must_not_be_fetched_is_not() {
    let large = Said::Answer(200, vec![0; 25 * 1024 * 1024 + 1]);
    let failure = fails(ChannelKind::Line, "/content", large).await;
    assert_eq!(failure, FileFailure::TooLarge { limit_bytes: 25 * 1024 * 1024 });

    let too_big = br#"{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}"#;
    let failure = fails(ChannelKind::Telegram, "getFile", Said::Answer(400, too_big.to_vec())).await;
    assert_eq!(failure, FileFailure::TooLarge { limit_bytes: 20 * 1024 * 1024 });

    let failure = fails(ChannelKind::Messenger, "/played/picture-1", Said::Answer(200, PAGE.to_vec())).await;
    assert_eq!(failure, FileFailure::WrongType { found: "text/html".to_owned() });

    let elsewhere = br#"{"url":"https://files.example.com/1"}"#.to_vec();
    let failure = fails(ChannelKind::Whatsapp, "/picture-1?", Said::Answer(200, elsewhere)).await;
    assert_eq!(failure, FileFailure::ForeignHost { host: "files.example.com".to_owned() });

    let metadata = Said::Moved("http://169.254.169.254/latest/meta-data");
    let failure = fails(ChannelKind::Instagram, "/played/picture-1", metadata).await;
    assert_eq!(failure, FileFailure::ForeignHost { host: "169.254.169.254".to_owned() });

    let failure = fails(ChannelKind::Line, "/content", Said::LeadsHome).await;
    assert_eq!(failure, FileFailure::PrivateAddress);

    let failure = fails(ChannelKind::Line, "/content", Said::Answer(410, Vec::new())).await;
    assert_eq!(failure, FileFailure::Gone);

    let expired = br#"{"errcode":40007,"errmsg":"invalid media_id"}"#;
    let failure = fails(ChannelKind::Wechat, "/media/get", Said::Answer(200, expired.to_vec())).await;
    assert_eq!(failure, FileFailure::Gone);
}

/// SEC-24: a redirection within the provider's own hosts is followed, a few times.
#[tokio::test]
async fn a_redirection_within_the_provider_is_followed() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Messenger, "Mei");
    desk.provider.says("/played/picture-1", Said::Moved("https://other.fbcdn.net/moved"));
    desk.hears(&mei, Deed::SendsImage("picture-1")).await;
    assert_eq!(picture(&desk, &mei).await.file, Some(stored()));

    desk.provider.says("/moved", Said::Moved("https://other.fbcdn.net/moved"));
    desk.hears(&mei, Deed::SendsImage("picture-1")).await;
    let row = picture(&desk, &mei).await;
    assert!(
        matches!(row.file, Some(FileCopy::Failed { reason: FileFailure::Refused { .. }, .. })),
        "{row:?}"
    );
}

/// F-27: a film that LINE still prepares is asked for again; a provider that is down until the file has gone is told of.
#[tokio::test]
async fn a_file_is_asked_for_until_the_provider_forgets_it() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.provider.says("/content", Said::Answer(202, Vec::new()));
    desk.hears(&mei, Deed::SendsImage("picture-1")).await;
    assert!(picture(&desk, &mei).await.file.unwrap().is_under_way());
    desk.provider.says("/content", Said::Answer(200, PIXEL.to_vec()));
    desk.wait(seconds(5)).await;
    assert_eq!(picture(&desk, &mei).await.file, Some(stored()));

    let rin = desk.contact(ChannelKind::Wechat, "Rin");
    desk.provider.says("/media/get", Said::Answer(502, Vec::new()));
    desk.hears(&rin, Deed::SendsImage("picture-2")).await;
    for _ in 0..71 {
        desk.clock.advance(hours(1));
        desk.settle().await;
        assert!(picture(&desk, &rin).await.file.unwrap().is_under_way());
    }
    desk.clock.advance(hours(2));
    desk.settle().await;
    let file = picture(&desk, &rin).await.file;
    assert!(matches!(file, Some(FileCopy::Failed { reason: FileFailure::Expired, .. })), "{file:?}");
    assert!(fetches(&desk, "/media/get") < 90, "not more often than is decent");
}

/// INV-16: a provider that does not give its file delays neither the next message nor the answer to it.
#[tokio::test]
async fn a_slow_file_delays_nothing() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.hears_without_errands(&mei, Deed::SendsImage("picture-1")).await;
    let (id, row) = (desk.conversation_id(&mei), picture(&desk, &mei).await.id);
    desk.provider.holds(Some("/content"));
    let service = desk.service.clone();
    let fetching = tokio::spawn(async move { service.fetch_file(&id, row).await.unwrap() });
    while fetches(&desk, "/content") == 0 {
        tokio::task::yield_now().await;
    }
    let rin = desk.contact(ChannelKind::Line, "Rin");
    for customer in [&mei, &rin] {
        desk.hears_without_errands(customer, Deed::Writes("opening hours?")).await;
    }
    assert_eq!(desk.conversation(&mei).await.preview, "opening hours?");
    let last = desk.rows(&rin).await.pop().unwrap();
    assert!(matches!(last.delivery, Some(Delivery::Sent { .. })), "{last:?}");
    desk.provider.holds(None);
    fetching.await.unwrap();
    assert_eq!(picture(&desk, &mei).await.file, Some(stored()));
}

/// CRM-16: what a blocked contact sends is not fetched.
#[tokio::test]
async fn what_is_not_shown_is_not_fetched() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "hello").await;
    let ken = desk.operator("Ken").await;
    desk.does(&ken, &mei, domain::step::Command::Block(true)).await.unwrap();
    desk.hears(&mei, Deed::SendsImage("picture-1")).await;
    let row = desk.rows(&mei).await.into_iter().find(|row| {
        matches!(&row.body, domain::Body::Inbound { event, .. }
            if matches!(&event.news, News::Message { content: Content::Media(_), .. }))
    });
    assert_eq!(row.unwrap().file, None);
    assert_eq!(fetches(&desk, "/content"), 0);
}

/// What the desk knows of a customer.
async fn contact(desk: &Desk, customer: &Customer) -> domain::Contact {
    let id = ContactId::of(&desk.conversation_id(customer));
    desk.service.store().contact(&id).await.unwrap().unwrap().0
}

/// The name, the language and the picture come after the message, from whom they can be had.
#[tokio::test]
async fn a_profile_comes_after_the_message() {
    for (channel, name, language, picture) in [
        (ChannelKind::Line, Some("LINE"), None, true),
        (ChannelKind::Telegram, Some("Mei"), Some("ja"), true),
        (ChannelKind::Messenger, Some("Meta"), None, true),
        (ChannelKind::Instagram, Some("Meta"), None, true),
        (ChannelKind::Wechat, None, Some("ja"), false),
        (ChannelKind::Whatsapp, Some("Mei"), None, false),
    ] {
        let desk = Desk::open().await;
        let mei = desk.contact(channel, "Mei");
        desk.hears_without_errands(&mei, Deed::Writes("opening hours?")).await;
        assert_eq!(fetches(&desk, ""), 0, "{channel}: the message and its answer did not wait");
        assert!(desk.rows(&mei).await.len() > 1, "{channel}");
        desk.settle().await;
        let known = contact(&desk, &mei).await;
        assert_eq!(known.account_name.split(' ').next(), Some(name.unwrap_or("")), "{channel}");
        assert_eq!(known.language.as_deref(), language, "{channel}");
        assert_eq!(known.profile.picture.is_some(), picture, "{channel}");
        assert_eq!(desk.blobs_like("picture-"), usize::from(picture), "{channel}");
        assert_eq!(known.profile.due, None, "{channel}");
    }
}

/// Asked for once, again after a week or when they follow anew, and given up for that time when nobody answers.
#[tokio::test]
async fn a_profile_is_asked_for_when_it_is_old() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let asked = |desk: &Desk| fetches(desk, "/v2/bot/profile/");
    desk.writes(&mei, "hello").await;
    desk.writes(&mei, "hello again").await;
    assert_eq!(asked(&desk), 1);
    let mut follow = desk.event(&mei, "");
    follow.as_object_mut().unwrap().remove("message");
    follow["type"] = "follow".into();
    desk.post(ChannelKind::Line, &[follow]).await.unwrap();
    desk.settle().await;
    assert_eq!(asked(&desk), 2);
    desk.clock.advance(hours(7 * 24 + 1));
    desk.provider.is(Mood::Down);
    desk.writes(&mei, "hello after a week").await;
    desk.wait(hours(1)).await;
    assert_eq!(asked(&desk), 2);
    let known = contact(&desk, &mei).await;
    assert!(
        known.profile.due.is_none() && known.profile.picture.is_some(),
        "what was known stays: {known:?}"
    );
    assert!(known.account_name.starts_with("LINE"));
}

/// INV-18: a lost bell, or a death while asking, only makes the name late.
#[tokio::test]
async fn a_profile_survives_lost_bells_and_deaths() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.hears_without_errands(&mei, Deed::Writes("hello")).await;
    desk.lose_bells().await;
    desk.wait(seconds(61)).await;
    assert!(contact(&desk, &mei).await.account_name.starts_with("LINE"));

    let rin = desk.contact(ChannelKind::Line, "Rin");
    desk.hears_without_errands(&rin, Deed::Writes("hello")).await;
    desk.lose_bells().await;
    let id = ContactId::of(&desk.conversation_id(&rin));
    let (mut claimed, version) = desk.service.store().contact(&id).await.unwrap().unwrap();
    claimed.profile.attempts = 1;
    claimed.profile.due = Some(desk.service.now() + minutes(1));
    desk.service.store().put_contact(&claimed, Some(version)).await.unwrap();
    desk.wait(seconds(59)).await;
    assert_eq!(contact(&desk, &rin).await.account_name, "");
    desk.wait(seconds(2)).await;
    assert!(contact(&desk, &rin).await.account_name.starts_with("LINE"));
}
