//! What every channel has besides its code: samples, a played provider, guides in both languages, a section of the sample
//! configuration; and that nothing else knows it by name (docs/channels/adding.md).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use channels::play::{Account, Deed, Person};
use channels::{Capabilities, Carries, Element, Unit, capabilities};
use domain::{ChannelKind, Timestamp};
use service::Settings;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// CHN-01
#[test]
fn every_channel_has_samples_a_player_guides_and_a_section_of_the_sample() {
    let settings = Settings::sample().unwrap();
    for kind in ChannelKind::ALL {
        let files = std::fs::read_dir(root().join(format!("crates/channels/fixtures/{kind}"))).unwrap();
        let names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let samples = names.iter().filter(|name| name.as_bytes()[0].is_ascii_digit()).count();
        assert!(samples >= 12 && names.contains(&"signatures.json".to_owned()), "{kind}: {names:?}");

        let inbox = settings.inboxes.iter().find(|inbox| inbox.channel == kind);
        let inbox = inbox.unwrap_or_else(|| panic!("samplconfig.toml shows no {kind} inbox"));
        let mut account = inbox.credentials().map(|credentials| Account::new(credentials, 0));
        assert_eq!(account.is_some(), !kind.delivers_by_storing(), "{kind}");
        if let Some(account) = &mut account {
            let mei = Person { name: "Mei", number: 7 };
            let now = Timestamp::from_seconds(1_795_132_800);
            let happened = account.does(mei, Deed::Writes("hello"), now).unwrap();
            let channel = channels::open(inbox.credentials().unwrap());
            let verified = channel.verify(happened.webhook.posted(), now).unwrap();
            assert_eq!(channel.parse(&verified, now).unwrap().len(), 1, "{kind}");
        }

        for ending in ["md", "ja.md"] {
            let path = format!("docs/channels/{kind}.{ending}");
            let guide = read(&path);
            let index = read(&format!("docs/channels/README.{ending}"));
            assert!(index.contains(&format!("({kind}.{ending})")), "the index does not name {path}");
            let credentials = inbox.credentials();
            let secrets = credentials.iter().flat_map(channels::Credentials::secrets);
            let web = ["widget_key", "allowed_origins", "token_keys", "identity_secret", "identified_only"];
            let mut needed: Vec<&str> =
                secrets.map(|(name, _)| name).filter(|name| !name.starts_with("previous_")).collect();
            if kind.delivers_by_storing() {
                needed.extend(web);
            }
            for word in needed.into_iter().chain(["madoguchi simulate", &format!("channel = \"{kind}\"")]) {
                assert!(guide.contains(word), "{path} does not say {word}");
            }
            if !kind.delivers_by_storing() {
                assert!(
                    guide.contains(&format!("/hooks/{kind}/{kind}-main")),
                    "{path} does not say the address"
                );
            }
        }
    }
}

/// Adding a channel touches its module, its fixtures, a variant and the sample: the crates around know none of the four
/// latest by name.
#[test]
fn nothing_else_knows_the_latest_channels_by_name() {
    let mut folders =
        vec!["crates/store/src", "crates/rules/src", "crates/assist/src", "crates/service/src", "functions"];
    while let Some(folder) = folders.pop().map(str::to_owned) {
        let mut inside = vec![root().join(folder)];
        while let Some(path) = inside.pop() {
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "tests" && name != "examples") {
                    inside.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
                }
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let code = std::fs::read_to_string(&path).unwrap();
                let code = code.split("#[cfg(test)]").next().unwrap();
                for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                    for name in ["Whatsapp", "Messenger", "Instagram", "Wechat"] {
                        assert!(!line.contains(name), "{}: {line}", path.display());
                    }
                }
            }
        }
    }
}

