//! Keeping a wish: rows in the outbox and the page in the index, in one transaction, on the disk before it returns.

use browser::clock;
use browser::durable::Change;
use browser::storage::keys::{self, Looked, RecentSave};
use shared::id::{BoardId, ItemId};
use shared::json::to_text;
use shared::money::Money;
use shared::product_url;
use shared::same_thing::AT_SHOP;
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, ItemPatch, NewItem, Quantity};
use shared::wire::message::{Refusal, SaveDraft, SavedMark, my_wishes};

use super::compose::{board_choices, linked_item, new_item, page_key, signs};
use super::record::SavedPage;
use super::{amend, index, recent, settling};
use crate::account::session;
use crate::boards::Boards;
use crate::outbox::row::{Numbered, Owner, Row, Sending, owner_key};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};
use crate::page;

/// What is to be kept.
pub(crate) enum Wish {
    /// A page that was looked at.
    Page {
        /// What is saved of it.
        draft: Box<SaveDraft>,
        /// What was found.
        looked: Box<Looked>,
        /// The page may not be complete yet: it is kept at once, and leaves when it was looked at again.
        settles: bool,
    },
    /// An address that the server reads.
    Link {
        /// The address.
        url: String,
        /// Words that the person selected.
        title: Option<String>,
        /// Where it goes.
        board: BoardId,
    },
}

impl Wish {
    /// The key of its page in the index of saved pages, where it has one.
    pub(crate) fn page(&self) -> Option<String> {
        match self {
            Self::Page { draft, looked, .. } => page_key(looked, &draft.variant),
            Self::Link { url, .. } => product_url::identity_key(url),
        }
    }

    /// By what else its page is known; where the person chose for other options than the page shows now, by nothing else.
    fn signs(&self) -> Vec<String> {
        match (self, self.page()) {
            (Self::Page { draft, looked, .. }, Some(page)) if draft.variant == looked.detection.variant() => {
                signs(&page, looked)
            }
            _ => Vec::new(),
        }
    }

    /// The address of the page, where it was looked at: what was typed over it has become this wish.
    pub(crate) fn looked_at(&self) -> Option<String> {
        match self {
            Self::Page { looked, .. } => Some(looked.url.clone()),
            Self::Link { .. } => None,
        }
    }

    fn boards(&self) -> &[BoardId] {
        match self {
            Self::Page { draft, .. } => &draft.boards,
            Self::Link { board, .. } => std::slice::from_ref(board),
        }
    }

    /// What the server gets.
    pub(crate) fn item(&self, id: ItemId, boards: BoardChoice, now: Timestamp) -> Option<NewItem> {
        match self {
            Self::Page { draft, looked, .. } => new_item(draft, looked, id, boards, now),
            Self::Link { url, title, .. } => linked_item(url, title.as_deref(), id, boards),
        }
    }

    fn edit(&self, saved: &SavedPage) -> Option<ItemPatch> {
        match self {
            Self::Page { draft, looked, .. } => saved.edit(draft, &looked.detection),
            Self::Link { .. } => None,
        }
    }

    /// The price that the page shows by now, where it is another one than was saved. A page in doubt may not show it yet.
    fn seen_price(&self, saved: &SavedPage) -> Option<Money> {
        let Self::Page { draft, looked, settles: false } = self else { return None };
        let shown = looked.detection.price().map(|seen| seen.price);
        shown.filter(|shown| draft.price == Some(*shown) && saved.price != Some(*shown) && !saved.own_price)
    }

    /// What is remembered of it.
    pub(crate) fn record(&self, id: ItemId, now: Timestamp) -> SavedPage {
        let bare = SavedPage {
            id,
            title: String::new(),
            price: None,
            image: None,
            note: None,
            quantity: Quantity::default(),
            boards: self.boards().to_vec(),
            saved_at: now,
            to_check: false,
            arrived: false,
            binned: false,
            own_price: false,
            linked: matches!(self, Self::Link { .. }),
            version: 0,
            signs: Vec::new(),
            moved: None,
        };
        match self {
            Self::Page { draft, looked, .. } => SavedPage {
                title: draft.title.trim().to_owned(),
                price: draft.price,
                own_price: draft.price != looked.detection.price().map(|seen| seen.price),
                image: draft.image.clone(),
                note: draft.note.clone(),
                quantity: draft.quantity,
                signs: self.signs(),
                to_check: !draft.checked && looked.detection.page() == shared::detect::Verdict::Check,
                ..bare
            },
            Self::Link { url, title, .. } => SavedPage { title: title.clone().unwrap_or_else(|| url.clone()), ..bare },
        }
    }
}

