//! Contacts, settings, operators, sessions, limits, rules, audit.

use std::time::Duration;

use domain::{Contact, Operator, OperatorId, Presence, Role, RulesVersion};
use store::{
    Bucket, CameBy, CurrentRules, Error, Leased, MonthQuota, OperatorError, RuleSet, RuleVersion, RulesError,
    Session, ShadowRules, Taken, ToldQuota,
};

use crate::fixtures::at;
use crate::support::stores;

pub fn operator(id: &str, login: &str) -> Operator {
    Operator {
        id: id.parse().unwrap(),
        login: login.into(),
        name: "Ken".into(),
        role: Role::Operator,
        inboxes: vec![],
        capacity: 5,
        disabled: false,
        since: at(0),
    }
}

#[tokio::test]
async fn contacts_and_settings_are_written_by_one_at_a_time() {
    for (name, store) in stores().await {
        let mut contact = Contact::new(&"line-main".parse().unwrap(), "user:U1", at(0));
        assert_eq!(store.put_contact(&contact, None).await.unwrap(), 1, "{name}");
        contact.blocked = true;
        assert!(matches!(store.put_contact(&contact, None).await, Err(Error::Raced)), "{name}");
        assert_eq!(store.put_contact(&contact, Some(1)).await.unwrap(), 2, "{name}");
        // The same again is the echo of an answer that was lost; another content is another writer.
        assert_eq!(store.put_contact(&contact, Some(1)).await.unwrap(), 2, "{name}");
        contact.blocked = false;
        assert!(matches!(store.put_contact(&contact, Some(1)).await, Err(Error::Raced)), "{name}");
        let (read, version) = store.contact(&contact.id).await.unwrap().unwrap();
        assert_eq!((read.blocked, version), (true, 2), "{name}");
        assert_eq!(store.contacts(&["none".parse().unwrap(), contact.id]).await.unwrap(), [read], "{name}");

        assert_eq!(store.setting("inboxes").await.unwrap(), None, "{name}");
        assert_eq!(store.put_setting("inboxes", "[]", None).await.unwrap(), 1, "{name}");
        assert!(matches!(store.put_setting("inboxes", "[1]", Some(7)).await, Err(Error::Raced)), "{name}");
        assert_eq!(store.setting("inboxes").await.unwrap(), Some(("[]".into(), 1)), "{name}");
    }
}

#[tokio::test]
async fn a_login_belongs_to_one_operator() {
    for (name, store) in stores().await {
        let (hash, other) = ("$argon2id$1".into(), "$argon2id$2".into());
        let ken = operator("op_ken", "Ken@Example.jp");
        store.create_operator(&ken, &hash).await.unwrap();
        let same_login = store.create_operator(&operator("op_mei", "ken@example.JP"), &hash).await;
        assert!(matches!(same_login, Err(OperatorError::LoginTaken)), "{name}");
        let same_id = store.create_operator(&operator("op_ken", "other"), &hash).await;
        assert!(matches!(same_id, Err(OperatorError::Exists)), "{name}");
        assert_eq!(store.operators().await.unwrap().len(), 1, "{name}");

        store.create_operator(&operator("op_mei", "mei"), &hash).await.unwrap();
        let stolen = store.update_operator(&operator("op_mei", "KEN@example.jp"), 1).await;
        assert!(matches!(stolen, Err(OperatorError::LoginTaken)), "{name}");
        let moved = operator("op_ken", "kenji");
        assert_eq!(store.update_operator(&moved, 1).await.unwrap(), 2, "{name}");
        let late = store.update_operator(&ken, 1).await;
        assert!(matches!(late, Err(OperatorError::Store(Error::Raced))), "{name}");
        assert!(store.operator_by_login("ken@example.jp").await.unwrap().is_none(), "{name}");
        store.set_password(&ken.id, &other, None).await.unwrap();
        store.set_presence(&ken.id, Presence::Online, at(9)).await.unwrap();
        let (record, password) = store.operator_by_login("KENJI").await.unwrap().unwrap();
        assert_eq!(
            (record.operator, record.presence, record.seen_at),
            (moved, Presence::Online, at(9)),
            "{name}"
        );
        assert_eq!(secrecy::ExposeSecret::expose_secret(&password), "$argon2id$2", "{name}");
        let nobody: OperatorId = "op_nobody".parse().unwrap();
        assert!(
            matches!(store.set_presence(&nobody, Presence::Online, at(9)).await, Err(Error::Raced)),
            "{name}"
        );
        assert_eq!(store.operators().await.unwrap().len(), 2, "{name}");
    }
}

