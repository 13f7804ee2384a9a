//! The bell over SQS.

use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::Builder;
use aws_sdk_sqs::config::timeout::TimeoutConfig;
use aws_sdk_sqs::types::{MessageSystemAttributeNameForSends, MessageSystemAttributeValue};
use domain::{ConversationId, seconds};

use super::{StartError, variable};
use crate::bells::trace;
use crate::seams::{Bell, Ring};

/// How long one try to ring may take, and half of what all may: somebody waits for an answer, and the sweep rings too.
const RING_WAITS: Duration = seconds(2);

/// Rings over standard queues with a message group for each conversation, so that one busy conversation does not starve
/// the others. Nothing relies on order or on de-duplication (INV-18). The trace goes along, so that what a webhook leads to
/// can be followed from function to function.
pub(super) struct SqsBell {
    client: Client,
    work: String,
    send: String,
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
            live: variable("MADOGUCHI_LIVE_QUEUE")?,
        })
    }

    /// Opens the connection: a message without a body is refused, and any answer will do. Whoever rings at all may ring for
    /// what is to be sent.
    pub(super) async fn warm(&self) {
        let _ = self.client.send_message().queue_url(&self.send).send().await;
    }
}

#[async_trait]
impl Bell for SqsBell {
    async fn ring(&self, ring: Ring) {
        let queue = match &ring {
            Ring::Work(_) => &self.work,
            Ring::Send(_) => &self.send,
            Ring::Changed(_) => &self.live,
        };
        let group: &ConversationId = ring.conversation();
        let Ok(body) = serde_json::to_string(&ring) else { return };
        let mut call =
            self.client.send_message().queue_url(queue).message_group_id(group.as_str()).message_body(body);
        let header = trace().map(|trace| {
            MessageSystemAttributeValue::builder().data_type("String").string_value(trace).build()
        });
        if let Some(Ok(header)) = header {
            call = call.message_system_attributes(MessageSystemAttributeNameForSends::AwsTraceHeader, header);
        }
        if let Err(error) = call.send().await {
            tracing::warn!(conversation = %group, error = %error.into_service_error(), "a bell did not ring; the sweep will");
        }
    }
}
