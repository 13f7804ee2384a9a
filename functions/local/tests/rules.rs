//! The command line as its users type it: the real program, against a folder, a desk that runs and a desk's file.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

use std::path::{Path, PathBuf};

use domain::{ChannelKind, Role};
use local::provider::Does;
use local::rules_folder;
use local::server::{Options, Server};
use local::simulate::Customer;
use serde_json::Value;
use service::sign_in::NewOperator;
use service::{By, Draft, Settings};
use tempfile::TempDir;
use tokio::process::Command;

const PASSWORD: &str = "correct horse battery";
const HOURS: &str = "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時からです\"));\n";
const CASE: &str =
    "[[case]]\nname = \"営業時間\"\nsay = \"営業時間は？\"\nexpect = { reply = \"10時から\" }\n";

/// A folder with rules, and a place for a desk's data.
struct Place(TempDir);

/// What a command said.
struct Said {
    ok: bool,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(place.path("rules/cases")).unwrap();
        place.write("rules/20-hours.rhai", HOURS);
        place.write("rules/cases/20-hours.toml", CASE);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::sample().unwrap();
        settings.server.rules = self.path("rules");
        settings
    }

    async fn server(&self) -> Server {
        let listen = Some("127.0.0.1:0".parse().unwrap());
        let options = Options { listen, data: Some(self.path("data")), play_providers: true };
        Server::start(self.settings(), options).await.unwrap()
    }

    /// Runs `madoguchi rules` in the folder, signed in as `who` by the environment.
    async fn rules(&self, who: Option<&str>, arguments: &[&str]) -> Said {
        self.run(who, &[&["rules"], arguments].concat(), "").await
    }

    async fn run(&self, who: Option<&str>, arguments: &[&str], typed: &str) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
        command.current_dir(self.0.path()).args(arguments).env_remove("MADOGUCHI_TOKEN");
        command.env("MADOGUCHI_LOG", "off").env("LANG", "C").env_remove("LC_ALL").env("TZ", "UTC");
        command.env_remove("MADOGUCHI_LOGIN").env_remove("MADOGUCHI_PASSWORD");
        match who {
            // A session's token is long; a login is not.
            Some(token) if token.len() == 64 => command.env("MADOGUCHI_TOKEN", token),
            Some(who) => command.env("MADOGUCHI_LOGIN", who).env("MADOGUCHI_PASSWORD", PASSWORD),
            None => &mut command,
        };
        let input = self.path("typed");
        std::fs::write(&input, typed).unwrap();
        let done = command.stdin(std::fs::File::open(input).unwrap()).output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { ok: done.status.success(), out: text(done.stdout), err: text(done.stderr) }
    }
}

async fn admin(server: &Server, login: &str) {
    let new = NewOperator {
        login: login.to_owned(),
        name: "山田".to_owned(),
        role: Role::Admin,
        inboxes: vec![],
        capacity: 6,
        password: PASSWORD.into(),
    };
    server.service.add_operator(new).await.unwrap();
}

