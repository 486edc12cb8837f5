//! Several wishes at once, or one without a page, and boards as files: the ways there, and the place where the program for files
//! draws all of it.

use browser::transfer;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::json::{Object, Record, object};
use shared::json_record;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use crate::bridge::Failure;
use crate::icons::Icon;
use crate::parts::{all, block, button, press};
use crate::shelf::{Board, Shown};

/// What the program for files shows, by the name of its function: how wishes are added, and how boards are taken along.
const PARTS: [&str; 2] = ["add", "take_along"];

/// The ways there; `part` is what is open, empty while nothing is.
pub(super) fn ways(part: RwSignal<String>) -> AnyView {
    let way = |name: &'static str, icon, word| {
        button("quiet small", Some(icon), word, press(move || part.set(name.to_owned())))
    };
    all(vec![way(PARTS[0], Icon::Plus, t!("add_wishes")), way(PARTS[1], Icon::Rows, t!("export"))])
}

/// Where the program for files draws. Whoever signs in or out meanwhile begins anew: what is saved here is of one owner.
pub(super) fn view(desk: Desk, part: RwSignal<String>) -> AnyView {
    let name = part.get();
    let title = if name == PARTS[0] { t!("add_wishes") } else { t!("export") };
    desk.shelf.owner.track();
    desk.shelf.bring_all();
    let tell = Closure::<dyn Fn() -> JsValue>::new(move || JsValue::from_str(&told(desk))).into_js_value();
    // The place below is in the page before this is asked.
    spawn_local(async move {
        let values = Array::of2(&JsValue::from_str(".adding"), &tell);
        if transfer::ask(&name, &values).await.is_none() {
            desk.failed(Failure::NoAnswer);
        }
    });
    let back = press(move || part.set(String::new()));
    all(vec![
        button("quiet back", Some(Icon::ArrowBack), t!("all_boards"), back),
        view! { <h1 class="board-title">{title}</h1> }.into_any(),
        super::board::news(desk),
        block("adding", Vec::new()),
    ])
}

/// Whose the boards are, those to save to, and all with what lies on them, as they are now.
fn told(desk: Desk) -> String {
    let shelf = desk.shelf;
    let boards: Vec<Told> = shelf.list().into_iter().map(|board| Told(shelf.shown(board.id), board)).collect();
    let (owner, chips) = (shelf.owner.get_untracked(), desk.store.boards.get_untracked());
    object(&[("owner", &owner), ("to", &chips), ("boards", &boards)])
}

/// A board as the program for files takes it.
struct Told(Shown, Board);

json_record!(object Told);
impl Record for Told {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self(shown, board) = self;
        let entries = shown.entries.iter().map(|entry| entry.id());
        let items: Vec<_> = shown.unsent.iter().map(|item| item.id).chain(entries).collect();
        object.put("id", &board.id).put("name", &board.name).put("kind", &board.kind).put("items", &items);
        object.put("whole", &(shown.known && !shown.partial));
    }
}
