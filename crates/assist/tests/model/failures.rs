//! What a model that fails must not break (F-26, B-34).

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use assist::{Assistant, Error, Event, Invalid, Rewrite, RewriteError, Settings};
use axum::{
    body::Body,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde_json::json;

use crate::server::{
    KEY, Model, Seen, event, finish, piece, polite, said, status, streamed, then_silence, watch,
};

const DRAFT: &str = "秘密の荷物は発送済みです。少々お待ちください。";

/// Rewrites both ways against a server that behaves like this, and returns the one error both give.
async fn failing(behaviour: impl Fn(&Seen) -> Response + Send + Sync + 'static) -> Error {
    let model = Model::behaving(behaviour).await;
    failure(&model.impatient(Duration::from_millis(1_500))).await
}

async fn failure(assistant: &Assistant) -> Error {
    let whole = match assistant.rewrite(&polite(DRAFT)).await.unwrap_err() {
        RewriteError::Failed(error) => error,
        RewriteError::Refused(refusal) => panic!("{refusal}"),
    };
    let (_, last) = watch(assistant, polite(DRAFT)).await;
    let Event::Failed(streamed) = last else { panic!("{last:?}") };
    assert_eq!(whole.code(), streamed.code());
    let (message, json) = (whole.to_string(), serde_json::to_string(&whole).unwrap());
    for secret in ["秘密", KEY, "authorization"] {
        assert!(
            ![&message, &json, &format!("{whole:?}")].iter().any(|text| text.contains(secret)),
            "{whole:?}"
        );
    }
    assert!(!message.contains("127.0.0.1") && !json.contains("127.0.0.1"), "{json}");
    whole
}

/// AIW-08, SEC-27: each status has its own words, and none of the provider's.
#[tokio::test]
async fn each_status_has_its_own_error() {
    let cases = [
        (401, "unauthorized", false),
        (403, "forbidden", false),
        (404, "not_found", false),
        (400, "rejected", false),
        (413, "rejected", false),
        (429, "rate_limited", true),
        (500, "provider_failed", true),
        (503, "provider_failed", true),
        (204, "unreadable", false),
    ];
    for (code, expected, transient) in cases {
        let error = failing(move |seen| status(code, seen)).await;
        assert_eq!((error.code(), error.is_transient()), (expected, transient), "{code}: {error}");
    }
}

/// F-26: one retry, and only where it may help.
#[tokio::test]
async fn a_hiccup_is_retried_once() {
    for (code, requests) in [(500, 2), (429, 2), (401, 1), (404, 1)] {
        let model = Model::behaving(move |seen| status(code, seen)).await;
        model.assistant().rewrite(&polite(DRAFT)).await.unwrap_err();
        assert_eq!(model.seen().len(), requests, "{code}");
    }
    let calls = AtomicUsize::new(0);
    let model = Model::behaving(move |seen| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => status(503, seen),
        _ => said("お荷物は発送済みでございます。"),
    })
    .await;
    assert!(model.assistant().rewrite(&polite(DRAFT)).await.is_ok());
}

/// A wait longer than a person would give is handed to the person.
#[tokio::test]
async fn a_long_wait_is_reported_rather_than_waited_for() {
    let model =
        Model::behaving(|_| (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "30")]).into_response()).await;
    let RewriteError::Failed(error) = model.assistant().rewrite(&polite(DRAFT)).await.unwrap_err() else {
        panic!("refused")
    };
    assert!(
        matches!(error, Error::RateLimited { retry_after: Some(wait) } if wait.as_secs() == 30),
        "{error:?}"
    );
    assert_eq!(model.seen().len(), 1);
}

/// SEC-24: the draft goes to the configured address or nowhere.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Model::saying("お荷物は発送済みでございます。").await;
    let target = format!("{}/chat/completions", elsewhere.base_url);
    let error =
        failing(move |_| (StatusCode::TEMPORARY_REDIRECT, [("location", target.clone())]).into_response())
            .await;
    assert_eq!(error.code(), "redirected");
    assert!(elsewhere.seen().is_empty());
}

