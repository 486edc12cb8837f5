//! The key that links in mails are made and checked with, one for each database.
//!
//! A link's token is made of the mail's id by this key, so that a mail that is tried again says the same to the letter, and
//! no table holds what would open an account. Who has the whole database has the key too, as they have the one of access tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::store;
use crate::clock::Clock;
use crate::db::{Db, StoreError};

/// Bytes of the key, and of what it makes: 256 bits.
const BYTES: usize = 32;

/// Makes and checks the tokens of links.
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    /// The key of this database; made where it has none yet.
    ///
    /// # Errors
    /// Those of the database; `Internal` where what lies there is no key.
    pub(super) async fn open(db: &Db, clock: &Clock) -> Result<Self, StoreError> {
        if let Some(secret) = store::key(db).await? {
            return Self::read(&secret);
        }
        let mut tx = db.begin().await?;
        let drawn = URL_SAFE_NO_PAD.encode(rand::random::<[u8; BYTES]>());
        store::insert_key(&mut tx, &drawn, clock.now()).await?;
        tx.commit().await?;
        // Another process may have been faster.
        Self::read(&store::key(db).await?.ok_or(StoreError::NotFound)?)
    }

    fn read(secret: &str) -> Result<Self, StoreError> {
        let bytes = URL_SAFE_NO_PAD.decode(secret).map_err(StoreError::internal)?;
        if bytes.len() != BYTES {
            return Err(StoreError::internal("the key of mails has another length"));
        }
        Hmac::new_from_slice(&bytes).map(Self).map_err(StoreError::internal)
    }

    fn of(&self, purpose: &str, about: &str) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        // The length keeps one purpose from running into another one's text.
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(about.as_bytes());
        mac
    }

    /// 256 bits that nobody makes without the key, as base64url.
    pub(crate) fn token(&self, purpose: &str, about: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.of(purpose, about).finalize().into_bytes())
    }

    /// Whether a token is the one of this purpose and text, in a time that tells nothing of it.
    pub(crate) fn made(&self, purpose: &str, about: &str, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        self.of(purpose, about).verify_slice(&bytes).is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_token_is_good_for_its_purpose_and_its_text_alone() {
        let key = Key::read(&URL_SAFE_NO_PAD.encode([7; BYTES])).unwrap();
        let token = key.token("reset", "one");
        assert_eq!(token.len(), 43);
        assert!(key.made("reset", "one", &token));
        assert!(!key.made("reset", "two", &token) && !key.made("rese", "tone", &token));
        assert!(!key.made("reset", "one", &token[..42]) && !key.made("reset", "one", ""));
        assert!(!key.made("reset", "one", &format!("{token}=")) && !key.made("reset", "one", "%%"));
        let other = Key::read(&URL_SAFE_NO_PAD.encode([8; BYTES])).unwrap();
        assert!(!other.made("reset", "one", &token));
        assert!(Key::read("short").is_err());
    }
}
