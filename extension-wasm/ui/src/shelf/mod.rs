//! The boards as this device has them: a copy of what the server last told, and what waits in the outbox laid over it.
//! So that boards are there at once and without a network, and a change shows before anybody else has heard of it.
//! It only adds rows to the outbox; it never changes one that the worker may be sending, and never holds a token.

mod anew;
mod ask;
mod copy;
pub(crate) mod fill;
mod happened;
mod ids;
mod lay;
mod made;
mod news;
mod prices;
mod refused;
mod rewrite;
mod rows;
mod sync;
mod told;

use std::sync::Arc;
use std::time::Duration;

use browser::clock;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{BoardId, ItemId};
use shared::json::{parse, to_text};
use shared::time::Timestamp;
use shared::wire::boards::BoardView;
use shared::wire::items::{ItemPatch, ItemView};
use shared::wire::message::{Refusal, Request, Status, my_wishes};
use shared::wire::outbox::{Owner, Row, Sending};

use crate::bridge::{self, Failure};
use crate::signals::{Changing, Reading};
pub(crate) use anew::fields;
pub(crate) use happened::{Happened, What, Whom, with_prices};
pub(crate) use ids::{ByBoard, add, drop_id};
pub(crate) use lay::{Board, Shown};
pub(crate) use refused::Refused;
pub(crate) use rows::{Doing, Unsent, add as add_rows, place};
pub(crate) use told::Entry;

#[cfg(test)]
pub(crate) use told::entries_for_tests;

/// Whoever is signed in, as rows and copies name them.
pub(crate) fn owner_of(status: &Status) -> Option<Owner> {
    status.account.as_ref().map(|account| Owner { server: status.server.clone(), account: account.id })
}

/// All that waits on this device, whosever it is; nothing where the browser cannot read it.
pub(crate) async fn all_rows() -> Vec<Arc<Row>> {
    rows::all().await.unwrap_or_default()
}

/// When the copy of this owner's boards was last compared with the server's.
pub(crate) async fn synced(owner: &Owner) -> Option<Timestamp> {
    copy::boards(owner).await.map(|known| known.at)
}

/// How often it is asked what changed elsewhere while the panel is seen.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// How the last look at the server went.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Reach {
    /// Nobody has looked yet, or it went well.
    #[default]
    Well,
    /// The server cannot be reached.
    Offline,
    /// It said no.
    Failed(Failure),
}

/// All that is known of the boards. A copy is the same.
#[derive(Clone, Copy)]
pub(crate) struct Shelf {
    /// Whose boards these are; `None` while nobody is signed in: then they are nobody's, and on this device alone.
    pub(crate) owner: RwSignal<Option<Owner>>,
    /// The worker has said who is signed in: until then the last one is taken to be.
    pub(crate) sure: RwSignal<bool>,
    /// The boards as told, where they ever were.
    pub(crate) boards: RwSignal<Option<Vec<BoardView>>>,
    /// What lies on them, as told: those that were read from the copy or from the server.
    pub(crate) told: RwSignal<ByBoard>,
    /// Rows of this owner that have not arrived, in order.
    pub(crate) rows: RwSignal<Vec<Arc<Row>>>,
    /// Rows that have arrived and are in what was told of a board by now.
    included: RwSignal<Vec<(BoardId, Arc<Row>)>>,
    /// When the server last told something.
    pub(crate) as_of: RwSignal<Option<Timestamp>>,
    pub(crate) reach: RwSignal<Reach>,
    /// The board that is looked at: it is read first.
    pub(crate) open: RwSignal<Option<BoardId>>,
    inner: StoredValue<Inner>,
}

/// What nothing is shown of.
#[derive(Default)]
struct Inner {
    /// What waited when the outbox was last read.
    waiting: Vec<Arc<Row>>,
    /// Rows that are gone from the outbox and whose effect the server has not told yet.
    arrived: Vec<Arc<Row>>,
    /// It is being looked.
    running: bool,
    /// It is to be looked once more after that.
    once_more: bool,
    /// All boards are held: somebody searches everywhere.
    everywhere: bool,
}

impl Shelf {
    /// The boards of whoever was last signed in, at once.
    pub(crate) fn new() -> Self {
        let shelf = Self {
            owner: RwSignal::new(None),
            sure: RwSignal::new(false),
            boards: RwSignal::new(None),
            told: RwSignal::new(ByBoard::default()),
            rows: RwSignal::new(Vec::new()),
            included: RwSignal::new(Vec::new()),
            as_of: RwSignal::new(None),
            reach: RwSignal::new(Reach::Well),
            open: RwSignal::new(None),
            inner: StoredValue::new(Inner::default()),
        };
        spawn_local(async move {
            let last = copy::last_owner().await;
            // The worker may have been faster.
            if !shelf.sure.get_untracked() && last.is_some() {
                shelf.show(last).await;
            }
        });
        let _ = window_event_listener(leptos::ev::online, move |_| shelf.look());
        let _ = set_interval_with_handle(
            move || {
                if !document().hidden() {
                    shelf.look();
                }
            },
            LOOK_AGAIN,
        );
        shelf
    }

