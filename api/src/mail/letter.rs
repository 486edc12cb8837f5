//! What the server writes to people: each kind of mail, how long it is worth sending, and whether one can be spared it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use shared::id::{AccountId, GuestId};

const HOUR_MILLIS: i64 = 60 * 60 * 1000;
const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;

/// A mail, as it lies in its row until it is sent. A variant that was written once is read for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Asks whether the address is the account's person's; its link confirms it.
    ConfirmAddress {
        /// Whose address it is to be.
        account: AccountId,
        /// Of the password when it was asked for.
        stamp: String,
    },
    /// Its link sets a new password. Whose, is looked up when it is sent: nothing before that depends on whether the
    /// address has an account.
    ResetPassword,
    /// Tells that the password was changed.
    PasswordChanged,
    /// Tells the address until now that it is that no longer.
    AddressChanged,
    /// Somebody would like to have the person in a group.
    Invitation {
        /// The name of who invites.
        from: String,
        /// The name of the group.
        group: String,
        /// The path of the page that shows the invitation: `/join/…`.
        path: String,
    },
    /// Somebody would like to show the person a list.
    ListInvitation {
        /// The name of who shows it.
        from: String,
        /// The name of the list.
        list: String,
        /// The path of its page: `/l/…`.
        path: String,
    },
    /// Somebody who gives lets the person see what is given on a list, and give.
    GuestInvitation {
        /// The name of who invites.
        from: String,
        /// The name of the list.
        list: String,
        /// Whose link it has.
        guest: GuestId,
    },
    /// Asks whether the person still gives what they said they would.
    ClaimReminder {
        /// What the wish is called.
        title: String,
    },
    /// It is drawn whom the person gives to in an exchange. Whom, they read in GiftOS alone.
    ExchangeDrawn {
        /// What the exchange is called.
        exchange: String,
    },
    /// What the person drew counts no more.
    ExchangeUndone {
        /// What the exchange is called.
        exchange: String,
    },
}

/// What people can be spared, address by address. Mails about one's own account are none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Invitations by other people.
    Invitations,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Invitations];
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invitations => "invitations",
        })
    }
}

impl FromStr for Topic {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|topic| topic.to_string() == word).ok_or("an unknown topic")
    }
}

impl Letter {
    /// Its part in the keys of its texts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ConfirmAddress { .. } => "confirm_address",
            Self::ResetPassword => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::AddressChanged => "address_changed",
            Self::Invitation { .. } => "invitation",
            Self::ClaimReminder { .. } => "claim_reminder",
            Self::ListInvitation { .. } => "list_invitation",
            Self::GuestInvitation { .. } => "guest_invitation",
            Self::ExchangeDrawn { .. } => "exchange_drawn",
            Self::ExchangeUndone { .. } => "exchange_undone",
        }
    }

    /// Milliseconds in which it is worth sending. A link in it works as long.
    #[must_use]
    pub const fn good_for(&self) -> i64 {
        match self {
            Self::ResetPassword => HOUR_MILLIS,
            Self::ConfirmAddress { .. } | Self::PasswordChanged | Self::AddressChanged => 3 * DAY_MILLIS,
            Self::Invitation { .. }
            | Self::ListInvitation { .. }
            | Self::GuestInvitation { .. }
            | Self::ClaimReminder { .. }
            | Self::ExchangeDrawn { .. }
            | Self::ExchangeUndone { .. } => 7 * DAY_MILLIS,
        }
    }

    /// What it can be spared by; `None` for mails about the person's own account.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::Invitation { .. } | Self::ListInvitation { .. } | Self::GuestInvitation { .. } => {
                Some(Topic::Invitations)
            }
            Self::ConfirmAddress { .. }
            | Self::ResetPassword
            | Self::PasswordChanged
            | Self::AddressChanged
            | Self::ClaimReminder { .. }
            | Self::ExchangeDrawn { .. }
            | Self::ExchangeUndone { .. } => None,
        }
    }

    /// What people wrote of it, by slot.
    pub(super) fn slots(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Invitation { from, group, .. } => vec![("from", from), ("group", group)],
            Self::ClaimReminder { title } => vec![("title", title)],
            Self::ListInvitation { from, list, .. } | Self::GuestInvitation { from, list, .. } => {
                vec![("from", from), ("list", list)]
            }
            Self::ExchangeDrawn { exchange } | Self::ExchangeUndone { exchange } => vec![("exchange", exchange)],
            Self::ConfirmAddress { .. } | Self::ResetPassword | Self::PasswordChanged | Self::AddressChanged => vec![],
        }
    }
}

/// The keys of the texts of all letters: each has a subject, a lead and a reason why it came, most have a link with a note.
#[cfg(test)]
pub(crate) fn every_key() -> Vec<String> {
    let linked =
        ["confirm_address", "reset_password", "password_changed", "invitation", "list_invitation", "guest_invitation"];
    let mut keys = Vec::new();
    for name in linked.iter().chain(&["address_changed", "claim_reminder", "exchange_drawn", "exchange_undone"]) {
        let more: &[&str] = if linked.contains(name) { &["action", "note"] } else { &[] };
        keys.extend(["subject", "lead", "why"].iter().chain(more).map(|part| format!("mail_{name}_{part}")));
    }
    keys
}
