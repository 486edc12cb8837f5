//! Handing a claim on: offered by its giver to somebody else who may give the wish, and taken or declined by them.
//! So that who cannot buy it after all finds somebody who does, and nothing is free for a moment in between.
//! It never hands a gift to somebody whom it is for, or was for, and tells nobody else of an offer.

mod routes;
pub(crate) mod store;

pub(super) use routes::routes;
pub(super) use store::take_back;