    /// The worker has said who is signed in and what waits.
    pub(crate) fn follow(self, status: &Status) {
        let owner = owner_of(status);
        let other = owner != self.owner.get_untracked();
        self.sure.set(true);
        spawn_local(async move {
            if other {
                self.show(owner).await;
            } else {
                self.read_rows(None).await;
            }
            self.look();
        });
    }

    /// Shows the copy of this owner, and of nobody else.
    async fn show(self, owner: Option<Owner>) {
        self.boards.set(None);
        self.told.set(ByBoard::default());
        self.as_of.set(None);
        self.reach.set(Reach::Well);
        // What waited was somebody else's: that it waits no more does not mean that it arrived.
        self.inner.update_value(|inner| (inner.waiting, inner.arrived) = (Vec::new(), Vec::new()));
        self.included.set(Vec::new());
        if let Some(owner) = &owner {
            crate::card::uploaded_to(&owner.server);
        }
        self.owner.set(owner.clone());
        self.read_rows(None).await;
        if let Some(owner) = owner
            && let Some(known) = copy::boards(&owner).await
            && self.owner.get_untracked().as_ref() == Some(&owner)
        {
            self.as_of.set(Some(known.at));
            self.boards.set(Some(known.boards));
        }
        if let Some(open) = self.open.get_untracked() {
            self.bring(open).await;
        }
    }

    /// Takes a board's copy from the device where it is not here yet.
    pub(crate) async fn bring(self, board: BoardId) {
        let Some(owner) = self.owner.get_untracked() else { return };
        if self.told.glance(|told| told.get(board).is_some()) {
            return;
        }
        if let Some(told) = copy::board(&owner, board).await
            && self.owner.get_untracked() == Some(owner)
        {
            self.told.change(|all| {
                if all.get(board).is_none() {
                    all.put(board, told);
                }
            });
        }
    }

    /// Takes all copies: somebody searches everywhere.
    pub(crate) fn bring_all(self) {
        self.inner.update_value(|inner| inner.everywhere = true);
        spawn_local(async move {
            let Some(owner) = self.owner.get_untracked() else { return };
            let copies = copy::all(&owner).await;
            if self.owner.get_untracked() == Some(owner) {
                self.told.change(|all| {
                    for (board, told) in copies {
                        if all.get(board).is_none() {
                            all.put(board, told);
                        }
                    }
                });
            }
        });
    }

    /// Reads what waits. What is gone since the last time has arrived, as far as this can know, and is shown until the server
    /// tells of it; but for what was taken back of `taken_back`.
    pub(crate) async fn read_rows(self, taken_back: Option<ItemId>) {
        let owner = self.owner.get_untracked();
        let Ok(rows) = rows::of(owner.as_ref()).await else { return };
        self.inner.update_value(|inner| {
            let before = std::mem::replace(&mut inner.waiting, rows.clone());
            // A row changes while it is sent; the same one is known by when it was made.
            let same = |now: &Row, row: &Row| match (now.item(), row.item()) {
                (Some(now), Some(row)) => now.id == row.id,
                _ => now.made_at == row.made_at && now.sending == row.sending,
            };
            let waits = |row: &Row| rows.iter().any(|now| same(now, row));
            for row in before.into_iter().filter(|row| row.parked.is_none() && !waits(row)) {
                if inner.arrived.iter().all(|known| !Arc::ptr_eq(known, &row)) {
                    inner.arrived.push(row);
                }
            }
            inner.arrived.retain(|row| taken_back.is_none() || row.item_id() != taken_back);
        });
        let shown: Vec<Arc<Row>> = self.inner.with_value(|inner| inner.arrived.iter().chain(&rows).cloned().collect());
        // What is the same is not drawn anew.
        if self.rows.glance(|rows| *rows != shown) {
            self.rows.set(shown);
        }
    }

    /// Asks what changed, without waiting for it.
    pub(crate) fn look(self) {
        spawn_local(async move { sync::run(self).await });
    }

    /// Does these things: they are on the disk and shown before this returns, and are sent by the worker.
    pub(crate) async fn act(self, doings: &[Doing]) -> Result<(), Failure> {
        let owner = self.owner.get_untracked();
        if owner.is_none() && !self.sure.get_untracked() {
            // Somebody may be signed in, whose rows these would be.
            return Err(Failure::NoAnswer);
        }
        rows::add(owner.as_ref(), doings).await.map_err(|failure| Failure::Refused(failure.into()))?;
        self.read_rows(None).await;
        // Where the worker does not answer, its alarm or the next thing that wakes it sends them.
        spawn_local(async { drop(bridge::ask(Request::OutboxSend).await) });
        Ok(())
    }

