//! Documents in Firefox: the page of a tab, the popup, the sidebar, the event page.

use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::launch::Firefox;
use crate::wait::{STEP, until};

pub(super) const CHROME: &str = include_str!("chrome.js");

/// A document that scripts can run in.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    firefox: &'a Firefox,
    place: Value,
}

impl<'a> Frame<'a> {
    pub(super) fn new(firefox: &'a Firefox, place: Value) -> Self {
        Self { firefox, place }
    }

    /// Evaluates a JavaScript expression as if a person had just clicked, waits for its promise, gives its value as JSON.
    ///
    /// # Errors
    /// When it throws, or the document is not there.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        self.run(json!({"code": expression}))
    }

    /// The same in the world of an extension's content scripts.
    ///
    /// # Errors
    /// As [`Self::evaluate`], and where that extension has no content script there.
    pub fn evaluate_in(&self, extension: &str, expression: &str) -> Result<Value> {
        self.run(json!({"code": expression, "world": extension}))
    }

    fn run(&self, details: Value) -> Result<Value> {
        let body = format!(
            "{CHROME}\nconst browser = browserOf(arguments[0]);\n\
             if (!browser) throw new Error('not open: ' + JSON.stringify(arguments[0]));\n\
             return evaluateIn(browser, arguments[1]);"
        );
        let short: String = details["code"].as_str().unwrap_or_default().chars().take(160).collect();
        self.firefox.chrome(&body, &json!([self.place, details])).with_context(|| format!("in `{short}`"))
    }

    /// Evaluates an expression until its value is neither null, false, zero nor empty.
    ///
    /// # Errors
    /// When it stays so.
    pub fn wait_for(&self, what: &str, expression: &str) -> Result<Value> {
        until(what, STEP, || {
            let value = self.evaluate(expression)?;
            let nothing = matches!(&value, Value::Null | Value::Bool(false))
                || value.as_f64() == Some(0.0)
                || value.as_str().is_some_and(str::is_empty);
            Ok((!nothing).then_some(value))
        })
    }

    /// Presses and releases a key ("Enter", "Tab", "ArrowDown", "x"), for whatever has the focus in the document.
    ///
    /// # Errors
    /// When the document is not there.
    pub fn press(&self, key: &str) -> Result<()> {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "ArrowDown" => 40,
            "ArrowUp" => 38,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            "Home" => 36,
            "End" => 35,
            _ => 0,
        };
        let key = if code == 0 { json!({"key": key}) } else { json!({"key": key, "code": key, "keyCode": code}) };
        self.run(json!({"code": key["key"], "key": key})).map(drop)
    }

    /// Clicks in the middle of the element that `selector` finds, with the mouse.
    ///
    /// # Errors
    /// When there is none.
    pub fn click(&self, selector: &str) -> Result<()> {
        let quoted = Value::from(selector);
        let body = format!(
            "{CHROME}\nconst browser = browserOf(arguments[0]);\n\
             return evaluateIn(browser, {{code: arguments[1], mouse: true}});"
        );
        // Found and clicked in one go: a page may draw it anew at any time.
        let spot = format!(
            "(() => {{ const e = document.querySelector({quoted}); if (!e) return null; e.scrollIntoView({{block: 'center'}}); \
             const r = e.getBoundingClientRect(); \
             return r.width && r.height ? [r.x + r.width / 2, r.y + r.height / 2] : null; }})()"
        );
        until(&format!("something to click at {selector}"), STEP, || {
            let clicked = self.firefox.chrome(&body, &json!([self.place, spot]))?;
            Ok((!clicked.is_null() && clicked != "null").then_some(()))
        })
    }
}

/// A tab.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    firefox: &'a Firefox,
    handle: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(firefox: &'a Firefox, handle: String) -> Self {
        Self { firefox, handle }
    }

    /// The driver's name for it.
    #[must_use]
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// Its document.
    #[must_use]
    pub fn frame(&self) -> Frame<'a> {
        Frame::new(self.firefox, json!({"tab": self.handle}))
    }

    /// Evaluates an expression in the page's frame whose address contains `frame`, waits for its promise, gives its value.
    ///
    /// # Errors
    /// When it throws or there is no such frame.
    pub fn evaluate_in_frame(&self, frame: &str, expression: &str) -> Result<Value> {
        self.select()?;
        let marionette = &self.firefox.marionette;
        let find =
            format!("[...document.querySelectorAll('iframe')].findIndex((one) => one.src.includes({}))", json!(frame));
        let number = self.frame().evaluate(&find)?;
        // The driver follows a frame into the process that it lives in.
        marionette.call("WebDriver:SwitchToFrame", &json!({"id": number}))?;
        let script = json!({"script": format!("return ({expression});"), "args": []});
        let answer = marionette.call("WebDriver:ExecuteScript", &script);
        marionette.call("WebDriver:SwitchToFrame", &json!({"id": null}))?;
        Ok(answer?["value"].clone())
    }

    /// Brings it to the front.
    ///
    /// # Errors
    /// When it is closed.
    pub fn select(&self) -> Result<()> {
        self.firefox
            .marionette
            .call("WebDriver:SwitchToWindow", &json!({"handle": self.handle, "focus": true}))
            .map(drop)
    }

    /// Goes to an address and waits until it is loaded.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn go_to(&self, url: &str) -> Result<()> {
        self.select()?;
        self.firefox.marionette.call("WebDriver:Navigate", &json!({"url": url})).map(drop)
    }

    /// Writes a picture of what is seen of the page as PNG.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        self.select()?;
        let answer = self.firefox.marionette.call("WebDriver:TakeScreenshot", &json!({"full": false}))?;
        write_picture(&answer, file)
    }

    /// Closes it.
    ///
    /// # Errors
    /// When it is closed already.
    pub fn close(&self) -> Result<()> {
        self.select()?;
        let left = self.firefox.marionette.call("WebDriver:CloseWindow", &json!({}))?;
        let Some(next) = left[0].as_str() else { bail!("no window is left: {left}") };
        self.firefox.marionette.call("WebDriver:SwitchToWindow", &json!({"handle": next})).map(drop)
    }
}

pub(super) fn write_picture(answer: &Value, file: &Path) -> Result<()> {
    let bytes = STANDARD.decode(answer["value"].as_str().unwrap_or_default())?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| file.display().to_string())
}
