//! How Telegram hands on files and pictures of people. Names come with every update.
//!
//! Source: <https://core.telegram.org/bots/api#getfile> and
//! <https://core.telegram.org/bots/api#getuserprofilephotos> (read 2026-11).

use bytes::Bytes;
use domain::FileFailure;
use http::Response;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::TelegramCredentials;
use crate::fetch::{self, Asked, Fetch, Fetched, Gives, Hosts, Person, is_plain, refused, then};

/// The largest file that a bot is given, in bytes.
const MOST_BYTES: u64 = 20 * 1024 * 1024;

pub(super) fn hosts(credentials: &TelegramCredentials) -> Hosts<'_> {
    Hosts { api_base: &credentials.api_base, usual: TelegramCredentials::API, more: &[] }
}

fn ask(credentials: &TelegramCredentials, question: &str) -> Option<Fetch> {
    let token = credentials.bot_token.expose_secret();
    Fetch::get(&format!("{}/bot{token}/{question}", credentials.api_base), None, Gives::Whereabouts)
}

pub(super) fn file(credentials: &TelegramCredentials, id: &str) -> Option<Fetch> {
    ask(credentials, &format!("getFile?file_id={id}")).filter(|_| is_plain(id))
}

#[derive(Deserialize)]
struct Answer<T> {
    result: Option<T>,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

impl<T: DeserializeOwned> Answer<T> {
    fn of(response: &Response<Bytes>) -> Option<Self> {
        serde_json::from_slice(response.body()).ok()
    }

    fn later(&self) -> Option<u64> {
        Some(self.parameters.as_ref()?.retry_after?.saturating_mul(1000))
    }
}

/// The address of a file holds the token, and lives for an hour.
pub(super) fn fetched(credentials: &TelegramCredentials, gives: Gives, response: Response<Bytes>) -> Fetched {
    #[derive(Deserialize)]
    struct File {
        file_path: Option<String>,
    }
    if gives == Gives::File {
        return fetch::usual(response);
    }
    let Some(answer) = Answer::<File>::of(&response) else { return fetch::later(response.headers()) };
    match answer.result.as_ref().and_then(|file| file.file_path.as_deref()) {
        Some(path) if !path.contains("..") => {
            let token = credentials.bot_token.expose_secret();
            then(Fetch::get(&format!("{}/file/bot{token}/{path}", credentials.api_base), None, Gives::File))
        }
        _ if answer.description.contains("file is too big") => {
            Fetched::Never(FileFailure::TooLarge { limit_bytes: MOST_BYTES })
        }
        _ if response.status().as_u16() == 400 => Fetched::Never(refused(&answer.description)),
        _ => Fetched::Later { retry_after_ms: answer.later() },
    }
}

/// Only a private chat is a person, whose number is the chat's.
pub(super) fn profile(credentials: &TelegramCredentials, address: &str) -> Option<Fetch> {
    let person: u64 = address.parse().ok()?;
    ask(credentials, &format!("getUserProfilePhotos?user_id={person}&limit=1"))
}

pub(super) fn person(credentials: &TelegramCredentials, response: &Response<Bytes>) -> Asked {
    #[derive(Deserialize)]
    struct Photos {
        photos: Vec<Vec<Size>>,
    }
    #[derive(Deserialize)]
    struct Size {
        file_id: String,
    }
    let Some(answer) = Answer::<Photos>::of(response) else { return Asked::Later { retry_after_ms: None } };
    if let Some(found) = &answer.result {
        // The smallest is 160 pixels wide, which is what a list shows.
        let smallest = found.photos.first().and_then(|sizes| sizes.first());
        let picture = smallest.and_then(|size| file(credentials, &size.file_id));
        return Asked::Known(Box::new(Person { picture, ..Person::default() }));
    }
    match response.status().as_u16() {
        400 | 404 => Asked::Unknown,
        _ => Asked::Later { retry_after_ms: answer.later() },
    }
}
