//! All tests of the API in one binary: one link, one PostgreSQL.
#![allow(clippy::unwrap_used)]

mod accounts;
mod batch;
mod bin;
mod boards;
mod chosen_options;
mod corpus;
mod corrections;
mod database;
mod detection;
mod detection_facts;
mod detection_stores;
mod durability;
mod edge;
mod events;
mod fill;
mod fill_faults;
mod guard;
mod hostile_pages;
mod idempotency;
mod items;
mod json_torture;
mod last_resort;
mod odd_values;
mod odd_wishes;
mod openapi;
mod page_kind;
mod placements;
mod price_currency;
mod process;
mod saving;
mod sessions;
mod tokens;
mod variants;
mod visibility;
mod wishes;
