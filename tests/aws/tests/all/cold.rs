//! The first invocation finds its connections open.

use std::collections::BTreeMap;

use deployment::{Desk, Invocation, Lambda, Tls};

/// P9: no TLS handshake with AWS happens while somebody waits for the first answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_invocation_makes_no_tls_handshake() {
    let mut desk = Desk::open().await;
    desk.writes("mei", "hello").await;
    let mut during = BTreeMap::new();
    for function in deployment::FUNCTIONS {
        let tls = Tls::before(&desk.cloud).await;
        let mut environment = desk.environment(function, &tls.url());
        environment.insert("SSL_CERT_FILE".to_owned(), tls.roots().display().to_string());
        let mut lambda = Lambda::start(function, &desk.binary(function), &environment).await;
        let before = tls.handshakes();
        assert!(before > 0, "{function} has opened no connection\n{}", lambda.log());
        let event = desk.ordinary(function);
        lambda.invoke(Invocation::of(event)).await.unwrap();
        during.insert(function, tls.handshakes() - before);
    }
    assert_eq!(during, deployment::FUNCTIONS.map(|function| (function, 0)).into());
}
