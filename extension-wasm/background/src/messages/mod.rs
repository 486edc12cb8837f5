//! Messages to the worker: one table, the sender checked first.
//! `admit` decides who may say what, `answer` holds the table, `reply` writes it, `refused` counts what did not pass.
//! It never answers a token, and never acts on what a web page or another extension says.

pub(crate) mod admit;
mod answer;
mod read;
pub(crate) mod refused;
pub(crate) mod reply;

use browser::json::{text_of, to_js};
use browser::runtime;
use wasm_bindgen::JsValue;

use crate::page::{self, everywhere};
use admit::{Admitted, Ours, Sender, admit};

/// Takes a message and gives the answer; `null` for whoever may not ask.
pub(crate) async fn receive(message: &JsValue, sender: &JsValue) -> JsValue {
    let sender = Sender::of(sender);
    let base = runtime::base();
    let ours = sender.url.as_deref().is_some_and(|url| url.starts_with(&base));
    // Only a content script needs the answer to this, and it costs a look into the settings.
    let everywhere = match &sender.url {
        Some(url) if !ours => everywhere::is_on(url).await,
        _ => false,
    };
    match admit(&Ours { id: runtime::id(), base, everywhere }, &sender, || text_of(message)) {
        Ok(Admitted::Request(request)) => to_js(&answer::answer(*request).await),
        Ok(Admitted::Hint { tab_id }) => {
            page::hinted(tab_id).await;
            JsValue::NULL
        }
        Err(_) => {
            refused::count().await;
            JsValue::NULL
        }
    }
}
