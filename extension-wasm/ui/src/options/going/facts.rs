//! What is installed, what is granted, and whether the server answers.

use browser::client::Call;
use browser::database::VERSION;
use browser::{about, permissions};
use shared::join::joined;
use shared::time::Timestamp;
use shared::wire::message::Status;

use crate::{intl, shelf};

/// A look at the server is not waited for longer than this, in milliseconds.
const PATIENCE_MS: u32 = 4_000;

/// What is not in the status.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    /// "Firefox 153".
    pub(super) browser: String,
    /// Whether the server answered when it was asked; `None` before that.
    pub(super) answers: Option<bool>,
    /// What the server calls its version.
    pub(super) server: String,
    /// When the boards on this device were last compared with the server's.
    pub(super) synced: Option<Timestamp>,
    /// What the extension may do, in the browsers' own words.
    pub(super) permissions: Vec<String>,
    /// Where, as patterns of hosts.
    pub(super) hosts: Vec<String>,
    /// Kilobytes that the browser keeps for us.
    pub(super) kilobytes: Option<u64>,
}

/// Asks the browser, and the copy of the boards; what the server said stays.
pub(super) async fn gather(status: &Status, known: Facts) -> Facts {
    let (permissions, hosts) = permissions::granted_now().await;
    let synced = match shelf::owner_of(status) {
        Some(owner) => shelf::synced(&owner).await,
        None => None,
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "room on a disk: positive, and less than 2^53"
    )]
    let kilobytes = about::stored_bytes().await.map(|bytes| bytes as u64 / 1024);
    Facts { browser: about::browser(), synced, permissions, hosts, kilobytes, ..known }
}

/// The version of the server; `None` where nobody answers. Any answer will do, also that nobody is signed in.
pub(super) async fn ask(server: &str) -> Option<String> {
    Call::new("GET", server, "/events").within_ms(PATIENCE_MS).version().await
}

/// What a server says may be anything; a version is short and of few signs.
fn is_version(text: &str) -> bool {
    let plain = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'.' | b'-' | b'+');
    text.len() <= 24 && text.as_bytes().first().is_some_and(u8::is_ascii_digit) && text.bytes().all(plain)
}

impl Facts {
    /// What came of asking the server.
    pub(super) fn answered(&mut self, version: Option<String>) {
        self.answers = Some(version.is_some());
        self.server = version.filter(|version| is_version(version)).unwrap_or_default();
    }

    /// Names and what they stand for, for the page.
    pub(super) fn lines(&self, status: &Status) -> Vec<(String, String)> {
        let moment = |at: Option<Timestamp>| at.map_or_else(|| t!("never_reached"), intl::moment);
        let mut server = vec![status.server.clone()];
        server.extend(self.answers.map(|answers| if answers { t!("going_answers") } else { t!("going_silent") }));
        let who = match &status.account {
            Some(account) => account.display_name.clone(),
            None if status.ended => t!("going_ended"),
            None => t!("going_nobody"),
        };
        let mut lines = vec![
            (t!("field_server"), joined(&server, " · ")),
            (t!("going_who"), who),
            (t!("going_synced"), moment(self.synced)),
            (t!("activity_reached"), moment(status.reached_at)),
            (t!("going_versions"), self.versions(status, " · ")),
            (t!("going_permissions"), joined(&self.permissions, ", ")),
        ];
        if !self.hosts.is_empty() {
            lines.push((t!("going_hosts"), joined(&self.hosts, ", ")));
        }
        lines.extend(self.kilobytes.map(|size| (t!("going_storage"), intl::kilobytes(size))));
        lines.push((t!("activity_messages"), intl::count(status.refused_messages)));
        lines
    }

    /// "GiftOS 0.1.0 · Firefox 153 · database 2 · server 0.1.0": names of things, the same in every language.
    pub(super) fn versions(&self, status: &Status, between: &str) -> String {
        let mut parts = vec![
            ["GiftOS ", &status.version].concat(),
            self.browser.clone(),
            ["database ", &VERSION.to_string()].concat(),
        ];
        if !self.server.is_empty() {
            parts.push(["server ", &self.server].concat());
        }
        joined(&parts, between)
    }
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn a_server_cannot_put_words_into_its_version() {
        for version in ["0.1.0", "1.2.3-rc.1+5"] {
            assert!(is_version(version), "{version}");
        }
        for other in ["", "ana@example.org", "1 see https://x.example", "v1", "1.0.0-aaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(!is_version(other), "{other}");
        }
    }
}
