//! `prove streams`: ten thousand people look on, and each hears at once what concerns them, and nothing any more once they are out.
//! So that a promise about many is held by many: real processes, real connections, both ends apart.
//! It never takes a figure from the server's own mouth: what counts is what arrived, and when.

mod crowd;
mod listeners;
mod out;
mod presence;

use std::time::Duration;

use anyhow::Result;
use clap::Args;

use super::Verdict;
use super::server::Server;
use crate::{Engine, postgres};

/// How many.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Streams that are open, half of each kind.
    #[arg(long, default_value_t = 10_000)]
    open: usize,
    /// Streams that are open while the latency is measured, two for each account.
    #[arg(long, default_value_t = 1_000)]
    few: usize,
    /// Events of which the latency is measured.
    #[arg(long, default_value_t = 500)]
    events: usize,
    /// Listeners of one event, while all streams are open.
    #[arg(long, default_value_t = 1_000)]
    listeners: usize,
    /// People who are taken out, one after the other.
    #[arg(long, default_value_t = 20)]
    removed: usize,
    /// Processes on PostgreSQL that they listen to.
    #[arg(long, default_value_t = 3)]
    processes: usize,
}

impl Arguments {
    /// Accounts that all of them need.
    fn people(&self) -> usize {
        self.open.div_ceil(crowd::OF_ONE).max(self.few / 2)
    }
}

const MEGABYTE: u64 = 1024 * 1024;
/// The bars.
const MOST_MEMORY: u64 = 350 * MEGABYTE;
const LATENCY: Duration = Duration::from_millis(100);
const LAST: Duration = Duration::from_secs(1);
const OUT: Duration = Duration::from_secs(1);
const GONE: Duration = Duration::from_secs(60);

/// Opens them, and prints what arrived when.
///
/// # Errors
/// A server that does not start, or people who cannot be made.
pub async fn run(arguments: &Arguments) -> Result<Verdict> {
    let mut held = true;
    println!(
        "engine     open   memory before, with them (most)   latency of {} events, {} open: p50, p99, most   last of {} listeners, all open",
        arguments.events, arguments.few, arguments.listeners
    );
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let folder = tempfile::tempdir()?;
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}/giftos.sqlite", folder.path().display()),
            Engine::Postgres => postgres::fresh_database().await?,
        };
        // Hashing the passwords of hundreds takes memory of its own, which its process keeps for the next.
        let people = crowd::register(&Server::start(&database, &[]).await?.base, arguments.people(), "p").await?;
        let server = Server::start(&database, &[]).await?;
        let found = crowd::gather(&server, &people, arguments).await?;
        let [half, nearly_all, most] = found.latency;
        println!(
            "{:<8} {:>6} {:>6} MB, {} MB ({} MB) {:>22} ms, {} ms, {} ms {:>30} ms",
            format!("{engine:?}"),
            found.open,
            found.before / MEGABYTE,
            found.memory / MEGABYTE,
            found.peak / MEGABYTE,
            half.as_millis(),
            nearly_all.as_millis(),
            most.as_millis(),
            found.last.as_millis()
        );
        held &=
            found.open >= arguments.open && found.memory <= MOST_MEMORY && nearly_all <= LATENCY && found.last <= LAST;
    }
    let database = postgres::fresh_database().await?;
    let mut servers = Vec::new();
    for _ in 0..arguments.processes {
        servers.push(Server::start(&database, &[]).await?);
    }
    let found = out::show(&servers, arguments.removed).await?;
    println!(
        "taken out, {} people on {} processes: last word of the group after {} ms, access after {} ms; session ended: streams after {} ms, access after {} ms",
        found.people,
        arguments.processes,
        found.silent.as_millis(),
        found.access.as_millis(),
        found.streams_end.as_millis(),
        found.access_ends.as_millis()
    );
    held &= [found.silent, found.access, found.streams_end, found.access_ends].iter().all(|took| *took <= OUT);
    let seen = presence::show(&servers).await?;
    println!(
        "presence, on {} processes: somebody comes after {} ms, leaves after {} ms, is gone without a heartbeat after {} ms; the owner sees nothing",
        arguments.processes,
        seen.arrived.as_millis(),
        seen.left.as_millis(),
        seen.silent.as_millis()
    );
    held &= seen.left <= OUT && seen.silent <= GONE;
    println!(
        "streams: {}: bar {} open streams in 350 MB of the server, event latency p99 100 ms with 1000 open, last of 1000 listeners 1 s with \
        10000 open, whoever is taken out silent within 1 s on every one of 3 processes, \
         and whoever looks at a wish gone at once when they leave and within 60 s without a heartbeat",
        if held { "HELD" } else { "NOT HELD" },
        10_000
    );
    let full = arguments.open >= 10_000
        && arguments.few >= 1_000
        && arguments.events >= 500
        && arguments.listeners >= 1_000
        && arguments.removed >= 20
        && arguments.processes >= 3;
    Ok(if held && full { Verdict::Held } else { Verdict::NotHeld })
}
