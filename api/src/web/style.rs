//! The one style sheet of all pages, and the policy that lets nothing else in.
//!
//! It is written for browsers of ten years ago: no custom properties, no grid, no gaps, no logical directions.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// As it stands in every page, to the letter.
pub(super) const STYLE: &str = include_str!("page.css");

/// This style sheet and no other, pictures of this server alone, forms that come back here; no script, no frame.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// What a page may load.
pub(super) fn policy() -> HeaderValue {
    POLICY.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_of_ten_years_ago_understands_it() {
        // What Chrome 50 and Safari 9 do not know, and what would leave a page without its layout there.
        for young in
            ["grid", "var(", "gap:", "aspect-ratio", "inset", "-inline", "-block", "clamp(", ":is(", ":where(", ":has("]
        {
            let found: Vec<&str> =
                STYLE.lines().filter(|line| line.replace("inline-block", "").contains(young)).collect();
            assert!(found.is_empty(), "{young}: {found:?}");
        }
        assert!(STYLE.len() < 8_000, "{} bytes", STYLE.len());
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
        assert!(policy().to_str().is_ok_and(|policy| policy.contains("'sha256-") && !policy.contains("unsafe")));
    }
}
