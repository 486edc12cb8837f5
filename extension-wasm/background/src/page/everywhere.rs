//! *Detect everywhere*: the pre-check runs on every page by itself, where the person turned that on and granted the hosts.

use browser::permissions::{self, EVERY_PAGE};
use browser::scripts;
use browser::storage::keys;

use crate::account::settings;

const ID: &str = "precheck";
const FILE: &str = "precheck.js";

/// Whether it is on: chosen, and granted.
pub(crate) async fn is_on() -> bool {
    let chosen = keys::SETTINGS.get().await.unwrap_or_else(settings::first).detect_everywhere;
    chosen && permissions::contains(EVERY_PAGE).await
}

/// Makes the browser do what was chosen and granted.
pub(crate) async fn apply() {
    match (is_on().await, scripts::is_on(ID).await) {
        (true, false) => {
            if let Err(words) = scripts::turn_on(ID, FILE, EVERY_PAGE).await {
                web_sys::console::warn_2(&"giftos: the pre-check cannot be registered:".into(), &words.into());
            }
        }
        (false, true) => scripts::turn_off(ID).await,
        _ => {}
    }
}
