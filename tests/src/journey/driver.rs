//! What a person can do in a browser with the extension, the same for Chromium and Firefox.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::Value;

use super::in_chromium::InChromium;
use super::in_firefox::InFirefox;

/// Which browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Chromium, where the background is a service worker.
    Chromium,
    /// Firefox, where it is an event page.
    Firefox,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Its name for people and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Where `cargo xtask dist` puts the extension for it.
    #[must_use]
    pub fn built_extension(self) -> PathBuf {
        let folder = if self == Self::Chromium { "chrome" } else { "firefox" };
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist").join(folder)
    }

    /// Opens it.
    ///
    /// # Errors
    /// When the browser or the extension is missing or does not start.
    pub fn open(self, setup: &Setup) -> Result<Box<dyn Driver>> {
        ensure!(
            setup.extension.join("manifest.json").exists(),
            "no extension at {}; build it with: cargo xtask dist",
            setup.extension.display()
        );
        Ok(match self {
            Self::Chromium => Box::new(InChromium::open(setup.clone())?),
            Self::Firefox => Box::new(InFirefox::open(setup.clone())?),
        })
    }
}

/// What a browser is opened with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The built extension.
    pub extension: PathBuf,
    /// The page server that stands for the web.
    pub web: SocketAddr,
    /// The screen to open windows on, where keys and menus are wanted; none at all otherwise.
    pub display: Option<String>,
}

/// A browser with the extension in it. It ends when this is dropped.
pub trait Driver {
    /// Which browser it is.
    fn kind(&self) -> Kind;

    /// The browser itself where it is Chromium, for what is measured there alone.
    fn chromium(&self) -> Option<&crate::chromium::Chromium> {
        None
    }

    /// Opens a page in a new tab, in front.
    ///
    /// # Errors
    /// When it does not load.
    fn visit(&mut self, url: &str) -> Result<()>;

    /// Brings the visited page to the front again.
    ///
    /// # Errors
    /// When it is closed.
    fn front(&mut self) -> Result<()>;

    /// Closes the visited page.
    ///
    /// # Errors
    /// When the browser refuses.
    fn leave(&mut self) -> Result<()>;

    /// Evaluates an expression in the visited page, as the page itself.
    ///
    /// # Errors
    /// When it throws.
    fn page(&self, expression: &str) -> Result<Value>;

    /// Evaluates an expression in a frame of the visited page whose address contains `frame`.
    ///
    /// # Errors
    /// When it throws or there is no such frame.
    fn frame(&self, frame: &str, expression: &str) -> Result<Value>;

    /// Evaluates an expression in the visited page, in the world of the extension's content scripts.
    ///
    /// # Errors
    /// When it throws or the extension has no script there.
    fn content_world(&self, expression: &str) -> Result<Value>;

    /// Clicks the extension's button and waits for the real popup.
    ///
    /// # Errors
    /// When none opens.
    fn open_popup(&mut self) -> Result<()>;

    /// Waits for a popup that opens by itself.
    ///
    /// # Errors
    /// When none opens.
    fn wait_popup(&mut self) -> Result<()>;

    /// Evaluates an expression in the popup.
    ///
    /// # Errors
    /// When it throws or no popup is open.
    fn popup(&self, expression: &str) -> Result<Value>;

    /// Clicks an element of the popup with the mouse.
    ///
    /// # Errors
    /// When it is not there.
    fn click_in_popup(&self, selector: &str) -> Result<()>;

    /// Closes the popup where one is open.
    ///
    /// # Errors
    /// When it stays.
    fn close_popup(&mut self) -> Result<()>;

    /// Evaluates an expression in the options page, which stays open in a tab of its own.
    ///
    /// # Errors
    /// When it throws.
    fn options(&mut self, expression: &str) -> Result<Value>;

    /// Clicks an element of the options page with the mouse.
    ///
    /// # Errors
    /// When it is not there.
    fn click_in_options(&mut self, selector: &str) -> Result<()>;

    /// Evaluates an expression in the side panel's page, in a tab of its own.
    ///
    /// # Errors
    /// When it throws.
    fn panel(&mut self, expression: &str) -> Result<Value>;

    /// Clicks an element of the panel with the mouse.
    ///
    /// # Errors
    /// When it is not there.
    fn click_in_panel(&mut self, selector: &str) -> Result<()>;

    /// Opens the real side panel (Firefox: the sidebar) beside the visited page, and waits for its document.
    ///
    /// # Errors
    /// When none opens.
    fn open_beside(&mut self) -> Result<()>;

    /// Evaluates an expression in the side panel.
    ///
    /// # Errors
    /// When it throws or none is open.
    fn beside(&self, expression: &str) -> Result<Value>;

    /// Closes the side panel.
    ///
    /// # Errors
    /// When the browser refuses.
    fn close_beside(&mut self) -> Result<()>;

    /// Presses a key ("Enter", "Tab", "ArrowDown") in the popup.
    ///
    /// # Errors
    /// When no popup is open.
    fn press_in_popup(&self, key: &str) -> Result<()>;

    /// Presses a key in the panel.
    ///
    /// # Errors
    /// When it is not open.
    fn press_in_panel(&self, key: &str) -> Result<()>;

    /// What is offered behind our keyword for what is typed, as `[{content, description}]`, each time from the first key on.
    ///
    /// # Errors
    /// When the worker does not answer.
    fn offered(&mut self, typed: &str) -> Result<Value>;

    /// Presses Enter on something that was offered, or on what was typed, to be opened in a tab of its own.
    ///
    /// # Errors
    /// When the worker does not hear of it.
    fn enter(&mut self, content: &str) -> Result<()>;

    /// Whether the background runs now.
    ///
    /// # Errors
    /// When the browser does not say.
    fn worker_runs(&self) -> Result<bool>;

    /// Ends the background in the middle of whatever it does.
    ///
    /// # Errors
    /// When it still runs.
    fn kill_worker(&mut self) -> Result<()>;

    /// The text of the badge over the visited page.
    ///
    /// # Errors
    /// When the browser does not say.
    fn badge(&mut self) -> Result<String>;

    /// Ends the browser, in good order or as a crash does, and opens it again with the same profile.
    ///
    /// # Errors
    /// When it does not come back.
    fn restart(&mut self, crash: bool) -> Result<()>;

    /// Chooses the extension's entry in the context menu of the visited page. Needs a display.
    ///
    /// # Errors
    /// When there is no menu or no entry.
    fn choose_from_menu(&mut self, display: &crate::display::Display) -> Result<()>;

    /// Answers *Allow* where the browser asks whether the extension may reach this origin.
    ///
    /// # Errors
    /// When the extension is not allowed afterwards.
    fn allow_origin(&mut self, display: &crate::display::Display, origin: &str) -> Result<()>;

    /// Agrees that data of this kind (Firefox's key for it) are sent; nothing in a browser that does not ask.
    ///
    /// # Errors
    /// When the browser refuses.
    fn agree_to_send(&mut self, kind: &str) -> Result<()>;

    /// Installs a second extension.
    ///
    /// # Errors
    /// When the browser finds fault with it.
    fn load_other(&mut self, folder: &Path) -> Result<()>;

    /// Evaluates an expression in the background of the second extension.
    ///
    /// # Errors
    /// When it throws or there is none.
    fn stranger(&self, expression: &str) -> Result<Value>;

    /// Our extension's id, as other extensions address it.
    fn extension_id(&self) -> String;

    /// Writes a picture of what is seen, for people who look into a failure.
    ///
    /// # Errors
    /// When it cannot be taken.
    fn screenshot(&self, file: &Path) -> Result<()>;
}
