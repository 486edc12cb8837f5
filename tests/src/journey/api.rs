//! The real API in this process, on one port for its whole life, that can be away for a while; and what its database holds.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use giftos::App;
use giftos::clock::Clock;
use giftos::config::Config;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{Engine, hostile_shop, postgres};

/// What one board shows of one item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Row {
    /// The item's title.
    pub title: String,
    /// Its price in minor units.
    pub price_minor: Option<i64>,
    /// ISO 4217.
    pub price_currency: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
}

/// One text for both engines.
const ROWS: &str = "select item.title, item.price_minor, item.price_currency, item.image, item.url \
    from item join placement on placement.item_id = item.id join board on board.id = placement.board_id \
    join account on account.id = item.account_id \
    where account.email_key = $1 and item.deleted_at is null and board.deleted_at is null order by item.id";

/// A server that can go away and come back.
pub struct Api {
    runtime: Runtime,
    engine: Engine,
    config: Config,
    address: SocketAddr,
    running: Option<(App, oneshot::Sender<()>, JoinHandle<()>)>,
    http: Client,
    // Keeps the folder of a SQLite file.
    _folder: Option<TempDir>,
}

impl Api {
    /// Starts with an empty database.
    ///
    /// # Errors
    /// When the database or the port cannot be had.
    pub fn start(engine: Engine) -> Result<Self> {
        Self::start_with(engine, |_, _| ())
    }

