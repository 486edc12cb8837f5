//! `cargo xtask pictures`: every view of popup, panel and options, light and dark, narrow and wide, right to left, for people to look at.

mod sheets;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;
use giftos_tests::Engine;
use giftos_tests::chromium::{Chromium, Extension, Launch, Page, Scheme};
use giftos_tests::journey::{Api, Somebody};
use giftos_tests::shop::{Case, PageServer};
use serde_json::json;

const SHOP: &str = "https://fern-and-finch.example";
/// CSS pixels that a popup is given at most, after design.md.
const POPUP: u32 = 360;
const SETTLED: &str = "document.fonts.ready.then(() => Promise.all([...document.images].map((i) => i.complete || i.decode().catch(() => {})))) \
    .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";

#[derive(Parser)]
#[command(name = "pictures", about = "Takes pictures of every view of the extension.")]
struct Arguments {
    /// The extension built for Chromium.
    #[arg(long, default_value = "dist/chrome")]
    extension: PathBuf,
    /// Where the pictures go.
    #[arg(long, default_value = "dist/pictures")]
    into: PathBuf,
    /// Only the contact sheets, of the states whose names begin so ("panel_").
    #[arg(long)]
    sheets: Option<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pictures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    if let Some(begin) = &arguments.sheets {
        println!("{} sheets in {}", sheets::take(&arguments.into, begin)?, arguments.into.join("sheets").display());
        return Ok(());
    }
    let mut album = Album { folder: arguments.into.clone(), shots: Vec::new() };
    for language in ["en", "he"] {
        take_all(&mut album, &arguments.extension, language)?;
        println!("{language}: {} pictures so far", album.shots.len());
    }
    let sheets = sheets::take(&arguments.into, "")?;
    album.bind()?;
    println!("{} pictures in {}; index.html shows them side by side", album.shots.len(), arguments.into.display());
    println!("{sheets} contact sheets in {}: each state in every look", arguments.into.join("sheets").display());
    Ok(())
}

/// Walks through one language: signed out, then signed in, then with things saved.
fn take_all(album: &mut Album, extension: &Path, language: &str) -> Result<()> {
    let web = PageServer::start(Case::site(&Case::all()?, None))?;
    let api = Api::start(Engine::Sqlite)?;
    let chromium = Launch::default().in_language(language).through(web.address()).start()?;
    let extension = chromium.load_extension(extension)?;
    let mut view = View { album, chromium: &chromium, extension: &extension, language };

    let options = extension.open("options.html")?;
    options.wait_for("the options", "!!document.querySelector('form.fields')")?;
    view.tab(&options, "options-signed-out")?;
    view.popup("kettle", "popup-signed-out", "form.card", None)?;

    let who = Somebody::called("Ana");
    let account = json!({"email": who.email, "password": who.password, "display_name": who.name});
    let tokens = api.post("/api/v1/accounts", None, &account)?.to_string();
    let begin = json!({"type": "account.begin", "server": api.base(), "tokens": tokens});
    let answer = options.evaluate(&format!("chrome.runtime.sendMessage({begin})"))?;
    ensure!(answer["account"]["email"] == who.email.as_str(), "not signed in: {answer}");
    options.evaluate("location.reload()")?;
    options.wait_for("the account", "!!document.querySelector('dl.rows')")?;
    view.tab(&options, "options-signed-in")?;

    view.popup("kettle", "popup-sure", "form.card", None)?;
    view.popup("mug", "popup-check", "form.card", None)?;
    view.popup("", "popup-no-product", "form.card, section.note-card", None)?;
    view.popup("lamp", "popup-saved", "section.card.done", Some("form.card button[type=submit]"))?;
    view.popup("lamp", "popup-already", "section.card .chip.pine, section.card.done", None)?;
    view.popup("backpack", "popup-sale", "section.card.done", Some("form.card button[type=submit]"))?;

    let panel = extension.open("panel.html")?;
    panel.wait_for("the panel", "document.body.innerText.trim().length > 20")?;
    view.tab(&panel, "panel")?;
    if panel.evaluate("document.querySelectorAll('[role=tab]').length")?.as_u64() > Some(1) {
        panel.click("[role=tab]:not([aria-selected=true])")?;
        view.tab(&panel, "panel-boards")?;
        panel.click(".boards li button")?;
        panel.wait_for("a wish", "!!document.querySelector('.wish .open')")?;
        view.tab(&panel, "panel-board")?;
        panel.click("#view-switch")?;
        view.tab(&panel, "panel-grid")?;
        panel.click(".wish .open")?;
        panel.wait_for("its fields", "!!document.querySelector('form.edit')")?;
        view.tab(&panel, "panel-edit")?;
    }
    Ok(())
}

