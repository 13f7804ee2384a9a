//! The SDK's errors as ours.

use aws_sdk_dynamodb::error::{BuildError, DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemError;
use aws_sdk_dynamodb::operation::get_item::GetItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::operation::scan::ScanError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::CancellationReason;

use super::convert::{Attributes, item_from};
use crate::table::{Item, Reason, TableError};

/// What an operation's error carries beyond its code.
pub trait Details: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static {
    /// Takes the item out of a condition that did not hold.
    fn current(&mut self) -> Option<Attributes> {
        None
    }

    /// Takes the reasons out of a cancelled transaction.
    fn reasons(&mut self) -> Vec<CancellationReason> {
        Vec::new()
    }
}

impl Details for GetItemError {}
impl Details for BatchGetItemError {}
impl Details for QueryError {}
impl Details for ScanError {}

impl Details for PutItemError {
    fn current(&mut self) -> Option<Attributes> {
        if let Self::ConditionalCheckFailedException(error) = self { error.item.take() } else { None }
    }
}

impl Details for UpdateItemError {
    fn current(&mut self) -> Option<Attributes> {
        if let Self::ConditionalCheckFailedException(error) = self { error.item.take() } else { None }
    }
}

impl Details for TransactWriteItemsError {
    fn reasons(&mut self) -> Vec<CancellationReason> {
        let Self::TransactionCanceledException(error) = self else { return Vec::new() };
        error.cancellation_reasons.take().unwrap_or_default()
    }
}

/// Maps a request that could not be written.
pub fn built(error: BuildError) -> TableError {
    TableError::Invalid(DisplayErrorContext(error).to_string())
}

/// Maps what became of a request.
///
/// Only an answer from the service says that nothing was written; all else is [`TableError::Unavailable`].
pub fn failed<E, R>(error: SdkError<E, R>) -> TableError
where
    E: Details,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(context) => answered(context.into_err()),
        SdkError::ConstructionFailure(_) => TableError::Invalid(DisplayErrorContext(error).to_string()),
        other => TableError::Unavailable(Box::new(other)),
    }
}

fn answered<E: Details>(mut error: E) -> TableError {
    match error.code().unwrap_or_default() {
        "ConditionalCheckFailedException" => match item(error.current()) {
            Ok(current) => TableError::ConditionFailed { current },
            Err(error) => error,
        },
        "TransactionCanceledException" => match error.reasons().into_iter().map(reason).collect() {
            Ok(reasons) => TableError::Cancelled { reasons },
            Err(error) => error,
        },
        "TransactionConflictException" | "ReplicatedWriteConflictException" => TableError::Conflict,
        "ThrottlingException" | "ProvisionedThroughputExceededException" | "RequestLimitExceeded" => {
            TableError::Throttled
        }
        // Our own earlier try of the same transaction is still at work, or the service lost its way: either way
        // the write may yet be found in the table. An answer without a code is no answer.
        "TransactionInProgressException" | "InternalServerError" | "ServiceUnavailable" | "" => {
            TableError::Unavailable(Box::new(error))
        }
        code => TableError::Invalid(format!("{code}: {}", error.message().unwrap_or_default())),
    }
}

fn item(attributes: Option<Attributes>) -> Result<Option<Item>, TableError> {
    attributes.filter(|attributes| !attributes.is_empty()).map(item_from).transpose()
}

/// Codes: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html> (read 2026-11).
fn reason(reason: CancellationReason) -> Result<Reason, TableError> {
    Ok(match reason.code.as_deref() {
        None | Some("None") => Reason::None,
        Some("ConditionalCheckFailed") => Reason::ConditionFailed { current: item(reason.item)? },
        Some("TransactionConflict") => Reason::Conflict,
        Some("ThrottlingError" | "ProvisionedThroughputExceeded") => Reason::Throttled,
        Some(code) => Reason::Other(format!("{code}: {}", reason.message.unwrap_or_default())),
    })
}
