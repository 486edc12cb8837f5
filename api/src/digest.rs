//! Digests of what was sent: they tell a repeated request from another one, and make long keys short.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Answer, ApiError};

/// SHA-256 of the parts in hex; a part never runs into the next.
pub(crate) fn of_parts(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(hash)
}

/// What was hashed, in lower-case hex.
pub(crate) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a body as it was understood: spaces and the order of fields do not matter.
///
/// # Errors
/// `Internal` where the body cannot be written as JSON, which no body of ours does.
pub(crate) fn of_body(body: &impl Serialize) -> Answer<String> {
    let text = serde_json::to_string(body).map_err(ApiError::internal)?;
    Ok(of_parts(&[&text]))
}

#[cfg(test)]
mod tests {
    use super::of_parts;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(of_parts(&["ab", "c"]), of_parts(&["a", "bc"]));
        assert_eq!(of_parts(&["abc"]).len(), 64);
    }
}
