//! The server: the same service as on AWS, with the embedded table, a bell within the process and a sweep each second.

use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum::extract::Request;
use service::seams::Rings;
use service::{Plugs, Service, Settings};
use store::{Embedded, Store};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::{console, moving, provider, rules_folder};

/// Bells answered at the same time.
const HANDS: usize = 32;
/// Files and profiles fetched at the same time, beside those: each file is held in memory.
const ERRANDS: usize = 4;
/// How often items whose time is over are deleted.
const EXPIRY: Duration = domain::minutes(1);

/// How a server differs from the settings.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Instead of `server.listen`.
    pub listen: Option<SocketAddr>,
    /// Instead of `server.data`.
    pub data: Option<PathBuf>,
    /// Play the providers of inboxes that have no `api_base`, so that the desk can be tried without accounts.
    pub play_providers: bool,
}

/// A server that runs.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// The service it runs.
    pub service: Arc<Service>,
    /// The secret for the first admin, if there is no operator yet.
    pub setup_secret: Option<String>,
    tasks: JoinSet<()>,
    // Held as long as the server runs: two processes on one file would disturb each other's claims.
    _lock: File,
}

impl Server {
    /// Opens the table, takes up what an earlier process left, and listens.
    ///
    /// # Errors
    ///
    /// In words for people: what is wrong, where, and what to do.
    pub async fn start(mut settings: Settings, options: Options) -> anyhow::Result<Self> {
        let data = options.data.unwrap_or_else(|| settings.server.data.clone());
        let lock = lock(&data)?;
        let listen = options.listen.unwrap_or(settings.server.listen);
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("cannot listen on {listen}; is another server running there? Try --listen 127.0.0.1:0")
        })?;
        let address = listener.local_addr()?;
        // For whoever finds the file in use; without it they only have to look for themselves.
        let _ = (&lock).write_all(format!("http://{address}").as_bytes());
        let played = options.play_providers.then(|| provider::play(&mut settings, address));
        let table = Embedded::open(&data.join("desk.db"), moving::TABLE)
            .await
            .with_context(|| format!("cannot open {}", data.join("desk.db").display()))?;
        let table = Arc::new(table);
        let store = Store::new(Arc::new(table.table().clone()), settings.desk.tenant.clone());
        let (plugs, bell, rings) = Plugs::in_process(store, data.join("files"))?;
        let sweep_every = Duration::from_secs(settings.server.sweep_seconds);
        let rules = settings.server.rules.clone();
        let service = Arc::new(Service::new(settings, plugs).watched_by(&bell).alone());
        rules_folder::load(&service, &rules).await?;
        let setup_secret = service.setup_secret().await?;

        let mut tasks = JoinSet::new();
        tasks.spawn(answer_bells(service.clone(), rings));
        tasks.spawn(sweep(service.clone(), sweep_every));
        tasks.spawn(expire(table));
        tasks.spawn(rules_folder::watch(service.clone(), rules));
        let routes = routes(service.clone(), played);
        tasks.spawn(async move {
            let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "the server stopped listening");
            }
        });
        Ok(Self { address, service, setup_secret, tasks, _lock: lock })
    }

    /// Runs until somebody interrupts it.
    ///
    /// # Errors
    ///
    /// If the machine cannot tell of interruptions, or a part of the server ended by itself.
    pub async fn run(mut self) -> anyhow::Result<()> {
        tokio::select! {
            signal = tokio::signal::ctrl_c() => Ok(signal?),
            ended = self.tasks.join_next() => bail!("a part of the server ended by itself: {ended:?}"),
        }
    }
}

/// Every function's routes.
fn routes(service: Arc<Service>, played: Option<Router>) -> Router {
    let secure = service.settings().desk.public_url.starts_with("https://");
    let routes = service::hooks::routes(service.clone())
        .merge(service::api::routes(service.clone()))
        .merge(service::web::routes(service.clone()))
        .merge(service::uploads::routes(service));
    let routes = played.into_iter().fold(routes, Router::merge);
    routes.fallback(async move |request: Request| console::front(secure, &request))
}

/// Makes sure that this is the only process on the data. What the file says is where the server listens that has it.
pub(crate) fn lock(data: &Path) -> anyhow::Result<File> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make the folder {}", data.display()))?;
    let path = data.join("desk.lock");
    let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let file = opened.with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        let ask = if there.is_empty() { String::new() } else { format!(" ask it with --desk {there}, or") };
        bail!(
            "another server is using {};{ask} stop it, or choose another folder with --data",
            data.display()
        );
    }
    file.set_len(0).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(file)
}

async fn answer_bells(service: Arc<Service>, mut rings: Rings) {
    let (hands, errands) = (Arc::new(Semaphore::new(HANDS)), Arc::new(Semaphore::new(ERRANDS)));
    while let Some(ring) = rings.next().await {
        let service = service.clone();
        let hand = if ring.is_errand() {
            None
        } else {
            let Ok(hand) = hands.clone().acquire_owned().await else { return };
            Some(hand)
        };
        let errands = errands.clone();
        tokio::spawn(async move {
            // An errand waits for its turn by itself, so that nothing waits behind it.
            let turn = if hand.is_none() { errands.acquire().await.ok() } else { None };
            if let Err(error) = service.answer(&ring).await {
                tracing::warn!(about = ring.about(), %error, "the sweep rings again");
            }
            drop((hand, turn));
        });
    }
}

async fn sweep(service: Arc<Service>, every: Duration) {
    if let Err(error) = service.recover().await {
        tracing::error!(%error, "cannot look for what an earlier process left");
    }
    let mut clock = tokio::time::interval(every);
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        clock.tick().await;
        if let Err(error) = service.sweep().await {
            tracing::error!(%error, "a sweep failed; the next one tries again");
        }
        if let Err(error) = service.refresh_quotas().await {
            tracing::warn!(%error, "cannot keep the months' quotas; the next sweep tries again");
        }
    }
}

async fn expire(table: Arc<Embedded>) {
    let mut clock = tokio::time::interval(EXPIRY);
    loop {
        clock.tick().await;
        if let Err(error) = table.sweep_ttl().await {
            tracing::warn!(%error, "cannot delete what has expired");
        }
    }
}
