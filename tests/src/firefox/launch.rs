//! Starting Firefox and opening tabs in it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::extension::Extension;
use super::marionette::Marionette;
use super::page::Page;
use crate::child::Owned;
use crate::wait::{STEP, until};

/// The host part of our extension's addresses: fixed, so that tests can name its pages.
pub(super) const EXTENSION_HOST: &str = "6b2f1c9e-3d1a-4c55-9a77-0f2b8c1d7e10";

/// How to start a Firefox.
#[derive(Debug, Clone)]
pub struct Launch {
    display: Option<String>,
    profile: Option<PathBuf>,
    language: String,
    proxy: Option<SocketAddr>,
    window: (u32, u32),
    extension_id: String,
    prefs: Vec<(String, Value)>,
}

impl Launch {
    /// For the extension with this id ("giftos@example.org"), without a window.
    #[must_use]
    pub fn for_extension(id: &str) -> Self {
        Self {
            display: None,
            profile: None,
            language: "en-US".to_owned(),
            proxy: None,
            window: (1280, 900),
            extension_id: id.to_owned(),
            prefs: Vec::new(),
        }
    }

    /// With a window on this display (":7").
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

    /// With this language for the extension's words ("he").
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// With all requests, but those to 127.0.0.1, sent to the page server at this address.
    #[must_use]
    pub fn through(mut self, proxy: SocketAddr) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// With one more preference.
    #[must_use]
    pub fn with_pref(mut self, name: &str, value: Value) -> Self {
        self.prefs.push((name.to_owned(), value));
        self
    }

    fn all_prefs(&self) -> Vec<(String, Value)> {
        let uuids = json!({ &self.extension_id: EXTENSION_HOST }).to_string();
        let mut prefs = vec![
            ("marionette.port", json!(0)),
            ("extensions.webextensions.uuids", json!(uuids)),
            // A restart must find what the extension stored, although it is unsigned and installed for the session.
            ("extensions.webextensions.keepStorageOnUninstall", json!(true)),
            ("extensions.webextensions.keepUuidOnUninstall", json!(true)),
            // Nobody is there to answer "allow".
            ("extensions.webextOptionalPermissionPrompts", json!(false)),
            ("xpinstall.signatures.required", json!(false)),
            ("extensions.autoDisableScopes", json!(0)),
            ("extensions.update.enabled", json!(false)),
            ("intl.locale.requested", json!(self.language)),
            ("intl.accept_languages", json!(self.language)),
            ("app.update.disabledForTesting", json!(true)),
            ("browser.shell.checkDefaultBrowser", json!(false)),
            ("browser.startup.page", json!(0)),
            ("browser.startup.homepage_override.mstone", json!("ignore")),
            ("browser.sessionstore.resume_from_crash", json!(false)),
            ("browser.tabs.warnOnClose", json!(false)),
            ("browser.aboutwelcome.enabled", json!(false)),
            ("browser.uitour.enabled", json!(false)),
            ("browser.translations.automaticallyPopup", json!(false)),
            ("toolkit.cosmeticAnimations.enabled", json!(false)),
            ("toolkit.startup.max_resumed_crashes", json!(-1)),
            ("datareporting.policy.dataSubmissionEnabled", json!(false)),
            ("toolkit.telemetry.server", json!("")),
            ("app.normandy.enabled", json!(false)),
            ("browser.safebrowsing.malware.enabled", json!(false)),
            ("browser.safebrowsing.phishing.enabled", json!(false)),
            ("network.captive-portal-service.enabled", json!(false)),
            ("network.connectivity-service.enabled", json!(false)),
            ("network.dns.disablePrefetch", json!(true)),
            ("network.prefetch-next", json!(false)),
            ("network.stricttransportsecurity.preloadlist", json!(false)),
            ("dom.security.https_first", json!(false)),
            ("dom.security.https_first_schemeless", json!(false)),
            ("services.settings.server", json!("data:,#remote-settings-dummy/v1")),
        ];
        if let Some(proxy) = self.proxy {
            prefs.extend([
                ("network.proxy.type", json!(1)),
                ("network.proxy.http", json!(proxy.ip().to_string())),
                ("network.proxy.http_port", json!(proxy.port())),
                ("network.proxy.ssl", json!(proxy.ip().to_string())),
                ("network.proxy.ssl_port", json!(proxy.port())),
                ("network.proxy.no_proxies_on", json!("127.0.0.1")),
            ]);
        }
        let mut all: Vec<_> = prefs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        all.extend(self.prefs.iter().cloned());
        all
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// Where there is no `firefox-esr` on the path or it does not come up.
    pub fn start(self) -> Result<Firefox> {
        let own = if self.profile.is_some() { None } else { Some(tempfile::tempdir()?) };
        let profile = self.profile.clone().or_else(|| own.as_ref().map(|folder| folder.path().to_owned()));
        let profile = profile.context("a folder for the profile")?;
        let prefs: String =
            self.all_prefs().iter().map(|(name, value)| format!("user_pref(\"{name}\", {value});\n")).collect();
        std::fs::write(profile.join("user.js"), prefs)?;
        let port_file = profile.join("MarionetteActivePort");
        if port_file.exists() {
            std::fs::remove_file(&port_file)?;
        }
        let mut command = Command::new("firefox-esr");
        command.args(["-no-remote", "-marionette", "-remote-allow-system-access", "-profile"]).arg(&profile);
        command.arg("-width").arg(self.window.0.to_string()).arg("-height").arg(self.window.1.to_string());
        // A home of its own: Firefox writes caches and desktop settings there.
        command.env("HOME", &profile).env("MOZ_CRASHREPORTER_DISABLE", "1").env("LANGUAGE", &self.language);
        match &self.display {
            Some(display) => command.env("DISPLAY", display).env("MOZ_ENABLE_WAYLAND", "0"),
            None => command.env_remove("DISPLAY").arg("-headless"),
        };
        let mut process = Owned::start(&command, &profile.join("firefox.log"))?;
        let port = until("Firefox to name its port", STEP * 2, || {
            if !process.is_running()? {
                bail!("Firefox ended: {}", process.said());
            }
            Ok(std::fs::read_to_string(&port_file).ok().and_then(|text| text.trim().parse::<u16>().ok()))
        })?;
        let marionette = until("Firefox to answer", STEP, || Marionette::connect(port).map(Some))?;
        let wishes = json!({"acceptInsecureCerts": true, "pageLoadStrategy": "normal", "timeouts": {"script": 30_000, "pageLoad": 60_000}});
        marionette.call("WebDriver:NewSession", &wishes)?;
        Ok(Firefox { marionette, process, extension_id: self.extension_id, _own: own })
    }
}

/// A running Firefox. It ends when this is dropped.
#[derive(Debug)]
pub struct Firefox {
    pub(super) marionette: Marionette,
    process: Owned,
    extension_id: String,
    _own: Option<TempDir>,
}

impl Firefox {
    /// Installs the extension of this folder or package for this session.
    ///
    /// # Errors
    /// When Firefox finds fault with it.
    pub fn load_extension(&self, path: &Path) -> Result<Extension<'_>> {
        let path = path.canonicalize().with_context(|| format!("no extension at {}", path.display()))?;
        let answer = self.marionette.call("Addon:Install", &json!({"path": path, "temporary": true}))?;
        if answer["value"] != self.extension_id.as_str() {
            bail!("expected the extension {}, got {answer}", self.extension_id);
        }
        Ok(Extension::new(self, self.extension_id.clone()))
    }

