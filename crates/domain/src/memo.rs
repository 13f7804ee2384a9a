//! Memos on a contact (メモ, CRM-11): what the team knows of a person and writes down in its own words.

use serde::{Deserialize, Serialize};

use crate::{OperatorId, Timestamp};

/// A memo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Memo {
    /// Which one.
    pub id: String,
    /// Its headline; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its words.
    pub body: String,
    /// Who wrote it.
    pub by: OperatorId,
    /// When.
    pub at: Timestamp,
    /// Who changed it last, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edit>,
    /// Counts its changes: 1 as it was first written.
    pub version: u32,
    /// The digest of what was first written, to know a repeat.
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub digest: String,
}

/// A change of a memo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Edit {
    /// By whom.
    pub by: OperatorId,
    /// When.
    pub at: Timestamp,
}

/// The memos on one contact, in the team's order (CRM-12).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Memos {
    /// The memos.
    pub list: Vec<Memo>,
    /// The newest that were deleted, by id and digest, so that a late repeat of their making does not bring them back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<(String, String)>,
}

/// Why memos were not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemoError {
    /// There is no such memo.
    #[error("there is no such memo")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("somebody else changed the memo meanwhile")]
    Changed(Box<Memo>),
    /// The list is not the one that was put in order.
    #[error("the memos are others than those that were put in order")]
    OtherMemos,
    /// A contact has no room for more.
    #[error("a contact has at most {} memos of {} KB together; delete one first", Memos::MAX, Memos::MAX_BYTES / 1000)]
    Full,
    /// The same intent came with other words.
    #[error("this client_id was used for another memo")]
    Reused,
}

impl Memos {
    /// The most memos on one contact.
    pub const MAX: usize = 50;
    /// The most bytes of all of them, as JSON. An item of the table holds 400 KB.
    pub const MAX_BYTES: usize = 200_000;
    /// The longest headline, in characters.
    pub const TITLE_CHARS: usize = 100;
    /// The longest body, in characters.
    pub const BODY_CHARS: usize = 5_000;
    /// How many deleted ones are remembered.
    const DELETED: usize = 50;

    /// Adds a memo at the top, once. Says whether it was new.
    ///
    /// # Errors
    ///
    /// [`MemoError::Full`], [`MemoError::Reused`].
    pub fn add(&mut self, memo: Memo) -> Result<bool, MemoError> {
        let known = self.list.iter().map(|known| (&known.id, &known.digest));
        let deleted = self.deleted.iter().map(|(id, digest)| (id, digest));
        if let Some((_, digest)) = known.chain(deleted).find(|(id, _)| **id == memo.id) {
            return if *digest == memo.digest { Ok(false) } else { Err(MemoError::Reused) };
        }
        self.list.insert(0, memo);
        self.check()?;
        Ok(true)
    }

    /// Changes a memo that was read at this version.
    ///
    /// # Errors
    ///
    /// [`MemoError::NotFound`]; [`MemoError::Changed`] with the memo as it stands; [`MemoError::Full`].
    pub fn edit(
        &mut self,
        id: &str,
        version: u32,
        title: &str,
        body: &str,
        edit: Edit,
    ) -> Result<bool, MemoError> {
        let memo = self.list.iter_mut().find(|memo| memo.id == id).ok_or(MemoError::NotFound)?;
        if (memo.title.as_str(), memo.body.as_str()) == (title, body) {
            return Ok(false);
        }
        if memo.version != version {
            return Err(MemoError::Changed(Box::new(memo.clone())));
        }
        title.clone_into(&mut memo.title);
        body.clone_into(&mut memo.body);
        memo.edited = Some(edit);
        memo.version += 1;
        self.check()?;
        Ok(true)
    }

    /// Deletes a memo. Says whether it was there.
    pub fn delete(&mut self, id: &str) -> bool {
        let Some(place) = self.list.iter().position(|memo| memo.id == id) else { return false };
        let memo = self.list.remove(place);
        self.deleted.push((memo.id, memo.digest));
        let over = self.deleted.len().saturating_sub(Self::DELETED);
        self.deleted.drain(..over);
        true
    }

