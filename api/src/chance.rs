//! Secrets that are drawn and not made up: the unguessable part of an address, and whom somebody draws in an exchange.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 192 bits of chance as 32 characters that need no escaping in an address.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>())
}

/// A number below `end`, each as likely as any other and nobody's to foresee; 0 where `end` is 0.
pub(crate) fn below(end: u64) -> u64 {
    if end < 2 { 0 } else { rand::random_range(0..end) }
}
