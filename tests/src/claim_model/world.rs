//! The server beside the model: the same family, list and wishes for each case, and what its people see.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};

use super::act::{Act, GIVERS, WANTED};
use super::model::Model;
use crate::app::{Engine, PASSWORD, Person, TestApp, sent};

/// When the list turns over, after its case began. Two days: at least one must be between choosing it and its coming.
const REVEAL: Duration = Duration::from_secs(2 * 86_400);
const NAMES: [&str; GIVERS] = ["bo", "cy"];

pub(super) struct World {
    test: TestApp,
    owner: Person,
    givers: Vec<Person>,
}

/// What one case is about.
pub(super) struct Family {
    group: String,
    list: String,
    wishes: Vec<String>,
    /// By giver and wish: the latest claim that was made.
    claims: [[Option<String>; WANTED.len()]; GIVERS],
    passed: bool,
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn ask(person: &Person, method: Method, path: &str, body: Option<Value>) -> Result<(u16, Value)> {
    let mut request = person.request(method, &format!("/api/v1{path}")).header("if-match", "*");
    if let Some(body) = body {
        request = request.json(&body);
    }
    let response = sent(request).await;
    let status = response.status().as_u16();
    Ok((status, serde_json::from_str(&response.text().await?).unwrap_or_default()))
}

async fn done(person: &Person, method: Method, path: &str, body: Value) -> Result<Value> {
    let (status, said) = ask(person, method, path, Some(body)).await?;
    ensure!((200..300).contains(&status), "{path} answers {status}: {said}");
    Ok(said)
}

fn text(value: &Value) -> Result<String> {
    Ok(value.as_str().context("no text")?.to_owned())
}

impl World {
    pub(super) async fn start(engine: Engine) -> Result<Self> {
        let test = TestApp::start(engine).await;
        let owner = test.register("ana").await;
        let mut givers = Vec::new();
        for name in NAMES {
            givers.push(test.register(name).await);
        }
        Ok(Self { test, owner, givers })
    }

    /// Access tokens are good for a quarter of an hour, and refresh tokens for less than a case may last.
    async fn sign_in(&mut self) {
        let anew = async |test: &TestApp, name: &str| {
            let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
            test.person(test.post("/api/v1/sessions", &body).await).await
        };
        self.owner = anew(&self.test, "ana").await;
        for (giver, name) in self.givers.iter_mut().zip(NAMES) {
            *giver = anew(&self.test, name).await;
        }
    }

    pub(super) async fn family(&mut self) -> Result<Family> {
        let group = id();
        done(&self.owner, Method::POST, "/groups", json!({"id": group, "name": "Family"})).await?;
        let new = json!({"id": id(), "role": "giver_only"});
        let invite = done(&self.owner, Method::POST, &format!("/groups/{group}/invites"), new).await?;
        for giver in &self.givers {
            done(giver, Method::POST, &format!("/invites/{}", text(&invite["code"])?), json!({})).await?;
        }
        let (_, boards) = ask(&self.owner, Method::GET, &format!("/groups/{group}/boards"), None).await?;
        let list = text(&boards["entries"][0]["id"])?;
        let reveals_at = self.test.clock.now().as_millis() + i64::try_from(REVEAL.as_millis())?;
        let occasion = json!({"reveals_at": reveals_at});
        done(&self.owner, Method::PUT, &format!("/boards/{list}/occasion"), occasion).await?;
        let mut wishes = Vec::new();
        for wanted in WANTED {
            let wish = id();
            let quantity = wanted.map_or(json!("any"), |wanted| json!(wanted));
            let new = json!({"id": wish, "boards": [list], "title": "A wish", "quantity": quantity});
            done(&self.owner, Method::POST, "/items", new).await?;
            wishes.push(wish);
        }
        Ok(Family { group, list, wishes, claims: Default::default(), passed: false })
    }

