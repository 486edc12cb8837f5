//! A board's own things: its name, another name, a new board, and the way into the bin.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::BoardId;
use shared::join::joined;
use shared::wire::boards::{BoardKind, BoardPatch};
use shared::wire::message::{Reply, Request};
use wasm_bindgen::JsCast;

use super::board::name_of;
use super::conflicts;
use super::desk::Desk;
use crate::bridge::{Failure, ask};
use crate::card::tile;
use crate::icons::{Icon, glyph};
use crate::parts::{
    Knob, all, block, button, changing, flag, labelled, live, memo, nothing, opener, press, select, text_field, when,
};
use crate::pictures::{Bring, choices};
use crate::shelf::Doing;
use crate::signals::{Changing, Reading};
use crate::words as named;

const KINDS: [(BoardKind, &str); 3] =
    [(BoardKind::WishList, "wish_list"), (BoardKind::Ideas, "ideas"), (BoardKind::Registry, "registry")];

/// The head of an open board.
pub(super) fn head(desk: Desk, board: BoardId, back: impl Fn() + Copy + Send + 'static) -> AnyView {
    let (naming, covering) = (RwSignal::new(false), RwSignal::new(false));
    let name = name_of(desk, board);
    let own = memo(move || desk.shelf.list().iter().any(|each| each.id == board && each.own));
    let all_boards = button("quiet back", Some(Icon::ArrowBack), t!("all_boards"), press(back));
    let title = changing(move || {
        if naming.get() && own.get() {
            let title = view! { <h1 class="unseen" dir="auto">{name.get_untracked()}</h1> }.into_any();
            return all(vec![title, rename(desk, board, name.get_untracked(), move || naming.set(false))]);
        }
        let name = name.get();
        let title = view! { <h1 class="board-title" dir="auto">{name}</h1> }.into_any();
        if !own.get() {
            return block("board-head", vec![title]);
        }
        let change = press(move || naming.set(true));
        let pen = Knob::icon("rename".to_owned(), t!("rename_board")).view(glyph(Icon::Pencil), change);
        let open = press(move || covering.change(|open| *open = !*open));
        let expanded = live(move || Some(covering.get().to_string()));
        let picture = Knob { expanded, ..Knob::icon("cover".to_owned(), t!("board_cover")) };
        let picture = picture.view(glyph(Icon::Image), open);
        let remove = press(move || bin(desk, board, back));
        let bin = Knob::icon("bin-board".to_owned(), t!("remove_board")).view(glyph(Icon::Bin), remove);
        block("board-head", vec![title, picture, pen, bin])
    });
    let cover = when(move || covering.get() && own.get(), move || cover(desk, board));
    all(vec![all_boards, title, cover, conflicts::of_board(desk, board)])
}

/// Pictures of wishes that are offered for their board.
const OFFERED: usize = 12;

/// The board's picture, and the ways to another one: brought, or that of a wish on it.
fn cover(desk: Desk, board: BoardId) -> AnyView {
    let shown = memo(move || desk.shelf.list().into_iter().find(|each| each.id == board).and_then(|each| each.cover));
    let bring = Bring::new(
        true,
        Arc::new(move |image| {
            let base =
                untrack(|| desk.shelf.list()).into_iter().find(|each| each.id == board).and_then(|each| each.version);
            let patch = Box::new(BoardPatch { cover_image: Some(image), base, ..BoardPatch::default() });
            desk.act(vec![Doing::Change { board, patch }], || {});
        }),
    );
    // Read once: what arrives meanwhile must not make this anew while a picture is made ready.
    let (name, on_it) = untrack(|| (desk.board_name(board), desk.shelf.shown(board).entries));
    let picture = changing(move || tile(shown.get(), &name));
    let image = live(move || shown.get());
    let mut images: Vec<String> = on_it.iter().filter_map(|entry| entry.placed.item.image.clone()).collect();
    images.truncate(OFFERED);
    let content = vec![
        block("brought", vec![picture, bring.controls(true, image)]),
        choices(t!("cover_of_wish"), &images, image, bring),
    ];
    let content = bring.around(vec![block("drawer cover", content)]);
    view! { <div role="group" aria-label=t!("board_cover")>{content}</div> }.into_any()
}