/// A customer asks; what the desk answers.
async fn asks(server: &Server, from: &str, text: &str) -> String {
    let (settings, base) = (server.service.settings(), format!("http://{}", server.address));
    let customer = Customer::open(settings, &base, ChannelKind::Line, None, from).unwrap();
    let answer = customer.does(&Does::Writes { text: text.to_owned() }).await;
    answer.unwrap().messages.into_iter().map(|message| message.text).collect()
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// BOT-08, EXT-04: the whole way of a change, at a desk that runs.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_replayed_published_watched_and_taken_back() {
    let place = Place::new();
    let server = place.server().await;
    admin(&server, "mei").await;
    let url = format!("http://{}", server.address);
    let desk = ["--desk", url.as_str()];
    let token = place.run(Some("mei"), &["sign-in", "--desk", &url], "").await.out;
    let rules =
        async |arguments: &[&str]| place.rules(Some(token.trim()), &[arguments, &desk].concat()).await;
    assert_eq!(asks(&server, "Mei", "営業時間は？").await, "10時からです");

    place.write("rules/README.md", "not a rule");
    std::fs::create_dir_all(place.path("new/cases")).unwrap();
    place.write("new/20-hours.rhai", &HOURS.replace("10時", "9時"));
    place.write("new/cases/20-hours.toml", CASE);

    let diff = rules(&["diff", "in-force", "new"]).await;
    has(&diff.out, &["~ hours (20-hours.rhai:1): what it does", "+ keyword", "1 changed"]);
    let replay = rules(&["replay", "--rules", "new"]).await;
    has(
        &replay.out,
        &[
            "1 of 1 past messages would now get a different answer",
            "- reply 10時からです",
            "+ reply 9時からです",
        ],
    );
    has(&replay.out, &["Nothing was sent or written"]);
    let json = rules(&["replay", "--rules", "new", "--json"]).await;
    let lines: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["text"], &lines[1]["counts"]["different"]), (&"営業時間は？".into(), &1.into()));

    let red = rules(&["publish", "--rules", "new", "-m", "9時から"]).await;
    assert!(!red.ok);
    has(&red.err, &["FAILED 20-hours.toml:2: 営業時間", "expected …10時から…", "nothing was published"]);
    place.write("new/cases/20-hours.toml", &CASE.replace("10時", "9時"));
    let published = rules(&["publish", "--rules", "new", "-m", "9時から"]).await;
    assert!(published.ok, "{}", published.err);
    has(&published.out, &["~ hours", "published", "before it was"]);
    assert_eq!(asks(&server, "Mei", "営業時間は？").await, "9時からです");
    let again = rules(&["publish", "--rules", "new", "-m", "9時から"]).await;
    has(&again.out, &["is in force already; nothing changed"]);

    let list = rules(&["list"]).await;
    has(&list.out, &["published by 山田", ": 9時から", "folder  from the folder", "(1 files, 1 of cases)"]);
    assert!(rules(&["shadow", "begin", "-m", "前のもの"]).await.ok);
    asks(&server, "Aoi", "営業時間を教えて").await;
    let shadow = rules(&["shadow", "show"]).await;
    has(
        &shadow.out,
        &["asked 2: 1 the same, 1 different", "1 × hours → hours", "「営業時間を教えて」", "reply → reply"],
    );
    has(&rules(&["shadow", "end"]).await.out, &["no rules run beside", "the last ones were"]);

    let back = rules(&["rollback", "-m", "やはり10時"]).await;
    has(&back.out, &["went back to"]);
    assert_eq!(asks(&server, "Ren", "営業時間は？").await, "10時からです");
    has(&rules(&["list"]).await.out, &["gone back to by 山田", ": やはり10時"]);
    let talk = rules(&["try", "--version", "in-force", "営業時間は？"]).await;
    has(
        &talk.out,
        &["hours 20-hours.rhai:1 on 「営業時間」: answered", "< (hours 20-hours.rhai:1) 10時からです"],
    );
}

