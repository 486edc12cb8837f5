//! What processes tell each other of events: whose log grew, and whose sessions ended. It only wakes; the log is the truth.

use serde::{Deserialize, Serialize};
use shared::id::{AccountId, BoardId, SessionId};

use crate::db::{Batch, Db, LONGEST_NOTICE, StoreError, Tx};
use crate::presence;

/// Ids that one notice holds: 39 bytes each.
const MOST_IDS: usize = 200;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Notice {
    /// Something was written into these logs.
    Logs(Vec<AccountId>),
    /// Something was written into the logs of these boards' people.
    Boards(Vec<BoardId>),
    /// Sessions of the account ended: one, or all but one, or all.
    Ended {
        account: AccountId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        only: Option<SessionId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        but: Option<SessionId>,
    },
    /// Who looks at what.
    Presence(presence::Told),
}

impl Notice {
    fn text(&self) -> Option<String> {
        // Lists of ids always serialise, and `MOST_IDS` of them fit.
        serde_json::to_string(self).ok().filter(|text| text.len() <= LONGEST_NOTICE)
    }
}

/// Once `tx` is committed, whoever reads one of these logs looks again. Each account stands there once.
pub(super) fn logs_grew(tx: &mut Tx, accounts: &[AccountId]) {
    for some in accounts.chunks(MOST_IDS) {
        if let Some(text) = Notice::Logs(some.to_vec()).text() {
            tx.tell(text);
        }
    }
}

/// The same for the people of some boards, within a batch, which does not know them.
pub(super) fn add_boards_changed(batch: &mut Batch, boards: &[BoardId]) {
    for some in boards.chunks(MOST_IDS) {
        if let Some(text) = Notice::Boards(some.to_vec()).text() {
            batch.tell(text);
        }
    }
}

/// Which sessions of an account end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// This one.
    Only(SessionId),
    /// All but this one.
    But(SessionId),
    /// All.
    All,
}

/// Once `tx` is committed, the streams of these sessions end, in every process.
pub(crate) fn sessions_ended(tx: &mut Tx, account: AccountId, which: Which) {
    let (only, but) = match which {
        Which::Only(session) => (Some(session), None),
        Which::But(session) => (None, Some(session)),
        Which::All => (None, None),
    };
    if let Some(text) = (Notice::Ended { account, only, but }).text() {
        tx.tell(text);
    }
}

/// Tells every process who looks at what.
///
/// # Errors
/// Those of the database.
pub(crate) async fn tell_presence(db: &Db, told: presence::Told) -> Result<(), StoreError> {
    match Notice::Presence(told).text() {
        Some(text) => db.tell(text).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::time::Timestamp;

    use super::*;

    #[test]
    fn the_longest_fits() {
        let id = AccountId::new(Timestamp::from_millis(1_795_168_800_000), [255; 10]);
        let text = Notice::Logs(vec![id; MOST_IDS]).text().unwrap();
        assert_eq!(serde_json::from_str::<Notice>(&text).unwrap(), Notice::Logs(vec![id; MOST_IDS]));
    }
}
