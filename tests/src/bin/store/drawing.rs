//! Pictures that are drawn from the mark: the extension's icons, and what the stores want beside the screenshots.

use std::path::Path;

use anyhow::Result;
use giftos_tests::chromium::{Chromium, Launch};
use serde_json::json;

/// Sizes that the manifest names.
const ICONS: [u32; 4] = [16, 32, 48, 128];

/// The mark in this size, as part of a page.
pub(crate) fn mark(size: u32) -> String {
    let drawing = include_str!("../../../../extension/icons/giftos.svg");
    drawing.replacen("<svg", &format!("<svg width={size} height={size} style='display:block'"), 1)
}

/// The icons of the package: the mark from edge to edge, as toolbars want it.
pub(crate) fn icons(folder: &Path) -> Result<()> {
    let chromium = Launch::default().start()?;
    for size in ICONS {
        draw(&chromium, (size, size), &mark(size), &folder.join(format!("icon-{size}.png")))?;
    }
    Ok(())
}

/// The icon of Chrome's store, 96 pixels with a margin that nothing is in; and its small tile.
pub(crate) fn for_stores(folder: &Path) -> Result<()> {
    let chromium = Launch::default().start()?;
    let icon = format!("<div style='padding:16px'>{}</div>", mark(96));
    draw(&chromium, (128, 128), &icon, &folder.join("icon-128.png"))?;
    let tile = format!(
        "<div style='width:440px;height:280px;background:#fbf9f6;display:flex;align-items:center;justify-content:center;gap:28px;\
         font:600 60px system-ui,sans-serif;color:#1d2430'>{}<span>GiftOS</span></div>",
        mark(112)
    );
    draw(&chromium, (440, 280), &tile, &folder.join("tile-440x280.png"))
}

fn draw(chromium: &Chromium, (width, height): (u32, u32), body: &str, file: &Path) -> Result<()> {
    let stage = chromium.open("about:blank")?;
    stage.resize(width, height, 1.0)?;
    // What nothing is drawn on stays transparent.
    stage.call("Emulation.setDefaultBackgroundColorOverride", json!({"color": {"r": 0, "g": 0, "b": 0, "a": 0}}))?;
    stage.evaluate(&format!("document.body.style.margin = 0; document.body.innerHTML = {}; 1", json!(body)))?;
    stage.screenshot(file)?;
    stage.close()
}
