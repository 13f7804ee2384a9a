//! The bell over SQS.

use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::Builder;
use aws_sdk_sqs::config::timeout::TimeoutConfig;
use aws_sdk_sqs::types::{MessageSystemAttributeNameForSends, MessageSystemAttributeValue};
use domain::seconds;

use super::{StartError, variable};
use crate::bells::trace;
use crate::seams::{Bell, Ring};

/// How long one try to ring may take, and half of what all may: somebody waits for an answer, and the sweep rings too.
const RING_WAITS: Duration = seconds(2);

/// The longest that a queue holds a message back, in seconds.
///
/// Source: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html> (read 2026-11).
const LONGEST_DELAY: u128 = 900;

/// Rings over standard queues with a message group for each conversation, so that one busy conversation does not starve
/// the others. Nothing relies on order or on de-duplication (INV-18). The trace goes along, so that what a webhook leads to
/// can be followed from function to function.
pub(super) struct SqsBell {
    client: Client,
    work: String,
    send: String,
    fetch: String,
    live: String,
}

impl SqsBell {
    pub(super) fn from_env(config: &SdkConfig) -> Result<Self, StartError> {
        let timeouts =
            TimeoutConfig::builder().operation_attempt_timeout(RING_WAITS).operation_timeout(RING_WAITS * 2);
        Ok(Self {
            client: Client::from_conf(Builder::from(config).timeout_config(timeouts.build()).build()),
            work: variable("MADOGUCHI_WORK_QUEUE")?,
            send: variable("MADOGUCHI_SEND_QUEUE")?,
            fetch: variable("MADOGUCHI_FETCH_QUEUE")?,
            live: variable("MADOGUCHI_LIVE_QUEUE")?,
        })
    }

    /// Opens the connection: a message without a body is refused, and any answer will do. Whoever rings not only for consoles
    /// may ring for what is to be sent.
    pub(super) async fn warm(&self, only_hints: bool) {
        let queue = if only_hints { &self.live } else { &self.send };
        let _ = self.client.send_message().queue_url(queue).send().await;
    }
}

#[async_trait]
impl Bell for SqsBell {
    async fn ring(&self, ring: Ring) {
        self.put(ring, None).await;
    }

    async fn ring_later(&self, ring: Ring, after: Duration) {
        let delay = after.as_millis().div_ceil(1000).min(LONGEST_DELAY);
        self.put(ring, i32::try_from(delay).ok()).await;
    }
}

impl SqsBell {
    /// Puts a ring into its queue; `delay` is in seconds.
    async fn put(&self, ring: Ring, delay: Option<i32>) {
        let queue = match &ring {
            Ring::Work(_) => &self.work,
            Ring::Send(_) => &self.send,
            Ring::Changed(_) | Ring::Viewing(_) | Ring::Typing(_) | Ring::Missed => &self.live,
            Ring::File(..) | Ring::Profile(_) | Ring::Relay(..) => &self.fetch,
        };
        let group = ring.about();
        let Ok(body) = serde_json::to_string(&ring) else { return };
        let mut call = self.client.send_message().queue_url(queue).message_group_id(group).message_body(body);
        call = call.set_delay_seconds(delay);
        let header = trace().map(|trace| {
            MessageSystemAttributeValue::builder().data_type("String").string_value(trace).build()
        });
        if let Some(Ok(header)) = header {
            call = call.message_system_attributes(MessageSystemAttributeNameForSends::AwsTraceHeader, header);
        }
        if let Err(error) = call.send().await {
            tracing::warn!(about = group, error = %error.into_service_error(), "a bell did not ring; the sweep will");
        }
    }
}
