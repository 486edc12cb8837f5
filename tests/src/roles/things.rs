//! A family with everything that can be asked about, made anew wherever something was done to it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

use super::role::{ROLES, Role};
use super::rows::Subject;
use crate::app::{Engine, Person, TestApp, sent};
use crate::uploads;

/// People who play no role: whom things are done to, who has the other group, and whom the operator shuts out.
const OTHERS: [&str; 6] = ["max", "moe", "kim", "eddy", "otto", "zoe"];
/// What an account may be in is bounded: a world is left after so many families.
const MOST_FAMILIES: usize = 90;
/// Access tokens are good for a quarter of an hour, and each family takes some of it.
const FAMILIES_OF_A_TOKEN: usize = 30;
/// Each try at a mail address counts for six seconds.
const BETWEEN: Duration = Duration::from_secs(25);

/// Whose things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    /// The family's; the list is this one's.
    Family(Role),
    /// Another group's.
    Club,
    /// The asker's own.
    Own(&'static str),
}

/// How they lie there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// As they were made.
    Live,
    /// The wish was put away.
    Archived,
    /// After the lock date.
    Locked,
    /// In the bin.
    Deleted(Subject),
}

/// What a request can name, each by its word in paths and bodies.
pub(super) type Things = BTreeMap<&'static str, String>;

/// A server with everybody, and their newest family.
pub(super) struct World {
    pub(super) test: TestApp,
    people: BTreeMap<&'static str, Person>,
    families: usize,
    made: Option<(Cast, State, Things)>,
}

