//! `cargo xtask run`: the extension in `dist/`, the API on SQLite, and what to click.

use anyhow::Result;

use crate::shell::{cargo, step};
use crate::{dist, install};

/// Builds the extension and serves the API until ctrl-c.
pub(crate) fn serve() -> Result<()> {
    dist::build()?;
    step("The API", cargo(&["build", "--package", "giftos"]))?;
    println!(
        "
The API answers at http://127.0.0.1:8787 (its data is in giftos.sqlite; ctrl-c stops it).

In Chromium:  open chrome://extensions · turn on \"Developer mode\" · \"Load unpacked\" · choose dist/chrome
In Firefox:   open about:debugging#/runtime/this-firefox · \"Load Temporary Add-on\" · choose dist/firefox/manifest.json

The first steps then open in a tab beside yours: make an account there (the server is the one above), and press Alt+Shift+G on a
shop's page. Without an account the key saves too, on this device.
"
    );
    step("The API (ctrl-c stops it)", cargo(&["run", "--quiet", "--package", "giftos", "--", "serve"]))
}

/// Opens a browser with the extension, a demo shop and a demo account.
pub(crate) fn demo() -> Result<()> {
    install::system()?;
    dist::build()?;
    step("The demo (ctrl-c stops it)", cargo(&["run", "--quiet", "--package", "giftos-tests", "--bin", "demo"]))
}
