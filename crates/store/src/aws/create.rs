//! Makes the table, from the one page that says what it looks like.

use std::time::Duration;

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex,
    Projection, ProjectionType, ScalarAttributeType, TableStatus, TimeToLiveSpecification, TimeToLiveStatus,
};

use super::Aws;
use super::error::built;
use crate::schema::{self, Index};
use crate::table::TableError;

const POLL: Duration = Duration::from_millis(250);
/// A table of this shape is there within seconds; a minute means that something is wrong.
const POLLS: u32 = 240;

impl Aws {
    /// Makes the table if it is not there, waits until it can be used and switches time to live on.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the table cannot be used within a minute; [`TableError::Invalid`] if it may
    /// not be made.
    pub async fn create_table_if_missing(&self) -> Result<(), TableError> {
        if self.status().await?.is_none() {
            self.create_table().await?;
        }
        for _ in 0..POLLS {
            if self.status().await? == Some(TableStatus::Active) {
                return self.enable_time_to_live().await;
            }
            tokio::time::sleep(POLL).await;
        }
        Err(TableError::Unavailable("the table did not become active".into()))
    }

    async fn status(&self) -> Result<Option<TableStatus>, TableError> {
        match self.client.describe_table().table_name(&self.table).send().await {
            Ok(answer) => Ok(answer.table.and_then(|table| table.table_status)),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }

    async fn create_table(&self) -> Result<(), TableError> {
        let mut request = self
            .client
            .create_table()
            .table_name(&self.table)
            .billing_mode(BillingMode::PayPerRequest)
            .set_key_schema(Some(key_schema(Index::Base)?));
        let index_keys = [schema::WAITING, schema::DUE, schema::DUE_AT, schema::LIST, schema::LISTED_AT];
        for name in [schema::PK, schema::SK].into_iter().chain(index_keys) {
            let definition = AttributeDefinition::builder().attribute_name(name);
            let definition = definition.attribute_type(ScalarAttributeType::S).build().map_err(built)?;
            request = request.attribute_definitions(definition);
        }
        for index in Index::SECONDARY {
            let name = index.name().unwrap_or_default();
            request = if index.is_global() {
                let made = GlobalSecondaryIndex::builder().index_name(name).projection(keys_only());
                let made = made.set_key_schema(Some(key_schema(index)?));
                request.global_secondary_indexes(made.build().map_err(built)?)
            } else {
                let made = LocalSecondaryIndex::builder().index_name(name).projection(all());
                let made = made.set_key_schema(Some(key_schema(index)?));
                request.local_secondary_indexes(made.build().map_err(built)?)
            };
        }
        match request.send().await {
            Ok(_) => Ok(()),
            // Somebody else was quicker.
            Err(error) if error.code() == Some("ResourceInUseException") => Ok(()),
            Err(error) => Err(refused(error)),
        }
    }

    async fn enable_time_to_live(&self) -> Result<(), TableError> {
        let asked =
            self.client.describe_time_to_live().table_name(&self.table).send().await.map_err(refused)?;
        let status = asked.time_to_live_description.and_then(|description| description.time_to_live_status);
        if matches!(status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)) {
            return Ok(());
        }
        let specification =
            TimeToLiveSpecification::builder().attribute_name(schema::EXPIRES_AT).enabled(true);
        let request = self.client.update_time_to_live().table_name(&self.table);
        let request = request.time_to_live_specification(specification.build().map_err(built)?);
        request.send().await.map_err(refused)?;
        Ok(())
    }
}

fn key_schema(index: Index) -> Result<Vec<KeySchemaElement>, TableError> {
    let element = |name: &str, kind| {
        KeySchemaElement::builder().attribute_name(name).key_type(kind).build().map_err(built)
    };
    Ok(vec![element(index.hash(), KeyType::Hash)?, element(index.range(), KeyType::Range)?])
}

fn keys_only() -> Projection {
    Projection::builder().projection_type(ProjectionType::KeysOnly).build()
}

fn all() -> Projection {
    Projection::builder().projection_type(ProjectionType::All).build()
}

/// Whether a table was made or not is looked at again by whoever asks, so nothing here is ambiguous.
fn refused<E, R>(error: SdkError<E, R>) -> TableError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(_) | SdkError::ConstructionFailure(_) => {
            TableError::Invalid(DisplayErrorContext(error).to_string())
        }
        other => TableError::Unavailable(Box::new(other)),
    }
}
