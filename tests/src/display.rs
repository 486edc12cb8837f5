//! A screen nobody looks at, with a keyboard and a mouse: an X server of our own, a window manager, and real key events.
//! Here, because a shortcut and a context menu belong to the browser, and no driver presses its keys.
//! It never touches a screen that a person uses.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::child::Owned;
use crate::wait::{STEP, until};

/// A running screen. It and its window manager end when this is dropped.
#[derive(Debug)]
pub struct Display {
    name: String,
    // Dropped in this order: the window manager before the screen it manages.
    _manager: Owned,
    _screen: Owned,
    _folder: TempDir,
}

impl Display {
    /// Starts one with a free number.
    ///
    /// # Errors
    /// Where Xvfb, openbox or xdotool are not installed.
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-noreset"]);
        let mut screen = Owned::start(&command, &folder.path().join("xvfb.log"))?;
        let number = until("Xvfb to name its screen", STEP, || {
            if !screen.is_running()? {
                bail!("Xvfb ended: {}", screen.said());
            }
            Ok(screen.said().lines().find_map(|line| line.trim().parse::<u32>().ok()))
        })?;
        let name = format!(":{number}");
        let mut command = Command::new("openbox");
        command.arg("--sm-disable").env("DISPLAY", &name).env("HOME", folder.path());
        let manager = Owned::start(&command, &folder.path().join("openbox.log"))?;
        let display = Self { name, _manager: manager, _screen: screen, _folder: folder };
        until("the window manager", STEP, || {
            let answer = Command::new("xprop")
                .args(["-root", "_NET_SUPPORTING_WM_CHECK"])
                .env("DISPLAY", &display.name)
                .output()?;
            Ok(String::from_utf8_lossy(&answer.stdout).contains("window id").then_some(()))
        })?;
        Ok(display)
    }

    /// Its name for programs (":7").
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn xdotool(&self, args: &[&str]) -> Result<String> {
        let output = Command::new("xdotool").args(args).env("DISPLAY", &self.name).output().context("xdotool")?;
        if !output.status.success() {
            bail!("xdotool {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Waits for a window whose title contains `title` and gives it the keyboard.
    ///
    /// # Errors
    /// When there is none.
    pub fn focus(&self, title: &str) -> Result<()> {
        until(&format!("a window with the title {title:?}"), STEP, || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title]).unwrap_or_default();
            let Some(window) = found.lines().last() else { return Ok(None) };
            self.xdotool(&["windowactivate", "--sync", window])?;
            let focused = self.xdotool(&["getwindowname", &self.xdotool(&["getactivewindow"])?])?;
            Ok(focused.contains(title).then_some(()))
        })
    }

    /// How many windows are shown, menus too.
    ///
    /// # Errors
    /// When xdotool refuses.
    pub fn windows(&self) -> Result<usize> {
        Ok(self.xdotool(&["search", "--onlyvisible", "--name", ".*"])?.lines().count())
    }

    /// Presses and releases keys ("alt+shift+g", "Down", "Return").
    ///
    /// # Errors
    /// When xdotool refuses.
    pub fn press(&self, keys: &str) -> Result<()> {
        self.xdotool(&["key", "--clearmodifiers", keys]).map(drop)
    }

    /// Clicks with button 1 (left) or 3 (right) at a spot of the screen, in pixels.
    ///
    /// # Errors
    /// When xdotool refuses.
    pub fn click(&self, button: u8, x: u32, y: u32) -> Result<()> {
        self.xdotool(&["mousemove", "--sync", &x.to_string(), &y.to_string()])?;
        self.xdotool(&["click", &button.to_string()]).map(drop)
    }

    /// Writes a picture of the whole screen, for people who look into a failure.
    ///
    /// # Errors
    /// Where `import` (ImageMagick) is not installed.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let status = Command::new("import").args(["-window", "root"]).arg(file).env("DISPLAY", &self.name).status()?;
        if status.success() { Ok(()) } else { bail!("import: {status}") }
    }
}
