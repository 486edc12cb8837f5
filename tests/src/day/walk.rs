//! The day, from morning to evening.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::check::{self, Met};
use super::{Fault, device};
use crate::Engine;
use crate::journey::{Kind, Somebody, Stage, register, sign_in, sign_out, status};
use crate::wait::{STEP, until};

/// How long all that waits may take to arrive: hundreds of requests on a busy machine.
const DRAINING: Duration = Duration::from_secs(240);
/// The points of a save at which the worker is stopped, in milliseconds after it was asked for; as often again while rows are sent.
const POINTS: [u64; 5] = [0, 4, 12, 30, 80];

/// What came of it.
#[derive(Debug, Default)]
pub struct Day {
    /// Saves that the person was told of.
    pub saved: usize,
    /// How many rows waited at most.
    pub waited: u64,
    /// How often the worker was stopped.
    pub stops: usize,
    /// Titles that were edited on two devices.
    pub edited: usize,
    /// What was wrong in the evening.
    pub faults: Vec<String>,
}

/// Lives through it with so many saves.
///
/// # Errors
/// When a step cannot be taken at all; what is wrong in the evening is in the result.
pub fn live(kind: Kind, engine: Engine, extension: &Path, saves: usize, fault: Option<Fault>) -> Result<Day> {
    let mut stage = Stage::open(kind, engine, extension, false, device::site)?;
    let mut day = Day::default();
    let (ana, before) = stage.play("morning", |stage| morning(stage, &mut day))?;
    let titles = stage.play("offline", |stage| offline(stage, saves, &before, &mut day))?;
    let ben = stage.play("another-account", |stage| another_account(stage, &ana, fault, &mut day))?;
    stage.play("back", |stage| back(stage, &ana, &before, titles.len(), &mut day))?;
    stage.play("evening", |stage| evening(stage, (&ana, &ben), &before, &titles, &mut day))?;
    Ok(day)
}

/// What was saved while all was well, and is edited later on two devices: title, id, version.
type Before = Vec<(String, String, i64)>;

fn token(stage: &Stage, who: &Somebody, device: &str) -> Result<String> {
    let body = json!({"email": who.email, "password": who.password, "device": device});
    let session = stage.api.post("/api/v1/sessions", None, &body)?;
    Ok(session["access_token"].as_str().context("a token")?.to_owned())
}

