//! Access tokens: a signed JWT (EdDSA) of 15 minutes that carries subject, session and expiry, and nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;

use crate::db::StoreError;

/// How long an access token is good.
pub(crate) const ACCESS_MILLIS: i64 = 15 * 60 * 1000;
/// Longer than any token of ours, and short enough to refuse the rest unread.
const LONGEST: usize = 1024;
/// Tokens whose signature is remembered; a list that is full starts over. A few hundred bytes each.
const MOST_VERIFIED: usize = 4096;

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claims {
    /// Whose account.
    pub account_id: AccountId,
    /// Which session; its row decides.
    pub session_id: SessionId,
}

/// The claims as they are signed. An unknown one is refused: nobody but us signs, and we write no others.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    sub: AccountId,
    sid: SessionId,
    // Whole seconds. A text, a fraction or null is refused by the type (CVE-2026-25537).
    exp: i64,
}

/// Makes and checks access tokens with the key of this database.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    /// The only header that is taken, letter by letter: no other algorithm, no `kid`, `jku` or `x5u` to be led astray by.
    header: String,
    /// Tokens that we were shown before, letter by letter, and what they say: checking a signature costs more than
    /// all else that is done before a handler.
    verified: Mutex<HashMap<String, Written>>,
}

impl Tokens {
    /// From a key as [`Self::new_key`] made it.
    ///
    /// # Errors
    /// `Internal` where the text is no such key.
    pub(crate) fn new(pkcs8: &str) -> Result<Self, StoreError> {
        let der = URL_SAFE_NO_PAD.decode(pkcs8).map_err(StoreError::internal)?;
        let key =
            SigningKey::from_pkcs8_der(&der).map_err(|_| StoreError::internal("the signing key cannot be read"))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        // Time is checked by our own clock, without leeway.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let header = serde_json::to_vec(&Header::new(Algorithm::EdDSA)).map_err(StoreError::internal)?;
        Ok(Self {
            signing: EncodingKey::from_ed_der(&der),
            verifying: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            validation,
            header: URL_SAFE_NO_PAD.encode(header),
            verified: Mutex::default(),
        })
    }

    /// A new key as text (PKCS#8, base64url).
    pub(crate) fn new_key() -> Result<String, StoreError> {
        let key = SigningKey::from_bytes(&rand::random());
        let der = key.to_pkcs8_der().map_err(|_| StoreError::internal("the signing key cannot be written"))?;
        Ok(URL_SAFE_NO_PAD.encode(der.as_bytes()))
    }

    /// A token for the next 15 minutes, and when it ends.
    ///
    /// # Errors
    /// `Internal` where signing fails.
    pub fn sign(&self, claims: Claims, now: Timestamp) -> Result<(String, Timestamp), StoreError> {
        let exp = now.plus_millis(ACCESS_MILLIS).as_millis() / 1000;
        let written = Written { sub: claims.account_id, sid: claims.session_id, exp };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &written, &self.signing)
            .map_err(StoreError::internal)?;
        Ok((token, Timestamp::from_millis(exp * 1000)))
    }

    /// What a token says, where it is ours and of this hour.
    #[must_use]
    pub fn verify(&self, token: &str, now: Timestamp) -> Option<Claims> {
        self.verify_until(token, now).map(|(claims, _)| claims)
    }

    /// What a token says, and when it ends, where it is ours and of this hour.
    #[must_use]
    pub fn verify_until(&self, token: &str, now: Timestamp) -> Option<(Claims, Timestamp)> {
        if token.len() > LONGEST || token.split('.').next() != Some(self.header.as_str()) {
            return None;
        }
        let written = self.written(token)?;
        let ends = written.exp.checked_mul(1000)?;
        let left = ends.checked_sub(now.as_millis())?;
        let claims = Claims { account_id: written.sub, session_id: written.sid };
        // A longer life than we ever give was not given by us.
        (left > 0 && left <= ACCESS_MILLIS).then_some((claims, Timestamp::from_millis(ends)))
    }

    /// What a token of ours says, however old it is.
    fn written(&self, token: &str) -> Option<Written> {
        let known = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied();
        if known.is_some() {
            return known;
        }
        let written = jsonwebtoken::decode::<Written>(token, &self.verifying, &self.validation).ok()?.claims;
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= MOST_VERIFIED {
            verified.clear();
        }
        verified.insert(token.to_owned(), written);
        Some(written)
    }
}
