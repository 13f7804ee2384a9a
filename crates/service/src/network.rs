//! The outbound client over the network.

use std::error::Error as _;
use std::net::IpAddr;
use std::time::Duration;

use assist::{NotPublic, PublicOnly, is_public};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use channels::{CallError, Reach};
use http::{Request, Response};
use reqwest::redirect::Policy;

use crate::seams::{FetchError, Http, Limits};

/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a call may take in all, always shorter than a lease.
const CALL: Duration = Duration::from_secs(10);
/// How long a fetch may take in all: several of them are shorter than a lease (SEC-24).
const FETCH: Duration = Duration::from_secs(15);

/// The outbound client over the network.
#[derive(Debug, Clone)]
pub struct NetworkHttp {
    calls: reqwest::Client,
    /// For addresses that somebody else wrote: resolved once, public only, https only, no proxy that would resolve again.
    guarded: reqwest::Client,
}

impl NetworkHttp {
    /// Makes the client.
    ///
    /// # Errors
    ///
    /// If the machine's TLS roots cannot be loaded.
    pub fn new() -> Result<Self, reqwest::Error> {
        let client = || reqwest::Client::builder().connect_timeout(CONNECT).redirect(Policy::none());
        let guarded = client().https_only(true).no_proxy().referer(false).dns_resolver(PublicOnly);
        Ok(Self { calls: client().timeout(CALL).build()?, guarded: guarded.build()? })
    }
}

#[async_trait]
impl Http for NetworkHttp {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        let answer = self.calls.execute(written(request)?).await.map_err(|error| lost(&error))?;
        let response = head(&answer)?;
        let body = answer.bytes().await.map_err(|_| CallError::Lost)?;
        response.body(body).map_err(|_| CallError::Lost)
    }

    async fn fetch(&self, request: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, FetchError> {
        let mut request = written(request)?;
        *request.timeout_mut() = Some(FETCH);
        let client = match limits.reach {
            Reach::Anywhere => &self.calls,
            // An address that is no name is not resolved, so nobody else would look at it.
            Reach::Public if is_private_literal(request.url()) => return Err(FetchError::Private),
            Reach::Public => &self.guarded,
        };
        let mut answer = client
            .execute(request)
            .await
            .map_err(|error| if leads_home(&error) { FetchError::Private } else { lost(&error).into() })?;
        let too_large = |length: usize| length as u64 > limits.max_bytes;
        if answer.content_length().is_some_and(|length| length > limits.max_bytes) {
            return Err(FetchError::TooLarge);
        }
        let response = head(&answer)?;
        let mut body = BytesMut::new();
        // What the header says need not be so.
        while let Some(chunk) = answer.chunk().await.map_err(|_| CallError::Lost)? {
            if too_large(body.len() + chunk.len()) {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response.body(body.freeze()).map_err(|_| CallError::Lost)?)
    }
}

fn written(request: Request<Bytes>) -> Result<reqwest::Request, CallError> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts, reqwest::Body::from(body));
    reqwest::Request::try_from(request).map_err(|_| CallError::NotConnected)
}

fn head(answer: &reqwest::Response) -> Result<http::response::Builder, CallError> {
    let mut response = Response::builder().status(answer.status());
    let headers = response.headers_mut().ok_or(CallError::Lost)?;
    headers.clone_from(answer.headers());
    Ok(response)
}

fn lost(error: &reqwest::Error) -> CallError {
    if error.is_connect() { CallError::NotConnected } else { CallError::Lost }
}

/// Whether the host is an address, in whatever way of writing it, and not a public one.
pub(crate) fn is_private_literal(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().is_ok_and(|ip| !is_public(ip))
}

/// Whether a call failed because the name led to an address that is not public.
fn leads_home(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(found) = cause {
        if found.is::<NotPublic>() {
            return true;
        }
        cause = found.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    fn limits(reach: Reach) -> Limits {
        Limits { reach, max_bytes: 100 }
    }

    async fn fetch(uri: &str, reach: Reach) -> Result<Response<Bytes>, FetchError> {
        let request = Request::get(uri).body(Bytes::new()).unwrap();
        NetworkHttp::new().unwrap().fetch(request, limits(reach)).await
    }

    /// SEC-24, B-30: a name server that answers with an address at home, and every way of writing one.
    #[tokio::test]
    async fn nothing_that_leads_home_is_fetched() {
        for uri in [
            "https://localhost/file",
            "https://127.0.0.1/file",
            "https://2130706433/file",
            "https://0x7f.1/file",
            "https://[::1]/file",
            "https://[::ffff:127.0.0.1]/file",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/file",
        ] {
            let refused = fetch(uri, Reach::Public).await.unwrap_err();
            assert!(matches!(refused, FetchError::Private), "{uri}: {refused}");
        }
        let plain = fetch("http://example.com/file", Reach::Public).await.unwrap_err();
        assert!(matches!(plain, FetchError::Call(_)), "only over https: {plain}");
    }

    /// Answers one request with these bytes.
    async fn server(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = [0; 1024];
            let _ = socket.read(&mut request).await;
            let _ = socket.write_all(answer.as_bytes()).await;
        });
        format!("http://{address}/file")
    }

    /// SEC-24: no more bytes than asked for, whatever the header says; no redirection is followed.
    #[tokio::test]
    async fn an_answer_is_read_as_far_as_it_may_go() {
        let small = server("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await;
        assert_eq!(fetch(&small, Reach::Anywhere).await.unwrap().into_body(), "hello");
        let announced = server("HTTP/1.1 200 OK\r\ncontent-length: 101\r\n\r\n").await;
        assert!(matches!(fetch(&announced, Reach::Anywhere).await, Err(FetchError::TooLarge)));
        let endless = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
            40\r\n0123456789012345678901234567890123456789012345678901234567890123\r\n\
            40\r\n0123456789012345678901234567890123456789012345678901234567890123\r\n";
        assert!(matches!(fetch(&server(endless).await, Reach::Anywhere).await, Err(FetchError::TooLarge)));
        let moved =
            server("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
        assert_eq!(fetch(&moved, Reach::Anywhere).await.unwrap().status(), 302);
    }
}
