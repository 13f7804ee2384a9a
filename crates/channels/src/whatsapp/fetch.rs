//! How WhatsApp hands on files. Names come with every webhook; there are no pictures.
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media> (read 2026-11).

use bytes::Bytes;
use domain::FileFailure;
use http::{Response, StatusCode};
use serde::Deserialize;

use crate::WhatsappCredentials;
use crate::fetch::{self, Fetch, Fetched, Gives, Hosts, is_plain, then};
use crate::meta::{self, GraphError};

pub(super) fn hosts(credentials: &WhatsappCredentials) -> Hosts<'_> {
    Hosts { api_base: &credentials.api_base, usual: WhatsappCredentials::API, more: meta::FILE_HOSTS }
}

pub(super) fn file(credentials: &WhatsappCredentials, id: &str) -> Option<Fetch> {
    let WhatsappCredentials { api_base, phone_number_id, access_token, .. } = credentials;
    let uri = format!("{api_base}/{}/{id}?phone_number_id={phone_number_id}", meta::VERSION);
    Fetch::get(&uri, Some(access_token), Gives::Whereabouts).filter(|_| is_plain(id))
}

/// The address that the provider names wants the token too, and lives for five minutes: when it is dead, the next attempt
/// asks for another.
pub(super) fn fetched(credentials: &WhatsappCredentials, gives: Gives, response: Response<Bytes>) -> Fetched {
    #[derive(Deserialize)]
    struct File {
        url: String,
    }
    match gives {
        Gives::File if response.status() == StatusCode::NOT_FOUND => fetch::later(response.headers()),
        Gives::File => fetch::usual(response),
        Gives::Whereabouts => match serde_json::from_slice::<File>(response.body()) {
            Ok(file) => then(Fetch::get(&file.url, Some(&credentials.access_token), Gives::File)),
            Err(_) => match GraphError::in_answer(&response) {
                // The object does not exist, or is not ours to see.
                Some(GraphError { code: 100, .. }) => Fetched::Never(FileFailure::Gone),
                _ => match fetch::usual(response) {
                    // An answer without an address is none.
                    Fetched::Bytes(_) => Fetched::Later { retry_after_ms: None },
                    other => other,
                },
            },
        },
    }
}
