//! Guests, as those who give on the same list may see them.

use shared::id::AccountId;
use shared::wire::guests::GuestView;

use crate::guests::Guest;

/// The guest for a giver. An address is told to who typed it alone.
pub(crate) fn guest(guest: Guest, viewer: AccountId) -> GuestView {
    GuestView {
        id: guest.id,
        name: guest.name,
        email: (guest.invited_by == viewer).then_some(guest.email),
        invited_by: guest.inviter,
        created_at: guest.created_at,
        confirmed_at: guest.confirmed_at,
    }
}