struct View<'a> {
    album: &'a mut Album,
    chromium: &'a Chromium,
    extension: &'a Extension<'a>,
    language: &'a str,
}

impl View<'_> {
    /// A page of ours in a tab: narrow and wide, both schemes, and once at 200 %.
    fn tab(&mut self, page: &Page, name: &str) -> Result<()> {
        page.call("Page.bringToFront", json!({}))?;
        for (width, zoom) in [(360, 1), (1280, 1), (1280, 2)] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                if zoom == 2 && scheme == Scheme::Dark {
                    continue;
                }
                let label = if zoom == 2 { format!("{width}px-200%") } else { format!("{width}px") };
                self.shoot(page, &format!("{name}-{label}"), scheme, width / zoom, f64::from(zoom))?;
            }
        }
        Ok(())
    }

    /// The real popup over a page of the shop, after a click where `press` says one, in both schemes.
    fn popup(&mut self, path: &str, name: &str, ready: &str, press: Option<&str>) -> Result<()> {
        let shop = self.chromium.open(&format!("{SHOP}/{path}"))?;
        let popup = self.extension.open_popup(&shop)?;
        if let Some(button) = press {
            popup.wait_for(&format!("{name}'s button"), &format!("!!document.querySelector({})", json!(button)))?;
            popup.click(button)?;
        }
        popup.wait_for(name, &format!("!!document.querySelector({})", json!(ready)))?;
        for scheme in [Scheme::Light, Scheme::Dark] {
            // A popup has the size that it gives itself.
            popup.prefer(scheme)?;
            self.turn(&popup)?;
            popup.evaluate(SETTLED)?;
            self.keep(&popup, name, scheme, POPUP)?;
        }
        popup.close()?;
        shop.close()
    }

    fn shoot(&mut self, page: &Page, name: &str, scheme: Scheme, width: u32, scale: f64) -> Result<()> {
        page.prefer(scheme)?;
        self.turn(page)?;
        page.resize(width, 200, scale)?;
        page.evaluate(SETTLED)?;
        let tall = page.evaluate("Math.max(document.documentElement.scrollHeight, document.body.scrollHeight)")?;
        let height = u32::try_from(tall.as_u64().unwrap_or(600))?.clamp(120, 3000);
        page.resize(width, height, scale)?;
        page.evaluate(SETTLED)?;
        self.keep(page, name, scheme, width)
    }

    /// A Chromium without its language packs gives Hebrew texts but calls its own language English, and the pages follow that.
    fn turn(&self, page: &Page) -> Result<()> {
        if self.language == "he" {
            page.evaluate("document.documentElement.dir = 'rtl'")?;
        }
        Ok(())
    }

    fn keep(&mut self, page: &Page, name: &str, scheme: Scheme, width: u32) -> Result<()> {
        let wide = page.evaluate("document.documentElement.scrollWidth")?;
        let scheme = if scheme == Scheme::Dark { "dark" } else { "light" };
        let file = format!("{name}-{scheme}-{}.png", self.language);
        page.screenshot(&self.album.folder.join(&file))?;
        if wide.as_u64() > Some(u64::from(width)) {
            println!("  wider than its window: {file} ({wide} of {width} px)");
        }
        self.album.shots.push(file);
        Ok(())
    }
}

struct Album {
    folder: PathBuf,
    shots: Vec<String>,
}

impl Album {
    /// One page that shows all of them.
    fn bind(&self) -> Result<()> {
        let mut html = String::from(
            "<!doctype html><meta charset=utf-8><title>GiftOS, every view</title><style>body{font:13px sans-serif;background:#888;\
             display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}figure{margin:0}img{display:block;max-width:640px}</style>",
        );
        for shot in &self.shots {
            let address = shot.replace('%', "%25");
            write!(html, "<figure><img src=\"{address}\"><figcaption>{shot}</figcaption></figure>")?;
        }
        Ok(std::fs::write(self.folder.join("index.html"), html)?)
    }
}
