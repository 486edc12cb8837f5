//! The extension as Chromium runs it: its worker, its pages, its real popup.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::launch::Chromium;
use super::page::Page;
use crate::display::Display;
use crate::wait::{STEP, until};

/// A loaded extension.
#[derive(Debug)]
pub struct Extension<'a> {
    chromium: &'a Chromium,
    id: String,
}

impl<'a> Extension<'a> {
    pub(super) fn new(chromium: &'a Chromium, id: String) -> Self {
        Self { chromium, id }
    }

    /// Its id, 32 letters.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The address of one of its files.
    #[must_use]
    pub fn url(&self, file: &str) -> String {
        format!("chrome-extension://{}/{file}", self.id)
    }

    /// Its service worker, once `chrome` is there. It must be running: an event or [`Self::wake`] starts it.
    ///
    /// # Errors
    /// When it does not run.
    pub fn worker(&self) -> Result<Page> {
        let prefix = self.url("");
        until("the extension's worker", STEP, || {
            let targets = self.chromium.targets()?;
            let Some(found) =
                targets.iter().find(|target| target.kind == "service_worker" && target.url.starts_with(&prefix))
            else {
                return Ok(None);
            };
            let worker = self.chromium.attach(&found.id)?;
            // One that is stopped before it is activated for the first time is not known to listen: no message would start it again.
            let ready = worker.evaluate(
                "typeof chrome === 'object' && !!chrome.runtime?.id && registration.active?.state === 'activated'",
            )?;
            Ok((ready == true).then_some(worker))
        })
    }

    /// Whether its service worker runs now.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn worker_runs(&self) -> Result<bool> {
        let prefix = self.url("");
        Ok(self
            .chromium
            .targets()?
            .iter()
            .any(|target| target.kind == "service_worker" && target.url.starts_with(&prefix)))
    }

    /// Ends the service worker in the middle of whatever it does, as Chromium does with an idle one, and waits until it is gone.
    ///
    /// # Errors
    /// When it still runs.
    pub fn kill_worker(&self) -> Result<()> {
        let prefix = self.url("");
        let Some(found) = self
            .chromium
            .targets()?
            .into_iter()
            .find(|target| target.kind == "service_worker" && target.url.starts_with(&prefix))
        else {
            return Ok(());
        };
        self.chromium.call("Target.closeTarget", json!({"targetId": found.id}))?;
        until("the worker's end", STEP, || {
            Ok(self.chromium.targets()?.iter().all(|target| target.id != found.id).then_some(()))
        })
    }

    /// Opens one of its pages in a tab.
    ///
    /// # Errors
    /// When it does not load.
    pub fn open(&self, file: &str) -> Result<Page> {
        self.chromium.open(&self.url(file))
    }

    /// Opens the real popup over the tab of `page`, as a click on the extension's button does (it grants `activeTab`).
    ///
    /// # Errors
    /// When no popup appears.
    pub fn open_popup(&self, page: &Page) -> Result<Page> {
        self.trigger(page)?;
        self.popup()
    }

    /// Clicks the extension's button for the tab of `page`, whatever that does.
    ///
    /// # Errors
    /// When the browser refuses.
    pub fn trigger(&self, page: &Page) -> Result<()> {
        page.call("Page.bringToFront", json!({}))?;
        let tab = self.tab_of(page)?;
        self.chromium.call("Extensions.triggerAction", json!({"id": self.id, "targetId": tab})).map(drop)
    }

    fn tab_of(&self, page: &Page) -> Result<String> {
        // A tab and its page are two targets; the tab says which page it holds when one attaches to it.
        let connection = self.chromium.connection();
        for target in self.chromium.targets()?.into_iter().filter(|target| target.kind == "tab") {
            // One that is closing may be gone by now.
            let Ok(tab) = self.chromium.attach(&target.id) else { continue };
            let mark = connection.mark();
            let attach = json!({"autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true, "filter": [{}]});
            if tab.call("Target.setAutoAttach", attach).is_err() {
                continue;
            }
            let holds = connection.events(mark).iter().any(|event| {
                event.method == "Target.attachedToTarget" && event.params["targetInfo"]["targetId"] == page.target()
            });
            if holds {
                return Ok(target.id);
            }
        }
        Err(anyhow!("no tab holds the page {}", page.target()))
    }

    /// The popup that is open now, once its document is loaded.
    ///
    /// # Errors
    /// When none appears.
    pub fn popup(&self) -> Result<Page> {
        self.surface("POPUP")
    }

    /// The side panel that is open now.
    ///
    /// # Errors
    /// When none appears.
    pub fn side_panel(&self) -> Result<Page> {
        self.surface("SIDE_PANEL")
    }

    fn surface(&self, kind: &str) -> Result<Page> {
        let prefix = self.url("");
        until(&format!("a {kind}"), STEP, || {
            for target in
                self.chromium.targets()?.into_iter().filter(|t| t.kind == "page" && t.url.starts_with(&prefix))
            {
                let Ok(page) = self.chromium.attach(&target.id) else { continue };
                // A tab may show the same file; only a popup or panel has no tab of its own.
                let script = format!(
                    "(async () => document.readyState === 'complete' && (await chrome.tabs.getCurrent()) === undefined \
                     && (await chrome.runtime.getContexts({{contextTypes: ['{kind}']}})).some(c => c.documentUrl === location.href))()"
                );
                // Where the document is on its way just then, the question gets lost with the one before: it is asked again.
                if page.evaluate_within(&script, Duration::from_secs(3)).is_ok_and(|here| here == true) {
                    return Ok(Some(page));
                }
            }
            Ok(None)
        })
    }

    /// Right-clicks at a spot of the screen and chooses the extension's entry in the menu with the keyboard. It is the one above
    /// *View page source* and *Inspect*, so the spot must hold neither a link nor a picture.
    ///
    /// # Errors
    /// When the keys cannot be pressed.
    pub fn choose_from_menu(&self, display: &Display, spot: (u32, u32)) -> Result<()> {
        let windows = display.windows()?;
        display.click(3, spot.0, spot.1)?;
        until("the menu to open", STEP, || Ok((display.windows()? > windows).then_some(())))?;
        ["Up", "Up", "Up", "Return"].iter().try_for_each(|key| display.press(key))
    }

    /// The text of the badge over the tab that is in front.
    ///
    /// # Errors
    /// When `from`, a page of the extension or its worker, cannot say.
    pub fn badge(&self, from: &Page) -> Result<String> {
        let script = "(async () => { const [tab] = await chrome.tabs.query({active: true, lastFocusedWindow: true}); \
            return chrome.action.getBadgeText(tab ? {tabId: tab.id} : {}); })()";
        let text = from.evaluate(script).context("the badge")?;
        match text {
            Value::String(text) => Ok(text),
            other => bail!("the badge is {other}"),
        }
    }
}
