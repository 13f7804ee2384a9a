//! EXT-03: `madoguchi simulate` as its users type it, on every channel, against a desk that plays its providers; and the
//! commands for webhooks that need somebody.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

use std::path::PathBuf;

use domain::{ChannelKind, Role};
use local::server::{Options, Server};
use serde_json::{Value, json};
use service::Settings;
use service::sign_in::NewOperator;
use tempfile::TempDir;
use tokio::process::Command;

const PASSWORD: &str = "correct horse battery";
const RULES: &str = "\
keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時からです\"));
keyword(\"menu\", [\"メニュー\"], |chat| chat.buttons(\"どちら？\", [\"営業時間\", \"料金\"]));
keyword(\"price\", [\"料金\"], |chat| chat.reply(\"500円です\"));
";

/// A desk in a folder.
struct Desk {
    folder: TempDir,
    server: Server,
}

/// What a command said.
struct Said {
    ok: bool,
    out: String,
    err: String,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("rules")).unwrap();
        std::fs::write(folder.path().join("rules/20-menu.rhai"), RULES).unwrap();
        let mut settings = Settings::sample().unwrap();
        settings.server.rules = folder.path().join("rules");
        let listen = Some("127.0.0.1:0".parse().unwrap());
        let options = Options { listen, data: Some(folder.path().join("data")), play_providers: true };
        let server = Server::start(settings, options).await.unwrap();
        let new = NewOperator {
            login: "admin".to_owned(),
            name: "山田".to_owned(),
            role: Role::Admin,
            inboxes: vec![],
            capacity: 6,
            password: PASSWORD.into(),
        };
        server.service.add_operator(new).await.unwrap();
        Self { folder, server }
    }

    fn base(&self) -> String {
        format!("http://{}", self.server.address)
    }

    async fn run(&self, arguments: &[&str], typed: &str) -> Said {
        let input: PathBuf = self.folder.path().join("typed");
        std::fs::write(&input, typed).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
        command.current_dir(self.folder.path()).args(arguments).stdin(std::fs::File::open(input).unwrap());
        command.env("MADOGUCHI_LOG", "off").env("LANG", "C").env_remove("MADOGUCHI_TOKEN");
        command.env("MADOGUCHI_LOGIN", "admin").env("MADOGUCHI_PASSWORD", PASSWORD);
        let done = command.output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { ok: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
    }

    async fn simulate(&self, arguments: &[&str]) -> Said {
        self.run(&[&["simulate", "--server", &self.base()], arguments].concat(), "").await
    }

    async fn json(&self, arguments: &[&str]) -> Value {
        let said = self.simulate(&[&["--json"], arguments].concat()).await;
        assert!(said.ok, "{arguments:?}: {}", said.err);
        serde_json::from_str(&said.out).unwrap()
    }
}

fn texts(came: &Value) -> Vec<&str> {
    came["messages"].as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap()).collect()
}