/// SEC-24: a name that leads home is refused before a connection is made.
#[tokio::test]
async fn a_private_address_behind_a_name_is_refused() {
    let settings =
        Settings { base_url: "https://localhost:9/v1".into(), model: "m".into(), ..Settings::default() };
    assert_eq!(failure(&Assistant::new(settings).unwrap()).await.code(), "private_address");
}

/// F-26
#[tokio::test]
async fn nobody_at_home_is_said_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let settings = Settings { base_url, model: "m".into(), allow_private: true, ..Settings::default() };
    let error = failure(&Assistant::new(settings).unwrap()).await;
    assert_eq!((error.code(), error.is_transient()), ("unreachable", true));
    assert!(std::error::Error::source(&error).is_some());
}

/// F-26, INV-16: one deadline for everything, wherever the provider stops.
#[tokio::test]
async fn a_hanging_provider_is_given_up_in_time() {
    let hangs: [fn() -> Response; 3] = [
        || then_silence(vec![]),
        || then_silence(vec![piece("お荷物"), piece("は")]),
        || then_silence(vec![": waiting\n\n".to_owned()]),
    ];
    for hang in hangs {
        let model = Model::behaving(move |_| hang()).await;
        let began = Instant::now();
        let error = failure(&model.impatient(Duration::from_millis(200))).await;
        assert!(matches!(error, Error::TimedOut { after } if after.as_millis() == 200), "{error:?}");
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
}

/// F-26: drops of words now and then do not extend the deadline.
#[tokio::test]
async fn a_slow_provider_is_given_up_in_time() {
    let model = Model::behaving(|_| {
        streamed(stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Some((": still here\n\n".to_owned(), ()))
        }))
    })
    .await;
    let began = Instant::now();
    assert_eq!(failure(&model.impatient(Duration::from_millis(200))).await.code(), "timed_out");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

/// B-34: without end, in words, in comments, and in one line without a break.
#[tokio::test]
async fn an_endless_answer_is_cut() {
    let words = Model::behaving(|_| streamed(stream::repeat_with(|| piece("はい、")))).await;
    let refused = words.assistant().rewrite(&polite(DRAFT)).await.unwrap_err();
    assert!(matches!(refused, RewriteError::Refused(assist::Refusal::TooLong)), "{refused:?}");

    let cases: [fn() -> String; 3] =
        [|| ": nothing\n\n".repeat(500), || "x".repeat(10_000), || piece("").repeat(100)];
    for line in cases {
        let error = failing(move |_| streamed(stream::repeat_with(line))).await;
        assert_eq!(error.code(), "answer_too_large", "{error}");
    }
}

/// B-34
#[tokio::test]
async fn ten_megabytes_are_cut() {
    let huge = "あ".repeat(10 * 1024 * 1024 / 3);
    let line = piece(&huge);
    let error = failing(move |_| streamed(stream::iter([line.clone(), finish("stop")]))).await;
    assert!(
        matches!(error, Error::AnswerTooLarge { limit_bytes } if limit_bytes < 2 * 1024 * 1024),
        "{error:?}"
    );

    let whole = json!({"choices": [{"message": {"content": huge}, "finish_reason": "stop"}]}).to_string();
    let error =
        failing(move |_| ([("content-type", "application/json")], whole.clone()).into_response()).await;
    assert_eq!(error.code(), "answer_too_large");
}

/// B-34
#[tokio::test]
async fn broken_answers_are_said_to_be_unreadable() {
    let json = |text: &'static str| ([("content-type", "application/json")], text).into_response();
    let answers: [Box<dyn Fn() -> Response + Send + Sync>; 7] = [
        Box::new(move || json("{\"choices\": [")),
        Box::new(move || json("{\"choices\": 5}")),
        Box::new(|| ([("content-type", "text/html")], "<html>秘密</html>").into_response()),
        Box::new(|| streamed(stream::iter(["data: {\"choices\": [{\"delta\"\n\n".to_owned()]))),
        Box::new(|| streamed(stream::iter([piece("はい"), "data: {\"choices\": \"秘密\"}\n\n".to_owned()]))),
        Box::new(|| streamed(stream::iter([piece("はい"), "garbage 秘密\n\n".to_owned()]))),
        Box::new(|| {
            let bytes: &[u8] = b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n";
            ([("content-type", "text/event-stream")], bytes).into_response()
        }),
    ];
    for (index, answer) in answers.into_iter().enumerate() {
        assert_eq!(failing(move |_| answer()).await.code(), "unreadable", "{index}");
    }
}

