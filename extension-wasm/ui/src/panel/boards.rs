//! All boards, and the one that is open.

use leptos::prelude::*;
use shared::wire::message::BoardChip;

use super::board;
use crate::card::Store;
use crate::icons::Icon;
use crate::parts::{all, banner, button, changing, foreign, list, paragraph, press, when, words};
use crate::words as named;

/// The list of boards, or the open board.
pub(crate) fn view(store: Store) -> AnyView {
    let open = RwSignal::new(None::<BoardChip>);
    changing(move || match open.get() {
        Some(chip) => {
            let back = button("quiet back", Some(Icon::ArrowBack), t!("all_boards"), press(move || open.set(None)));
            all(vec![back, board::view(store, &chip)])
        }
        None => boards(store, open),
    })
}

fn boards(store: Store, open: RwSignal<Option<BoardChip>>) -> AnyView {
    let row = move |chip: BoardChip| {
        let content =
            vec![foreign("name", named::board_name(&chip)), paragraph("soft", words(named::board_kind(chip.kind)))];
        let go = press(move || open.set(Some(chip.clone())));
        view! { <button type="button" class="board" on:click=go>{content}</button> }.into_any()
    };
    all(vec![
        view! { <h1 class="unseen">{t!("tab_boards")}</h1> }.into_any(),
        when(move || store.stale.get(), || banner("banner", Some(Icon::Off), t!("boards_offline"), None)),
        changing(move || list("boards", store.boards.get().into_iter().map(row).collect())),
        when(move || store.boards.with(Vec::is_empty), || paragraph("empty", words(t!("boards_empty")))),
    ])
}
