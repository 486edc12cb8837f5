//! The steps of the main job and of what may come between. Each begins where somebody is signed in, unless it says otherwise.

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::person::{self, Said, Somebody};
use super::stage::{Stage, Wanted};

/// What came of saving a number of pages.
#[derive(Debug, Default, Clone)]
pub struct Saves {
    /// Pages whose popup showed the tick.
    pub ticked: usize,
    /// Pages whose row has title, price, currency and picture right, in the database and as the API shows it; by their number.
    pub right: Vec<usize>,
    /// Pages that said *already saved* the second time.
    pub already: usize,
    /// From the click to the tick, for each page.
    pub tick_millis: Vec<u64>,
    /// Pages that were saved, but not as they are, for people.
    pub misread: Vec<String>,
    /// What did not work, for people.
    pub faults: Vec<String>,
}

/// Saves each page in the popup, and again, and reads the board from the API and from the database.
///
/// # Errors
/// When a step cannot be taken at all; what is wrong with a page is in the result.
pub fn save_all(stage: &mut Stage, who: &Somebody, pages: &[Wanted]) -> Result<Saves> {
    let mut saves = Saves::default();
    let mut saved = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let driver = stage.driver.as_mut();
        let outcome = driver.visit(&page.url).and_then(|()| {
            let first = person::save_in_popup(driver)?;
            driver.leave()?;
            driver.visit(&page.url)?;
            Ok((first, person::save_again(driver)?))
        });
        match outcome {
            Ok((first, second)) => {
                match first {
                    Said::Saved { millis } => {
                        saves.ticked += 1;
                        saves.tick_millis.push(millis);
                        saved.push((number, page));
                    }
                    other => saves.faults.push(format!("{}: the first save said {other:?}", page.name)),
                }
                if second == Said::AlreadySaved {
                    saves.already += 1;
                } else {
                    saves.faults.push(format!("{}: the second save said {second:?}", page.name));
                }
            }
            Err(error) => saves.faults.push(format!("{}: {error:#}", page.name)),
        }
        driver.leave()?;
    }
    // The ids of items are in the order of the saves, and so are the rows.
    let in_database = stage.rows(who, saved.len())?;
    let through_api = stage.api.rows_of(&who.email, &who.password)?;
    ensure!(in_database == through_api, "the API shows {through_api:?}, the database holds {in_database:?}");
    for ((number, page), row) in saved.iter().zip(&in_database) {
        match (page.check)(row) {
            Ok(()) => saves.right.push(*number),
            Err(fault) => saves.misread.push(format!("{}: {fault}", page.name)),
        }
    }
    Ok(saves)
}

fn save_one(stage: &mut Stage, page: &Wanted) -> Result<()> {
    stage.driver.visit(&page.url)?;
    match person::save_in_popup(stage.driver.as_mut())? {
        Said::Saved { .. } => Ok(()),
        other => bail!("{}: the popup said {other:?}", page.name),
    }
}

fn holds(stage: &Stage, who: &Somebody, pages: &[&Wanted]) -> Result<()> {
    let rows = stage.rows(who, pages.len())?;
    for (page, row) in pages.iter().zip(&rows) {
        (page.check)(row).map_err(anyhow::Error::msg).with_context(|| page.name.clone())?;
    }
    Ok(())
}

/// With the API away the tick still shows; once it is back, the item arrives, once.
///
/// # Errors
/// When that does not hold.
pub fn api_away(stage: &mut Stage, who: &Somebody, before: &[&Wanted], page: &Wanted) -> Result<()> {
    stage.api.stop()?;
    save_one(stage, page)?;
    let status = person::status(stage.driver.as_mut())?;
    ensure!(status["waiting"] == 1, "one save should wait: {status}");
    stage.api.start_again()?;
    person::ask(stage.driver.as_mut(), &json!({"type": "outbox.flush"}))?;
    person::wait_sent(stage.driver.as_mut())?;
    holds(stage, who, &[before, &[page]].concat())
}

/// The worker is killed between tick and arrival; the item still arrives, once, without anybody doing anything.
///
/// # Errors
/// When that does not hold.
pub fn worker_killed(stage: &mut Stage, who: &Somebody, before: &[&Wanted], page: &Wanted) -> Result<()> {
    stage.api.stop()?;
    save_one(stage, page)?;
    stage.driver.kill_worker()?;
    stage.api.start_again()?;
    // Nothing is asked of the extension until the row is there: only its own alarm can bring it.
    holds(stage, who, &[before, &[page]].concat())?;
    person::wait_sent(stage.driver.as_mut())
}

