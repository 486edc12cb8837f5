//! All tests of the API in one binary: one link, one PostgreSQL.
#![allow(clippy::unwrap_used)]

mod database;
mod guard;
mod batch;
mod edge;
mod idempotency;
mod openapi;
mod tokens;
