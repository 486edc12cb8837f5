//! Both engines hold what the code asks of them.

use giftos_tests::{TestApp, on_both_engines};
use sqlx::{Executor, SqlStr};

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
        assert!(count > 20);
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
