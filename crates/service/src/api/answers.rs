//! What the document says about answers that many routes share.

use std::collections::BTreeMap;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, PartialSchema, ToSchema};

use crate::problem::{Document, MEDIA_TYPE};

/// The ways to prove a session.
pub(super) struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        let cookie = ApiKeyValue::with_description(
            "__Host-madoguchi",
            "The session. Plain `madoguchi` where public_url is http. Writes need the header `x-madoguchi: 1` too.",
        );
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.schemas.insert(Document::name().into_owned(), Document::schema());
    }
}

fn problem(description: &str) -> RefOr<Response> {
    let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name(Document::name()))));
    ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build().into()
}

fn problems(some: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    some.iter().map(|(status, description)| ((*status).to_owned(), problem(description))).collect()
}

/// What may go wrong with any request.
pub(super) struct Read;

impl IntoResponses for Read {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "Something in the request is wrong; `field` says what"),
            ("401", "Nobody is signed in"),
            ("403", "The role does not allow it, or the request may come from another site"),
            ("404", "There is no such thing, or the caller may not see it"),
            ("429", "Too often; `Retry-After` says how long to wait"),
            ("500", "Something went wrong on our side"),
            ("503", "Busy; try again in a moment"),
        ])
    }
}

/// What may go wrong with any request that has a body.
pub(super) struct Write;

impl IntoResponses for Write {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Read::responses();
        all.extend(problems(&[
            ("409", "The state does not allow it, or the client_id was used for something else"),
            ("413", "The body is too large"),
            ("415", "The body is not plain JSON, or the file of a kind that is not taken"),
            ("422", "The rules have mistakes, or what the model proposed is not fit to be shown"),
        ]));
        all
    }
}
