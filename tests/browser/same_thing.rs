//! What is saved is known again under another address of its shop, and in another shop that sells the same; its card is changed in
//! place and removed with a way back; signing out leaves nothing of it behind, and signing in brings it and what another device saved.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{
    Kind, Said, Somebody, Stage, read_popup, save_in_popup, sign_in, sign_out, wait_options, wait_sent,
};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::json;

const SHOP: &str = "https://hearth.example";
const OTHER_SHOP: &str = "https://ember.example";
const PICTURE: &[u8] = include_bytes!("../pages/demo-lamp/lamp.png");
const CARD: &str = "document.querySelector('section.card')?.innerText ?? ''";

pub(crate) fn site(asked: &Asked) -> Option<Given> {
    let (name, gtin, price) = match asked.url.path() {
        "/kettle" | "/sale/kettle" => ("Hearth kettle", "4006381333931", "45.00"),
        "/pan" => ("Hearth pan", "96385074", "30.00"),
        "/lamp" => ("Hearth lamp", "73513537", "20.00"),
        "/p.png" => return Some(Given::new("image/png", PICTURE)),
        _ => return None,
    };
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{name}</title><script type='application/ld+json'>\
         {{\"@context\":\"https://schema.org\",\"@type\":\"Product\",\"name\":\"{name}\",\"image\":\"/p.png\",\"gtin\":\"{gtin}\",\
         \"offers\":{{\"@type\":\"Offer\",\"price\":\"{price}\",\"priceCurrency\":\"EUR\"}}}}</script>\
         <main id=buybox><h1>{name}</h1><img src=/p.png alt='{name}' width=600 height=600>\
         <p class=price>€{price}</p><button type=button>Add to basket</button></main></html>"
    );
    Some(Given::new("text/html; charset=utf-8", html))
}

/// What the popup over this page says.
pub(crate) fn opened(stage: &mut Stage, url: &str) -> Result<(Said, String)> {
    stage.driver.visit(url)?;
    stage.driver.open_popup()?;
    let said = read_popup(stage.driver.as_ref())?;
    let text = stage.driver.popup(CARD)?;
    Ok((said, text.as_str().unwrap_or_default().to_owned()))
}

pub(crate) fn left(stage: &mut Stage) -> Result<()> {
    stage.driver.close_popup()?;
    stage.driver.leave()
}

/// Presses the button of the popup that reads so, once it is there.
pub(crate) fn press(stage: &mut Stage, word: &str) -> Result<()> {
    let mark = format!(
        "(() => {{ const found = [...document.querySelectorAll('button')].find((one) => one.innerText.trim() === {}); \
         if (found) found.id = 'wanted'; return !!found; }})()",
        json!(word)
    );
    until(word, STEP, || Ok((stage.driver.popup(&mark)? == true).then_some(())))
        .with_context(|| format!("the popup says {:?}", stage.driver.popup("document.body.innerText")))?;
    stage.driver.click_in_popup("#wanted")
}

fn saved(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    let said = save_in_popup(stage.driver.as_mut())?;
    ensure!(matches!(said, Said::Saved { .. }), "the popup said {said:?}");
    stage.driver.leave()?;
    stage.rows(who, 1)?;
    wait_sent(stage.driver.as_mut())
}

fn known_again(stage: &mut Stage) -> Result<()> {
    let (said, text) = opened(stage, &format!("{SHOP}/sale/kettle?utm_source=mail"))?;
    ensure!(said == Said::AlreadySaved && text.contains("€45.00 when you saved it"), "{said:?}: {text}");
    ensure!(stage.driver.badge()? == "✓", "the badge is {:?}", stage.driver.badge()?);
    left(stage)?;
    let (said, text) = opened(stage, &format!("{SHOP}/pan"))?;
    ensure!(said == Said::Form, "another thing: {text}");
    left(stage)?;
    let (_, text) = opened(stage, &format!("{OTHER_SHOP}/kettle"))?;
    ensure!(text.contains("already saved from hearth.example"), "another shop: {text}");
    left(stage)
}

/// Edited from its other address, it is the one item with the new title; nothing is doubled.
fn edited(stage: &mut Stage, who: &Somebody) -> Result<()> {
    opened(stage, &format!("{SHOP}/sale/kettle"))?;
    press(stage, "Edit")?;
    until("the form", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('form.card textarea')")? == true).then_some(()))
    })?;
    stage.driver.popup(
        "(() => { const field = document.querySelector('form.card textarea.title'); field.value = 'Kettle for Ana'; \
         field.dispatchEvent(new Event('input', {bubbles: true})); })()",
    )?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    until("the new title on the server", STEP, || {
        let items = stage.api.items_of(&who.email, &who.password)?;
        ensure!(items.len() == 1, "{items:?}");
        Ok((items[0]["title"] == "Kettle for Ana").then_some(()))
    })?;
    left(stage)
}

