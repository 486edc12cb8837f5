//! The open streams of this process: whose they are, what wakes them, and what ends them.
//!
//! A stream that waits has no timer and asks nothing of the database. One clock for all of them goes round once a second and
//! says which have to send a sign of life, whose token has run out, and who has not taken what was sent to them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;
use shared::wire::stream::Ending;
use tokio::sync::Notify;

use crate::accounts::token::Claims;
use crate::edge::connection::Cut;
use crate::error::{Answer, ApiError};

/// Rounds, of a second each, after which a stream on which nothing was sent sends a sign of life.
const SIGN_OF_LIFE: u64 = 20;
/// Rounds that a reader may let something lie; they come again and go on where they were.
const PATIENCE: u64 = 30;

/// All of them.
#[derive(Debug, Default)]
pub struct Streams {
    open: Mutex<HashMap<AccountId, Vec<Arc<Line>>>>,
    rounds: AtomicU64,
    stopping: AtomicBool,
    stopped: Notify,
}

/// What one stream has to do next.
#[derive(Debug, Default)]
struct Todo {
    /// The log may have grown.
    look: bool,
    /// The session may have ended.
    ask: bool,
    sign_of_life: bool,
    end: Option<Ending>,
}

/// One open stream.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) claims: Claims,
    todo: Mutex<Todo>,
    wake: Notify,
    /// When the token runs out, in epoch milliseconds.
    until: AtomicI64,
    /// In which round something was last sent, and in which one something was handed over that was not taken yet (0: none).
    sent: AtomicU64,
    handed: AtomicU64,
    /// Ends the connection of a reader who takes nothing any more.
    cut: Option<Cut>,
}

/// What a stream is woken for; all of it holds at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) look: bool,
    pub(super) ask: bool,
    pub(super) sign_of_life: bool,
    pub(super) end: Option<Ending>,
}

impl Line {
    fn todo(&self) -> MutexGuard<'_, Todo> {
        self.todo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call(&self, what: impl FnOnce(&mut Todo)) {
        what(&mut self.todo());
        self.wake.notify_one();
    }

    /// Waits until there is something to do, and takes it; the end is never taken away.
    pub(super) async fn called(&self) -> Call {
        loop {
            {
                let mut todo = self.todo();
                if todo.look || todo.ask || todo.sign_of_life || todo.end.is_some() {
                    let end = todo.end;
                    let done = std::mem::replace(&mut *todo, Todo { end, ..Todo::default() });
                    return Call { look: done.look, ask: done.ask, sign_of_life: done.sign_of_life, end };
                }
            }
            self.wake.notified().await;
        }
    }

    /// What ended it, if anything has.
    pub(super) fn ended(&self) -> Option<Ending> {
        self.todo().end
    }

    pub(super) fn renew(&self, until: Timestamp) {
        self.until.store(until.as_millis(), Ordering::Relaxed);
    }
}

impl Streams {
    fn open(&self) -> MutexGuard<'_, HashMap<AccountId, Vec<Arc<Line>>>> {
        // Whoever panicked beside it left a list in which each entry is whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more, unless the account has as many as it may or the server stops.
    pub(super) fn add(&self, claims: Claims, until: Timestamp, cut: Option<Cut>, most: u32) -> Answer<Arc<Line>> {
        let mut open = self.open();
        if self.stopping.load(Ordering::SeqCst) {
            return Err(ApiError::new(ProblemKind::Busy).detail("The server is stopping.").retry_after(1));
        }
        let lines = open.entry(claims.account_id).or_default();
        if lines.len() >= most as usize {
            let detail = format!("An account has at most {most} streams; close one first.");
            return Err(ApiError::new(ProblemKind::TooManyRequests).detail(detail).retry_after(30));
        }
        let line = Arc::new(Line {
            claims,
            // Whatever was written before it was here is looked for at once.
            todo: Mutex::new(Todo { look: true, ..Todo::default() }),
            wake: Notify::new(),
            until: AtomicI64::new(until.as_millis()),
            sent: AtomicU64::new(self.round()),
            handed: AtomicU64::new(0),
            cut,
        });
        lines.push(Arc::clone(&line));
        Ok(line)
    }

    pub(super) fn remove(&self, line: &Arc<Line>) {
        let mut open = self.open();
        if let Some(lines) = open.get_mut(&line.claims.account_id) {
            lines.retain(|other| !Arc::ptr_eq(other, line));
            if lines.is_empty() {
                open.remove(&line.claims.account_id);
            }
        }
    }

    fn round(&self) -> u64 {
        self.rounds.load(Ordering::Relaxed)
    }

    /// Something was handed over to be sent.
    pub(super) fn handed_over(&self, line: &Line) {
        line.handed.store(self.round().max(1), Ordering::Relaxed);
        line.sent.store(self.round(), Ordering::Relaxed);
    }

    /// What was handed over was taken.
    pub(super) fn taken(line: &Line) {
        line.handed.store(0, Ordering::Relaxed);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open().values().map(Vec::len).sum()
    }

    /// The logs of these accounts may have grown.
    pub(super) fn wake(&self, accounts: impl IntoIterator<Item = AccountId>) {
        let open = self.open();
        for account in accounts {
            open.get(&account).into_iter().flatten().for_each(|line| line.call(|todo| todo.look = true));
        }
    }

    /// Anything may have happened that was not heard of.
    pub(super) fn wake_all(&self) {
        for line in self.open().values().flatten() {
            line.call(|todo| (todo.look, todo.ask) = (true, true));
        }
    }

    /// Ends those of one account whose session `is_meant`.
    pub(super) fn end(&self, account: AccountId, is_meant: impl Fn(SessionId) -> bool, ending: Ending) {
        let open = self.open();
        for line in open.get(&account).into_iter().flatten() {
            if is_meant(line.claims.session_id) {
                line.call(|todo| todo.end = todo.end.or(Some(ending)));
            }
        }
    }

    /// Once a second: who has to send a sign of life, whose time is over.
    pub(super) fn go_round(&self, now: Timestamp) {
        let round = self.rounds.fetch_add(1, Ordering::Relaxed) + 1;
        for line in self.open().values().flatten() {
            let handed = line.handed.load(Ordering::Relaxed);
            if handed != 0 && round.saturating_sub(handed) > PATIENCE {
                line.call(|todo| todo.end = todo.end.or(Some(Ending::Slow)));
                if let Some(cut) = &line.cut {
                    cut.now();
                }
            } else if now.as_millis() >= line.until.load(Ordering::Relaxed) {
                line.call(|todo| todo.end = todo.end.or(Some(Ending::SignIn)));
            } else if round.saturating_sub(line.sent.load(Ordering::Relaxed)) >= SIGN_OF_LIFE {
                line.sent.store(round, Ordering::Relaxed);
                line.call(|todo| todo.sign_of_life = true);
            }
        }
    }

    /// The server stops: all of them end, and no new one begins.
    pub(crate) fn stop(&self) {
        let open = self.open();
        self.stopping.store(true, Ordering::SeqCst);
        for line in open.values().flatten() {
            line.call(|todo| todo.end = todo.end.or(Some(Ending::Stopping)));
        }
        self.stopped.notify_waiters();
    }

    /// Waits until the server stops.
    pub(super) async fn stopped(&self) {
        let stopped = self.stopped.notified();
        tokio::pin!(stopped);
        // From here on a stop is not missed.
        stopped.as_mut().enable();
        if !self.stopping.load(Ordering::SeqCst) {
            stopped.await;
        }
    }
}

#[cfg(test)]
mod tests;