/// EXT-04: the file of a desk that does not run, an exported file, and who may read it.
#[tokio::test(flavor = "multi_thread")]
async fn a_desks_own_file_is_asked_while_no_server_runs_on_it() {
    let place = Place::new();
    let server = place.server().await;
    asks(&server, "Mei", "営業時間は？").await;
    asks(&server, "Aoi", "駐車場は？").await;
    let data = ["--data", "data"];
    let rules = async |arguments: &[&str]| place.rules(None, &[arguments, &data].concat()).await;
    let busy = rules(&["list"]).await;
    assert!(!busy.ok);
    has(&busy.err, &["another server is using data", &format!("--desk http://{}", server.address)]);
    drop(server);

    has(&rules(&["list"]).await.out, &["in force:", "published by folder"]);
    place.write("rules/20-hours.rhai", &HOURS.replace("10時", "11時"));
    place.write("rules/cases/20-hours.toml", &CASE.replace("10時", "11時"));
    has(&rules(&["replay"]).await.out, &["1 of 2 past messages", "+ reply 11時からです"]);
    let exported = rules(&["export", "--out", "past.jsonl"]).await;
    has(&exported.out, &["2 conversations with 2 events", "delete it"]);
    let file = std::fs::read_to_string(place.path("past.jsonl")).unwrap();
    assert_eq!(file.lines().count(), 3);
    assert!(!file.contains("user:U"), "nobody can be reached by it:\n{file}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.path("past.jsonl")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "only for its owner");
    }
    has(&rules(&["export", "--out", "past.jsonl"]).await.err, &["cannot write past.jsonl"]);
    let replay = place.rules(None, &["replay", "--from", "past.jsonl"]).await;
    has(&replay.out, &["1 of 2 past messages", "- says 10時からです", "+ says 11時からです"]);
    place.write("past.jsonl", &file.replace("\"events\"", "\"evens\""));
    has(&place.rules(None, &["replay", "--from", "past.jsonl"]).await.err, &["past.jsonl:2", "evens"]);

    assert!(rules(&["publish", "-m", "11時から"]).await.ok);
    has(&rules(&["list"]).await.out, &["published by command-line", ": 11時から"]);
    assert!(rules(&["rollback"]).await.ok);
    let server = place.server().await;
    assert_eq!(
        asks(&server, "Ren", "営業時間は？").await,
        "11時からです",
        "the folder was edited: it has the last word"
    );
    has(&place.rules(None, &["list", "--data", "nowhere"]).await.err, &["there is no desk in nowhere"]);
}

/// Whoever changes the rules last has the last word: a restart does not bring back what somebody took back.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_rolled_back_stays_so_over_a_restart_until_the_folder_is_edited() {
    let place = Place::new();
    let server = place.server().await;
    place.write("rules/20-hours.rhai", &HOURS.replace("10時", "9時"));
    place.write("rules/cases/20-hours.toml", &CASE.replace("10時", "9時"));
    rules_folder::load(&server.service, &place.path("rules")).await.unwrap();
    let by = By { who: "mei", note: "", expected: None };
    let back = server.service.roll_back_rules(None, &by).await.unwrap();
    drop(server);
    let server = place.server().await;
    let in_force =
        async |server: &Server| server.service.store().current_rules().await.unwrap().unwrap().version;
    assert_eq!(in_force(&server).await, back.version);
    assert_eq!(asks(&server, "Mei", "営業時間は？").await, "10時からです");
    drop(server);

    place.write("rules/20-hours.rhai", &HOURS.replace("10時", "8時"));
    let server = place.server().await;
    assert_eq!(in_force(&server).await, back.version, "red cases are refused from the folder too");
    place.write("rules/cases/20-hours.toml", &CASE.replace("10時", "8時"));
    rules_folder::load(&server.service, &place.path("rules")).await.unwrap();
    assert_eq!(asks(&server, "Aoi", "営業時間は？").await, "8時からです");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_not_opened_with_red_cases_and_nothing_from_before() {
    let place = Place::new();
    place.write("rules/cases/20-hours.toml", &CASE.replace("10時", "9時"));
    let options = Options {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        data: Some(place.path("data")),
        play_providers: true,
    };
    let error = Server::start(place.settings(), options).await.err().unwrap();
    has(&error.to_string(), &["cannot be used", "none from before"]);
}

