//! What a manifest asks of a person: permissions, hosts, and consent to send data.

use serde_json::Value;

/// What one browser's manifest asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Permissions and hosts, at install or later, each once.
    pub(crate) permissions: Vec<String>,
    /// Kinds of data that the person has to agree to; Firefox only.
    pub(crate) required: Vec<String>,
    /// Kinds of data that the person may agree to; Firefox only.
    pub(crate) optional: Vec<String>,
}

impl Asked {
    /// Reads it off a manifest as [`crate::manifest::for_browser`] makes it.
    pub(crate) fn read(manifest: &Value) -> Self {
        let names = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let lists = ["permissions", "optional_permissions", "host_permissions", "optional_host_permissions"];
        let mut permissions: Vec<String> = Vec::new();
        // What a content script of the manifest runs on is asked for like a host.
        let scripts =
            manifest["content_scripts"].as_array().into_iter().flatten().flat_map(|script| names(&script["matches"]));
        for name in lists.iter().flat_map(|list| names(&manifest[list])).chain(scripts) {
            if !permissions.contains(&name) {
                permissions.push(name);
            }
        }
        let data = &manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"];
        Self { permissions, required: names(&data["required"]), optional: names(&data["optional"]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_that_is_asked_is_found_once() {
        let asked = Asked::read(&json!({
            "permissions": ["storage"], "optional_permissions": ["notifications", "storage"], "host_permissions": ["https://a.example/*"],
            "optional_host_permissions": ["*://*/*"], "content_scripts": [{"matches": ["https://b.example/*", "*://*/*"]}],
            "browser_specific_settings": {"gecko": {"data_collection_permissions": {"required": ["websiteContent"], "optional": ["technicalAndInteraction"]}}}
        }));
        assert_eq!(
            asked.permissions,
            ["storage", "notifications", "https://a.example/*", "*://*/*", "https://b.example/*"]
        );
        assert_eq!(
            (asked.required, asked.optional),
            (vec!["websiteContent".to_owned()], vec!["technicalAndInteraction".to_owned()])
        );
        assert_eq!(Asked::read(&json!({})), Asked::default());
    }
}
