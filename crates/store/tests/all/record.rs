//! Drafts, memos, the calendar, and changes of the team that hang together.

use domain::{Memo, Memos, PlanState, Planned, ScheduledId, Timestamp, hours};
use store::{AuditLine, DraftMode, Error, OperatorError, PlannedFor, SavedDraft};

use crate::fixtures::{at, commit, conversation, inbox_id};
use crate::people::operator;
use crate::support::stores;

fn draft(text: Option<&str>, seconds: i64) -> SavedDraft {
    SavedDraft {
        conversation: "cnv_1".parse().unwrap(),
        mode: DraftMode::Reply,
        text: text.map(str::to_owned),
        edited_at: at(seconds),
    }
}

/// EXT-06
#[tokio::test]
async fn the_newer_draft_stands_and_a_sent_one_does_not_come_back() {
    for (name, store) in stores().await {
        let ken = "opr_ken".parse().unwrap();
        let put = async |draft: &SavedDraft| store.put_draft(&ken, draft, at(0)).await.unwrap();
        let (old, new) = (draft(Some("old"), 1), draft(Some("new"), 2));
        assert_eq!(put(&new).await, new, "{name}");
        assert_eq!(put(&old).await, new, "{name}");
        store.delete_draft(&ken, &new.conversation, DraftMode::Reply).await.unwrap();
        store.delete_draft(&ken, &new.conversation, DraftMode::Internal).await.unwrap();
        assert_eq!(put(&new).await, draft(None, 2), "{name}");
        assert_eq!(store.drafts(&ken, &new.conversation, at(3)).await.unwrap(), [], "{name}");
        let newest = draft(Some("newest"), 3);
        put(&newest).await;
        let other = SavedDraft { mode: DraftMode::Internal, ..newest.clone() };
        put(&other).await;
        let both = [other, newest];
        assert_eq!(store.drafts(&ken, &new.conversation, at(3)).await.unwrap(), both, "{name}");
        assert_eq!(store.drafts_of(&ken, at(3), 1).await.unwrap(), both[..1], "{name}");
        assert_eq!(store.drafts_of(&"opr_mei".parse().unwrap(), at(3), 9).await.unwrap(), [], "{name}");
        let later = at(0) + hours(31 * 24);
        assert_eq!(store.drafts_of(&ken, later, 9).await.unwrap(), [], "{name}");
    }
}

/// CRM-11
#[tokio::test]
async fn memos_are_written_by_one_at_a_time() {
    for (name, store) in stores().await {
        let contact = "cnt_1".parse().unwrap();
        let (mut memos, none) = store.memos(&contact).await.unwrap();
        assert_eq!((&memos, none), (&Memos::default(), None), "{name}");
        memos
            .add(Memo {
                id: "mem_1".into(),
                title: String::new(),
                body: "深煎り".into(),
                by: "opr_ken".parse().unwrap(),
                at: at(0),
                edited: None,
                version: 1,
                digest: "d".into(),
            })
            .unwrap();
        assert_eq!(store.put_memos(&contact, &memos, None).await.unwrap(), 1, "{name}");
        let late = store.put_memos(&contact, &Memos::default(), None).await;
        assert!(matches!(late, Err(Error::Raced)), "{name}");
        assert_eq!(store.memos(&contact).await.unwrap(), (memos, Some(1)), "{name}");
    }
}

fn planned(name: &str, at: Timestamp, state: PlanState) -> Planned {
    let conversation = conversation("user:U1", 0);
    Planned {
        id: ScheduledId::of(&conversation.id, name),
        at,
        conversation: conversation.id,
        inbox: inbox_id(),
        by: "opr_ken".parse().unwrap(),
        state,
    }
}

/// CMP-05, INV-4: the calendar changes with the commit; over months, page by page.
#[tokio::test]
async fn the_calendar_is_read_by_time_across_months() {
    for (name, store) in stores().await {
        let conversation = conversation("user:U1", 0);
        let day = |n: u64| at(0) + hours(24 * n);
        let waiting = |n: u64| planned(&n.to_string(), day(n), PlanState::Waiting);
        let new = |planned| PlannedFor { planned, moved_from: None };
        let mut first = commit(&conversation, None, "a");
        first.plan = [40, 1, 90, 20].map(|n| new(waiting(n))).to_vec();
        store.commit(&first).await.unwrap();
        // One moves, one is changed twice in the same step.
        let mut second = commit(&conversation, Some(1), "b");
        let moved = Planned { at: day(95), ..waiting(1) };
        let cancelled = PlanState::Cancelled { at: day(0), by: domain::Who::Contact };
        second.plan = vec![
            PlannedFor { planned: moved.clone(), moved_from: Some(day(1)) },
            new(waiting(20)),
            new(planned("20", day(20), cancelled.clone())),
        ];
        store.commit(&second).await.unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.calendar(day(0), day(400), after.as_ref(), 1).await.unwrap();
            after = page.entries.last().map(|(place, _)| place.clone()).or(after);
            seen.extend(page.entries.into_iter().map(|(_, planned)| planned));
            if !page.more {
                break;
            }
        }
        let expected = [planned("20", day(20), cancelled), waiting(40), waiting(90), moved];
        assert_eq!(seen, expected, "{name}");
        let some = store.calendar(day(21), day(90), None, 9).await.unwrap();
        let some: Vec<_> = some.entries.into_iter().map(|(_, planned)| planned).collect();
        assert_eq!(some, [waiting(40)], "{name}: the end is not included");
    }
}

/// ADM-06, INV-21: nothing is changed, and nothing written down, if the other one is not as they were.
#[tokio::test]
async fn an_operator_is_changed_as_long_as_another_stays() {
    for (name, store) in stores().await {
        let hash = "$argon2id$1".into();
        let (ken, mei) = (operator("op_ken", "ken"), operator("op_mei", "mei"));
        store.create_operator(&ken, &hash).await.unwrap();
        store.create_operator(&mei, &hash).await.unwrap();
        let line = [AuditLine { json: "{\"did\":\"x\"}", now: at(1), suffix: "s" }];
        let disabled = domain::Operator { disabled: true, ..ken.clone() };
        let late = store.update_operator_with(&disabled, 1, Some((&mei.id, 7)), &line).await;
        assert!(matches!(late, Err(OperatorError::Store(Error::Raced))), "{name}");
        assert!(!store.operator(&ken.id).await.unwrap().unwrap().operator.disabled, "{name}");
        let month = at(1).to_string()[..7].to_owned();
        assert_eq!(store.audit_page(&month, None, 9).await.unwrap().entries.len(), 0, "{name}");
        store.update_operator_with(&disabled, 1, Some((&mei.id, 1)), &line).await.unwrap();
        assert!(store.operator(&ken.id).await.unwrap().unwrap().operator.disabled, "{name}");
        assert_eq!(store.audit_page(&month, None, 9).await.unwrap().entries.len(), 1, "{name}");

        let until = at(0) + hours(24);
        store.set_password(&ken.id, &hash, Some(until)).await.unwrap();
        assert_eq!(store.operator(&ken.id).await.unwrap().unwrap().one_time_until, Some(until), "{name}");
        store.set_password(&ken.id, &hash, None).await.unwrap();
        assert_eq!(store.operator(&ken.id).await.unwrap().unwrap().one_time_until, None, "{name}");
    }
}
