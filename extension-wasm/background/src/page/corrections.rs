//! What the person picked instead at each shop. It is kept on this device, for each account (or nobody) apart: the list tells
//! where somebody shops. What it says is the business of the program that reads pages; here it is a text.

use browser::durable::NotStored;
use browser::storage::Key;
use browser::storage::keys;
use browser::{reader, runtime};
use js_sys::Array;
use shared::wire::message::{Push, Refusal};
use wasm_bindgen::JsValue;

use super::look;
use crate::account::session;
use crate::outbox::row::owner_key;
use crate::turn::Turn;

thread_local! {
    static TURN: Turn = Turn::default();
}

async fn key() -> Key<String> {
    keys::corrections(&owner_key(session::owner().await.as_ref()))
}

/// The text; `None` where nothing was picked.
pub(crate) async fn text() -> Option<String> {
    key().await.get().await
}

/// After a save: what the person picked in place of what was shown (both as JSON) is remembered for the shop. A page that is
/// gone by now, or shows something else, teaches nothing; where there is no room, the next page is as it was.
pub(crate) fn learn(tab_id: i32, shown: String, kept: String) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(page) = look::summary(tab_id).await {
            let _ = change("learn", &Array::of3(&shown.into(), &kept.into(), &page)).await;
            // The options show what is remembered.
            runtime::tell(&Push::StatusChanged).await;
        }
    });
}

/// Forgets one shop, or all.
pub(crate) async fn forget(shop: Option<String>) -> Result<(), Refusal> {
    Ok(change("forget", &Array::of1(&shop.into())).await?)
}

/// Keeps what the program that reads pages makes of the text with these values before it.
async fn change(name: &str, values: &Array) -> Result<(), NotStored> {
    let turn = TURN.with(Turn::clone);
    let _held = turn.take().await;
    let key = key().await;
    values.push(&JsValue::from(key.get().await));
    match reader::ask(name, values).await.map_err(NotStored)? {
        Some(text) => key.set(&text).await,
        None => Ok(()),
    }
}
