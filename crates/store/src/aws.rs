//! The real table, over the AWS SDK.
//!
//! The embedded engine is driven through this same code, so there is one implementation of the seam that reaches a
//! server. Requests are checked before they are sent; what the server refuses beyond that becomes
//! [`TableError::Invalid`].

mod convert;
mod create;
mod error;
mod expression;

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::types::{
    ConditionCheck, Delete as AwsDelete, KeysAndAttributes, Put as AwsPut,
    ReturnValuesOnConditionCheckFailure as OnFailure, TransactWriteItem, Update as AwsUpdate,
};

use self::convert::{cursor_attributes, cursor_from, item_attributes, item_from, key_attributes};
use self::error::{built, failed};
use self::expression::Expression;
use crate::schema::Index;
use crate::table::{
    Item, Key, Order, Page, Put, Query, Table, TableError, Update, Write, check_keys, check_put, check_query,
    check_transaction, check_update,
};

/// The most keys in one `BatchGetItem`.
const BATCH_KEYS: usize = 100;
/// How often keys that the table left out are asked for again before it counts as throttling.
const BATCH_ROUNDS: u32 = 5;
/// First wait before asking again for keys that were left out; each further wait is twice as long.
const BATCH_WAIT: Duration = Duration::from_millis(25);
/// Tries of one request, the first included.
const ATTEMPTS: u32 = 3;

/// How long one try may take. The service answers in milliseconds; who waits longer waits for a lost connection.
const TRY_TIMEOUT: Duration = Duration::from_secs(2);
/// How long all tries of a request may take together.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(7);

/// One DynamoDB table, reached through the SDK.
#[derive(Clone, Debug)]
pub struct Aws {
    client: Client,
    table: String,
}

impl Aws {
    /// Uses a client that is there, with its own settings for retries and time-outs.
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }

    /// Reaches a table as whoever works at a command line does: by their profile, sign-in or variables.
    pub async fn from_env(table: impl Into<String>) -> Self {
        Self::reached(&aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await, table)
    }

    /// Builds a client from region, credentials and endpoint.
    ///
    /// A request is tried up to three times (the SDK's standard mode), 2 s each and 7 s in all.
    pub fn reached(config: &SdkConfig, table: impl Into<String>) -> Self {
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS);
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(TRY_TIMEOUT)
            .operation_timeout(REQUEST_TIMEOUT);
        let config = Builder::from(config).retry_config(retries).timeout_config(timeouts.build()).build();
        Self::new(Client::from_conf(config), table)
    }

    /// Returns the client underneath, for whoever measures.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the table's name.
    pub fn name(&self) -> &str {
        &self.table
    }

    /// Reads some of all items, strongly consistent, in no order: as many as fit in 1 MB, or `limit`. Returns where to go on;
    /// nothing means the end.
    ///
    /// # Errors
    ///
    /// As the methods of [`Table`].
    pub async fn scan(
        &self,
        after: Option<&Key>,
        limit: Option<u32>,
    ) -> Result<(Vec<Item>, Option<Key>), TableError> {
        let request = self.client.scan().table_name(&self.table).consistent_read(true);
        let limit = limit.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX));
        let request = request.set_limit(limit).set_exclusive_start_key(after.map(key_attributes));
        let answer = request.send().await.map_err(failed)?;
        let items = answer.items.unwrap_or_default().into_iter().map(item_from).collect::<Result<_, _>>()?;
        let next = answer.last_evaluated_key.filter(|key| !key.is_empty());
        Ok((items, next.map(|key| cursor_from(key, Index::Base)).transpose()?.map(|cursor| cursor.key)))
    }

    async fn get_one(&self, key: &Key) -> Result<Option<Item>, TableError> {
        let request = self.client.get_item().table_name(&self.table).consistent_read(true);
        let answer = request.set_key(Some(key_attributes(key))).send().await.map_err(failed)?;
        answer.item.map(item_from).transpose()
    }

    /// Reads up to [`BATCH_KEYS`] different keys.
    async fn get_batch(&self, keys: &[&Key], found: &mut HashMap<Key, Item>) -> Result<(), TableError> {
        let mut wanted: Vec<_> = keys.iter().map(|key| key_attributes(key)).collect();
        let (mut rounds, mut wait) = (0, BATCH_WAIT);
        loop {
            let asked = wanted.len();
            let request = KeysAndAttributes::builder().consistent_read(true).set_keys(Some(wanted));
            let request =
                self.client.batch_get_item().request_items(&self.table, request.build().map_err(built)?);
            let answer = request.send().await.map_err(failed)?;
            for item in answer.responses.into_iter().flat_map(HashMap::into_values).flatten() {
                let item = item_from(item)?;
                found.insert(item.key.clone(), item);
            }
            let left = answer.unprocessed_keys.into_iter().flat_map(HashMap::into_values);
            wanted = left.flat_map(|left| left.keys).collect();
            if wanted.is_empty() {
                return Ok(());
            }
            // An answer is cut at 16 MB; that is progress and no reason to wait.
            if wanted.len() == asked {
                rounds += 1;
                if rounds == BATCH_ROUNDS {
                    return Err(TableError::Throttled);
                }
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
        }
    }

    fn transact_item(&self, write: &Write) -> Result<TransactWriteItem, TableError> {
        let mut expression = Expression::default();
        let condition = write.condition().and_then(|condition| expression.condition(condition));
        let item = TransactWriteItem::builder();
        let item = match write {
            Write::Put(put) => item.put(
                AwsPut::builder()
                    .table_name(&self.table)
                    .set_item(Some(item_attributes(&put.item)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .return_values_on_condition_check_failure(OnFailure::AllOld)
                    .build()
                    .map_err(built)?,
            ),
            Write::Update(update) => item.update(
                AwsUpdate::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_attributes(&update.key)))
                    .update_expression(expression.update(update))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .return_values_on_condition_check_failure(OnFailure::AllOld)
                    .build()
                    .map_err(built)?,
            ),
            Write::Delete(delete) => item.delete(
                AwsDelete::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_attributes(&delete.key)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .return_values_on_condition_check_failure(OnFailure::AllOld)
                    .build()
                    .map_err(built)?,
            ),
            Write::Check(check) => item.condition_check(
                ConditionCheck::builder()
                    .table_name(&self.table)
                    .set_key(Some(key_attributes(&check.key)))
                    .set_condition_expression(condition)
                    .set_expression_attribute_names(expression.names())
                    .set_expression_attribute_values(expression.values())
                    .return_values_on_condition_check_failure(OnFailure::AllOld)
                    .build()
                    .map_err(built)?,
            ),
        };
        Ok(item.build())
    }
}

