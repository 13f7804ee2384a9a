//! Opens each kind of table.

use std::sync::Arc;

use store::Memory;
use store::table::{Cursor, Item, Page, Query, Table, Value};

/// A fresh table and what to call it.
pub struct Opened {
    /// Which implementation it is.
    pub name: &'static str,
    /// The table.
    pub table: Arc<dyn Table>,
}

/// Opens a fresh one of every table that can be had here.
///
/// The independent ones are told of by `MADOGUCHI_MOTO`, the path of a `moto_server`, and by
/// `MADOGUCHI_DYNAMODB_LOCAL`, an endpoint. Without the former, it is said aloud that it did not run.
pub async fn tables() -> Vec<Opened> {
    #[cfg_attr(not(feature = "aws"), expect(unused_mut, reason = "the table in memory is all there is"))]
    let mut tables = vec![Opened { name: "memory", table: Arc::new(Memory::new()) }];
    #[cfg(feature = "embedded")]
    {
        let embedded = store::Embedded::in_memory("desk").await.unwrap();
        tables.push(Opened { name: "embedded", table: Arc::new(embedded.table().clone()) });
    }
    #[cfg(feature = "aws")]
    tables.extend(independent::tables().await);
    tables
}

/// Reads all pages of a query.
pub async fn drain(table: &dyn Table, query: &Query) -> Vec<Item> {
    let (mut items, mut after): (Vec<Item>, Option<Cursor>) = (Vec::new(), query.after.clone());
    loop {
        let Page { items: more, next } = table.query(&query.clone().after(after)).await.unwrap();
        items.extend(more);
        after = next;
        if after.is_none() {
            return items;
        }
    }
}

/// Shows an item whole: its own `Debug` keeps values to itself.
pub fn show(item: &Item) -> String {
    let value = |value: &Value| match value {
        Value::S(text) => format!("{text:?}"),
        other => format!("{other:?}"),
    };
    let attributes = item.attributes.iter().map(|(name, held)| format!(" {name}={}", value(held)));
    format!("{} {}{}", item.key.pk, item.key.sk, attributes.collect::<String>())
}

#[cfg(feature = "aws")]
mod independent {
    use std::io::Write as _;
    use std::net::{TcpListener, TcpStream};
    use std::process::{Child, Command, Stdio};
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Arc, OnceLock};
    use std::time::Duration;

    use aws_sdk_dynamodb::Client;
    use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
    use store::Aws;

    use super::Opened;

    static MOTO: OnceLock<Option<Moto>> = OnceLock::new();
    static TABLES: AtomicU32 = AtomicU32::new(0);

    /// Opens a fresh table in each independent implementation that was named.
    pub async fn tables() -> Vec<Opened> {
        let moto = MOTO.get_or_init(Moto::start).as_ref().map(|moto| ("moto", moto.endpoint.clone()));
        let local =
            std::env::var("MADOGUCHI_DYNAMODB_LOCAL").ok().map(|endpoint| ("dynamodb-local", endpoint));
        let mut opened = Vec::new();
        for (name, endpoint) in moto.into_iter().chain(local) {
            let number = TABLES.fetch_add(1, Ordering::Relaxed);
            let table = Aws::new(client(&endpoint), format!("desk-{}-{number}", std::process::id()));
            table.create_table_if_missing().await.unwrap();
            opened.push(Opened { name, table: Arc::new(table) });
        }
        opened
    }

    fn client(endpoint: &str) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .endpoint_url(endpoint)
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .build();
        Client::from_conf(config)
    }

    /// A moto server on this machine. A shell ends it, by its process id, when our end of the pipe closes: at the
    /// end of the tests, however they end.
    struct Moto {
        endpoint: String,
        _keeper: Child,
    }

    impl Moto {
        fn start() -> Option<Self> {
            let Ok(program) = std::env::var("MADOGUCHI_MOTO") else {
                let said =
                    "\n!! MADOGUCHI_MOTO is not set: the table was NOT compared with an independent one.\n\n";
                // Past the capture of test output: a check that did not run says so.
                std::io::stderr().write_all(said.as_bytes()).unwrap();
                return None;
            };
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let script = r#""$0" -H 127.0.0.1 -p "$1" >/dev/null 2>&1 </dev/null & read -r _; kill $!"#;
            let mut keeper = Command::new("sh");
            keeper.args(["-c", script, &program, &port.to_string()]);
            let keeper = keeper.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
            let moto = Self { endpoint: format!("http://127.0.0.1:{port}"), _keeper: keeper };
            let answers = (0..600).any(|_| {
                std::thread::sleep(Duration::from_millis(100));
                TcpStream::connect(("127.0.0.1", port)).is_ok()
            });
            assert!(answers, "{program} did not answer within a minute");
            Some(moto)
        }
    }
}

/// Opens each table as a tenant's store.
pub async fn stores() -> Vec<(&'static str, store::Store)> {
    let store = |opened: Opened| (opened.name, store::Store::new(opened.table, "main".parse().unwrap()));
    tables().await.into_iter().map(store).collect()
}
