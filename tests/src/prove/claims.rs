//! `prove claims`: many people claim the same wishes at the same moment, over several processes. As many win as are wanted.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use futures::StreamExt;
use futures::future::{join_all, try_join_all};
use futures::stream;
use reqwest::Client;
use serde_json::{Value, json};

use super::Verdict;
use super::server::Server;
use crate::Engine;
use crate::app::{PASSWORD, client};
use crate::{claim_model, postgres};

/// How many claim, and how much.
#[derive(Debug, Args)]
pub struct Arguments {
    /// People who claim at once.
    #[arg(long, default_value_t = 200)]
    claimers: usize,
    /// Wishes that they claim, one after the other.
    #[arg(long, default_value_t = 50)]
    items: usize,
    /// Interleavings of claiming, giving back, throwing away, locking and revealing that are held to a model, on each engine.
    #[arg(long, default_value_t = 200)]
    interleavings: u32,
    /// Where their chance begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Processes on PostgreSQL.
    #[arg(long, default_value_t = 3)]
    processes: usize,
}

/// People that are registered at once: each takes a core for the hash of a password.
const REGISTERING: usize = 4;

struct Person {
    token: String,
}

/// What became of the claims on all items.
#[derive(Debug, Default)]
struct Outcome {
    /// Items of which exactly as many were given as were wanted.
    right: usize,
    won: usize,
    taken: usize,
    /// Answers that are neither, by status and kind.
    other: Vec<String>,
    /// How long the slowest item took until everybody was answered.
    slowest: Duration,
}

/// Lets them claim on SQLite and on PostgreSQL, and prints what came of it.
///
/// # Errors
/// A server that does not start, or a family that cannot be set up.
pub async fn run(arguments: &Arguments) -> Result<Verdict> {
    println!("engine     processes   claimers   items   won   clean refusals   other answers   slowest item");
    let mut held = true;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let folder = tempfile::tempdir()?;
        let (database, processes) = match engine {
            Engine::Sqlite => (format!("sqlite:{}/giftos.sqlite", folder.path().display()), 1),
            Engine::Postgres => (postgres::fresh_database().await?, arguments.processes),
        };
        let mut servers = Vec::new();
        for _ in 0..processes {
            servers.push(Server::start(&database, &[]).await?);
        }
        let outcome = claim(&servers, arguments).await?;
        println!(
            "{:<8} {processes:>11} {:>10} {:>7} {:>5} {:>16} {:>15} {:>11} ms",
            format!("{engine:?}"),
            arguments.claimers,
            arguments.items,
            outcome.won,
            outcome.taken,
            outcome.other.len(),
            outcome.slowest.as_millis()
        );
        outcome.other.iter().take(5).for_each(|answer| println!("    {answer}"));
        let all = arguments.claimers * arguments.items;
        held &= outcome.right == arguments.items && outcome.other.is_empty() && outcome.won + outcome.taken == all;
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        match claim_model::run(engine, arguments.seed, arguments.interleavings).await {
            Ok(ran) => println!(
                "{engine:?}: {} interleavings of seed {}, {} acts, {} of them refused, {} reveals: as the model says",
                ran.cases, arguments.seed, ran.acts, ran.refused, ran.revealed
            ),
            Err(error) => {
                println!("{error:#}");
                held = false;
            }
        }
    }
    println!(
        "claims: {}: bar 200 claimers of each of 50 wishes, on SQLite and on PostgreSQL with 3 processes: 50 winners, the rest a clean \
         \"taken\", no fault of a server; and no interleaving that ends otherwise than a model says",
        if held { "HELD" } else { "NOT HELD" }
    );
    let full = arguments.claimers >= 200 && arguments.items >= 50 && arguments.processes >= 3;
    Ok(if held && full { Verdict::Held } else { Verdict::NotHeld })
}

async fn claim(servers: &[Server], arguments: &Arguments) -> Result<Outcome> {
    let http = client();
    let base = &servers[0].base;
    let people = stream::iter(0..=arguments.claimers)
        .map(|number| register(&http, base, number))
        .buffered(REGISTERING)
        .collect::<Vec<_>>()
        .await;
    let mut people = people.into_iter().collect::<Result<Vec<_>>>()?;
    let owner = people.remove(0);
    let items = family(&http, base, (&owner, &people), arguments.items).await?;
    let mut outcome = Outcome::default();
    for item in items {
        let begun = Instant::now();
        let claims = people.iter().enumerate().map(|(number, person)| {
            let base = &servers[number % servers.len()].base;
            let body = json!({"id": uuid::Uuid::now_v7().to_string()});
            ask(&http, person, (format!("{base}/api/v1/items/{item}/claims"), body))
        });
        let answers = join_all(claims).await;
        outcome.slowest = outcome.slowest.max(begun.elapsed());
        let before = outcome.won;
        for answer in answers {
            match answer {
                Ok((201, _)) => outcome.won += 1,
                Ok((409, body)) if body["type"] == "/problems/taken" => outcome.taken += 1,
                Ok((status, body)) => outcome.other.push(format!("{status} {body}")),
                Err(error) => outcome.other.push(format!("{error:#}")),
            }
        }
        outcome.right += usize::from(outcome.won - before == 1);
    }
    Ok(outcome)
}

async fn register(http: &Client, base: &str, number: usize) -> Result<Person> {
    let body =
        json!({"email": format!("p{number}@example.org"), "password": PASSWORD, "display_name": format!("p{number}")});
    let response = http.post(format!("{base}/api/v1/accounts")).json(&body).send().await?;
    let signed: Value = response.error_for_status()?.json().await?;
    Ok(Person { token: signed["access_token"].as_str().context("no token")?.to_owned() })
}

async fn ask(http: &Client, person: &Person, (url, body): (String, Value)) -> Result<(u16, Value)> {
    let response = http.post(url).bearer_auth(&person.token).json(&body).send().await?;
    Ok((response.status().as_u16(), response.json().await?))
}

/// A group of all of them, and wishes of its admin that they are shown, one of each; gives their ids.
async fn family(http: &Client, base: &str, (owner, people): (&Person, &[Person]), items: usize) -> Result<Vec<String>> {
    let group = uuid::Uuid::now_v7().to_string();
    let id = || uuid::Uuid::now_v7().to_string();
    let made = ask(http, owner, (format!("{base}/api/v1/groups"), json!({"id": group, "name": "Everybody"}))).await?;
    ensure!(made.0 == 201, "{made:?}");
    let invites = format!("{base}/api/v1/groups/{group}/invites");
    let (_, invite) = ask(http, owner, (invites, json!({"id": id(), "role": "giver_only"}))).await?;
    let code = invite["code"].as_str().context("no code")?;
    let join = |person| ask(http, person, (format!("{base}/api/v1/invites/{code}"), json!({})));
    for joined in try_join_all(people.iter().map(join)).await? {
        ensure!(joined.0 == 200, "{joined:?}");
    }
    let boards = http.get(format!("{base}/api/v1/groups/{group}/boards")).bearer_auth(&owner.token).send().await?;
    let boards: Value = boards.json().await?;
    let list = boards["entries"][0]["id"].as_str().context("no list")?;
    let mut ids = Vec::new();
    for number in 0..items {
        let item = id();
        let new = json!({"id": item, "boards": [list], "title": format!("Wish {number}")});
        let saved = ask(http, owner, (format!("{base}/api/v1/items"), new)).await?;
        ensure!(saved.0 == 201, "{saved:?}");
        ids.push(item);
    }
    Ok(ids)
}
