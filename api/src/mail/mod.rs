//! Mail: what the server writes to people, each mail a row and a job that are written in the transaction of their cause.
//! So that a mail that was promised is sent once the cause is on the disk, and none for a cause that is not; no request waits for a mail server.
//! It never sends what an address asked to be spared, and never puts what people wrote anywhere but where text is shown.

mod deliver;
mod key;
mod letter;
mod message;
pub mod settings;
mod smtp;
pub(crate) mod store;
mod unsubscribe;

use std::fmt;
use std::str::FromStr;

use lettre::message::Mailbox;
use rand::random;
use shared::id::JobId;
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

pub(crate) use deliver::run;
use key::Key;
#[cfg(test)]
pub(crate) use letter::every_key;
pub use letter::{Letter, Topic};
use settings::{MailConfig, PublicUrl};
use smtp::Smtp;
pub(crate) use unsubscribe::routes;

use crate::accounts::email::Email;
use crate::clock::Clock;
use crate::db::{At, Batch, Db, StoreError, Tx};
use crate::edge::limits::{Caller, Limit};
use crate::error::{Answer, ApiError, refuse};
use crate::locale::Locale;
use crate::{App, digest, jobs};

/// Mails to one address in an hour, whoever causes them: more would be a nuisance, and a way to hide one among many.
const MOST_TO_ONE: i64 = 5;
const HOUR_MILLIS: i64 = 60 * 60 * 1000;
/// How long it is kept what became of a mail.
const KEPT_MILLIS: i64 = 30 * 24 * HOUR_MILLIS;

/// The mail of this server: on where the operator named a mail server, else off.
pub struct Mail {
    key: Key,
    sender: Option<Sender>,
    limit: Limit,
}

/// What sending needs.
struct Sender {
    smtp: Smtp,
    from: Mailbox,
    public: PublicUrl,
}

impl Mail {
    /// As the operator chose; the key of links is made where this database has none.
    ///
    /// # Errors
    /// Those of the database; `Internal` where a certificate is none.
    pub(crate) async fn open(db: &Db, clock: &Clock, config: &MailConfig) -> Result<Self, StoreError> {
        let sender = match (&config.smtp, &config.mail_from, &config.public_url) {
            (Some(smtp), Some(from), Some(public)) => {
                let smtp = Smtp::new(smtp.clone(), config, public.host()).map_err(StoreError::internal)?;
                Some(Sender { smtp, from: from.clone(), public: public.clone() })
            }
            _ => None,
        };
        let hour = std::time::Duration::from_secs(3600);
        let limit = Limit::new("mail", config.mails_per_hour, hour, clock);
        Ok(Self { key: Key::open(db, clock).await?, sender, limit })
    }

    /// Whether mails are sent.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.sender.is_some()
    }

    /// The token of a mail's link: the same for the same mail, and nobody's to guess.
    pub(crate) fn token(&self, purpose: &str, mail: &str) -> String {
        self.key.token(purpose, mail)
    }

    /// Whether a token is the one of this purpose and text.
    pub(crate) fn made(&self, purpose: &str, about: &str, token: &str) -> bool {
        self.key.made(purpose, about, token)
    }

    /// Refuses where what is asked for cannot be done without mail.
    ///
    /// # Errors
    /// `MailOff`.
    pub fn required(&self) -> Answer<()> {
        if self.is_on() { Ok(()) } else { Err(ApiError::new(ProblemKind::MailOff)) }
    }
}

/// Somebody who is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    address: String,
    /// SHA-256 of the folded address.
    digest: String,
    locale: Locale,
}

impl Recipient {
    /// `None` where the text is no mail address.
    #[must_use]
    pub fn new(address: &str, locale: Locale) -> Option<Self> {
        let mut errors = Vec::new();
        let email = Email::read(address, &mut errors);
        errors.is_empty().then(|| Self::of(&email, locale))
    }

    pub(crate) fn of(email: &Email, locale: Locale) -> Self {
        Self { address: email.typed.clone(), digest: digest::of_parts(&["mail address", &email.key]), locale }
    }

