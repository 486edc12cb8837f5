//! What the owner hears without asking: their own streams, from the beginning of a pair to its end, to the letter.

use anyhow::{Context, Result};
use reqwest::header::HeaderMap;
use serde_json::json;

use crate::Person;
use crate::streams::{Socket, Sse};

/// Both of them, and a second panel that looks at the owner's own wishes all the while.
pub(super) struct Listening {
    page: Sse,
    panel: Socket,
    eyes: Socket,
}

/// What was heard on one.
pub(super) struct Heard {
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Listening {
    /// Listens from the first event on, and looks at these wishes.
    pub(super) async fn begin(person: &Person, items: &[String]) -> Result<Self> {
        let (page, panel) = (Sse::open(person, Some(0)).await?, Socket::open(person, Some(0)).await?);
        let mut listening = Self { page, panel, eyes: Socket::open(person, None).await? };
        listening.look(items, "look").await?;
        Ok(listening)
    }

    /// Looks at each, and waits for the answer.
    async fn look(&mut self, items: &[String], frame: &str) -> Result<()> {
        for item in items {
            look(&mut self.eyes, frame, item).await?;
        }
        Ok(())
    }

    /// What was heard up to the event of this number, in the order of `STREAMS`.
    pub(super) async fn end(mut self, last: i64, items: &[String]) -> Result<[Heard; 2]> {
        self.look(items, "hold").await?;
        self.look(items, "look").await?;
        while self.page.next().await?.context("the page's stream ended")?.number() != last {}
        while self.panel.next().await?.context("the panel's stream ended")?.number() != last {}
        // A sign of life comes by the clock, when nothing was said for a while.
        let page = self.page.text.replace(":\n\n", "");
        let headers = self.page.headers().clone();
        // What is seen comes as an answer, beside events that come when they may.
        let seen = self.eyes.text.into_iter().filter(|frame| !frame.contains("\"frame\":\"event\""));
        let panel: Vec<String> = self.panel.text.into_iter().chain(seen).collect();
        Ok([Heard { headers, text: page }, Heard { headers: HeaderMap::new(), text: panel.join("\n") }])
    }
}

/// Says on a socket that its person looks at a wish, or holds or leaves it; waits until the server has taken that in.
pub(super) async fn look(socket: &mut Socket, frame: &str, item: &str) -> Result<()> {
    socket.send(&json!({"frame": frame, "item_id": item})).await?;
    socket.send(&json!({"frame": "ping"})).await?;
    while socket.next().await?.context("the panel's stream ended")?.kind != "pong" {}
    Ok(())
}
