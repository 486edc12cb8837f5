//! One board: what waits to be sent first, then what lies on it, as it will be once all changes have arrived.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{BoardId, ItemId};
use shared::wire::items::{FillState, ItemPatch};
use shared::wire::message::my_wishes;

use super::desk::Desk;
use super::finding::Finding;
use super::opened::Opened;
use super::ordering::Ordering;
use super::picking::{self, Picking};
use super::row::{self, Acts};
use super::wishes::{self, List, Wishes};
use super::{conflicts, item, link, naming, tools, unsent};
use crate::icons::Icon;
use crate::parts::{
    all, banner, block, button, changing, chip, foreign, list_of, live, memo, nothing, paragraph, press, rows, said,
    when, words,
};
use crate::shelf::{Entry, Reach, Refused, Shown, fields};
use crate::signals::{Changing, Reading};
use crate::{intl, refused, words as named};

/// How often a board is asked for while the server reads a link of it.
const LOOK_AGAIN: Duration = Duration::from_secs(4);

/// The open board and what the person does on it. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) desk: Desk,
    pub(super) board: BoardId,
    shown: Memo<Shown>,
    /// All that lies on it.
    pub(super) all: Memo<Wishes>,
    /// What of it was looked for.
    pub(super) found: Memo<Wishes>,
    /// The wish that is being changed.
    opened: Opened,
    pub(super) picking: Picking,
}

/// The open board; `back` leads to all boards.
pub(super) fn view(desk: Desk, board: BoardId, back: impl Fn() + Copy + Send + 'static) -> AnyView {
    let shelf = desk.shelf;
    shelf.open.set(Some(board));
    desk.failure.set(None);
    desk.finding.change(|finding| *finding = Finding { sort: finding.sort, ..Finding::default() });
    let shown = memo(move || shelf.shown(board));
    let all_of = memo(move || Wishes(shown.get().entries));
    let found = memo(move || {
        desk.finding.look(|finding| {
            all_of.look(
                |wishes| if finding.is_whole() { wishes.clone() } else { Wishes(Arc::new(finding.among(&wishes.0))) },
            )
        })
    });
    let open = Open { desk, board, shown, all: all_of, found, opened: Opened::new("edit-"), picking: Picking::new() };
    spawn_local(async move {
        shelf.bring(board).await;
        shelf.look();
    });
    on_cleanup(move || {
        let _ = shelf.open.try_set(None);
    });
    open.watch_links();
    changing(move || match open.opened.wish.get() {
        Some(wish) => item::view(desk, &wish, open.opened),
        None => open.whole(back),
    })
}

