//! What is remembered of a saved page on this device: enough to say *already saved*, offline too, and to tell what a person changed.

use super::items::{ItemPatch, Quantity};
use super::message::{SaveDraft, my_wishes};
use super::seen::Seen;
use crate::id::{BoardId, ItemId};
use crate::json_record;
use crate::money::Money;
use crate::time::Timestamp;

/// A price that is seen later than this after the save may be another one; until then a page may still be changing.
pub const AS_SAVED_MS: i64 = 60_000;

/// What a price did since its page was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceMoved {
    /// The price when it was first saved.
    pub from: Money,
    /// The price that was seen last.
    pub to: Money,
    /// When it was first seen so.
    pub at: Timestamp,
}

json_record!(PriceMoved { from, to, at });

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
    /// What its price did since, where this device saw another one on the page.
    pub moved: Option<PriceMoved>,
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
    signs: default,
    moved: default
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

    /// Its page shows this price: whether that is another one than was last seen there, which is remembered then. The person's own
    /// word moves with no page, and what is in another currency moved nowhere.
    pub fn sees(&mut self, price: Money, at: Timestamp) -> bool {
        let from = self.moved.map(|moved| moved.from).or(self.price);
        let last = self.moved.map(|moved| moved.to).or(self.price);
        let Some(from) = from.filter(|from| from.currency == price.currency && !self.own_price) else { return false };
        let as_saved = !self.arrived && at < self.saved_at.plus_millis(AS_SAVED_MS);
        let older = at <= self.moved.map_or(self.saved_at, |moved| moved.at);
        if as_saved || older || last == Some(price) {
            return false;
        }
        self.moved = Some(PriceMoved { from, to: price, at });
        true
    }

    /// The same after that edit.
    #[must_use]
    pub fn edited(mut self, patch: &ItemPatch) -> Self {
        if let Some(title) = &patch.title {
            self.title.clone_from(title);
        }
        if let Some(price) = patch.price {
            (self.price, self.own_price, self.moved) = (price, price.is_some(), None);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::json::{parse, to_text};

    fn money(cents: i64, currency: &str) -> Money {
        Money::new(cents, currency.parse().unwrap())
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn saved() -> SavedPage {
        SavedPage {
            id: ItemId::new(at(1), [1; 10]),
            title: "Red kettle".to_owned(),
            price: Some(money(1_999, "EUR")),
            image: None,
            note: None,
            quantity: Quantity::default(),
            boards: vec![my_wishes()],
            saved_at: at(1_000),
            to_check: false,
            arrived: true,
            binned: false,
            own_price: false,
            linked: false,
            version: 0,
            signs: Vec::new(),
            moved: None,
        }
    }

    #[test]
    fn a_price_moves_from_what_it_was_when_the_page_was_saved_however_often() {
        let mut page = saved();
        assert!(!page.sees(money(1_999, "EUR"), at(2_000)), "the same");
        assert!(!page.sees(money(1_799, "EUR"), at(1_000)), "a look from before the save");
        assert!(page.sees(money(1_799, "EUR"), at(3_000)));
        assert!(!page.sees(money(1_799, "EUR"), at(4_000)), "known");
        // Saved once more: what the page says is the price of the wish now, and of what it was nothing is lost.
        page.price = Some(money(1_799, "EUR"));
        assert!(page.sees(money(2_099, "EUR"), at(5_000)));
        assert!(!page.sees(money(1_999, "EUR"), at(4_500)), "a tab that was looked at before");
        let moved = PriceMoved { from: money(1_999, "EUR"), to: money(2_099, "EUR"), at: at(5_000) };
        assert_eq!(page.moved, Some(moved));
        assert_eq!(parse::<SavedPage>(&to_text(&page)), Some(page));
    }

    #[test]
    fn what_cannot_be_compared_moves_nothing() {
        let typed = SavedPage { own_price: true, ..saved() };
        let unpriced = SavedPage { price: None, ..saved() };
        let loading = SavedPage { arrived: false, ..saved() };
        for (mut page, price) in [(saved(), money(1_799, "USD")), (typed, money(1, "EUR")), (unpriced, money(1, "EUR"))]
        {
            assert!(!page.sees(price, at(3_000)), "{page:?}");
        }
        let mut page = loading.clone();
        assert!(!page.sees(money(1, "EUR"), at(60_999)), "prices that load late are no change");
        assert!(page.sees(money(1, "EUR"), at(61_000)), "with the server away a page is saved as well");
        let patch = ItemPatch { price: Some(Some(money(5, "EUR"))), ..ItemPatch::default() };
        assert_eq!(page.edited(&patch).moved, None, "another word begins anew");
    }
}
