//! Many at once: what they cost, how soon each hears what concerns them, and when the last of many has heard it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures::{StreamExt, TryStreamExt, stream};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::Arguments;
use super::listeners::{Ear, Listeners};
use crate::app::{PASSWORD, client};
use crate::prove::server::Server;

/// Streams of one account: as many as it may have unless the operator says otherwise.
pub(super) const OF_ONE: usize = 20;
/// People that are registered at once: each takes a core for the hash of a password.
const REGISTERING: usize = 4;
/// How often everybody is told something while all streams are open; the slowest counts.
const TELLINGS: usize = 10;
/// Between two events of which the latency is measured.
const PAUSE: Duration = Duration::from_millis(15);

/// What was found.
pub(super) struct Found {
    pub(super) open: usize,
    /// Memory of the server before any stream is open, with all of them, and at most until then: bytes.
    pub(super) before: u64,
    pub(super) memory: u64,
    pub(super) peak: u64,
    /// Half, 99 of 100 and all events had arrived after so long from when they were asked for.
    pub(super) latency: [Duration; 3],
    /// The last of many listeners had heard it after so long.
    pub(super) last: Duration,
}

pub(super) async fn gather(server: &Server, people: &[String], arguments: &Arguments) -> Result<Found> {
    let ear = |token: &String| Ear { base: server.base.clone(), token: token.clone() };
    let (before, _) = server.memory()?;
    let mut listeners = Listeners::none();
    // One of each kind for each of some.
    let few = people.iter().take(arguments.few / 2).flat_map(|token| [ear(token), ear(token)]).collect();
    listeners.open(few).await?;
    let latency = latency(server, &people[..arguments.few / 2], arguments.events, &mut listeners).await?;

    let family = &people[..arguments.listeners / OF_ONE];
    let group = group(&server.base, family).await?;
    let mut rest = Vec::new();
    for (number, token) in people.iter().enumerate() {
        let open = if number < arguments.few / 2 { 2 } else { 0 };
        rest.extend((open..OF_ONE).map(|_| ear(token)));
    }
    rest.truncate(arguments.open - listeners.count());
    listeners.open(rest).await?;
    let mut last = Duration::ZERO;
    for telling in 0..TELLINGS {
        last = last.max(tell_all(server, (&family[0], &group), telling, (&mut listeners, arguments.listeners)).await?);
    }
    let ended = listeners.so_far().iter().filter(|told| told.text.is_none()).count();
    let (memory, peak) = server.memory()?;
    Ok(Found { open: listeners.count() - ended, before, memory, peak, latency, last })
}

/// Registers so many, whose names begin so; gives their tokens.
pub(super) async fn register(base: &str, count: usize, prefix: &str) -> Result<Vec<String>> {
    let http = client();
    let registered = (0..count).map(|number| {
        let name = format!("{prefix}{number}");
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD, "display_name": name});
        let request = http.post(format!("{base}/api/v1/accounts")).json(&body);
        async move {
            let signed: Value = request.send().await?.error_for_status()?.json().await?;
            anyhow::Ok(signed["access_token"].as_str().context("no token")?.to_owned())
        }
    });
    stream::iter(registered).buffered(REGISTERING).try_collect().await
}

/// A group of all of them, who only give; the first is its admin. Gives its address.
pub(super) async fn group(base: &str, people: &[String]) -> Result<String> {
    let http = client();
    let (admin, others) = people.split_first().context("nobody")?;
    let id = uuid::Uuid::now_v7().to_string();
    let path = format!("{base}/api/v1/groups/{id}");
    ask(&http, Method::POST, admin, &format!("{base}/api/v1/groups"), json!({"id": id, "name": "Everybody"})).await?;
    let invite = json!({"id": uuid::Uuid::now_v7().to_string(), "role": "giver_only"});
    let invite = ask(&http, Method::POST, admin, &format!("{path}/invites"), invite).await?;
    let code = invite["code"].as_str().context("no code")?;
    for person in others {
        ask(&http, Method::POST, person, &format!("{base}/api/v1/invites/{code}"), json!({})).await?;
    }
    Ok(path)
}

/// Sends it and takes nothing but success.
pub(super) async fn ask(http: &Client, method: Method, token: &str, url: &str, body: Value) -> Result<Value> {
    let request = http.request(method, url).bearer_auth(token).header("if-match", "*").json(&body);
    let response = request.send().await?;
    let (status, text) = (response.status(), response.text().await?);
    ensure!(status.is_success(), "{url}: {status} {text}");
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// Each makes a board now and then, which both of their streams tell.
async fn latency(
    server: &Server,
    people: &[String],
    events: usize,
    listeners: &mut Listeners,
) -> Result<[Duration; 3]> {
    let http = client();
    let mut asked = HashMap::new();
    for number in 0..events {
        let board = uuid::Uuid::now_v7().to_string();
        let body = json!({"id": board, "name": "A board", "kind": "ideas"});
        asked.insert(board, Instant::now());
        ask(&http, Method::POST, &people[number % people.len()], &format!("{}/api/v1/boards", server.base), body)
            .await?;
        tokio::time::sleep(PAUSE).await;
    }
    let mut took = Vec::new();
    while took.len() < 2 * events {
        let told = listeners.next().await?;
        let event: Value = serde_json::from_str(&told.text.context("a stream ended")?)?;
        let begun = event["board_id"].as_str().and_then(|board| asked.get(board)).context("an event of nobody")?;
        took.push(told.at.duration_since(*begun));
    }
    took.sort_unstable();
    let at = |hundredth: usize| took[(took.len() * hundredth / 100).min(took.len() - 1)];
    Ok([at(50), at(99), at(100)])
}

/// The group changes; gives when the last of so many had heard it.
async fn tell_all(
    server: &Server,
    (admin, group): (&str, &str),
    telling: usize,
    (listeners, count): (&mut Listeners, usize),
) -> Result<Duration> {
    // Those who joined were told of each other.
    tokio::time::sleep(Duration::from_millis(500)).await;
    listeners.so_far();
    let id = group.trim_start_matches(&server.base).rsplit('/').next().unwrap_or_default();
    let begun = Instant::now();
    ask(&client(), Method::PATCH, admin, group, json!({"name": format!("Telling {telling}")})).await?;
    let (mut heard, mut last) = (0, begun);
    while heard < count {
        let told = listeners.next().await?;
        let text = told.text.context("a stream ended")?;
        ensure!(text.contains("group_changed") && text.contains(id), "{text} was not asked for");
        heard += 1;
        last = last.max(told.at);
    }
    Ok(last.duration_since(begun))
}
