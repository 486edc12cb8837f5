//! Contact sheets: one picture for each state of popup, panel and options, with all the looks that a person can give it side by side:
//! light and dark, narrow and wide, left to right and right to left, and at 200 %.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use giftos_tests::chromium::{Chromium, Launch, Scheme};
use giftos_tests::states::{Look, States};
use serde_json::Value;

/// Drawn, with its pictures where they come soon: one that is not seen is loaded by nobody, and never there.
const SETTLED: &str = "Promise.race([Promise.all([document.fonts.ready, ...[...document.images].map((i) => i.complete || i.decode().catch(() => {}))]), \
    new Promise((done) => setTimeout(done, 400))]) \
    .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";

/// CSS pixels of a narrow and of a wide window.
const WIDTHS: [u32; 2] = [360, 1280];
/// No look is shown longer than this.
const TALLEST: u64 = 1200;
/// CSS pixels of a sheet.
const SHEET: u32 = 1640;

/// Takes the sheets of all states whose name begins so into this folder; gives how many.
pub(crate) fn take(folder: &Path, begin: &str) -> Result<usize> {
    let folder = folder.join("sheets");
    let looks = folder.join("looks");
    std::fs::create_dir_all(&looks)?;
    let looks = looks.canonicalize()?;
    let states = States::read()?;
    let server = states.serve()?;
    let chromium = Launch::default().through(server.address()).start()?;
    let mut sheets = 0;
    for name in states.names().filter(|name| name.starts_with(begin)) {
        let mut html = String::from(
            "<!doctype html><meta charset=utf-8><style>body{margin:12px;font:13px sans-serif;background:#999;display:flex;\
             flex-wrap:wrap;gap:12px;align-items:flex-start}figure{margin:0}img{display:block}</style>",
        );
        write!(html, "<h1 style='flex:1 0 100%;margin:0'>{name}</h1>")?;
        for (look, scale) in looks_of(states.page_of(name)) {
            let page = states.show(&chromium, name, look, &Value::Null)?;
            page.evaluate(SETTLED)?;
            let tall = page.evaluate("Math.max(document.documentElement.scrollHeight, document.body.scrollHeight)")?;
            let tall = u32::try_from(tall.as_u64().unwrap_or(800).clamp(200, TALLEST))?;
            page.resize(look.width, tall, f64::from(scale))?;
            page.evaluate(SETTLED)?;
            let label = label(look, scale);
            let file = looks.join(format!("{name}-{label}.png"));
            page.screenshot(&file)?;
            page.close()?;
            let shown = if look.width > 500 { 800 } else { 310 };
            let address = file.display();
            write!(
                html,
                "<figure><img src='file://{address}' width={shown}><figcaption>{label}</figcaption></figure>"
            )?;
        }
        bind(&chromium, &looks.join("sheet.html"), &html, &folder.join(format!("{}.png", name.replace('_', "-"))))?;
        sheets += 1;
    }
    Ok(sheets)
}

/// The narrow ones first, so that they lie in one line. A popup has one width.
fn looks_of(page: &str) -> Vec<(Look, u32)> {
    let widths = if page == "popup" { &WIDTHS[..1] } else { &WIDTHS[..] };
    let mut looks = Vec::new();
    for width in widths {
        for locale in ["en", "he"] {
            looks.extend([Scheme::Light, Scheme::Dark].map(|scheme| (Look { locale, width: *width, scheme }, 1)));
        }
        if *width == WIDTHS[0] {
            looks.push((Look { locale: "de", width: width / 2, scheme: Scheme::Light }, 2));
        }
    }
    looks
}

fn label(look: Look, scale: u32) -> String {
    let scheme = if look.scheme == Scheme::Dark { "dark" } else { "light" };
    let zoom = if scale > 1 { format!(" {}00%", scale) } else { String::new() };
    format!("{} {} {scheme}{zoom}", look.locale, look.width * scale)
}

fn bind(chromium: &Chromium, at: &Path, html: &str, sheet: &Path) -> Result<()> {
    std::fs::write(at, html)?;
    let page = chromium.open(&format!("file://{}", at.display()))?;
    page.resize(SHEET, 400, 1.0)?;
    page.evaluate(SETTLED)?;
    let tall = page.evaluate("document.documentElement.scrollHeight")?;
    page.resize(SHEET, u32::try_from(tall.as_u64().unwrap_or(1000).clamp(200, 9000))?, 1.0)?;
    page.evaluate(SETTLED)?;
    page.screenshot(sheet)?;
    page.close()
}