    /// Saves a wish that was removed elsewhere as a new one, with what was typed over it; `false` where there is nothing to name it by.
    pub(crate) async fn save_anew(self, id: ItemId, typed: &ItemPatch) -> Result<bool, Failure> {
        let owner = self.owner.get_untracked().ok_or(Failure::NoAnswer)?;
        // It may lie in the bin, and is still told of there.
        let base = match ask::read(&owner, &["/items/", &id.text()].concat()).await {
            Ok(text) => parse::<ItemView>(&text),
            Err(Failure::Refused(Refusal::Problem { .. })) => None,
            Err(failure) => return Err(failure),
        };
        let now = clock::now();
        let fresh = ItemId::new(now, clock::random());
        let Some((item, rest)) = anew::anew(base.as_ref(), typed, fresh) else { return Ok(false) };
        let mut sent = vec![Sending::item(&item)];
        sent.extend(rest.map(|rest| (Sending::Edit(fresh), to_text(&rest))));
        rows::add_all(Some(&owner), sent).await.map_err(|failure| Failure::Refused(failure.into()))?;
        bridge::ask(Request::OutboxDiscard { id }).await?;
        self.read_rows(None).await;
        self.look();
        Ok(true)
    }

    /// The boards as they will be once all has arrived.
    pub(crate) fn list(self) -> Vec<Board> {
        self.rows.look(|rows| self.boards.look(|boards| lay::boards(boards.as_deref().unwrap_or_default(), rows)))
    }

    /// A board as it will be once all has arrived.
    pub(crate) fn shown(self, board: BoardId) -> Shown {
        let default = self.default_board();
        let real = if board == my_wishes() { default.unwrap_or(board) } else { board };
        let rows = self.included.look(|included| {
            let told = |row: &&Arc<Row>| included.iter().any(|(on, each)| *on == real && Arc::ptr_eq(each, row));
            self.rows.look(|rows| rows.iter().filter(|row| !told(row)).cloned().collect::<Vec<_>>())
        });
        self.told.look(|told| lay::items(board, told, &rows, default))
    }

    /// What the server refused, but for saves, which stand on their board.
    pub(crate) fn refused(self) -> Vec<Refused> {
        self.rows.look(|rows| refused::of(rows, &self.list(), |id| self.title_of(id)))
    }

    fn title_of(self, id: ItemId) -> Option<String> {
        let told = |told: &ByBoard| {
            told.all()
                .flat_map(|told| &told.entries)
                .find(|entry| entry.id() == id)
                .map(|entry| entry.placed.item.title.clone())
        };
        self.told.look(told)
    }

    /// An item as it will be, where it lies on a board that is here.
    pub(crate) fn entry(self, id: ItemId) -> Option<Arc<Entry>> {
        let board = self
            .told
            .look(|told| told.all().find_map(|told| told.entries.iter().find(|entry| entry.id() == id)).cloned())?;
        let on = board.placed.item.boards.first().copied();
        on.and_then(|on| self.shown(on).entries.iter().find(|entry| entry.id() == id).cloned()).or(Some(board))
    }

    /// What waits here or was refused, the newest first.
    pub(crate) fn unsent_happened(self) -> Vec<Happened> {
        self.rows.look(|rows| happened::of_rows(rows))
    }

    /// What the server tells that happened, the newest first; `None` where it cannot be reached.
    pub(crate) async fn events(self) -> Option<Vec<Happened>> {
        let owner = self.owner.get_untracked()?;
        let last = copy::boards(&owner).await?.number;
        let path = ["/events?after=", &(last - happened::MOST).max(0).to_string()].concat();
        happened::of_events(&ask::read(&owner, &path).await.ok()?)
    }

    /// What prices did since their wishes were saved, as far as this device knows.
    pub(crate) async fn price_news(self) -> Vec<Happened> {
        let owner = self.owner.get_untracked();
        prices::known(owner.as_ref(), &self.seen_again()).await
    }

    /// Asks the server what prices did; whether there is something new.
    pub(crate) async fn ask_prices(self) -> bool {
        match self.owner.get_untracked() {
            Some(owner) => prices::listen(&owner, &self.seen_again()).await,
            None => false,
        }
    }

    fn seen_again(self) -> Vec<prices::SeenAgain> {
        let of = |entry: &Arc<Entry>| prices::seen_again(&entry.placed.item);
        self.told.glance(|told| told.all().flat_map(|told| &told.entries).filter_map(of).collect())
    }

    /// What the copy knows of that, at most so many: when items were saved and last changed.
    pub(crate) fn happened_by_copy(self, most: usize) -> Vec<Happened> {
        self.told.look(|told| {
            let entries = told.all().flat_map(|told| &told.entries);
            happened::of_items(entries.map(|entry| &entry.placed.item), most)
        })
    }

    /// The boards that an item lies on, as they will be.
    pub(crate) fn boards_of(self, item: &ItemView) -> Vec<BoardId> {
        let default = self.default_board();
        self.rows.look(|rows| lay::boards_of(item, rows, default))
    }

    /// The server's id of *My wishes*.
    pub(crate) fn default_board(self) -> Option<BoardId> {
        self.boards.look(|boards| boards.iter().flatten().find(|board| board.is_default).map(|board| board.id))
    }
}
