//! A thread, read in either direction.

use domain::{ConversationId, Row, RowId};

use super::rows::row_from;
use super::{Error, Store};
use crate::keys::{ROW_PREFIX, ROWS_END, past_row, row_sk};
use crate::schema::Index;
use crate::table::{Query, Range};

/// How many rows beyond the missing ones are read while looking for them: late events stand further back.
const SEARCHED_BEYOND: u32 = 100;

/// Rows that somebody has not seen yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Since {
    /// All of them, in order of their numbers, without a gap.
    Rows(Vec<Row>),
    /// Too many are missing, or they stand too far back: read the thread afresh.
    Gap,
}

impl Store {
    /// Reads part of a thread, oldest first, rows that wait to be taken included.
    ///
    /// After `after`, the oldest rows; else the newest before `before`, or the newest of all. The bounds themselves
    /// are left out. May be a moment old.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn thread(
        &self,
        conversation: &ConversationId,
        before: Option<RowId>,
        after: Option<RowId>,
        limit: u32,
    ) -> Result<Vec<Row>, Error> {
        self.part(conversation, before, after, limit, false).await
    }

    /// Reads the newest rows, oldest of them first, strongly consistent.
    ///
    /// # Errors
    ///
    /// As [`thread`](Self::thread).
    pub async fn recent(&self, conversation: &ConversationId, count: u32) -> Result<Vec<Row>, Error> {
        self.part(conversation, None, None, count, true).await
    }

    async fn part(
        &self,
        conversation: &ConversationId,
        before: Option<RowId>,
        after: Option<RowId>,
        limit: u32,
        strong: bool,
    ) -> Result<Vec<Row>, Error> {
        if limit == 0 || before.zip(after).is_some_and(|(before, after)| before <= after) {
            return Ok(Vec::new());
        }
        let low = after.map_or_else(|| ROW_PREFIX.to_owned(), past_row);
        let high = before.map_or_else(|| ROWS_END.to_owned(), row_sk);
        // The high end is included by the table and left out here.
        let query = Query::of(Index::Base, self.keys.thread(conversation)).within(Range::Between(low, high));
        let query = Query { strong, ..query.limit(limit.saturating_add(u32::from(before.is_some()))) };
        let mut rows =
            self.some(if after.is_some() { query } else { query.descending() }, limit, before).await?;
        if after.is_none() {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Reads the rows numbered after `seen` up to `newest`, which the conversation tells; at most `limit`.
    ///
    /// # Errors
    ///
    /// As [`thread`](Self::thread).
    pub async fn since(
        &self,
        conversation: &ConversationId,
        seen: u64,
        newest: u64,
        limit: u32,
    ) -> Result<Since, Error> {
        self.numbered(conversation, seen, newest, limit, |row| row.seq).await
    }

    /// The same by the numbers of the visitor's stream.
    ///
    /// # Errors
    ///
    /// As [`thread`](Self::thread).
    pub async fn stream_since(
        &self,
        conversation: &ConversationId,
        seen: u64,
        newest: u64,
        limit: u32,
    ) -> Result<Since, Error> {
        self.numbered(conversation, seen, newest, limit, |row| row.stream_seq).await
    }

    /// Reads backwards until as many are found as the dense numbers say are missing.
    async fn numbered(
        &self,
        conversation: &ConversationId,
        seen: u64,
        newest: u64,
        limit: u32,
        number: impl Fn(&Row) -> Option<u64>,
    ) -> Result<Since, Error> {
        let missing = newest.saturating_sub(seen);
        let Some(wanted) = u32::try_from(missing).ok().filter(|missing| *missing <= limit) else {
            return Ok(Since::Gap);
        };
        let (mut found, mut left) = (Vec::new(), wanted.saturating_add(SEARCHED_BEYOND));
        let query = Query::of(Index::Base, self.keys.thread(conversation));
        let mut query = query.within(Range::BeginsWith(ROW_PREFIX.to_owned())).descending();
        while (found.len() as u64) < missing {
            if left == 0 {
                return Ok(Since::Gap);
            }
            let page = self.table.query(&query.clone().limit(left.min(wanted.saturating_add(5)))).await?;
            left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
            for item in &page.items {
                let row = row_from(item)?;
                if number(&row).is_some_and(|number| seen < number && number <= newest) {
                    found.push(row);
                }
            }
            match page.next {
                Some(cursor) => query.after = Some(cursor),
                None => break,
            }
        }
        if (found.len() as u64) < missing {
            return Ok(Since::Gap);
        }
        found.sort_by_key(number);
        Ok(Since::Rows(found))
    }

    /// Reads up to `limit` rows, whatever a page holds, without the one that is left out.
    async fn some(&self, mut query: Query, limit: u32, left_out: Option<RowId>) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        loop {
            let page = self.table.query(&query).await?;
            for item in &page.items {
                let row = row_from(item)?;
                if left_out != Some(row.id) {
                    rows.push(row);
                }
            }
            if rows.len() >= limit as usize || page.next.is_none() {
                rows.truncate(limit as usize);
                return Ok(rows);
            }
            query.after = page.next;
        }
    }
}
