//! Lists, cards and provider templates: as each channel has them, or refused with the reason (CHN-11, CHN-12).

use channels::play::{self, Refusal};
use channels::{CallError, Carries, Channel, Element, capabilities, fit};
use domain::{
    Button, CarouselCard, ChannelKind, Content, FailReason, Link, ListRow, Outcome, ProviderTemplate,
    TemplateField,
};
use serde_json::{Value, json};

use crate::{line, ours, saying, telegram, wechat, whatsapp};

fn row(id: &str, label: &str, description: Option<&str>) -> ListRow {
    ListRow { id: id.into(), label: label.into(), description: description.map(str::to_owned) }
}

fn list() -> Content {
    let rows = vec![row("s", "Small", Some("200 g")), row("l", "Large", Some("500 g"))];
    Content::List { text: "Which size?".into(), open: Some("Sizes".into()), rows }
}

fn card(title: &str) -> CarouselCard {
    CarouselCard {
        title: title.into(),
        text: Some("fresh".into()),
        image: Some("https://cdn.example.com/beans.jpg".into()),
        buttons: vec![Button { id: format!("order.{title}"), label: "Order".into() }],
        link: Some(Link { label: "More".into(), url: "https://shop.example.com/".into() }),
    }
}

fn carousel() -> Content {
    Content::Carousel { text: "Our beans".into(), cards: vec![card("Kenya"), card("Brazil")] }
}

fn template() -> Content {
    let field = |name: &str, value: &str| TemplateField { name: name.into(), value: value.into() };
    Content::Template(ProviderTemplate {
        name: "order_ready".into(),
        language: "ja".into(),
        fields: vec![field("1", "山田"), field("shop", "本店")],
        text: "山田様、本店で".into(),
    })
}

fn open(kind: ChannelKind) -> Box<dyn Channel> {
    match kind {
        ChannelKind::Line => line(),
        ChannelKind::Telegram => telegram(),
        ChannelKind::Whatsapp => whatsapp(),
        ChannelKind::Messenger => channels::open(crate::messenger_credentials()),
        ChannelKind::Instagram => channels::open(crate::instagram_credentials()),
        ChannelKind::Wechat => wechat(),
        ChannelKind::Web => unreachable!("nobody is called"),
    }
}

/// The bodies of the calls that say it, without what names the recipient.
fn said(kind: ChannelKind, content: Content) -> Vec<Value> {
    let address = if kind == ChannelKind::Whatsapp { "+819012345678" } else { "1" };
    let calls = fit(kind, vec![content]).unwrap();
    let body = |call| {
        let request = open(kind).render(address, &ours(), &saying(call)).unwrap();
        serde_json::from_slice(request.body()).unwrap()
    };
    calls.into_iter().map(body).collect()
}

fn why(kind: ChannelKind, content: Content) -> String {
    match fit(kind, vec![content]) {
        Err(FailReason::Unsupported { detail }) => detail,
        other => panic!("{kind}: {other:?}"),
    }
}

#[test]
fn a_list_is_a_list_on_whatsapp_and_buttons_elsewhere() {
    let [call] = &said(ChannelKind::Whatsapp, list())[..] else { panic!() };
    assert_eq!(
        call["interactive"],
        json!({"type": "list", "body": {"text": "Which size?"}, "action": {"button": "Sizes", "sections": [{"rows": [
            {"id": "s", "title": "Small", "description": "200 g"},
            {"id": "l", "title": "Large", "description": "500 g"}]}]}})
    );
    let words = "Which size?\n・Small: 200 g\n・Large: 500 g";
    for (kind, text) in [
        (ChannelKind::Line, "/messages/0/text"),
        (ChannelKind::Telegram, "/text"),
        (ChannelKind::Messenger, "/message/text"),
        (ChannelKind::Instagram, "/message/text"),
        (ChannelKind::Wechat, "/msgmenu/head_content"),
    ] {
        let [call] = &said(kind, list())[..] else { panic!() };
        assert_eq!(call.pointer(text), Some(&json!(words)), "{kind}: {call}");
        let bubbles =
            play::bubbles(kind, if kind == ChannelKind::Telegram { "sendMessage" } else { "send" }, call);
        let labels: Vec<_> =
            bubbles.iter().flat_map(|bubble| &bubble.buttons).map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["Small", "Large"], "{kind}");
    }
}

#[test]
fn cards_are_lines_template_and_metas() {
    let [call] = &said(ChannelKind::Line, carousel())[..] else { panic!() };
    assert_eq!(call["messages"][0]["text"], "Our beans");
    assert_eq!(call["messages"][1]["altText"], "Kenya / Brazil");
    assert_eq!(
        call["messages"][1]["template"]["columns"][0],
        json!({"title": "Kenya", "text": "fresh", "thumbnailImageUrl": "https://cdn.example.com/beans.jpg", "actions": [
            {"type": "postback", "label": "Order", "data": "mdg1:11:order.KenyaOrder", "displayText": "Order"},
            {"type": "uri", "label": "More", "uri": "https://shop.example.com/"}]})
    );
    for kind in [ChannelKind::Messenger, ChannelKind::Instagram] {
        let [words, cards] = &said(kind, carousel())[..] else { panic!() };
        assert_eq!(words["message"]["text"], "Our beans");
        let payload = &cards["message"]["attachment"]["payload"];
        assert_eq!(payload["template_type"], "generic");
        assert_eq!(
            payload["elements"][1],
            json!({"title": "Brazil", "subtitle": "fresh", "image_url": "https://cdn.example.com/beans.jpg", "buttons": [
                {"type": "postback", "title": "Order", "payload": "order.Brazil"},
                {"type": "web_url", "title": "More", "url": "https://shop.example.com/"}]})
        );
    }
}

