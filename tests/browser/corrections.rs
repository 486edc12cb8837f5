//! A price picked by hand on one page of a shop: the next page is right at the key press, until that is forgotten; and nobody else on
//! the device sees it.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, read_popup, sign_out, wait_options};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

const SHOP: &str = "https://werk.example";
const PICTURE: &[u8] = include_bytes!("../pages/demo-lamp/lamp.png");

/// Two prices, and no markup that says which one of them it is.
const DOUBT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Werk doubtful kettle</title>\
    <main id=buybox><h1>Werk doubtful kettle</h1><img src=/p.png alt='Werk doubtful kettle' width=600 height=600>\
    <p class=price>from €19.00</p><p class=price>€45.00</p><button type=button>Add to basket</button></main></html>";

/// A shop whose markup holds its prices without tax: what one pays stands beside them.
fn site(asked: &Asked) -> Option<Given> {
    let (name, net, gross) = match asked.url.path() {
        "/kettle" => ("Werk steel kettle", "100.00", "119.00"),
        "/pot" => ("Werk copper pot", "40.00", "47.60"),
        "/pan" => ("Werk iron pan", "60.00", "71.40"),
        "/lid" => ("Werk glass lid", "20.00", "23.80"),
        "/doubt" => return Some(Given::new("text/html; charset=utf-8", DOUBT)),
        "/p.png" => return Some(Given::new("image/png", PICTURE)),
        _ => return None,
    };
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{name}</title><script type='application/ld+json'>\
         {{\"@context\":\"https://schema.org\",\"@type\":\"Product\",\"name\":\"{name}\",\"image\":\"/p.png\",\
         \"offers\":{{\"@type\":\"Offer\",\"price\":\"{net}\",\"priceCurrency\":\"EUR\"}}}}</script>\
         <main id=buybox><h1>{name}</h1><img src=/p.png alt='{name}' width=600 height=600>\
         <p class='price net'>€{net} <small>before tax</small></p><p class='price gross'>€{gross}</p>\
         <button type=button>Add to basket</button></main></html>"
    );
    Some(Given::new("text/html; charset=utf-8", html))
}

fn euros(cents: u32) -> Value {
    json!({"amount_minor": cents, "currency": "EUR"})
}

/// The key on a page, and the price that came to the board as its `count`th item.
fn price_by_key(stage: &mut Stage, who: &Somebody, path: &str, title: &str, count: usize) -> Result<Value> {
    stage.driver.visit(&format!("{SHOP}/{path}"))?;
    stage.press_shortcut(title)?;
    stage.rows(who, count)?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    let last = items.last().context("an item")?;
    if last["needs_check"] == true {
        stage.driver.wait_popup()?;
        stage.driver.close_popup()?;
    }
    Ok(last["price"].clone())
}

/// Opens the popup over a page, takes the price that reads so among the others, and saves.
fn pick(stage: &mut Stage, who: &Somebody, path: &str, price: &str) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/{path}"))?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    stage.driver.click_in_popup(".price-line button")?;
    let mark = format!(
        "(() => {{ const found = [...document.querySelectorAll('.prices .choice')].find(one => one.querySelector('.amount').innerText.includes({})); \
         if (found) found.id = 'wanted'; return !!found; }})()",
        json!(price)
    );
    until("the other price", STEP, || Ok((stage.driver.popup(&mark)? == true).then_some(())))?;
    stage.driver.click_in_popup("#wanted")?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    until("the tick", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('section.card.done')")? == true).then_some(()))
    })?;
    stage.driver.close_popup()?;
    stage.rows(who, 1)?;
    // It is remembered after the save, not before.
    wait_options(stage.driver.as_mut(), "the pick in the options", "!!document.querySelector('.corrected-shop')")
}

fn remembered(stage: &mut Stage, who: &Somebody) -> Result<()> {
    pick(stage, who, "kettle", "119")?;
    let found = price_by_key(stage, who, "pot", "Werk copper", 2)?;
    ensure!(found == euros(4_760), "{found} where the price with tax was picked before");
    stage.driver.visit(&format!("{SHOP}/pan"))?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    let said = stage.driver.popup("document.querySelector('.about').innerText")?;
    stage.driver.close_popup()?;
    ensure!(said.as_str().unwrap_or_default().contains("As you chose last time"), "the popup says {said}");
    Ok(())
}

