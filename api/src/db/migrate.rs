//! Brings the tables up to date. The texts are in `migrations/` and travel inside the program.

use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::{PgPool, SqliteConnection};

use super::StoreError;

static COMMON: Migrator = sqlx::migrate!("../migrations/common");
static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// What both engines run and what one runs alone, in the order of their numbers.
fn with_common(own: &Migrator) -> Migrator {
    let mut migrations: Vec<_> = COMMON.iter().chain(own.iter()).cloned().collect();
    migrations.sort_by_key(|migration| migration.version);
    Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }
}

pub(super) async fn run_sqlite(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    with_common(&SQLITE).run_direct(None, connection, false).await.map_err(StoreError::internal)
}

pub(super) async fn run_postgres(pool: &PgPool) -> Result<(), StoreError> {
    with_common(&POSTGRES).run(pool).await.map_err(StoreError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_used_twice() {
        for own in [&SQLITE, &POSTGRES] {
            let all = with_common(own);
            let mut versions: Vec<_> = all.iter().map(|migration| migration.version).collect();
            versions.dedup();
            assert_eq!(versions.len(), all.iter().count());
        }
    }
}
