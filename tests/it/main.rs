//! All tests of the API in one binary: one link, one PostgreSQL.
#![allow(clippy::unwrap_used)]

mod accounts;
mod batch;
mod boards;
mod database;
mod edge;
mod guard;
mod idempotency;
mod items;
mod openapi;
mod process;
mod sessions;
mod tokens;
mod wishes;
