//! What is remembered of a saved page on this device: enough to say *already saved*, offline too, and to tell what a person changed.

use super::items::{ItemPatch, Quantity};
use super::message::{SaveDraft, my_wishes};
use super::seen::Seen;
use crate::id::{BoardId, ItemId};
use crate::json_record;
use crate::money::Money;
use crate::time::Timestamp;

/// A saved page.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedPage {
    /// The item; the server's own id once it has answered.
    pub id: ItemId,
    /// Title as saved.
    pub title: String,
    /// Price as saved.
    pub price: Option<Money>,
    /// Picture as saved.
    pub image: Option<String>,
    /// Note as saved.
    pub note: Option<String>,
    /// Quantity as saved.
    pub quantity: Quantity,
    /// The boards it lies on.
    pub boards: Vec<BoardId>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Nobody has looked yet whether it is right.
    pub to_check: bool,
    /// The server has it.
    pub arrived: bool,
    /// It lies in the bin: the page is not saved, until it comes back.
    pub binned: bool,
    /// Its price is the person's word: typed, or picked in place of the one that the page told.
    pub own_price: bool,
    /// It was saved as a link: its page was only read by the server.
    pub linked: bool,
    /// The version of the item that all this is of; 0 where the server has not told.
    pub version: i64,
    /// What else leads to it in the index.
    pub signs: Vec<String>,
}

json_record!(SavedPage {
    id,
    title,
    price,
    image,
    note,
    quantity,
    boards,
    saved_at,
    to_check,
    arrived,
    binned: default,
    own_price: default,
    linked: default,
    version: default,
    signs: default
});

impl SavedPage {
    /// The boards of `wanted` that it does not lie on yet. `default` is what the server calls *My wishes*.
    #[must_use]
    pub fn missing(&self, wanted: &[BoardId], default: Option<BoardId>) -> Vec<BoardId> {
        let real = |board: &BoardId| if *board == my_wishes() { default.unwrap_or(*board) } else { *board };
        let have: Vec<BoardId> = self.boards.iter().map(real).collect();
        wanted.iter().copied().filter(|board| !have.contains(&real(board))).collect()
    }

    /// What a person changed of it in the popup, whose form showed what was saved, and for a price that is not the person's
    /// word what the page says. Of a link nothing was known, so there the form showed the page.
    #[must_use]
    pub fn edit(&self, draft: &SaveDraft, seen: &Seen) -> Option<ItemPatch> {
        if !draft.checked {
            return None;
        }
        let found = seen.price().map(|seen| seen.price);
        let (title, image) = if self.linked {
            (seen.text("title").unwrap_or_default(), seen.text("image"))
        } else {
            (self.title.clone(), self.image.clone())
        };
        let typed = draft.title.trim();
        let as_seen = !self.own_price && draft.price == found;
        let patch = ItemPatch {
            title: (!typed.is_empty() && typed != title).then(|| typed.to_owned()),
            price: (draft.price != self.price && !as_seen).then_some(draft.price),
            image: (draft.image != image).then(|| draft.image.clone()),
            note: (draft.note != self.note).then(|| draft.note.clone()),
            quantity: (draft.quantity != self.quantity).then_some(draft.quantity),
            checked: self.to_check.then_some(true),
            ..ItemPatch::default()
        };
        (patch != ItemPatch::default()).then_some(ItemPatch { base: Some(self.version), ..patch })
    }

    /// The same after that edit.
    #[must_use]
    pub fn edited(mut self, patch: &ItemPatch) -> Self {
        if let Some(title) = &patch.title {
            self.title.clone_from(title);
        }
        if let Some(price) = patch.price {
            (self.price, self.own_price) = (price, price.is_some());
        }
        if let Some(image) = &patch.image {
            self.image.clone_from(image);
        }
        if let Some(note) = &patch.note {
            self.note.clone_from(note);
        }
        if let Some(quantity) = patch.quantity {
            self.quantity = quantity;
        }
        if patch.checked == Some(true) {
            self.to_check = false;
        }
        self
    }
}
