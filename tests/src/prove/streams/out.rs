//! Who is out hears nothing more, on whichever process they listen: out of a group, or out of their session.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::crowd::{ask, group, register};
use super::listeners::{Ear, Listeners};
use crate::app::client;
use crate::prove::server::Server;

/// How long it goes on after the last one is out: whoever still heard something would hear it now.
const AFTER: Duration = Duration::from_secs(3);
/// How often the group is changed meanwhile.
const CHANGES: Duration = Duration::from_millis(40);

/// The slowest of each, from the answer that took them out.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) people: usize,
    /// The last that somebody heard of the group.
    pub(super) silent: Duration,
    /// Until every process refused them the group.
    pub(super) access: Duration,
    /// Until their streams had ended after their session did.
    pub(super) streams_end: Duration,
    /// Until every process refused them.
    pub(super) access_ends: Duration,
}

pub(super) async fn show(servers: &[Server], count: usize) -> Result<Found> {
    let http = client();
    let people = register(&servers[0].base, count + 1, "p").await?;
    let path = group(&servers[0].base, &people).await?;
    let path = path.trim_start_matches(&servers[0].base).to_owned();
    let admin = people[0].clone();
    let members = &people[1..];
    let mut listeners = Listeners::none();
    // Two on each process for each of them: one of each kind.
    let per_person = 2 * servers.len();
    let ears = members.iter().flat_map(|token| {
        servers.iter().flat_map(move |server| [(); 2].map(|()| Ear { base: server.base.clone(), token: token.clone() }))
    });
    listeners.open(ears.collect()).await?;
    let (stop, stopped) = oneshot::channel();
    let changing = tokio::spawn(change(
        (http.clone(), admin.clone()),
        servers.iter().map(|server| format!("{}{path}", server.base)).collect(),
        stopped,
    ));
    let mut found = Found { people: count, ..Found::default() };
    let mut out = Vec::new();
    for (number, token) in members.iter().enumerate() {
        let server = &servers[number % servers.len()];
        let me: Value = http.get(format!("{}/api/v1/me", server.base)).bearer_auth(token).send().await?.json().await?;
        let member = me["id"].as_str().context("nobody")?;
        ask(&http, Method::DELETE, &admin, &format!("{}{path}/members/{member}", server.base), Value::Null).await?;
        let begun = Instant::now();
        out.push(begun);
        for server in servers {
            until(&http, token, &format!("{}{path}", server.base), StatusCode::NOT_FOUND).await?;
        }
        found.access = found.access.max(begun.elapsed());
    }
    tokio::time::sleep(AFTER).await;
    let _ = stop.send(());
    let changes = changing.await??;
    let (mut words, mut goodbyes) = (0, 0);
    for told in listeners.so_far() {
        let begun = out[told.listener / per_person];
        let text = told.text.context("a stream ended before its session")?;
        words += 1;
        goodbyes += usize::from(text.contains("group_removed"));
        found.silent = found.silent.max(told.at.saturating_duration_since(begun));
    }
    ensure!(goodbyes == count * per_person, "{goodbyes} streams said that their person is out");
    ensure!(words > goodbyes && changes > 50, "next to nothing happened meanwhile: {changes} changes, {words} words");

    for (number, token) in members.iter().enumerate() {
        let server = &servers[(number + 1) % servers.len()];
        ask(&http, Method::DELETE, token, &format!("{}/api/v1/sessions", server.base), Value::Null).await?;
        let begun = Instant::now();
        for server in servers {
            until(&http, token, &format!("{}/api/v1/me", server.base), StatusCode::UNAUTHORIZED).await?;
        }
        found.access_ends = found.access_ends.max(begun.elapsed());
        let mut ended = 0;
        while ended < per_person {
            let told = listeners.next().await?;
            ensure!(told.listener / per_person == number, "somebody else's stream ended");
            ended += usize::from(told.text.is_none());
            found.streams_end = found.streams_end.max(told.at.saturating_duration_since(begun));
        }
    }
    Ok(found)
}

/// Changes the group again and again, through one process after the other; gives how often.
async fn change(
    (http, admin): (Client, String),
    paths: Vec<String>,
    mut stopped: oneshot::Receiver<()>,
) -> Result<usize> {
    let mut changes = 0;
    while stopped.try_recv().is_err() {
        let path = &paths[changes % paths.len()];
        ask(&http, Method::PATCH, &admin, path, json!({"name": format!("Change {changes}")})).await?;
        changes += 1;
        tokio::time::sleep(CHANGES).await;
    }
    Ok(changes)
}

/// Asks until it is answered so.
async fn until(http: &Client, token: &str, url: &str, status: StatusCode) -> Result<()> {
    let begun = Instant::now();
    while http.get(url).bearer_auth(token).send().await?.status() != status {
        ensure!(begun.elapsed() < crate::wait::STEP, "{url} never answers {status}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}
