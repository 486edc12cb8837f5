//! Messages between the extension's pages and its worker: a question and its answer, and what the worker tells unasked.
//!
//! Answers are read by their `type` first and then straight into the type behind it. Reading a [`Reply`] as a whole would do the same,
//! but serde buffers tagged enums, and the second reader that this brings along weighs 120 KB of WASM.

use js_sys::{Array, Promise};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::BoardId;
use shared::time::Timestamp;
use shared::wire::boards::PlacedItemView;
use shared::wire::message::{BoardChip, ItemChange, Push, Refusal, Reply, Request, WaitingItem};
use shared::wire::problem::ProblemKind;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::json::get;

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
    let message = request.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|_| NoAnswer)?;
    let answer = JsFuture::from(send_message(&message).map_err(|_| NoAnswer)?).await.map_err(|_| NoAnswer)?;
    reply(&answer).ok_or(NoAnswer)
}

/// Calls `listener` with each [`Push`] for as long as the page lives. What is no push is left to others.
pub fn listen(listener: impl Fn(Push) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        if let Some(push) = push(&message) {
            listener(push);
        }
    });
    // A page listens until it closes, and then its memory goes with it.
    on_message(closure.into_js_value().unchecked_ref());
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(value.clone()).ok()
}

fn push(message: &JsValue) -> Option<Push> {
    match get(message, "type").as_string()?.as_str() {
        "status.changed" => Some(Push::StatusChanged),
        "page.changed" => Some(Push::PageChanged { tab_id: read(&get(message, "tab_id"))? }),
        _ => None,
    }
}

fn reply(value: &JsValue) -> Option<Reply> {
    Some(match get(value, "type").as_string()?.as_str() {
        "page" => Reply::Page(read(value)?),
        "saved" => Reply::Saved(read(value)?),
        "boards" => {
            let Boards { boards, last, stale } = read(value)?;
            Reply::Boards { boards, last, stale }
        }
        "board_items" => board_items(value)?,
        "status" => Reply::Status(read(value)?),
        "settings" => Reply::Settings(read(value)?),
        "done" => Reply::Done,
        "refused" => Reply::Refused(refusal(value)?),
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Boards {
    boards: Vec<BoardChip>,
    last: Option<BoardId>,
    stale: bool,
}

#[derive(Deserialize)]
struct BoardItems {
    waiting: Vec<WaitingItem>,
    changes: Vec<ItemChange>,
    next_cursor: Option<String>,
    offline: bool,
}

#[derive(Deserialize)]
struct Place {
    position: i64,
    placed_at: Timestamp,
}

fn board_items(value: &JsValue) -> Option<Reply> {
    let BoardItems { waiting, changes, next_cursor, offline } = read(value)?;
    let entries: Array = get(value, "entries").dyn_into().ok()?;
    let entries = entries.iter().map(|entry| {
        let Place { position, placed_at } = read(&entry)?;
        Some(PlacedItemView { item: read(&entry)?, position, placed_at })
    });
    let board = read(&get(value, "board"))?;
    let entries = entries.collect::<Option<_>>()?;
    Some(Reply::BoardItems { board, waiting, changes, entries, next_cursor, offline })
}

#[derive(Deserialize)]
struct Problem {
    kind: ProblemKind,
    detail: Option<String>,
    fields: Vec<(String, String)>,
}

fn refusal(value: &JsValue) -> Option<Refusal> {
    Some(match get(value, "reason").as_string()?.as_str() {
        "page_not_readable" => Refusal::PageNotReadable,
        "offline" => Refusal::Offline,
        "signed_out" => Refusal::SignedOut,
        "problem" => {
            let Problem { kind, detail, fields } = read(value)?;
            Refusal::Problem { kind, detail, fields }
        }
        "bad_server" => Refusal::BadServer,
        "too_late" => Refusal::TooLate,
        "not_stored" => Refusal::NotStored { detail: read(&get(value, "detail"))? },
        "not_understood" => Refusal::NotUnderstood,
        _ => return None,
    })
}
