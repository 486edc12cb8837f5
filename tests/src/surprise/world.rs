//! One of two worlds: a server, its people, and what they know each thing by.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::listening::{Listening, look};
use super::seen::Seen;
use crate::app::{Engine, Person, TestApp, sent};
use crate::catcher::{Catcher, Setup};
use crate::streams::Socket;
use crate::wait;

/// Everybody there is: the owner, a giver with a list of their own, one who only gives.
pub(super) const PEOPLE: [&str; 3] = ["ana", "bo", "cy"];

/// Where people reach these servers, as far as their mails know.
const PUBLIC: &str = "https://gifts.example.org";

/// A running world.
pub(super) struct World {
    test: TestApp,
    people: BTreeMap<&'static str, Person>,
    /// What the server drew by chance, by the name that both worlds have for it.
    names: BTreeMap<&'static str, String>,
    /// Panels that givers have open in this pair.
    panels: BTreeMap<&'static str, Socket>,
    /// The mail server.
    catcher: Catcher,
    /// How many mails there were before this pair, and the path of the guest's page where one came in it.
    mails: usize,
    guest: Option<String>,
}

impl World {
    pub(super) async fn start(engine: Engine) -> Result<Self> {
        let catcher = Catcher::start(Setup::default())?;
        let test = TestApp::start_with(engine, |config| {
            config.mail = catcher.settings(PUBLIC);
            config.mail.mails_per_hour = 10_000;
        })
        .await;
        let mut people = BTreeMap::new();
        let mut names = BTreeMap::new();
        for who in PEOPLE {
            let person = test.register(who).await;
            let me: Value = person.get("/api/v1/me").await.json().await?;
            names.insert(who, me["id"].as_str().context("an account without an id")?.to_owned());
            people.insert(who, person);
        }
        Ok(Self { test, people, names, panels: BTreeMap::new(), catcher, mails: 0, guest: None })
    }

    pub(super) async fn stop(&mut self) {
        self.test.stop().await;
    }

    pub(super) fn advance(&self, by: Duration) {
        self.test.advance(by);
    }

    /// Access tokens are good for a quarter of an hour; a pair takes less.
    pub(super) async fn refresh(&mut self) -> Result<()> {
        self.panels.clear();
        self.mails = self.catcher.caught().len();
        self.guest = None;
        for person in self.people.values_mut() {
            let body = json!({"refresh_token": person.tokens.refresh_token.expose()});
            let response = self.test.post("/api/v1/sessions/refresh", &body).await;
            ensure!(response.status().is_success(), "a session did not go on: {}", response.status());
            *person = self.test.person(response).await;
        }
        Ok(())
    }

    /// Sends it; what it answers, as both worlds would say it.
    pub(super) async fn ask(&mut self, call: &Call) -> Result<Seen> {
        let path = self.fill(&call.path);
        let request = match self.people.get(call.who) {
            Some(person) => person.request(call.method(), &path),
            None => self.test.request(call.method(), &path),
        };
        let mut request = request;
        if call.method() == Method::PATCH || call.operation.ends_with("/link") {
            request = request.header("if-match", "*");
        }
        if let Some(body) = &call.body {
            let text = self.fill(&body.to_string());
            request = request.header("content-type", "application/json").body(text);
        }
        let response = sent(request).await;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await?;
        for (pointer, name) in call.learn {
            let body: Value = serde_json::from_str(&text).unwrap_or_default();
            if let Some(value) = body.pointer(pointer).and_then(Value::as_str) {
                self.names.insert(name, value.to_owned());
            }
        }
        Ok(Seen::new(status, &headers, &text, &self.names))
    }

    /// Listens to what this person's streams say.
    pub(super) async fn listen(&self, who: &str, items: &[String]) -> Result<Listening> {
        Listening::begin(self.people.get(who).context("nobody of that name")?, items).await
    }

    /// A giver looks at a wish, holds or leaves it.
    pub(super) async fn look(&mut self, who: &'static str, frame: &str, item: &str) -> Result<()> {
        if !self.panels.contains_key(who) {
            let person = self.people.get(who).context("nobody of that name")?;
            self.panels.insert(who, Socket::open(person, None).await?);
        }
        look(self.panels.get_mut(who).context("no panel")?, frame, item).await
    }

    /// Somebody without an account, invited where they are not yet, comes by the link of their mail and gives a wish, or takes back
    /// what they gave. Whether they could.
    pub(super) async fn as_guest(&mut self, (invite, email): (&Call, &str), item: &str, back: bool) -> Result<bool> {
        if self.guest.is_none() {
            if self.ask(invite).await?.status != 201 {
                return Ok(false);
            }
            let path = self.link(email).await?;
            self.press(&path, &[]).await?;
            self.guest = Some(path);
        }
        let path = self.guest.clone().context("no guest")?;
        if !back {
            return Ok(self.press(&format!("{path}/give"), &[("item", item)]).await?.ends_with("given"));
        }
        let page = sent(self.test.request(Method::GET, &path)).await.text().await?;
        let Some((_, rest)) = page.split_once("name=\"claim\" value=\"") else { return Ok(false) };
        let claim = rest.split('"').next().unwrap_or_default();
        Ok(self.press(&format!("{path}/back"), &[("claim", claim)]).await?.ends_with("back"))
    }

    /// The path in the mail to the guest.
    async fn link(&self, email: &str) -> Result<String> {
        let begun = std::time::Instant::now();
        loop {
            let mails = self.catcher.caught();
            let mut new =
                mails.iter().skip(self.mails).rev().filter(|mail| mail.to.iter().any(|to| to.contains(email)));
            if let Some(link) = new.find_map(|mail| mail.link(&format!("{PUBLIC}/guest/"))) {
                return Ok(link[PUBLIC.len()..].to_owned());
            }
            ensure!(begun.elapsed() < wait::STEP, "no mail came to the guest");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Sends a form; where it leads.
    async fn press(&self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.test.request(Method::POST, path).body(form);
        let response = sent(request.header("content-type", "application/x-www-form-urlencoded")).await;
        ensure!(response.status().as_u16() < 500, "{path} answers {}", response.status());
        let to = response.headers().get("location").map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
        Ok(to.unwrap_or_default())
    }

    /// What they said until now, as both worlds would say it.
    pub(super) async fn heard(&self, who: &str, listening: Listening, items: &[String]) -> Result<[Seen; 2]> {
        let person = self.people.get(who).context("nobody of that name")?;
        let log: Value = person.get("/api/v1/events?after=0").await.json().await?;
        let last = log["last_number"].as_i64().context("a log without a number")?;
        let heard = listening.end(last, items).await?;
        Ok(heard.map(|heard| Seen::new(200, &heard.headers, &heard.text, &self.names)))
    }

    fn fill(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.names {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        filled
    }
}
