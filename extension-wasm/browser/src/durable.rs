//! `IndexedDB`, as far as we need it: named stores of JSON texts, and of bytes, read one by one or whole, written in strict transactions.
//! A write is finished only when the browser has handed it to the disk (`durability: "strict"`).

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest, IdbTransaction,
};

use shared::join::glued;
use shared::wire::message::Refusal;

use crate::json::words_of;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = indexedDB)]
    static FACTORY: IdbFactory;

    // `web-sys` keeps the third argument, the durability, behind its unstable flag.
    #[wasm_bindgen(extends = IdbDatabase)]
    #[derive(Debug, Clone)]
    type StrictDatabase;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_strict(
        this: &StrictDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// The browser refused to keep or to read something; holds its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotStored(pub String);

impl From<JsValue> for NotStored {
    fn from(failure: JsValue) -> Self {
        Self(words_of(&failure))
    }
}

impl From<NotStored> for Refusal {
    fn from(failure: NotStored) -> Self {
        Self::NotStored { detail: failure.0 }
    }
}

/// The key of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// Given by the browser, rising (a store with `numbered`).
    Number(u32),
    /// Given by us.
    Text(String),
}

impl From<&RowKey> for JsValue {
    fn from(key: &RowKey) -> Self {
        match key {
            RowKey::Number(number) => Self::from(*number),
            RowKey::Text(text) => Self::from_str(text),
        }
    }
}

/// One change of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A new row at the end of a numbered store.
    Add(&'static str, String),
    /// A row under this key, replacing an earlier one.
    Put(&'static str, RowKey, String),
    /// No row under this key any more.
    Delete(&'static str, RowKey),
    /// No row at all any more.
    Clear(&'static str),
}

impl Change {
    fn store(&self) -> &'static str {
        match self {
            Self::Add(store, _) | Self::Put(store, ..) | Self::Delete(store, _) | Self::Clear(store) => store,
        }
    }
}

/// A store of the database.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// The browser numbers its rows.
    pub numbered: bool,
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Durable(StrictDatabase);

impl Durable {
    /// Opens the database and makes the stores that are missing. Raise `version` when `shapes` grows. `gone` is called when
    /// it must be opened anew: the browser closed it (the person cleared what sites keep, the disk failed), or a later
    /// version of us wants it.
    ///
    /// # Errors
    /// Where the browser keeps nothing (a full disk, a locked profile).
    pub async fn open(name: &str, version: u32, shapes: &'static [Shape], gone: fn()) -> Result<Self, NotStored> {
        let opening = FACTORY.with(|factory| factory.open_with_u32(name, version))?;
        let request = opening.clone();
        let upgrade = Closure::once(move |_event: JsValue| make_stores(&request, shapes));
        opening.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database: StrictDatabase = finished(&opening).await?.unchecked_into();
        let closed = database.clone();
        let over = Closure::<dyn Fn()>::new(move || {
            closed.close();
            gone();
        })
        .into_js_value();
        database.set_onclose(Some(over.unchecked_ref()));
        database.set_onversionchange(Some(over.unchecked_ref()));
        Ok(Self(database))
    }

    fn begin(&self, stores: &[&'static str], mode: &str) -> Result<IdbTransaction, NotStored> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        Ok(self.0.transaction_strict(&names, mode, &options)?)
    }

    /// The row under this key.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn get(&self, store: &'static str, key: &RowKey) -> Result<Option<String>, NotStored> {
        Ok(self.value(store, key).await?.as_string())
    }

    /// What lies under this key, as the browser holds it; no object where it is no bytes.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn value(&self, store: &'static str, key: &RowKey) -> Result<JsValue, NotStored> {
        let request = self.begin(&[store], "readonly")?.object_store(store)?.get(&key.into())?;
        finished(&request).await
    }

    /// Puts bytes under this key, and returns when they are on the disk. Other rows of that store may go in the same transaction.
    ///
    /// # Errors
    /// Where the browser cannot write; then nothing of it was written.
    pub async fn put_bytes(
        &self,
        store: &'static str,
        (key, bytes): (&RowKey, &JsValue),
        gone: &[RowKey],
    ) -> Result<(), NotStored> {
        let transaction = self.begin(&[store], "readwrite")?;
        let done = committed(&transaction);
        let table = transaction.object_store(store)?;
        for key in gone {
            table.delete(&key.into())?;
        }
        table.put_with_key(bytes, &key.into())?;
        JsFuture::from(done).await?;
        Ok(())
    }

    /// All rows of a numbered store, in order.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn rows(&self, store: &'static str) -> Result<Vec<(u32, String)>, NotStored> {
        let all = self.all(store).await?.into_iter();
        Ok(all.filter_map(|(key, value)| Some((number(&key)?, value))).collect())
    }

    /// All rows of a store whose keys are texts, in the order of the keys.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn texts(&self, store: &'static str) -> Result<Vec<(String, String)>, NotStored> {
        let all = self.all(store).await?.into_iter();
        Ok(all.filter_map(|(key, value)| Some((key.as_string()?, value))).collect())
    }

    /// The keys of a store whose keys are texts, in order: what lies there, without reading it.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn keys(&self, store: &'static str) -> Result<Vec<String>, NotStored> {
        let request = self.begin(&[store], "readonly")?.object_store(store)?.get_all_keys()?;
        let keys: Array = finished(&request).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// The rows whose keys begin so, in the order of the keys.
    ///
    /// # Errors
    /// Where the browser cannot read.
    pub async fn texts_from(&self, store: &'static str, prefix: &str) -> Result<Vec<(String, String)>, NotStored> {
        let table = self.begin(&[store], "readonly")?.object_store(store)?;
        // No key of ours holds the last sign of all.
        let end = glued(&[prefix, "\u{ffff}"]);
        let range = IdbKeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&end))?;
        let (keys, values) = (table.get_all_keys_with_key(&range)?, table.get_all_with_key(&range)?);
        let all = pairs(waiting(&keys), waiting(&values)).await?.into_iter();
        Ok(all.filter_map(|(key, value)| Some((key.as_string()?, value))).collect())
    }

    async fn all(&self, store: &'static str) -> Result<Vec<(JsValue, String)>, NotStored> {
        let table = self.begin(&[store], "readonly")?.object_store(store)?;
        // Both are asked in one transaction, so that they speak of the same rows.
        let (keys, values) = (table.get_all_keys()?, table.get_all()?);
        pairs(waiting(&keys), waiting(&values)).await
    }

    /// Carries out all changes or none, and returns when they are on the disk.
    ///
    /// # Errors
    /// Where the browser cannot write; then nothing of it was written.
    pub async fn write(&self, changes: &[Change]) -> Result<(), NotStored> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut stores: Vec<&'static str> = Vec::new();
        for store in changes.iter().map(Change::store) {
            if !stores.contains(&store) {
                stores.push(store);
            }
        }
        let transaction = self.begin(&stores, "readwrite")?;
        let done = committed(&transaction);
        for change in changes {
            let store = transaction.object_store(change.store())?;
            match change {
                Change::Add(_, value) => store.add(&JsValue::from_str(value))?,
                Change::Put(_, key, value) => store.put_with_key(&JsValue::from_str(value), &key.into())?,
                Change::Delete(_, key) => store.delete(&key.into())?,
                Change::Clear(_) => store.clear()?,
            };
        }
        JsFuture::from(done).await?;
        Ok(())
    }
}

