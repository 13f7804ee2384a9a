//! Events in the shapes in which AWS hands them over.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::Message;

/// A request as an HTTP API hands it over in its payload format 2.0: header names in lower case, several headers of one name as
/// one with commas, cookies apart, a body that is not text in base64.
///
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
/// (read 2026-11).
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {
            "host": "abcdefghij.execute-api.ap-northeast-1.amazonaws.com",
            "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
            "x-forwarded-for": "203.0.113.7, 130.176.0.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "abcdefghij",
            "domainName": "abcdefghij.execute-api.ap-northeast-1.amazonaws.com",
            "domainPrefix": "abcdefghij",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "130.176.0.1",
                "userAgent": "Amazon CloudFront",
            },
            "requestId": "LV7fzho-PHcEJPw=",
            "routeKey": "$default",
            "stage": "$default",
            "time": "20/Nov/2026:00:00:01 +0000",
            "timeEpoch": 1_795_132_801_500_i64,
        },
        "isBase64Encoded": false,
    });
    for (name, value) in headers {
        if *name == "cookie" {
            event["cookies"] = json!(value.split("; ").collect::<Vec<_>>());
        } else {
            event["headers"][*name] = (*value).into();
        }
    }
    if let Some(body) = body {
        event["body"] = STANDARD.encode(body).into();
        event["isBase64Encoded"] = true.into();
    }
    event
}

/// A batch as SQS hands it over, one message for each bell.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html> (read 2026-11).
pub fn batch(queue: &str, messages: &[(String, Message)]) -> Value {
    let record = |(id, message): &(String, Message)| {
        let mut attributes = json!({
            "ApproximateReceiveCount": "1",
            "SentTimestamp": message.sent_at.to_string(),
            "SenderId": "AROAEXAMPLE:ingest",
            "ApproximateFirstReceiveTimestamp": message.sent_at.to_string(),
        });
        if let Some(group) = &message.group {
            attributes["MessageGroupId"] = group.as_str().into();
        }
        if let Some(trace) = &message.trace {
            attributes["AWSTraceHeader"] = trace.as_str().into();
        }
        json!({
            "messageId": id,
            "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
            "body": message.body,
            "attributes": attributes,
            "messageAttributes": {},
            "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
            "eventSource": "aws:sqs",
            "eventSourceARN": format!("arn:aws:sqs:ap-northeast-1:000000000000:{queue}"),
            "awsRegion": "ap-northeast-1",
        })
    };
    json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() })
}

/// The minute's event of a schedule.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled.html> (read 2026-11).
pub fn minute() -> Value {
    json!({
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": "2026-11-20T00:00:00Z",
        "region": "ap-northeast-1",
        "resources": ["arn:aws:events:ap-northeast-1:000000000000:rule/SweepEachMinute"],
        "detail": {},
    })
}

/// The gateway's word of a socket.
///
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html>
/// (read 2026-11).
pub fn socket(route: &str, connection: &str, ticket: Option<&str>, frame: Option<&str>) -> Value {
    let kind = match route {
        "$connect" => "CONNECT",
        "$disconnect" => "DISCONNECT",
        _ => "MESSAGE",
    };
    let mut event = json!({
        "requestContext": {
            "routeKey": route,
            "eventType": kind,
            "extendedRequestId": "Yzq0SFu0oAMFxuA=",
            "requestTime": "20/Nov/2026:00:00:01 +0000",
            "messageDirection": "IN",
            "stage": "live",
            "connectedAt": 1_795_132_802_000_i64,
            "requestTimeEpoch": 1_795_132_802_000_i64,
            "identity": { "sourceIp": "203.0.113.7" },
            "requestId": "Yzq0SFu0oAMFxuA=",
            "domainName": "klmnopqrst.execute-api.ap-northeast-1.amazonaws.com",
            "connectionId": connection,
            "apiId": "klmnopqrst",
        },
        "isBase64Encoded": false,
    });
    if let Some(ticket) = ticket {
        event["queryStringParameters"] = json!({ "ticket": ticket });
        event["multiValueQueryStringParameters"] = json!({ "ticket": [ticket] });
    }
    if let Some(frame) = frame {
        event["body"] = frame.into();
    }
    event
}
