//! Secrets that are drawn and not made up: the unguessable part of an address.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 192 bits of chance as 32 characters that need no escaping in an address.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>())
}
