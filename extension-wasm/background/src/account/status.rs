//! What is going on, for the pages: who is signed in, what waits. There is no token in it.

use browser::runtime;
use browser::storage::keys;
use shared::wire::message::{Refusal, Status};

use super::session::{self, Session};
use crate::outbox;
use crate::outbox::row::count;

/// Where a server of one's own listens unless it is told otherwise.
const FIRST_SERVER: &str = "http://127.0.0.1:8787";

/// The status.
pub(crate) async fn get() -> Result<Status, Refusal> {
    let session = session::load().await;
    let rows = outbox::rows().await?;
    let counts = count(&rows, session.as_ref().map(Session::owner).as_ref());
    let server = match &session {
        Some(session) => session.server.clone(),
        None => keys::SERVER.get().await.unwrap_or_else(|| FIRST_SERVER.to_owned()),
    };
    let ended = session.as_ref().is_some_and(|session| session.tokens.is_none());
    let asked = session.as_ref().is_some_and(|session| session.asked);
    Ok(Status {
        server,
        account: session.filter(|_| !ended).map(|session| session.account),
        waiting: counts.waiting,
        refused: counts.refused,
        unclaimed: if asked { 0 } else { counts.nobodys },
        reached_at: keys::REACHED_AT.get().await,
        ended,
        refused_messages: keys::REFUSED_MESSAGES.get().await.unwrap_or_default(),
        version: runtime::version(),
    })
}
