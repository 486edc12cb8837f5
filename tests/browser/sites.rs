//! One site that is looked at by itself: what is saved there has its tick before anybody asks, also under another address; nothing of
//! what is opened goes anywhere; paused, nothing of ours is put into its pages; and all of it is taken back where it was given.

use std::io::Read;
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Said, Stage, read_popup, save_in_popup, wait_options};
use giftos_tests::shop::{Asked, Given};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

use crate::same_thing;

const SHOP: &str = "https://hearth.example";
/// Where Chromium's question has *Allow*, in pixels of the screen.
const ALLOW: (u32, u32) = (805, 255);

/// The pages of the site, as the browser is told.
fn pages() -> Value {
    json!(["http://*.hearth.example/*", "https://*.hearth.example/*"])
}

fn site(asked: &Asked) -> Option<Given> {
    match asked.url.path() {
        "/plain" => Some(Given::new("text/html", "<!doctype html><title>Plain</title><p>About us")),
        _ => same_thing::site(asked),
    }
}

fn wait_badge(stage: &mut Stage, wanted: &str) -> Result<()> {
    until(&format!("the badge {wanted:?}"), STEP, || Ok((stage.driver.badge()? == wanted).then_some(())))
        .with_context(|| format!("the badge is {:?}", stage.driver.badge()))
}

/// The tick, or none, of a page that nobody touches.
fn opened(stage: &mut Stage, path: &str, badge: &str) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/{path}"))?;
    wait_badge(stage, badge).with_context(|| path.to_owned())?;
    stage.driver.leave()
}

fn registered(stage: &mut Stage) -> Result<Value> {
    stage.driver.options(
        "chrome.scripting.getRegisteredContentScripts().then((all) => all.map((one) => [one.matches, one.excludeMatches ?? []]))",
    )
}

fn wait_registered(stage: &mut Stage, wanted: &Value) -> Result<()> {
    until("the content scripts", STEP, || Ok((registered(stage)? == *wanted).then_some(())))
        .with_context(|| format!("{:?} is registered and not {wanted}", registered(stage)))
}

/// Saves the kettle, and asks in its popup that the site be looked at.
fn asked_for(stage: &mut Stage) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    let said = save_in_popup(stage.driver.as_mut())?;
    ensure!(matches!(said, Said::Saved { .. }), "the popup said {said:?}");
    ensure!(registered(stage)? == json!([]), "something is registered before anybody asked for it");
    stage.driver.close_popup()?;
    stage.driver.front()?;
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    until("the offer", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('.site button')")? == true).then_some(()))
    })?;
    let about = stage.driver.popup("document.querySelector('.site').innerText")?;
    ensure!(about.as_str().is_some_and(|about| about.contains("nothing is sent until you save")), "it says {about}");
    match stage.driver.kind() {
        Kind::Chromium => {
            // The browser's question holds up whatever is asked of the popup, and closes it. The keys, which the popup had, are nobody's
            // then: so it is answered by the mouse, on *Allow*. Where it is not drawn yet, a click there is one on the page's picture.
            stage.driver.popup("setTimeout(() => document.querySelector('.site button').click(), 200), true")?;
            let granted = format!("chrome.permissions.contains({{origins: {}}})", pages());
            until("the permission to be granted", STEP, || {
                stage.display.as_ref().context("a screen")?.click(1, ALLOW.0, ALLOW.1)?;
                Ok((stage.driver.options(&granted)? == true).then_some(()))
            })?;
        }
        Kind::Firefox => {
            stage.driver.click_in_popup(".site button")?;
            stage.driver.allow_origin(stage.display.as_ref().context("a screen")?, SHOP)?;
        }
    }
    stage.driver.close_popup()?;
    stage.driver.leave()?;
    wait_registered(stage, &json!([[pages(), []]]))
}

/// Listens where the server was, and gives what comes.
fn listen(base: &str) -> Result<Receiver<String>> {
    let address = base.rsplit('/').next().context("an address")?.to_owned();
    let listener = until("the server's place", STEP, || Ok(TcpListener::bind(&address).ok()))?;
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut text = [0; 65_536];
            let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
            let size = stream.read(&mut text).unwrap_or(0);
            if tell.send(String::from_utf8_lossy(&text[..size]).into_owned()).is_err() {
                return;
            }
        }
    });
    Ok(told)
}

