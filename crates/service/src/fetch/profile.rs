//! Who contacts are: the name, the language and the picture that the provider tells when it is asked.

use std::time::Duration;

use channels::{Asked, Channel, Person};
use domain::{Contact, ContactId, ConversationId, MediaKind, Profile, StoredFile, cut, hours, seconds};
use store::Error;

use super::{Miss, kind};
use crate::seams::Ring;
use crate::service::Service;
use crate::worker::LEASE;

/// All calls for one profile are over after this.
const ASKED_WITHIN: Duration = seconds(58);
/// The largest picture of a person, in bytes.
const MAX_PICTURE_BYTES: u64 = 2 * 1024 * 1024;
/// After so many attempts the provider is left alone.
const MOST_ATTEMPTS: u32 = 5;
/// How long to wait for the second attempt; for each further one so much more.
const AGAIN_AFTER: Duration = seconds(15);
/// A provider that was left alone is asked again after this, when the contact does something.
const GIVEN_UP_FOR: Duration = hours(1);
/// The longest name, in characters as people count them.
const MAX_NAME: usize = 100;
/// How often somebody else may have changed the contact while the answer is written.
const MOST_RACES: usize = 20;

/// What the provider's answer comes to.
enum Told {
    /// This is the person, and what became of their picture; `None` if it could not be fetched.
    Known(Box<Person>, Option<Picture>),
    /// Nothing.
    Nothing,
    /// Nothing now.
    Later,
}

/// What became of a picture.
enum Picture {
    Kept(StoredFile),
    /// They have none.
    None,
}

impl Service {
    /// Asks the provider who a conversation's contact is, if that is to be done now. Whatever goes wrong harms nothing.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; it stays due.
    pub async fn fetch_profile(&self, id: &ConversationId) -> Result<(), Error> {
        let contact_id = ContactId::of(id);
        let Some(contact) = self.claim_profile(&contact_id).await? else { return Ok(()) };
        let channel = self.connection(&contact.inbox).and_then(|connection| connection.channel.as_deref());
        let told = match channel {
            Some(channel) => self.ask(channel, &contact).await,
            None => Told::Nothing,
        };
        if self.learn(&contact_id, told).await? {
            self.plugs.bell.ring(Ring::Changed(id.clone())).await;
        }
        Ok(())
    }

    /// Claims a profile that is to be asked for: the deadline is the end of the lease.
    async fn claim_profile(&self, id: &ContactId) -> Result<Option<Contact>, Error> {
        for _ in 0..MOST_RACES {
            let Some((mut contact, version)) = self.store().contact(id).await? else { return Ok(None) };
            let now = self.now();
            let profile = &mut contact.profile;
            match profile.due {
                None => return Ok(None),
                // Somebody asks, or the provider is left alone for a while.
                Some(due) if profile.attempts > 0 && due > now => return Ok(None),
                Some(_) => {}
            }
            profile.attempts += 1;
            // The first deadline leaves time enough, if nobody was late.
            if profile.due.is_none_or(|due| due < now + ASKED_WITHIN) {
                profile.due = Some(now + LEASE);
            }
            match self.store().put_contact(&contact, Some(version)).await {
                Ok(_) => return Ok(Some(contact)),
                Err(Error::Raced) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    async fn ask(&self, channel: &dyn Channel, contact: &Contact) -> Told {
        if self.prepared(channel).await.is_err() {
            return Told::Later;
        }
        let Some(call) = channel.profile_call(&contact.identity) else { return Told::Nothing };
        let response = match self.call_within(channel, &call, MAX_PICTURE_BYTES).await {
            Ok(response) => response,
            Err(Miss::Later(_)) => return Told::Later,
            Err(Miss::Never(reason)) => {
                tracing::warn!(contact = %contact.id, ?reason, "a profile cannot be asked for");
                return Told::Nothing;
            }
        };
        match channel.profile_answer(&response) {
            Asked::Known(person) => {
                let picture = self.picture(channel, contact, &person).await;
                Told::Known(person, picture)
            }
            Asked::Unknown => Told::Nothing,
            Asked::Later { .. } => Told::Later,
        }
    }

    /// Keeps a person's picture, which is never shown from where the provider has it.
    async fn picture(&self, channel: &dyn Channel, contact: &Contact, person: &Person) -> Option<Picture> {
        let Some(fetch) = person.picture.clone() else { return Some(Picture::None) };
        let first = channels::Fetched::Then(Box::new(fetch));
        let bytes = match self.bytes_behind(channel, first, MAX_PICTURE_BYTES).await {
            Ok(bytes) => bytes,
            Err(miss) => {
                tracing::info!(contact = %contact.id, ?miss, "a picture was not fetched");
                return None;
            }
        };
        let seen = kind::look(&bytes, MediaKind::Image).ok().filter(|seen| kind::is_shown(&seen.mime))?;
        match self.plugs.blobs.put(&Profile::blob(&contact.id), bytes).await {
            Ok(()) => Some(Picture::Kept(seen)),
            Err(error) => {
                tracing::warn!(contact = %contact.id, %error, "a picture was not kept");
                None
            }
        }
    }

    /// Writes what the provider told. Says whether there is something new to show.
    async fn learn(&self, id: &ContactId, told: Told) -> Result<bool, Error> {
        for _ in 0..MOST_RACES {
            // Read again: people and steps go on meanwhile.
            let Some((mut contact, version)) = self.store().contact(id).await? else { return Ok(false) };
            let before = contact.clone();
            self.apply(&mut contact, &told);
            match self.store().put_contact(&contact, Some(version)).await {
                Ok(_) => {
                    let shown = |contact: &Contact| {
                        let picture = contact.profile.picture.clone();
                        (contact.account_name.clone(), contact.language.clone(), picture)
                    };
                    return Ok(shown(&before) != shown(&contact));
                }
                Err(Error::Raced) => {}
                Err(error) => return Err(error),
            }
        }
        tracing::warn!(contact = %id, "a contact is changed too often to learn their profile; the lease will end");
        Ok(false)
    }

    fn apply(&self, contact: &mut Contact, told: &Told) {
        let now = self.now();
        let attempts = contact.profile.attempts;
        if matches!(told, Told::Later) && attempts < MOST_ATTEMPTS {
            contact.profile.due = Some(now + AGAIN_AFTER * attempts.max(1));
            return;
        }
        contact.profile.due = None;
        contact.profile.attempts = 0;
        contact.profile.asked_at = Some(match told {
            Told::Later => now - Profile::LASTS + GIVEN_UP_FOR,
            Told::Known(..) | Told::Nothing => now,
        });
        let Told::Known(person, picture) = told else { return };
        let name = person.name.as_deref().map(|name| cut(name, MAX_NAME)).filter(|name| !name.is_empty());
        if let Some(name) = name {
            contact.account_name = name;
        }
        if person.language.is_some() {
            contact.language.clone_from(&person.language);
        }
        match picture {
            Some(Picture::Kept(seen)) => contact.profile.picture = Some(seen.clone()),
            Some(Picture::None) => contact.profile.picture = None,
            None => {}
        }
    }
}