#[async_trait]
impl Table for Aws {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        check_keys(keys)?;
        if let [key] = keys {
            return Ok(vec![self.get_one(key).await?]);
        }
        let wanted: Vec<&Key> = keys.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let mut found = HashMap::with_capacity(wanted.len());
        for chunk in wanted.chunks(BATCH_KEYS) {
            self.get_batch(chunk, &mut found).await?;
        }
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        check_query(query)?;
        let mut expression = Expression::default();
        let condition = expression.key_condition(query);
        let limit = query.limit.map(|limit| i32::try_from(limit).unwrap_or(i32::MAX));
        let request = self
            .client
            .query()
            .table_name(&self.table)
            .set_index_name(query.index.name().map(str::to_owned))
            .key_condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .scan_index_forward(query.order == Order::Ascending)
            .set_limit(limit)
            .set_exclusive_start_key(query.after.as_ref().map(|cursor| cursor_attributes(cursor, query)))
            .consistent_read(query.strong);
        let answer = request.send().await.map_err(failed)?;
        let items = answer.items.unwrap_or_default().into_iter().map(item_from).collect::<Result<_, _>>()?;
        let next = answer.last_evaluated_key.filter(|key| !key.is_empty());
        let next = next.map(|key| cursor_from(key, query.index)).transpose()?;
        Ok(Page { items, next })
    }

    async fn put(&self, put: &Put) -> Result<(), TableError> {
        check_put(put)?;
        let mut expression = Expression::default();
        let condition = put.condition.as_ref().and_then(|condition| expression.condition(condition));
        let request = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item_attributes(&put.item)))
            .set_condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .return_values_on_condition_check_failure(OnFailure::AllOld);
        request.send().await.map_err(failed)?;
        Ok(())
    }

    async fn update(&self, update: &Update) -> Result<(), TableError> {
        check_update(update)?;
        let mut expression = Expression::default();
        let condition = update.condition.as_ref().and_then(|condition| expression.condition(condition));
        let request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(key_attributes(&update.key)))
            .update_expression(expression.update(update))
            .set_condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .return_values_on_condition_check_failure(OnFailure::AllOld);
        request.send().await.map_err(failed)?;
        Ok(())
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TableError> {
        check_transaction(writes)?;
        let items = writes.iter().map(|write| self.transact_item(write)).collect::<Result<Vec<_>, _>>()?;
        self.client.transact_write_items().set_transact_items(Some(items)).send().await.map_err(failed)?;
        Ok(())
    }
}
