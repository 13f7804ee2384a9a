//! Files in S3. Three requests and an address are all that is asked of it, and they are signed here: the whole client would be an
//! eighth of the function (docs/adr/0016).

use std::io::{Error, ErrorKind};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use channels::CallError;
use domain::minutes;
use http::{Method, Request, Response};

use super::{StartError, variable};
use crate::seams::{Blobs, Http, is_blob_name};

/// How long an address of a file is good for. A browser follows it at once.
const LINK_LASTS: Duration = minutes(1);
/// The pauses before a request that was lost, or that S3 was too busy for, is made again: each may be made twice.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];

/// The bucket that `MADOGUCHI_BLOBS` names.
pub(super) fn bucket(config: &SdkConfig, http: Arc<dyn Http>) -> Result<Arc<dyn Blobs>, StartError> {
    let region = config.region().ok_or(StartError::Missing("AWS_REGION"))?.to_string();
    let keys = config.credentials_provider().ok_or(StartError::Missing("AWS_ACCESS_KEY_ID"))?;
    let address = address(&variable("MADOGUCHI_BLOBS")?, &region, config.endpoint_url());
    Ok(Arc::new(S3Blobs { http, keys, region, address }))
}

/// Where a bucket's objects are. A stand-in for S3 has one address for all buckets; S3 itself has one for each, unless its name
/// would make a name with a dot of it, for which there is no certificate.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html> (read 2026-11).
fn address(bucket: &str, region: &str, stand_in: Option<&str>) -> String {
    let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    match stand_in {
        Some(address) => format!("{}/{bucket}", address.trim_end_matches('/')),
        None if bucket.contains('.') => format!("https://s3.{region}.{domain}/{bucket}"),
        None => format!("https://{bucket}.s3.{region}.{domain}"),
    }
}

struct S3Blobs {
    http: Arc<dyn Http>,
    keys: SharedCredentialsProvider,
    region: String,
    address: String,
}

impl S3Blobs {
    fn object(&self, name: &str) -> std::io::Result<String> {
        if is_blob_name(name) {
            Ok(format!("{}/{name}", self.address))
        } else {
            Err(ErrorKind::InvalidInput.into())
        }
    }

    async fn keys(&self) -> std::io::Result<Credentials> {
        self.keys.provide_credentials().await.map_err(Error::other)
    }

    /// Makes a request of an object, and again if it was lost. An object that is not there is [`ErrorKind::NotFound`].
    async fn ask(&self, method: Method, name: &str, body: Bytes) -> std::io::Result<Bytes> {
        let plain = Request::builder().method(method).uri(self.object(name)?).body(body);
        let plain = plain.map_err(Error::other)?;
        let mut pauses = PAUSES.iter();
        loop {
            let mut request = plain.clone();
            self.sign(&mut request, &self.keys().await?, None, SystemTime::now())?;
            let answer = self.http.call(request).await;
            match (&answer, pauses.next()) {
                (Ok(answer), Some(pause)) if answer.status().is_server_error() => {
                    tokio::time::sleep(*pause).await;
                }
                (Err(_), Some(pause)) => tokio::time::sleep(*pause).await,
                _ => return read(answer),
            }
        }
    }

