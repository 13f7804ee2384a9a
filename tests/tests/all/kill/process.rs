//! The desk's own program as a process that can be killed at any moment.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use service::Settings;
use tempfile::TempDir;

use super::provider::Providers;
use simulator::dice::Dice;

/// One rule: every message is answered, and the answer tells which message it is for.
const RULES: &str = "on_message(\"echo\", |chat| {\n    chat.reply(`echo ${chat.text}`);\n});\n";

/// A desk on a folder, a port and a settings file that stay while its processes come and go.
pub struct KilledDesk {
    /// Where it listens, whenever it lives.
    pub base: String,
    /// What it is set to.
    pub settings: Settings,
    /// Where its table is.
    pub data: PathBuf,
    address: SocketAddr,
    config: PathBuf,
    process: Option<Child>,
    folder: TempDir,
}

impl KilledDesk {
    /// Writes the settings: the sample's, with the providers' addresses.
    pub fn new(providers: &Providers, dice: &mut Dice) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (rules, data) = (folder.path().join("rules"), folder.path().join("data"));
        std::fs::create_dir(&rules).unwrap();
        std::fs::write(rules.join("10-echo.rhai"), RULES).unwrap();
        let config = folder.path().join("madoguchi.toml");
        std::fs::write(&config, settings(providers, &rules)).unwrap();
        let settings = Settings::read(&config).unwrap();
        let address = free_address(dice);
        Self { base: format!("http://{address}"), settings, data, address, config, process: None, folder }
    }

    /// Starts a process on what the earlier ones left.
    pub fn start(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_desk-to-kill"));
        command.arg("dev").arg("--config").arg(&self.config).arg("--data").arg(&self.data);
        command.arg("--listen").arg(self.address.to_string());
        command.env("MADOGUCHI_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.process = Some(command.spawn().unwrap());
    }

    /// Kills the process as `kill -9` does: nothing of it runs any more, nothing is flushed.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Waits until it answers and says how long that took; panics with its log if it ends or takes too long.
    pub async fn serving(&mut self, limit: Duration) -> Duration {
        let http = reqwest::Client::builder().timeout(limit).pool_max_idle_per_host(0).build().unwrap();
        let began = Instant::now();
        // Nobody's token: who answers, refuses it.
        while http.get(format!("{}/web/v1/events", self.base)).send().await.is_err() {
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "the desk ended by itself: {ended:?}\n{}", self.what_it_logged());
            assert!(began.elapsed() < limit, "not serving after {limit:?}\n{}", self.what_it_logged());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        began.elapsed()
    }

    /// The end of what all processes logged.
    pub fn what_it_logged(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log.txt")
    }
}

impl Drop for KilledDesk {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The sample's settings with the providers' addresses, pushes only, and the rules of this test.
fn settings(providers: &Providers, rules: &Path) -> String {
    let replace = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "samplconfig.toml has no {from:?} any more");
        text.replacen(from, to, 1)
    };
    let text = service::settings::SAMPLE.to_owned();
    let text = replace(text, "push_only = false", "push_only = true");
    let text = replace(text, "rules = \"rules\"", &format!("rules = {:?}", rules.display().to_string()));
    let line = format!("api_base = {:?}", providers.line);
    let text = replace(text, "# api_base = \"https://api.line.me\"", &line);
    let telegram = format!("channel = \"telegram\"\napi_base = {:?}", providers.telegram);
    let text = replace(text, "channel = \"telegram\"", &telegram);
    let whatsapp = format!("channel = \"whatsapp\"\napi_base = {:?}", providers.whatsapp);
    replace(text, "channel = \"whatsapp\"", &whatsapp)
}

/// An address on this machine below the ports that the system hands out by itself: no connection of somebody else can
/// take it while the desk is dead.
fn free_address(dice: &mut Dice) -> SocketAddr {
    loop {
        let port = u16::try_from(dice.between(20_000, 32_000)).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