/// SEC-10
#[tokio::test]
async fn sessions_end_by_time_by_hand_and_everywhere() {
    for (name, store) in stores().await {
        let ken: OperatorId = "op_ken".parse().unwrap();
        let session = Session {
            operator: ken.clone(),
            created_at: at(0),
            seen_at: at(0),
            expires_at: at(43_200),
            address: Some("192.0.2.1".into()),
        };
        for hash in ["aa", "bb", "cc"] {
            store.create_session(hash, &session).await.unwrap();
        }
        store.touch_session("aa", at(60)).await.unwrap();
        let touched = Session { seen_at: at(60), ..session.clone() };
        assert_eq!(store.session("aa", at(61)).await.unwrap(), Some(touched), "{name}");
        assert_eq!(store.session("aa", at(43_200)).await.unwrap(), None, "{name}");
        let mut theirs = store.sessions_of(&ken, at(61)).await.unwrap();
        theirs.sort_by(|(a, _), (b, _)| a.cmp(b));
        let hashes: Vec<_> = theirs.iter().map(|(hash, _)| hash.as_str()).collect();
        assert_eq!((hashes, theirs[0].1.seen_at), (vec!["aa", "bb", "cc"], at(60)), "{name}");
        assert_eq!(theirs[1].1, session, "{name}");
        assert_eq!(store.sessions_of(&ken, at(43_200)).await.unwrap(), [], "{name}");
        store.delete_session("aa").await.unwrap();
        store.delete_session("aa").await.unwrap();
        assert_eq!(store.session("aa", at(61)).await.unwrap(), None, "{name}");
        assert!(matches!(store.touch_session("aa", at(62)).await, Err(Error::Raced)), "{name}");
        let other = Session { operator: "op_ken2".parse().unwrap(), ..session };
        store.create_session("dd", &other).await.unwrap();
        assert_eq!(store.delete_sessions_of(&ken).await.unwrap(), 2, "{name}");
        assert_eq!(store.session("bb", at(1)).await.unwrap(), None, "{name}");
        assert_eq!(store.session("dd", at(1)).await.unwrap(), Some(other), "{name}");
        assert_eq!(store.operators().await.unwrap(), [], "{name}");
    }
}

#[tokio::test]
async fn preferences_are_written_over_the_version_that_was_read() {
    for (name, store) in stores().await {
        let ken: OperatorId = "op_ken".parse().unwrap();
        assert_eq!(store.preferences(&ken).await.unwrap(), None, "{name}");
        assert_eq!(store.put_preferences(&ken, "{}", None).await.unwrap(), 1, "{name}");
        assert!(matches!(store.put_preferences(&ken, "[]", None).await, Err(Error::Raced)), "{name}");
        assert_eq!(store.put_preferences(&ken, "[]", Some(1)).await.unwrap(), 2, "{name}");
        assert_eq!(store.preferences(&ken).await.unwrap(), Some(("[]".to_owned(), 2)), "{name}");
        assert_eq!(store.operators().await.unwrap(), [], "{name}: they are no operator");
    }
}

/// F-20: many tokens for one write, and none before a provider's wait is over.
#[tokio::test]
async fn a_bucket_gives_several_at_once_and_can_be_emptied() {
    let bucket = Bucket { capacity: 10, refill: Duration::from_secs(1) };
    for (name, store) in stores().await {
        let lease = async |most, now| store.lease_from_bucket("calls#x", bucket, most, now).await.unwrap();
        assert_eq!(lease(4, at(0)).await, Leased::Tokens(4), "{name}");
        assert_eq!(lease(4, at(0)).await, Leased::Tokens(4), "{name}");
        assert_eq!(lease(4, at(0)).await, Leased::Tokens(2), "{name}: what is left");
        assert_eq!(lease(4, at(0)).await, Leased::RetryAfter(Duration::from_secs(1)), "{name}");
        assert_eq!(lease(4, at(3)).await, Leased::Tokens(3), "{name}");
        store.empty_bucket("calls#x", bucket, at(60)).await.unwrap();
        assert_eq!(lease(4, at(30)).await, Leased::RetryAfter(Duration::from_secs(30)), "{name}");
        store.empty_bucket("calls#x", bucket, at(40)).await.unwrap();
        assert_eq!(
            lease(4, at(59)).await,
            Leased::RetryAfter(Duration::from_secs(1)),
            "{name}: not shortened"
        );
        assert_eq!(lease(4, at(60)).await, Leased::Tokens(1), "{name}: it begins slowly");
        assert_eq!(lease(4, at(64)).await, Leased::Tokens(4), "{name}");
    }
}

