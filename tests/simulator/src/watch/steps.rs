//! What must hold when a conversation is stepped.

use domain::{Assignee, Author, Body, Delivery, News, Phase, Rules, SystemLine, Who};
use store::keys::attribute;
use store::table::Item;

use super::{Head, RowKey, Watch, Writer, due_of};
use crate::rules::{FAILING, TIMERS};

/// What one transaction did, gathered.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// The conversation before and after, if it was stepped.
    heads: Option<(String, Option<Head>, Head)>,
    /// The rules that were run.
    version: String,
    /// Rows written.
    pub rows: Vec<RowKey>,
    /// Of these, the new ones.
    pub new: Vec<RowKey>,
    /// Waiting rows that were taken.
    pub taken: Vec<RowKey>,
    /// Rows claimed.
    pub claimed: Vec<RowKey>,
    /// System lines written.
    pub lines: Vec<SystemLine>,
    /// The contact was blocked.
    pub blocked: bool,
}

impl Watch {
    /// A conversation was written.
    pub(super) fn head(&mut self, by: &Writer, pk: &str, after: Option<&Item>, step: &mut Step) {
        let read = |item: &Item| {
            let conversation = serde_json::from_str(item.text(attribute::DOC)?).ok()?;
            Some(Head { conversation, version: item.number(attribute::VERSION)?, due: due_of(item) })
        };
        let Some(head) = after.and_then(read) else {
            return self.wrong("INV-4", format!("#{} wrote a conversation that cannot be read", by.task));
        };
        let before = self.heads.insert(pk.to_owned(), head.clone());
        after.and_then(|item| item.text(attribute::RULES)).unwrap_or_default().clone_into(&mut step.version);
        let was = before.as_ref().map_or(0, |before| before.version);
        if head.version == was {
            // Only the alarm was set anew.
            let same = before.is_some_and(|before| before.conversation == head.conversation);
            self.must(same, "INV-6", || format!("two steps of {pk} have the version {was}"));
            return;
        }
        self.must(head.version == was + 1, "INV-6", || {
            format!("version {was} of {pk} was followed by {}", head.version)
        });
        self.steps += 1;
        step.heads = Some((pk.to_owned(), before, head));
    }

    /// Everything of one transaction is written.
    pub(super) fn after(&mut self, by: &Writer, step: &Step) {
        for row in &step.claimed {
            self.in_order(row);
        }
        for row in &step.rows {
            self.not_silent(row);
        }
        if let Some((pk, before, head)) = &step.heads {
            self.whole(pk, head);
            self.armed(pk, head, &step.version);
            self.by_one_version(step);
            self.honest_timers(by, pk, before.as_ref(), step);
            self.named_failure(before.as_ref(), step);
            self.one_owner(by, pk, before.as_ref(), head, step);
        }
    }

