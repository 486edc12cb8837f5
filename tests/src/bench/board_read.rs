//! Reading a board of 50 items, beside a bare axum handler that runs one prepared statement for the same 50 rows on the
//! same engine. Both serve in this process and are asked in turn, so that a noisy machine is noisy for both.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, SqlitePool};
use tokio::net::TcpListener;

use super::load::{Connection, Target, latencies, throughput};
use super::{Row, at, median};
use crate::app::body_of;
use crate::{Engine, Person, TestApp};

/// Items on the board.
const ITEMS: usize = 50;
/// Connections that ask at once.
const CONNECTIONS: usize = 16;

/// The statement of the bare handler: the same rows in the same order, with all that a board shows of an item.
const ROWS: &str = "select i.id, i.product_id, i.offer_id, i.title, i.url, i.shop, i.image, i.price_minor, \
    i.price_currency, i.price_seen_at, i.list_price_minor, i.list_price_currency, i.brand, i.availability, i.quantity, \
    i.variant, i.priority, i.note, i.private_note, i.occasion, i.alert_minor, i.alert_currency, i.needs_check, i.fill, \
    i.state, i.created_at, i.updated_at, i.version, p.position, p.placed_at \
    from placement p join item i on i.id = p.item_id \
    where p.board_id = $1 and i.deleted_at is null order by p.position, p.item_id limit 50";

#[derive(Serialize, sqlx::FromRow)]
struct BareRow {
    id: String,
    product_id: Option<String>,
    offer_id: Option<String>,
    title: String,
    url: Option<String>,
    shop: Option<String>,
    image: Option<String>,
    price_minor: Option<i64>,
    price_currency: Option<String>,
    price_seen_at: Option<i64>,
    list_price_minor: Option<i64>,
    list_price_currency: Option<String>,
    brand: Option<String>,
    availability: Option<String>,
    quantity: Option<i64>,
    variant: String,
    priority: i64,
    note: Option<String>,
    private_note: Option<String>,
    occasion: Option<String>,
    alert_minor: Option<i64>,
    alert_currency: Option<String>,
    needs_check: bool,
    fill: Option<String>,
    state: String,
    created_at: i64,
    updated_at: i64,
    version: i64,
    position: i64,
    placed_at: i64,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

async fn bare(State((pool, board)): State<(Pool, String)>) -> Json<Vec<BareRow>> {
    let rows = match &pool {
        Pool::Sqlite(pool) => sqlx::query_as(ROWS).bind(&board).fetch_all(pool).await,
        Pool::Postgres(pool) => sqlx::query_as(ROWS).bind(&board).fetch_all(pool).await,
    };
    Json(rows.unwrap_or_default())
}

/// Serves the bare handler with as many connections to the database as the product has.
async fn serve_bare(url: &str, board: &str) -> Result<SocketAddr> {
    let pool = if url.starts_with("postgres:") {
        Pool::Postgres(PgPoolOptions::new().max_connections(20).test_before_acquire(false).connect(url).await?)
    } else {
        let options: SqliteConnectOptions = url.parse()?;
        let pool = SqlitePoolOptions::new().max_connections(4).test_before_acquire(false);
        Pool::Sqlite(pool.connect_with(options.read_only(true).pragma("cache_size", "-16000")).await?)
    };
    let routes = axum::Router::new().route("/", get(bare)).with_state((pool, board.to_owned()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(address)
}

/// A board of 50 items as people save them.
async fn board(person: &Person) -> Result<String> {
    for i in 0..ITEMS {
        let new = json!({"id": uuid::Uuid::now_v7(), "boards": "default", "note": "any colour but green", "page": {
            "url": format!("https://shop.example/kitchen/mugs/blue-mug-{i}"), "title": format!("Blue mug number {i} with a saucer"),
            "price": {"amount_minor": 1299 + i, "currency": "EUR"}, "image": format!("https://cdn.shop.example/images/mug-{i}.jpg"),
            "brand": "Potters", "availability": "in_stock", "verdict": "sure",
        }});
        body_of(person.post("/api/v1/items", &new).await, 201).await;
    }
    let boards = body_of(person.get("/api/v1/boards").await, 200).await;
    Ok(boards["entries"][0]["id"].as_str().context("no board")?.to_owned())
}

/// Compares on one engine: `rounds` times `time` each, and then the latency at 500 requests a second.
///
/// # Errors
/// A server that does not answer as it should.
pub async fn run(engine: Engine, rounds: usize, time: Duration) -> Result<Vec<Row>> {
    let test = TestApp::start_with(engine, |config| config.signed_in_per_hour = u32::MAX).await;
    let ana = test.register("ana").await;
    let board = board(&ana).await?;
    let path = format!("/api/v1/boards/{board}/items?limit={ITEMS}");
    let ours = Target::get(test.address, &path, Some(ana.tokens.access_token.expose()));
    let bare = Target::get(serve_bare(&test.app.config.database_url, &board).await?, "/", None);
    ensure!(rows_of(&ours, |page| page["entries"].clone()).await? == ITEMS, "our board is not whole");
    ensure!(rows_of(&bare, |page| page.clone()).await? == ITEMS, "the bare handler's board is not whole");

    let (mut ratios, mut mine, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (own, other) = (throughput(&ours, CONNECTIONS, time).await?, throughput(&bare, CONNECTIONS, time).await?);
        ratios.push(own / other);
        mine.push(own);
        theirs.push(other);
    }
    let mut took = latencies(&ours, 16, 500, time * 2).await?;
    let (ratio, p99) = (median(ratios), at(&mut took, 0.99));
    Ok(vec![
        Row {
            what: format!("board of {ITEMS} items against a bare handler, {engine:?}"),
            figure: format!("{ratio:.2} ({:.0} of {:.0} requests/s)", median(mine), median(theirs)),
            bar: "≥ 0.50",
            holds: ratio >= 0.50,
        },
        Row {
            what: format!("p99 of reading it at 500 requests/s, {engine:?}"),
            figure: format!("{p99:.1} ms (median {:.1} ms)", median(took)),
            bar: "≤ 50 ms",
            holds: p99 <= 50.0,
        },
    ])
}

async fn rows_of(target: &Target, rows: impl Fn(&Value) -> Value) -> Result<usize> {
    let mut connection = Connection::open(target.address).await?;
    let page: Value = serde_json::from_slice(connection.ask(&target.request).await?)?;
    Ok(rows(&page).as_array().map_or(0, Vec::len))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The everyday form: it says that both are asked for the same and answer, not how fast this machine is.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn both_sides_answer_on_both_engines() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let rows = run(engine, 1, Duration::from_millis(50)).await.unwrap();
            assert_eq!(rows.len(), 2);
        }
    }
}
