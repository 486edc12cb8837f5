//! One manifest for both browsers: `manifest.json` holds what they share, and what one of them alone needs
//! under `__chrome__` and `__firefox__`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// Which browser a build is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Browser {
    Chrome,
    Firefox,
}

/// Both.
pub(crate) const BROWSERS: [Browser; 2] = [Browser::Chrome, Browser::Firefox];

impl Browser {
    /// Its folder in `dist/`, and its name in the manifest.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
        }
    }
}

/// The manifest for one browser. The version is the workspace's.
pub(crate) fn for_browser(template: &str, browser: Browser, version: &str) -> Result<String> {
    let Value::Object(mut manifest) = serde_json::from_str(template).context("manifest.json is no JSON")? else {
        bail!("manifest.json is no object");
    };
    let mut own = None;
    for each in BROWSERS {
        let part = manifest.remove(&format!("__{}__", each.name()));
        if each == browser {
            own = part;
        }
    }
    if let Some(Value::Object(own)) = own {
        merge(&mut manifest, own);
    }
    if let Some(odd) = manifest.keys().find(|key| key.starts_with("__")) {
        bail!("manifest.json has {odd}, which is no browser of ours");
    }
    manifest.insert("version".into(), version.into());
    Ok(serde_json::to_string_pretty(&Value::Object(manifest))? + "\n")
}

/// Objects are merged, lists are joined, everything else is replaced.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEMPLATE: &str = r#"{"name": "x", "permissions": ["storage"], "background": {"type": "module"},
        "__chrome__": {"permissions": ["sidePanel"], "background": {"service_worker": "b.js"}},
        "__firefox__": {"background": {"scripts": ["b.js"]}}}"#;

    #[test]
    fn each_browser_gets_the_common_part_and_its_own() {
        let chrome: Value = serde_json::from_str(&for_browser(TEMPLATE, Browser::Chrome, "1.2.3").unwrap()).unwrap();
        assert_eq!(chrome["permissions"], serde_json::json!(["storage", "sidePanel"]));
        assert_eq!(chrome["background"], serde_json::json!({"type": "module", "service_worker": "b.js"}));
        let firefox: Value = serde_json::from_str(&for_browser(TEMPLATE, Browser::Firefox, "1.2.3").unwrap()).unwrap();
        assert_eq!(firefox["permissions"], serde_json::json!(["storage"]));
        assert_eq!(firefox["background"], serde_json::json!({"type": "module", "scripts": ["b.js"]}));
        assert_eq!(firefox["version"], "1.2.3");
        assert!(firefox.get("__chrome__").is_none() && firefox.get("__firefox__").is_none());
    }

    #[test]
    fn a_misspelt_browser_is_an_error() {
        assert!(for_browser(r#"{"__crhome__": {}}"#, Browser::Chrome, "1").is_err());
    }
}