    /// The same person, written to about what givers do: counted apart from all other mails. Whoever is refused one more mail to an
    /// address would know of those as well.
    pub(crate) fn apart(self) -> Self {
        Self { digest: digest::of_parts(&["of givers", &self.digest]), ..self }
    }
}

/// Whom a mail goes to that somebody asks for.
///
/// # Errors
/// `Invalid` where the text is no mail address.
pub(crate) fn recipient(email: &str, locale: Locale) -> Answer<Recipient> {
    let mut errors = Vec::new();
    let email = Email::read(email, &mut errors);
    refuse(errors)?;
    Ok(Recipient::of(&email, locale))
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is to be sent.
    Waiting,
    /// The mail server took it.
    Sent,
    /// The mail server never takes it; its job is parked.
    Refused,
    /// It was worth sending no more.
    Expired,
    /// Its person asked to be spared such mails, or its cause is gone.
    Unwanted,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Unwanted => "unwanted",
        })
    }
}

impl FromStr for State {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let all = [Self::Waiting, Self::Sent, Self::Refused, Self::Expired, Self::Unwanted];
        all.into_iter().find(|state| state.to_string() == word).ok_or("an unknown state of a mail")
    }
}

/// Writes a mail down within a batch: it is sent once the batch is on the disk. Nothing is written while mail is off.
/// Ring `app.jobs` afterwards, or it waits for the next look, a second at most.
pub fn queue(app: &App, batch: &mut Batch, to: &Recipient, letter: &Letter) {
    if let Some(row) = Row::new(app, letter) {
        store::add(batch, &row.id, to, &row.letter, (row.now, row.until));
        jobs::add(batch, jobs::Kind::SendMail, &row.id, row.now, row.now);
    }
}

/// As [`queue`], within a transaction.
///
/// # Errors
/// Those of the database.
pub async fn enqueue(app: &App, tx: &mut Tx, to: &Recipient, letter: &Letter) -> Result<(), StoreError> {
    let Some(row) = Row::new(app, letter) else { return Ok(()) };
    store::insert(tx, &row.id, to, &row.letter, (row.now, row.until)).await?;
    jobs::enqueue(tx, jobs::Kind::SendMail, &row.id, row.now, row.now).await
}

/// A mail before it is written down.
struct Row {
    id: String,
    letter: String,
    now: Timestamp,
    until: Timestamp,
}

impl Row {
    fn new(app: &App, letter: &Letter) -> Option<Self> {
        let now = app.clock.now();
        let text = serde_json::to_string(letter).ok().filter(|_| app.mail.is_on())?;
        Some(Self {
            id: JobId::new(now, random()).to_string(),
            letter: text,
            now,
            until: now.plus_millis(letter.good_for()),
        })
    }
}

/// Counts a mail that `caller` causes, or refuses it: both the caller and the address have their measure. What is answered
/// depends on what was asked before, never on who has an account.
///
/// # Errors
/// `MailOff`, `TooManyRequests`, and those of the database.
pub async fn admit(app: &App, at: impl Into<At<'_>>, caller: Caller, to: &Recipient) -> Answer<()> {
    app.mail.required()?;
    app.mail.limit.take(caller)?;
    let since = app.clock.now().plus_millis(-HOUR_MILLIS);
    if store::count_to(at, &to.digest, since).await? < MOST_TO_ONE {
        return Ok(());
    }
    let detail = "This address was sent several mails within the hour. Look among them, or wait.";
    Err(ApiError::new(ProblemKind::TooManyRequests).detail(detail).retry_after(3600))
}

/// As [`admit`], of a mail that is counted apart: its address has its measure where it is written down.
///
/// # Errors
/// `MailOff`, `TooManyRequests`.
pub(crate) fn admit_apart(app: &App, caller: Caller) -> Answer<()> {
    app.mail.required()?;
    app.mail.limit.take(caller).map(drop)
}

/// Forgets what became of mails a month ago, at most `most` of them; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    usize::try_from(gone).map_err(StoreError::internal)
}
