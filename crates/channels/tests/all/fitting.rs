//! From what somebody wants to say to calls that the channel takes (CHN-12, CHN-13).

use channels::{capabilities, fit};
use domain::{ChannelKind, Content, FailReason, MediaKind};
use proptest::prelude::*;

use crate::{choice, file, line, ours, saying, telegram, whatsapp};

fn texts(call: &[Content]) -> Vec<&str> {
    call.iter().map(Content::words).collect()
}

#[test]
fn contents_are_grouped_by_what_a_call_takes() {
    let seven: Vec<_> = (0..7).map(|n| Content::text(n.to_string())).collect();
    let sizes = |kind| fit(kind, seven.clone()).unwrap().iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(ChannelKind::Line), [5, 2]);
    assert_eq!(sizes(ChannelKind::Telegram), [1; 7]);
    assert_eq!(sizes(ChannelKind::Web), [7]);
    for one_by_one in
        [ChannelKind::Whatsapp, ChannelKind::Messenger, ChannelKind::Instagram, ChannelKind::Wechat]
    {
        assert_eq!(sizes(one_by_one), [1; 7]);
    }
    assert_eq!(fit(ChannelKind::Line, vec![]), Ok(vec![]));
}

/// CHN-12: what the composer is told.
#[test]
fn the_table_is_written_as_the_snapshot_says() {
    let table = ChannelKind::ALL.map(|kind| serde_json::to_string(&capabilities(kind)).unwrap());
    insta::assert_snapshot!(table.join("\n"));
}

/// LINE shows the quick replies of a call's last message only.
#[test]
fn quick_replies_end_their_call() {
    let contents = vec![Content::text("a"), choice("b?", &["x"], true), Content::text("c")];
    let calls = fit(ChannelKind::Line, contents).unwrap();
    assert_eq!(calls.iter().map(|call| texts(call)).collect::<Vec<_>>(), [vec!["a", "b?"], vec!["c"]]);
    let stays = vec![choice("b?", &["x"], false), Content::text("c")];
    assert_eq!(fit(ChannelKind::Line, stays).unwrap().len(), 1);
}

#[test]
fn the_buttons_hang_on_the_last_part_of_a_long_question() {
    let question = format!("{}。{}", "あ".repeat(4500), "い".repeat(1000));
    let calls = fit(ChannelKind::Line, vec![choice(&question, &["x"], false)]).unwrap();
    let kinds: Vec<_> = calls[0].iter().map(Content::kind).collect();
    assert_eq!(kinds, ["text", "choice"]);
    assert_eq!(texts(&calls[0]).concat(), question);
}

#[test]
fn words_beneath_a_file_follow_it_where_they_have_no_place() {
    let mut photo = file(MediaKind::Image, "https://cdn.example.com/a.png");
    photo.caption = Some("a".repeat(1025));
    for (kind, messages) in [
        (ChannelKind::Line, 2),
        (ChannelKind::Telegram, 2),
        (ChannelKind::Web, 1),
        (ChannelKind::Whatsapp, 2),
    ] {
        let calls = fit(kind, vec![Content::Media(photo.clone())]).unwrap();
        let contents: Vec<_> = calls.concat();
        assert_eq!(contents.len(), messages, "{kind}");
        assert_eq!(texts(&contents).concat(), "a".repeat(1025));
    }
}

/// WhatsApp shows words beneath a picture, not beneath sound.
#[test]
fn words_beneath_sound_follow_it_where_they_have_no_place() {
    let mut song = file(MediaKind::Audio, "https://cdn.example.com/a.mp3");
    song.caption = Some("our jingle".into());
    for (kind, messages) in [(ChannelKind::Telegram, 1), (ChannelKind::Whatsapp, 2)] {
        let calls = fit(kind, vec![Content::Media(song.clone())]).unwrap();
        assert_eq!(calls.concat().len(), messages, "{kind}");
        assert_eq!(texts(&calls.concat()).concat(), "our jingle");
    }
}

/// CHN-12: all or nothing.
#[test]
fn one_content_that_cannot_go_keeps_all_back() {
    for kind in ChannelKind::ALL {
        let contents = vec![
            Content::text("a"),
            Content::Form { fields: vec![] },
            Content::Unsupported { kind: "x".into() },
        ];
        assert!(matches!(fit(kind, contents), Err(FailReason::Unsupported { .. })), "{kind}");
        assert!(fit(kind, vec![Content::text(" \u{200b}")]).is_err());
        assert!(fit(kind, vec![choice("a", &["b"; 14], true)]).is_err());
        assert!(fit(kind, vec![Content::Media(file(MediaKind::Image, "javascript:alert(1)"))]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_fits_is_rendered_and_no_visible_word_is_lost(
        pieces in proptest::collection::vec("(\\PC|あいうえお。|[a-z ]{3}|\n|👨‍👩‍👧){0,40}", 1..4),
        repeat in 1_usize..200,
        quick: bool,
    ) {
        let contents: Vec<_> = pieces
            .iter()
            .filter(|piece| !channels::is_blank(piece))
            .enumerate()
            .map(|(n, piece)| match n {
                0 => Content::text(piece.repeat(repeat)),
                _ => choice(&piece.repeat(repeat), &["はい", "いいえ"], quick),
            })
            .collect();
        let visible = |text: &str| text.chars().filter(|c| !channels::is_blank(&c.to_string())).collect::<String>();
        let before: String = contents.iter().map(|content| visible(content.words())).collect();
        for (kind, channel) in [(ChannelKind::Line, Some(line())), (ChannelKind::Telegram, Some(telegram())), (ChannelKind::Web, None), (ChannelKind::Whatsapp, Some(whatsapp())),
            (ChannelKind::Messenger, Some(channels::open(crate::messenger_credentials()))),
            (ChannelKind::Instagram, Some(channels::open(crate::instagram_credentials()))), (ChannelKind::Wechat, Some(crate::wechat()))] {
            let calls = fit(kind, contents.clone()).unwrap();
            let after: String = calls.iter().flatten().map(|content| visible(content.words())).collect();
            prop_assert_eq!(&after, &before);
            let limit = capabilities(kind).text;
            for call in calls {
                prop_assert!(call.iter().all(|content| limit.unit.count(content.words()) <= limit.max));
                prop_assert!(call.len() <= kind.contents_per_call());
                let address = match kind {
                    ChannelKind::Line => "U1",
                    ChannelKind::Whatsapp => "+819012345678",
                    _ => "1",
                };
                let rendered = channel.as_ref().map(|channel| channel.render(address, &ours(), &saying(call)));
                prop_assert!(!matches!(rendered, Some(Err(_))), "{:?}", rendered);
            }
        }
    }
}