/// Ticks come from this device alone: whoever listens in the server's place and on the web hears nothing of what is opened.
fn known_here(stage: &mut Stage) -> Result<()> {
    let base = stage.api.base();
    stage.api.stop()?;
    let told = listen(&base)?;
    let before = stage.web.asked().len();
    // The worker that kept the choice is gone: the browser itself remembers where to look.
    stage.driver.kill_worker()?;
    let visits = [("kettle?utm_source=mail", "✓"), ("sale/kettle", "✓"), ("pan", "•"), ("plain", "")];
    for (path, badge) in visits {
        opened(stage, path, badge)?;
    }
    for said in told.try_iter() {
        for visited in ["kettle", "pan", "plain", "hearth", "4006381333931"] {
            ensure!(!said.contains(visited), "{visited} was sent to the server: {said}");
        }
    }
    let asked: Vec<Asked> = stage.web.asked().split_off(before);
    // A browser has questions of its own, to its maker.
    let (shop, others): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|asked| asked.url.host_str() == Some("hearth.example"));
    let pages = shop.iter().filter(|asked| !asked.url.path().contains('.')).count();
    ensure!(pages == visits.len(), "each page is asked for by its tab alone: {shop:?}");
    let tells =
        |asked: &Asked| ["kettle", "pan", "plain", "hearth"].iter().any(|visited| asked.url.as_str().contains(visited));
    ensure!(!others.iter().any(tells), "{others:?}");
    Ok(())
}

/// Paused, the browser itself keeps us out of the site's pages.
fn paused(stage: &mut Stage) -> Result<()> {
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    wait_badge(stage, "✓")?;
    ensure!(stage.driver.content_world("1").is_ok(), "the pre-check ran here");
    stage.driver.open_popup()?;
    read_popup(stage.driver.as_ref())?;
    until("that it is on", STEP, || {
        Ok((stage.driver.popup("!!document.querySelector('.site button')")? == true).then_some(()))
    })?;
    stage.driver.click_in_popup(".site button")?;
    wait_registered(stage, &json!([[pages(), pages()]]))?;
    stage.driver.close_popup()?;
    stage.driver.leave()?;
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    until("the page", STEP, || Ok((stage.driver.page("document.readyState")? == "complete").then_some(())))?;
    ensure!(stage.driver.content_world("1").is_err(), "something of ours runs in a paused page");
    ensure!(stage.driver.badge()?.is_empty(), "a paused page has the badge {}", stage.driver.badge()?);
    stage.driver.leave()?;
    // The options list it, and resume it.
    wait_options(stage.driver.as_mut(), "the paused site", "!!document.getElementById('paused-hearth.example')")?;
    stage.driver.click_in_options(".switch[aria-labelledby='paused-hearth.example']")?;
    wait_registered(stage, &json!([[pages(), []]]))?;
    opened(stage, "kettle", "✓")
}

/// What the person takes back in the browser itself is taken back here, and what they switch off is given back.
fn taken_back(stage: &mut Stage) -> Result<()> {
    let granted = format!("chrome.permissions.contains({{origins: {}}})", pages());
    wait_options(
        stage.driver.as_mut(),
        "the switch",
        "document.querySelector(\".switch[aria-labelledby='site-hearth.example']\")?.getAttribute('aria-checked') === 'true'",
    )?;
    stage.driver.click_in_options(".switch[aria-labelledby='site-hearth.example']")?;
    wait_registered(stage, &json!([]))?;
    until("the browser to grant it no more", STEP, || Ok((stage.driver.options(&granted)? == false).then_some(())))?;
    opened(stage, "plain", "")?;
    stage.driver.visit(&format!("{SHOP}/kettle"))?;
    ensure!(stage.driver.content_world("1").is_err(), "something of ours runs in a page that was taken back");
    stage.driver.leave()?;
    // And back again where it was switched off.
    stage.driver.click_in_options(".switch[aria-labelledby='site-hearth.example']")?;
    let display = stage.display.as_ref().context("a screen")?;
    stage.driver.allow_origin(display, SHOP)?;
    wait_registered(stage, &json!([[pages(), []]]))?;
    stage.driver.options(&format!("chrome.permissions.remove({{origins: {}}})", pages()))?;
    wait_registered(stage, &json!([]))
}

fn one_site(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), true, site).unwrap();
    let who = stage.play("register", |stage| stage.register("Ida")).unwrap();
    stage.play("asked-for", asked_for).unwrap();
    stage.play("arrived", |stage| stage.rows(&who, 1).map(drop)).unwrap();
    stage.play("paused", paused).unwrap();
    stage.play("known-here", known_here).unwrap();
    stage.play("taken-back", taken_back).unwrap();
}

#[test]
fn a_site_is_looked_at_paused_and_taken_back_in_chromium() {
    one_site(Kind::Chromium);
}

#[test]
fn a_site_is_looked_at_paused_and_taken_back_in_firefox() {
    one_site(Kind::Firefox);
}
