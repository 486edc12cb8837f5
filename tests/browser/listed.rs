//! Several things of a page that lists them, in the real panel: found on the person's press, chosen, saved as what somebody should look at,
//! known again, and taken back; and nothing of a page that only pretends to list something.

use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

const SHOP: &str = "https://fern-and-finch.example";
const LISTING: &str = include_str!("../pages/demo-listing/page.html");
const PICTURE: &[u8] = include_bytes!("../pages/demo-lamp/lamp.png");

fn site(asked: &Asked) -> Option<Given> {
    let page = match asked.url.path() {
        "/" => LISTING.to_owned(),
        "/hostile" => hostile(),
        path if path.ends_with(".png") => return Some(Given::new("image/png", PICTURE)),
        _ => return None,
    };
    Some(Given::new("text/html; charset=utf-8", page))
}

/// Ten thousand tiles, of which the first lead nowhere good and are named to become something else.
fn hostile() -> String {
    let mut page =
        "<!doctype html><html lang=en><meta charset=utf-8><title>All</title><h1>All things</h1><ul>".to_owned();
    let mut tile = |href: &str, name: &str| {
        let _ = write!(page, "<li><a href=\"{href}\"><img src=/a.png alt=''><h3>{name}</h3></a><p>€5.00</p></li>");
    };
    tile("javascript:alert(1)", "Script");
    tile("data:text/html,x", "Data");
    tile("https://elsewhere.example/p", "Elsewhere");
    tile("/p/first", "&lt;img src=x onerror=&quot;document.title='canary'&quot;&gt;");
    for number in 0..10_000 {
        tile(&format!("/p/{number}"), &format!("Thing {number}"));
    }
    page.push_str("</ul></html>");
    page
}

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(())))
        .with_context(|| format!("the panel says {:?}", stage.driver.panel("document.body.innerText")))
}

/// Visits a page, lets the extension look at it as a person does, and has the panel list it.
fn list(stage: &mut Stage, path: &str) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}{path}"))?;
    stage.driver.open_popup()?;
    until("the popup", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('form.card')")? == true).then_some(()))
    })?;
    stage.driver.close_popup()?;
    let tab = "chrome.tabs.query({}).then(all => all.find(tab => tab.url?.startsWith('https://fern-and-finch.example'))?.id ?? null)";
    let tab = stage.driver.panel(tab)?;
    ensure!(tab.is_number(), "the tab of the page: {tab}");
    stage.driver.panel("(() => { document.title = 'before'; location.reload(); })()")?;
    wait_panel(stage, "the panel again", "document.title !== 'before' && !!document.querySelector('#tab-page')")?;
    stage.driver.front()?;
    stage.driver.panel("document.querySelector('#tab-page').click()")?;
    let button = "[...document.querySelectorAll('button')].find(one => one.innerText.includes('Save several'))";
    wait_panel(stage, "the way to save several", &format!("!!{button}"))?;
    stage.driver.panel(&format!("{button}.click()"))?;
    wait_panel(stage, "what the page lists", "!!document.querySelector('.picked-rows li')")
}

const NAMES: &str = "[...document.querySelectorAll('.picked-rows .name')].map(name => name.textContent)";

fn items(stage: &Stage, who: &Somebody) -> Result<Vec<Value>> {
    let mut items = stage.api.items_of(&who.email, &who.password)?;
    items.sort_by_key(|item| item["title"].to_string());
    Ok(items)
}

/// Four of the five are saved, each with its own page, to be looked at.
fn chosen(stage: &mut Stage, who: &Somebody) -> Result<()> {
    list(stage, "/")?;
    let five =
        ["Heron stovetop kettle", "Dusk table lamp", "Moss stoneware mug", "Ember day pack", "Nocturne headphones"];
    let names = stage.driver.panel(NAMES)?;
    ensure!(names == json!(five), "{names}");
    stage.driver.click_in_panel(".picked-rows li:nth-child(2) .pick")?;
    stage.driver.click_in_panel("#save-rows")?;
    wait_panel(stage, "four to be saved", "document.querySelector('.adding h2')?.innerText === '4 of 4 saved'")?;
    until("four wishes", STEP, || Ok((items(stage, who)?.len() == 4).then_some(())))?;
    let facts: Vec<Value> = items(stage, who)?
        .iter()
        .map(|item| {
            json!([item["title"], item["price"]["amount_minor"], item["url"], item["image"], item["needs_check"]])
        })
        .collect();
    let fact = |title: &str, price: u32, path: &str| {
        json!([title, price, format!("{SHOP}/{path}"), format!("{SHOP}/{path}.png"), true])
    };
    let wanted = [
        fact("Ember day pack", 7_900, "backpack"),
        fact("Heron stovetop kettle", 6_400, "kettle"),
        fact("Moss stoneware mug", 1_800, "mug"),
        fact("Nocturne headphones", 14_900, "headphones"),
    ];
    ensure!(facts == wanted, "{facts:?}");
    Ok(())
}

/// The same page again: what is there is said and left out, and the rest is saved and taken back.
fn known_again(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.leave()?;
    list(stage, "/")?;
    let ticks = stage.driver.panel("[...document.querySelectorAll('.picked-rows .pick')].map(tick => tick.checked)")?;
    ensure!(ticks == json!([false, true, false, false, false]), "what is there is not chosen again: {ticks}");
    stage.driver.click_in_panel("#save-rows")?;
    wait_panel(stage, "one to be saved", "document.querySelector('.adding h2')?.innerText === '1 of 1 saved'")?;
    until("five wishes", STEP, || Ok((items(stage, who)?.len() == 5).then_some(())))?;
    stage.driver.click_in_panel("#take-back")?;
    until("four wishes again", STEP, || Ok((items(stage, who)?.len() == 4).then_some(())))
}

/// A page of ten thousand tiles is bounded, leads nowhere else, and shows its words as words.
fn of_a_hostile_page(stage: &mut Stage) -> Result<()> {
    stage.driver.leave()?;
    list(stage, "/hostile")?;
    let heading = stage.driver.panel("document.querySelector('.adding h2').innerText")?;
    ensure!(heading == "200 rows can be saved", "{heading}");
    let names = stage.driver.panel(NAMES)?;
    let first = names[0].as_str().context("a name")?.to_owned();
    ensure!(first.starts_with("<img src=x") && names[1] == "Thing 0", "{first} and {}", names[1]);
    ensure!(stage.driver.panel("document.title")? != "canary", "a name became markup");
    Ok(())
}

fn several(kind: Kind, engine: Engine) {
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Jo")).unwrap();
    stage.play("chosen", |stage| chosen(stage, &who)).unwrap();
    stage.play("known-again", |stage| known_again(stage, &who)).unwrap();
    stage.play("of-a-hostile-page", of_a_hostile_page).unwrap();
}

#[test]
fn several_things_of_a_page_are_saved_in_chromium() {
    several(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn several_things_of_a_page_are_saved_in_firefox() {
    several(Kind::Firefox, Engine::Postgres);
}
