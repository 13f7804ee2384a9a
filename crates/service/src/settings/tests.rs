//! The sample and the code cannot part.

use super::*;

#[test]
fn the_sample_is_valid() {
    let sample = Settings::sample().unwrap();
    let kinds: Vec<_> = sample.inboxes.iter().map(|inbox| inbox.channel).collect();
    assert_eq!(kinds, ChannelKind::ALL);
}

/// What a struct knows is told by its own error about a key it does not know.
fn keys<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
    let error = toml::from_str::<T>("no-such-key = 1").unwrap_err();
    let message = error.message().to_owned();
    let (_, list) = message.split_once("expected").unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What every inbox may have: its struct takes any key, and its channel says later which it does not know.
fn inbox_keys() -> Vec<String> {
    let (_, rest) = include_str!("../settings.rs").split_once("pub struct InboxSettings {").unwrap();
    let (fields, _) = rest.split_once("\n}").unwrap();
    let names = fields.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'));
    names.map(|(name, _)| name.to_owned()).filter(|name| name != "account").collect()
}

/// What each channel knows besides.
fn channel_keys() -> Vec<String> {
    let called = ChannelKind::ALL.into_iter().filter(|kind| !kind.delivers_by_storing());
    let keys = called.flat_map(|kind| {
        let text = format!("channel = \"{kind}\"\nno-such-key = 1");
        let error = toml::from_str::<Credentials>(&text).unwrap_err();
        let message = error.message().to_owned();
        let (_, list) = message.split_once("expected").unwrap_or_else(|| panic!("{message}"));
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    });
    keys.collect()
}

#[test]
fn an_inbox_with_a_key_that_its_channel_does_not_know_is_refused_with_the_nearest_one() {
    for (old, new, says) in [
        (
            "channel_secret =",
            "chanel_secret =",
            "inboxes.line-main.chanel_secret: unknown key; did you mean `channel_secret`?",
        ),
        (
            "auto_assign =",
            "auto_asign =",
            "inboxes.line-main.auto_asign: unknown key; did you mean `auto_assign`?",
        ),
        (
            "widget_key =",
            "widget_kee =",
            "inboxes.web-main.widget_kee: unknown key; did you mean `widget_key`?",
        ),
        ("bot_token =", "bot_token = 7 #", "inboxes.telegram-main: invalid type"),
    ] {
        let text = SAMPLE.replacen(old, new, 1);
        assert!(text != SAMPLE, "the sample holds {old:?}");
        let error = Settings::parse("madoguchi.toml", &text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn the_sample_shows_every_setting() {
    let all = [
        keys::<DeskSettings>(),
        keys::<ServerSettings>(),
        keys::<AiSettings>(),
        keys::<BusinessHours>(),
        keys::<ResponseStatus>(),
        inbox_keys(),
        channel_keys(),
    ];
    for key in all.concat() {
        let shown = SAMPLE.lines().any(|line| {
            let line = line.trim_start_matches("# ").trim_start_matches('#');
            line.starts_with(&format!("{key} =")) || line.contains(&format!(".{key}]"))
        });
        assert!(shown, "samplconfig.toml does not show `{key}`");
    }
    for section in keys::<Settings>() {
        assert!(
            SAMPLE.contains(&format!("[{section}]")) || SAMPLE.contains(&format!("[[{section}]]")),
            "{section}"
        );
    }
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    let text = SAMPLE.replacen("public_url", "publik_url", 1);
    let error = Settings::parse("madoguchi.toml", &text).unwrap_err().to_string();
    let line = text.lines().position(|line| line.starts_with("publik_url")).unwrap() + 1;
    assert_eq!(
        error,
        format!("madoguchi.toml, line {line}: unknown key `publik_url`; did you mean `public_url`?")
    );
}

#[test]
fn values_that_make_no_sense_say_where_and_what_to_write() {
    for (old, new, says) in [
        (
            "auto_end_request_hours = 0",
            "auto_end_request_hours = 3",
            "auto_end_request_hours: 3 is not one of",
        ),
        ("channel_secret =", "# channel_secret =", "channel_secret: a line inbox needs it"),
        (
            "# relay_url = \"https://crm.example.com",
            "relay_url = \"http://crm.example.com",
            "inboxes.line-main.relay_url: begin it with https://",
        ),
        (
            "# relay_url = \"https://crm.example.com",
            "relay_url = \"https://[::ffff:10.0.0.1]",
            "is not public",
        ),
        ("# relay_url = \"https://crm.example.com", "relay_url = \"https://2130706433", "is not public"),
        ("# relay_url = \"https://", "relay_url = \"", "relay_url: write a whole address"),
        ("id = \"telegram-main\"", "id = \"line-main\"", "two inboxes with this id"),
        ("color = \"blue\"", "color = \"bleu\"", "expected one of `blue`"),
        ("timeout_seconds = 15", "timeout_seconds = 600", "ai.timeout_seconds: must be 1 to 60"),
    ] {
        let text = SAMPLE.replacen(old, new, 1);
        assert!(text != SAMPLE, "the sample holds {old:?}");
        let error = Settings::parse("madoguchi.toml", &text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn production_refuses_the_secrets_of_the_sample() {
    let error = Settings::sample().unwrap().refuse_sample_secrets("madoguchi.toml").unwrap_err().to_string();
    assert!(error.contains("inboxes.line-main.channel_secret"), "{error}");
}

/// SEC-28
#[test]
fn secrets_do_not_print() {
    let sample = Settings::sample().unwrap();
    let printed = format!("{sample:?}");
    for (path, secret) in sample.secrets() {
        assert!(!printed.contains(secret.expose_secret()), "{path}");
    }
}
