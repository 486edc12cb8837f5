//! The database: SQLite or PostgreSQL behind one type, one text for each query.
//! So that a rule is written once, and an operator chooses the engine by an address alone.
//! It never decides anything about accounts or items, and no other module opens a connection.

mod batch;
mod columns;
mod error;
mod migrate;
mod notices;
mod statements;
mod tx;
mod writer;

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use log::LevelFilter;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, SqlitePool};

pub use batch::Batch;
pub(crate) use columns::or_empty;
pub use columns::{Millis, Text};
pub use error::StoreError;
pub(crate) use notices::{Heard, LONGEST as LONGEST_NOTICE};
pub use statements::every_statement;
pub(crate) use statements::statements;
pub use tx::{At, Tx};
pub(crate) use tx::{Opened, on};
use writer::Writer;

/// An open database. Cheap to clone; all clones share their connections.
#[derive(Clone)]
pub enum Db {
    /// One file, one process: one writer that commits in groups, and readers beside it.
    Sqlite {
        /// The only connection that writes.
        writer: Writer,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// A server that several processes share.
    Postgres(PgPool),
}

/// Readers beside SQLite's writer: reads are short, and two cores are common.
const SQLITE_READERS: u32 = 4;
/// Pages of 4 KiB in SQLite's log before they are carried over: 16 MiB.
const LOG_PAGES: &str = "4000";
/// Results of the writer that nobody has taken yet; more than the statements of the largest batch.
const WRITER_ROWS: usize = 512;
/// Connections of one process to PostgreSQL, whose own default is 100 in all.
const POSTGRES_CONNECTIONS: u32 = 20;
/// How long a request waits for a connection before it is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(5);

impl Db {
    /// Opens `sqlite:PATH` (the file is made where it is missing) or `postgres://…`, and brings its tables up to date.
    ///
    /// # Errors
    /// `Internal` where the address is none, the database cannot be reached, or a migration fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(PgConnectOptions::from_str(url)?).await
        } else {
            Self::open_sqlite(SqliteConnectOptions::from_str(url)?).await
        }
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged save survives a power cut (promise 1); group commit pays for it.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-16000")
            // The log is carried over into the file by whoever commits. The longer it is, the more changes of a page are one.
            .pragma("wal_autocheckpoint", LOG_PAGES);
        let options = told(options);
        make_private(options.get_filename())?;
        // What a batch gives back waits here, so that SQLite need not wait for whoever asked.
        let roomy = options.clone().row_buffer_size(WRITER_ROWS);
        let mut connection = sqlx::SqliteConnection::connect_with(&roomy).await?;
        migrate::run_sqlite(&mut connection).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .min_connections(0)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.create_if_missing(false).read_only(true));
        Ok(Self::Sqlite { writer: Writer::new(connection), readers })
    }

    async fn open_postgres(options: PgConnectOptions) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // A ping costs as much as the query. Only a connection that has rested may have lost its server.
            .test_before_acquire(false)
            .before_acquire(|connection, rested| {
                Box::pin(async move { Ok(rested.idle_for < Duration::from_secs(1) || connection.ping().await.is_ok()) })
            })
            .connect_with(told(options))
            .await?;
        migrate::run_postgres(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    /// Begins a transaction. Nothing is durable until [`Tx::commit`] has answered; dropping it takes everything back.
    /// Await nothing but the database while it is open: on SQLite all other writers wait for it.
    ///
    /// # Errors
    /// `Busy` where no connection was free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => Ok(writer.begin().await?.into()),
            Self::Postgres(pool) => Ok(pool.begin().await?.into()),
        }
    }

    /// Carries out statements that are known beforehand, in a transaction of their own, and answers when they are on
    /// the disk.
    ///
    /// # Errors
    /// Nothing of them was kept. `Conflict` where one of them found what it must not: then what was read before it was
    /// put together is no longer so.
    pub async fn carry_out(&self, batch: Batch) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => writer.carry_out(batch).await,
            Self::Postgres(pool) => batch.carry_out(pool.begin().await?).await,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ping(&self) -> Result<(), StoreError> {
        on!(self, |connection| async { connection.ping().await })
    }

    /// Waits for what is under way and closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes the file where it is missing, for its owner alone: it holds the key that signs tokens. SQLite gives the files
/// beside it the same rights.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::internal(format!("{}: {error}", path.display()))),
    }
}

/// Every statement is told to whoever asks for `sqlx=trace`, without what is bound to it; to nobody unasked, and none for being slow.
fn told<O: ConnectOptions>(options: O) -> O {
    options.log_statements(LevelFilter::Trace).log_slow_statements(LevelFilter::Off, Duration::MAX)
}