    /// Signs by headers, or by the address if that is to be good for some time.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html> (read 2026-11).
    fn sign(
        &self,
        request: &mut Request<Bytes>,
        keys: &Credentials,
        lasts: Option<Duration>,
        now: SystemTime,
    ) -> std::io::Result<()> {
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.expires_in = lasts;
        if lasts.is_some() {
            settings.signature_location = SignatureLocation::QueryParams;
        } else {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        let identity = keys.clone().into();
        let params = v4::SigningParams::builder().identity(&identity).region(&self.region).name("s3");
        let params = params.time(now).settings(settings).build().map_err(Error::other)?.into();
        let headers = request.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let body =
            if lasts.is_some() { SignableBody::UnsignedPayload } else { SignableBody::Bytes(request.body()) };
        let uri = request.uri().to_string();
        let signable =
            SignableRequest::new(request.method().as_str(), uri, headers, body).map_err(Error::other)?;
        let (signed, _) = sign(signable, &params).map_err(Error::other)?.into_parts();
        signed.apply_to_request_http1x(request);
        Ok(())
    }
}

/// What S3 answered, or why it did not.
fn read(answer: Result<Response<Bytes>, CallError>) -> std::io::Result<Bytes> {
    let answer = answer.map_err(Error::other)?;
    if answer.status().is_success() {
        return Ok(answer.into_body());
    }
    // The code tells more than the status, and the rest of the page repeats what was asked.
    let page = String::from_utf8_lossy(answer.body());
    let code = page.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    match code.map(|(code, _)| code).unwrap_or_default() {
        "NoSuchKey" => Err(ErrorKind::NotFound.into()),
        code => Err(Error::other(format!("S3 answered {} {code}", answer.status().as_u16()))),
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, name: &str, bytes: Bytes) -> std::io::Result<()> {
        self.ask(Method::PUT, name, bytes).await.map(drop)
    }

    async fn get(&self, name: &str) -> std::io::Result<Bytes> {
        self.ask(Method::GET, name, Bytes::new()).await
    }

    async fn link(&self, name: &str, mime: &str, disposition: &str) -> std::io::Result<Option<String>> {
        let asks = form_urlencoded::Serializer::new(String::new())
            .append_pair("response-content-disposition", disposition)
            .append_pair("response-content-type", mime)
            .finish();
        // A plus is a space in forms only.
        let uri = format!("{}?{}", self.object(name)?, asks.replace('+', "%20"));
        let mut request = Request::get(uri).body(Bytes::new()).map_err(Error::other)?;
        self.sign(&mut request, &self.keys().await?, Some(LINK_LASTS), SystemTime::now())?;
        Ok(Some(request.uri().to_string()))
    }

    async fn delete(&self, name: &str) -> std::io::Result<()> {
        self.ask(Method::DELETE, name, Bytes::new()).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::UNIX_EPOCH;

    use domain::hours;

    use super::*;
    use crate::seams::{FetchError, Limits};

    /// Answers with what it was given, the first first, and keeps what it was asked.
    #[derive(Default)]
    struct Script {
        answers: Mutex<Vec<Result<Response<Bytes>, CallError>>>,
        asked: Mutex<Vec<Request<Bytes>>>,
    }

    #[async_trait]
    impl Http for Script {
        async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
            self.asked.lock().unwrap().push(request);
            self.answers.lock().unwrap().remove(0)
        }

        async fn fetch(&self, _: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, FetchError> {
            unreachable!("S3 is no stranger")
        }
    }

    fn keys() -> Credentials {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        Credentials::new("AKIAIOSFODNN7EXAMPLE", secret, None, None, "the documentation")
    }

    fn blobs(answers: Vec<Result<Response<Bytes>, CallError>>) -> (S3Blobs, Arc<Script>) {
        let script = Arc::new(Script { answers: Mutex::new(answers), ..Script::default() });
        let address = address("files", "us-east-1", None);
        let keys = SharedCredentialsProvider::new(keys());
        (S3Blobs { http: script.clone(), keys, region: "us-east-1".to_owned(), address }, script)
    }

    fn answer(status: u16, body: &'static str) -> Response<Bytes> {
        Response::builder().status(status).body(Bytes::from_static(body.as_bytes())).unwrap()
    }

    /// The signatures that the service's documentation works out.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html> and
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html> (read 2026-11).
    #[test]
    fn requests_are_signed_as_the_documentation_does_it() {
        let (blobs, _) = blobs(Vec::new());
        // 2013-05-24, midnight.
        let now = UNIX_EPOCH + hours(380_376);
        let request = || Request::get("https://examplebucket.s3.amazonaws.com/test.txt");
        let mut by_headers = request().header("range", "bytes=0-9").body(Bytes::new()).unwrap();
        blobs.sign(&mut by_headers, &keys(), None, now).unwrap();
        let signed = by_headers.headers()["authorization"].to_str().unwrap();
        let signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        assert!(signed.ends_with(signature), "{signed}");

        let mut by_address = request().body(Bytes::new()).unwrap();
        blobs.sign(&mut by_address, &keys(), Some(hours(24)), now).unwrap();
        let address = by_address.uri().to_string();
        let signature = "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        assert!(address.contains(signature), "{address}");
    }

    #[tokio::test]
    async fn an_address_of_a_file_says_how_it_is_to_be_shown() {
        let (blobs, _) = blobs(Vec::new());
        let shown = "attachment; filename*=UTF-8''%E8%A6%8B%E7%A9%8D+1.pdf";
        let link = blobs.link("one", "application/pdf", shown).await.unwrap().unwrap();
        assert!(link.starts_with("https://files.s3.us-east-1.amazonaws.com/one?"), "{link}");
        let (_, query) = link.split_once('?').unwrap();
        let asks: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert!(asks.contains(&("response-content-disposition".to_owned(), shown.to_owned())), "{asks:?}");
        assert!(asks.contains(&("X-Amz-Expires".to_owned(), "60".to_owned())), "{asks:?}");
        assert!(!query.contains('+'), "{query}");
    }

    #[tokio::test]
    async fn what_was_lost_is_asked_again() {
        let busy = answer(503, "<Code>SlowDown</Code>");
        let script = vec![Ok(busy), Err(CallError::Lost), Ok(answer(200, "here"))];
        let (blobs, asked) = blobs(script);
        assert_eq!(blobs.get("one").await.unwrap(), "here");
        assert_eq!(asked.asked.lock().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn an_error_says_what_s3_calls_it() {
        let refused =
            answer(403, "<Error><Code>AccessDenied</Code><AWSAccessKeyId>x</AWSAccessKeyId></Error>");
        let astray = answer(404, "<Error><Code>NoSuchBucket</Code></Error>");
        let (blobs, asked) = blobs(vec![Ok(answer(404, "<Code>NoSuchKey</Code>")), Ok(refused), Ok(astray)]);
        assert_eq!(blobs.get("one").await.unwrap_err().kind(), ErrorKind::NotFound);
        let error = blobs.put("one", Bytes::from_static(b"x")).await.unwrap_err();
        assert_eq!(error.to_string(), "S3 answered 403 AccessDenied");
        let error = blobs.get("one").await.unwrap_err();
        assert_eq!(error.to_string(), "S3 answered 404 NoSuchBucket");
        assert_eq!(asked.asked.lock().unwrap()[1].method(), Method::PUT);
        assert_eq!(blobs.get("../one").await.unwrap_err().kind(), ErrorKind::InvalidInput);
    }

    #[test]
    fn a_bucket_has_an_address_of_its_own_if_its_name_allows_it() {
        let at = |bucket, region| address(bucket, region, None);
        assert_eq!(at("files", "ap-northeast-1"), "https://files.s3.ap-northeast-1.amazonaws.com");
        assert_eq!(at("my.files", "ap-northeast-1"), "https://s3.ap-northeast-1.amazonaws.com/my.files");
        assert_eq!(at("files", "cn-north-1"), "https://files.s3.cn-north-1.amazonaws.com.cn");
        assert_eq!(address("files", "any", Some("http://127.0.0.1:9/")), "http://127.0.0.1:9/files");
    }
}
