//! A price that changes after its thing was saved: the card says so on the page, and the panel's activity tells of it; from what this
//! device saw on the page, and, after a second save, from the server's sightings too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Said, Somebody, Stage, save_in_popup, sign_in, sign_out, wait_sent};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::json;

use crate::same_thing::{left, opened, press};

const PAGE: &str = "https://tide.example/kettle";
const PICTURE: &[u8] = include_bytes!("../pages/demo-lamp/lamp.png");

/// A shop with one thing, which costs so many euros now.
fn site(euros: Arc<AtomicU32>) -> impl Fn(&Asked) -> Option<Given> {
    move |asked| {
        if asked.url.path() == "/p.png" {
            return Some(Given::new("image/png", PICTURE));
        }
        let price = euros.load(Ordering::SeqCst);
        let html = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Tide kettle</title><script type='application/ld+json'>\
             {{\"@context\":\"https://schema.org\",\"@type\":\"Product\",\"name\":\"Tide kettle\",\"image\":\"/p.png\",\
             \"offers\":{{\"@type\":\"Offer\",\"price\":\"{price}.00\",\"priceCurrency\":\"EUR\"}}}}</script>\
             <main id=buybox><h1>Tide kettle</h1><img src=/p.png alt='Tide kettle' width=600 height=600>\
             <p class=price>€{price}.00</p><button type=button>Add to basket</button></main></html>"
        );
        (asked.url.path() == "/kettle").then(|| Given::new("text/html; charset=utf-8", html))
    }
}

/// What the panel's activity says, once all of this is in it.
fn wait_activity(stage: &mut Stage, wanted: &[&str]) -> Result<String> {
    let text = "(() => { const tab = document.querySelector('#tab-activity'); if (tab?.ariaSelected === 'false') tab.click(); \
        return document.querySelector('#tab-panel')?.textContent ?? ''; })()";
    let mut last = String::new();
    until("the activity", STEP, || {
        let said = stage.driver.panel(text)?;
        last = said.as_str().unwrap_or_default().to_owned();
        Ok(wanted.iter().all(|words| last.contains(words)).then_some(()))
    })
    .with_context(|| format!("{wanted:?} in {last:?}"))?;
    Ok(last)
}

fn saved(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(PAGE)?;
    let said = save_in_popup(stage.driver.as_mut())?;
    ensure!(matches!(said, Said::Saved { .. }), "the popup said {said:?}");
    stage.driver.leave()?;
    stage.rows(who, 1)?;
    wait_sent(stage.driver.as_mut())?;
    let activity = wait_activity(stage, &["saved"])?;
    ensure!(!activity.contains("costs"), "nothing moved yet: {activity}");
    Ok(())
}

/// What the device sees on the page is told, and nobody else hears of it.
fn fell(stage: &mut Stage, who: &Somebody, euros: &AtomicU32) -> Result<()> {
    euros.store(39, Ordering::SeqCst);
    let (said, text) = opened(stage, PAGE)?;
    ensure!(said == Said::AlreadySaved && text.contains("€6.00 less than then"), "{said:?}: {text}");
    left(stage)?;
    wait_activity(stage, &["costs less", "€39.00 now; it was €45.00 when you saved it."])?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    ensure!(items.len() == 1 && items[0]["price"]["amount_minor"] == 4_500, "looking sends nothing: {items:?}");
    Ok(())
}

/// Saved once more at another price, it is known to the server, and what it was at first is not lost.
fn rose(stage: &mut Stage, who: &Somebody, euros: &AtomicU32) -> Result<()> {
    euros.store(52, Ordering::SeqCst);
    opened(stage, PAGE)?;
    press(stage, "Save to another board")?;
    until("the form", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('form.card')")? == true).then_some(()))
    })?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    until("the price on the server", STEP, || {
        let items = stage.api.items_of(&who.email, &who.password)?;
        Ok((items[0]["price"]["amount_minor"] == 5_200).then_some(()))
    })?;
    left(stage)?;
    let activity = wait_activity(stage, &["costs more", "€52.00 now; it was €45.00 when you saved it."])?;
    ensure!(!activity.contains("costs less"), "one wish is told of once: {activity}");
    let waits = "document.querySelector('#tab-panel').textContent.includes('waits to be sent')";
    until("nothing to wait any more", STEP, || Ok((stage.driver.panel(waits)? == false).then_some(())))?;
    Ok(())
}

/// A device that saw nothing of it hears it from the server, and says so without it too.
fn heard(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.options("1")?;
    sign_out(stage.driver.as_mut())?;
    let base = stage.api.base();
    sign_in(stage.driver.as_mut(), &base, who)?;
    let told = ["costs more", "€52.00 now; it was €45.00 when you saved it."];
    wait_activity(stage, &told)?;
    stage.api.stop()?;
    stage.driver.panel("(() => { document.title = 'before'; location.reload(); })()")?;
    until("the panel again", STEP, || {
        Ok((stage.driver.panel("document.title !== 'before' && !!document.querySelector('#tab-activity')")?
            == json!(true))
        .then_some(()))
    })?;
    wait_activity(stage, &told).map(drop)
}

fn in_browser(kind: Kind, engine: Engine) {
    let euros = Arc::new(AtomicU32::new(45));
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, site(euros.clone())).unwrap();
    let who = stage.play("register", |stage| stage.register("Tara")).unwrap();
    stage.play("saved", |stage| saved(stage, &who)).unwrap();
    stage.play("fell", |stage| fell(stage, &who, &euros)).unwrap();
    stage.play("rose", |stage| rose(stage, &who, &euros)).unwrap();
    stage.play("heard", |stage| heard(stage, &who)).unwrap();
}

#[test]
fn what_prices_did_since_the_save_is_told_in_chromium() {
    in_browser(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn what_prices_did_since_the_save_is_told_in_firefox() {
    in_browser(Kind::Firefox, Engine::Postgres);
}
