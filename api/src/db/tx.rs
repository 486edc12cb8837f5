//! Transactions, and the one place where a query meets its engine.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Database, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use super::writer::SqliteTx;
use super::{Db, StoreError, notices};

/// An open transaction on either engine. Dropping it takes everything back.
pub struct Tx {
    inner: Inner,
    told: Vec<String>,
}

enum Inner {
    /// A savepoint within the group that is committed next.
    Sqlite(SqliteTx),
    /// A transaction of its own.
    Postgres(Transaction<'static, Postgres>),
}

impl From<SqliteTx> for Tx {
    fn from(tx: SqliteTx) -> Self {
        Self { inner: Inner::Sqlite(tx), told: Vec::new() }
    }
}

impl From<Transaction<'static, Postgres>> for Tx {
    fn from(tx: Transaction<'static, Postgres>) -> Self {
        Self { inner: Inner::Postgres(tx), told: Vec::new() }
    }
}

impl Tx {
    /// Answers when everything is on the disk.
    ///
    /// # Errors
    /// Nothing was kept; `Busy` says that trying again is right.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit(self.told).await,
            Inner::Postgres(mut tx) => {
                notices::notify(&mut tx, &self.told).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Tells every process this text, at most [`notices::LONGEST`] bytes, once the transaction is committed.
    pub(crate) fn tell(&mut self, text: String) {
        self.told.push(text);
    }
}

/// Where a query runs: `&Db` reads what is committed, `&mut Tx` reads and writes within it.
/// A store function that only reads takes `impl Into<At<'_>>`, one that writes takes `&mut Tx`.
pub enum At<'a> {
    /// One of SQLite's readers.
    SqliteReader(&'a SqlitePool),
    /// Within a transaction of SQLite.
    SqliteTx(&'a mut SqliteTx),
    /// Any connection to PostgreSQL.
    PostgresPool(&'a PgPool),
    /// Within a transaction of PostgreSQL.
    PostgresTx(&'a mut Transaction<'static, Postgres>),
}

impl<'a> From<&'a Db> for At<'a> {
    fn from(db: &'a Db) -> Self {
        match db {
            Db::Sqlite { readers, .. } => Self::SqliteReader(readers),
            Db::Postgres(pool) => Self::PostgresPool(pool),
        }
    }
}

impl<'a> From<&'a mut Tx> for At<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        match &mut tx.inner {
            Inner::Sqlite(tx) => Self::SqliteTx(tx),
            Inner::Postgres(tx) => Self::PostgresTx(tx),
        }
    }
}

impl<'a> At<'a> {
    /// The same place again, for a function that asks twice.
    pub fn again(&mut self) -> At<'_> {
        match self {
            Self::SqliteReader(pool) => At::SqliteReader(pool),
            Self::SqliteTx(tx) => At::SqliteTx(tx),
            Self::PostgresPool(pool) => At::PostgresPool(pool),
            Self::PostgresTx(tx) => At::PostgresTx(tx),
        }
    }

    /// Takes a connection; for [`on!`] alone.
    pub(crate) async fn open(self) -> Result<Opened<'a>, StoreError> {
        Ok(match self {
            Self::SqliteReader(pool) => Opened::Sqlite(Lease::Own(pool.acquire().await?)),
            Self::SqliteTx(tx) => Opened::Sqlite(Lease::Lent(tx.connection()?)),
            Self::PostgresPool(pool) => Opened::Postgres(Lease::Own(pool.acquire().await?)),
            Self::PostgresTx(tx) => Opened::Postgres(Lease::Lent(&mut **tx)),
        })
    }
}

/// A connection of one engine.
pub(crate) enum Opened<'a> {
    Sqlite(Lease<'a, Sqlite>),
    Postgres(Lease<'a, Postgres>),
}

/// A connection that goes back to its pool, or one that belongs to a transaction.
pub(crate) enum Lease<'a, DB: Database> {
    Own(PoolConnection<DB>),
    Lent(&'a mut DB::Connection),
}

impl<DB: Database> Deref for Lease<'_, DB> {
    type Target = DB::Connection;
    fn deref(&self) -> &Self::Target {
        match self {
            Self::Own(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}

impl<DB: Database> DerefMut for Lease<'_, DB> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Own(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}

/// Runs a query where it belongs: `on!(at, |e| query_as(BY_ID).bind(id).fetch_optional(e))`.
/// The body is compiled once for each engine, so types are checked for both; it gives a future of `sqlx::Result<T>`
/// with the same `T` on both (map `rows_affected` inside). The macro gives `Result<T, StoreError>`, and returns early
/// where no connection is to be had.
macro_rules! on {
    ($at:expr, |$connection:ident| $body:expr) => {
        match $crate::db::At::from($at).open().await? {
            $crate::db::Opened::Sqlite(mut lease) => {
                let $connection = &mut *lease;
                $body.await.map_err($crate::db::StoreError::from)
            }
            $crate::db::Opened::Postgres(mut lease) => {
                let $connection = &mut *lease;
                $body.await.map_err($crate::db::StoreError::from)
            }
        }
    };
}
pub(crate) use on;