fn forgotten(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let export = stage.driver.options("decodeURIComponent(document.querySelector('a[download]').href)")?;
    let export = export.as_str().context("an address")?;
    ensure!(export.contains("werk.example") && export.contains("p.price.gross"), "{export}");
    for content in ["kettle", "119", "Werk", "http"] {
        ensure!(!export.contains(content), "{content} of the page in {export}");
    }
    stage.driver.click_in_options(".corrected-shop button")?;
    wait_options(stage.driver.as_mut(), "no shop any more", "!document.querySelector('.corrected-shop')")?;
    let found = price_by_key(stage, who, "pan", "Werk iron", 3)?;
    ensure!(found == euros(6_000), "{found} after it was forgotten");
    Ok(())
}

/// Somebody else on this device neither sees the shop nor is served by the pick.
fn of_nobody_else(stage: &mut Stage, first: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    sign_out(stage.driver.as_mut())?;
    let second = stage.register("Gil")?;
    ensure!(second.email != first.email);
    let found = price_by_key(stage, &second, "lid", "Werk glass", 1)?;
    ensure!(found == euros(2_000), "{found} for somebody who picked nothing");
    ensure!(stage.driver.options("!!document.querySelector('.corrected-shop')")? == false, "the other's shop is shown");
    Ok(())
}

fn corrections(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), true, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Fay")).unwrap();
    stage.play("remembered", |stage| remembered(stage, &who)).unwrap();
    stage.play("of-nobody-else", |stage| of_nobody_else(stage, &who)).unwrap();
    stage.play("sign-out", |stage| sign_out(stage.driver.as_mut())).unwrap();
    let base = stage.api.base();
    stage.play("sign-in", |stage| giftos_tests::journey::sign_in(stage.driver.as_mut(), &base, &who)).unwrap();
    stage
        .play("forgotten", |stage| {
            wait_options(stage.driver.as_mut(), "the first one's shop", "!!document.querySelector('.corrected-shop')")?;
            forgotten(stage, &who)
        })
        .unwrap();
}

#[test]
fn a_pick_is_remembered_for_its_shop_and_its_person_in_chromium() {
    corrections(Kind::Chromium);
}

#[test]
fn a_pick_is_remembered_for_its_shop_and_its_person_in_firefox() {
    corrections(Kind::Firefox);
}

/// A page in doubt, saved by the key: taken back from the popup that opens, put right there, and saved once.
fn undone_and_put_right(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/doubt"))?;
    stage.press_shortcut("Werk doubtful")?;
    stage.driver.wait_popup()?;
    let press = |stage: &mut Stage, word: &str| {
        let mark = format!(
            "(() => {{ const found = [...document.querySelectorAll('button')].find(one => one.innerText.trim() === {}); \
             if (found) found.id = 'wanted'; return !!found; }})()",
            json!(word)
        );
        until(word, STEP, || Ok((stage.driver.popup(&mark)? == true).then_some(())))
            .with_context(|| format!("the popup says {:?}", stage.driver.popup("document.body.innerText")))?;
        stage.driver.click_in_popup("#wanted")
    };
    press(stage, "Undo and correct")?;
    until("the form", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('form.card')")? == true).then_some(()))
    })?;
    until("nothing on the boards", STEP, || {
        Ok(stage.api.items_of(&who.email, &who.password)?.is_empty().then_some(()))
    })?;
    stage.driver.popup(
        "(() => { const field = document.querySelector('textarea.title'); field.value = 'The right kettle'; \
         field.dispatchEvent(new Event('input', {bubbles: true})); })()",
    )?;
    stage.driver.click_in_popup("form.card button[type=submit]")?;
    until("the tick", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('section.card.done')")? == true).then_some(()))
    })?;
    stage.driver.close_popup()?;
    stage.rows(who, 1)?;
    let items = stage.api.items_of(&who.email, &who.password)?;
    ensure!(items[0]["title"] == "The right kettle" && items[0]["needs_check"] == false, "{items:?}");
    Ok(())
}

fn undone(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), true, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Uma")).unwrap();
    stage.play("undone-and-put-right", |stage| undone_and_put_right(stage, &who)).unwrap();
}

#[test]
fn a_save_in_doubt_is_taken_back_and_put_right_in_chromium() {
    undone(Kind::Chromium);
}

#[test]
fn a_save_in_doubt_is_taken_back_and_put_right_in_firefox() {
    undone(Kind::Firefox);
}
