//! Messages between the extension's pages and its worker: a question and its answer, and what the worker tells unasked.

use js_sys::Promise;
use serde::Serialize;
use shared::wire::message::{Push, Reply, Request};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime", "onMessage"], js_name = addListener)]
    fn on_message(listener: &js_sys::Function);
}

/// The worker gave no answer that can be read: it is gone, or of another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer(pub String);

fn no_answer(why: &JsValue) -> NoAnswer {
    let words = why.as_string().or_else(|| why.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())));
    NoAnswer(words.unwrap_or_default())
}

/// Asks the worker. Fails only where no answer comes at all; a refusal is an answer.
pub async fn ask(request: &Request) -> Result<Reply, NoAnswer> {
    let message = request
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| NoAnswer(error.to_string()))?;
    let answer = JsFuture::from(send_message(&message).map_err(|why| no_answer(&why))?).await;
    serde_wasm_bindgen::from_value(answer.map_err(|why| no_answer(&why))?).map_err(|error| NoAnswer(error.to_string()))
}

/// Calls `listener` with each [`Push`] for as long as the page lives. What is no push is left to others.
pub fn listen(listener: impl Fn(Push) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        if let Ok(push) = serde_wasm_bindgen::from_value(message) {
            listener(push);
        }
    });
    // A page listens until it closes, and then its memory goes with it.
    on_message(closure.into_js_value().unchecked_ref());
}
