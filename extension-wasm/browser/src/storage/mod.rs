//! `chrome.storage`: small values under typed keys. `local` outlives the browser, `session` ends with it.
//! Every key is in [`keys`], with the type that lies under it.
//! It never holds a token, nor a save on its way: those are in `IndexedDB`, out of reach of content scripts.

pub mod keys;
pub mod synced;

use std::borrow::Cow;
use std::marker::PhantomData;

use js_sys::Promise;
use shared::json::{FromJson, ToJson, parse, to_text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::durable::NotStored;
use crate::json::{from_text, get, outcome, text_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    fn local_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    fn local_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    fn local_remove(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = setAccessLevel)]
    fn local_access(level: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "storage"], js_name = persist)]
    fn persist() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    fn session_get(key: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    fn session_set(items: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    fn session_remove(key: &str) -> Result<Promise, JsValue>;
}

/// How long a value lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Until it is removed.
    Local,
    /// Until the browser closes; in memory only.
    Session,
}

/// A name in one area, and the type of what lies there.
#[derive(Debug)]
pub struct Key<T> {
    area: Area,
    name: Cow<'static, str>,
    holds: PhantomData<fn() -> T>,
}

impl<T: FromJson + ToJson> Key<T> {
    const fn new(area: Area, name: &'static str) -> Self {
        Self { area, name: Cow::Borrowed(name), holds: PhantomData }
    }

    fn of(area: Area, name: String) -> Self {
        Self { area, name: Cow::Owned(name), holds: PhantomData }
    }

    /// What lies there. `None` also for what an older version left and this one cannot read.
    pub async fn get(&self) -> Option<T> {
        parse(&read(self.area, &self.name).await?)
    }

    /// Puts a value there.
    ///
    /// # Errors
    /// Where the area is full or the disk refuses.
    pub async fn set(&self, value: &T) -> Result<(), NotStored> {
        write(self.area, &self.name, to_text(value)).await
    }

    /// Takes the value away. What was not there is away too.
    pub async fn remove(&self) {
        let _ = outcome(match self.area {
            Area::Local => local_remove(&self.name),
            Area::Session => session_remove(&self.name),
        })
        .await;
    }
}

async fn read(area: Area, name: &str) -> Option<String> {
    let asked = match area {
        Area::Local => local_get(name),
        Area::Session => session_get(name),
    };
    text_of(&get(&outcome(asked).await.ok()?, name))
}

async fn write(area: Area, name: &str, text: String) -> Result<(), NotStored> {
    let items = js_sys::Object::new();
    js_sys::Reflect::set(&items, &JsValue::from_str(name), &from_text(&text))?;
    outcome(match area {
        Area::Local => local_set(&items),
        Area::Session => session_set(&items),
    })
    .await?;
    Ok(())
}

/// Asks the browser to keep what is stored even when the disk gets full. Only a page may ask, a worker may not.
/// Firefox would put the question to the person each time a page opens: there the outbox is kept as everything is.
pub fn ask_to_persist() {
    if crate::surfaces::has_side_panel() {
        let _ = persist();
    }
}

/// Shuts content scripts out of `local` (they never see `session`). Firefox does not know the call: there they
/// can read the settings, and nothing secret lies beside them.
pub async fn shut_content_scripts_out() {
    let _ = outcome(local_access(&from_text(r#"{"accessLevel":"TRUSTED_CONTEXTS"}"#))).await;
}
