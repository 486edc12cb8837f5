//! Changing a save where it waits: what the person changed is written into it, and all else stays as it was saved.

use shared::json::{Json, Object, object};
use shared::time::Timestamp;
use shared::wire::items::{ItemPatch, NewItem};
use shared::wire::problem::ProblemKind;

use crate::outbox::row::{Row, Sending, SentItem};

/// Whether this row may still be written anew: it never left, or the server surely did not take it.
pub(crate) fn may_be(row: &Row) -> bool {
    let refused = row.parked.as_ref().is_some_and(|parked| {
        use ProblemKind::{Conflict, Forbidden, Invalid, NotFound};
        matches!(parked.kind, Invalid | NotFound | Forbidden | Conflict)
    });
    refused || row.is_untried()
}

/// The row with what was changed, to be sent at once. `anew` is the body that a save would have now; what it says of the
/// changed fields is taken over. `None` for a save without a page: its fields come from the server, and are changed there.
pub(crate) fn amended(row: &Row, anew: &str, patch: &ItemPatch, now: Timestamp) -> Option<Row> {
    let before = row.item()?;
    let (body, anew) = (Json::parse(&row.body)?, Json::parse(anew)?);
    let changes: [(bool, &[&str]); 3] = [
        (patch.price.is_some(), &["price", "price_kind", "price_source"]),
        (patch.image.is_some(), &["image"]),
        (patch.checked.is_some(), &["verdict"]),
    ];
    let page = taken_over(body.get("page")?, anew.get("page")?, &changes);
    let page = object(&[("page", &Json::parse(&page)?)]);
    let changes: [(bool, &[&str]); 4] = [
        (patch.title.is_some(), &["title"]),
        (patch.price.is_some(), &["price"]),
        (patch.note.is_some(), &["note"]),
        (patch.quantity.is_some(), &["quantity"]),
    ];
    let body = taken_over(Json::parse(&taken_over(body, anew, &changes))?, Json::parse(&page)?, &[(true, &["page"])]);
    let item = SentItem {
        title: patch.title.clone().unwrap_or_else(|| before.title.clone()),
        price: patch.price.unwrap_or(before.price),
        image: patch.image.clone().unwrap_or_else(|| before.image.clone()),
        ..before.clone()
    };
    Some(Row { sending: Sending::Item(item), body, faults: 0, not_before: now, parked: None, ..row.clone() })
}

/// The row with all of the save as it would be made now, but for the boards.
pub(crate) fn renewed(row: &Row, item: &NewItem) -> Option<Row> {
    let before = row.item()?;
    let (_, anew) = Sending::item(item);
    let body = taken_over(Json::parse(&anew)?, Json::parse(&row.body)?, &[(true, &["boards"])]);
    let item = SentItem { boards: before.boards.clone(), ..SentItem::of(item) };
    Some(Row { sending: Sending::Item(item), body, ..row.clone() })
}

/// The object, with what the other one says of the changed fields.
fn taken_over(before: Json<'_>, anew: Json<'_>, changes: &[(bool, &[&str])]) -> String {
    let changed: Vec<&str> =
        changes.iter().filter(|(changed, _)| *changed).flat_map(|(_, names)| *names).copied().collect();
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    for (name, value) in before.fields() {
        if !changed.iter().any(|changed| name.is_text(changed)) {
            object.put(&name.text().unwrap_or_default(), &value);
        }
    }
    for name in changed {
        object.put_some(name, &anew.get(name));
    }
    object.close();
    out
}

#[cfg(test)]
mod tests {
    use super::super::compose::{linked_item, new_item};
    use super::super::fixtures::{board, detection, draft, euros, looked, seen};
    use super::*;
    use crate::outbox::fixtures::{item_id, owner, row};
    use crate::outbox::row::Parked;
    use browser::storage::keys::Looked;
    use shared::detect::{Detection, Verdict};
    use shared::wire::items::BoardChoice;
    use shared::wire::message::SaveDraft;

    const NOW: Timestamp = Timestamp::from_millis(90);

    fn item(draft: &SaveDraft, boards: Vec<shared::id::BoardId>) -> NewItem {
        let looked = Looked { detection: seen(&Detection { page: Verdict::Check, ..detection() }), ..looked() };
        let item = new_item(draft, &looked, item_id(1), BoardChoice::Boards(boards), NOW);
        item.unwrap_or_else(|| panic!("no item"))
    }

    fn waiting(item: &NewItem) -> Row {
        row(Some(owner(1)), Sending::item(item))
    }

    fn sent(row: &Row) -> NewItem {
        serde_json::from_str(&row.body).unwrap_or_else(|_| panic!("{}", row.body))
    }

