//! The console and the web messenger's files, from this one binary.
//!
//! What `npm run build` leaves in `web/dist` is embedded at compile time; an unoptimised build reads it from there at
//! run time. Without it there is a page that says how to build it, so that `cargo build` and `cargo test` never need Node.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// What a browser shows as long as the console was not built.
const MISSING: &str = "窓口は開いています。画面（コンソール）はまだビルドされていません。Node 20.19 以降を入れて、\n\
    web フォルダーで「npm ci」と「npm run build」を実行してください。\n\n\
    The desk is open. Its console was not built yet: install Node 20.19 or later, then run `npm ci` and\n\
    `npm run build` in the folder web.\n";

/// What a page may do (SEC-17): nothing but what comes from here. No script or style in a page, no frame around it, and
/// no text that becomes markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
    media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The widget's files, which the pages of others load.
const WIDGET: &str = "widget/";
/// The folder of files that have their content's hash in their name.
const HASHED: &str = "assets";

/// Answers whatever no other route answers: with a file, or with the console, which knows its own addresses.
pub(crate) fn front(secure: bool, request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let gzip = accepts_gzip(request.headers());
    answer(&|name| Some(Dist::get(name)?.data), request.uri().path(), gzip, secure)
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|coding| coding.trim() == "gzip"))
}

type Files<'a> = dyn Fn(&str) -> Option<Cow<'static, [u8]>> + 'a;

fn answer(files: &Files<'_>, path: &str, gzip: bool, secure: bool) -> Response {
    let path = path.trim_start_matches('/');
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    let index = format!("{path}{}index.html", if path.is_empty() || path.ends_with('/') { "" } else { "/" });
    let mut response = if hidden {
        StatusCode::NOT_FOUND.into_response()
    } else if let Some(response) = [path, index.as_str()].into_iter().find_map(|name| file(files, name, gzip))
    {
        response
    } else if path.split('/').next_back().is_some_and(|last| last.contains('.')) {
        StatusCode::NOT_FOUND.into_response()
    } else {
        // An address of the console's own, such as /inbox.
        file(files, "index.html", gzip).unwrap_or_else(|| MISSING.into_response())
    };
    let headers = response.headers_mut();
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if path.starts_with(WIDGET) {
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    } else {
        set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    }
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// A file of the build. What has its hash in its name is good for a year, everything else is asked for again.
fn file(files: &Files<'_>, name: &str, gzip: bool) -> Option<Response> {
    let kind = media_type(name)?;
    let small = if gzip { files(&format!("{name}.gz")) } else { None };
    let (bytes, small) = match small {
        Some(small) => (small, true),
        None => (files(name)?, false),
    };
    let bytes = match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let cached = if name.split('/').any(|part| part == HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cached));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if small {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Some(response)
}

/// The types of files that the build makes; others are not served.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    Some(match extension {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(files: &'static [&'static str], path: &str, gzip: bool) -> Response {
        let find = |name: &str| {
            let there = files.iter().find(|there| **there == name)?;
            Some(Cow::Borrowed(there.as_bytes()))
        };
        answer(&find, path, gzip, true)
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    const BUILT: &[&str] =
        &["index.html", "assets/a-1.js", "assets/a-1.js.gz", "widget/w.js", "demo/index.html", ".gitignore"];

    #[tokio::test]
    async fn an_address_of_the_console_gives_the_console() {
        for (path, name) in [
            ("/", "index.html"),
            ("/inbox/c/C1", "index.html"),
            ("/demo", "demo/index.html"),
            ("/demo/", "demo/index.html"),
            ("/widget/w.js", "widget/w.js"),
        ] {
            let response = get(BUILT, path, false);
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache", "{path}");
            assert_eq!(body(response).await, name, "{path}");
        }
        for path in ["/assets/gone-2.js", "/.gitignore", "/assets/../.gitignore", "/favicon.ico"] {
            assert_eq!(get(BUILT, path, false).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_a_year_and_comes_small() {
        let response = get(BUILT, "/assets/a-1.js", true);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(body(response).await, "assets/a-1.js.gz");
        assert_eq!(body(get(BUILT, "/assets/a-1.js", false)).await, "assets/a-1.js");
    }

    /// SEC-17
    #[test]
    fn every_answer_says_what_a_page_may_do() {
        for path in ["/", "/assets/a-1.js", "/widget/w.js", "/nothing.js"] {
            let response = get(BUILT, path, false);
            let headers = response.headers();
            let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
            let shared = headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN);
            assert_eq!(shared, path.starts_with("/widget/"), "{path}");
        }
    }

    #[tokio::test]
    async fn without_a_build_the_page_says_how_to_make_one() {
        let response = get(&[], "/inbox", true);
        assert_eq!(response.status(), StatusCode::OK);
        assert!(body(response).await.contains("npm run build"));
    }
}
