//! What a model that behaves makes possible.

use std::sync::{Arc, atomic::AtomicBool};

use assist::{
    Assistant, DiffKind, Event, Kind, Language, Length, Mood, Refusal, Rewrite, RewriteError, Tone,
};
use axum::response::IntoResponse;
use futures::{StreamExt, pin_mut, stream};
use serde_json::json;

use crate::server::{KEY, Model, Seen, finish, piece, polite, said, streamed, watch};

const DRAFT: &str = "田中様、注文AB-1234の1,200円は11月5日までに https://example.com/pay で払ってください。";
const ANSWER: &str =
    "⟦1⟧様、恐れ入りますが、ご注文⟦2⟧の⟦3⟧は⟦4⟧までに ⟦5⟧ にてお支払いくださいますようお願いいたします。";
const REWRITTEN: &str = "田中様、恐れ入りますが、ご注文AB-1234の1,200円は11月5日までに https://example.com/pay にてお支払いくださいますようお願いいたします。";

fn wish() -> Rewrite {
    Rewrite { names: vec!["田中".into(), "Ken".into()], ..polite(DRAFT) }
}

fn refusal(result: Result<assist::Proposal, RewriteError>) -> Refusal {
    match result.unwrap_err() {
        RewriteError::Refused(refusal) => refusal,
        RewriteError::Failed(error) => panic!("{error}"),
    }
}

/// AIW-01, AIW-05, AIW-07
#[tokio::test]
async fn a_whole_draft_comes_back_with_its_values() {
    let model = Model::saying(ANSWER).await;
    let proposal = model.assistant().rewrite(&wish()).await.unwrap();
    assert_eq!(proposal.text, REWRITTEN);
    assert_eq!(proposal.replacement, REWRITTEN);
    let old: String =
        proposal.diff.iter().filter(|p| p.kind != DiffKind::Added).map(|p| p.text.as_str()).collect();
    assert_eq!(old, DRAFT);
}

/// SEC-25, AIW-07: what the model is shown, and what it is not.
#[tokio::test]
async fn the_model_sees_tokens_and_no_tools() {
    let model = Model::saying(ANSWER).await;
    model.assistant().rewrite(&wish()).await.unwrap();
    let seen = &model.seen()[0];
    assert_eq!(seen.path, "/v1/chat/completions");
    assert_eq!(seen.headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!(seen.target(), "⟦1⟧様、注文⟦2⟧の⟦3⟧は⟦4⟧までに ⟦5⟧ で払ってください。");
    let mut fields: Vec<_> = seen.body.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["messages", "model", "stream"]);
    let sent = seen.body.to_string();
    for secret in ["田中", "1,200", "1234", "11月", "example.com", KEY] {
        assert!(!sent.contains(secret), "{secret} in {sent}");
    }
}

/// AIW-05, AIW-07: the preview shows whole values and joins to the finished text.
#[tokio::test]
async fn a_stream_shows_the_text_as_it_grows() {
    let model = Model::saying(ANSWER).await;
    let assistant = model.assistant();
    let events: Vec<Event> = assistant.rewrite_stream(wish()).collect().await;
    assert!(events.len() > 3, "{events:?}");
    for event in &events {
        if let Event::Delta(text) = event {
            assert!(!text.contains(['⟦', '⟧']) && REWRITTEN.contains(text.as_str()), "{text}");
        }
    }
    let (shown, last) = watch(&assistant, wish()).await;
    let Event::Done(proposal) = last else { panic!("{last:?}") };
    assert_eq!((shown.as_str(), proposal.text.as_str()), (REWRITTEN, REWRITTEN));
}

/// AIW-02
#[tokio::test]
async fn only_the_selection_changes() {
    let model = Model::saying("少々お待ちいただけますでしょうか。").await;
    let draft = "Kenです。\nちょっと待って。 \n折り返しは03-1234-5678です。";
    let start = draft.chars().position(|c| c == 'ち').unwrap();
    let rewrite = Rewrite {
        selection: Some(start..start + 10),
        length: Some(Length::Longer),
        names: vec!["Ken".into()],
        ..polite(draft)
    };
    let (shown, last) = watch(&model.assistant(), rewrite).await;
    let Event::Done(proposal) = last else { panic!("{last:?}") };
    assert_eq!(proposal.replacement, "少々お待ちいただけますでしょうか。 \n");
    assert_eq!(shown, proposal.replacement);
    assert_eq!(proposal.text, "Kenです。\n少々お待ちいただけますでしょうか。 \n折り返しは03-1234-5678です。");
    assert_eq!(
        model.seen()[0].message("user"),
        "<draft>\n<before>⟦1⟧です。\n</before>\n<target>ちょっと待って。</target>\n<after>折り返しは⟦2⟧です。</after>\n</draft>"
    );
}

