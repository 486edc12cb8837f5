//! The journey's driver over Chromium.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::driver::{Driver, Kind, Setup};
use crate::chromium::{Chromium, Extension, Launch, Page};
use crate::display::Display;
use crate::wait::{STEP, until};

pub(super) struct InChromium {
    setup: Setup,
    // Dropped before the profile that it writes to.
    browser: Option<Chromium>,
    id: String,
    visited: Option<Page>,
    popup: Option<Page>,
    options: Option<Page>,
    panel: Option<Page>,
    beside: Option<Page>,
    stranger: Option<String>,
    profile: TempDir,
}

impl InChromium {
    pub(super) fn open(setup: Setup) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let (browser, visited, popup, options, stranger) = (None, None, None, None, None);
        let (panel, beside, id) = (None, None, String::new());
        let mut driver = Self { setup, browser, id, visited, popup, options, panel, beside, stranger, profile };
        driver.start()?;
        Ok(driver)
    }

    fn start(&mut self) -> Result<()> {
        let mut launch = Launch::default().with_profile(self.profile.path()).through(self.setup.web);
        if let Some(display) = &self.setup.display {
            launch = launch.on_display(display);
        }
        let browser = launch.start()?;
        browser.load_extension(&self.setup.extension)?.id().clone_into(&mut self.id);
        self.browser = Some(browser);
        Ok(())
    }

    fn browser(&self) -> Result<&Chromium> {
        self.browser.as_ref().context("Chromium is not running")
    }

    fn extension(&self) -> Result<Extension<'_>> {
        Ok(self.browser()?.extension(&self.id))
    }

    fn visited(&self) -> Result<&Page> {
        self.visited.as_ref().context("no page was visited")
    }

    fn options_page(&mut self) -> Result<&Page> {
        if self.options.is_none() {
            let page = self.extension()?.open("options.html")?;
            // Opening a tab hides the visited one; a person goes back to it.
            if let Some(visited) = &self.visited {
                visited.call("Page.bringToFront", json!({}))?;
            }
            self.options = Some(page);
        }
        self.options.as_ref().context("the options page")
    }
}

impl Driver for InChromium {
    fn kind(&self) -> Kind {
        Kind::Chromium
    }

    fn chromium(&self) -> Option<&Chromium> {
        self.browser.as_ref()
    }

    fn visit(&mut self, url: &str) -> Result<()> {
        self.popup = None;
        self.visited = Some(self.browser()?.open(url)?);
        Ok(())
    }

    fn front(&mut self) -> Result<()> {
        self.visited()?.call("Page.bringToFront", json!({})).map(drop)
    }

    fn leave(&mut self) -> Result<()> {
        self.popup = None;
        self.visited.take().map_or(Ok(()), |page| page.close())
    }

    fn page(&self, expression: &str) -> Result<Value> {
        self.visited()?.evaluate(expression)
    }

    fn frame(&self, frame: &str, expression: &str) -> Result<Value> {
        // A frame of another site is a target of its own; one of the same site is a world of the page.
        let browser = self.browser()?;
        match browser.targets()?.into_iter().find(|target| target.kind == "iframe" && target.url.contains(frame)) {
            Some(target) => browser.attach(&target.id)?.evaluate(expression),
            None => {
                let page = self.visited()?;
                page.evaluate_in(&page.world("", Some(frame))?, expression)
            }
        }
    }

    fn content_world(&self, expression: &str) -> Result<Value> {
        let page = self.visited()?;
        page.evaluate_in(&page.world(&self.id, None)?, expression)
    }

    fn open_popup(&mut self) -> Result<()> {
        self.popup = Some(self.extension()?.open_popup(self.visited()?)?);
        Ok(())
    }

    fn wait_popup(&mut self) -> Result<()> {
        self.popup = Some(self.extension()?.popup()?);
        Ok(())
    }

    fn popup(&self, expression: &str) -> Result<Value> {
        self.popup.as_ref().context("no popup is open")?.evaluate(expression)
    }

    fn click_in_popup(&self, selector: &str) -> Result<()> {
        self.popup.as_ref().context("no popup is open")?.click(selector)
    }

    fn close_popup(&mut self) -> Result<()> {
        if let Some(popup) = self.popup.take() {
            // It may have closed itself, which is what is wanted.
            let _ = popup.close();
        }
        Ok(())
    }

    fn options(&mut self, expression: &str) -> Result<Value> {
        self.options_page()?.evaluate(expression)
    }

    fn click_in_options(&mut self, selector: &str) -> Result<()> {
        let page = self.options_page()?.clone();
        page.call("Page.bringToFront", json!({}))?;
        page.click(selector)
    }

