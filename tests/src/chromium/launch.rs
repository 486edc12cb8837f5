//! Starting Chromium and finding what runs in it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::extension::Extension;
use super::page::Page;
use super::pipe::Connection;
use crate::child::Owned;
use crate::wait::{STEP, until};

/// Calls nobody outside, asks nothing, and treats all runs alike. Certificates are the page server's own, and
/// without `--no-sandbox` Chromium refuses to run as root, which containers do.
const FLAGS: [&str; 15] = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-search-engine-choice-screen",
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,OptimizationHints,MediaRouter,Translate",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    "--ignore-certificate-errors",
];

/// How to start a Chromium.
#[derive(Debug, Clone)]
pub struct Launch {
    display: Option<String>,
    profile: Option<PathBuf>,
    language: String,
    window: (u32, u32),
    proxy: Option<SocketAddr>,
    more: Vec<String>,
}

impl Default for Launch {
    fn default() -> Self {
        Self {
            display: None,
            profile: None,
            language: "en-US".to_owned(),
            window: (1280, 900),
            proxy: None,
            more: Vec::new(),
        }
    }
}

impl Launch {
    /// With a window on this display (":7"), where the default is none at all.
    #[must_use]
    pub fn on_display(mut self, display: &str) -> Self {
        self.display = Some(display.to_owned());
        self
    }

    /// With this profile folder, which outlives the browser: to start again with what was stored.
    #[must_use]
    pub fn with_profile(mut self, folder: &Path) -> Self {
        self.profile = Some(folder.to_owned());
        self
    }

    /// With this language for the browser's own words and the extension's ("he").
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// With windows of this size in CSS pixels.
    #[must_use]
    pub fn with_window(mut self, width: u32, height: u32) -> Self {
        self.window = (width, height);
        self
    }

    /// With all requests, but those to 127.0.0.1, sent to the page server at this address.
    #[must_use]
    pub fn through(mut self, proxy: SocketAddr) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// With one more command-line flag.
    #[must_use]
    pub fn with_flag(mut self, flag: &str) -> Self {
        self.more.push(flag.to_owned());
        self
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// Where there is no `chromium` on the path or it does not come up.
    pub fn start(self) -> Result<Chromium> {
        let own = if self.profile.is_some() { None } else { Some(tempfile::tempdir()?) };
        let profile = self.profile.clone().or_else(|| own.as_ref().map(|folder| folder.path().to_owned()));
        let profile = profile.context("a folder for the profile")?;
        let log = profile.join("chromium.log");
        // Chromium reads from descriptor 3 and writes to 4; the shell puts our two pipes there.
        let script = "log=$1; shift; exec chromium \"$@\" 3<&0 4>&1 </dev/null >\"$log\" 2>&1";
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(&log).args(FLAGS);
        command.args(["--remote-debugging-pipe", "--enable-unsafe-extension-debugging"]);
        command.arg(format!("--user-data-dir={}", profile.display())).arg(format!("--lang={}", self.language));
        command.arg(format!("--window-size={},{}", self.window.0, self.window.1));
        command.env("LANGUAGE", &self.language);
        match &self.display {
            Some(display) => command.env("DISPLAY", display).args(["--window-position=0,0", "--ozone-platform=x11"]),
            None => command.env_remove("DISPLAY").arg("--headless=new"),
        };
        if let Some(proxy) = self.proxy {
            command.arg(format!("--proxy-server=http://{proxy}")).arg("--proxy-bypass-list=127.0.0.1");
        }
        command.args(&self.more).arg("about:blank").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Owned::with_pipes(command)?;
        let writer = process.process().stdin.take().context("the pipe to Chromium")?;
        let reader = process.process().stdout.take().context("the pipe from Chromium")?;
        let connection = Connection::new(reader, writer);
        let chromium = Chromium { connection, process, log, _own: own };
        let version = chromium.call("Browser.getVersion", json!({})).with_context(|| chromium.log())?;
        if !version["product"].is_string() {
            bail!("Chromium does not say its version: {version}");
        }
        chromium.call("Target.setDiscoverTargets", json!({"discover": true, "filter": [{}]}))?;
        Ok(chromium)
    }
}

/// What runs in the browser: a page, a tab around it, a service worker.
#[derive(Debug, Clone)]
pub struct TargetView {
    /// Its id.
    pub id: String,
    /// `page`, `tab`, `service_worker`, `iframe`, …
    pub kind: String,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// A running Chromium. It ends when this is dropped.
#[derive(Debug)]
pub struct Chromium {
    connection: Connection,
    process: Owned,
    log: PathBuf,
    _own: Option<TempDir>,
}

impl Chromium {
    /// Calls a method of the browser itself.
    ///
    /// # Errors
    /// When it is refused or not answered.
    pub fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.connection.call("", method, params, STEP)
    }

    /// The connection, for sessions and events.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What Chromium wrote to its log.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Loads the extension of this folder.
    ///
    /// # Errors
    /// When Chromium finds fault with it.
    pub fn load_extension(&self, folder: &Path) -> Result<Extension<'_>> {
        let folder = folder.canonicalize().with_context(|| format!("no extension at {}", folder.display()))?;
        let answer = self.call("Extensions.loadUnpacked", json!({"path": folder}))?;
        let id = answer["id"].as_str().ok_or_else(|| anyhow!("no id for the extension: {answer}"))?;
        Ok(Extension::new(self, id.to_owned()))
    }

    /// An extension that is loaded already.
    #[must_use]
    pub fn extension(&self, id: &str) -> Extension<'_> {
        Extension::new(self, id.to_owned())
    }

    /// All that runs now, tabs and workers too.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn targets(&self) -> Result<Vec<TargetView>> {
        let answer = self.call("Target.getTargets", json!({"filter": [{}]}))?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(answer["targetInfos"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|info| TargetView {
                id: text(&info["targetId"]),
                kind: text(&info["type"]),
                url: text(&info["url"]),
                title: text(&info["title"]),
            })
            .collect())
    }

    /// Waits for a target that `wanted` takes.
    ///
    /// # Errors
    /// When none appears.
    pub fn wait_target(&self, what: &str, wanted: impl Fn(&TargetView) -> bool) -> Result<TargetView> {
        until(what, STEP, || Ok(self.targets()?.into_iter().find(|target| wanted(target))))
            .with_context(|| format!("targets: {:?}", self.targets()))
    }

    /// Opens a tab, brings it to the front and waits until its page is loaded.
    ///
    /// # Errors
    /// When it does not load.
    pub fn open(&self, url: &str) -> Result<Page> {
        let answer = self.call("Target.createTarget", json!({"url": "about:blank"}))?;
        let id = answer["targetId"].as_str().ok_or_else(|| anyhow!("no tab: {answer}"))?;
        let page = self.attach(id)?;
        page.call("Page.bringToFront", json!({}))?;
        if url != "about:blank" {
            page.go_to(url)?;
        }
        Ok(page)
    }

    /// Attaches to a target.
    ///
    /// # Errors
    /// When it is gone.
    pub fn attach(&self, target: &str) -> Result<Page> {
        let answer = self.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}))?;
        let session = answer["sessionId"].as_str().ok_or_else(|| anyhow!("no session: {answer}"))?;
        Ok(Page::new(self.connection.clone(), target.to_owned(), session.to_owned()))
    }

    /// Asks it to end in good order, as a person closing the last window does, and waits.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(mut self) -> Result<()> {
        self.call("Browser.close", json!({}))?;
        self.process.wait_for_end(Duration::from_secs(20))
    }

    /// Ends it at once, as a crash does.
    pub fn crash(mut self) {
        self.process.kill();
    }
}
