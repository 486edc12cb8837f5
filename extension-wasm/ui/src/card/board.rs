//! The board to save to, and a new one made in place.

use leptos::html;
use leptos::prelude::*;
use shared::wire::boards::BoardKind;

use super::store::{Drawer, Store};
use crate::icons::Icon;
use crate::parts::{
    all, block, button, changing, flag, following, labelled, live, memo, opener, press, select, tick_line, when,
};
use crate::signals::Reading;
use crate::words;

const KINDS: [BoardKind; 3] = [BoardKind::Ideas, BoardKind::WishList, BoardKind::Registry];

/// The list of boards, and the way to one more.
pub(crate) fn line(store: Store) -> AnyView {
    let options = live(move || {
        let chosen = store.form.look(|form| form.board);
        let boards = store.boards.get();
        if boards.is_empty() {
            // Before the worker has named any, a save goes to My wishes.
            return vec![(String::new(), t!("my_wishes"), true)];
        }
        boards.iter().map(|board| (board.id.to_string(), words::board_name(board), chosen == Some(board.id))).collect()
    });
    let choose = move |id: String| store.edit(|form| form.board = id.parse().ok());
    let open = flag(move || store.drawer.get() == Some(Drawer::NewBoard));
    all(vec![
        block(
            "line",
            vec![
                labelled("grow", t!("save_to"), vec![select(options, choose)]),
                opener("plain", Icon::Plus, t!("new_board"), open, press(move || store.toggle(Drawer::NewBoard))),
            ],
        ),
        when(move || store.boards.look(|boards| boards.len() > 1), move || more(store)),
    ])
}

/// The way to other boards beside that one, which says how many are chosen.
fn more(store: Store) -> AnyView {
    let open = flag(move || store.drawer.get() == Some(Drawer::MoreBoards));
    let word = live(move || match store.form.look(|form| form.boards().len() - 1) {
        0 => t!("more_boards"),
        more => counted!("more_boards", u32::try_from(more).unwrap_or(u32::MAX)),
    });
    opener("quiet small", Icon::ChevronDown, word, open, press(move || store.toggle(Drawer::MoreBoards)))
}

/// The other boards, each to be ticked.
pub(crate) fn more_drawer(store: Store) -> AnyView {
    let others = memo(move || {
        let first = store.form.look(|form| form.board);
        store.boards.look(|boards| boards.iter().filter(|board| Some(board.id) != first).cloned().collect::<Vec<_>>())
    });
    let ticks = changing(move || {
        let ticks = others.get().into_iter().map(|board| {
            let id = board.id;
            let ticked = live(move || store.form.look(|form| form.also.contains(&id)));
            let change = press(move || {
                store.edit(|form| {
                    let before = form.also.len();
                    form.also.retain(|also| *also != id);
                    if form.also.len() == before {
                        form.also.push(id);
                    }
                });
            });
            tick_line(words::board_name(&board), ticked, Signal::stored(false), change)
        });
        all(ticks.collect())
    });
    view! { <div class="drawer boards" role="group" aria-label=t!("more_boards")>{ticks}</div> }.into_any()
}

/// Name and purpose of a new board. Enter makes the board here, and does not save the product yet.
pub(crate) fn drawer(store: Store) -> AnyView {
    let name = RwSignal::new(String::new());
    let kind = StoredValue::new(0usize);
    let field = NodeRef::<html::Input>::new();
    following(move || {
        if let Some(field) = field.get() {
            // Without focus the field is one Tab away.
            let _ = field.focus();
        }
    });
    let create = move || {
        let wanted = name.glance(|name| name.trim().to_owned());
        if !wanted.is_empty() && !store.busy.get_untracked() {
            store.create_board(wanted, KINDS[kind.get_value().min(KINDS.len() - 1)]);
        }
    };
    let kinds = live(move || {
        KINDS
            .iter()
            .enumerate()
            .map(|(index, kind)| (index.to_string(), words::board_kind(*kind), index == 0))
            .collect()
    });
    let input = view! {
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
    };
    let nameless = live(move || name.look(|name| name.trim().is_empty()) || store.busy.get());
    let create = view! {
        <button type="button" class="plain" disabled=nameless on:click=press(create)>{t!("create_board")}</button>
    };
    let choose = move |index: String| kind.set_value(index.parse().unwrap_or(0));
    let content = vec![
        labelled("", t!("field_board_name"), vec![input.into_any()]),
        labelled("", t!("board_for"), vec![select(kinds, choose)]),
        block(
            "line",
            vec![create.into_any(), button("quiet", None, t!("cancel"), press(move || store.drawer.set(None)))],
        ),
    ];
    view! { <div class="drawer new-board" role="group" aria-label=t!("new_board_label")>{content}</div> }.into_any()
}