/// AIW-02, AIW-07: a value of the surroundings has no business in the selection.
#[tokio::test]
async fn a_value_of_the_surroundings_stays_there() {
    let model = Model::saying("⟦1⟧までお電話ください。").await;
    let draft = "電話ください。03-1234-5678です。";
    let rewrite = Rewrite { selection: Some(0..7), ..polite(draft) };
    let refused = refusal(model.assistant().rewrite(&rewrite).await);
    assert_eq!(refused, Refusal::Invented { kind: Kind::Phone });
}

/// AIW-03, AIW-04, AIW-06
#[tokio::test]
async fn each_wish_reaches_the_model() {
    let model = Model::saying("承知いたしました。").await;
    let assistant = Assistant::new(assist::Settings {
        brand_voice: Some("We sound like a small bakery.".into()),
        ..model.settings()
    })
    .unwrap();
    let tones = [Tone::Formal, Tone::Casual, Tone::Polite, Tone::Assertive, Tone::Humorous];
    for (index, tone) in tones.into_iter().enumerate() {
        let rewrite = Rewrite {
            tone: Some(tone),
            length: Some([Length::Shorter, Length::Longer][index % 2]),
            customer_mood: Some(Mood::Upset),
            brand_voice: (index == 4).then(|| "We sound like pirates.".into()),
            ..polite("了解です。")
        };
        assistant.rewrite(&rewrite).await.unwrap();
    }
    let prompts: Vec<String> = model.seen().iter().map(|seen| seen.message("system")).collect();
    let words = ["formal", "casual", "warm", "firm", "humour"];
    for (index, prompt) in prompts.iter().enumerate() {
        assert!(prompt.contains(words[index]), "{prompt}");
        assert!(prompt.contains(["shorter", "longer"][index % 2]) && prompt.contains("upset"), "{prompt}");
        assert!(prompt.ends_with(if index == 4 { "like pirates." } else { "small bakery." }), "{prompt}");
    }
}

/// AIW-07
#[tokio::test]
async fn an_answer_that_lost_its_values_is_refused() {
    let cases = [
        (ANSWER.replace("⟦3⟧", ""), Refusal::Lost { kind: Kind::Money }),
        (ANSWER.replace("⟦3⟧", "⟦3⟧（⟦3⟧）"), Refusal::Doubled { kind: Kind::Money }),
        (ANSWER.replace("⟦3⟧", "⟦3⟧⟦9⟧"), Refusal::Invented { kind: Kind::Marker }),
        (ANSWER.replace("⟦3⟧", "⟦3⟧か500円"), Refusal::Invented { kind: Kind::Money }),
        (String::new(), Refusal::Empty),
        (
            "Dear ⟦1⟧, please pay ⟦3⟧ for ⟦2⟧ by ⟦4⟧ at ⟦5⟧.".to_owned(),
            Refusal::LanguageChanged { from: Language::Japanese, to: Language::Latin },
        ),
        (format!("{ANSWER}{}", "どうぞよろしくお願いいたします。".repeat(20)), Refusal::TooLong),
    ];
    for (answer, expected) in cases {
        let model = Model::saying(answer.clone()).await;
        let assistant = model.assistant();
        assert_eq!(refusal(assistant.rewrite(&wish()).await), expected, "{answer}");
        let (_, last) = watch(&assistant, wish()).await;
        assert!(matches!(last, Event::Refused(refusal) if refusal == expected), "{answer}: {last:?}");
    }
}

/// Models like to dress an answer up.
#[tokio::test]
async fn fences_quotes_and_thoughts_are_taken_off() {
    for dressed in [
        format!("```markdown\n{ANSWER}\n```"),
        format!("「{ANSWER}」"),
        format!("\"{ANSWER}\"\n"),
        format!("**{ANSWER}**"),
        format!("<think>The <target> says ⟦1⟧ twice?</think>\n\n{ANSWER}"),
    ] {
        let model = Model::saying(dressed.clone()).await;
        let (shown, last) = watch(&model.assistant(), wish()).await;
        let Event::Done(proposal) = last else { panic!("{dressed}: {last:?}") };
        assert_eq!((shown.as_str(), proposal.text.as_str()), (REWRITTEN, REWRITTEN), "{dressed}");
    }
}

/// AIW-08: a provider that does not know how to stream answers all at once.
#[tokio::test]
async fn a_whole_json_answer_is_read_as_well() {
    let model = Model::behaving(|_| {
        let answer = json!({
            "id": "c1", "object": "chat.completion",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}],
        });
        let pretty = serde_json::to_string_pretty(&answer).unwrap();
        ([("content-type", "application/json; charset=utf-8")], pretty).into_response()
    })
    .await;
    assert_eq!(model.assistant().rewrite(&wish()).await.unwrap().text, REWRITTEN);
}

