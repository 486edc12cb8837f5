//! Which board is shown to which group, as rows.
//! So that a list of a group and the sight of a board rest on one and the same table.
//! It never asks whether somebody is in the group: the queries for a viewer do.

pub(crate) mod store;

pub(super) use store::{boards_of, groups_of, hide, hide_all, item_locks_at, locks_at, onlookers, show};