/// F-26: an answer that does not end properly is no answer.
#[tokio::test]
async fn an_unfinished_answer_is_told_from_a_finished_one() {
    let told = |lines: Vec<String>| failing(move |_| streamed(stream::iter(lines.clone())));
    assert_eq!(told(vec![piece("お荷物は")]).await.code(), "interrupted");
    assert_eq!(told(vec![]).await.code(), "interrupted");
    assert_eq!(told(vec![piece("お荷物は"), finish("length")]).await.code(), "truncated");
    assert_eq!(told(vec![piece("お荷物は"), finish("content_filter")]).await.code(), "declined");
    assert_eq!(told(vec![finish("tool_calls")]).await.code(), "wanted_tool");
    let tool = json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"name": "x"}}]}}]});
    assert_eq!(told(vec![event(&tool)]).await.code(), "wanted_tool");
    let declined = json!({"choices": [{"delta": {"refusal": "I cannot 秘密"}}]});
    assert_eq!(told(vec![event(&declined)]).await.code(), "declined");
    let error = json!({"error": {"message": "秘密", "code": 500}});
    assert_eq!(told(vec![piece("お荷物は"), event(&error)]).await.code(), "provider_stopped");
}

/// F-26: the connection breaks in the middle.
#[tokio::test]
async fn a_broken_connection_is_an_interruption() {
    let error = failing(|_| {
        // The pause lets the server send what it has before it notices.
        let gone = stream::once(async {
            tokio::task::yield_now().await;
            Err(std::io::Error::other("gone"))
        });
        let lines = stream::iter([Ok(piece("お荷物は"))]).chain(gone);
        ([("content-type", "text/event-stream")], Body::from_stream(lines)).into_response()
    })
    .await;
    assert_eq!((error.code(), error.is_transient()), ("interrupted", true));
}

/// AIW-08: what cannot be meant is not sent.
#[tokio::test]
async fn an_invalid_wish_is_not_sent() {
    let model = Model::saying("はい").await;
    let assistant = Assistant::new(Settings { max_draft_chars: 10, ..model.settings() }).unwrap();
    let wishes = [
        (Rewrite { tone: None, ..polite("はい") }, Invalid::NothingAsked),
        (polite("　\n"), Invalid::Blank),
        (polite("あいうえおかきくけこさ"), Invalid::TooLong { limit: 10 }),
        (Rewrite { selection: Some(1..9), ..polite("はい") }, Invalid::Selection),
        (Rewrite { names: vec!["n".repeat(65)], ..polite("はい") }, Invalid::Names { limit: 64 }),
        (
            Rewrite { brand_voice: Some("x".repeat(2_001)), ..polite("はい") },
            Invalid::BrandVoice { limit: 2_000 },
        ),
    ];
    for (wish, expected) in wishes {
        let error = assistant.rewrite(&wish).await.unwrap_err();
        assert!(
            matches!(&error, RewriteError::Failed(Error::Invalid(invalid)) if *invalid == expected),
            "{error:?}"
        );
    }
    assert!(model.seen().is_empty());
}

/// AIW-08
#[tokio::test]
async fn the_check_reports_what_is_wrong() {
    let model = Model::behaving(|seen| status(401, seen)).await;
    assert_eq!(model.assistant().check().await.unwrap_err().code(), "unauthorized");
    let cut = Model::behaving(|_| streamed(stream::iter([finish("length")]))).await;
    assert!(cut.assistant().check().await.is_ok());
    let silent = Model::behaving(|_| then_silence(vec![])).await;
    assert_eq!(silent.impatient(Duration::from_millis(100)).check().await.unwrap_err().code(), "timed_out");
}
