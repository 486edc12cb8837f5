//! Light, dark, or as the system says.

use browser::storage::synced;
use leptos::prelude::document;
use leptos::task::spawn_local;
use shared::wire::message::{Reply, Request, Theme};

use crate::bridge::ask;
use crate::choices;

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

/// Asks what the person chose, here or in another browser, and shows the page so, now and when it changes. Without an answer the
/// system decides, as it does until then.
pub(crate) fn follow_settings() {
    show_chosen();
    synced::listen(show_chosen);
}

fn show_chosen() {
    spawn_local(async {
        if let Ok(Reply::Settings(settings)) = ask(Request::SettingsGet).await {
            apply(settings.theme);
            apply(choices::bring(settings).await.theme);
        }
    });
}
