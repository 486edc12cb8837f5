//! A stage for the main job: pages on the web, a real API on one engine, a real browser with the extension.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::api::{Api, Row};
use super::driver::{Driver, Kind, Setup};
use super::person::{self, Somebody};
use crate::Engine;
use crate::display::Display;
use crate::shop::{Asked, Case, Given, PageServer};
use crate::wait::{STEP, until};

/// Whether a row has a page right; else what is wrong, for people.
type Check = Box<dyn Fn(&Row) -> Result<(), String>>;

/// A page that is worth saving, and what the board must hold of it.
pub struct Wanted {
    /// For people.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Whether a row has it right.
    pub check: Check,
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.name, self.url)
    }
}

impl Wanted {
    /// What a page case expects, to the letter.
    #[must_use]
    pub fn case(case: &Case) -> Self {
        let expected = case.expected.clone();
        let check = move |row: &Row| {
            let currency = expected.currency.clone();
            let price = expected.price.as_deref().zip(currency.as_deref()).and_then(|(price, currency)| {
                shared::money::Money::from_decimal(price, currency.parse().ok()?).map(|money| money.amount_minor)
            });
            let wanted = (expected.title.clone().unwrap_or_default(), price, currency, expected.image.clone());
            let found = (row.title.clone(), row.price_minor, row.price_currency.clone(), row.image.clone());
            if wanted == found { Ok(()) } else { Err(format!("{found:?} where {wanted:?} is on the page")) }
        };
        Self { name: case.name.clone(), url: case.expected.url.to_string(), check: Box::new(check) }
    }
}

/// The stage. It is struck when this is dropped, the browser first.
pub struct Stage {
    /// The browser.
    pub driver: Box<dyn Driver>,
    /// The server and its database.
    pub api: Api,
    /// The web.
    pub web: PageServer,
    /// The screen, where keys and menus are wanted.
    pub display: Option<Display>,
}

impl Stage {
    /// Sets it up. With `headed` there is a screen, keys and a mouse.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn open(
        kind: Kind,
        engine: Engine,
        extension: &Path,
        headed: bool,
        site: impl Fn(&Asked) -> Option<Given> + Send + Sync + 'static,
    ) -> Result<Self> {
        let web = PageServer::start(site)?;
        let api = Api::start(engine)?;
        let display = if headed { Some(Display::start()?) } else { None };
        let setup = Setup {
            extension: extension.to_owned(),
            web: web.address(),
            display: display.as_ref().map(|display| display.name().to_owned()),
        };
        Ok(Self { driver: kind.open(&setup)?, api, web, display })
    }

    /// Plays on it. Where that fails, a picture of the browser is left for people, and named.
    ///
    /// # Errors
    /// Those of `act`.
    pub fn play<T>(&mut self, name: &str, act: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let outcome = act(self);
        outcome.with_context(|| {
            let engine = self.api.engine();
            let file = failures().join(format!("{name}-{}-{engine:?}.png", self.driver.kind().name()));
            let seen = match (&self.display, self.driver.screenshot(&file)) {
                (Some(display), _) => display.screenshot(&file),
                (None, outcome) => outcome,
            };
            let status = person::status(self.driver.as_mut());
            format!("{name}; picture at {}: {seen:?}; the worker says {status:?}", file.display())
        })
    }

    /// Makes an account with the options page and is signed in.
    ///
    /// # Errors
    /// With what the page says.
    pub fn register(&mut self, name: &str) -> Result<Somebody> {
        let somebody = Somebody::called(name);
        let base = self.api.base();
        person::register(self.driver.as_mut(), &base, &somebody)?;
        // Without a screen Chromium's question stays open where nobody sees it; signing in does not depend on the answer.
        if let Some(display) = &self.display {
            self.driver.allow_origin(display, &base)?;
        }
        Ok(somebody)
    }

    /// Presses the shortcut that saves on a real keyboard, once the visited page in the window with this title hears keys:
    /// the window manager is faster than the browser, and a key that comes before is nobody's.
    ///
    /// # Errors
    /// Without a screen, or when the page does not get the focus.
    pub fn press_shortcut(&self, title: &str) -> Result<()> {
        let display = self.display.as_ref().context("a screen")?;
        display.focus(title)?;
        until("the page to have the focus", STEP, || {
            Ok((self.driver.page("document.hasFocus()")? == true).then_some(()))
        })?;
        display.press("alt+shift+g")
    }

    /// What the database holds for them, once it is so many rows.
    ///
    /// # Errors
    /// When it stays another number.
    pub fn rows(&self, who: &Somebody, count: usize) -> Result<Vec<Row>> {
        until(&format!("{count} rows of {}", who.email), STEP * 3, || {
            let rows = self.api.rows_in_database(&who.email)?;
            ensure!(rows.len() <= count, "{} rows: {rows:?}", rows.len());
            Ok((rows.len() == count).then_some(rows))
        })
        .with_context(|| format!("the database has {:?}", self.api.rows_in_database(&who.email)))
    }
}

/// Where pictures of failures go: under `target/`, which nobody keeps.
fn failures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/browser-failures")
}
