//! The board to save to, and a new one made in place.

use leptos::html;
use leptos::prelude::*;
use shared::wire::boards::BoardKind;

use super::store::{Drawer, Store};
use crate::icons::{Icon, glyph};
use crate::words;

const KINDS: [BoardKind; 3] = [BoardKind::Ideas, BoardKind::WishList, BoardKind::Registry];

/// The list of boards, and the way to one more.
pub(crate) fn line(store: Store) -> AnyView {
    let options = move || {
        let boards = store.boards.get();
        boards
            .into_iter()
            .map(|board| {
                let id = board.id;
                let chosen = move || store.form.with(|form| form.board == Some(id));
                view! { <option value=id.to_string() prop:selected=chosen>{words::board_name(&board)}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="line">
            <label class="grow">
                <span>{t!("save_to")}</span>
                <select on:change:target=move |event| {
                    let chosen = event.target().value().parse().ok();
                    store.edit(|form| form.board = chosen);
                }>
                    {options} // Signed out and on the first day, the worker still has one board to offer.
                    <Show when=move || {
                        store.boards.with(Vec::is_empty)
                    }>
                        <option>{t!("my_wishes")}</option>
                    </Show>
                </select>
            </label>
            <button
                type="button"
                class="plain"
                aria-expanded=move || (store.drawer.get() == Some(Drawer::NewBoard)).to_string()
                on:click=move |_| store.toggle(Drawer::NewBoard)
            >
                {glyph(Icon::Plus)}
                <span>{t!("new_board")}</span>
            </button>
        </div>
    }
    .into_any()
}

/// Name and purpose of a new board. Enter makes the board here, and does not save the product yet.
pub(crate) fn drawer(store: Store) -> AnyView {
    let name = RwSignal::new(String::new());
    let kind = RwSignal::new(0usize);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // Without focus the field is one Tab away.
            let _ = field.focus();
        }
    });
    let create = move || {
        let wanted = name.with_untracked(|name| name.trim().to_owned());
        if !wanted.is_empty() && !store.busy.get_untracked() {
            store.create_board(wanted, KINDS[kind.get_untracked().min(KINDS.len() - 1)]);
        }
    };
    let kinds = KINDS
        .iter()
        .enumerate()
        .map(|(index, kind)| view! { <option value=index.to_string()>{words::board_kind(*kind)}</option> });
    view! {
        <div class="drawer new-board" role="group" aria-label=t!("new_board_label")>
            <label>
                <span>{t!("field_board_name")}</span>
                <input
                    node_ref=field
                    maxlength="200"
                    autocomplete="off"
                    on:input:target=move |event| name.set(event.target().value())
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            create();
                        }
                    }
                />
            </label>
            <label>
                <span>{t!("board_for")}</span>
                <select on:change:target=move |event| kind.set(event.target().value().parse().unwrap_or(0))>
                    {kinds.collect_view()}
                </select>
            </label>
            <div class="line">
                <button
                    type="button"
                    class="plain"
                    disabled=move || name.with(|name| name.trim().is_empty()) || store.busy.get()
                    on:click=move |_| create()
                >
                    {t!("create_board")}
                </button>
                <button type="button" class="quiet" on:click=move |_| store.drawer.set(None)>
                    {t!("cancel")}
                </button>
            </div>
        </div>
    }
    .into_any()
}