fn removed_and_back(stage: &mut Stage, who: &Somebody) -> Result<()> {
    opened(stage, &format!("{SHOP}/kettle"))?;
    press(stage, "Remove")?;
    until("the bin", STEP, || Ok(stage.api.items_of(&who.email, &who.password)?.is_empty().then_some(())))?;
    until("the tick to go", STEP, || Ok((stage.driver.badge()? == "•").then_some(())))?;
    press(stage, "Undo")?;
    until("it to be back", STEP, || Ok((stage.api.items_of(&who.email, &who.password)?.len() == 1).then_some(())))?;
    left(stage)?;
    let (said, text) = opened(stage, &format!("{SHOP}/sale/kettle"))?;
    ensure!(said == Said::AlreadySaved, "{text}");
    left(stage)
}

/// Whoever signs out leaves no index behind.
fn of_nobody_else(stage: &mut Stage) -> Result<()> {
    sign_out(stage.driver.as_mut())?;
    let rows = "new Promise(done => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
        const count = opening.result.transaction('saved').objectStore('saved').count(); \
        count.onsuccess = () => { opening.result.close(); done(count.result); }; }; })";
    let count = stage.driver.options(rows)?;
    ensure!(count == 0, "{count} rows of the index are left after signing out");
    Ok(())
}

/// Saves a page as another device does.
fn saved_elsewhere(stage: &Stage, token: &str, number: u8, path: &str, title: &str) -> Result<String> {
    let id = format!("01936f3e-0000-7000-8000-0000000001{number:02}");
    let item = json!({"id": id, "boards": "default", "page": {"url": format!("{SHOP}/{path}"), "title": title,
        "price": {"amount_minor": 3_500, "currency": "EUR"}}});
    stage.api.post("/api/v1/items", Some(token), &item)?;
    Ok(id)
}

/// Whoever signs in finds marked what they saved before and what another device saved; and so it goes on, both ways.
fn from_another_device(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    let token = session["access_token"].as_str().context("a token")?.to_owned();
    let pan = saved_elsewhere(stage, &token, 1, "pan", "Hearth pan")?;
    let base = stage.api.base();
    sign_in(stage.driver.as_mut(), &base, who)?;
    let pages = "new Promise(done => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
        const keys = opening.result.transaction('saved').objectStore('saved').getAllKeys(); \
        keys.onsuccess = () => { opening.result.close(); done(['kettle', 'pan'].every(page => \
            keys.result.some(key => key.endsWith(' hearth.example/' + page)))); }; }; })";
    wait_options(stage.driver.as_mut(), "both pages in the index", pages)?;
    let (said, text) = opened(stage, &format!("{SHOP}/kettle"))?;
    ensure!(said == Said::AlreadySaved && text.contains("€45.00 when you saved it"), "{said:?}: {text}");
    left(stage)?;
    let (said, text) = opened(stage, &format!("{SHOP}/pan"))?;
    ensure!(said == Said::AlreadySaved && text.contains("€35.00 when you saved it"), "{said:?}: {text}");
    ensure!(text.contains("€5.00 less than then"), "{text}");
    left(stage)?;
    // One that was saved since: the card says so by itself.
    saved_elsewhere(stage, &token, 2, "lamp", "Hearth lamp")?;
    opened(stage, &format!("{SHOP}/lamp"))?;
    until("that the lamp is saved", STEP, || {
        let text = stage.driver.popup(CARD)?;
        Ok(text.as_str().is_some_and(|text| text.contains("€35.00 when you saved it")).then_some(()))
    })
    .with_context(|| format!("the popup says {:?}", stage.driver.popup(CARD)))?;
    ensure!(stage.driver.badge()? == "✓", "the badge is {:?}", stage.driver.badge()?);
    left(stage)?;
    // And one that was removed there is no longer saved here.
    stage.api.delete(&format!("/api/v1/items/{pan}"), &token)?;
    opened(stage, &format!("{SHOP}/lamp"))?;
    until("the pan to be forgotten", STEP, || Ok((stage.driver.options(pages)? == false).then_some(())))?;
    left(stage)?;
    let (said, text) = opened(stage, &format!("{SHOP}/pan"))?;
    ensure!(said == Said::Form, "{said:?}: {text}");
    left(stage)
}

fn in_browser(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Ivo")).unwrap();
    stage.play("saved", |stage| saved(stage, &who)).unwrap();
    stage.play("known-again", known_again).unwrap();
    stage.play("edited", |stage| edited(stage, &who)).unwrap();
    stage.play("removed-and-back", |stage| removed_and_back(stage, &who)).unwrap();
    stage.play("of-nobody-else", of_nobody_else).unwrap();
    stage.play("from-another-device", |stage| from_another_device(stage, &who)).unwrap();
}

#[test]
fn a_thing_is_known_again_edited_removed_and_forgotten_in_chromium() {
    in_browser(Kind::Chromium);
}

#[test]
fn a_thing_is_known_again_edited_removed_and_forgotten_in_firefox() {
    in_browser(Kind::Firefox);
}
