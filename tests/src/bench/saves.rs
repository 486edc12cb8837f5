//! Durable saves of 32 clients against the commits that SQLite does alone on the same disk.

use std::time::{Duration, Instant};

use anyhow::Result;
use giftos::clock::Clock;
use shared::id::ItemId;
use sqlx::ConnectOptions;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::load::Connection;
use super::{Row, median};
use crate::{Engine, Person, TestApp};

const CLIENTS: usize = 32;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

/// Measures both in turn, so that a busy disk is busy for both.
///
/// # Errors
/// When a save is refused.
pub async fn run() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("raw.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut raw = options.connect().await?;
    sqlx::raw_sql("create table save (id text primary key, title text not null)").execute(&mut raw).await?;

    let test = TestApp::start(Engine::Sqlite).await;
    let clock = tokio::spawn(goes(test.clock.clone()));
    let mut people = Vec::new();
    for n in 0..CLIENTS {
        people.push(test.register(&format!("saver{n}")).await);
    }
    let (mut commits, mut saves, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let alone = raw_commits(&mut raw, &test.clock).await?;
        let together = durable_saves(&test, &people).await?;
        commits.push(alone);
        saves.push(together);
        ratios.push(together / alone);
    }
    clock.abort();
    raw.close().await?;
    let ratio = median(ratios);
    Ok(vec![Row {
        what: format!("durable saves over HTTP, {CLIENTS} clients, against raw SQLite commits"),
        figure: format!("{:.0} %: {:.0}/s against {:.0}/s", ratio * 100.0, median(saves), median(commits)),
        bar: "≥ 60 %",
        holds: ratio >= 0.6,
    }])
}

/// Commits of one row each, one after the other, for one round.
async fn raw_commits(connection: &mut sqlx::SqliteConnection, clock: &Clock) -> Result<f64> {
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < ROUND {
        let id = ItemId::new(clock.now(), rand_bytes()).to_string();
        let mut tx = connection.begin_with("begin immediate").await?;
        sqlx::query("insert into save (id, title) values ($1, $2)").bind(id).bind("A thing").execute(&mut *tx).await?;
        tx.commit().await?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Saves of everybody at once, each with its answer, for one round. Clients of the plainest kind: they share the cores
/// with the server, and a raw commit has none.
async fn durable_saves(test: &TestApp, people: &[Person]) -> Result<f64> {
    let start = Instant::now();
    let savers = people.iter().map(async |person| {
        let mut connection = Connection::open(test.address).await?;
        let mut count = 0_u32;
        while start.elapsed() < ROUND {
            connection.ask(&request(test, person)).await?;
            count += 1;
        }
        anyhow::Ok(count)
    });
    let counts = futures::future::try_join_all(savers).await?;
    Ok(f64::from(counts.iter().sum::<u32>()) / start.elapsed().as_secs_f64())
}

/// The save of a page that this person has not seen before.
fn request(test: &TestApp, person: &Person) -> String {
    let id = ItemId::new(test.clock.now(), rand_bytes());
    let body = format!(
        r#"{{"id":"{id}","boards":"default","page":{{"url":"https://shop.example/thing/{id}","title":"A thing","price":{{"amount_minor":1299,"currency":"EUR"}},"image":"https://shop.example/thing.jpg"}}}}"#
    );
    let (address, token) = (test.address, person.tokens.access_token.expose());
    format!(
        "POST /api/v1/items HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Lets the server's clock go as clocks do: ids that are drawn later sort later, for both sides.
async fn goes(clock: Clock) {
    const TICK: Duration = Duration::from_millis(1);
    let (start, mut shown) = (Instant::now(), Duration::ZERO);
    loop {
        tokio::time::sleep(TICK).await;
        while shown + TICK <= start.elapsed() {
            clock.advance(TICK);
            shown += TICK;
        }
    }
}

fn rand_bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&uuid::Uuid::now_v7().as_bytes()[6..]);
    bytes
}
