//! A sweep finds what a lost bell left behind.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::{ChannelKind, Timestamp};
use http::HeaderMap;
use service::seams::{Clock, Ring};
use service::{Plugs, Service, Settings};
use store::{Memory, Store};

const WEBHOOK: &str = include_str!("../../../crates/channels/fixtures/line/02-text-ja-emoji.json");
const SIGNATURE: &str = "ujIljEuDWkkXG3pXOq+CeUCenfTNK48aIVv2sonn3Js=";

/// A clock in our hand, in seconds.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::Relaxed))
    }
}

/// INV-3
#[tokio::test]
async fn what_nobody_has_touched_is_rung_for_again() {
    let settings = Settings::sample().unwrap();
    let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
    let (plugs, _, mut rings) = Plugs::in_process(store, std::env::temp_dir()).unwrap();
    let clock = Arc::new(Hand(AtomicI64::new(1_795_132_802)));
    let service = Service::new(settings, Plugs { clock: clock.clone(), ..plugs });
    let headers = HeaderMap::from_iter([("x-line-signature".parse().unwrap(), SIGNATURE.parse().unwrap())]);
    service.receive(ChannelKind::Line, "line-main", service::Posted::plain(&headers, WEBHOOK)).await.unwrap();
    let Some(Ring::Work(id)) = rings.try_next() else { panic!("no bell rang") };

    assert_eq!(sweep::sweep(&service).await.unwrap(), 0, "the worker has time to answer its bell");
    clock.0.fetch_add(11, Ordering::Relaxed);
    assert_eq!(sweep::sweep(&service).await.unwrap(), 1);
    let rung: Vec<_> = std::iter::from_fn(|| rings.try_next()).collect();
    assert!(rung.contains(&Ring::Work(id)), "{rung:?}");
}
