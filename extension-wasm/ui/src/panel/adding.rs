//! Several wishes at once, or one without a page, and boards as files: the ways there, and the place where the program for files
//! draws all of it.

use browser::{reader, tabs, transfer};
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::json::{Object, Record, object};
use shared::json_record;
use shared::wire::message::Refusal;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use super::desk::Desk;
use crate::bridge::Failure;
use crate::icons::Icon;
use crate::parts::{all, block, button, press};
use crate::shelf::{Board, Shown};

/// What the program for files shows, by the name of its function: how wishes are added, how boards are taken along, and what a page lists.
const PARTS: [&str; 3] = ["add", "take_along", "list"];

/// The part that is to be open at once: somebody wants several things of a page.
pub(super) fn wanted(desk: Desk) -> String {
    desk.store.several.get_untracked().map(|_| PARTS[2].to_owned()).unwrap_or_default()
}

/// What the page in a tab lists, as the program that reads pages says it.
async fn listed(tab_id: i32) -> Result<String, Failure> {
    let summary = tabs::run(tab_id, "collect.js").await.ok().filter(JsValue::is_string);
    let summary = summary.ok_or(Failure::Refused(Refusal::PageNotReadable))?;
    let list = reader::ask(PARTS[2], &Array::of1(&summary)).await;
    list.ok().flatten().ok_or(Failure::Refused(Refusal::PageNotReadable))
}

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
    let title = if name == PARTS[0] {
        t!("add_wishes")
    } else if name == PARTS[1] {
        t!("export")
    } else {
        t!("save_several")
    };
    let several = desk.store.several.get_untracked();
    on_cleanup(move || {
        let _ = desk.store.several.try_set(None);
    });
    desk.shelf.owner.track();
    desk.shelf.bring_all();
    let tell = Closure::<dyn Fn() -> JsValue>::new(move || JsValue::from_str(&told(desk))).into_js_value();
    // The place below is in the page before this is asked.
    spawn_local(async move {
        let mut name = name;
        let values = Array::of2(&JsValue::from_str(".adding"), &tell);
        if name == PARTS[2] {
            let found = match several {
                Some(tab_id) => listed(tab_id).await.map_err(|failure| desk.failed(failure)).ok(),
                None => None,
            };
            match found {
                Some(found) => drop(values.push(&JsValue::from_str(&found))),
                // The other ways to add wishes are there.
                None => PARTS[0].clone_into(&mut name),
            }
        }
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