/// EXT-01
#[tokio::test]
async fn a_months_quota_is_counted_and_told() {
    let inbox = "line-main".parse().unwrap();
    for (name, store) in stores().await {
        let read = async || store.month_quota(&inbox, "2026-11").await.unwrap();
        let nothing = read().await;
        assert_eq!(nothing, MonthQuota::default(), "{name}");
        store.add_pushes(&inbox, "2026-11", 3, at(0)).await.unwrap();
        store.add_pushes(&inbox, "2026-11", 4, at(1)).await.unwrap();
        assert_eq!(read().await.pushes, 7, "{name}");
        assert!(store.begin_asking(&inbox, "2026-11", &nothing, at(2)).await.unwrap(), "{name}");
        assert!(!store.begin_asking(&inbox, "2026-11", &nothing, at(2)).await.unwrap(), "{name}: one asks");
        let told = ToldQuota { limit: Some(200), used: 9, pushes: 7, at: at(2) };
        store.told_quota(&inbox, "2026-11", &told).await.unwrap();
        assert_eq!(read().await, MonthQuota { pushes: 7, told: Some(told), asked_at: Some(at(2)) }, "{name}");
        let unlimited = ToldQuota { limit: None, ..told };
        store.told_quota(&inbox, "2026-11", &unlimited).await.unwrap();
        assert_eq!(read().await.told, Some(unlimited), "{name}");
        assert_eq!(store.month_quota(&inbox, "2026-12").await.unwrap(), nothing, "{name}: another month");
    }
}

/// SEC-30
#[tokio::test]
async fn a_bucket_gives_what_it_holds_and_fills_again() {
    for (name, store) in stores().await {
        let take =
            async |now| store.take_from_bucket("login#ken", 3, Duration::from_secs(10), now).await.unwrap();
        for _ in 0..3 {
            assert_eq!(take(at(0)).await, Taken::Yes, "{name}");
        }
        assert_eq!(take(at(0)).await, Taken::RetryAfter(Duration::from_secs(10)), "{name}");
        assert_eq!(take(at(9)).await, Taken::RetryAfter(Duration::from_secs(1)), "{name}");
        assert_eq!(take(at(10)).await, Taken::Yes, "{name}");
        assert_eq!(take(at(5)).await, Taken::RetryAfter(Duration::from_secs(15)), "{name}");
        for _ in 0..3 {
            assert_eq!(take(at(9_999)).await, Taken::Yes, "{name}");
        }
        assert!(matches!(take(at(9_999)).await, Taken::RetryAfter(_)), "{name}");
    }
}

fn rule_set(files: &[(&str, &str)], cases: &[(&str, &str)], note: &str, second: i64) -> RuleSet {
    let owned = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let names = |list: &[(&str, &str)]| list.iter().map(|(name, _)| (*name).to_owned()).collect();
    let meta = RuleVersion {
        version: RulesVersion::of(files.iter().copied()),
        note: note.to_owned(),
        by: "ken".to_owned(),
        at: at(second),
        files: names(files),
        cases: names(cases),
    };
    RuleSet { meta, files: owned(files), cases: owned(cases) }
}

fn in_force(set: &RuleSet, previous: Option<&RuleSet>, second: i64) -> CurrentRules {
    CurrentRules {
        version: set.meta.version.clone(),
        previous: previous.map(|set| set.meta.version.clone()),
        at: at(second),
        by: "mei".to_owned(),
        note: "why".to_owned(),
        came_by: CameBy::Publishing,
    }
}

/// INV-15, INV-21
#[tokio::test]
async fn rules_are_immutable_and_one_pointer_moves() {
    for (name, store) in stores().await {
        let first = rule_set(&[("10-a.rhai", "a"), ("20-b.rhai", "b")], &[("10-a.toml", "c")], "first", 1);
        let second = rule_set(&[("10-a.rhai", "x")], &[], "second", 3);
        let early = store.publish_rules(&in_force(&first, None, 0), "{\"n\":0}", "r").await;
        assert!(matches!(early, Err(RulesError::NoSuchVersion(_))), "{name}");
        store.put_rules(&first).await.unwrap();
        let mut evil = rule_set(&[("10-a.rhai", "evil")], &[("10-a.toml", "evil")], "again", 2);
        evil.meta.version = first.meta.version.clone();
        store.put_rules(&evil).await.unwrap();
        store.put_rules(&second).await.unwrap();
        assert_eq!(store.rules(&first.meta.version).await.unwrap().unwrap(), first, "{name}");

        assert_eq!(store.current_rules().await.unwrap(), None, "{name}");
        store.publish_rules(&in_force(&first, None, 4), "{\"n\":1}", "r").await.unwrap();
        let late = store.publish_rules(&in_force(&second, None, 5), "{\"n\":2}", "r").await;
        assert!(matches!(late, Err(RulesError::Store(Error::Raced))), "{name}");
        let last = in_force(&second, Some(&first), 6);
        store.publish_rules(&last, "{\"n\":3}", "r").await.unwrap();
        assert_eq!(store.current_rules().await.unwrap(), Some(last), "{name}");
        let page = store.audit_page("2026-11", None, 10).await.unwrap();
        let told: Vec<_> = page.entries.iter().map(|entry| entry.json.as_str()).collect();
        assert_eq!(told, ["{\"n\":3}", "{\"n\":1}"], "{name}: what did not happen is not told");
    }
}