impl Open {
    /// While the server reads a link that was pasted, it is looked again soon.
    fn watch_links(self) {
        let reads =
            memo(move || self.all.get().0.iter().any(|entry| entry.placed.item.fill == Some(FillState::Pending)));
        let timer = set_interval_with_handle(
            move || {
                if reads.try_get_untracked() == Some(true) {
                    self.desk.shelf.look();
                }
            },
            LOOK_AGAIN,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    }

    fn remove(self, entry: &Arc<Entry>) {
        self.desk.bin(vec![entry.id()], t!("item_removed", entry.placed.item.title));
    }

    fn whole(self, back: impl Fn() + Copy + Send + 'static) -> AnyView {
        let desk = self.desk;
        let some = move || !self.all.get().0.is_empty();
        all(vec![
            naming::head(desk, self.board, back),
            block(
                "board-acts",
                vec![
                    link::view(self.board, move || desk.shelf.look()),
                    changing(move || if some() { self.picking.opener() } else { nothing() }),
                ],
            ),
            when(some, move || {
                let name = t!("search_board");
                block("find-line", vec![tools::search(desk.finding, &name), tools::view_switch(desk.grid)])
            }),
            when(some, move || {
                let (opener, drawer) = tools::filters(desk.finding, self.all);
                block("filter-line", vec![opener, self.counted(), drawer])
            }),
            news(desk),
            self.body(),
            picking::bar(self),
        ])
    }

    /// How many are shown, of how many.
    fn counted(self) -> AnyView {
        let count = move || {
            let (shown, of) = (self.found.get().0.len(), self.all.get().0.len());
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            if shown == of {
                counted!("wishes", number(of))
            } else {
                t!("shown_of", intl::count(number(shown)), intl::count(number(of)))
            }
        };
        let count = live(count);
        said("soft count", count)
    }

    fn body(self) -> AnyView {
        let (desk, shelf) = (self.desk, self.desk.shelf);
        let known = memo(move || self.shown.get().known);
        let unsent = memo(move || self.shown.get().unsent);
        let list = List::new(self.found, desk.grid.into());
        let rows = changing(move || {
            let unsent = unsent.get();
            if unsent.is_empty() {
                return nothing();
            }
            let rows = unsent.iter().map(|item| unsent::view(item, Arc::new(move || shelf.look()))).collect();
            block("items", vec![list_of("", "item", rows)])
        });
        let empty = memo(move || self.all.get().0.is_empty());
        let nothing_found = memo(move || self.found.get().0.is_empty());
        let part = changing(move || match (known.get(), empty.get(), nothing_found.get()) {
            (false, ..) => self.unknown(),
            (true, true, _) => {
                when(move || unsent.with(Vec::is_empty), || paragraph("empty", words(t!("board_empty"))))
            }
            (true, false, true) => tools::none_found(desk.finding),
            (true, false, false) => {
                let ordering = Ordering::new(self, list);
                wishes::view(list, self.draw(list, ordering), Some(ordering))
            }
        });
        all(vec![rows, part])
    }

    /// Nothing is on this device yet: it comes, or it cannot.
    fn unknown(self) -> AnyView {
        let shelf = self.desk.shelf;
        changing(move || {
            if shelf.reach.get() == Reach::Offline {
                return paragraph("empty", words(t!("board_not_here")));
            }
            let bones = (0..4).map(|_| block("bone tall", Vec::new())).collect();
            block("skeleton", bones)
        })
    }

    fn draw(self, list: List, ordering: Ordering) -> wishes::Draw {
        let acts = Acts {
            open: Arc::new(move |entry| self.opened.wish.set(Some(entry.placed.item.clone()))),
            remove: Arc::new(move |entry| self.remove(entry)),
            read_again: Arc::new(move |entry| self.desk.read_again(entry.id())),
        };
        Arc::new(move |at, entry| {
            let here = live(move || list.active.get() == at);
            row::view(entry, &acts, here, self.picking.tick(entry), ordering.handle(at, entry, here), None)
        })
    }
}

/// What there is to say of the boards as a whole: from when they are, or what went wrong.
pub(super) fn news(desk: Desk) -> AnyView {
    let shelf = desk.shelf;
    let failed = changing(move || match desk.failure.get() {
        Some(failure) => {
            let again = press(move || {
                desk.failure.set(None);
                shelf.look();
            });
            all(vec![refused::view(&failure), button("plain wide", None, t!("try_again"), again)])
        }
        None => nothing(),
    });
    let nobodys = memo(move || shelf.sure.get() && shelf.owner.get().is_none());
    let reached = changing(move || match shelf.reach.get() {
        Reach::Well if nobodys.get() => {
            let options = press(move || desk.store.open_options());
            banner(
                "banner",
                Some(Icon::Off),
                t!("boards_here_only"),
                Some(button("link", None, t!("sign_in"), options)),
            )
        }
        // The latter is said at the lower edge.
        Reach::Well | Reach::Offline => nothing(),
        Reach::Failed(failure) => {
            all(vec![refused::view(&failure), button("plain wide", None, t!("try_again"), press(move || shelf.look()))])
        }
    });
    all(vec![failed, refused_changes(desk), reached])
}

/// Changes that the server refused: what the person wanted is not so, and they decide what becomes of it.
fn refused_changes(desk: Desk) -> AnyView {
    let shelf = desk.shelf;
    let refused = memo(move || shelf.refused());
    let row = move |change: Refused| {
        let mut facts = vec![paragraph("name", words(t!("refused_change", change.name)))];
        if let Some(typed) = change.typed {
            facts.extend(removed_elsewhere(desk, change.about, typed));
        } else {
            facts.push(chip("chip brick", Icon::Failed, t!("refused_word")));
            facts.extend(change.problem.map(|problem| foreign("soft", problem)));
        }
        facts.push(unsent::give_up(change.about, Arc::new(move || shelf.look())));
        block("facts", facts)
    };
    changing(move || {
        let refused = refused.get();
        if refused.is_empty() {
            return nothing();
        }
        block("items", vec![list_of("", "item", refused.into_iter().map(row).collect())])
    })
}

/// What was typed over a wish that is gone, and the way to a new one of it.
fn removed_elsewhere(desk: Desk, id: ItemId, typed: ItemPatch) -> Vec<AnyView> {
    let values =
        fields(&typed).iter().map(|(field, alone)| (conflicts::name(field), conflicts::value(alone))).collect();
    let save = press(move || {
        let typed = typed.clone();
        spawn_local(async move {
            match desk.shelf.save_anew(id, &typed).await {
                Ok(true) => desk.said.set(t!("said_saved_anew")),
                Ok(false) => desk.said.set(t!("refused_nameless")),
                Err(failure) => desk.failed(failure),
            }
        });
    });
    vec![
        chip("chip brick", Icon::Bin, t!("refused_gone")),
        paragraph("soft", words(t!("refused_gone_about"))),
        rows("both", values),
        button("plain", None, t!("refused_save_anew"), save),
    ]
}

/// The name of a board for people.
pub(super) fn name_of(desk: Desk, board: BoardId) -> Signal<String> {
    live(move || {
        let boards = desk.shelf.list();
        let default = |board_id: BoardId| board_id == my_wishes();
        let found = boards.iter().find(|each| each.id == board || (default(board) && each.is_default));
        // Until something was told, the worker knows the name.
        let known = || desk.store.boards.get().iter().find(|chip| chip.id == board).map(named::board_name);
        found.map(named::shelf_board).or_else(known).unwrap_or_else(|| t!("tab_boards"))
    })
}