    fn panel(&mut self, expression: &str) -> Result<Value> {
        if self.panel.is_none() {
            self.panel = Some(self.extension()?.open("panel.html")?);
        }
        self.panel.as_ref().context("the panel")?.evaluate(expression)
    }

    fn click_in_panel(&mut self, selector: &str) -> Result<()> {
        let page = self.panel.clone().context("the panel")?;
        page.call("Page.bringToFront", json!({}))?;
        page.click(selector)
    }

    fn open_beside(&mut self) -> Result<()> {
        // Evaluated as if a person had just clicked, which the browser asks for.
        self.options("chrome.windows.getCurrent().then((here) => chrome.sidePanel.open({windowId: here.id}))")?;
        self.beside = Some(self.extension()?.side_panel()?);
        Ok(())
    }

    fn beside(&self, expression: &str) -> Result<Value> {
        self.beside.as_ref().context("no side panel is open")?.evaluate(expression)
    }

    fn close_beside(&mut self) -> Result<()> {
        self.beside.take().map_or(Ok(()), |page| page.close())
    }

    fn press_in_popup(&self, key: &str) -> Result<()> {
        self.popup.as_ref().context("no popup is open")?.press(key)
    }

    fn press_in_panel(&self, key: &str) -> Result<()> {
        self.panel.as_ref().context("the panel")?.press(key)
    }

    fn offered(&mut self, typed: &str) -> Result<Value> {
        // No driver types in the address bar: the browser's events are dispatched to the listeners that the worker registered.
        self.options("chrome.runtime.sendMessage({type: 'status.get'})")?;
        self.extension()?.worker()?.evaluate(&format!(
            "new Promise((answer) => {{ chrome.omnibox.onInputStarted.dispatch(); \
             chrome.omnibox.onInputChanged.dispatch({}, answer); }})",
            json!(typed)
        ))
    }

    fn enter(&mut self, content: &str) -> Result<()> {
        let enter = format!("chrome.omnibox.onInputEntered.dispatch({}, 'newForegroundTab')", json!(content));
        self.extension()?.worker()?.evaluate(&format!("(() => {{ {enter}; return true; }})()")).map(drop)
    }

    fn worker_runs(&self) -> Result<bool> {
        self.extension()?.worker_runs()
    }

    fn kill_worker(&mut self) -> Result<()> {
        self.extension()?.kill_worker()
    }

    fn badge(&mut self) -> Result<String> {
        let url = serde_json::to_string(&self.visited()?.evaluate("location.href")?)?;
        let script = format!(
            "(async () => {{ const tab = (await chrome.tabs.query({{}})).find(tab => tab.active && tab.url !== location.href); \
             return [{url}, tab && await chrome.action.getBadgeText({{tabId: tab.id}})]; }})()"
        );
        let answer = self.options(&script)?;
        Ok(answer[1].as_str().unwrap_or_default().to_owned())
    }

    fn restart(&mut self, crash: bool) -> Result<()> {
        (self.visited, self.popup, self.options, self.panel, self.beside) = (None, None, None, None, None);
        if let Some(browser) = self.browser.take() {
            if crash { browser.crash() } else { browser.close()? }
        }
        self.start()
    }

    fn choose_from_menu(&mut self, display: &Display) -> Result<()> {
        self.extension()?.choose_from_menu(display, (1000, 700))
    }

    fn allow_origin(&mut self, display: &Display, origin: &str) -> Result<()> {
        let granted = format!("chrome.permissions.contains({{origins: ['{origin}/*']}})");
        // *Deny* has the focus, *Allow* is next to it. Keys of the first half second are ignored, so that nobody agrees by chance.
        display.press("Tab")?;
        until("the permission to be granted", STEP, || {
            if self.options(&granted)? == true {
                return Ok(Some(()));
            }
            display.press("Return")?;
            Ok(None)
        })
    }

    fn agree_to_send(&mut self, _kind: &str) -> Result<()> {
        Ok(())
    }

    fn load_other(&mut self, folder: &Path) -> Result<()> {
        let id = self.browser()?.load_extension(folder)?.id().to_owned();
        self.stranger = Some(id);
        Ok(())
    }

    fn stranger(&self, expression: &str) -> Result<Value> {
        let id = self.stranger.as_deref().context("no second extension")?;
        self.browser()?.extension(id).worker()?.evaluate(expression)
    }

    fn extension_id(&self) -> String {
        self.id.clone()
    }

    fn screenshot(&self, file: &Path) -> Result<()> {
        if let Some(popup) = &self.popup {
            return popup.screenshot(file);
        }
        let page = self.panel.as_ref().or(self.visited.as_ref()).or(self.options.as_ref()).context("nothing to see")?;
        // What lies behind another page is not drawn.
        page.call("Page.bringToFront", json!({}))?;
        page.screenshot(file)
    }
}
