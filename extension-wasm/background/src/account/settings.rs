//! What the person chose, kept on this device.

use browser::storage::keys;
use shared::wire::message::{Refusal, Settings, Theme};

use crate::page::everywhere;

/// Before anything was chosen.
pub(crate) fn first() -> Settings {
    Settings { detect_everywhere: false, theme: Theme::System }
}

/// The choices.
pub(crate) async fn get() -> Settings {
    keys::SETTINGS.get().await.unwrap_or_else(first)
}

/// Keeps them, and makes them so.
pub(crate) async fn set(settings: Settings) -> Result<Settings, Refusal> {
    keys::SETTINGS.set(&settings).await?;
    everywhere::apply().await;
    Ok(settings)
}