/// Keeps the wish of whoever is signed in, or of nobody.
///
/// # Errors
/// Only where it cannot be stored, or the page has no address.
pub(crate) async fn keep(wish: &Wish) -> Result<Kept, Refusal> {
    let owner = session::owner().await;
    let held = store::turn().await;
    let rows = store::rows().await?;
    let boards = Boards::of(owner.as_ref(), &rows).await;
    let mut page = wish.page();
    // What another shop sells is another wish.
    let found = match &page {
        Some(own) => index::find(owner.as_ref(), own, &wish.signs(), &[AT_SHOP]).await?,
        None => None,
    };
    let known = found.map(|(of, known)| {
        page = Some(of);
        known
    });
    let plan = Plan { wish, owner: owner.as_ref(), page: page.as_deref(), rows: &rows, now: clock::now() };
    let Planned { changes, saved, new_ids, already } = match known {
        None => plan.new_save(boards.default())?,
        Some(known) => plan.known_page(known, boards.default())?,
    };
    store::write(&changes).await?;
    drop(held);
    let first = wish.boards().first().copied().unwrap_or_else(my_wishes);
    let _ = keys::last_board(&owner_key(owner.as_ref())).set(&first).await;
    if !new_ids.is_empty() && !already {
        let until = plan.now.plus_millis(recent::UNDO_MS);
        recent::remember(RecentSave { ids: new_ids.clone(), page: page.clone(), until }).await;
    }
    let mark = page::mark(owner.as_ref(), &saved, &store::rows().await?, already).await;
    if !changes.is_empty() {
        outbox::stirred().await;
    }
    Ok(Kept { mark, page, url: wish.looked_at(), new_ids })
}

/// What was kept.
pub(crate) struct Kept {
    /// As the pages are told.
    pub(crate) mark: SavedMark,
    /// Its key in the index of saved pages.
    pub(crate) page: Option<String>,
    /// The address of the page that it was saved from, where it was looked at.
    pub(crate) url: Option<String>,
    /// The items that were made of it.
    pub(crate) new_ids: Vec<ItemId>,
}

/// What a save changes.
struct Planned {
    changes: Vec<Change>,
    saved: SavedPage,
    new_ids: Vec<ItemId>,
    already: bool,
}

struct Plan<'a> {
    wish: &'a Wish,
    owner: Option<&'a Owner>,
    page: Option<&'a str>,
    rows: &'a [Numbered],
    now: Timestamp,
}

impl Plan<'_> {
    fn new_save(&self, default: Option<BoardId>) -> Result<Planned, Refusal> {
        let (mut changes, ids) = self.items(self.wish.boards(), default)?;
        let saved = self.wish.record(ids[0], self.now);
        if let Some(page) = self.page {
            changes.extend(index::learn(self.owner, page, &saved));
        }
        Ok(Planned { changes, saved, new_ids: ids, already: false })
    }

    /// Rows that save the wish to these boards, and their ids; there is always one.
    fn items(&self, boards: &[BoardId], default: Option<BoardId>) -> Result<(Vec<Change>, Vec<ItemId>), Refusal> {
        let (mut changes, mut ids) = (Vec::new(), Vec::new());
        for choice in board_choices(boards, default) {
            let id = ItemId::new(self.now, clock::random());
            let item = self.wish.item(id, choice, self.now).ok_or(Refusal::PageNotReadable)?;
            changes.push(store::add(&self.row(Sending::item(&item))));
            ids.push(id);
        }
        Ok((changes, ids))
    }

    fn row(&self, sending: (Sending, String)) -> Row {
        let row = Row::new(self.owner.cloned(), sending, self.page.map(str::to_owned), self.now);
        if matches!(self.wish, Wish::Page { settles: true, .. }) { settling::held(row) } else { row }
    }

    /// The page is saved: it goes on the boards that it is not on yet, takes what the person changed, and what the page
    /// shows by now.
    fn known_page(&self, known: SavedPage, default: Option<BoardId>) -> Result<Planned, Refusal> {
        let missing = known.missing(self.wish.boards(), default);
        let edit = self.wish.edit(&known);
        let seen = self.wish.seen_price(&known).filter(|_| known.arrived && edit.is_none());
        let boards = if missing.is_empty() && seen.is_some() { known.boards.clone() } else { missing.clone() };
        // The server puts it together with the item of the same page.
        let mut changes = if boards.is_empty() { Vec::new() } else { self.items(&boards, default)?.0 };
        let mut saved = known;
        saved.boards.extend(missing);
        if let Some(seen) = seen {
            saved.sees(seen, self.now);
            saved.price = Some(seen);
        }
        if let Some(edit) = edit {
            changes.push(self.edited(&saved, &edit));
            saved = saved.edited(&edit);
        }
        if let (false, Some(page)) = (changes.is_empty(), self.page) {
            changes.push(index::put(self.owner, page, &saved));
        }
        Ok(Planned { changes, saved, new_ids: Vec::new(), already: true })
    }

    /// A save that the server cannot have is changed where it waits; any other gets its change sent after it.
    fn edited(&self, saved: &SavedPage, edit: &ItemPatch) -> Change {
        // Where one change follows it already, the next one follows that.
        let mut ours = self.rows.iter().rev().filter(|(_, row)| row.item_id() == Some(saved.id));
        let waiting =
            ours.next().filter(|(number, row)| row.item().is_some() && amend::may_be(row) && !is_in_flight(*number));
        if let Some((number, row)) = waiting {
            // The boards are those of the row: only what was changed is taken over.
            let boards = BoardChoice::Boards(Vec::new());
            let anew = self.wish.item(saved.id, boards, self.now).as_ref().map(Sending::item);
            if let Some(row) = anew.and_then(|(_, anew)| amend::amended(row, &anew, edit, self.now)) {
                return store::put(*number, &row);
            }
        }
        store::add(&self.row((Sending::Edit(saved.id), to_text(edit))))
    }
}
