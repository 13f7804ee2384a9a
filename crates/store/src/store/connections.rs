//! Which consoles listen for live updates through a gateway that holds their sockets.

use std::time::Duration;

use domain::{OperatorId, Timestamp, minutes};

use super::{Error, Store, count, parsed, text};
use crate::keys::attribute;
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Delete, Item, Put, Query};

/// The gateway closes every socket at two hours; the ten minutes are for its word of that to come.
const LONGEST: Duration = minutes(130);

/// A console's socket.
///
/// What its operator may see is not kept here: that is read off the session each time it is looked at (SEC-37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveConnection {
    /// The gateway's name for it.
    pub id: String,
    /// Who listens.
    pub operator: OperatorId,
    /// The hash of the token of the session that opened it.
    pub session: String,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// Remembers a socket until the gateway must have closed it.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn put_connection(&self, connection: &LiveConnection) -> Result<(), Error> {
        let LiveConnection { id, operator, session, since } = connection;
        let item = Item::at(self.keys.connection(id))
            .with(attribute::OPERATOR, operator.as_str())
            .with(attribute::SESSION, session.as_str())
            .with(attribute::CREATED_AT, since.as_millis())
            .with(EXPIRES_AT, (*since + LONGEST).as_seconds());
        Ok(self.table.put(&Put::of(item)).await?)
    }

    /// Forgets a socket, whether it is known or not.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn delete_connection(&self, id: &str) -> Result<(), Error> {
        Ok(self.table.transact(&[Delete::of(self.keys.connection(id)).into()]).await?)
    }

    /// Reads all sockets that may still be open, in the order of their names.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn connections(&self, now: Timestamp) -> Result<Vec<LiveConnection>, Error> {
        let items = self.drain(Query::of(Index::Base, self.keys.live())).await?;
        items.into_iter().filter(|item| !item.is_expired(now.as_seconds())).map(connection_from).collect()
    }
}

fn connection_from(item: Item) -> Result<LiveConnection, Error> {
    let since = count(&item, attribute::CREATED_AT)?;
    Ok(LiveConnection {
        operator: parsed(text(&item, attribute::OPERATOR)?, "operator id")?,
        session: text(&item, attribute::SESSION)?.to_owned(),
        since: Timestamp::from_millis(since.try_into().unwrap_or(i64::MAX)),
        id: item.key.sk,
    })
}
