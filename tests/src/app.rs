//! The API in this process, on a port of its own, and the people who use it.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use giftos::App;
use giftos::clock::Clock;
use giftos::config::Config;
use giftos::fetch;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use shared::time::Timestamp;
use shared::wire::accounts::SessionTokens;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{hostile_shop, postgres};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of this process's own server.
    Postgres,
}

/// 2026-11-20T10:00:00Z, when every test begins.
pub const START: Timestamp = Timestamp::from_millis(1_795_168_800_000);
/// Hard to guess, as far as the strength check is concerned.
pub const PASSWORD: &str = "violet-anchor-42-teapot";

/// A running server.
pub struct TestApp {
    /// The server's own view of itself.
    pub app: App,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// A client without credentials.
    pub http: Client,
    /// The clock that the server goes by.
    pub clock: Clock,
    /// Where it listens.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    // Keeps the folder of a SQLite file.
    _folder: Option<TempDir>,
}

impl TestApp {
    /// A server with limits that no test meets by chance.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| ()).await
    }

    /// A server with a configuration of its own.
    pub async fn start_with(engine: Engine, configure: impl FnOnce(&mut Config)) -> Self {
        let nowhere = hostile_shop::nowhere().unwrap_or_else(|error| panic!("{error:#}"));
        Self::start_in(engine, nowhere, configure).await
    }

    /// A server whose outgoing client lives in a staged world.
    pub async fn start_in(engine: Engine, fetch: fetch::Client, configure: impl FnOnce(&mut Config)) -> Self {
        Self::try_start(engine, fetch, configure).await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    async fn try_start(engine: Engine, fetch: fetch::Client, configure: impl FnOnce(&mut Config)) -> Result<Self> {
        let (database_url, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir()?;
                (format!("sqlite:{}/giftos.sqlite", folder.path().display()), Some(folder))
            }
            Engine::Postgres => (postgres::fresh_database().await?, None),
        };
        let mut config = Config {
            database_url,
            sign_ins_per_minute: 1_000_000,
            anonymous_per_hour: 1_000_000,
            signed_in_per_hour: 1_000_000,
            // Tests that move the clock are not to find shops asked: those about that turn it on.
            price_checks: false,
            ..Config::default()
        };
        configure(&mut config);
        Self::serve(config, Clock::by_hand(START), fetch, folder).await
    }

    /// Another process of the same server, as far as one can be had within this one: its own connections to the same database, and
    /// the same clock. On PostgreSQL alone.
    pub async fn another(&self) -> Self {
        let another = async {
            let config = self.app.config.clone();
            anyhow::ensure!(config.database_url.starts_with("postgres:"), "SQLite is for one process");
            Self::serve(config, self.clock.clone(), hostile_shop::nowhere()?, None).await
        };
        another.await.unwrap_or_else(|error| panic!("{error:#}"))
    }

    async fn serve(config: Config, clock: Clock, fetch: fetch::Client, folder: Option<TempDir>) -> Result<Self> {
        let app = App::open(config, clock.clone(), fetch).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(giftos::serve::serve(listener, app.clone(), async move {
            // A test that ends without stopping it drops the sender, which stops it too.
            drop(stopped.await);
        }));
        Ok(Self {
            app,
            base: format!("http://{address}"),
            http: client(),
            clock,
            address,
            stop: Some(stop),
            served: Some(served),
            _folder: folder,
        })
    }

    /// Tells the server to stop, as SIGTERM does, and waits until it has.
    pub async fn stop(&mut self) {
        self.begin_stop();
        if let Some(served) = self.served.take() {
            served.await.unwrap_or_else(|error| panic!("the server failed: {error}"));
        }
    }

    /// Tells the server to stop and does not wait.
    pub fn begin_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have stopped by itself.
            let _ = stop.send(());
        }
    }

    /// Moves the server's clock.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A request without credentials to a path such as `/api/v1/me`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// A JSON body by POST, without credentials.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        sent(self.request(Method::POST, path).json(body)).await
    }

    /// Registers `NAME@example.org` and signs them in.
    pub async fn register(&self, name: &str) -> Person {
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD, "display_name": name});
        let response = self.post("/api/v1/accounts", &body).await;
        self.person(response).await
    }

    /// The person of an answer that signs in.
    pub async fn person(&self, response: Response) -> Person {
        let status = response.status();
        let text = response.text().await.unwrap_or_default();
        assert!(status.is_success(), "{status}: {text}");
        let tokens = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Person { base: self.base.clone(), http: self.http.clone(), tokens }
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    base: String,
    http: Client,
    /// What signing in answered.
    pub tokens: SessionTokens,
}

impl Person {
    /// The server that they ask, as `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The same person, who asks another process.
    #[must_use]
    pub fn at(&self, test: &TestApp) -> Self {
        Self { base: test.base.clone(), http: self.http.clone(), tokens: self.tokens.clone() }
    }

    /// A signed request to a path such as `/api/v1/me`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(self.tokens.access_token.expose())
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Response {
        sent(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        sent(self.request(Method::POST, path).json(body)).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: &Value) -> Response {
        sent(self.request(Method::PUT, path).json(body)).await
    }

    /// PATCH with a JSON body and, where it is said, `If-Match`.
    pub async fn patch(&self, path: &str, if_match: Option<&str>, body: &Value) -> Response {
        let mut request = self.request(Method::PATCH, path).json(body);
        if let Some(tag) = if_match {
            request = request.header("if-match", tag);
        }
        sent(request).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Response {
        sent(self.request(Method::DELETE, path)).await
    }
}

/// A client that never follows a redirect and knows how to speak TLS.
#[must_use]
pub fn client() -> Client {
    // A second caller finds it installed, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    let built = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    built.unwrap_or_else(|error| panic!("{error}"))
}

/// Sends it; a server that does not answer fails the test.
pub async fn sent(request: RequestBuilder) -> Response {
    request.send().await.unwrap_or_else(|error| panic!("no answer: {error:?}"))
}

/// The JSON of an answer that must have this status.
pub async fn body_of(response: Response, status: u16) -> Value {
    let found = response.status().as_u16();
    let text = response.text().await.context("the body").unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(found, status, "{text}");
    if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
    }
}
