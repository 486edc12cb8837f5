//! All boards, and the one that is open.

use leptos::prelude::*;
use shared::wire::message::BoardChip;

use super::board;
use crate::card::Store;
use crate::icons::{Icon, glyph};
use crate::words;

/// The list of boards, or the open board.
pub(crate) fn view(store: Store) -> AnyView {
    let open = RwSignal::new(None::<BoardChip>);
    view! {
        {move || match open.get() {
            Some(chip) => {
                view! {
                    <button type="button" class="quiet back" on:click=move |_| open.set(None)>
                        {glyph(Icon::ArrowBack)}
                        <span>{t!("all_boards")}</span>
                    </button>
                    {board::view(store, chip)}
                }
                    .into_any()
            }
            None => list(store, open),
        }}
    }
    .into_any()
}

fn list(store: Store, open: RwSignal<Option<BoardChip>>) -> AnyView {
    let rows = move || {
        store
            .boards
            .get()
            .into_iter()
            .map(|chip| {
                let (name, kind) = (words::board_name(&chip), words::board_kind(chip.kind));
                view! {
                    <li>
                        <button type="button" class="board" on:click=move |_| open.set(Some(chip.clone()))>
                            <span class="name" dir="auto">{name}</span>
                            <span class="soft">{kind}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <h1 class="unseen">{t!("tab_boards")}</h1>
        <Show when=move || store.stale.get()>
            <p class="banner">{glyph(Icon::Off)} <span>{t!("boards_offline")}</span></p>
        </Show>
        <ul class="boards">{rows}</ul>
        <Show when=move || store.boards.with(Vec::is_empty)>
            <p class="empty">{t!("boards_empty")}</p>
        </Show>
    }
    .into_any()
}
