//! Both engines hold what the code asks of them.

use giftos_tests::{Engine, TestApp, on_both_engines};
use sqlx::{Executor, SqlStr};

use crate::wishes::source_lines;

on_both_engines! {
    /// A misspelt column, a function of one engine, a type of another: all of them show when a query is prepared.
    async fn every_statement_can_be_prepared(engine) {
        let test = TestApp::start(engine).await;
        let mut failures = Vec::new();
        let mut count = 0;
        for (module, name, text) in giftos::db::every_statement() {
            count += 1;
            if let Err(error) = prepare(&test.app.config.database_url, text).await {
                failures.push(format!("{module}::{name}: {error}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
        let named = |line: &str| {
            let name = line.strip_prefix("    ").and_then(|rest| rest.split_once(" = ")).map(|(name, _)| name);
            name.is_some_and(|name| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        };
        assert_eq!(count, source_lines(named), "queries that are written, and those that are tried");
    }
}

async fn prepare(url: &str, text: &'static str) -> sqlx::Result<()> {
    use sqlx::Connection;
    let text = SqlStr::from_static(text);
    if url.starts_with("postgres:") {
        let mut connection = sqlx::PgConnection::connect(url).await?;
        connection.prepare(text).await.map(|_| ())?;
        connection.close().await
    } else {
        let mut connection = sqlx::SqliteConnection::connect(url).await?;
        connection.prepare(text).await.map(|_| ())?;
        connection.close().await
    }
}

/// Two that wait for each other, and a server that goes away: both say *busy*, so that a client tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_work_the_next_time_is_busy_and_no_fault() {
    use giftos::db::{Db, StoreError};
    let test = TestApp::start(Engine::Postgres).await;
    let Db::Postgres(pool) = &test.app.db else { panic!("PostgreSQL") };
    sqlx::raw_sql("create table probe (id int primary key, n int); insert into probe values (1, 0), (2, 0)")
        .execute(pool)
        .await
        .unwrap();
    let (mut first, mut second) = (pool.begin().await.unwrap(), pool.begin().await.unwrap());
    sqlx::raw_sql("update probe set n = 1 where id = 1").execute(&mut *first).await.unwrap();
    sqlx::raw_sql("update probe set n = 2 where id = 2").execute(&mut *second).await.unwrap();
    let (one, two) = tokio::join!(
        sqlx::raw_sql("update probe set n = 1 where id = 2").execute(&mut *first),
        sqlx::raw_sql("update probe set n = 2 where id = 1").execute(&mut *second),
    );
    let lost = one.and(two).expect_err("PostgreSQL lets one of them go");
    assert!(matches!(StoreError::from(lost), StoreError::Busy(_)));
    drop((first, second));

    let cut =
        sqlx::raw_sql("select pg_terminate_backend(pg_backend_pid())").execute(pool).await.expect_err("it was cut");
    assert!(matches!(StoreError::from(cut), StoreError::Busy(_)));
    // The next request finds a good connection.
    test.app.db.ping().await.unwrap();

    let duplicate = sqlx::raw_sql("insert into probe values (1, 1)").execute(pool).await.expect_err("it is there");
    assert!(matches!(StoreError::from(duplicate), StoreError::Conflict));
    sqlx::raw_sql("alter table probe alter column n set not null").execute(pool).await.unwrap();
    let null = sqlx::raw_sql("insert into probe values (3, null)").execute(pool).await.expect_err("it is no number");
    assert!(matches!(StoreError::from(null), StoreError::Internal(_)), "a bug of ours is no conflict of the client's");
    let nonsense = sqlx::raw_sql("select nothing from nowhere").execute(pool).await.expect_err("no such table");
    assert!(matches!(StoreError::from(nonsense), StoreError::Internal(_)));
}

/// `.cargo/config.toml` says how, and why. Nothing else would tell that it got lost but the time that it takes.
#[tokio::test]
async fn sqlite_is_compiled_as_the_program_needs_it() {
    use sqlx::Connection;
    let mut connection = sqlx::SqliteConnection::connect("sqlite::memory:").await.unwrap();
    for (option, wanted) in [("ENABLE_QPSG", true), ("DEFAULT_MEMSTATUS=0", true), ("ENABLE_MEMORY_MANAGEMENT", false)]
    {
        let used: bool = sqlx::query_scalar("select sqlite_compileoption_used($1)")
            .bind(option)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(used, wanted, "{option}");
    }
}