    /// Nobody can be in a hundred groups.
    pub(super) async fn part(&self, family: &Family) -> Result<()> {
        for path in [format!("/groups/{}", family.group), format!("/boards/{}", family.list)] {
            let (status, said) = ask(&self.owner, Method::DELETE, &path, None).await?;
            ensure!(status == 204, "{path} answers {status}: {said}");
        }
        Ok(())
    }

    /// Does it on the server, and holds the status to what the model said.
    pub(super) async fn carry_out(&mut self, family: &mut Family, act: &Act, expected: u16) -> Result<()> {
        if *act == Act::Pass {
            // Weeks of it would let claims lapse, which is another story.
            self.test.advance(if family.passed { Duration::from_secs(60) } else { REVEAL });
            family.passed = true;
            self.sign_in().await;
            return Ok(());
        }
        if let Act::HandOn { giver, wish } = *act {
            return self.hand_on(family, (giver, wish), expected).await;
        }
        if let Act::Share { giver, wish } = *act {
            return self.share(family, (giver, wish), expected).await;
        }
        let (person, method, path, body) = self.request(family, act);
        let (status, said) = ask(person, method, &path, body.clone()).await?;
        ensure!(status == expected, "{act:?} answers {status} and not {expected}: {said}");
        if let (Act::Claim { giver, wish, .. }, 201) = (act, status) {
            family.claims[*giver][*wish] = Some(text(&body.unwrap_or_default()["id"])?);
        }
        Ok(())
    }

    /// Offers it to the other giver, who takes it.
    async fn hand_on(&self, family: &mut Family, (giver, wish): (usize, usize), expected: u16) -> Result<()> {
        let to = 1 - giver;
        let claim = family.claims[giver][wish].clone().unwrap_or_else(id);
        let taker = json!({"to": self.givers[to].tokens.account.id});
        let (offered, said) =
            ask(&self.givers[giver], Method::PUT, &format!("/claims/{claim}/offer"), Some(taker)).await?;
        let (status, said) = match offered {
            204 => ask(&self.givers[to], Method::POST, &format!("/claims/{claim}/accept"), Some(json!({}))).await?,
            status => (status, said),
        };
        ensure!(status == expected, "handing {giver}'s claim of {wish} on answers {status} and not {expected}: {said}");
        if status == 200 {
            family.claims[to][wish] = family.claims[giver][wish].take();
        }
        Ok(())
    }

    /// Asks the other giver to give it together, who says yes.
    async fn share(&self, family: &Family, (giver, wish): (usize, usize), expected: u16) -> Result<()> {
        let to = 1 - giver;
        let claim = family.claims[giver][wish].clone().unwrap_or_else(id);
        let path = format!("/claims/{claim}/co-givers/{}", self.givers[to].tokens.account.id);
        let (asked, said) = ask(&self.givers[giver], Method::PUT, &path, Some(json!({}))).await?;
        let (status, said) = match asked {
            200 => ask(&self.givers[to], Method::PUT, &format!("/claims/{claim}/share"), Some(json!({}))).await?,
            status => (status, said),
        };
        ensure!(status == expected, "sharing {giver}'s claim of {wish} answers {status} and not {expected}: {said}");
        Ok(())
    }

