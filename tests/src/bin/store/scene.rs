//! One picture of a store: a plain browser window, a page in it, and the popup or the panel of the extension where a browser shows them.

use std::path::Path;

use anyhow::{Context, Result};
use giftos_tests::chromium::{Chromium, Page, Scheme};
use serde_json::json;

/// Both stores take 1280 × 800. The window is a small one and its pixels are fine, so that words can be read where a store shows the
/// picture small.
const WIDTH: u32 = 1024;
const HEIGHT: u32 = 640;
const FINE: f64 = 1.25;
/// Of the toolbar that is drawn.
const BAR: u32 = 48;
/// What is left for the page.
const INSIDE: u32 = HEIGHT - BAR;
/// Of the panel.
const PANEL: u32 = 360;

/// Until fonts and pictures are there and a frame was drawn with them.
const SETTLED: &str = "document.fonts.ready.then(() => Promise.all([...document.images].map((i) => i.complete || i.decode().catch(() => {})))) \
    .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";

/// The window in the tokens of extension/style.css. Pages and popups go in as pictures.
const WINDOW: &str = "<style>*{box-sizing:border-box}body{margin:0;overflow:hidden;background:#fbf9f6;color:#5b6472;
    font:14px system-ui,sans-serif;position:relative}
    header{height:48px;display:flex;align-items:center;gap:16px;padding:0 16px;background:#f1ede7;border-block-end:1px solid #e6e1da}
    header svg{flex:none}[dir=rtl] .turns{transform:scaleX(-1)}
    .address{flex:1;height:32px;border-radius:16px;background:#fff;display:flex;align-items:center;gap:10px;padding:0 14px}
    .mark{flex:none;width:32px;height:32px;border-radius:8px;display:grid;place-items:center}.mark.on{background:#e6e1da}
    main{display:flex}img{display:block;zoom:.8}
    .panel{border-inline-start:1px solid #e6e1da}
    .popup{position:absolute;inset-block-start:46px;inset-inline-end:16px;border-radius:12px;overflow:hidden;zoom:1;
    box-shadow:0 10px 32px rgb(29 36 48 / 28%),0 0 0 1px rgb(29 36 48 / 10%)}</style>";
const LINES: &str = "width=20 height=20 viewBox='0 0 24 24' fill=none stroke=currentColor stroke-width=2 stroke-linecap=round stroke-linejoin=round";

/// How large a page thinks it is, and how many pixels of the picture each of its own gets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    width: u32,
    height: u32,
    fine: f64,
}

impl Size {
    /// All of the window's inside.
    pub(crate) const WINDOW: Self = Self { width: WIDTH, height: INSIDE, fine: FINE };
    /// The panel.
    pub(crate) const PANEL: Self = Self { width: PANEL, height: INSIDE, fine: FINE };
    /// All of the window's inside, of a page at 80 %.
    pub(crate) const SMALLER: Self = Self { width: WIDTH * 5 / 4, height: INSIDE * 5 / 4, fine: 1.0 };
    /// What the panel leaves of it.
    pub(crate) const BESIDE: Self = Self { width: (WIDTH - PANEL) * 5 / 4, height: INSIDE * 5 / 4, fine: 1.0 };
}

/// Where the extension is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Popup,
    Panel,
}

/// What is in the window, each as [`picture`] gives it.
pub(crate) struct Scene<'a> {
    /// `None` for a page of the extension itself.
    pub(crate) address: Option<&'a str>,
    pub(crate) page: &'a str,
    pub(crate) over: Option<(Side, &'a str)>,
    pub(crate) rtl: bool,
}

/// What a page shows, as the address of a picture; with the inside of the window in this size, or in its own where it has one (a popup).
pub(crate) fn picture(page: &Page, size: Option<Size>, rtl: bool) -> Result<String> {
    page.prefer(Scheme::Light)?;
    if rtl {
        // A Chromium without its language packs gives Hebrew texts but calls its own language English, and the pages follow that.
        page.evaluate("document.documentElement.dir = 'rtl'")?;
    }
    page.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
    if let Some(Size { width, height, fine }) = size {
        page.resize(width, height, fine)?;
    } else {
        // A popup has the size that its content gives it, and no other can be had; so its content is larger.
        let wide = page.evaluate("innerWidth")?.as_f64().context("the width of a popup")? * FINE;
        page.evaluate(&format!("document.documentElement.style.zoom = {FINE}"))?;
        page.wait_for("the popup to grow", &format!("Math.abs(innerWidth - {wide}) < 2"))?;
    }
    page.evaluate(SETTLED)?;
    let shot = page.call("Page.captureScreenshot", json!({"format": "png", "fromSurface": true}))?;
    Ok(format!("data:image/png;base64,{}", shot["data"].as_str().unwrap_or_default()))
}

impl Scene<'_> {
    /// Draws it and writes it.
    pub(crate) fn keep(&self, chromium: &Chromium, file: &Path) -> Result<()> {
        let on = if matches!(self.over, Some((Side::Popup, _))) { " on" } else { "" };
        let (beside, above) = match self.over {
            Some((Side::Popup, picture)) => (String::new(), format!("<div class=popup><img src='{picture}'></div>")),
            Some((Side::Panel, picture)) => (format!("<div class=panel><img src='{picture}'></div>"), String::new()),
            None => Default::default(),
        };
        let (before, address) = match self.address {
            Some(address) => {
                let lock = "<rect width=18 height=11 x=3 y=11 rx=2 /><path d='M7 11V7a5 5 0 0 1 10 0v4'/>";
                (format!("<svg {LINES} style='width:16px'>{lock}</svg>"), address.trim_start_matches("https://"))
            }
            None => (crate::drawing::mark(16), "GiftOS"),
        };
        let body = format!(
            "{WINDOW}<header><svg class=turns {LINES}><path d='m12 19-7-7 7-7M19 12H5'/></svg>\
             <svg {LINES}><path d='M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8'/><path d='M3 3v5h5'/></svg>\
             <div class=address>{before}<bdi>{address}</bdi></div><div class='mark{on}'>{}</div></header>\
             <main><img src='{}'>{beside}</main>{above}",
            crate::drawing::mark(20),
            self.page
        );
        let stage = chromium.open("about:blank")?;
        stage.resize(WIDTH, HEIGHT, FINE)?;
        let direction = if self.rtl { "rtl" } else { "ltr" };
        stage.evaluate(&format!(
            "document.documentElement.dir = '{direction}'; document.body.innerHTML = {}",
            json!(body)
        ))?;
        stage.evaluate(SETTLED)?;
        stage.screenshot(file)?;
        stage.close()
    }
}
