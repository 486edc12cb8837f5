//! Pages that live: sizes and colours, prices that come late, addresses that change without a load, shadow trees, lazy pictures.
//! A demo shop under a strict policy, saved by the keystroke on a real keyboard, and read back from the board.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, read_popup, status};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

const SHOP: &str = "https://moor-and-mast.example";
/// No WebAssembly, no inline script or style, nothing from elsewhere.
const STRICT: &str = "default-src 'none'; script-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'self'";

fn site(asked: &Asked) -> Option<Given> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/live");
    let path = asked.url.path();
    let file = match path.trim_start_matches('/') {
        picture if picture.ends_with(".png") => {
            return std::fs::read(folder.join("../../pages/demo-lamp/lamp.png"))
                .ok()
                .map(|body| Given::new("image/png", body));
        }
        "shop.js" => return std::fs::read(folder.join("shop.js")).ok().map(|body| Given::new("text/javascript", body)),
        "walk/lantern" => "walk",
        "restless/again" => "restless",
        page => page,
    };
    let body = std::fs::read(folder.join(format!("{file}.html"))).ok()?;
    Some(Given::new("text/html; charset=utf-8", body).with_header("Content-Security-Policy", STRICT))
}

/// What the board holds of one save.
fn saved(item: &Value) -> Value {
    json!({"title": item["title"], "price": item["price"], "image": item["image"], "url": item["url"], "sku": item["sku"],
        "availability": item["availability"], "variant": item["variant"], "needs_check": item["needs_check"]})
}

fn euros(cents: u32) -> Value {
    json!({"amount_minor": cents, "currency": "EUR"})
}

/// Presses the keystroke on the page that is in front, and gives what came to the board as its `count`th item.
fn keystroke(stage: &mut Stage, who: &Somebody, title: &str, count: usize) -> Result<Value> {
    stage.press_shortcut(title)?;
    stage.rows(who, count)?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    let found = saved(items.last().context("an item")?);
    // Where there is something to look at, the popup opens by itself.
    if found["needs_check"] == true {
        stage.driver.wait_popup()?;
        stage.driver.close_popup()?;
    }
    Ok(found)
}

fn same(found: &Value, wanted: &Value) -> Result<()> {
    for (field, value) in wanted.as_object().context("fields")? {
        ensure!(&found[field] == value, "{field} is {} where {value} is on the page: {found}", found[field]);
    }
    Ok(())
}

fn chosen_variant(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/jacket?utm_source=mail"))?;
    stage.driver.page(
        "(() => { const change = (e) => e.dispatchEvent(new Event('change', {bubbles: true})); \
         const size = document.getElementById('size'); size.value = 'M'; change(size); \
         const rust = document.querySelector('input[value=Rust]'); rust.checked = true; change(rust); return location.search; })()",
    )?;
    let found = keystroke(stage, who, "Fjord", 1)?;
    same(
        &found,
        &json!({"title": "Fjord rain jacket", "price": euros(9900), "image": format!("{SHOP}/rust.png"), "sku": "FJ-M-RUST",
            "url": format!("{SHOP}/jacket?variant=13"), "availability": "out_of_stock",
            "variant": [{"name": "Size", "value": "M"}, {"name": "Colour", "value": "Rust"}]}),
    )
}

fn late_price(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/late"))?;
    let found = keystroke(stage, who, "Tern", 2)?;
    same(&found, &json!({"title": "Tern harbour clock", "price": euros(14_800), "image": format!("{SHOP}/clock.png")}))
}

fn walk_without_loading(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/walk"))?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    stage.driver.close_popup()?;
    stage.driver.page("document.getElementById('next').click()")?;
    // The old product is still on the page, under the new address.
    let found = keystroke(stage, who, "Moor", 3)?;
    same(
        &found,
        &json!({"title": "Skerry storm lantern", "price": euros(5_750), "image": format!("{SHOP}/lantern.png"),
            "url": format!("{SHOP}/walk/lantern")}),
    )
}

fn shadow_tree(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/shadow"))?;
    let found = keystroke(stage, who, "Kelpie", 4)?;
    same(&found, &json!({"title": "Kelpie tea pot", "price": euros(4_100), "image": format!("{SHOP}/pot.png")}))
}

fn lazy_picture(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/pictures?gclid=1&utm_source=mail"))?;
    let found = keystroke(stage, who, "Petrel", 5)?;
    same(
        &found,
        &json!({"title": "Petrel field glasses", "price": euros(21_200), "image": format!("{SHOP}/media/glasses-1200.png"),
            "url": format!("{SHOP}/pictures")}),
    )
}

/// The price comes late, and into a shadow tree, where the document's own watchers see nothing.
fn late_in_a_shadow_tree(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/shade"))?;
    let found = keystroke(stage, who, "Brine", 6)?;
    same(&found, &json!({"title": "Brine salt cellar", "price": euros(2_650), "image": format!("{SHOP}/cellar.png")}))
}