/// All that lies on the person's *My wishes*, the first to arrive first.
fn board(stage: &Stage, token: &str) -> Result<Vec<Value>> {
    let boards = stage.api.get("/api/v1/boards", token)?;
    let own = boards["entries"].as_array().context("boards")?.iter().find(|board| board["is_default"] == true);
    let Some(own) = own.and_then(|board| board["id"].as_str()) else { return Ok(Vec::new()) };
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = stage.api.get(&format!("/api/v1/boards/{own}/items?limit=100{cursor}"), token)?;
        all.extend(page["entries"].as_array().context("items")?.iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    // What arrives lies on top of what was there.
    all.reverse();
    Ok(all)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Four things are saved and arrive.
fn morning(stage: &mut Stage, day: &mut Day) -> Result<(Somebody, Before)> {
    let ana = stage.register("Ana")?;
    let tab = device::open(stage.driver.as_mut())?;
    for number in 0..4 {
        device::saved(stage.driver.as_ref(), tab, &format!("early-{number}"))?;
    }
    day.saved += 4;
    let token = token(stage, &ana, "Morning")?;
    let items = until("the early ones to arrive", STEP * 2, || {
        Ok(Some(board(stage, &token)?).filter(|items| items.len() == 4))
    })?;
    let known = |item: &Value| (text(&item["title"]), text(&item["id"]), item["version"].as_i64().unwrap_or_default());
    Ok((ana, items.iter().map(known).collect()))
}

/// The server is away: everything is kept here, while the worker is stopped again and again, and the browser crashes.
fn offline(stage: &mut Stage, saves: usize, before: &Before, day: &mut Day) -> Result<Vec<String>> {
    stage.api.stop()?;
    for (title, id, version) in before {
        let patch = json!({"title": format!("{title}-here"), "base": version});
        let edit = json!({"type": "item.edit", "id": id, "patch": patch});
        let said = stage.driver.panel(&format!("chrome.runtime.sendMessage({edit})"))?;
        ensure!(said["type"] == "done", "the edit: {said}");
    }
    let titles: Vec<String> = (0..saves).map(|number| format!("thing-{number:03}")).collect();
    let stops = (1..=POINTS.len()).map(|stop| stop * saves / (POINTS.len() + 1));
    let stops: Vec<(usize, u64)> = stops.zip(POINTS).collect();
    stage.driver.close_popup()?;
    let mut tab = device::open(stage.driver.as_mut())?;
    for (number, title) in titles.iter().enumerate() {
        if let Some((_, millis)) = stops.iter().find(|(stop, _)| *stop == number) {
            device::saved_while_stopped(stage, tab, title, *millis)?;
            day.stops += 1;
        } else {
            device::saved(stage.driver.as_ref(), tab, title)?;
        }
        if number == saves / 2 {
            stage.driver.restart(true)?;
            tab = device::open(stage.driver.as_mut())?;
        }
    }
    day.saved += titles.len();
    stage.driver.close_popup()?;
    device::spread_over_the_day(stage.driver.as_mut())?;
    day.waited = device::waiting(stage.driver.as_mut())?;
    Ok(titles)
}

/// Somebody else signs in on the same device before any of it could be sent: they see nothing of it, and what they save is theirs.
fn another_account(stage: &mut Stage, ana: &Somebody, fault: Option<Fault>, day: &mut Day) -> Result<Somebody> {
    sign_out(stage.driver.as_mut())?;
    stage.api.start_again()?;
    let (base, ben) = (stage.api.base(), Somebody::called("Ben"));
    register(stage.driver.as_mut(), &base, &ben)?;
    let now = status(stage.driver.as_mut())?;
    if now["waiting"] != 0 || now["refused"] != 0 || now["unclaimed"] != 0 {
        day.faults.push(format!("the second account is told of the first one's saves: {now}"));
    }
    let boards = "[...document.querySelectorAll('.boards li, .wish, .item')].map((each) => each.innerText).join(' ')";
    until("the panel", STEP, || {
        Ok((stage.driver.panel("!!document.querySelector('#tab-boards')")? == true).then_some(()))
    })?;
    stage.driver.click_in_panel("#tab-boards")?;
    let seen = until("the boards", STEP, || Ok(Some(stage.driver.panel(boards)?).filter(|seen| seen != "")))?;
    if text(&seen).contains("thing-") || text(&seen).contains("early-") {
        day.faults.push(format!("the second account sees {seen}"));
    }
    let tab = device::open(stage.driver.as_mut())?;
    device::saved(stage.driver.as_ref(), tab, "bens-own")?;
    stage.driver.close_popup()?;
    let bens = token(stage, &ben, "Check")?;
    until("what the second account saved", STEP * 2, || {
        Ok(board(stage, &bens)?.iter().any(|item| item["title"] == "bens-own").then_some(()))
    })?;
    if let Some(fault) = fault {
        let account = stage.api.get("/api/v1/me", &bens)?;
        device::seed(stage.driver.as_mut(), fault, &json!({"server": base, "account": account["id"]}))?;
        stage.driver.options("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    }
    let anas = token(stage, ana, "Check")?;
    if board(stage, &anas)?.len() != 4 {
        day.faults.push("what the first account saved was sent while another was signed in".to_owned());
    }
    sign_out(stage.driver.as_mut())?;
    Ok(ben)
}

/// The first account is back, and so is the network; meanwhile another device of theirs edited the same things.
fn back(stage: &mut Stage, ana: &Somebody, before: &Before, count: usize, day: &mut Day) -> Result<()> {
    let phone = token(stage, ana, "Phone")?;
    for (number, (title, id, version)) in before.iter().enumerate() {
        // Every other one a minute ago, and so later than what was edited here; the others a day ago.
        let age = if number % 2 == 0 { 60_000 } else { 86_400_000 };
        let patch = json!({"title": format!("{title}-phone"), "base": version});
        stage.api.patch(&format!("/api/v1/items/{id}?age={age}&edit={number}"), &phone, &patch)?;
    }
    let base = stage.api.base();
    sign_in(stage.driver.as_mut(), &base, ana)?;
    for stop in 1..=POINTS.len() {
        let least = 4 + stop * count / (POINTS.len() + 1);
        until("some to arrive", DRAINING, || {
            Ok((stage.api.rows_in_database(&ana.email)?.len() >= least).then_some(()))
        })?;
        stage.driver.kill_worker()?;
        day.stops += 1;
        stage.driver.options(
            "chrome.runtime.sendMessage({type: 'outbox.send'}), chrome.runtime.sendMessage({type: 'outbox.flush'}), 1",
        )?;
    }
    until("the outbox to be empty", DRAINING, || {
        let now = status(stage.driver.as_mut())?;
        Ok((now["waiting"] == 0 && device::waiting(stage.driver.as_mut())? == now["refused"]).then_some(()))
    })
}

/// What the server holds in the end.
fn evening(
    stage: &mut Stage,
    (ana, ben): (&Somebody, &Somebody),
    before: &Before,
    titles: &[String],
    day: &mut Day,
) -> Result<()> {
    let (anas, bens) = (token(stage, ana, "Evening")?, token(stage, ben, "Evening")?);
    let items = board(stage, &anas)?;
    let mut early = before.iter();
    let found: Vec<String> = items
        .iter()
        .map(|item| {
            // Those that were edited are known by their id.
            let known = early.clone().find(|(_, id, _)| item["id"] == id.as_str());
            known.map_or_else(|| text(&item["title"]), |(title, ..)| title.clone())
        })
        .collect();
    let expected: Vec<String> = before.iter().map(|(title, ..)| title.clone()).chain(titles.iter().cloned()).collect();
    day.faults.extend(check::faults(&expected, &found));
    let theirs: Vec<String> = board(stage, &bens)?.iter().map(|item| text(&item["title"])).collect();
    day.faults.extend(check::faults(&["bens-own".to_owned()], &theirs));
    for (number, (title, id, _)) in early.by_ref().enumerate() {
        let item = items.iter().find(|item| item["id"] == id.as_str()).cloned().unwrap_or_default();
        let (here, phone) = (format!("{title}-here"), format!("{title}-phone"));
        let (last, other) = if number % 2 == 0 { (phone, here) } else { (here, phone) };
        let listed = item["conflicts"].as_array().into_iter().flatten().map(|each| text(&each["other"]["title"]));
        day.faults.extend(Met { last, other, kept: text(&item["title"]), listed: listed.collect() }.faults());
        day.edited += 1;
    }
    let refused = status(stage.driver.as_mut())?["refused"].clone();
    if refused != 0 {
        day.faults.push(format!("{refused} were refused"));
    }
    Ok(())
}