/// A fresh UUIDv7.
pub(super) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl World {
    pub(super) async fn start(engine: Engine) -> Result<Self> {
        let test = TestApp::start(engine).await;
        let mut people = BTreeMap::new();
        for name in ROLES.iter().filter_map(|(_, _, who)| *who).chain(OTHERS) {
            people.insert(name, test.register(name).await);
        }
        let set = giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await?;
        ensure!(set, "no operator");
        let world = Self { test, people, families: 0, made: None };
        let sue = world.account("sue")?;
        world.does("boss", Method::POST, &format!("/operator/accounts/{sue}/deactivate"), &json!({})).await?;
        Ok(world)
    }

    pub(super) async fn stop(&mut self) {
        self.test.stop().await;
    }

    /// Whether its people are in as many groups as they may.
    pub(super) fn is_used_up(&self) -> bool {
        self.families >= MOST_FAMILIES
    }

    pub(super) fn person(&self, name: &str) -> Result<&Person> {
        self.people.get(name).with_context(|| format!("nobody is called {name}"))
    }

    fn account(&self, name: &str) -> Result<String> {
        Ok(self.person(name)?.tokens.account.id.to_string())
    }

    /// Signs somebody in anew whose session ended.
    pub(super) async fn sign_in(&mut self, name: &'static str) -> Result<()> {
        let body = json!({"email": format!("{name}@example.org"), "password": crate::app::PASSWORD});
        let response = self.test.post("/api/v1/sessions", &body).await;
        let person = self.test.person(response).await;
        self.people.insert(name, person);
        Ok(())
    }

    /// Something was done to the family: the next one is a new one.
    pub(super) fn spoil(&mut self) {
        self.made = None;
    }

    /// What is there; made where it is not.
    pub(super) async fn things(&mut self, cast: Cast, state: State) -> Result<Things> {
        if let Some((of, how, things)) = &self.made
            && (*of, *how) == (cast, state)
        {
            return Ok(things.clone());
        }
        self.families += 1;
        self.test.advance(BETWEEN);
        if self.families.is_multiple_of(FAMILIES_OF_A_TOKEN) {
            self.refresh().await?;
        }
        let things = self.make(cast).await?;
        self.bring_to(cast, state, &things).await?;
        self.made = Some((cast, state, things.clone()));
        Ok(things)
    }

    async fn refresh(&mut self) -> Result<()> {
        let names: Vec<&'static str> =
            self.people.keys().copied().filter(|name| !["sue", "zoe"].contains(name)).collect();
        for name in names {
            let body = json!({"refresh_token": self.person(name)?.tokens.refresh_token.expose()});
            let response = self.test.post("/api/v1/sessions/refresh", &body).await;
            let person = self.test.person(response).await;
            self.people.insert(name, person);
        }
        Ok(())
    }

    /// Does something that has to be taken.
    async fn does(&self, who: &str, method: Method, path: &str, body: &Value) -> Result<Value> {
        let request = self.person(who)?.request(method.clone(), &format!("/api/v1{path}"));
        let response = sent(request.header("if-match", "*").json(body)).await;
        let status = response.status();
        let text = response.text().await?;
        ensure!(status.is_success(), "{who}: {method} {path}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    async fn make(&self, cast: Cast) -> Result<Things> {
        use reqwest::Method as M;
        // Beside them a member whom things are done to, who is in no group of another cast.
        let (admin, owner, giver, person) = match cast {
            Cast::Family(Role::OwnerAdmin) => ("adam", "olga", "cy", "max"),
            Cast::Family(_) => ("adam", "ana", "cy", "max"),
            Cast::Club => ("otto", "otto", "moe", "moe"),
            Cast::Own(who) => (who, who, "kim", "kim"),
        };
        let (group, invite, board, item, claim) = (id(), id(), id(), id(), id());
        let (second, linked, linked_item, category) = (id(), id(), id(), id());
        let (exchange, suggestion) = (id(), id());
        let mark = &group[24..];
        self.does(admin, M::POST, "/groups", &json!({"id": group, "name": "Family"})).await?;
        let made = self.does(admin, M::POST, &format!("/groups/{group}/invites"), &json!({"id": invite})).await?;
        let code = made["code"].as_str().context("no code")?.to_owned();
        let members: &[&str] = match cast {
            Cast::Family(_) => &["max", "ana", "olga", "co", "bo", "cy", "uma", "orla", "rem"],
            Cast::Club => &["moe", "mel"],
            Cast::Own(_) => &["kim", "max"],
        };
        for member in members {
            self.does(member, M::POST, &format!("/invites/{code}"), &json!({})).await?;
        }
        if let Cast::Family(role) = cast {
            let of = |who: &str| Ok::<_, anyhow::Error>(format!("/groups/{group}/members/{}", self.account(who)?));
            self.does(admin, M::PUT, &of("orla")?, &json!({"role": "organiser"})).await?;
            self.does(admin, M::DELETE, &of("rem")?, &json!({})).await?;
            if role == Role::OwnerAdmin {
                self.does(admin, M::PUT, &of("olga")?, &json!({"role": "admin"})).await?;
            }
        }
        for (board, audience) in [(&board, "private"), (&second, "private"), (&linked, "link")] {
            let new = json!({"id": board, "name": format!("list-{mark}"), "kind": "wish_list", "audience": audience});
            self.does(owner, M::POST, "/boards", &new).await?;
        }
        self.does(owner, M::PUT, &format!("/boards/{board}/groups/{group}"), &json!({})).await?;
        let editors: &[&str] = if matches!(cast, Cast::Family(_)) { &["eddy", "ed", "co"] } else { &["eddy"] };
        for editor in editors {
            let new = json!({"email": format!("{editor}@example.org")});
            self.does(owner, M::POST, &format!("/boards/{board}/editors"), &new).await?;
        }
        if matches!(cast, Cast::Family(_)) {
            let co = self.account("co")?;
            self.does(owner, M::PUT, &format!("/boards/{board}/owners/{co}"), &json!({})).await?;
        }
        let page = json!({"url": format!("https://shop.example/p/{mark}"), "title": format!("wish-{mark}"),
            "price": {"amount_minor": 900, "currency": "EUR"}, "verdict": "sure"});
        let new = json!({"id": item, "boards": [board], "page": page, "quantity": 3});
        let saved = self.does(owner, M::POST, "/items", &new).await?;
        let product = saved["item"]["product_id"].as_str().context("no product")?.to_owned();
        let new = json!({"id": linked_item, "boards": [linked], "title": format!("wish-{mark}")});
        self.does(owner, M::POST, "/items", &new).await?;
        self.does(admin, M::POST, &format!("/groups/{group}/categories"), &json!({"id": category, "name": "All"}))
            .await?;
        self.does(owner, M::PUT, &format!("/items/{item}/categories/{category}"), &json!({})).await?;
        // Three at least draw; nobody draws in a club.
        let third = (cast != Cast::Club).then_some("max");
        let people: Vec<Value> = [owner, giver]
            .into_iter()
            .chain(third)
            .map(|who| Ok(json!({"account_id": self.account(who)?})))
            .collect::<Result<_>>()?;
        let new = json!({"id": exchange, "name": "Draw", "people": people});
        self.does(admin, M::POST, &format!("/groups/{group}/exchanges"), &new).await?;
        let new = json!({"id": claim, "note": format!("secret-{mark}")});
        self.does(giver, M::POST, &format!("/items/{item}/claims"), &new).await?;
        let price = json!({"amount_minor": 900, "currency": "EUR"});
        let pool = json!({"target": price, "deadline_at": 4_000_000_000_000_i64, "note": format!("secret-{mark}")});
        self.does(giver, M::PUT, &format!("/claims/{claim}/pool"), &pool).await?;
        let new = json!({"id": suggestion, "title": format!("secret-{mark}")});
        self.does(giver, M::POST, &format!("/boards/{board}/suggestions"), &new).await?;
        if matches!(cast, Cast::Family(_)) {
            let to = self.account("bo")?;
            self.does(giver, M::PUT, &format!("/claims/{claim}/offer"), &json!({"to": to})).await?;
            self.does(giver, M::PUT, &format!("/claims/{claim}/co-givers/{to}"), &json!({})).await?;
        }
        let link = |view: &Value| view["link_token"].as_str().map(str::to_owned).context("no link");
        let revoked = link(&self.does(owner, M::GET, &format!("/boards/{linked}"), &json!({})).await?)?;
        let token = link(&self.does(owner, M::POST, &format!("/boards/{linked}/link"), &json!({})).await?)?;
        let picture = self.picture(owner).await?;
        Ok(Things::from([
            ("owner", owner.to_owned()),
            ("admin", admin.to_owned()),
            ("giver", giver.to_owned()),
            ("mark", mark.to_owned()),
            ("group", group),
            ("board", board),
            ("item", item),
            ("second", second),
            ("linked", linked),
            ("linked_item", linked_item),
            ("category", category),
            ("exchange", exchange),
            ("suggestion", suggestion),
            ("claim", claim),
            ("invite", invite),
            ("code", code),
            ("token", token),
            ("revoked", revoked),
            ("product", product),
            ("picture", picture),
            ("person", self.account(person)?),
            ("editor", self.account("eddy")?),
            ("account", self.account("zoe")?),
        ]))
    }

    /// The key of a picture of this person's.
    async fn picture(&self, who: &str) -> Result<String> {
        let bytes = uploads::png(&uploads::photo(2, 2));
        let request = self.person(who)?.request(Method::PUT, &format!("/api/v1/uploads/{}", id()));
        let made: Value = sent(request.header("content-type", "image/png").body(bytes)).await.json().await?;
        let path = made["path"].as_str().context("no picture")?;
        Ok(path.rsplit('/').next().unwrap_or_default().to_owned())
    }

    async fn bring_to(&self, cast: Cast, state: State, things: &Things) -> Result<()> {
        let [owner, admin, giver] = ["owner", "admin", "giver"].map(|who| things[who].as_str());
        let (who, method, path, body) = match state {
            State::Live => return Ok(()),
            State::Archived => {
                (owner, Method::PATCH, format!("/items/{}", things["item"]), json!({"state": "archived"}))
            }
            State::Locked => (admin, Method::PATCH, format!("/groups/{}", things["group"]), json!({"locks_at": 0})),
            State::Deleted(subject) => {
                let (who, path) = match subject {
                    Subject::Board | Subject::Guests => (owner, format!("/boards/{}", things["board"])),
                    Subject::Item | Subject::Give => (owner, format!("/items/{}", things["item"])),
                    Subject::Claim | Subject::Offer | Subject::Offered | Subject::Pool => {
                        (giver, format!("/claims/{}", things["claim"]))
                    }
                    Subject::Group => (admin, format!("/groups/{}", things["group"])),
                    Subject::Category => {
                        (admin, format!("/groups/{}/categories/{}", things["group"], things["category"]))
                    }
                    Subject::Suggestion => (giver, format!("/suggestions/{}", things["suggestion"])),
                    Subject::Suggest => (owner, format!("/boards/{}", things["board"])),
                    Subject::Exchange => (admin, format!("/exchanges/{}", things["exchange"])),
                    Subject::Code => (admin, format!("/groups/{}/invites/{}", things["group"], things["invite"])),
                    Subject::Link => (owner, format!("/boards/{}", things["linked"])),
                    other => anyhow::bail!("{cast:?}: {other:?} goes to no bin"),
                };
                (who, Method::DELETE, path, json!({}))
            }
        };
        self.does(who, method, &path, &body).await?;
        Ok(())
    }
}