/// A product with related ones without an end stays that product, however far somebody scrolled.
fn endless_page(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/endless"))?;
    until("a page that has grown", STEP, || {
        let tiles = stage.driver.page(
            "(scrollTo(0, document.documentElement.scrollHeight), document.querySelectorAll('#more li').length)",
        )?;
        Ok((tiles.as_u64().unwrap_or_default() >= 120).then_some(()))
    })?;
    let found = keystroke(stage, who, "Gannet", 7)?;
    same(&found, &json!({"title": "Gannet sea chest", "price": euros(32_000), "image": format!("{SHOP}/chest.png")}))
}

/// The mark of a saved page goes with the page: the next one, which comes without a load, is not saved.
fn badge_follows(stage: &mut Stage) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/walk"))?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    stage.driver.close_popup()?;
    let before = stage.driver.badge()?;
    ensure!(!before.is_empty(), "a page that was looked at has no mark");
    stage.driver.page("document.getElementById('next').click()")?;
    // The lantern was saved before: its own mark comes, and it is another one.
    until("the mark of the next page", STEP, || {
        let now = stage.driver.badge()?;
        Ok((!now.is_empty() && now != before).then_some(()))
    })
    .with_context(|| format!("the mark was {before:?} and is {:?}", stage.driver.badge()))
}

/// Presses the keystroke on a page that never rests and whose price is not there yet, and waits for the tick.
fn tick_of_restless(stage: &mut Stage, path: &str) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/{path}"))?;
    stage.press_shortcut("Auk")?;
    until("the tick", STEP, || Ok((stage.driver.badge()? == "✓?").then_some(())))
}

/// The tick does not wait until the page is quiet; what the page shows by then is saved all the same.
fn tick_at_once(stage: &mut Stage, who: &Somebody) -> Result<()> {
    tick_of_restless(stage, "restless")?;
    ensure!(status(stage.driver.as_mut())?["waiting"] == 1, "kept on this device before the page is quiet");
    stage.driver.page("rest('€36.50')")?;
    stage.rows(who, 8)?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    let found = saved(items.last().context("an item")?);
    same(&found, &json!({"title": "Auk egg cups", "price": euros(3_650), "needs_check": false}))?;
    until("the tick without a doubt", STEP, || Ok((stage.driver.badge()? == "✓").then_some(())))
}

/// Whoever closes the tab after the tick has saved what was there.
fn tab_closed_after_tick(stage: &mut Stage, who: &Somebody) -> Result<()> {
    tick_of_restless(stage, "restless/again")?;
    stage.driver.leave()?;
    stage.rows(who, 9)?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    same(
        &saved(items.last().context("an item")?),
        &json!({"title": "Auk egg cups", "price": null, "needs_check": true}),
    )
}

/// What the popup shows follows the page, and stops once the page is quiet.
fn popup_follows(stage: &mut Stage) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/late"))?;
    stage.driver.open_popup()?;
    let title = "document.querySelector('main')?.innerText ?? ''";
    until("the late price in the open popup", STEP, || {
        let text = stage.driver.popup(title)?;
        let values =
            stage.driver.popup("[...document.querySelectorAll('input')].map(input => input.value).join(' ')")?;
        Ok((text.to_string().contains("148") || values.to_string().contains("148")).then_some(()))
    })
    .with_context(|| format!("the popup says {:?}", stage.driver.popup(title)))?;
    stage.driver.close_popup()
}

fn by_keystroke(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), true, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Fay")).unwrap();
    stage.play("chosen-variant", |stage| chosen_variant(stage, &who)).unwrap();
    stage.play("late-price", |stage| late_price(stage, &who)).unwrap();
    stage.play("walk-without-loading", |stage| walk_without_loading(stage, &who)).unwrap();
    stage.play("shadow-tree", |stage| shadow_tree(stage, &who)).unwrap();
    stage.play("lazy-picture", |stage| lazy_picture(stage, &who)).unwrap();
    stage.play("late-in-a-shadow-tree", |stage| late_in_a_shadow_tree(stage, &who)).unwrap();
    stage.play("endless-page", |stage| endless_page(stage, &who)).unwrap();
    stage.play("tick-at-once", |stage| tick_at_once(stage, &who)).unwrap();
    stage.play("tab-closed-after-tick", |stage| tab_closed_after_tick(stage, &who)).unwrap();
    stage.play("popup-follows", popup_follows).unwrap();
    stage.play("badge-follows", badge_follows).unwrap();
}

#[test]
fn live_pages_are_saved_rightly_by_keystroke_in_chromium() {
    by_keystroke(Kind::Chromium);
}

#[test]
fn live_pages_are_saved_rightly_by_keystroke_in_firefox() {
    by_keystroke(Kind::Firefox);
}
