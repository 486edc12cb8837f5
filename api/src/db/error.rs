//! What can go wrong with a statement, by kind: the caller never looks at an engine's own words.

use std::fmt;

use sqlx::error::ErrorKind;

/// Why a statement or transaction failed.
#[derive(Debug)]
pub enum StoreError {
    /// The row is not there.
    NotFound,
    /// A unique key or a reference stands against it, or what a [`Batch`](super::Batch) counted on is no longer so.
    Conflict,
    /// Try again soon: no connection was free, another transaction was in the way, or the server is restarting.
    Busy(sqlx::Error),
    /// A fault of ours or of the disk.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such row"),
            Self::Conflict => f.write_str("a row stands against it"),
            Self::Busy(cause) => write!(f, "the database is busy: {cause}"),
            Self::Internal(cause) => write!(f, "the database failed: {cause}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// A fault that no statement reported.
    pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Of a statement in a [`Batch`](super::Batch): there a null says that what it counted on is no longer so. Anywhere
    /// else it is a fault of ours, which must not pass for the client's.
    pub(super) fn of_batch(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.kind() == ErrorKind::NotNullViolation => Self::Conflict,
            _ => error.into(),
        }
    }
}

/// PostgreSQL: serialization failure, deadlock, lock not available, too many connections, shutting down, starting up.
const BUSY_POSTGRES: [&str; 7] = ["40001", "40P01", "55P03", "53300", "57P01", "57P02", "57P03"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => Self::Busy(error),
            sqlx::Error::Database(cause) => {
                if matches!(cause.kind(), ErrorKind::UniqueViolation | ErrorKind::ForeignKeyViolation) {
                    return Self::Conflict;
                }
                let code = cause.code().unwrap_or_default();
                // SQLite gives extended codes: the low byte is the kind, 5 is BUSY and 6 is LOCKED.
                let sqlite_busy = code.parse::<u32>().is_ok_and(|code| code < 10_000 && matches!(code & 0xff, 5 | 6));
                if sqlite_busy || BUSY_POSTGRES.contains(&code.as_ref()) {
                    Self::Busy(error)
                } else {
                    Self::Internal(Box::new(error))
                }
            }
            _ => Self::Internal(Box::new(error)),
        }
    }
}