/// WhatsApp's cards lead to a page, and nothing on them can be pressed.
#[test]
fn cards_on_whatsapp_have_a_picture_and_a_link() {
    let cards = ["Kenya", "Brazil"].map(|title| CarouselCard { buttons: vec![], ..card(title) });
    let [call] = &said(
        ChannelKind::Whatsapp,
        Content::Carousel { text: "Our beans".into(), cards: cards.to_vec() },
    )[..] else {
        panic!()
    };
    assert_eq!(call["interactive"]["body"]["text"], "Our beans");
    assert_eq!(
        call["interactive"]["action"]["cards"][1],
        json!({"card_index": 1, "type": "cta_url",
            "header": {"type": "image", "image": {"link": "https://cdn.example.com/beans.jpg"}},
            "body": {"text": "Brazil\nfresh"},
            "action": {"name": "cta_url", "parameters": {"display_text": "More", "url": "https://shop.example.com/"}}})
    );
    assert!(why(ChannelKind::Whatsapp, carousel()).contains("buttons"));
    let one = Content::Carousel { text: "One".into(), cards: cards[..1].to_vec() };
    assert_eq!(why(ChannelKind::Whatsapp, one), "a single card; 2 to 10 are possible");
}

/// CHN-12: refused before anything is sent, in words.
#[test]
fn what_a_channel_does_not_have_is_refused_with_the_reason() {
    for kind in [ChannelKind::Telegram, ChannelKind::Wechat] {
        assert_eq!(why(kind, carousel()), "cards side by side");
    }
    for kind in [ChannelKind::Line, ChannelKind::Telegram, ChannelKind::Web, ChannelKind::Messenger] {
        assert_eq!(why(kind, template()), "a provider template");
    }
    let uneven = vec![card("Kenya"), CarouselCard { image: None, ..card("Brazil") }];
    let uneven = Content::Carousel { text: String::new(), cards: uneven };
    assert!(why(ChannelKind::Line, uneven.clone()).starts_with("cards that differ"));
    assert!(fit(ChannelKind::Messenger, vec![uneven]).is_ok());
    let same =
        Content::List { text: "a".into(), open: None, rows: vec![row("x", "a", None), row("x", "b", None)] };
    for kind in ChannelKind::ALL {
        assert!(why(kind, same.clone()).contains("ids"), "{kind}");
    }
}

/// CHN-14
#[test]
fn templates_go_as_whatsapp_and_wechat_want_them() {
    let [call] = &said(ChannelKind::Whatsapp, template())[..] else { panic!() };
    assert_eq!(
        call["template"],
        json!({"name": "order_ready", "language": {"code": "ja"}, "components": [{"type": "body", "parameters": [
            {"type": "text", "text": "山田"}, {"type": "text", "parameter_name": "shop", "text": "本店"}]}]})
    );
    let [call] = &said(ChannelKind::Wechat, template())[..] else { panic!() };
    assert_eq!(
        call,
        &json!({"touser": "1", "template_id": "order_ready", "data": {"1": {"value": "山田"}, "shop": {"value": "本店"}}})
    );
    let request = wechat().render("1", &ours(), &saying([template()])).unwrap();
    assert_eq!(request.uri().path(), "/cgi-bin/message/template/send");
}

/// What the table says can be sent, can be sent.
#[test]
fn the_table_and_the_adapters_agree() {
    let simple = Content::Carousel {
        text: "Our beans".into(),
        cards: ["a", "b"].map(|title| CarouselCard { buttons: vec![], ..card(title) }).to_vec(),
    };
    for kind in ChannelKind::ALL {
        let table = capabilities(kind);
        for (element, content) in
            [(Element::List, list()), (Element::Carousel, simple.clone()), (Element::Template, template())]
        {
            let carried = fit(kind, vec![content]).is_ok();
            assert_eq!(carried, table.carries(element) != Carries::No, "{kind} {element:?}");
        }
    }
}

/// F-20, CHN-14: each provider's own refusals are understood.
#[test]
fn what_providers_refuse_is_understood() {
    let outcome = |kind: ChannelKind, refusal: Refusal| {
        let answer = refusal.answer(kind)?;
        Some(open(kind).outcome(Ok::<_, CallError>(answer)))
    };
    for kind in ChannelKind::ALL.into_iter().filter(|kind| *kind != ChannelKind::Web) {
        let busy = outcome(kind, Refusal::TooOften { seconds: Some(7) });
        let wait = if kind == ChannelKind::Wechat { 60_000 } else { 7_000 };
        assert_eq!(busy, Some(Outcome::Busy { retry_after_ms: Some(wait) }), "{kind}");
        let closed = outcome(kind, Refusal::WindowClosed);
        assert!(closed.is_none_or(|it| it == Outcome::Failed(FailReason::WindowClosed)), "{kind}");
        let blocked = outcome(kind, Refusal::Blocked);
        assert!(blocked.is_none_or(|it| it == Outcome::Failed(FailReason::Unreachable)), "{kind}");
        let used_up = outcome(kind, Refusal::QuotaUsedUp);
        assert!(used_up.is_none_or(|it| it == Outcome::Failed(FailReason::QuotaExhausted)), "{kind}");
        let unknown = outcome(kind, Refusal::UnknownTemplate);
        assert!(
            unknown.is_none_or(|it| matches!(it, Outcome::Failed(FailReason::Refused { code: Some(_), .. })))
        );
    }
}
