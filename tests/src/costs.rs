//! What a desk costs on AWS: the units that the meter counts, the template's sizes, and a dated file of prices.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use store::meter::Spent;

use crate::units::turns;

/// Minutes in a month, for whatever happens each minute.
const MINUTES: f64 = 30.0 * 24.0 * 60.0;
const MILLION: f64 = 1e6;
const GIB: f64 = 1024.0 * 1024.0 * 1024.0;
/// Queues that Lambda listens to.
const QUEUES: f64 = 4.0;
/// The memory of a function in GB, and of the API, as the template says.
const MEMORY: f64 = 0.25;
const API_MEMORY: f64 = 0.5;
/// Metrics that alarms look at, and figures that a busy desk counts; an idle one counts one.
const ALARM_METRICS: f64 = 18.0;
const FIGURES: f64 = 12.0;
/// Dollars for a million keyword replies that are the goal (P5), and the write units of a turn that are (P4).
const GOAL: f64 = 12.0;
const UNITS_TO_REACH: f64 = 8.0;
/// Requests to SQS for one bell of ten that are sent alone, and received and deleted together.
const REQUESTS_IN_TENS: f64 = 1.2;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prices {
    region: String,
    read: String,
    per_million: PerMillion,
    per: Per,
    assumed: Assumed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PerMillion {
    write_units: f64,
    read_units: f64,
    sqs_requests: f64,
    http_api_requests: f64,
    cloudfront_requests: f64,
    cloudfront_functions: f64,
    lambda_requests: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Per {
    lambda_gb_second_arm64: f64,
    log_gb: f64,
    table_gb_month: f64,
    recovery_gb_month: f64,
    metric_month: f64,
    alarm_metric_month: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assumed {
    ingest_ms: f64,
    worker_ms: f64,
    sender_ms: f64,
    api_ms: f64,
    live_ms: f64,
    sweep_ms: f64,
    log_bytes: f64,
    row_bytes: f64,
    sqs_requests_per_bell: f64,
    polls_per_minute: f64,
}

/// What one turn needs beside the table.
struct Needs {
    /// Requests by way of the distribution, and how many of them are named by its function.
    requests: f64,
    named: f64,
    bells: f64,
    /// Milliseconds, at the memory of a function, and of the API.
    invocations: f64,
    ms: f64,
    api_ms: f64,
}

struct Bill {
    table: f64,
    queues: f64,
    functions: f64,
    gateway: f64,
    log: f64,
}

impl Bill {
    fn total(&self) -> f64 {
        self.table + self.queues + self.functions + self.gateway + self.log
    }
}

impl Prices {
    fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/prices.toml");
        toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    }

    fn table(&self, write_units: f64, read_units: f64) -> f64 {
        write_units * self.per_million.write_units + read_units * self.per_million.read_units
    }

    fn functions(&self, invocations: f64, gb_ms: f64) -> f64 {
        invocations * self.per_million.lambda_requests
            + gb_ms / 1e3 * MILLION * self.per.lambda_gb_second_arm64
    }

    fn needs(&self, turn: &str) -> Option<Needs> {
        let Assumed { ingest_ms, worker_ms, sender_ms, api_ms, live_ms, .. } = self.assumed;
        let webhook = Needs {
            requests: 1.0,
            named: 0.0,
            bells: 2.0,
            invocations: 3.0,
            ms: ingest_ms + worker_ms + live_ms,
            api_ms: 0.0,
        };
        let operator = Needs {
            requests: 1.0,
            named: 1.0,
            bells: 3.0,
            invocations: 3.0,
            ms: sender_ms + 2.0 * live_ms,
            api_ms,
        };
        match turn {
            "keyword reply" | "message to a person" => Some(webhook),
            "duplicate webhook" => {
                Some(Needs { bells: 1.0, invocations: 2.0, ms: 2.0 * ingest_ms, ..webhook })
            }
            "operator answer" => Some(operator),
            _ => None,
        }
    }

    /// A million of one turn.
    fn million(&self, spent: &Spent, needs: &Needs) -> Bill {
        let (write_units, half_units) = (units(spent.write_units), units(spent.read_half_units));
        let edge = self.per_million.cloudfront_requests + self.per_million.http_api_requests;
        Bill {
            table: self.table(write_units, half_units / 2.0),
            queues: needs.bells * self.assumed.sqs_requests_per_bell * self.per_million.sqs_requests,
            functions: self.functions(needs.invocations, needs.ms * MEMORY + needs.api_ms * API_MEMORY),
            gateway: needs.requests * edge + needs.named * self.per_million.cloudfront_functions,
            log: needs.invocations * self.assumed.log_bytes * MILLION / GIB * self.per.log_gb,
        }
    }

    /// What would make a turn cheaper, and by how much.
    fn cheaper(&self, spent: &Spent, needs: &Needs) -> Vec<(&'static str, f64)> {
        let bells = needs.bells * self.per_million.sqs_requests;
        let writes = (units(spent.write_units) - UNITS_TO_REACH) * self.per_million.write_units;
        vec![
            (
                "a busy desk, as it is: bells that wait together are answered ten at a time, 1.2 requests each in place of 3",
                bells * (self.assumed.sqs_requests_per_bell - REQUESTS_IN_TENS),
            ),
            (
                "webhooks that go to the HTTP API's own address, past the distribution",
                needs.requests * self.per_million.cloudfront_requests,
            ),
            ("eight write units a turn (P4)", writes),
        ]
    }

    /// A month in which nobody writes.
    fn idle(&self) -> Vec<(&'static str, f64)> {
        let sweeps = MINUTES / MILLION;
        let polls = QUEUES * self.assumed.polls_per_minute * sweeps;
        vec![
            ("43,200 sweeps: functions", sweeps * self.functions(1.0, self.assumed.sweep_ms * MEMORY)),
            ("43,200 sweeps: eight reads of the index each", sweeps * self.table(0.0, 8.0 * 0.5)),
            ("Lambda asks four empty queues", polls * self.per_million.sqs_requests),
            ("alarms", ALARM_METRICS * self.per.alarm_metric_month),
            ("one figure (the sweep's lateness)", self.per.metric_month),
        ]
    }
}

fn units(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// The page, as it follows from the meter and the prices.
pub async fn page() -> String {
    let prices = Prices::read();
    let mut page = format!(
        "# What it costs on AWS\n\n\
         Computed by `cargo xtask bench costs --write` from the units that the desk's own meter counts and from\n\
         [prices.toml](prices.toml): {}, read {}, free tiers left out. A test fails if this page does not follow from them.\n\
         What the providers and the model charge is not in here.\n\n\
         ## A million of each, in US dollars\n\n\
         | turn | table | queues | functions | gateway and distribution | log | together |\n|---|---|---|---|---|---|---|\n",
        prices.region, prices.read
    );
    let (mut turn, mut cheaper) = (0.0, Vec::new());
    for (name, spent) in turns().await {
        let Some(needs) = prices.needs(name) else { continue };
        let bill = prices.million(&spent, &needs);
        if name == "keyword reply" {
            turn = bill.total();
            cheaper = prices.cheaper(&spent, &needs);
        }
        let Bill { table, queues, functions, gateway, log } = &bill;
        let _ = writeln!(
            page,
            "| {name} | {table:.2} | {queues:.2} | {functions:.2} | {gateway:.2} | {log:.2} | {:.2} |",
            bill.total()
        );
    }
    let _ = write!(
        page,
        "\nThe goal for a keyword reply (P5) is {GOAL:.2}. It is not reached; this is what would take it there, one after the other:\n\n\
         | with | a million keyword replies |\n|---|---|\n"
    );
    let mut left = turn;
    for (what, saves) in cheaper {
        left -= saves;
        let _ = writeln!(page, "| {what} | {left:.2} |");
    }
    page.push_str("\n## A month in which nobody writes\n\n| what | US dollars |\n|---|---|\n");
    let idle = prices.idle();
    for (what, price) in &idle {
        let _ = writeln!(page, "| {what} | {price:.2} |");
    }
    let idle: f64 = idle.iter().map(|(_, price)| price).sum();
    let _ = writeln!(page, "| together | {idle:.2} |");
    page.push_str(
        "\n## A month of a shop\n\n| messages a month, each answered by a rule | US dollars |\n|---|---|\n",
    );
    let figures = (FIGURES - 1.0) * prices.per.metric_month;
    for (shown, messages) in [("3,000", 3e3), ("30,000", 3e4), ("300,000", 3e5), ("3,000,000", 3e6)] {
        let _ = writeln!(page, "| {shown} | {:.2} |", idle + figures + messages / MILLION * turn);
    }
    let stored = MILLION * prices.assumed.row_bytes / GIB;
    let _ = writeln!(
        page,
        "\nWhat is kept costs {:.2} more in each month for every million of messages, with point-in-time recovery.",
        stored * (prices.per.table_gb_month + prices.per.recovery_gb_month)
    );
    page
}
