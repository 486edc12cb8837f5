//! What is remembered of a saved page on this device; pages of the extension remember there too what was saved elsewhere.

pub(crate) use shared::wire::saved::SavedPage;

#[cfg(test)]
mod tests {
    use super::super::fixtures::{board, detection, draft, euros, looked, seen};
    use super::*;
    use shared::id::ItemId;
    use shared::time::Timestamp;
    use shared::wire::items::Quantity;
    use shared::wire::message::{SaveDraft, my_wishes};

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
            moved: None,
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
