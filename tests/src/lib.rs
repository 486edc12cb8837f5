//! The parts that tests, proofs and the demo share: the API in this process, both database engines, real browsers.
//! So that a test is written once and runs on SQLite and PostgreSQL, and whoever needs a browser starts it in the same way.
//! It never reaches beyond this machine and never leaves a program or a folder behind.

pub mod app;
pub mod bench;
pub mod catcher;
pub mod child;
pub mod chromium;
pub mod claim_model;
pub mod corpus;
pub mod day;
pub mod display;
pub mod firefox;
pub mod guard;
pub mod hostile_pages;
pub mod hostile_shop;
pub mod journey;
pub mod postgres;
pub mod prove;
pub mod roles;
pub mod shop;
pub mod states;
pub mod streams;
pub mod surprise;
pub mod uploads;
pub mod wait;

pub use app::{Engine, Person, TestApp};

/// Writes each test once and runs it on both engines: `on_both_engines! { async fn name(engine) { … } }`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($engine:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #![allow(unused_imports)]
            use super::*;

            async fn run($engine: $crate::Engine) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::Engine::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::Engine::Postgres).await;
            }
        }
    )+};
}
