//! The extension as Firefox runs it: its event page, its pages, its real popup.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::launch::{EXTENSION_HOST, Firefox};
use super::page::{CHROME, Frame, Page, write_picture};
use crate::display::Display;
use crate::wait::{STEP, until};

/// What Firefox's address bar asks when something is typed behind an extension's keyword.
const SEARCH: &str = "const { ExtensionSearchHandler: handler } = \
    ChromeUtils.importESModule('resource://gre/modules/ExtensionSearchHandler.sys.mjs'); const keyword = 'gift';";

/// Tells the event page that runs now from each that ran before it; `null` when none does.
const EVENT_PAGE: &str = "browserOf({extension: arguments[0], view: 'background'})?.browsingContext?.id ?? null";

/// An installed extension.
#[derive(Debug)]
pub struct Extension<'a> {
    firefox: &'a Firefox,
    id: String,
}

impl<'a> Extension<'a> {
    pub(super) fn new(firefox: &'a Firefox, id: String) -> Self {
        Self { firefox, id }
    }

    /// Its id, as in the manifest.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The address of one of its files.
    #[must_use]
    pub fn url(&self, file: &str) -> String {
        format!("moz-extension://{EXTENSION_HOST}/{file}")
    }

    /// Opens one of its pages in a tab.
    ///
    /// # Errors
    /// When it does not load.
    pub fn open(&self, file: &str) -> Result<Page<'a>> {
        self.firefox.open(&self.url(file))
    }

    fn chrome(&self, body: &str) -> Result<Value> {
        self.firefox.chrome(&format!("{CHROME}\n{body}"), &json!([self.id]))
    }

    /// Whether the event page runs now.
    ///
    /// # Errors
    /// When the browser does not say.
    pub fn worker_runs(&self) -> Result<bool> {
        Ok(self.chrome("return extensionOf(arguments[0]).backgroundState")? == "running")
    }

    /// Its event page, running. It wakes it where it sleeps.
    ///
    /// # Errors
    /// When it does not start.
    pub fn worker(&self) -> Result<Frame<'a>> {
        until("the extension's event page", STEP, || {
            self.chrome("const e = extensionOf(arguments[0]); await e.wakeupBackground?.(); return e.backgroundState")
                .map(|state| (state == "running").then_some(()))
        })?;
        let frame = Frame::new(self.firefox, json!({"extension": self.id, "view": "background"}));
        frame.wait_for("the event page to load", "document.readyState === 'complete'")?;
        Ok(frame)
    }

    /// What is offered behind our keyword for what is typed, by way of Firefox's own address bar, from the first key on.
    ///
    /// # Errors
    /// When nothing is answered.
    pub fn offered(&self, typed: &str) -> Result<Value> {
        self.firefox.chrome(
            &format!(
                "{SEARCH}\nif (handler.hasActiveInputSession()) handler.handleInputCancelled(); \
                 return new Promise((done) => void handler.handleSearch({{keyword, text: `${{keyword}} ${{arguments[0]}}`}}, \
                 (offered) => done(offered.map(({{content, description}}) => ({{content, description}})))))"
            ),
            &json!([typed]),
        )
    }

    /// Presses Enter in the address bar on this content, to be opened in a tab of its own.
    ///
    /// # Errors
    /// When nothing was typed before.
    pub fn enter(&self, content: &str) -> Result<()> {
        let enter = format!(
            "{SEARCH}\nhandler.handleInputEntered(keyword, `${{keyword}} ${{arguments[0]}}`, 'tab'); return true"
        );
        self.firefox.chrome(&enter, &json!([content])).map(drop)
    }

    /// Ends the event page in the middle of whatever it does, and waits until it is gone.
    ///
    /// # Errors
    /// When it still runs.
    pub fn kill_worker(&self) -> Result<()> {
        // A message that waits for its answer starts another one at once, so it is this one that must be gone; and what comes in
        // while Firefox ends it makes Firefox think again, so it is ended until it is.
        let running = until("the event page to have started", STEP, || {
            let started = self.chrome(&format!(
                "return extensionOf(arguments[0]).backgroundState === 'starting' ? 'not yet' : ({EVENT_PAGE})"
            ))?;
            Ok((started != "not yet").then_some(started))
        })?;
        if running.is_null() {
            return Ok(());
        }
        let end = format!(
            "const same = () => ({EVENT_PAGE}) === {running}; \
             if (same()) await extensionOf(arguments[0]).terminateBackground({{ignoreDevToolsAttached: true, disableResetIdleForTest: true}}); \
             return !same()"
        );
        until("the event page's end", STEP, || Ok((self.chrome(&end)? == true).then_some(())))
    }

    /// Opens the real popup over the tab in front, as a click on the extension's button does (it grants `activeTab`).
    ///
    /// # Errors
    /// When no popup appears.
    pub fn open_popup(&self) -> Result<Frame<'a>> {
        self.chrome("actionOf(arguments[0]).triggerAction(front())")?;
        self.popup()
    }

    /// The popup that is open now, once it is in its place and its document is loaded.
    ///
    /// # Errors
    /// When none appears.
    pub fn popup(&self) -> Result<Frame<'a>> {
        let frame = self.popup_frame();
        until("a popup to open", STEP, || {
            let open = self.chrome(
                "return browserOf({extension: arguments[0], view: 'popup'})?.closest('panel')?.state === 'open'",
            )?;
            Ok((open == true).then_some(()))
        })?;
        frame.wait_for("a popup", "location.protocol === 'moz-extension:' && document.readyState === 'complete'")?;
        Ok(frame)
    }

    /// The popup, whether or not it is open now.
    #[must_use]
    pub fn popup_frame(&self) -> Frame<'a> {
        Frame::new(self.firefox, json!({"extension": self.id, "view": "popup"}))
    }

    /// Closes the popup.
    ///
    /// # Errors
    /// When it stays open.
    pub fn close_popup(&self) -> Result<()> {
        until("the popup to close", STEP, || {
            let left = self.chrome(
                "for (const panel of front().document.querySelectorAll('panel')) if (panel.state === 'open') panel.hidePopup(); \
                 return !!browserOf({extension: arguments[0], view: 'popup'})",
            )?;
            Ok((left == false).then_some(()))
        })
    }

    /// Opens the real sidebar beside the tab in front.
    ///
    /// # Errors
    /// When none appears.
    pub fn open_sidebar(&self) -> Result<Frame<'a>> {
        self.chrome("await front().SidebarController.show(`${makeId(arguments[0])}-sidebar-action`)")?;
        let frame = self.sidebar_frame();
        until("the sidebar to open", STEP, || {
            Ok(frame.evaluate("document.readyState === 'complete'").is_ok_and(|there| there == true).then_some(()))
        })?;
        Ok(frame)
    }

    /// The sidebar, whether or not it is open now.
    #[must_use]
    pub fn sidebar_frame(&self) -> Frame<'a> {
        Frame::new(self.firefox, json!({"extension": self.id, "view": "sidebar"}))
    }

    /// Closes the sidebar.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn close_sidebar(&self) -> Result<()> {
        self.chrome("front().SidebarController.hide()").map(drop)
    }

    /// Right-clicks at a spot of the screen and clicks the extension's entry in the menu that opens, both with the real mouse.
    ///
    /// # Errors
    /// When no menu opens or the entry is not in it.
    pub fn choose_from_menu(&self, display: &Display, spot: (u32, u32)) -> Result<()> {
        display.click(3, spot.0, spot.1)?;
        let entry = until("the extension's entry in the menu", STEP, || {
            let found = self.chrome(
                "const menu = front().document.getElementById('contentAreaContextMenu'); \
                 const item = [...menu.children].find((one) => one.id?.includes(makeId(arguments[0])) && !one.hidden); \
                 if (menu.state !== 'open' || !item) return null; \
                 const box = item.getBoundingClientRect(); const pixels = front().devicePixelRatio; \
                 return [(item.screenX + box.width / 2) * pixels, (item.screenY + box.height / 2) * pixels].map(Math.round)",
            )?;
            Ok(found[0].as_u64().zip(found[1].as_u64()))
        })?;
        display.click(1, u32::try_from(entry.0)?, u32::try_from(entry.1)?)
    }

    /// The text of the badge over the tab that is in front.
    ///
    /// # Errors
    /// When the browser does not say.
    pub fn badge(&self) -> Result<String> {
        let text = self.chrome(
            "return actionOf(arguments[0]).action.getProperty(front().gBrowser.selectedTab, 'badgeText') ?? ''",
        )?;
        text.as_str().map(str::to_owned).with_context(|| format!("the badge is {text}"))
    }

    /// Gives these hosts to the extension, as a person does who answers *allow*.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn grant_hosts(&self, origins: &[&str]) -> Result<()> {
        self.grant(&json!({"permissions": [], "origins": origins, "data_collection": []}))
    }

    /// Agrees that data of these kinds are sent, as a person does who leaves the box ticked at install.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn agree_to_send(&self, kinds: &[&str]) -> Result<()> {
        self.grant(&json!({"permissions": [], "origins": [], "data_collection": kinds}))
    }

    fn grant(&self, what: &Value) -> Result<()> {
        let body = format!(
            "const {{ ExtensionPermissions }} = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');\n\
             await ExtensionPermissions.add(arguments[0], {what}, extensionOf(arguments[0]));"
        );
        self.chrome(&body).map(drop)
    }

    /// Writes a picture of the whole browser window, popup included, as PNG.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn screenshot_window(&self, file: &Path) -> Result<()> {
        self.firefox.marionette.call("Marionette:SetContext", &json!({"value": "chrome"}))?;
        let answer = self.firefox.marionette.call("WebDriver:TakeScreenshot", &json!({"full": false}));
        self.firefox.marionette.call("Marionette:SetContext", &json!({"value": "content"}))?;
        write_picture(&answer?, file)
    }
}