/// EXT-03, CHN-01: a question, a menu, a button on every channel; and what the provider tells of the answer.
#[tokio::test(flavor = "multi_thread")]
async fn every_channel_is_played_from_end_to_end() {
    let desk = Desk::open().await;
    for kind in ChannelKind::ALL {
        let channel = kind.as_str();
        let came = desk.json(&[channel, "--from", "Aki", "営業時間は？"]).await;
        assert_eq!(texts(&came), ["10時からです"], "{channel}");
        let told: Vec<_> = came["told"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        let expected: &[&str] = match kind {
            ChannelKind::Whatsapp | ChannelKind::Messenger => &["sent", "delivered", "read"],
            ChannelKind::Instagram => &["sent", "read"],
            _ => &[],
        };
        assert_eq!(told, expected, "{channel}: the desk took what the provider told");
        let came = desk.json(&[channel, "--from", "Aki", "メニュー"]).await;
        let button = came["messages"][0]["buttons"][1][1].as_str().unwrap().to_owned();
        let came = desk.json(&[channel, "--from", "Aki", "--tap", &button]).await;
        assert_eq!(texts(&came), ["500円です"], "{channel}");
    }
}

/// EXT-03: what customers do besides writing, where their channel has it; and a clear word where it has not.
#[tokio::test(flavor = "multi_thread")]
async fn customers_do_what_their_channel_has_and_no_more() {
    let desk = Desk::open().await;
    for kind in ChannelKind::ALL {
        let channel = kind.as_str();
        let table = channels::capabilities(kind);
        desk.json(&[channel, "--from", "Ben", "営業時間は？"]).await;
        let web = kind == ChannelKind::Web;
        let quotes = table.quotes && kind != ChannelKind::Wechat;
        for (deed, known) in [
            (vec!["--image"], true),
            (vec!["--file", "menu.pdf"], kind != ChannelKind::Wechat),
            (vec!["--quote", "営業時間は？"], quotes),
            (vec!["--edit", "違います"], table.edits_in && !web),
            (vec!["--react", "👍"], table.reactions_in),
            (vec!["--unsend"], table.unsends_in),
            (vec!["--block"], table.blocks_in),
            (vec!["--follow"], table.blocks_in),
        ] {
            let said =
                desk.simulate(&[&[channel, "--from", "Ben", "--wait", "0"], deed.as_slice()].concat()).await;
            assert_eq!(said.ok, known, "{channel} {deed:?}: {}{}", said.out, said.err);
            if !known {
                assert!(
                    said.err.contains("customer cannot") || said.err.contains("nothing else"),
                    "{}",
                    said.err
                );
            }
        }
    }
}

/// EXT-03: many turns by a script; the same in JSON is a line each.
#[tokio::test(flavor = "multi_thread")]
async fn a_talk_is_typed_line_by_line() {
    let desk = Desk::open().await;
    let base = desk.base();
    let talk = ["simulate", "line", "--server", base.as_str(), "--from", "Cai"];
    let said = desk.run(&talk, "営業時間は？\n\n/react 👍\n/unsend\n/dance\n料金\n").await;
    assert!(!said.ok, "one line was wrong");
    assert!(said.out.contains("10時からです") && said.out.contains("500円です"), "{}", said.out);
    assert!(said.err.contains("on line a customer cannot react to a message"), "{}", said.err);
    assert!(said.err.contains("/dance is nothing that a customer can do"), "{}", said.err);
    let said = desk.run(&[&talk[..], &["--json"]].concat(), "料金\n/quit\n").await;
    let came: Value = serde_json::from_str(said.out.trim()).unwrap();
    assert_eq!((said.ok, texts(&came)), (true, vec!["500円です"]));
}

/// EXT-03: whatever goes wrong on purpose, a LINE push arrives once (class A), and the seed says what went wrong.
#[tokio::test(flavor = "multi_thread")]
async fn faults_go_by_their_seed_and_double_nothing() {
    let desk = Desk::open().await;
    let ask = ["line", "--from", "Dai", "--faults", "60", "--seed", "7", "営業時間は？"];
    let came = desk.json(&ask).await;
    assert!(came["faults"] != json!([]) || came["posted"] == 2, "{came}");
    assert!(texts(&came).len() <= 1, "{came}");
    let came = desk.json(&["line", "--from", "Dai", "営業時間は？"]).await;
    assert_eq!((came["faults"].clone(), came["posted"].clone()), (json!([]), json!(1)), "they are over");
}

/// EXT-03: wrong input says what is wrong and what to write.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_is_told_clearly() {
    let desk = Desk::open().await;
    for (arguments, word) in [
        (vec!["carrier-pigeon", "hello"], "the channels are line, telegram"),
        (vec!["line", "--inbox", "line-2", "hello"], "they have line-main"),
        (vec!["line", "  "], "write something"),
        (vec!["line", "--unsend", "--from", "Nobody"], "write first"),
        (vec!["line", "hello", "--tap", "b"], "cannot be used with"),
        (vec!["web", "--faults", "10", "hello"], "calls no provider"),
        (vec!["web", "--tap", "none", "--from", "Nobody"], "no message has offered"),
        (vec!["telegram", "--quota", "1", "hello"], "only LINE"),
    ] {
        let said = desk.simulate(&arguments).await;
        assert!(!said.ok && said.err.contains(word), "{arguments:?}: {}{}", said.out, said.err);
    }
    let said = desk.run(&["simulate", "line", "--server", "http://127.0.0.1:1", "hello"], "").await;
    assert!(!said.ok && said.err.contains("nobody answers at"), "{}", said.err);
}

/// A dead letter is listed, shown, replayed and thrown away from the command line, at a desk that runs and in its file.
#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_looked_after_from_the_command_line() {
    let desk = Desk::open().await;
    let settings = desk.server.service.settings();
    let line = settings.inboxes.iter().find(|inbox| inbox.channel == ChannelKind::Line).unwrap();
    let http = reqwest::Client::new();
    for body in [r#"{"destination":"Uffff","events":[]}"#, "not JSON"] {
        let headers = channels::signing::headers(&line.credentials().unwrap(), body.as_bytes());
        let post = http.post(format!("{}/hooks/line/line-main", desk.base())).headers(headers).body(body);
        assert_eq!(post.send().await.unwrap().status(), 200);
    }
    let base = desk.base();
    let place = ["--desk", base.as_str()];
    let list = desk.run(&[&["dead-letters", "list", "--json"][..], &place].concat(), "").await;
    let letters: Value = serde_json::from_str(&list.out).unwrap_or_else(|_| panic!("{}", list.err));
    assert_eq!(letters.as_array().unwrap().len(), 2);
    assert!(letters[1]["why"].as_str().unwrap().contains("another account"), "{letters}");
    let name = format!("line-main/{}", letters[0]["letter"].as_str().unwrap());
    let shown = desk.run(&[&["dead-letters", "show", &name][..], &place].concat(), "").await;
    assert!(shown.out.contains("not JSON"), "{}{}", shown.out, shown.err);
    let replay = desk.run(&[&["dead-letters", "replay", "--all"][..], &place].concat(), "").await;
    assert!(!replay.ok && replay.out.matches("1 dead").count() == 2, "{}{}", replay.out, replay.err);
    let gone = desk.run(&[&["dead-letters", "delete", &name][..], &place].concat(), "").await;
    assert!(gone.ok, "{}", gone.err);
    let again = desk.run(&[&["dead-letters", "delete", &name][..], &place].concat(), "").await;
    assert!(!again.ok && again.err.contains("no such thing"), "{}", again.err);
    let wrong = desk.run(&[&["dead-letters", "show", "../operators"][..], &place].concat(), "").await;
    assert!(wrong.err.contains("is no name"), "{}", wrong.err);
    let relays = desk.run(&[&["relays", "list"][..], &place].concat(), "").await;
    assert_eq!((relays.ok, relays.out.trim()), (true, "none"), "{}", relays.err);
    let Desk { folder, server } = desk;
    drop(server);
    let data = folder.path().join("data");
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    command.args(["dead-letters", "list", "--data"]).arg(data).env("MADOGUCHI_LOG", "off");
    let done = command.output().await.unwrap();
    let out = String::from_utf8(done.stdout).unwrap();
    assert!(out.contains("another account"), "{out}{}", String::from_utf8_lossy(&done.stderr));
}
