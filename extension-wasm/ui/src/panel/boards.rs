//! All boards, a search over what lies on them, and the board that is open.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::{BoardId, ItemId};
use shared::join::joined;

use super::asked::Asked;
use super::desk::Desk;
use super::finding::{Finding, Sort};
use super::opened::Opened;
use super::row::{self, Acts};
use super::wishes::{self, List, Wishes};
use super::{adding, board, item, naming, tools};
use crate::card::tile;
use crate::parts::{
    Knob, all, block, changing, following, foreign, list, live, memo, nothing, paragraph, press, said, when, words,
};
use crate::shelf::{Board, Entry, add};
use crate::signals::Reading;
use crate::{intl, words as named};

/// The list of boards, or the open board.
pub(crate) fn view(desk: Desk) -> AnyView {
    let (open, words) = match desk.asked.try_update(Option::take).flatten() {
        Some(Asked::Board(id)) => (Some(id), String::new()),
        Some(Asked::Find(words)) => (None, words),
        None => (None, String::new()),
    };
    let (open, part) = (RwSignal::new(open), RwSignal::new(adding::wanted(desk)));
    let finding = RwSignal::new(Finding { words, sort: Sort::Newest, ..Finding::default() });
    changing(move || match open.get() {
        Some(id) => board::view(desk, id, move || open.set(None)),
        None if part.look(String::is_empty) => boards(desk, open, part, finding),
        None => adding::view(desk, part),
    })
}

fn boards(desk: Desk, open: RwSignal<Option<BoardId>>, part: RwSignal<String>, finding: RwSignal<Finding>) -> AnyView {
    let shelf = desk.shelf;
    let searching = memo(move || finding.look(|finding| !finding.words.trim().is_empty()));
    let boards = memo(move || shelf.list());
    // Nobody's boards are there too, once it is sure that nobody is signed in.
    let usable = memo(move || shelf.owner.get().is_some() || shelf.sure.get());
    // Before anything was told, the list is the one that the worker knows.
    let waits = memo(move || shelf.owner.get().is_some() && shelf.boards.with(Option::is_none));
    following(move || {
        if searching.get() {
            shelf.bring_all();
        }
    });
    let row = move |board: Board| {
        let count = board.count.and_then(|count| u32::try_from(count).ok()).map(|count| counted!("wishes", count));
        let about: Vec<String> = [Some(named::board_kind(board.kind)), count].into_iter().flatten().collect();
        let about = joined(&about, " · ");
        let name = named::shelf_board(&board);
        let cover = tile(board.cover, &name);
        let facts = block("facts", vec![foreign("name", name), paragraph("soft", words(about))]);
        let go = press(move || open.set(Some(board.id)));
        Knob::new("board").view(all(vec![cover, facts]), go)
    };
    let told = move || {
        if !waits.get() {
            return boards.get();
        }
        let chips = desk.store.boards.get().into_iter().enumerate();
        chips.map(|(at, chip)| Board { is_default: at == 0, ..Board::untold(chip.id, chip.name, chip.kind) }).collect()
    };
    all(vec![
        view! { <h1 class="unseen">{t!("tab_boards")}</h1> }.into_any(),
        when(move || usable.get(), move || block("find-line first", vec![tools::search(finding, &t!("search_all"))])),
        board::news(desk),
        changing(move || {
            if searching.get() {
                return found(desk, finding);
            }
            let ways = move || all(vec![naming::new_board(desk), adding::ways(part)]);
            all(vec![
                changing(move || list("boards", told().into_iter().map(row).collect())),
                block("board-acts", vec![when(move || usable.get(), ways)]),
            ])
        }),
    ])
}

/// What was found on all boards.
fn found(desk: Desk, finding: RwSignal<Finding>) -> AnyView {
    let shelf = desk.shelf;
    let everything = memo(move || {
        let mut seen = Vec::<ItemId>::new();
        let entries = shelf.list().into_iter().flat_map(|board| shelf.shown(board.id).entries.to_vec());
        Wishes(Arc::new(
            entries.filter(|entry| entry.placed.item.boards.len() < 2 || add(&mut seen, entry.id())).collect(),
        ))
    });
    let found = memo(move || finding.look(|finding| everything.look(|all| Wishes(Arc::new(finding.among(&all.0))))));
    let opened = Opened::new("edit-");
    let any = memo(move || !found.get().0.is_empty());
    let wishes = List::new(found, desk.grid.into());
    let acts = Acts {
        open: Arc::new(move |entry: &Arc<Entry>| opened.wish.set(Some(entry.placed.item.clone()))),
        remove: Arc::new(move |entry: &Arc<Entry>| {
            desk.bin(vec![entry.id()], t!("item_removed", entry.placed.item.title))
        }),
        read_again: Arc::new(move |entry: &Arc<Entry>| desk.read_again(entry.id())),
    };
    let draw: wishes::Draw = Arc::new(move |at, entry| {
        let here = live(move || wishes.active.get() == at);
        let on = entry.placed.item.boards.first().map(|board| desk.board_name(*board));
        row::view(entry, &acts, here, nothing(), nothing(), on)
    });
    let count = live(move || t!("found", intl::count(u32::try_from(found.get().0.len()).unwrap_or(u32::MAX))));
    changing(move || match opened.wish.get() {
        Some(wish) => item::view(desk, &wish, opened),
        None => {
            let draw = draw.clone();
            all(vec![
                block("filter-line", vec![said("soft count", count), tools::view_switch(desk.grid)]),
                changing(
                    move || {
                        if any.get() { wishes::view(wishes, draw.clone(), None) } else { tools::none_found(finding) }
                    },
                ),
            ])
        }
    })
}
