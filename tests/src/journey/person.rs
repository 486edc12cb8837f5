//! What a person does with the extension's own pages: forms filled, buttons pressed, words read.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::driver::Driver;
use crate::wait::{STEP, until};

/// Hard to guess, as far as the strength check is concerned.
const PASSWORD: &str = "violet-anchor-42-teapot";

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Somebody {
    /// Mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The name that others see.
    pub name: String,
}

impl Somebody {
    /// `NAME@example.org`.
    #[must_use]
    pub fn called(name: &str) -> Self {
        Self {
            email: format!("{}@example.org", name.to_lowercase()),
            password: PASSWORD.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// What the popup said after Save, or when it opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The tick, after so many milliseconds.
    Saved {
        /// From the click to the tick, as the popup's own clock has it.
        millis: u64,
    },
    /// It was saved before.
    AlreadySaved,
    /// The form, with what would be saved.
    Form,
}

/// Makes an account on the options page, and is signed in.
///
/// # Errors
/// With what the page says.
pub fn register(driver: &mut dyn Driver, server: &str, who: &Somebody) -> Result<()> {
    wait_options(driver, "the form to sign in", "!!document.querySelector('form.fields input[inputmode=url]')")?;
    if driver.options("!!document.querySelector('form.fields input[autocomplete=name]')")? == false {
        driver.click_in_options("form.fields button.quiet")?;
    }
    wait_options(driver, "the field for a name", "!!document.querySelector('form.fields input[autocomplete=name]')")?;
    fill(driver, "form.fields input[autocomplete=name]", &who.name)?;
    submit(driver, server, who)
}

/// Signs in on the options page.
///
/// # Errors
/// With what the page says.
pub fn sign_in(driver: &mut dyn Driver, server: &str, who: &Somebody) -> Result<()> {
    wait_options(driver, "the form to sign in", "!!document.querySelector('form.fields input[inputmode=url]')")?;
    if driver.options("!!document.querySelector('form.fields input[autocomplete=name]')")? == true {
        driver.click_in_options("form.fields button.quiet")?;
    }
    submit(driver, server, who)
}

fn submit(driver: &mut dyn Driver, server: &str, who: &Somebody) -> Result<()> {
    fill(driver, "form.fields input[inputmode=url]", server)?;
    fill(driver, "form.fields input[type=email]", &who.email)?;
    fill(driver, "form.fields input[type=password]", &who.password)?;
    driver.click_in_options("form.fields button[type=submit]")?;
    let name = Value::from(who.email.as_str());
    let signed_in = format!("document.querySelector('dl.rows')?.textContent.includes({name}) ?? false");
    let outcome = wait_options(driver, "the account to be shown", &signed_in);
    outcome.with_context(|| {
        let said = driver.options("document.querySelector('form.fields')?.innerText ?? document.body.innerText");
        format!("the options page says {said:?}")
    })
}

/// Signs out on the options page.
///
/// # Errors
/// When the form to sign in does not come back.
pub fn sign_out(driver: &mut dyn Driver) -> Result<()> {
    driver.click_in_options("dl.rows ~ .line button.plain")?;
    wait_options(driver, "the form to sign in", "!!document.querySelector('form.fields input[inputmode=url]')")
}

fn fill(driver: &mut dyn Driver, selector: &str, value: &str) -> Result<()> {
    let script = format!(
        "(() => {{ const field = document.querySelector({}); field.focus(); field.value = {}; \
         field.dispatchEvent(new Event('input', {{bubbles: true}})); return field.value; }})()",
        json!(selector),
        json!(value)
    );
    let now = driver.options(&script)?;
    if now == value { Ok(()) } else { bail!("{selector} took {now}") }
}

/// Waits for an expression of the options page to be true.
///
/// # Errors
/// When it stays false.
pub fn wait_options(driver: &mut dyn Driver, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((driver.options(expression)? == true).then_some(())))
}

/// Puts a question to the worker from one of the extension's own pages, as these pages do.
///
/// # Errors
/// When the worker does not answer.
pub fn ask(driver: &mut dyn Driver, question: &Value) -> Result<Value> {
    driver.options(&format!("chrome.runtime.sendMessage({question})"))
}

/// The worker's status.
///
/// # Errors
/// When the worker does not answer.
pub fn status(driver: &mut dyn Driver) -> Result<Value> {
    ask(driver, &json!({"type": "status.get"}))
}

/// Waits until nothing of the account that is signed in waits in the outbox.
///
/// # Errors
/// When something still waits.
pub fn wait_sent(driver: &mut dyn Driver) -> Result<()> {
    until("the outbox to be empty", STEP, || {
        let status = status(driver)?;
        Ok((status["waiting"] == 0 && status["unclaimed"] == 0).then_some(()))
    })
    .with_context(|| format!("the status is {:?}", status(driver)))
}

const POPUP_SAYS: &str = "document.querySelector('section.card.done') ? 'saved' \
    : document.querySelector('section.card .chip.pine') ? 'already' \
    : document.querySelector('form.card') ? 'form' \
    : document.querySelector('section.note-card')?.innerText ?? ''";

/// What the open popup shows, once it shows something.
///
/// # Errors
/// When it shows that it cannot help, or nothing.
pub fn read_popup(driver: &dyn Driver) -> Result<Said> {
    let said = until("the popup to show the page", STEP, || {
        let said = driver.popup(POPUP_SAYS)?;
        Ok(said.as_str().filter(|text| !text.is_empty()).map(str::to_owned))
    })?;
    match said.as_str() {
        "saved" => after_save(driver),
        "already" => Ok(Said::AlreadySaved),
        "form" => Ok(Said::Form),
        other => bail!("the popup says: {other}"),
    }
}

fn after_save(driver: &dyn Driver) -> Result<Said> {
    let word = driver.popup("document.querySelector('section.card.done h1').innerText.trim()")?;
    let before = driver.popup("chrome.i18n.getMessage('saved_already')")?;
    let millis = driver.popup("Number(document.documentElement.dataset.tickAfter ?? 0)")?;
    if word == before {
        return Ok(Said::AlreadySaved);
    }
    Ok(Said::Saved { millis: millis.as_u64().unwrap_or_default() })
}

/// Opens the popup over the visited page and presses Save where it shows the form; gives what it says then.
///
/// # Errors
/// When it cannot help with this page.
pub fn save_in_popup(driver: &mut dyn Driver) -> Result<Said> {
    driver.front()?;
    driver.open_popup()?;
    let said = match read_popup(driver)? {
        Said::Form => press_save(driver)?,
        other => other,
    };
    driver.close_popup()?;
    Ok(said)
}

/// Opens the popup over a page that was saved before, on another visit, and insists on saving it again.
///
/// # Errors
/// When the popup does not know the page, or cannot help with it.
pub fn save_again(driver: &mut dyn Driver) -> Result<Said> {
    driver.open_popup()?;
    let opened = read_popup(driver)?;
    if opened != Said::AlreadySaved {
        bail!("the popup opened with {opened:?} on a page that is on a board");
    }
    driver.click_in_popup("section.card .footer button.plain")?;
    until("the form", STEP, || Ok((read_popup(driver)? == Said::Form).then_some(())))?;
    let said = press_save(driver)?;
    driver.close_popup()?;
    Ok(said)
}

fn press_save(driver: &dyn Driver) -> Result<Said> {
    // The popup's own clock, from the click to the tick.
    driver.popup(
        "(() => { let pressed = 0; const root = document.documentElement; \
         root.addEventListener('click', () => { pressed ||= performance.now(); }, {capture: true}); \
         new MutationObserver((_, observer) => { if (document.querySelector('section.card.done')) { observer.disconnect(); \
         root.dataset.tickAfter = Math.round(performance.now() - pressed); } }).observe(document.body, {childList: true, subtree: true}); \
         return true; })()",
    )?;
    driver.click_in_popup("form.card button[type=submit]")?;
    until("the tick", STEP, || {
        if driver.popup("!!document.querySelector('section.card.done')")? == true {
            return after_save(driver).map(Some);
        }
        Ok(None)
    })
    .with_context(|| format!("the popup says {:?}", driver.popup("document.body.innerText")))
}