    /// An extension that is installed already.
    #[must_use]
    pub fn extension(&self, id: &str) -> Extension<'_> {
        Extension::new(self, id.to_owned())
    }

    /// The tab with this handle.
    #[must_use]
    pub fn page(&self, handle: &str) -> Page<'_> {
        Page::new(self, handle.to_owned())
    }

    /// Installs another extension beside ours; gives its id.
    ///
    /// # Errors
    /// When Firefox finds fault with it.
    pub fn load_other(&self, path: &Path) -> Result<String> {
        let path = path.canonicalize().with_context(|| format!("no extension at {}", path.display()))?;
        let answer = self.marionette.call("Addon:Install", &json!({"path": path, "temporary": true}))?;
        answer["value"].as_str().map(str::to_owned).context("an id")
    }

    /// Runs a function body in the browser's own chrome; `args` are `arguments`. It may be `await`ing.
    ///
    /// # Errors
    /// When it throws.
    pub fn chrome(&self, body: &str, args: &Value) -> Result<Value> {
        self.marionette.call("Marionette:SetContext", &json!({"value": "chrome"}))?;
        let script = format!("return (async function() {{ {body} }}).apply(null, arguments)");
        let answer = self.marionette.call(
            "WebDriver:ExecuteScript",
            &json!({"script": script, "args": args, "newSandbox": true, "sandbox": "system"}),
        );
        self.marionette.call("Marionette:SetContext", &json!({"value": "content"}))?;
        Ok(answer?["value"].clone())
    }

    /// Opens a tab, brings it to the front and waits until its page is loaded.
    ///
    /// # Errors
    /// When it does not load.
    pub fn open(&self, url: &str) -> Result<Page<'_>> {
        let answer = self.marionette.call("WebDriver:NewWindow", &json!({"type": "tab", "focus": true}))?;
        let page = Page::new(self, answer["handle"].as_str().context("a handle")?.to_owned());
        page.select()?;
        page.go_to(url)?;
        Ok(page)
    }

    /// Asks it to end in good order and waits.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(mut self) -> Result<()> {
        self.marionette.call("Marionette:Quit", &json!({"flags": ["eForceQuit"]}))?;
        self.process.wait_for_end(Duration::from_secs(30))
    }

    /// Ends it at once, as a crash does.
    pub fn crash(mut self) {
        self.process.kill();
    }
}
