//! What reaches the log while models misbehave.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::{http::StatusCode, response::IntoResponse};
use futures::stream;
use tracing_subscriber::fmt::MakeWriter;

use crate::server::{KEY, Model, piece, polite, said, status, streamed, watch};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// SEC-28: with every library logging all it has to say, the log holds neither draft nor answer nor key.
#[tokio::test]
async fn the_log_holds_nothing_of_the_text() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let draft = "xylophone quokka, please wait for the parcel";
    let models = [
        Model::saying("Kindly wait for the xylophone quokka parcel.").await,
        Model::behaving(|seen| status(500, seen)).await,
        Model::behaving(|seen| status(400, seen)).await,
        Model::behaving(|seen| (StatusCode::BAD_REQUEST, seen.body.to_string()).into_response()).await,
        Model::behaving(|seen| {
            let line = format!("data: broken {}\n\n", seen.body);
            streamed(stream::iter([piece("xylophone"), line]))
        })
        .await,
        Model::behaving(|_| ([("content-type", "application/json")], "{\"xylophone\": [}").into_response())
            .await,
        Model::behaving(|_| {
            ([("content-type", "application/json")], "{\"choices\": \"xylophone\"}").into_response()
        })
        .await,
        Model::behaving(|_| said("⟦9⟧ xylophone quokka")).await,
    ];
    for model in &models {
        let outcome = watch(&model.assistant(), polite(draft)).await;
        debug_is_safe(&outcome.1);
    }
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.contains("connecting") || log.contains("TRACE"), "nothing was logged at all");
    for secret in ["xylophone", "quokka", KEY] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}

/// Events are often logged with `{:?}`; that must be safe as well.
fn debug_is_safe(event: &assist::Event) {
    let shown = format!("{event:?}");
    assert!(!shown.contains("xylophone"), "{shown}");
}