/// The browser is closed, or crashes, with saves that wait; after it starts again they arrive, once and in order.
///
/// # Errors
/// When that does not hold.
pub fn browser_restarted(
    stage: &mut Stage,
    who: &Somebody,
    before: &[&Wanted],
    pages: [&Wanted; 2],
    crash: bool,
) -> Result<()> {
    stage.api.stop()?;
    for page in pages {
        save_one(stage, page)?;
    }
    stage.driver.restart(crash)?;
    stage.api.start_again()?;
    holds(stage, who, &[before, &pages].concat())?;
    person::wait_sent(stage.driver.as_mut())
}

/// Saved while nobody is signed in; signing in asks once, and taking it brings it to the board, once. Begins signed out.
///
/// # Errors
/// When that does not hold.
pub fn signed_out(stage: &mut Stage, name: &str, page: &Wanted) -> Result<Somebody> {
    save_one(stage, page)?;
    let status = person::status(stage.driver.as_mut())?;
    ensure!(status["unclaimed"] == 1 && status["account"].is_null(), "one save of nobody should wait: {status}");
    let who = stage.register(name)?;
    let driver = stage.driver.as_mut();
    person::wait_options(driver, "the question", "!!document.querySelector('section.ask')")?;
    ensure!(stage.api.rows_in_database(&who.email)?.is_empty(), "it was taken before anybody said so");
    let driver = stage.driver.as_mut();
    driver.click_in_options("section.ask button.primary")?;
    person::wait_options(driver, "the question to go", "!document.querySelector('section.ask')")?;
    person::wait_sent(driver)?;
    holds(stage, &who, &[page])?;
    // Asked once: signing out and in again does not ask.
    let base = stage.api.base();
    let driver = stage.driver.as_mut();
    person::sign_out(driver)?;
    person::sign_in(driver, &base, &who)?;
    let status = person::status(driver)?;
    ensure!(status["unclaimed"] == 0, "asked again: {status}");
    Ok(who)
}

/// What one account saved and could not send is not sent, shown or counted for another. Begins with `first` signed in.
///
/// # Errors
/// When that does not hold.
pub fn two_accounts(stage: &mut Stage, first: &Somebody, second: &str, page: &Wanted) -> Result<()> {
    stage.api.stop()?;
    save_one(stage, page)?;
    person::sign_out(stage.driver.as_mut())?;
    stage.api.start_again()?;
    let base = stage.api.base();
    let other = stage.register(second)?;
    let driver = stage.driver.as_mut();
    person::ask(driver, &json!({"type": "outbox.flush"}))?;
    let status = person::status(driver)?;
    ensure!(
        status["waiting"] == 0 && status["unclaimed"] == 0,
        "the second account is told of the first one's saves: {status}"
    );
    driver.visit(&page.url)?;
    driver.open_popup()?;
    let said = person::read_popup(driver)?;
    driver.close_popup()?;
    ensure!(said == Said::Form, "the second account sees what the first one saved: {said:?}");
    ensure!(stage.api.rows_in_database(&other.email)?.is_empty(), "it went to the second account");
    ensure!(stage.api.rows_in_database(&first.email)?.is_empty(), "it was sent while another was signed in");
    person::sign_out(stage.driver.as_mut())?;
    person::sign_in(stage.driver.as_mut(), &base, first)?;
    person::wait_sent(stage.driver.as_mut())?;
    holds(stage, first, &[page])?;
    ensure!(stage.api.rows_in_database(&other.email)?.is_empty(), "it went to both");
    Ok(())
}

/// The shortcut, pressed on a real keyboard, saves what is *sure* at once. Needs a screen; begins with nothing on the board.
///
/// # Errors
/// When that does not hold.
pub fn by_shortcut(stage: &mut Stage, who: &Somebody, before: &[&Wanted], page: &Wanted, title: &str) -> Result<()> {
    stage.driver.visit(&page.url)?;
    stage.press_shortcut(title)?;
    holds(stage, who, &[before, &[page]].concat())?;
    // Pressed again on the same page: nothing is doubled, and the popup opens by itself and says so.
    stage.press_shortcut(title)?;
    stage.driver.wait_popup()?;
    let said = person::read_popup(stage.driver.as_ref())?;
    ensure!(said == Said::AlreadySaved, "the second press said {said:?}");
    stage.driver.close_popup()?;
    person::wait_sent(stage.driver.as_mut())?;
    holds(stage, who, &[before, &[page]].concat())
}

/// The entry in the context menu, chosen with a real mouse, saves the page. Needs a screen.
///
/// # Errors
/// When that does not hold.
pub fn by_menu(stage: &mut Stage, who: &Somebody, before: &[&Wanted], page: &Wanted, title: &str) -> Result<()> {
    stage.driver.visit(&page.url)?;
    let display = stage.display.as_ref().context("a screen")?;
    display.focus(title)?;
    stage.driver.choose_from_menu(display)?;
    holds(stage, who, &[before, &[page]].concat())
}
