//! What every handler may use: the database, the clock, the keys and the limits of this server.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::accounts::password::Passwords;
use crate::accounts::token::Tokens;
use crate::accounts::{self, RecentSessions};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, StoreError};
use crate::edge::limits::{Limit, Limits};
use crate::events::stream::Streams;
use crate::fetch;
use crate::jobs::Bell;
use crate::mail::Mail;
use crate::pictures::Intake;
use crate::presence::Presence;
use crate::turns::Turns;

/// Enough to invite a family, too few to try out a list of addresses.
const LOOKUPS_PER_MINUTE: u32 = 10;
/// Pages parsed at once: each may take a core for a second, and twenty times its size.
const PAGES_AT_ONCE: usize = 2;
const MINUTE: Duration = Duration::from_secs(60);

/// The running server, as handlers see it. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// What the operator chose.
    pub config: Config,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// Sessions that were found good a moment ago.
    pub recent_sessions: RecentSessions,
    /// The streams of events that are open in this process.
    pub streams: Streams,
    /// Who looks at what, as far as this process has heard.
    pub presence: Presence,
    /// How often somebody may ask.
    pub limits: Limits,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// The one way out to addresses that people give.
    pub fetch: fetch::Client,
    /// Whose turn it is to have a page parsed.
    pub page_turns: Turns,
    /// Who may send a picture, and whose turn it is to have one decoded.
    pub pictures: Intake,
    /// Wakes the worker of this process.
    pub jobs: Bell,
    /// What is written to people, and whether at all.
    pub mail: Mail,
    /// How many pages an account may have read.
    pub scrapes: Limit,
    /// How many mail addresses an account may ask for.
    pub lookups: Limit,
    stopping: AtomicBool,
}

impl App {
    /// Opens the database that `config` names, brings it up to date, and makes the server's key where there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn open(config: Config, clock: Clock, fetch: fetch::Client) -> Result<Self, StoreError> {
        let db = Db::open(&config.database_url).await?;
        let tokens = accounts::signing_key(&db, &clock).await?;
        let mail = Mail::open(&db, &clock, &config.mail).await?;
        Ok(Self(Arc::new(Parts {
            limits: Limits::new(&config, &clock),
            db,
            tokens,
            recent_sessions: RecentSessions::default(),
            streams: Streams::default(),
            presence: Presence::default(),
            passwords: Passwords::default(),
            fetch,
            page_turns: Turns::new(PAGES_AT_ONCE),
            pictures: Intake::default(),
            jobs: Bell::default(),
            mail,
            scrapes: Limit::new("scrape", config.scrapes_per_minute, MINUTE, &clock),
            lookups: Limit::new("lookup", LOOKUPS_PER_MINUTE, MINUTE, &clock),
            stopping: AtomicBool::new(false),
            config,
            clock,
        })))
    }

    /// Whether the server takes no new connections any more.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.load(Ordering::SeqCst)
    }

    pub(crate) fn stop(&self) {
        self.0.stopping.store(true, Ordering::SeqCst);
        self.0.streams.stop();
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
