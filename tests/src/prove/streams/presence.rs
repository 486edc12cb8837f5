//! Who looks at a wish: seen by givers on other processes at once, gone at once or within a minute, and nothing of it to the owner.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::crowd::{ask, group, register};
use crate::app::client;
use crate::prove::server::Server;
use crate::streams::Socket;

/// Between two heartbeats: clients send one every 30 seconds at the latest.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// How long each took until another process showed it.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Somebody came.
    pub(super) arrived: Duration,
    /// Somebody said that they leave, and somebody's line was closed: the slower of both.
    pub(super) left: Duration,
    /// Somebody whose line stood gave no sign of life, from their last one on.
    pub(super) silent: Duration,
}

/// A panel of somebody, who looks at the wish.
struct Panel {
    socket: Socket,
    item: String,
}

impl Panel {
    async fn open(base: &str, token: &str, item: &str) -> Result<Self> {
        let mut socket = Socket::connect(base, None).await?;
        socket.send(&json!({"frame": "sign_in", "token": token})).await?;
        let ready = socket.next().await?.context("it was closed")?;
        ensure!(ready.kind == "ready", "{ready:?}");
        Ok(Self { socket, item: item.to_owned() })
    }

    async fn say(&mut self, frame: &str) -> Result<()> {
        self.socket.send(&json!({"frame": frame, "item_id": self.item})).await
    }

    /// Reads on until so many others are shown.
    async fn until(&mut self, count: u64) -> Result<Instant> {
        loop {
            let sent = self.socket.next().await?.context("it was closed")?;
            if sent.kind == "presence" && sent.body["count"] == count {
                return Ok(Instant::now());
            }
        }
    }
}

pub(super) async fn show(servers: &[Server]) -> Result<Found> {
    let http = client();
    let people = register(&servers[0].base, 4, "g").await?;
    let (owner, givers) = people.split_first().context("nobody")?;
    let path = group(&servers[0].base, &people).await?;
    let boards: Value = http.get(format!("{path}/boards")).bearer_auth(owner).send().await?.json().await?;
    let list = boards["entries"][0]["id"].as_str().context("no list")?;
    let item = uuid::Uuid::now_v7().to_string();
    let new = json!({"id": item, "boards": [list], "title": "A wish"});
    ask(&http, Method::POST, owner, &format!("{}/api/v1/items", servers[0].base), new).await?;

    let base = |number: usize| servers[number % servers.len()].base.as_str();
    let mut of_owner = Panel::open(base(1), owner, &item).await?;
    of_owner.say("look").await?;
    of_owner.until(0).await?;
    let mut watching = Panel::open(base(0), &givers[0], &item).await?;
    watching.say("look").await?;
    watching.until(0).await?;
    let mut found = Found::default();
    let mut others = Vec::new();
    for (number, giver) in (1..).zip(&givers[1..]) {
        let mut panel = Panel::open(base(number), giver, &item).await?;
        let begun = Instant::now();
        panel.say("look").await?;
        let seen = watching.until(number as u64).await?;
        found.arrived = found.arrived.max(seen.duration_since(begun));
        others.push(panel);
    }
    let (mut second, mut first) = (others.pop().context("nobody")?, others.pop().context("nobody")?);
    let begun = Instant::now();
    first.say("leave").await?;
    found.left = watching.until(1).await?.duration_since(begun);
    first.say("look").await?;
    watching.until(2).await?;
    let begun = Instant::now();
    drop(first);
    found.left = found.left.max(watching.until(1).await?.duration_since(begun));
    // The last of them keeps the line and says nothing any more; whoever watches does.
    second.say("look").await?;
    let begun = Instant::now();
    let gone = loop {
        watching.say("look").await?;
        if let Ok(gone) = tokio::time::timeout(HEARTBEAT, watching.until(0)).await {
            break gone?;
        }
    };
    found.silent = gone.duration_since(begun);
    // All the while the owner looked on, and was told what one who looks alone is told: once for each time they asked.
    of_owner.say("hold").await?;
    of_owner.until(0).await?;
    let alone =
        json!({"frame": "presence", "item_id": item, "count": 0, "lookers": [], "held_until": null}).to_string();
    let shown: Vec<Value> =
        of_owner.socket.text.iter().skip(1).map(|text| serde_json::from_str(text)).collect::<Result<_, _>>()?;
    let alone: Value = serde_json::from_str(&alone)?;
    ensure!(shown == [alone.clone(), alone], "the owner was shown {shown:?}");
    Ok(found)
}
