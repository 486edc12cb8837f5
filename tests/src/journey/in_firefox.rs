//! The journey's driver over Firefox.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use super::driver::{Driver, Kind, Setup};
use crate::display::Display;
use crate::firefox::{Extension, Firefox, Frame, Launch, Page};

/// The extension's id, as in its manifest.
const ID: &str = "giftos@giftos.example";

pub(super) struct InFirefox {
    setup: Setup,
    // Dropped before the profile that it writes to.
    browser: Option<Firefox>,
    visited: Option<String>,
    options: Option<String>,
    panel: Option<String>,
    stranger: Option<String>,
    profile: TempDir,
}

impl InFirefox {
    pub(super) fn open(setup: Setup) -> Result<Self> {
        let mut driver = Self {
            setup,
            browser: None,
            visited: None,
            options: None,
            panel: None,
            stranger: None,
            profile: tempfile::tempdir()?,
        };
        driver.start()?;
        Ok(driver)
    }

    fn start(&mut self) -> Result<()> {
        let mut launch = Launch::for_extension(ID).with_profile(self.profile.path()).through(self.setup.web);
        if let Some(display) = &self.setup.display {
            launch = launch.on_display(display);
        }
        let browser = launch.start()?;
        browser.load_extension(&self.setup.extension)?;
        self.browser = Some(browser);
        Ok(())
    }

    fn browser(&self) -> Result<&Firefox> {
        self.browser.as_ref().context("Firefox is not running")
    }

    fn extension(&self) -> Result<Extension<'_>> {
        Ok(self.browser()?.extension(ID))
    }

    fn visited(&self) -> Result<Page<'_>> {
        Ok(self.browser()?.page(self.visited.as_deref().context("no page was visited")?))
    }

    fn popup_frame(&self) -> Result<Frame<'_>> {
        Ok(self.extension()?.popup_frame())
    }

    fn options_page(&mut self) -> Result<Page<'_>> {
        if self.options.is_none() {
            let handle = self.extension()?.open("options.html")?.handle().to_owned();
            // Opening a tab hides the visited one; a person goes back to it.
            if self.visited.is_some() {
                self.visited()?.select()?;
            }
            self.options = Some(handle);
        }
        Ok(self.browser()?.page(self.options.as_deref().context("the options page")?))
    }
}

impl Driver for InFirefox {
    fn kind(&self) -> Kind {
        Kind::Firefox
    }

    fn visit(&mut self, url: &str) -> Result<()> {
        let handle = self.browser()?.open(url)?.handle().to_owned();
        self.visited = Some(handle);
        Ok(())
    }

    fn front(&mut self) -> Result<()> {
        self.visited()?.select()
    }

    fn leave(&mut self) -> Result<()> {
        match self.visited.take() {
            Some(handle) => self.browser()?.page(&handle).close(),
            None => Ok(()),
        }
    }

    fn page(&self, expression: &str) -> Result<Value> {
        self.visited()?.frame().evaluate(expression)
    }

    fn frame(&self, frame: &str, expression: &str) -> Result<Value> {
        self.visited()?.evaluate_in_frame(frame, expression)
    }

    fn content_world(&self, expression: &str) -> Result<Value> {
        self.visited()?.frame().evaluate_in(ID, expression)
    }

    fn open_popup(&mut self) -> Result<()> {
        self.extension()?.open_popup().map(drop)
    }

    fn wait_popup(&mut self) -> Result<()> {
        self.extension()?.popup().map(drop)
    }

    fn popup(&self, expression: &str) -> Result<Value> {
        self.popup_frame()?.evaluate(expression)
    }

    fn click_in_popup(&self, selector: &str) -> Result<()> {
        self.popup_frame()?.click(selector)
    }

    fn close_popup(&mut self) -> Result<()> {
        self.extension()?.close_popup()
    }

    fn options(&mut self, expression: &str) -> Result<Value> {
        self.options_page()?.frame().evaluate(expression)
    }

    fn click_in_options(&mut self, selector: &str) -> Result<()> {
        let page = self.options_page()?;
        page.select()?;
        page.frame().click(selector)
    }

    fn panel(&mut self, expression: &str) -> Result<Value> {
        if self.panel.is_none() {
            let handle = self.extension()?.open("panel.html")?.handle().to_owned();
            self.panel = Some(handle);
        }
        self.browser()?.page(self.panel.as_deref().context("the panel")?).frame().evaluate(expression)
    }

    fn click_in_panel(&mut self, selector: &str) -> Result<()> {
        let page = self.browser()?.page(self.panel.as_deref().context("the panel")?);
        page.select()?;
        page.frame().click(selector)
    }

    fn open_beside(&mut self) -> Result<()> {
        self.extension()?.open_sidebar().map(drop)
    }

    fn beside(&self, expression: &str) -> Result<Value> {
        self.extension()?.sidebar_frame().evaluate(expression)
    }

    fn close_beside(&mut self) -> Result<()> {
        self.extension()?.close_sidebar()
    }

    fn press_in_popup(&self, key: &str) -> Result<()> {
        self.popup_frame()?.press(key)
    }

    fn press_in_panel(&self, key: &str) -> Result<()> {
        self.browser()?.page(self.panel.as_deref().context("the panel")?).frame().press(key)
    }

    fn offered(&mut self, typed: &str) -> Result<Value> {
        self.extension()?.offered(typed)
    }

    fn enter(&mut self, content: &str) -> Result<()> {
        self.extension()?.enter(content)
    }

    fn worker_runs(&self) -> Result<bool> {
        self.extension()?.worker_runs()
    }

    fn kill_worker(&mut self) -> Result<()> {
        self.extension()?.kill_worker()
    }

    fn badge(&mut self) -> Result<String> {
        self.extension()?.badge()
    }

    fn restart(&mut self, crash: bool) -> Result<()> {
        (self.visited, self.options, self.panel) = (None, None, None);
        if let Some(browser) = self.browser.take() {
            if crash { browser.crash() } else { browser.close()? }
        }
        self.start()
    }

    fn choose_from_menu(&mut self, display: &Display) -> Result<()> {
        self.extension()?.choose_from_menu(display, (1000, 700))
    }

    fn allow_origin(&mut self, _display: &Display, origin: &str) -> Result<()> {
        // Its prompts answer themselves by preference; a pattern has no port there.
        let host = origin.rsplit_once(':').filter(|(host, _)| host.contains(':')).map_or(origin, |(host, _)| host);
        let granted = self.options(&format!("chrome.permissions.contains({{origins: ['{host}/*']}})"))?;
        ensure!(granted == true, "{host} was not granted");
        Ok(())
    }

    fn agree_to_send(&mut self, kind: &str) -> Result<()> {
        self.extension()?.agree_to_send(&[kind])
    }

    fn load_other(&mut self, folder: &Path) -> Result<()> {
        let id = self.browser()?.load_other(folder)?;
        self.stranger = Some(id);
        Ok(())
    }

    fn stranger(&self, expression: &str) -> Result<Value> {
        let id = self.stranger.as_deref().context("no second extension")?;
        self.browser()?.extension(id).worker()?.evaluate(expression)
    }

    fn extension_id(&self) -> String {
        ID.to_owned()
    }

    fn screenshot(&self, file: &Path) -> Result<()> {
        self.extension()?.screenshot_window(file)
    }
}
