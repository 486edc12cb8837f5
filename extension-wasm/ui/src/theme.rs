//! Light, dark, or as the system says.

use leptos::prelude::document;
use leptos::task::spawn_local;
use shared::wire::message::{Reply, Request, Theme};

use crate::bridge::ask;

/// Shows the page in this theme.
pub(crate) fn apply(theme: Theme) {
    let name = match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    if let Some(root) = document().document_element() {
        // Setting an attribute of a valid name cannot fail.
        let _ = root.set_attribute("data-theme", name);
    }
}

/// Asks what the person chose and shows the page so. Without an answer the system decides, as it does until then.
pub(crate) fn follow_settings() {
    spawn_local(async {
        if let Ok(Reply::Settings(settings)) = ask(Request::SettingsGet).await {
            apply(settings.theme);
        }
    });
}