    /// The same with settings of its own, which may need to know its address.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_with(engine: Engine, configure: impl FnOnce(&mut Config, &str)) -> Result<Self> {
        let runtime = Runtime::new()?;
        let (database_url, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir()?;
                (format!("sqlite:{}/giftos.sqlite", folder.path().display()), Some(folder))
            }
            Engine::Postgres => (runtime.block_on(postgres::fresh_database())?, None),
        };
        let mut config = Config {
            database_url,
            sign_ins_per_minute: 100_000,
            anonymous_per_hour: 1_000_000,
            signed_in_per_hour: 1_000_000,
            stop_seconds: 1,
            ..Config::default()
        };
        // The port that is free now is the one it comes back to each time.
        let address = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?.local_addr()?;
        configure(&mut config, &format!("http://{address}"));
        let http = crate::app::client();
        let mut api = Self { runtime, engine, config, address, running: None, http, _folder: folder };
        api.start_again()?;
        Ok(api)
    }

    /// Which database it has.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// `http://127.0.0.1:PORT`, the same after a stop.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Comes back after [`Self::stop`], with the same port and database.
    ///
    /// # Errors
    /// When the port was taken meanwhile.
    pub fn start_again(&mut self) -> Result<()> {
        ensure!(self.running.is_none(), "it runs already");
        let (config, wanted) = (self.config.clone(), self.address);
        let (app, listener) = self.runtime.block_on(async move {
            let listener = TcpListener::bind(wanted).await?;
            // The system's clock: the extension compares it with the browser's own.
            let app = App::open(config, Clock::System, hostile_shop::nowhere()?).await?;
            anyhow::Ok((app, listener))
        })?;
        self.address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let served = self.runtime.spawn(giftos::serve::serve(listener, app.clone(), async move {
            // Dropping the sender stops it too.
            drop(stopped.await);
        }));
        self.running = Some((app, stop, served));
        Ok(())
    }

    /// Goes away: nobody listens on the port any more.
    ///
    /// # Errors
    /// When it failed while it ran.
    pub fn stop(&mut self) -> Result<()> {
        if let Some((app, stop, served)) = self.running.take() {
            // It may have stopped by itself.
            let _ = stop.send(());
            self.runtime.block_on(served)?;
            self.runtime.block_on(app.db.close());
        }
        Ok(())
    }

    /// What the database itself holds for this person, in the order of the items' ids.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn rows_in_database(&self, email: &str) -> Result<Vec<Row>> {
        let (url, engine) = (self.config.database_url.clone(), self.engine);
        let email = email.to_owned();
        self.runtime.block_on(async move {
            Ok(match engine {
                Engine::Sqlite => {
                    let options: sqlx::sqlite::SqliteConnectOptions = url.parse()?;
                    let mut connection: SqliteConnection = options.read_only(true).connect().await?;
                    sqlx::query_as(ROWS).bind(email).fetch_all(&mut connection).await?
                }
                Engine::Postgres => {
                    let mut connection = PgConnection::connect(&url).await?;
                    sqlx::query_as(ROWS).bind(email).fetch_all(&mut connection).await?
                }
            })
        })
    }

    /// What the API shows this person on all their boards, in the order of the items' ids.
    ///
    /// # Errors
    /// When signing in or reading fails.
    pub fn rows_of(&self, email: &str, password: &str) -> Result<Vec<Row>> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let row = |item: &Value| Row {
            title: text(&item["title"]).unwrap_or_default(),
            price_minor: item["price"]["amount_minor"].as_i64(),
            price_currency: text(&item["price"]["currency"]),
            image: text(&item["image"]),
            url: text(&item["url"]),
        };
        Ok(self.items_of(email, password)?.iter().map(row).collect())
    }

    /// The same as the API's own JSON, with the shop's number of the offer as `sku`.
    ///
    /// # Errors
    /// When signing in or reading fails.
    pub fn items_of(&self, email: &str, password: &str) -> Result<Vec<Value>> {
        self.runtime.block_on(async {
            let body = json!({"email": email, "password": password});
            let tokens = self.ask(Method::POST, "/api/v1/sessions", None, Some(body)).await?;
            let token = tokens["access_token"].as_str().context("a token")?;
            let boards = self.ask(Method::GET, "/api/v1/boards", Some(token), None).await?;
            let mut found = Vec::new();
            for board in boards["entries"].as_array().context("boards")? {
                let path = format!("/api/v1/boards/{}/items?limit=100", board["id"].as_str().unwrap_or_default());
                let items = self.ask(Method::GET, &path, Some(token), None).await?;
                for item in items["entries"].as_array().context("items")? {
                    let mut item = item.clone();
                    if let Some(product) = item["product_id"].as_str() {
                        let product =
                            self.ask(Method::GET, &format!("/api/v1/products/{product}"), Some(token), None).await?;
                        let offers = product["offers"].as_array().into_iter().flatten();
                        let offer = offers.into_iter().find(|offer| offer["id"] == item["offer_id"]);
                        item["sku"] = offer.map(|offer| offer["sku"].clone()).unwrap_or_default();
                    }
                    found.push(item);
                }
            }
            found.sort_by_key(|item| item["id"].to_string());
            Ok(found)
        })
    }

    /// Posts JSON to a path, signed with `token` where there is one; gives the answer's JSON.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Result<Value> {
        self.runtime.block_on(self.ask(Method::POST, path, token, Some(body.clone())))
    }

    /// Gets the JSON of a path for whom `token` belongs to.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn get(&self, path: &str, token: &str) -> Result<Value> {
        self.runtime.block_on(self.ask(Method::GET, path, Some(token), None))
    }

    /// Changes what lies at a path, whatever version of it is there, for whom `token` belongs to.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn patch(&self, path: &str, token: &str, body: &Value) -> Result<Value> {
        self.runtime.block_on(self.ask(Method::PATCH, path, Some(token), Some(body.clone())))
    }

    /// Removes what lies at a path, whatever version of it is there, for whom `token` belongs to.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn delete(&self, path: &str, token: &str) -> Result<()> {
        self.runtime.block_on(self.ask(Method::DELETE, path, Some(token), None)).map(drop)
    }

    async fn ask(&self, method: Method, path: &str, token: Option<&str>, body: Option<Value>) -> Result<Value> {
        let changes = method == Method::PATCH || method == Method::DELETE;
        let mut request = self.http.request(method, format!("{}{path}", self.base()));
        if changes {
            request = request.header("if-match", "*");
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        ensure!(status.is_success(), "{path}: {status}: {text}");
        if text.is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_str(&text)?) }
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        // What it failed with was said where it was stopped on purpose.
        let _ = self.stop();
    }
}
