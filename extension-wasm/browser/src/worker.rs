//! Messages between the extension's pages and its worker: a question and its answer, and what the worker tells unasked.

use js_sys::Promise;
use shared::wire::message::{Push, Reply, Request};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use crate::json::{from_js, outcome, to_js};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime", "onMessage"], js_name = addListener)]
    fn on_message(listener: &js_sys::Function);
}

/// The worker gave no answer that can be read: it is gone, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAnswer;

/// Asks the worker. Fails only where no answer comes at all; a refusal is an answer.
pub async fn ask(request: &Request) -> Result<Reply, NoAnswer> {
    let answer = outcome(send_message(&to_js(request))).await.map_err(|_| NoAnswer)?;
    from_js(&answer).ok_or(NoAnswer)
}

/// Has the worker send what was added to the outbox. Where it does not answer, whatever wakes it next sends that.
pub async fn send_waiting() {
    let send = crate::json::object(&[("type", &"outbox.send".to_owned())]);
    let _ = outcome(send_message(&send)).await;
}

/// Calls `listener` with each [`Push`] for as long as the page lives. What is no push is left to others.
pub fn listen(listener: impl Fn(Push) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        if let Some(push) = from_js(&message) {
            listener(push);
        }
    });
    // A page listens until it closes, and then its memory goes with it.
    on_message(closure.into_js_value().unchecked_ref());
}
