//! Files in S3.

use std::io::{Error, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use domain::minutes;

use super::{StartError, variable};
use crate::seams::{Blobs, is_blob_name};

/// How long an address of a file is good for. A browser follows it at once.
const LINK_LASTS: Duration = minutes(1);

/// The bucket that `MADOGUCHI_BLOBS` names.
pub(super) fn bucket(config: &SdkConfig) -> Result<Arc<dyn Blobs>, StartError> {
    // A stand-in for S3 has one address for all buckets; S3 itself has one for each.
    let one_address = config.endpoint_url().is_some();
    let config = Builder::from(config).force_path_style(one_address).build();
    Ok(Arc::new(S3Blobs { client: Client::from_conf(config), bucket: variable("MADOGUCHI_BLOBS")? }))
}

struct S3Blobs {
    client: Client,
    bucket: String,
}

fn named(name: &str) -> std::io::Result<&str> {
    if is_blob_name(name) { Ok(name) } else { Err(ErrorKind::InvalidInput.into()) }
}

fn failed<E: std::error::Error + Send + Sync + 'static>(error: SdkError<E>) -> Error
where
    SdkError<E>: Send + Sync,
{
    Error::other(error)
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, name: &str, bytes: Bytes) -> std::io::Result<()> {
        let object = self.client.put_object().bucket(&self.bucket).key(named(name)?);
        object.body(ByteStream::from(bytes)).send().await.map_err(failed)?;
        Ok(())
    }

    async fn get(&self, name: &str) -> std::io::Result<Bytes> {
        let found = self.client.get_object().bucket(&self.bucket).key(named(name)?).send().await;
        let object = found.map_err(|error| {
            let is_missing = error.as_service_error().is_some_and(GetObjectError::is_no_such_key);
            if is_missing { ErrorKind::NotFound.into() } else { failed(error) }
        })?;
        Ok(object.body.collect().await.map_err(Error::other)?.into_bytes())
    }

    async fn link(&self, name: &str, mime: &str, disposition: &str) -> std::io::Result<Option<String>> {
        let signing = PresigningConfig::expires_in(LINK_LASTS).map_err(Error::other)?;
        let object = self.client.get_object().bucket(&self.bucket).key(named(name)?);
        let object = object.response_content_type(mime).response_content_disposition(disposition);
        let link = object.presigned(signing).await.map_err(failed)?;
        Ok(Some(link.uri().to_owned()))
    }

    async fn delete(&self, name: &str) -> std::io::Result<()> {
        let gone = self.client.delete_object().bucket(&self.bucket).key(named(name)?);
        gone.send().await.map_err(failed)?;
        Ok(())
    }
}
