//! What is remembered of a saved page on this device: enough to say *already saved*, offline too, and to tell what a person changed.

use shared::id::{BoardId, ItemId};
use shared::json_record;
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::items::{ItemPatch, Quantity};
use shared::wire::message::{SaveDraft, my_wishes};
use shared::wire::seen::Seen;

/// A saved page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SavedPage {
    /// The item; the server's own id once it has answered.
    pub(crate) id: ItemId,
    /// Title as saved.
    pub(crate) title: String,
    /// Price as saved.
    pub(crate) price: Option<Money>,
    /// Picture as saved.
    pub(crate) image: Option<String>,
    /// Note as saved.
    pub(crate) note: Option<String>,
    /// Quantity as saved.
    pub(crate) quantity: Quantity,
    /// The boards it lies on.
    pub(crate) boards: Vec<BoardId>,
    /// When it was saved.
    pub(crate) saved_at: Timestamp,
    /// Nobody has looked yet whether it is right.
    pub(crate) to_check: bool,
    /// The server has it.
    pub(crate) arrived: bool,
    /// It lies in the bin: the page is not saved, until it comes back.
    pub(crate) binned: bool,
    /// Its price is the person's word: typed, or picked in place of the one that the page told.
    pub(crate) own_price: bool,
    /// It was saved as a link: its page was only read by the server.
    pub(crate) linked: bool,
    /// The version of the item that all this is of; 0 where the server has not told.
    pub(crate) version: i64,
    /// What else leads to it in the index.
    pub(crate) signs: Vec<String>,
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
    pub(crate) fn missing(&self, wanted: &[BoardId], default: Option<BoardId>) -> Vec<BoardId> {
        let real = |board: &BoardId| if *board == my_wishes() { default.unwrap_or(*board) } else { *board };
        let have: Vec<BoardId> = self.boards.iter().map(real).collect();
        wanted.iter().copied().filter(|board| !have.contains(&real(board))).collect()
    }

    /// What a person changed of it in the popup, whose form showed what was saved, and for a price that is not the person's
    /// word what the page says. Of a link nothing was known, so there the form showed the page.
    pub(crate) fn edit(&self, draft: &SaveDraft, seen: &Seen) -> Option<ItemPatch> {
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
    pub(crate) fn edited(mut self, patch: &ItemPatch) -> Self {
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{board, detection, draft, euros, looked, seen};
    use super::*;

    fn saved() -> SavedPage {
        SavedPage {
            id: ItemId::new(Timestamp::from_millis(1), [1; 10]),
            title: "Red kettle".to_owned(),
            price: euros(1_999),
            image: Some("https://shop.example/kettle.jpg".to_owned()),
            note: None,
            quantity: Quantity::default(),
            boards: vec![my_wishes()],
            saved_at: Timestamp::from_millis(1),
            to_check: false,
            arrived: false,
            binned: false,
            own_price: false,
            linked: false,
            version: 0,
            signs: Vec::new(),
        }
    }

    #[test]
    fn my_wishes_is_one_board_under_two_ids() {
        assert_eq!(saved().missing(&[board(1)], Some(board(1))), []);
        assert_eq!(saved().missing(&[my_wishes()], None), []);
        assert_eq!(saved().missing(&[my_wishes(), board(2)], Some(board(1))), [board(2)]);
        let known = SavedPage { boards: vec![board(1)], ..saved() };
        assert_eq!(known.missing(&[my_wishes()], Some(board(1))), []);
    }

    #[test]
    fn what_the_program_for_files_marks_as_saved_is_read() {
        let sent = shared::wire::outbox::SentItem {
            id: saved().id,
            boards: saved().boards,
            title: saved().title,
            price: saved().price,
            image: saved().image,
        };
        let mark = shared::json::to_text(&transfer::outbox::Mark(&sent, saved().saved_at));
        assert_eq!(shared::json::parse(&mark), Some(SavedPage { linked: true, ..saved() }));
    }

    #[test]
    fn the_keystroke_edits_nothing() {
        let draft = SaveDraft { title: "Other".to_owned(), checked: false, ..draft() };
        assert_eq!(saved().edit(&draft, &looked().detection), None);
    }

    #[test]
    fn a_price_that_the_page_changed_is_no_edit() {
        let mut now = detection();
        if let Some(price) = &mut now.product.price {
            price.value.amount = "17.99".to_owned();
        }
        let draft = SaveDraft { price: euros(1_799), checked: true, ..draft() };
        assert_eq!(saved().edit(&draft, &seen(&now)), None);
    }

    #[test]
    fn what_the_person_chose_is_an_edit() {
        let draft = SaveDraft {
            title: "Kettle for Ana".to_owned(),
            price: euros(2_499),
            note: Some("the red one".to_owned()),
            checked: true,
            ..draft()
        };
        let doubted = SavedPage { to_check: true, ..saved() };
        let Some(patch) = doubted.edit(&draft, &looked().detection) else { panic!("no edit") };
        assert_eq!(patch.title.as_deref(), Some("Kettle for Ana"));
        assert_eq!((patch.price, patch.checked), (Some(euros(2_499)), Some(true)));
        let after = doubted.edited(&patch);
        assert_eq!((after.title.as_str(), after.price, after.to_check), ("Kettle for Ana", euros(2_499), false));
        assert_eq!(after.edit(&draft, &looked().detection), None);
    }

    #[test]
    fn back_to_what_the_page_says_is_an_edit_too() {
        let corrected =
            SavedPage { title: "Kettle for Ana".to_owned(), price: euros(2_499), own_price: true, ..saved() };
        let Some(patch) = corrected.edit(&draft(), &looked().detection) else { panic!("no edit") };
        assert_eq!((patch.title.as_deref(), patch.price), (Some("Red kettle"), Some(euros(1_999))));
        assert_eq!(patch.image, None);
    }

    #[test]
    fn what_was_emptied_is_emptied() {
        let noted = SavedPage { note: Some("the red one".to_owned()), ..saved() };
        let bare = SaveDraft { price: None, image: None, note: None, ..draft() };
        let Some(patch) = noted.edit(&bare, &looked().detection) else { panic!("no edit") };
        assert_eq!((&patch.price, &patch.image, &patch.note), (&Some(None), &Some(None), &Some(None)));
        let after = noted.edited(&patch);
        assert_eq!((after.price, after.image, after.note, after.own_price), (None, None, None, false));
    }

    #[test]
    fn a_link_is_compared_with_the_page_that_its_form_showed() {
        let link = SavedPage {
            title: "https://shop.example/p/1".to_owned(),
            price: None,
            image: None,
            linked: true,
            ..saved()
        };
        assert_eq!(link.edit(&draft(), &looked().detection), None);
        let named = SaveDraft { title: "Kettle for Ana".to_owned(), ..draft() };
        let patch = link.edit(&named, &looked().detection);
        assert_eq!(patch.and_then(|patch| patch.title).as_deref(), Some("Kettle for Ana"));
    }
}
