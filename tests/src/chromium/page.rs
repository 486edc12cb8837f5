//! One attached target: a page, a popup or a worker.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::pipe::Connection;
use crate::wait::{STEP, until};

/// Which colours the page is told that the person likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A session with one target.
#[derive(Debug, Clone)]
pub struct Page {
    connection: Connection,
    target: String,
    session: String,
}

impl Page {
    pub(super) fn new(connection: Connection, target: String, session: String) -> Self {
        Self { connection, target, session }
    }

    /// The target's id.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Calls a method of this target.
    ///
    /// # Errors
    /// When it is refused or not answered.
    pub fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.connection.call(&self.session, method, params, STEP)
    }

    /// Runs JavaScript as if a person had just clicked, waits for its promise, gives its value as JSON.
    ///
    /// # Errors
    /// When it throws, or its value is no JSON.
    pub fn evaluate(&self, script: &str) -> Result<Value> {
        self.evaluate_at(script, None, STEP)
    }

    /// The same, with no more patience than this.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_within(&self, script: &str, limit: Duration) -> Result<Value> {
        self.evaluate_at(script, None, limit)
    }

    /// Runs JavaScript in another world of the page: see [`Self::world`].
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_in(&self, world: &str, script: &str) -> Result<Value> {
        self.evaluate_at(script, Some(world), STEP)
    }

    fn evaluate_at(&self, script: &str, world: Option<&str>, limit: Duration) -> Result<Value> {
        let mut params = json!({"expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true, "replMode": false});
        if let Some(world) = world {
            params["uniqueContextId"] = Value::from(world);
        }
        let answer = self.connection.call(&self.session, "Runtime.evaluate", params, limit);
        let answer = answer.with_context(|| format!("in `{}`", short(script)))?;
        if let Some(problem) = answer.get("exceptionDetails") {
            let text = problem["exception"]["description"].as_str().or_else(|| problem["text"].as_str());
            let value = &problem["exception"]["value"];
            bail!("`{}` threw {} {value}", short(script), text.unwrap_or("something"));
        }
        Ok(answer["result"].get("value").cloned().unwrap_or(Value::Null))
    }

    /// Runs JavaScript until its value is neither null, false, zero nor empty.
    ///
    /// # Errors
    /// When it stays so.
    pub fn wait_for(&self, what: &str, script: &str) -> Result<Value> {
        until(what, STEP, || {
            let value = self.evaluate(script)?;
            let nothing = match &value {
                Value::Null => true,
                Value::Bool(yes) => !yes,
                Value::Number(number) => number.as_f64() == Some(0.0),
                Value::String(text) => text.is_empty(),
                Value::Array(_) | Value::Object(_) => false,
            };
            Ok((!nothing).then_some(value))
        })
    }

    /// Goes to an address and waits for the page's load event.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub fn go_to(&self, url: &str) -> Result<()> {
        self.call("Page.enable", json!({}))?;
        let mark = self.connection.mark();
        let answer = self.call("Page.navigate", json!({"url": url}))?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("{url}: {error}");
        }
        if answer.get("loaderId").is_some() {
            self.connection.wait_event(mark, STEP, &format!("{url} to load"), |event| {
                event.session == self.session && event.method == "Page.loadEventFired"
            })?;
        }
        Ok(())
    }

    /// The id of the world whose name or origin holds `name` (an extension's content scripts have its name, and its id in
    /// their origin) in the top frame, or in the frame whose address contains `frame`.
    ///
    /// # Errors
    /// When there is none.
    pub fn world(&self, name: &str, frame: Option<&str>) -> Result<String> {
        self.call("Page.enable", json!({}))?;
        // Enabling tells of all contexts that exist, and only then.
        self.call("Runtime.disable", json!({}))?;
        let mark = self.connection.mark();
        self.call("Runtime.enable", json!({}))?;
        let tree = self.call("Page.getFrameTree", json!({}))?["frameTree"].take();
        let frame = frame_id(&tree, frame).ok_or_else(|| anyhow!("no such frame: {tree}"))?;
        let contexts: Vec<Value> = self
            .connection
            .events(mark)
            .into_iter()
            .filter(|event| event.session == self.session && event.method == "Runtime.executionContextCreated")
            .map(|mut event| event.params["context"].take())
            .collect();
        let has_name = |context: &Value, field: &str| context[field].as_str().is_some_and(|text| text.contains(name));
        contexts
            .iter()
            .filter(|context| context["auxData"]["frameId"] == frame.as_str())
            .find(|context| {
                if name.is_empty() {
                    context["auxData"]["isDefault"] == true
                } else {
                    has_name(context, "name") || has_name(context, "origin")
                }
            })
            .and_then(|context| context["uniqueId"].as_str().map(str::to_owned))
            .ok_or_else(|| anyhow!("no world {name:?} among {contexts:?}"))
    }

    /// Tells the page which colours the person likes.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn prefer(&self, scheme: Scheme) -> Result<()> {
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": value}, {"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features})).map(drop)
    }

    /// Gives the page this size in CSS pixels and this many device pixels for each.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn resize(&self, width: u32, height: u32, scale: f64) -> Result<()> {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", params).map(drop)
    }

    /// Switches the page's own scripts off (ours in other worlds and [`Self::evaluate`] still run) from the next load on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn scripts_off(&self) -> Result<()> {
        self.call("Emulation.setScriptExecutionDisabled", json!({"value": true})).map(drop)
    }

    /// Cuts the page off from the network, or joins it again.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn offline(&self, offline: bool) -> Result<()> {
        self.call("Network.enable", json!({}))?;
        let params = json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        self.call("Network.emulateNetworkConditions", params).map(drop)
    }

    /// Presses and releases a key that the page itself sees ("Enter", "Tab", "Escape").
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn press(&self, key: &str) -> Result<()> {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "ArrowDown" => 40,
            "ArrowUp" => 38,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            "Backspace" => 8,
            "Home" => 36,
            "End" => 35,
            letter if letter.chars().count() == 1 => 0,
            _ => bail!("no code for the key {key:?}"),
        };
        let text = match key {
            "Enter" => "\r",
            letter if code == 0 => letter,
            _ => "",
        };
        let down = json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", down)?;
        let up = json!({"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code});
        self.call("Input.dispatchKeyEvent", up).map(drop)
    }

    /// Clicks in the middle of the element that `selector` finds, with the mouse.
    ///
    /// # Errors
    /// When there is none or it has no size.
    pub fn click(&self, selector: &str) -> Result<()> {
        let quoted = Value::from(selector);
        let script = format!(
            "(async () => {{ const e = document.querySelector({quoted}); if (!e) return null; e.scrollIntoView({{block:'center'}});\
             const spot = () => {{ const r = e.getBoundingClientRect(); \
             return r.width && r.height ? [r.x + r.width / 2, r.y + r.height / 2] : null; }}; const first = spot(); \
             await new Promise((done) => setTimeout(done, 60)); \
             const frame = () => new Promise((done) => document.hidden ? done() : requestAnimationFrame(done)); \
             await frame(); await frame(); const then = e.isConnected && first ? spot() : null; \
             return then && then.join() === first.join() ? then : null; }})()"
        );
        let spot = self.wait_for(&format!("something to click at {selector}"), &script)?;
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({"type": kind, "x": spot[0], "y": spot[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", params)?;
        }
        Ok(())
    }

    /// Writes a picture of what is seen as PNG.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub fn screenshot(&self, file: &Path) -> Result<()> {
        let answer = self.call("Page.captureScreenshot", json!({"format": "png", "fromSurface": true}))?;
        let bytes = STANDARD.decode(answer["data"].as_str().unwrap_or_default())?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, bytes).with_context(|| file.display().to_string())
    }

    /// Closes the target. A worker ends, a tab goes.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub fn close(&self) -> Result<()> {
        let params = json!({"targetId": self.target});
        self.connection.call("", "Target.closeTarget", params, Duration::from_secs(10)).map(drop)
    }
}

fn frame_id(tree: &Value, url: Option<&str>) -> Option<String> {
    let frame = &tree["frame"];
    let here = url.is_none_or(|url| frame["url"].as_str().is_some_and(|text| text.contains(url)));
    if here {
        return frame["id"].as_str().map(str::to_owned);
    }
    tree["childFrames"].as_array().into_iter().flatten().find_map(|child| frame_id(child, url))
}

fn short(script: &str) -> String {
    script.chars().take(160).collect()
}
