//! What is counted: one place that turns what happened into figures, and figures into one line of `CloudWatch`'s embedded
//! metric format. A figure never holds an id or a word of anybody's (SEC-28).
//!
//! Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//! (read 2026-11).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::step::{Effect, Stepped};
use domain::{Body, Delivery, FailReason, SystemLine, Timestamp};
use serde_json::{Map, Value, json};

use crate::ingest::{Accepted, IngestError};

/// The namespace in `CloudWatch`.
const NAMESPACE: &str = "Madoguchi";
/// The most values of one metric in a line.
const VALUES: usize = 100;

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Metric {
    /// Webhooks that were answered 2xx: everything in them is durable.
    Acks,
    /// Webhooks that the table did not take.
    Refused,
    /// Steps that were committed.
    Steps,
    /// Messages that a provider accepted.
    Sent,
    /// Calls after which it is certain that nothing was accepted, and that are tried again.
    NotSent,
    /// Messages that a provider refused for good, or that waited too long.
    Failed,
    /// Messages of which nobody can say whether they arrived.
    Unknown,
    /// Messages that failed because the month's quota is used up; they are among the failed too.
    QuotaExhausted,
    /// Rules that failed.
    RuleFailures,
    /// Requests to the model of AI writing.
    AiCalls,
    /// Milliseconds from the ring of a bell to its answer.
    BellLag,
    /// Seconds by which the longest overdue item is late.
    SweepLateness,
}

impl Metric {
    const fn unit(self) -> &'static str {
        match self {
            Self::BellLag => "Milliseconds",
            Self::SweepLateness => "Seconds",
            _ => "Count",
        }
    }
}

/// What was counted since the last line, for one desk. Without a name nothing is counted, because nobody reads it.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    desk: Option<String>,
    counted: Mutex<BTreeMap<Metric, Vec<u64>>>,
}

impl Metrics {
    /// Counts under a desk's name.
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "only what runs on AWS is read there"))]
    pub fn of(desk: String) -> Self {
        Self { desk: Some(desk), counted: Mutex::default() }
    }

    /// A webhook was answered.
    pub fn answered(&self, came: &Result<Accepted, IngestError>) {
        match came {
            Ok(_) => self.count(Metric::Acks),
            Err(IngestError::Store(_)) => self.count(Metric::Refused),
            // What nobody proved, or nobody can read, is no fault of the desk's.
            Err(IngestError::Forged | IngestError::Refused(_) | IngestError::Stale) => {}
        }
    }

    /// A step was committed.
    pub fn stepped(&self, stepped: &Stepped) {
        self.count(Metric::Steps);
        for effect in &stepped.effects {
            if let Effect::Write(row) = effect
                && matches!(row.body, Body::System(SystemLine::RuleFailed { .. }))
            {
                self.count(Metric::RuleFailures);
            }
        }
    }

    /// A call to a provider came to this.
    pub fn delivered(&self, delivery: &Delivery) {
        match delivery {
            Delivery::Sent { .. } => self.count(Metric::Sent),
            Delivery::Queued { .. } => self.count(Metric::NotSent),
            Delivery::Unknown { .. } => self.count(Metric::Unknown),
            Delivery::Failed { reason, .. } => {
                self.count(Metric::Failed);
                if *reason == FailReason::QuotaExhausted {
                    self.count(Metric::QuotaExhausted);
                }
            }
            // It waits for the provider's word, or nobody was called.
            Delivery::Held { .. } | Delivery::Claimed { .. } | Delivery::Cancelled { .. } => {}
        }
    }

    /// A model is asked.
    pub fn asked_model(&self) {
        self.count(Metric::AiCalls);
    }

    /// A bell that rang then is answered now.
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "queues are on AWS"))]
    pub fn heard(&self, rang: Timestamp, now: Timestamp) {
        self.note(Metric::BellLag, now.since(rang).as_millis());
    }

    /// A sweep found this as the longest overdue.
    pub fn swept(&self, oldest: Option<Timestamp>, now: Timestamp) {
        self.note(
            Metric::SweepLateness,
            oldest.map_or(Duration::ZERO, |due| now.since(due)).as_secs().into(),
        );
    }

    fn count(&self, metric: Metric) {
        self.change(|counted| counted.entry(metric).or_insert_with(|| vec![0])[0] += 1);
    }

    fn note(&self, metric: Metric, value: u128) {
        self.change(|counted| {
            let values = counted.entry(metric).or_default();
            if values.len() < VALUES {
                values.push(u64::try_from(value).unwrap_or(u64::MAX));
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut BTreeMap<Metric, Vec<u64>>)) {
        if self.desk.is_some() {
            change(&mut self.counted.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// What was counted since the last time, as a line of the log; `None` if that is nothing.
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "only what runs on AWS is read there"))]
    pub fn line(&self, now: Timestamp) -> Option<String> {
        let desk = self.desk.as_ref()?;
        let counted = std::mem::take(&mut *self.counted.lock().unwrap_or_else(PoisonError::into_inner));
        if counted.is_empty() {
            return None;
        }
        let metrics: Vec<_> = counted
            .keys()
            .map(|metric| json!({ "Name": format!("{metric:?}"), "Unit": metric.unit() }))
            .collect();
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [["Desk"]], "Metrics": metrics });
        let mut line = Map::new();
        line.insert(
            "_aws".to_owned(),
            json!({ "Timestamp": now.as_millis(), "CloudWatchMetrics": [directive] }),
        );
        line.insert("Desk".to_owned(), desk.as_str().into());
        for (metric, values) in counted {
            let value = match values.as_slice() {
                [one] => Value::from(*one),
                _ => Value::from(values),
            };
            line.insert(format!("{metric:?}"), value);
        }
        Some(Value::Object(line).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_was_counted_since_the_last() {
        let metrics = Metrics::of("desk".to_owned());
        let now = Timestamp::from_seconds(1_795_132_802);
        assert_eq!(metrics.line(now), None);
        metrics.answered(&Ok(Accepted::default()));
        metrics.answered(&Ok(Accepted::default()));
        metrics.answered(&Err(IngestError::Forged));
        metrics.heard(Timestamp::from_millis(1_795_132_801_900), now);
        metrics.heard(Timestamp::from_millis(1_795_132_801_000), now);
        metrics.delivered(&Delivery::Failed { at: now, reason: FailReason::QuotaExhausted });
        let line: Value = serde_json::from_str(&metrics.line(now).unwrap()).unwrap();
        let figures: Vec<_> =
            ["Acks", "BellLag", "Failed", "QuotaExhausted"].map(|name| line[name].clone()).into();
        assert_eq!(figures, [json!(2), json!([100, 1000]), json!(1), json!(1)]);
        assert_eq!(line["Desk"], "desk");
        assert_eq!(line["_aws"]["Timestamp"], 1_795_132_802_000_i64);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Metrics"][3], json!({ "Name": "BellLag", "Unit": "Milliseconds" }));
        assert_eq!(metrics.line(now), None);
    }

    /// A process whose figures nobody reads keeps none.
    #[test]
    fn nothing_is_counted_without_a_name() {
        let metrics = Metrics::default();
        metrics.asked_model();
        metrics.swept(None, Timestamp::from_seconds(0));
        assert!(metrics.counted.lock().unwrap().is_empty());
    }
}