/// BOT-08
#[tokio::test]
async fn versions_are_listed_newest_first_and_found_by_the_beginning_of_their_names() {
    for (name, store) in stores().await {
        let sets: Vec<_> =
            (0..5).map(|n| rule_set(&[("a.rhai", &format!("// {n}"))], &[], &n.to_string(), n)).collect();
        for set in &sets {
            store.put_rules(set).await.unwrap();
        }
        let (mut notes, mut after) = (Vec::new(), None);
        loop {
            let page = store.rule_versions(after.as_ref(), 2).await.unwrap();
            assert!(page.versions.len() <= 2, "{name}");
            notes.extend(page.versions.into_iter().map(|version| version.note));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(notes, ["4", "3", "2", "1", "0"], "{name}");
        let wanted = &sets[2].meta.version;
        let found = store.rule_version_named(&wanted.as_str()[..12]).await.unwrap();
        assert_eq!(found.as_ref(), Some(wanted), "{name}");
        assert_eq!(store.rule_version_named("").await.unwrap(), None, "{name}: several begin like this");
        assert_eq!(store.rule_version_named("zz").await.unwrap(), None, "{name}");
    }
}

/// BOT-08, INV-16
#[tokio::test]
async fn one_version_runs_beside_the_one_in_force() {
    for (name, store) in stores().await {
        let set = rule_set(&[("a.rhai", "a")], &[], "", 0);
        let shadow = ShadowRules { version: set.meta.version.clone(), since: at(1), by: "ken".to_owned() };
        let early = store.begin_shadow(&shadow, "{\"n\":0}", "r").await;
        assert!(matches!(early, Err(RulesError::NoSuchVersion(_))), "{name}");
        store.put_rules(&set).await.unwrap();
        store.begin_shadow(&shadow, "{\"n\":1}", "r").await.unwrap();
        let pointers = store.pointers().await.unwrap();
        assert_eq!((pointers.current, pointers.shadow), (None, Some(shadow)), "{name}");
        let version = store.put_shadow_report("{}", None).await.unwrap();
        assert!(matches!(store.put_shadow_report("{\"n\":9}", None).await, Err(Error::Raced)), "{name}");
        store.put_shadow_report("{\"n\":1}", Some(version)).await.unwrap();
        store.end_shadow("{\"n\":2}", at(2), "r").await.unwrap();
        assert_eq!(store.pointers().await.unwrap().shadow, None, "{name}");
        let (report, _) = store.shadow_report().await.unwrap().unwrap();
        assert_eq!(report, "{\"n\":1}", "{name}: what was counted stays");
        assert_eq!(store.audit_page("2026-11", None, 9).await.unwrap().entries.len(), 2, "{name}");
    }
}

/// INV-21
#[tokio::test]
async fn audit_entries_are_appended_and_never_changed() {
    for (name, store) in stores().await {
        for number in 0..3 {
            store.audit(&format!("{{\"n\":{number}}}"), at(number), "r").await.unwrap();
        }
        store.audit("{\"n\":0}", at(0), "r").await.unwrap();
        assert!(matches!(store.audit("{\"n\":9}", at(0), "r").await, Err(Error::Raced)), "{name}");
        let page = store.audit_page("2026-11", None, 2).await.unwrap();
        let rest = store.audit_page("2026-11", page.next, 2).await.unwrap();
        let all: Vec<_> = page.entries.iter().chain(&rest.entries).map(|entry| entry.json.as_str()).collect();
        assert_eq!(all, ["{\"n\":2}", "{\"n\":1}", "{\"n\":0}"], "{name}");
        assert_eq!(page.entries[0].at, at(2), "{name}");
    }
}