    /// INV-12: a row is claimed when everything before it has ended.
    fn in_order(&mut self, key: &RowKey) {
        let Some(seq) = self.rows.get(key).and_then(|seen| seen.seq) else { return };
        let earlier = self.rows_of(&key.pk).find(|(_, seen)| {
            seen.seq.is_some_and(|other| other < seq)
                && seen.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal())
        });
        if let Some((earlier, seen)) = earlier {
            let what = format!("{key} was claimed while {earlier} is {:?}", seen.delivery);
            self.wrong("INV-12", what);
        }
    }

    /// INV-11: what failed or is unknown stays due until people have been told.
    fn not_silent(&mut self, key: &RowKey) {
        let Some(seen) = self.rows.get(key) else { return };
        let bad = matches!(seen.delivery, Some(Delivery::Failed { .. } | Delivery::Unknown { .. }));
        let silent = bad && seen.due.is_none() && !self.told.contains(key);
        self.must(!silent, "INV-11", || format!("{key} did not arrive and nobody will be told"));
    }

    /// INV-4, INV-8: numbers are 1 to n; what the conversation lists is there, and what is under way is listed.
    fn whole(&mut self, pk: &str, head: &Head) {
        let numbers = self.numbers.get(pk);
        let count = numbers.map_or(0, |numbers| numbers.len() as u64);
        let last = numbers.and_then(|numbers| numbers.last().copied()).unwrap_or(0);
        let seq = head.conversation.seq;
        self.must(count == seq && last == seq, "INV-8", || {
            format!("{pk} has {seq} entries; {count} are there, the last is number {last}")
        });
        for id in &head.conversation.unsettled {
            let row = RowKey { pk: pk.to_owned(), sk: format!("T#{id}") };
            let there = self.rows.contains_key(&row);
            self.must(there, "INV-4", || format!("{pk} lists {row}, which is not there"));
        }
        let lost = self.rows_of(pk).find(|(row, seen)| {
            seen.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal())
                && !head.conversation.unsettled.iter().any(|id| row.sk == format!("T#{id}"))
        });
        if let Some((row, _)) = lost {
            let what = format!("{row} is under way and its conversation does not list it");
            self.wrong("INV-3", what);
        }
    }

    /// INV-3: a conversation with a deadline is due by then.
    fn armed(&mut self, pk: &str, head: &Head, version: &str) {
        let conversation = &head.conversation;
        let (Some(rules), Some(inbox)) = (self.rules.get(version), self.inboxes.get(&conversation.inbox))
        else {
            return self
                .wrong("INV-15", format!("{pk} was stepped with rules {version:?}, which nobody published"));
        };
        let deadline = conversation.deadline(&rules.timers(inbox, conversation));
        let armed = deadline.is_none_or(|deadline| head.due.is_some_and(|due| due <= deadline));
        let due = head.due;
        self.must(armed, "INV-3", || format!("{pk} has the deadline {deadline:?} and is due {due:?}"));
    }

    /// INV-15: what the bot said in a step comes from the rules that the step says it ran.
    fn by_one_version(&mut self, step: &Step) {
        for key in &step.new {
            let Some(Body::Outbound(message)) = self.rows.get(key).map(|seen| &seen.body) else { continue };
            let other = message.trace.as_ref().map(|trace| trace.version.as_str().to_owned());
            let same = other.as_ref().is_none_or(|other| *other == step.version);
            self.must(same, "INV-15", || {
                format!("{key} comes from rules {other:?}, not from {}", step.version)
            });
        }
    }

    /// INV-14: a timer fires when everything that its step could know of was taken; once for each arming; not early.
    fn honest_timers(&mut self, by: &Writer, pk: &str, before: Option<&Head>, step: &Step) {
        let mut fired: Vec<String> = Vec::new();
        for line in &step.lines {
            match line {
                SystemLine::AutoCompleted { .. } => fired.push("auto-completed".to_owned()),
                SystemLine::EndRequested { by: Who::Rule { rule } }
                | SystemLine::Ended { by: Who::Rule { rule } } => {
                    fired.push(rule.clone());
                }
                _ => {}
            }
        }
        for key in &step.new {
            if let Some(Body::Outbound(message)) = self.rows.get(key).map(|seen| &seen.body) {
                fired.extend(message.trace.iter().map(|trace| trace.rule.clone()));
            }
        }
        let timer = |rule: &str| TIMERS.iter().find(|(name, _)| *name == rule).map(|(_, minutes)| *minutes);
        fired.retain(|rule| rule == "auto-completed" || timer(rule).is_some());
        fired.sort();
        fired.dedup();
        let Some(before) = before.filter(|_| !fired.is_empty()) else { return };
        let looked = self.looks.get(&(by.task, pk.to_owned())).copied();
        let ignored = self
            .rows_of(pk)
            .find(|(_, seen)| seen.waiting && looked.is_none_or(|looked| seen.born <= looked));
        if let Some((ignored, _)) = ignored {
            let what = format!("{fired:?} fired although {ignored} waited when the step looked");
            return self.wrong("INV-14", what);
        }
        let armed_at = before.conversation.active_at;
        for rule in fired {
            let first = self.fired.insert((pk.to_owned(), rule.clone(), armed_at));
            self.must(first, "INV-14", || format!("{rule} fired twice for {pk} since {armed_at}"));
            if self.clocks_step || !matches!(before.conversation.phase, Phase::Open) {
                continue;
            }
            let Some(minutes) = timer(&rule) else { continue };
            let silent = by.now.as_millis() - armed_at.as_millis() + i64::try_from(self.skew_ms).unwrap_or(0);
            let due = i64::try_from(minutes).unwrap_or(0) * 60_000;
            self.must(silent >= due, "INV-14", || {
                format!("{rule} fired after {silent} ms of silence, before its time")
            });
        }
    }

    /// INV-16: a failing rule hides no message, and the step that met it tells people which rule it was.
    fn named_failure(&mut self, before: Option<&Head>, step: &Step) {
        let [taken] = step.taken.as_slice() else { return };
        let asked = before.is_none_or(|before| {
            let Head { conversation, .. } = before;
            // What is put aside is for people.
            let aside = matches!(conversation.phase, Phase::OnHold { .. });
            conversation.assignee == Assignee::Bot && !conversation.automation_stopped && !aside
        });
        let fails = match self.rows.get(taken).map(|seen| &seen.body) {
            Some(Body::Inbound { event, hidden: false, withdrawn: false, .. }) => match &event.news {
                News::Message { content, .. } => content.words().contains(FAILING),
                _ => false,
            },
            _ => false,
        };
        let told = step
            .lines
            .iter()
            .any(|line| matches!(line, SystemLine::RuleFailed { rule, .. } if rule == FAILING));
        self.must(!asked || !fails || told, "INV-16", || {
            format!("{taken} met a failing rule and nobody was told")
        });
    }

    /// INV-26: once an operator has the conversation, or the contact is blocked, nothing older of the bot's goes out that
    /// nobody had claimed when the step looked. (A call that was under way then, and failed, is made again.)
    fn one_owner(&mut self, by: &Writer, pk: &str, before: Option<&Head>, head: &Head, step: &Step) {
        let operator = |head: &Head| match &head.conversation.assignee {
            Assignee::Operator { id } => Some(id.clone()),
            _ => None,
        };
        let taken_over = operator(head).is_some() && before.and_then(operator) != operator(head);
        if !taken_over && !step.blocked {
            return;
        }
        let looked = self.looks.get(&(by.task, pk.to_owned())).copied().unwrap_or(u64::MAX);
        let left = self.rows_of(pk).find(|(row, seen)| {
            let queued = matches!(seen.delivery, Some(Delivery::Queued { maybe_sent: false, .. }));
            let bots = matches!(&seen.body, Body::Outbound(message) if message.author == Author::Bot);
            queued && seen.queued <= looked && (bots || step.blocked) && !step.new.contains(row)
        });
        if let Some((left, _)) = left {
            let what = format!("{left} still waits to be sent after somebody took over");
            self.wrong("INV-26", what);
        }
    }
}
