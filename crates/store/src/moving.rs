//! What becomes of items that move to another table: what stays behind, what may not go on by itself, and what is woken last.

use domain::{Delivery, Timestamp};

use crate::keys::{Keys, OPERATOR_SESSION_PREFIX, OPERATORS, attribute};
use crate::schema::{DUE, DUE_AT, WAITING};
use crate::store::{Error, state};
use crate::table::{Condition, Item, Key, Update};

/// What is worth nothing elsewhere, by the part of its key that follows the tenant: sockets, sessions, the levels of buckets,
/// and the months' quotas, which the provider tells anew. A new desk has everybody sign in.
const BOUND: [&str; 4] = ["LIVE", "SESSION", "BUCKET", "QUOTA"];
/// What differs after everything that may happen to an item that is due.
const MARKS: [&str; 7] = [
    attribute::VERSION,
    attribute::SEQ,
    attribute::STATE,
    attribute::ATTEMPTS,
    attribute::FILE_MARK,
    attribute::TOLD_SENT,
    WAITING,
];

/// Whether an item stays where it is.
pub fn stays(key: &Key) -> bool {
    let part = key.pk.split('#').nth(1).unwrap_or_default();
    BOUND.contains(&part) || (part == OPERATORS && key.sk.starts_with(OPERATOR_SESSION_PREFIX))
}

/// An item as it begins in another table. A message that was on its way is unknown there until a person releases it
/// (INV-19): whoever took the copy cannot know what was sent since. It is due, so that people are told (INV-11).
///
/// # Errors
///
/// [`Error::Unreadable`] if it is a row whose delivery is not what this program writes.
pub fn moved(mut item: Item, at: Timestamp) -> Result<Item, Error> {
    let Some(json) = item.text(attribute::DELIVERY) else { return Ok(item) };
    let unreadable = |source| Error::Unreadable { what: "delivery", source: Some(source) };
    let delivery: Delivery = serde_json::from_str(json).map_err(unreadable)?;
    // The provider's own word that it was accepted stands beside what we know ourselves, and before it.
    if delivery.is_terminal() || item.text(attribute::STATE) == Some("sent") {
        return Ok(item);
    }
    let named = Keys::of_pk(&item.key.pk).and_then(|keys| {
        let conversation = keys.conversation_of(&item.key.pk)?;
        Some(keys.due_of(&conversation))
    });
    let due = named.ok_or(Error::Unreadable { what: "row", source: None })?;
    let unknown = Delivery::Unknown { at };
    let json =
        serde_json::to_string(&unknown).map_err(|source| Error::Unwritable { what: "delivery", source })?;
    for name in [attribute::TOKEN, attribute::ATTEMPTS] {
        item.attributes.remove(name);
    }
    Ok(item
        .with(attribute::DELIVERY, json)
        .with(attribute::STATE, state(&unknown))
        .with(DUE, due)
        .with(DUE_AT, at.to_string()))
}

/// Takes an item's deadline off it: nothing acts on it before the rest is there. The update puts the deadline back, if the
/// item is still as it came.
pub fn asleep(mut item: Item) -> (Item, Option<Update>) {
    let (due, due_at) = (item.attributes.remove(DUE), item.attributes.remove(DUE_AT));
    let (Some(due), Some(due_at)) = (due, due_at) else { return (item, None) };
    let as_it_came = MARKS.map(|name| match item.get(name) {
        Some(value) => Condition::equals(name, value.clone()),
        None => Condition::has_not(name),
    });
    let mut conditions = vec![Condition::Present, Condition::has_not(DUE)];
    conditions.extend(as_it_came);
    let update = Update::of(item.key.clone()).set(DUE, due).set(DUE_AT, due_at);
    (item, Some(update.when(Condition::All(conditions))))
}

#[cfg(test)]
mod tests {
    use domain::{ConversationId, RowId, Token};

    use super::*;

    fn row(delivery: &Delivery) -> Item {
        let keys = Keys::new("main".parse().unwrap());
        let conversation = ConversationId::of(&"line-main".parse().unwrap(), "user:u1");
        let at = Timestamp::from_seconds(1_795_132_802);
        Item::at(keys.row(&conversation, RowId::of_step(&conversation, 1, 0, at)))
            .with(attribute::DELIVERY, serde_json::to_string(delivery).unwrap())
            .with(attribute::STATE, state(delivery))
            .with(DUE, keys.due_of(&conversation))
            .with(DUE_AT, at.to_string())
    }

    /// INV-19
    #[test]
    fn what_was_on_its_way_is_unknown() {
        let now = Timestamp::from_seconds(1_795_132_900);
        let token: Token = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let claimed = Delivery::Claimed {
            attempts: 1,
            token: token.clone(),
            lease_until: now,
            first_at: now,
            maybe_sent: false,
        };
        for going in [Delivery::queued(now), claimed, Delivery::Held { until: now }] {
            let before = row(&going).with(attribute::TOKEN, token.as_str()).with(attribute::ATTEMPTS, 1);
            let after = moved(before.clone(), now).unwrap();
            assert_eq!(after.text(attribute::STATE), Some("unknown"), "{going:?}");
            assert_eq!((after.get(attribute::TOKEN), after.text(DUE)), (None, before.text(DUE)));
            assert_eq!(moved(after.clone(), now).unwrap(), after, "once is enough");
        }
        for over in [Delivery::sent(now, vec![]), Delivery::Cancelled { at: now }] {
            assert_eq!(moved(row(&over), now).unwrap(), row(&over));
        }
        let confirmed = row(&Delivery::queued(now)).with(attribute::STATE, "sent");
        assert_eq!(moved(confirmed.clone(), now).unwrap(), confirmed, "the provider has it");
    }

    #[test]
    fn a_deadline_comes_back_only_to_what_is_as_it_came() {
        let item = row(&Delivery::Unknown { at: Timestamp::EPOCH });
        let (sleeping, wake) = asleep(item.clone());
        assert_eq!((sleeping.get(DUE), sleeping.get(DUE_AT)), (None, None));
        let wake = wake.unwrap();
        let condition = wake.condition.as_ref().unwrap();
        assert!(condition.holds(Some(&sleeping)));
        assert!(!condition.holds(Some(&item)), "it is awake");
        assert!(!condition.holds(Some(&sleeping.clone().with(attribute::STATE, "sent"))));
        assert!(!condition.holds(None));
        assert_eq!(asleep(sleeping.clone()), (sleeping, None));
    }

    #[test]
    fn what_is_bound_to_its_place_stays() {
        assert!(stays(&Key::new("main#BUCKET#uploads-op_1", "BUCKET")));
        assert!(stays(&Key::new("main#LIVE", "abc=")));
        let (keys, operator) = (Keys::new("main".parse().unwrap()), "opr_1".parse().unwrap());
        assert!(stays(&keys.session("0f")) && stays(&keys.operator_session(&operator, "0f")));
        assert!(!stays(&keys.operator(&operator)) && !stays(&keys.preferences(&operator)));
        assert!(!stays(&Key::new("main#CONV#cnv_LIVE", "STATE")));
    }
}