/// SEC-38: credentials come from the environment or are asked for, and never travel in the open.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_asks_who_one_is() {
    let place = Place::new();
    let server = place.server().await;
    admin(&server, "mei").await;
    let url = format!("http://{}", server.address);
    let nobody = place.rules(None, &["list", "--desk", &url]).await;
    has(&nobody.err, &["MADOGUCHI_TOKEN", "MADOGUCHI_PASSWORD"]);
    let stranger = place.rules(Some("eve"), &["list", "--desk", &url]).await;
    has(&stranger.err, &["The login or the password is wrong"]);
    let open = place.rules(Some("mei"), &["list", "--desk", "http://desk.example.com"]).await;
    has(&open.err, &["use https"]);
    let token = place.run(Some("mei"), &["sign-in", "--desk", &url], "").await.out;
    assert!(server.service.signed(token.trim()).await.unwrap().is_some());
    let missing = place.rules(Some("mei"), &["rollback", "ffff", "--desk", &url]).await;
    has(&missing.err, &["names something that does not exist", "ffff"]);
    for _ in 0..10 {
        place.rules(Some("mei"), &["list", "--desk", &url]).await;
    }
    let often = place.rules(Some("mei"), &["list", "--desk", &url]).await;
    has(&often.err, &["too many sign-ins; wait", "export MADOGUCHI_TOKEN=$(madoguchi sign-in --desk"]);
}

/// BOT-09: what rules looked at, why they matched, what they wanted and what the step made of it; also for programs.
#[tokio::test]
async fn a_dialogue_is_scripted_by_lines() {
    let place = Place::new();
    place.write("rules/90-person.rhai", "on_button(\"talk\", \"talk\", |chat| chat.escalate(\"asked\"));\n");
    let typed = "営業時間は？\n!talk\n:wait 1h\n";
    let talk = place.run(None, &["rules", "try", "--at", "2026-11-24T15:00:00+09:00"], typed).await;
    has(
        &talk.out,
        &[
            "> 営業時間は？",
            "message: 1 rule(s) looked at, 1 not",
            "hours 20-hours.rhai:1 on 「営業時間」: answered (the message holds the keyword)",
            "hours wants reply \"10時からです\"",
            "< (hours 20-hours.rhai:1) 10時からです",
            "talk wants escalate \"asked\"",
            "- The bot handed over to people: asked",
            "< (the desk)",
            "the conversation is with the queue",
        ],
    );
    let json = place.run(None, &["rules", "try", "--json", "営業時間は？", "!talk"], "").await;
    let lines: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["turn"]["asked"][1]["explanation"]["looked"][0]["outcome"], "acted");
    assert_eq!(lines[1]["turn"]["with"], "queue");
    let wrong = place.run(None, &["rules", "try", ":dance"], "").await;
    assert!(!wrong.ok);
    has(&wrong.err, &["`:dance` is unknown", ":wait 24h"]);
    has(&place.run(None, &["rules", "try", "--at", "noon", "a"], "").await.err, &["\"noon\" is no time"]);
}

/// What a desk's own inboxes say of its rules is told; what the sample's would say is not.
#[tokio::test]
async fn the_check_knows_the_inboxes_of_the_desk() {
    let place = Place::new();
    let text = "after(setting(\"auto_end_request\"), \"ask\", |chat| chat.request_end());\n";
    place.write("rules/40-end.rhai", text);
    has(&place.rules(None, &["check"]).await.out, &["2 rules in 2 files, 0 warning(s), no mistakes"]);
    let sample = include_str!("../../../samplconfig.toml");
    place.write("madoguchi.toml", sample);
    let own = place.rules(None, &["check"]).await;
    has(&own.err, &["40-end.rhai:1", "the timer of this rule is switched off"]);
    has(&own.out, &["1 warning(s)"]);
    assert!(own.ok, "a warning refuses nothing");
}

#[tokio::test]
async fn a_folder_reads_as_rules_and_cases() {
    let place = Place::new();
    let draft = rules_folder::read_draft(&place.path("rules")).unwrap();
    assert_eq!((draft.rules.len(), draft.cases.len()), (1, 1));
    assert_ne!(draft.version(), Draft::of(draft.rules.clone()).version());
    assert!(rules_folder::read_draft(Path::new("/nowhere")).is_err());
}
