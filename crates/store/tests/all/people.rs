//! Contacts, settings, operators, sessions, limits, rules, audit.

use std::time::Duration;

use domain::{Contact, Operator, OperatorId, Presence, Role, RulesVersion};
use store::{Error, OperatorError, RulesError, Session, Taken};

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
        store.set_password(&ken.id, &other).await.unwrap();
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
        let session =
            Session { operator: ken.clone(), created_at: at(0), seen_at: at(0), expires_at: at(43_200) };
        for hash in ["aa", "bb", "cc"] {
            store.create_session(hash, &session).await.unwrap();
        }
        store.touch_session("aa", at(60)).await.unwrap();
        let touched = Session { seen_at: at(60), ..session.clone() };
        assert_eq!(store.session("aa", at(61)).await.unwrap(), Some(touched), "{name}");
        assert_eq!(store.session("aa", at(43_200)).await.unwrap(), None, "{name}");
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

/// INV-15
#[tokio::test]
async fn rules_are_immutable_and_one_pointer_moves() {
    for (name, store) in stores().await {
        let files = vec![("20-b.rhai".to_owned(), "b".to_owned()), ("10-a.rhai".to_owned(), "a".to_owned())];
        let version = RulesVersion::of([("10-a.rhai", "a"), ("20-b.rhai", "b")]);
        let other = RulesVersion::of([("10-a.rhai", "x")]);
        let early = store.publish_rules(&version, "ken", at(0), None).await;
        assert!(matches!(early, Err(RulesError::NoSuchVersion(_))), "{name}");
        store.put_rules(&version, &files, "first", "ken", at(1)).await.unwrap();
        store
            .put_rules(&version, &[("10-a.rhai".into(), "evil".into())], "again", "mei", at(2))
            .await
            .unwrap();
        store.put_rules(&other, &[("10-a.rhai".into(), "x".into())], "second", "ken", at(3)).await.unwrap();
        let set = store.rules(&version).await.unwrap().unwrap();
        assert_eq!((set.meta.note.as_str(), set.meta.files.len()), ("first", 2), "{name}");
        let sources = [("10-a.rhai".to_owned(), "a".to_owned()), ("20-b.rhai".to_owned(), "b".to_owned())];
        assert_eq!(set.files, sources, "{name}");
        let versions = store.rule_versions().await.unwrap();
        assert_eq!(
            versions.iter().map(|meta| &meta.version).collect::<Vec<_>>(),
            [&other, &version],
            "{name}"
        );

        assert_eq!(store.current_rules().await.unwrap(), None, "{name}");
        store.publish_rules(&version, "ken", at(4), None).await.unwrap();
        let late = store.publish_rules(&other, "mei", at(5), None).await;
        assert!(matches!(late, Err(RulesError::Store(Error::Raced))), "{name}");
        store.publish_rules(&other, "mei", at(6), Some(&version)).await.unwrap();
        let current = store.current_rules().await.unwrap().unwrap();
        assert_eq!((current.version, current.previous, current.at), (other, Some(version), at(6)), "{name}");
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
