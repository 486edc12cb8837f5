//! Reading a shop's page for somebody who pasted its address: guarded fetch, then the same detection as in the browser.

use shared::detect::Detection;
use shared::id::AccountId;
use shared::time::Timestamp;
use tokio::task::JoinError;

use crate::App;
use crate::fetch::{FetchError, Page};
use crate::page::detect_html;

/// A page as the server read it.
#[derive(Debug, Clone)]
pub(crate) struct ReadPage {
    /// The address that answered, after redirects.
    pub(crate) url: String,
    /// What was found there.
    pub(crate) detection: Detection,
    /// When the shop showed it, up to a day ago.
    pub(crate) seen_at: Timestamp,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// The page did not come.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A fault of ours while it was looked at.
    #[error("looking at the page failed: {0}")]
    Detection(#[from] JoinError),
}

/// Reads the page at `url`. The guarded client keeps results of the same account for a day, one turn a second for each shop,
/// and its time limits.
pub(crate) async fn read_page(app: &App, asker: AccountId, url: &str) -> Result<ReadPage, ReadError> {
    look(app, app.fetch.get(asker, url, app.clock.now()).await?).await
}

/// What is on a page that came.
pub(crate) async fn look(app: &App, page: Page) -> Result<ReadPage, ReadError> {
    let seen_at = page.asked_at;
    let url = page.url.to_string();
    let base = url.clone();
    // Parsing takes milliseconds to seconds, and its tree stays on one thread. A page from the cache waited for no shop,
    // so without turns a list of them would be parsed all at once.
    let look = move || detect_html(&page.body, &base, page.content_type.as_deref());
    let detection = app.page_turns.next().await.run(look).await?;
    Ok(ReadPage { url, detection, seen_at })
}