async fn pairs(keys: Promise, values: Promise) -> Result<Vec<(JsValue, String)>, NotStored> {
    let keys: Array = JsFuture::from(keys).await?.unchecked_into();
    let values: Array = JsFuture::from(values).await?.unchecked_into();
    Ok(keys.iter().zip(values.iter()).filter_map(|(key, value)| Some((key, value.as_string()?))).collect())
}

/// Keys that the browser numbers are whole and positive; beyond 32 bits nobody saves.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is looked at first")]
fn number(key: &JsValue) -> Option<u32> {
    key.as_f64().filter(|key| (0.0..=f64::from(u32::MAX)).contains(key)).map(|key| key as u32)
}

fn make_stores(opening: &IdbOpenDbRequest, shapes: &[Shape]) {
    let Ok(database) = opening.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
    let names = database.object_store_names();
    for shape in shapes.iter().filter(|shape| !names.contains(shape.name)) {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_auto_increment(shape.numbered);
        // A failure here aborts the upgrade, and opening reports it.
        let _ = database.create_object_store_with_optional_parameters(shape.name, &parameters);
    }
}

/// Settles with the request's result. The listeners are set at once, before anything can happen.
fn waiting(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let (done, failed) = (request.clone(), request.clone());
        let success = Closure::once_into_js(move || {
            let _ = resolve.call1(&JsValue::NULL, &done.result().unwrap_or(JsValue::UNDEFINED));
        });
        let error = Closure::once_into_js(move || {
            let why = failed.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
            let _ = reject.call1(&JsValue::NULL, &why);
        });
        request.set_onsuccess(Some(success.unchecked_ref()));
        request.set_onerror(Some(error.unchecked_ref()));
    })
}

async fn finished(request: &IdbRequest) -> Result<JsValue, NotStored> {
    Ok(JsFuture::from(waiting(request)).await?)
}

fn committed(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let failed = transaction.clone();
        let complete = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
        let abort = Closure::once_into_js(move || {
            let why = failed.error().map_or(JsValue::UNDEFINED, JsValue::from);
            let _ = reject.call1(&JsValue::NULL, &why);
        });
        transaction.set_oncomplete(Some(complete.unchecked_ref()));
        transaction.set_onabort(Some(abort.unchecked_ref()));
    })
}