/// AIW-08: comments, named events, missing fields, `\r\n`, no `[DONE]`, no `finish_reason`: all of it exists.
#[tokio::test]
async fn dialects_of_the_stream_are_read() {
    let bare = |text: &str| format!("data:{}\r\n\r\n", json!({"choices": [{"delta": {"content": text}}]}));
    let streams = [
        vec![
            ": keep-alive\n\n".to_owned(),
            piece("承知"),
            "event: message\nid: 7\n".into(),
            piece("です"),
            finish("stop"),
        ],
        vec![bare("承知"), bare("です"), "data: [DONE]\r\n\r\n".into()],
        vec![
            r#"data: {"choices":[]}"#.to_owned() + "\n\n",
            piece("承知です"),
            finish("eos"),
            "data: [DONE]".into(),
        ],
    ];
    for lines in streams {
        let model = Model::behaving(move |_| streamed(stream::iter(lines.clone()))).await;
        let proposal = model.assistant().rewrite(&polite("了解です")).await.unwrap();
        assert_eq!(proposal.text, "承知です");
    }
}

/// AIW-08: the button on the settings page.
#[tokio::test]
async fn the_check_asks_for_one_word() {
    let model = Model::saying("OK").await;
    model.assistant().check().await.unwrap();
    let seen = model.seen();
    assert_eq!((seen.len(), seen[0].message("user").as_str()), (1, "OK?"));
}

/// AIW-08
#[tokio::test]
async fn without_a_key_no_header_is_sent() {
    let model = Model::saying("承知です").await;
    let settings = assist::Settings { api_key: None, ..model.settings() };
    Assistant::new(settings).unwrap().rewrite(&polite("了解です")).await.unwrap();
    assert!(!model.seen()[0].headers.contains_key("authorization"));
}

/// Nothing goes out before somebody looks, and a stream nobody looks at any more ends its request.
#[tokio::test]
async fn a_dropped_stream_ends_the_request() {
    struct Gone(Arc<AtomicBool>, tokio::sync::mpsc::UnboundedSender<()>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, std::sync::atomic::Ordering::SeqCst);
            self.1.send(()).ok();
        }
    }
    let (sender, mut gone) = tokio::sync::mpsc::unbounded_channel();
    let flag = Arc::new(AtomicBool::new(false));
    let watched = flag.clone();
    let model = Model::behaving(move |_: &Seen| {
        let guard = Gone(watched.clone(), sender.clone());
        let endless = stream::unfold((0, guard), |(n, guard)| async move {
            if n > 30 {
                std::future::pending::<()>().await;
            }
            Some((piece("はい、"), (n + 1, guard)))
        });
        streamed(endless)
    })
    .await;
    let events = model.assistant().rewrite_stream(polite(&"了解です。".repeat(60)));
    assert!(model.seen().is_empty());
    {
        pin_mut!(events);
        assert!(matches!(events.next().await, Some(Event::Delta(_))));
        assert!(!flag.load(std::sync::atomic::Ordering::SeqCst));
    }
    tokio::time::timeout(std::time::Duration::from_secs(5), gone.recv()).await.unwrap().unwrap();
}

/// The wire form the console reads.
#[tokio::test]
async fn events_serialise_with_their_type() {
    let model = Model::saying("承知です").await;
    let (_, done) = watch(&model.assistant(), polite("了解です")).await;
    let done = serde_json::to_value(&done).unwrap();
    assert_eq!((&done["type"], &done["text"]), (&json!("done"), &json!("承知です")));
    assert_eq!(done["diff"][0], json!({"kind": "removed", "text": "了解"}));
    let others = [
        (Event::Delta("あ".into()), json!({"type": "delta", "text": "あ"})),
        (
            Event::Refused(Refusal::Lost { kind: Kind::Url }),
            json!({"type": "refused", "reason": "lost", "kind": "url", "message": "a web address of the draft would be lost"}),
        ),
        (
            Event::Failed(assist::Error::Truncated),
            json!({"type": "failed", "code": "truncated", "message": assist::Error::Truncated.to_string(), "transient": false}),
        ),
    ];
    for (event, expected) in others {
        assert_eq!(serde_json::to_value(&event).unwrap(), expected);
    }
}

/// INV-16: one slow customer of the model does not hold up another.
#[tokio::test]
async fn rewrites_run_side_by_side() {
    let model = Model::behaving(|seen| match seen.target().as_str() {
        "待って" => streamed(stream::pending()),
        _ => said("承知です"),
    })
    .await;
    let assistant = model.impatient(std::time::Duration::from_millis(400));
    let (slow, quick) = (polite("待って"), polite("了解です"));
    let (slow, quick) = tokio::join!(assistant.rewrite(&slow), assistant.rewrite(&quick));
    assert!(matches!(slow, Err(RewriteError::Failed(assist::Error::TimedOut { .. }))), "{slow:?}");
    assert_eq!(quick.unwrap().text, "承知です");
}
