//! A person's log as it grows: one core, and two ways to send it, SSE for pages and a WebSocket for the extension.
//! So that whoever shows a board sees a change within a blink, and after any break goes on where they were, with nothing lost or doubled.
//! It never sends what is not in the log of this viewer, and never goes on when their session has ended.

mod lines;
mod listen;
mod socket;
mod sse;

use std::sync::Arc;

use shared::time::Timestamp;
use shared::wire::event::EventView;
use shared::wire::problem::ProblemKind;
use shared::wire::stream::Ending;
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;

use lines::Line;
pub(crate) use lines::Streams;
pub(crate) use listen::listen;
pub(crate) use sse::LAST_EVENT_ID;

use super::{MOST_AT_ONCE, store, views};
use crate::App;
use crate::accounts::sessions;
use crate::accounts::token::Claims;
use crate::edge::connection::Cut;
use crate::error::{Answer, ApiError};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(sse::routes()).merge(socket::routes())
}

/// Whether this is the address of a stream, which is no request like any other: it does not end, and goes into no batch.
pub(crate) fn is_one(path: &str) -> bool {
    path.starts_with("/api/v1/events/")
}

/// What is sent next.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// The next events, the oldest first, at least one.
    Events(Vec<EventView>),
    /// Some events are forgotten, or were never there: go on from this number.
    Reset(i64),
    /// Nothing happened for a while.
    SignOfLife,
    /// The last word.
    End(Ending),
}

/// One viewer's stream.
struct Stream {
    app: App,
    line: Arc<Line>,
    /// The last number that was sent.
    after: i64,
    /// The log may hold more.
    look: bool,
    /// The session may have ended.
    ask: bool,
    /// It came with a number that is not the last one: there must be more, or the number is none of this log.
    strays: bool,
    over: bool,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.app.streams.remove(&self.line);
    }
}

impl Stream {
    /// Opens one that goes on after a number; from now on where there is none.
    ///
    /// # Errors
    /// `Unauthenticated` where the session has ended, `TooManyRequests` where the account has as many as it may, `Busy` where the server stops.
    async fn open(
        app: App,
        (claims, until): (Claims, Timestamp),
        after: Option<i64>,
        cut: Option<Cut>,
    ) -> Answer<Self> {
        let line = app.streams.add(claims, until, cut, app.config.max_streams)?;
        let mut stream = Self { app, line, after: 0, look: true, ask: false, strays: false, over: false };
        // Asked anew and after it is in the list: an end that comes from now on ends it.
        stream.hold_session().await?;
        let app = &stream.app;
        let asking = store::last_number(&app.db, claims.account_id).instrument(span());
        let last_number = asking.await?;
        stream.after = after.unwrap_or(last_number);
        stream.strays = stream.after != last_number;
        Ok(stream)
    }

    async fn hold_session(&self) -> Answer<()> {
        match sessions::role(&self.app, self.line.claims).instrument(span()).await? {
            Some(_) => Ok(()),
            None => Err(ApiError::new(ProblemKind::Unauthenticated)),
        }
    }

    /// Goes on with another token of the same session.
    fn renew(&self, (claims, until): (Claims, Timestamp)) -> bool {
        let same = claims == self.line.claims;
        if same {
            self.line.renew(until);
        }
        same
    }

    /// What is to be sent next; nothing after the end. It may be dropped while it waits, and loses nothing.
    async fn next(&mut self) -> Option<Said> {
        if self.over {
            return None;
        }
        Streams::taken(&self.line);
        let said = loop {
            if let Some(ending) = self.line.ended() {
                break Said::End(ending);
            }
            if self.ask {
                match Box::pin(self.hold_session()).await {
                    Ok(()) => self.ask = false,
                    Err(error) if error.kind() == ProblemKind::Unauthenticated => break Said::End(Ending::SignedOut),
                    Err(_) => break Said::End(Ending::Again),
                }
            }
            if self.look {
                // The query is a large future, and most of the time there is none.
                match Box::pin(self.read()).await {
                    Ok(Some(said)) => break said,
                    Ok(None) => self.look = false,
                    // The reader comes again and goes on where they are.
                    Err(_) => break Said::End(Ending::Again),
                }
            }
            let call = self.line.called().await;
            self.look |= call.look;
            self.ask |= call.ask;
            if call.sign_of_life && !self.look && !self.ask && call.end.is_none() {
                break Said::SignOfLife;
            }
        };
        self.over = matches!(said, Said::End(_));
        self.app.streams.handed_over(&self.line);
        Some(said)
    }

    /// The next events, if there are any.
    async fn read(&mut self) -> Answer<Option<Said>> {
        let (db, account) = (&self.app.db, self.line.claims.account_id);
        let rows = store::after(db, account, self.after, MOST_AT_ONCE as i64).instrument(span()).await?;
        // Numbers have no gaps: where the next one is not there, it was forgotten.
        let next = rows.first().map(|(number, ..)| *number);
        if next.map_or(self.strays, |number| number > self.after + 1) {
            let last_number = store::last_number(db, account).instrument(span()).await?;
            (self.after, self.strays) = (last_number, false);
            return Ok(Some(Said::Reset(last_number)));
        }
        self.strays = false;
        // A full page may not be the last one.
        self.look = rows.len() >= MOST_AT_ONCE;
        let Some((last, ..)) = rows.last() else { return Ok(None) };
        self.after = *last;
        Ok(Some(Said::Events(views(rows)?)))
    }
}

/// What a stream reads, it reads at any moment, beside whatever is asked.
fn span() -> tracing::Span {
    tracing::info_span!("stream")
}
