//! How each kind of job is run: how many at once, how long one may be held, how often and when it is tried again.

use super::Kind;
use crate::config::Config;

/// Pages read at once: each may hold some megabytes while it is parsed.
const PAGES_AT_ONCE: usize = 4;
/// Pictures copied, and prices looked at, at once: nobody waits for them, and a pasted link of the same shop is not to.
const COPIES_AT_ONCE: usize = 2;
/// Mails handed in at once: a mail server that is asked more of refuses some.
const MAILS_AT_ONCE: usize = 4;
/// Longer than any try of a page takes (a turn with the shop, 20 s for the page, parsing).
const PAGE_LEASE_MILLIS: i64 = 120_000;
/// Beside the time that the mail server may take to let us in, and again for the mail: the database, and taking leave.
const MAIL_MARGIN_MILLIS: i64 = 5_000;
const PAGE_TRIES: i64 = 3;
/// A mail says itself when it is too late for it; this only ends what that does not.
const MAIL_TRIES: i64 = 1_000;
/// What only concerns our own database is never given up: somebody waits for it, and it is over in no time.
const OWN_AT_ONCE: usize = 1;
const OWN_LEASE_MILLIS: i64 = 30_000;
const OWN_TRIES: i64 = i64::MAX;
/// Waits after the first failed try. Each further one is four times as long, up to the longest.
const PAGE_BACKOFF_MILLIS: i64 = 2_000;
const MAIL_BACKOFF_MILLIS: i64 = 10_000;
const LONGEST_BACKOFF_MILLIS: i64 = 60 * 60 * 1000;

impl Kind {
    /// How many of them this process runs at once.
    pub(super) const fn at_once(self) -> usize {
        match self {
            Self::FillItem => PAGES_AT_ONCE,
            Self::CopyPicture | Self::RefreshPrice => COPIES_AT_ONCE,
            Self::SendMail => MAILS_AT_ONCE,
            Self::TellGivers | Self::LetGo | Self::TellGroups | Self::TellFollowers | Self::TellDrawn => OWN_AT_ONCE,
        }
    }

    /// How long a worker holds one. Longer than any try takes: a lease that ran out means a dead worker.
    pub(super) fn lease_millis(self, config: &Config) -> i64 {
        match self {
            Self::FillItem | Self::RefreshPrice | Self::CopyPicture => PAGE_LEASE_MILLIS,
            Self::TellGivers | Self::LetGo | Self::TellGroups | Self::TellFollowers | Self::TellDrawn => {
                OWN_LEASE_MILLIS
            }
            Self::SendMail => {
                let patience = i64::try_from(config.mail.smtp_seconds).unwrap_or(600) * 1000;
                2 * patience + MAIL_MARGIN_MILLIS
            }
        }
    }

    /// How often one is tried before it is parked.
    pub(super) const fn tries(self) -> i64 {
        match self {
            Self::FillItem | Self::CopyPicture => PAGE_TRIES,
            Self::SendMail => MAIL_TRIES,
            // It says itself when the next look is: only our own database can fail it, and an offer is never given up for that.
            Self::RefreshPrice
            | Self::TellGivers
            | Self::LetGo
            | Self::TellGroups
            | Self::TellFollowers
            | Self::TellDrawn => OWN_TRIES,
        }
    }

    /// The wait after a try that failed, the first being 1.
    pub(super) fn backoff_millis(self, attempt: i64) -> i64 {
        let first = match self {
            Self::FillItem
            | Self::RefreshPrice
            | Self::CopyPicture
            | Self::TellGivers
            | Self::LetGo
            | Self::TellGroups
            | Self::TellFollowers
            | Self::TellDrawn => PAGE_BACKOFF_MILLIS,
            Self::SendMail => MAIL_BACKOFF_MILLIS,
        };
        (first << (2 * (attempt - 1).clamp(0, 8))).min(LONGEST_BACKOFF_MILLIS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_an_hour() {
        let waits = |kind: Kind| [1, 2, 3, 4, 5, 6, 99].map(|attempt| kind.backoff_millis(attempt) / 1000);
        assert_eq!(waits(Kind::SendMail), [10, 40, 160, 640, 2560, 3600, 3600]);
        assert_eq!(waits(Kind::FillItem), [2, 8, 32, 128, 512, 2048, 3600]);
    }

    #[test]
    fn a_mail_is_held_longer_than_its_server_may_take() {
        let config = Config::default();
        assert!(Kind::SendMail.lease_millis(&config) > 2 * 60_000);
    }
}