/// The two languages of a table.
type Words = [&'static str; 2];

/// What stands in a row for a channel.
type Cell = Box<dyn Fn(&Capabilities) -> String>;

fn yes(it: bool) -> String {
    if it { "✓" } else { "–" }.to_owned()
}

fn carried(it: Carries) -> String {
    match it {
        Carries::Yes => "✓",
        Carries::AsLink => "◐²",
        Carries::AsButtons => "◐⁴",
        Carries::No => "–",
    }
    .to_owned()
}

/// The rows of the table: what it is called, and what a channel has.
fn rows(language: usize) -> Vec<(Words, Cell)> {
    let count = |n: usize| if n == 0 { "–".to_owned() } else { n.to_string() };
    let unit = move |unit: Unit| match unit {
        Unit::Utf16 | Unit::Scalars => "",
        Unit::Bytes => [" bytes", " バイト"][language],
    };
    let window = move |row: &Capabilities| {
        let Some(window) = row.window else { return ["none", "なし"][language].to_owned() };
        let hours = [" h", "時間"][language];
        let mut text = format!("{}{hours}", window.hours);
        if window.human_hours > window.hours {
            let _ = write!(text, " / {}{}³", window.human_hours / 24, [" d", "日"][language]);
        }
        if let Some(messages) = window.messages {
            let _ = write!(text, ", {messages}{}", [" messages", "通"][language]);
        }
        text
    };
    vec![
        (
            ["longest text", "文章の長さ"],
            Box::new(move |row| format!("{}{}", row.text.max, unit(row.text.unit))),
        ),
        (["buttons¹", "ボタン¹"], Box::new(move |row| count(row.buttons))),
        (["quick replies", "クイックリプライ"], Box::new(move |row| count(row.quick_replies))),
        (["lists", "リスト"], Box::new(|row| carried(row.carries(Element::List)))),
        (["carousels", "カルーセル"], Box::new(|row| carried(row.carries(Element::Carousel)))),
        (
            ["provider templates", "承認済みテンプレート"],
            Box::new(|row| carried(row.carries(Element::Template))),
        ),
        (["pictures", "画像"], Box::new(|row| carried(row.image))),
        (["films", "動画"], Box::new(|row| carried(row.video))),
        (["voice", "音声"], Box::new(|row| carried(row.voice))),
        (["files", "ファイル"], Box::new(|row| carried(row.file))),
        (["places", "位置情報"], Box::new(|row| carried(row.location))),
        (["quoting", "引用"], Box::new(|row| yes(row.quotes))),
        (["we learn of reactions", "リアクションが分かる"], Box::new(|row| yes(row.reactions_in))),
        (["of changed messages", "編集が分かる"], Box::new(|row| yes(row.edits_in))),
        (["of messages taken back", "送信取消が分かる"], Box::new(|row| yes(row.unsends_in))),
        (["of blocking", "ブロックが分かる"], Box::new(|row| yes(row.blocks_in))),
        (["of delivery", "配信が分かる"], Box::new(|row| yes(row.delivered))),
        (["of reading", "既読が分かる"], Box::new(|row| yes(row.read))),
        (["we show typing", "入力中を見せる"], Box::new(|row| yes(row.typing_out))),
        (["we mark as read", "既読をつける"], Box::new(|row| yes(row.marks_read))),
        (["window to answer", "返信できる期間"], Box::new(window)),
    ]
}

fn table(language: usize) -> String {
    let names = |kind: ChannelKind| match kind {
        ChannelKind::Line => "LINE",
        ChannelKind::Telegram => "Telegram",
        ChannelKind::Web => "Web",
        ChannelKind::Whatsapp => "WhatsApp",
        ChannelKind::Messenger => "Messenger",
        ChannelKind::Instagram => "Instagram",
        ChannelKind::Wechat => "WeChat",
    };
    let mut text = "|".to_owned();
    for kind in ChannelKind::ALL {
        let _ = write!(text, " | {}", names(kind));
    }
    let _ = writeln!(text, " |\n|---|{}", "---|".repeat(ChannelKind::ALL.len()));
    for (words, what) in rows(language) {
        let _ = write!(text, "| {}", words[language]);
        for kind in ChannelKind::ALL {
            let _ = write!(text, " | {}", what(&capabilities(kind)));
        }
        text.push_str(" |\n");
    }
    text
}

/// CHN-12: what the documents say that a channel can do is what the code says.
#[test]
fn the_documents_table_is_the_codes() {
    for (language, ending) in ["md", "ja.md"].into_iter().enumerate() {
        let path = format!("docs/channels/README.{ending}");
        let page = read(&path);
        let (open, close) = ("<!-- capabilities -->\n", "<!-- /capabilities -->");
        let (before, rest) = page.split_once(open).unwrap();
        let (written, after) = rest.split_once(close).unwrap();
        let wanted = table(language);
        if std::env::var_os("MADOGUCHI_WRITE_DOCS").is_some() {
            std::fs::write(root().join(&path), format!("{before}{open}{wanted}{close}{after}")).unwrap();
        } else {
            assert_eq!(written, wanted, "{path}: MADOGUCHI_WRITE_DOCS=1 cargo test -p stories channels");
        }
    }
}