    fn request(&self, family: &Family, act: &Act) -> (&Person, Method, String, Option<Value>) {
        let claim = |giver: usize, wish: usize, rest: &str| {
            // Where they never claimed it: an id that nothing has.
            let claim = family.claims[giver][wish].clone().unwrap_or_else(id);
            (&self.givers[giver], format!("/claims/{claim}{rest}"))
        };
        let item = |wish: usize, rest: &str| (&self.owner, format!("/items/{}{rest}", family.wishes[wish]));
        let ((person, path), method, body) = match *act {
            Act::Claim { giver, wish, quantity } => {
                let path = format!("/items/{}/claims", family.wishes[wish]);
                ((&self.givers[giver], path), Method::POST, Some(json!({"id": id(), "quantity": quantity})))
            }
            Act::GiveBack { giver, wish } => (claim(giver, wish, ""), Method::DELETE, None),
            Act::TakeUp { giver, wish } => (claim(giver, wish, "/restore"), Method::POST, Some(json!({}))),
            Act::Change { giver, wish, quantity } => {
                (claim(giver, wish, ""), Method::PATCH, Some(json!({"quantity": quantity})))
            }
            Act::Buy { giver, wish } => (claim(giver, wish, ""), Method::PATCH, Some(json!({"state": "bought"}))),
            Act::Confirm { giver, wish } => (claim(giver, wish, "/confirm"), Method::POST, Some(json!({}))),
            Act::Bin { wish } => (item(wish, ""), Method::DELETE, None),
            Act::Restore { wish } => (item(wish, "/restore"), Method::POST, Some(json!({}))),
            Act::Want { wish, quantity } => {
                let quantity = quantity.map_or(json!("any"), |quantity| json!(quantity));
                (item(wish, ""), Method::PATCH, Some(json!({"quantity": quantity})))
            }
            Act::Receive { wish, again } => {
                let state = if again { "wanted" } else { "received" };
                (item(wish, ""), Method::PATCH, Some(json!({"state": state})))
            }
            Act::Lock { locked } => {
                let at = locked.then_some(0);
                ((&self.owner, format!("/groups/{}", family.group)), Method::PATCH, Some(json!({"locks_at": at})))
            }
            Act::Part { giver, wish } => {
                let (_, path) = claim(giver, wish, "/share");
                ((&self.givers[1 - giver], path), Method::DELETE, None)
            }
            Act::HandOn { .. } | Act::Share { .. } | Act::Pass => ((&self.owner, "/me".to_owned()), Method::GET, None),
        };
        (person, method, path, body)
    }

    /// What givers and the owner see, beside what the model says that they see.
    pub(super) async fn compare(&self, family: &Family, model: &Model) -> Result<()> {
        let board = format!("/boards/{}/claims", family.list);
        let (_, to_giver) = ask(&self.givers[0], Method::GET, &board, None).await?;
        let (_, to_owner) = ask(&self.owner, Method::GET, &board, None).await?;
        for (wish, item) in family.wishes.iter().enumerate() {
            let all = if model.wishes[wish].binned { Vec::new() } else { model.given(wish) };
            let line = |revealed: bool| {
                let known = all.iter().filter(move |(_, claim)| !revealed || model.is_revealed(*claim));
                let mut known: Vec<(i64, bool)> = known.map(|(_, claim)| (claim.quantity, claim.together)).collect();
                known.sort_unstable();
                known
            };
            ensure!(claims(&to_giver, item) == line(false), "givers see {to_giver} of wish {wish}: {model:?}");
            ensure!(claims(&to_owner, item) == line(true), "the owner sees {to_owner} of wish {wish}: {model:?}");
            let taken: i64 = all.iter().map(|(_, claim)| claim.quantity).sum();
            let told = entry(&to_giver, item).map_or(0, |entry| entry["taken"].as_i64().unwrap_or(-1));
            ensure!(told == taken, "{told} and not {taken} of wish {wish} are taken");
        }
        Ok(())
    }
}

fn entry<'v>(claims: &'v Value, item: &str) -> Option<&'v Value> {
    claims.as_array()?.iter().find(|entry| entry["item_id"] == item)
}

/// How many each of the claims that somebody sees on a wish is about, and whether two give it together.
fn claims(claims: &Value, item: &str) -> Vec<(i64, bool)> {
    let claims = entry(claims, item).and_then(|entry| entry["claims"].as_array()).into_iter().flatten();
    let of = |claim: &Value| Some((claim["quantity"].as_i64()?, claim["together"].as_array()?.len() == 1));
    let mut found: Vec<(i64, bool)> = claims.filter_map(of).collect();
    found.sort_unstable();
    found
}
