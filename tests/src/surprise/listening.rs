//! What the owner hears without asking: their own streams, from the beginning of a pair to its end, to the letter.

use anyhow::{Context, Result};
use reqwest::header::HeaderMap;

use crate::Person;
use crate::streams::{Socket, Sse};

/// Both of them.
pub(super) struct Listening {
    page: Sse,
    panel: Socket,
}

/// What was heard on one.
pub(super) struct Heard {
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Listening {
    /// Listens from the first event on.
    pub(super) async fn begin(person: &Person) -> Result<Self> {
        Ok(Self { page: Sse::open(person, Some(0)).await?, panel: Socket::open(person, Some(0)).await? })
    }

    /// What was heard up to the event of this number, in the order of `STREAMS`.
    pub(super) async fn end(mut self, last: i64) -> Result<[Heard; 2]> {
        while self.page.next().await?.context("the page's stream ended")?.number() != last {}
        while self.panel.next().await?.context("the panel's stream ended")?.number() != last {}
        // A sign of life comes by the clock, when nothing was said for a while.
        let page = self.page.text.replace(":\n\n", "");
        let headers = self.page.headers().clone();
        Ok([Heard { headers, text: page }, Heard { headers: HeaderMap::new(), text: self.panel.text.join("\n") }])
    }
}
