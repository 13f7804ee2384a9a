//! What no emulator shows: conflicts, throttling and lost answers, as the SDK reports them.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use store::table::{Delete, Item, Key, Put, Reason, TableError, Update};
use store::{Aws, Table};

/// Answers every request alike and keeps the last one.
#[derive(Clone, Debug)]
struct Canned {
    answer: Option<(u16, &'static str)>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap()).into_owned();
        self.asked.lock().unwrap().push(body);
        HttpConnectorFuture::ready(match self.answer {
            None => Err(ConnectorError::timeout("no answer".into())),
            Some((status, body)) => Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))),
        })
    }
}

fn table(answer: Option<(u16, &'static str)>) -> (Aws, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::default();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .http_client(Canned { answer, asked: Arc::clone(&asked) })
        .build();
    (Aws::new(Client::from_conf(config), "desk"), asked)
}

fn key() -> Key {
    Key::new("p", "s")
}

async fn put_error(answer: Option<(u16, &'static str)>) -> TableError {
    table(answer).0.put(&Put::of(Item::at(key()))).await.unwrap_err()
}

#[tokio::test]
async fn each_answer_says_whether_something_may_have_been_written() {
    let conflict = put_error(Some((400, r#"{"__type":"x#TransactionConflictException"}"#))).await;
    assert!(matches!(conflict, TableError::Conflict), "{conflict:?}");
    for throttled in [
        r#"{"__type":"x#ThrottlingException"}"#,
        r#"{"__type":"x#ProvisionedThroughputExceededException"}"#,
        r#"{"__type":"x#RequestLimitExceeded"}"#,
    ] {
        let error = put_error(Some((400, throttled))).await;
        assert!(matches!(error, TableError::Throttled), "{error:?}");
    }
    let refused = put_error(Some((400, r#"{"__type":"x#ValidationException","message":"why"}"#))).await;
    assert!(matches!(&refused, TableError::Invalid(why) if why == "ValidationException: why"), "{refused:?}");
    let missing = put_error(Some((400, r#"{"__type":"x#ResourceNotFoundException"}"#))).await;
    assert!(matches!(missing, TableError::Invalid(_)), "{missing:?}");
    for lost in [
        None,
        Some((500, r#"{"__type":"x#InternalServerError"}"#)),
        Some((503, "<html>busy</html>")),
        Some((200, "{\"half")),
    ] {
        let error = put_error(lost).await;
        assert!(!error.nothing_happened() && error.is_transient(), "{lost:?}: {error:?}");
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn a_cancelled_transaction_says_why_for_each_write() {
    let answer = r#"{"__type":"x#TransactionCanceledException","Message":"m","CancellationReasons":[
        {"Code":"None"},
        {"Code":"ConditionalCheckFailed","Item":{"pk":{"S":"p"},"sk":{"S":"s"},"v":{"N":"3"}}},
        {"Code":"TransactionConflict"},{"Code":"ThrottlingError"},{"Code":"ProvisionedThroughputExceeded"},
        {"Code":"ValidationError","Message":"why"}]}"#;
    let (aws, asked) = table(Some((400, answer)));
    let writes: Vec<_> = (0..6).map(|n| Delete::of(Key::new("p", n.to_string())).into()).collect();
    let TableError::Cancelled { reasons } = aws.transact(&writes).await.unwrap_err() else { panic!() };
    let wanted = [
        Reason::None,
        Reason::ConditionFailed { current: Some(Item::at(key()).with("v", 3)) },
        Reason::Conflict,
        Reason::Throttled,
        Reason::Throttled,
        Reason::Other("ValidationError: why".into()),
    ];
    assert_eq!(reasons, wanted);
    let asked = asked.lock().unwrap().pop().unwrap();
    assert!(asked.contains("ClientRequestToken") && asked.contains("ALL_OLD"), "{asked}");
}

#[tokio::test]
async fn a_transaction_under_way_may_yet_be_written() {
    let (aws, _) = table(Some((400, r#"{"__type":"x#TransactionInProgressException"}"#)));
    let error = aws.transact(&[Update::of(key()).set("v", 1).into()]).await.unwrap_err();
    assert!(matches!(error, TableError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn keys_that_stay_unprocessed_count_as_throttling() {
    let answer = r#"{"Responses":{"desk":[]},"UnprocessedKeys":{"desk":{"Keys":[
        {"pk":{"S":"p"},"sk":{"S":"0"}},{"pk":{"S":"p"},"sk":{"S":"1"}}]}}}"#;
    let (aws, asked) = table(Some((200, answer)));
    let error = aws.get(&[Key::new("p", "0"), Key::new("p", "1")]).await.unwrap_err();
    assert!(matches!(error, TableError::Throttled), "{error:?}");
    assert_eq!(asked.lock().unwrap().len(), 5);
    assert!(asked.lock().unwrap().iter().all(|body| body.contains(r#""ConsistentRead":true"#)));
}

#[tokio::test]
async fn what_somebody_else_wrote_is_refused_and_not_guessed() {
    for item in [r#"{"pk":{"S":"p"}}"#, r#"{"pk":{"S":"p"},"sk":{"S":"s"},"x":{"N":"1.5"}}"#] {
        let body: &'static str = Box::leak(format!(r#"{{"Item":{item}}}"#).into_boxed_str());
        let error = table(Some((200, body))).0.get(&[key()]).await.unwrap_err();
        assert!(matches!(error, TableError::Invalid(_)), "{error:?}");
    }
}