    /// Puts the memos in this order. Says whether it was another one.
    ///
    /// # Errors
    ///
    /// [`MemoError::OtherMemos`] unless every memo is named exactly once.
    pub fn arrange(&mut self, order: &[String]) -> Result<bool, MemoError> {
        let place = |memo: &Memo| order.iter().position(|id| *id == memo.id);
        let places: Option<Vec<_>> = self.list.iter().map(place).collect();
        let places = places.filter(|places| places.len() == order.len()).ok_or(MemoError::OtherMemos)?;
        if places.is_sorted() {
            return Ok(false);
        }
        self.list.sort_by_key(|memo| order.iter().position(|id| *id == memo.id));
        Ok(true)
    }

    fn check(&self) -> Result<(), MemoError> {
        let bytes = serde_json::to_vec(self).map_or(usize::MAX, |json| json.len());
        if self.list.len() > Self::MAX || bytes > Self::MAX_BYTES { Err(MemoError::Full) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memo(id: &str, body: &str) -> Memo {
        Memo {
            id: id.to_owned(),
            title: String::new(),
            body: body.to_owned(),
            by: "ken".parse().unwrap(),
            at: Timestamp::EPOCH,
            edited: None,
            version: 1,
            digest: body.to_owned(),
        }
    }

    fn edit() -> Edit {
        Edit { by: "aoi".parse().unwrap(), at: Timestamp::EPOCH }
    }

    fn ids(memos: &Memos) -> Vec<&str> {
        memos.list.iter().map(|memo| memo.id.as_str()).collect()
    }

    /// INV-22: made once, also when it was deleted in between.
    #[test]
    fn a_memo_is_made_once() {
        let mut memos = Memos::default();
        assert_eq!(memos.add(memo("a", "x")), Ok(true));
        assert_eq!(memos.add(memo("a", "x")), Ok(false));
        assert_eq!(memos.add(memo("a", "y")), Err(MemoError::Reused));
        assert!(memos.delete("a") && !memos.delete("a"));
        assert_eq!(memos.add(memo("a", "x")), Ok(false));
        assert_eq!(ids(&memos), [""; 0]);
    }

    /// CRM-11: whoever was slower is shown what stands there.
    #[test]
    fn two_who_change_one_memo_do_not_overwrite_each_other() {
        let mut memos = Memos::default();
        memos.add(memo("a", "x")).unwrap();
        assert_eq!(memos.edit("a", 1, "t", "y", edit()), Ok(true));
        let Err(MemoError::Changed(present)) = memos.edit("a", 1, "t", "z", edit()) else { panic!() };
        assert_eq!((present.body.as_str(), present.version, present.edited), ("y", 2, Some(edit())));
        assert_eq!(memos.edit("a", 1, "t", "y", edit()), Ok(false), "the same again");
        assert_eq!(memos.edit("b", 1, "", "z", edit()), Err(MemoError::NotFound));
    }

    /// CRM-12
    #[test]
    fn an_order_names_every_memo_once() {
        let mut memos = Memos::default();
        for id in ["a", "b", "c"] {
            memos.add(memo(id, "x")).unwrap();
        }
        assert_eq!(ids(&memos), ["c", "b", "a"]);
        let order = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(memos.arrange(&order(&["a", "c", "b"])), Ok(true));
        assert_eq!(ids(&memos), ["a", "c", "b"]);
        assert_eq!(memos.arrange(&order(&["a", "c", "b"])), Ok(false));
        for bad in [&["a", "b"][..], &["a", "b", "c", "d"], &["a", "b", "b", "c"], &["a", "a", "b"]] {
            assert_eq!(memos.arrange(&order(bad)), Err(MemoError::OtherMemos), "{bad:?}");
        }
    }

    /// INV-23: at the limit and one past it.
    #[test]
    fn a_contact_has_so_many_memos_and_no_more() {
        let mut memos = Memos::default();
        for n in 0..Memos::MAX {
            memos.add(memo(&n.to_string(), "x")).unwrap();
        }
        assert_eq!(memos.clone().add(memo("more", "x")), Err(MemoError::Full));
        let mut long = Memos::default();
        let body = "あ".repeat(Memos::BODY_CHARS);
        let most = (0..Memos::MAX)
            .find(|n| long.add(Memo { digest: String::new(), ..memo(&n.to_string(), &body) }).is_err());
        assert_eq!(most, Some(13), "13 of the longest");
    }
}
