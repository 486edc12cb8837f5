//! `chrome.storage.sync`: choices that the browser itself carries to a person's other browsers, where they have that switched on. Each
//! lies under a name of its own, so that a version that knows fewer of them loses none.

use std::marker::PhantomData;

use js_sys::Promise;
use shared::json::{FromJson, ToJson, object, parse};
use shared::wire::message::Theme;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use crate::durable::NotStored;
use crate::json::{from_text, get, outcome, text_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "sync"], js_name = get)]
    fn sync_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "sync"], js_name = set)]
    fn sync_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener)]
    fn on_changed(listener: &js_sys::Function) -> Result<(), JsValue>;
}

/// A choice, never anything that tells what somebody saved, where, or who they are.
#[derive(Debug)]
pub struct Choice<T> {
    name: &'static str,
    holds: PhantomData<fn() -> T>,
}

/// Light, dark, or as the system says.
pub const THEME: Choice<Theme> = Choice::new("theme");
/// In one of their browsers the person looks for products on every page. It turns nothing on: each browser is asked for itself.
pub const EVERYWHERE: Choice<bool> = Choice::new("everywhere");

impl<T: FromJson + ToJson> Choice<T> {
    const fn new(name: &'static str) -> Self {
        Self { name, holds: PhantomData }
    }

    /// What was chosen last, in whichever browser. `None` also where the browser carries nothing.
    pub async fn get(&self) -> Option<T> {
        parse(&text_of(&get(&outcome(sync_get(self.name)).await.ok()?, self.name))?)
    }

    /// Gives it to the browser to carry.
    ///
    /// # Errors
    /// Where the browser does not carry, or its room is full.
    pub async fn set(&self, value: &T) -> Result<(), NotStored> {
        outcome(sync_set(&from_text(&object(&[(self.name, value)])))).await?;
        Ok(())
    }
}

/// Calls `listener` when a choice changed, here or elsewhere, for as long as the page lives.
pub fn listen(listener: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn(JsValue, JsValue)>::new(move |_changes: JsValue, area: JsValue| {
        if area == "sync" {
            listener();
        }
    });
    // A page listens until it closes, and then its memory goes with it. A browser without the call carries nothing.
    let _ = on_changed(closure.into_js_value().unchecked_ref());
}