fn bin(desk: Desk, board: BoardId, back: impl Fn() + Copy + 'static) {
    let name = desk.board_name(board);
    desk.act(vec![Doing::Bin(board)], move || {
        back();
        let restore = move || desk.act(vec![Doing::Restore(board)], || {});
        desk.undo.offer(t!("board_removed", name), true, restore);
    });
}

/// A field with a name for a board, and what is done with it. Enter does it, Escape leaves.
fn field(
    value: String,
    done: impl Fn(String) + Copy + Send + 'static,
    leave: impl Fn() + Copy + Send + 'static,
) -> AnyView {
    let typed = RwSignal::new(value);
    let submit = move || {
        let name = typed.glance(|typed| joined(&typed.split_whitespace().collect::<Vec<_>>(), " "));
        if !name.is_empty() {
            done(name);
        }
    };
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            submit();
        }
        "Escape" => {
            event.prevent_default();
            leave();
        }
        _ => {}
    };
    request_animation_frame(|| focus_in(".board-name input"));
    let input = text_field("text", None, typed.into(), Box::new(move |now| typed.set(now)));
    let input = view! { <div on:keydown=keys>{labelled("stack", t!("field_board_name"), vec![input])}</div> };
    let footer =
        vec![button("plain", None, t!("save"), press(submit)), button("quiet", None, t!("cancel"), press(leave))];
    block("board-name", vec![input.into_any(), block("line", footer)])
}

/// A field that cannot be focused is one press away.
fn focus_in(selector: &str) {
    if let Ok(Some(field)) = document().query_selector(selector)
        && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = field.focus();
    }
}

fn rename(desk: Desk, board: BoardId, before: String, close: impl Fn() + Copy + Send + 'static) -> AnyView {
    let kept = StoredValue::new(before.clone());
    // The version that the person sees tells which changes of other devices they know.
    let base = desk.shelf.list().into_iter().find(|each| each.id == board).and_then(|each| each.version);
    let named = move |name: String| Doing::Change {
        board,
        patch: Box::new(BoardPatch { name: Some(name), base, ..BoardPatch::default() }),
    };
    let done = move |name: String| {
        let before = kept.get_value();
        if name == before {
            return close();
        }
        desk.act(vec![named(name.clone())], move || {
            close();
            let back = move || desk.act(vec![named(before.clone())], || {});
            desk.undo.offer(t!("board_renamed", name), false, back);
        });
    };
    block("drawer new-board", vec![field(before, done, close)])
}

/// The way to a new board.
pub(super) fn new_board(desk: Desk) -> AnyView {
    let open = RwSignal::new(false);
    let kind = RwSignal::new(BoardKind::WishList);
    let make = move |name: String| {
        let (kind, known) = (kind.get_untracked(), desk.shelf.list());
        spawn_local(async move {
            match ask(Request::BoardCreate { name: name.clone(), kind }).await {
                Ok(Reply::Boards { boards, .. }) => {
                    let _ = open.try_set(false);
                    desk.shelf.read_rows(None).await;
                    let made = boards
                        .into_iter()
                        .find(|chip| chip.name == name && known.iter().all(|board| board.id != chip.id));
                    if let Some(made) = made {
                        desk.undo
                            .offer(t!("board_made", name), false, move || desk.act(vec![Doing::Bin(made.id)], || {}));
                    }
                }
                Ok(_) => desk.failed(Failure::NoAnswer),
                Err(failure) => desk.failed(failure),
            }
        });
    };
    let choice = move || {
        let options = live(move || {
            KINDS.map(|(each, name)| (name.to_owned(), named::board_kind(each), each == kind.get())).into()
        });
        let choose = move |name: String| {
            if let Some((chosen, _)) = KINDS.into_iter().find(|(_, each)| *each == name) {
                kind.set(chosen);
            }
        };
        labelled("stack", t!("board_for"), vec![select(options, choose)])
    };
    all(vec![
        opener(
            "quiet small",
            Icon::Plus,
            t!("new_board"),
            flag(move || open.get()),
            press(move || open.change(|open| *open = !*open)),
        ),
        changing(move || {
            if open.get() {
                block("drawer new-board", vec![choice(), field(String::new(), make, move || open.set(false))])
            } else {
                nothing()
            }
        }),
    ])
}