    #[test]
    fn what_was_not_changed_stays_as_it_was_saved() {
        let first = SaveDraft { note: Some("the red one".to_owned()), checked: false, ..draft() };
        let waits = waiting(&item(&first, vec![board(1)]));
        let now = SaveDraft { title: "Kettle for Ana".to_owned(), price: euros(1_799), ..draft() };
        let anew = waiting(&item(&now, Vec::new())).body;
        let patch = ItemPatch {
            title: Some(now.title.clone()),
            price: Some(now.price),
            checked: Some(true),
            ..ItemPatch::default()
        };
        let Some(amended) = amended(&waits, &anew, &patch, NOW) else { panic!("not amended") };
        let mut expected = item(&now, vec![board(1)]);
        expected.note = Some("the red one".to_owned());
        assert_eq!(sent(&amended), expected);
        assert_eq!(amended.sending, Sending::Item(SentItem::of(&expected)));
    }

    #[test]
    fn a_change_of_the_note_is_only_that() {
        let first = SaveDraft { price: euros(1_500), checked: false, ..draft() };
        let waits = waiting(&item(&first, vec![board(1)]));
        let anew = waiting(&item(&SaveDraft { note: Some("blue".to_owned()), ..draft() }, Vec::new())).body;
        let patch = ItemPatch { note: Some(Some("blue".to_owned())), ..ItemPatch::default() };
        let Some(amended) = amended(&waits, &anew, &patch, NOW) else { panic!("not amended") };
        assert_eq!(sent(&amended), NewItem { note: Some("blue".to_owned()), ..item(&first, vec![board(1)]) });
    }

    #[test]
    fn a_save_of_a_page_that_is_quiet_by_now_keeps_nothing_but_its_boards() {
        let first = SaveDraft { price: None, checked: false, ..draft() };
        let waits = waiting(&item(&first, vec![board(1)]));
        let now = item(&SaveDraft { title: "Kettle, 2 l".to_owned(), checked: false, ..draft() }, Vec::new());
        let Some(renewed) = renewed(&waits, &now) else { panic!("not renewed") };
        let expected = NewItem { boards: BoardChoice::Boards(vec![board(1)]), ..now };
        assert_eq!(sent(&renewed), expected);
        assert_eq!(renewed.sending, Sending::Item(SentItem::of(&expected)));
    }

    #[test]
    fn a_price_that_was_typed_stands_beside_what_the_page_says_and_goes_when_another_is_picked() {
        let typed = SaveDraft { price: euros(1_500), ..draft() };
        let patch = |price| ItemPatch { price: Some(price), ..ItemPatch::default() };
        for (before, now) in [(draft(), typed.clone()), (typed, draft())] {
            let waits = waiting(&item(&before, vec![board(1)]));
            let anew = waiting(&item(&now, Vec::new())).body;
            let Some(amended) = amended(&waits, &anew, &patch(now.price), NOW) else { panic!("not amended") };
            assert_eq!(sent(&amended), item(&now, vec![board(1)]));
        }
    }

    #[test]
    fn a_link_that_the_server_reads_is_changed_after_it() {
        let link = linked_item("https://shop.example/p/1", None, item_id(1), BoardChoice::Boards(vec![board(1)]));
        let waits = waiting(&link.unwrap_or_else(|| panic!("no item")));
        let anew = waiting(&item(&draft(), Vec::new())).body;
        let patch = ItemPatch { title: Some("Red kettle".to_owned()), ..ItemPatch::default() };
        assert_eq!(amended(&waits, &anew, &patch, NOW), None);
    }

    #[test]
    fn a_refused_save_is_changed_in_place_and_goes_again() {
        let tried = Row { tried: true, attempts: 1, ..waiting(&item(&draft(), vec![board(1)])) };
        assert!(!may_be(&tried));
        let parked = |kind| Row { parked: Some(Parked { kind, detail: None }), ..tried.clone() };
        for kind in [ProblemKind::Invalid, ProblemKind::NotFound, ProblemKind::Forbidden, ProblemKind::Conflict] {
            assert!(may_be(&parked(kind)), "{kind:?}");
        }
        assert!(!may_be(&parked(ProblemKind::Unknown)));
        let patch = ItemPatch { title: Some("Kettle".to_owned()), ..ItemPatch::default() };
        let anew = waiting(&item(&SaveDraft { title: "Kettle".to_owned(), ..draft() }, Vec::new())).body;
        let Some(amended) = amended(&parked(ProblemKind::Invalid), &anew, &patch, NOW) else { panic!("not amended") };
        assert_eq!((&amended.parked, amended.tried, amended.not_before), (&None, true, NOW));
        assert_eq!(sent(&amended).title.as_deref(), Some("Kettle"));
    }
}
