//! What a guest may know of claims, and what others may know of guests' claims.
//! So that somebody without an account sees what is still free, with the eyes of the giver who invited them and with no others.
//! It never shows a guest a name or a note of a giver, and shows nothing to the address of somebody whom a wish is for.

pub(crate) mod store;

pub(crate) use store::{gives_on, sight};
pub(super) use store::{on_board, on_item};
