//! A wish that was removed elsewhere while it was edited here: saved as a new one, with what was typed over it. Pure.

use shared::id::ItemId;
use shared::wire::items::{BoardChoice, DefaultBoard, ItemPatch, ItemView, NewItem, PageSnapshot};

/// The fields of an edit, each as an edit of that field alone, with its name.
pub(crate) fn fields(patch: &ItemPatch) -> Vec<(&'static str, ItemPatch)> {
    let bare = ItemPatch::default;
    let mut fields = Vec::new();
    let mut add = |name, there: bool, alone: ItemPatch| {
        if there {
            fields.push((name, alone));
        }
    };
    add("title", patch.title.is_some(), ItemPatch { title: patch.title.clone(), ..bare() });
    add("price", patch.price.is_some(), ItemPatch { price: patch.price, ..bare() });
    add("quantity", patch.quantity.is_some(), ItemPatch { quantity: patch.quantity, ..bare() });
    add("note", patch.note.is_some(), ItemPatch { note: patch.note.clone(), ..bare() });
    let private_note = patch.private_note.clone();
    add("private_note", private_note.is_some(), ItemPatch { private_note, ..bare() });
    add("occasion", patch.occasion.is_some(), ItemPatch { occasion: patch.occasion.clone(), ..bare() });
    add("priority", patch.priority.is_some(), ItemPatch { priority: patch.priority, ..bare() });
    add("image", patch.image.is_some(), ItemPatch { image: patch.image.clone(), ..bare() });
    add("variant", patch.variant.is_some(), ItemPatch { variant: patch.variant.clone(), ..bare() });
    add("state", patch.state.is_some(), ItemPatch { state: patch.state, ..bare() });
    fields
}

/// The new wish and the edit that follows it, for what only an edit can say. `base` is what the server still tells of the one that was
/// removed. `None` where there is no name to give it.
pub(super) fn anew(base: Option<&ItemView>, patch: &ItemPatch, id: ItemId) -> Option<(NewItem, Option<ItemPatch>)> {
    let title = patch.title.clone().or_else(|| base.map(|base| base.title.clone()))?;
    let page = base.and_then(|base| {
        let seen = base.price.filter(|_| base.price_seen_at.is_some());
        let image = base.image.clone().filter(|image| image.starts_with("http"));
        let (url, title) = (base.url.clone()?, Some(base.title.clone()));
        Some(PageSnapshot { url, title, price: seen, image, seen_at: base.price_seen_at, ..PageSnapshot::default() })
    });
    let own_price = base.filter(|base| base.price_seen_at.is_none()).and_then(|base| base.price);
    let boards = base.map(|base| base.boards.clone()).filter(|boards| !boards.is_empty());
    let of_base = |field: fn(&ItemView) -> &Option<String>| base.and_then(|base| field(base).clone());
    let item = NewItem {
        id,
        boards: boards.map_or(BoardChoice::Default(DefaultBoard::Default), BoardChoice::Boards),
        page,
        link: None,
        title: Some(title),
        price: patch.price.unwrap_or(own_price),
        quantity: patch.quantity.or(base.map(|base| base.quantity)).unwrap_or_default(),
        variant: patch.variant.clone().or_else(|| base.map(|base| base.variant.clone())).unwrap_or_default(),
        priority: patch.priority.or(base.map(|base| base.priority)).unwrap_or(5),
        note: patch.note.clone().unwrap_or_else(|| of_base(|base| &base.note)),
        private_note: patch.private_note.clone().unwrap_or_else(|| of_base(|base| &base.private_note)),
        occasion: patch.occasion.clone().unwrap_or_else(|| of_base(|base| &base.occasion)),
        alert_threshold: patch.alert_threshold.unwrap_or_else(|| base.and_then(|base| base.alert_threshold)),
    };
    let rest = ItemPatch { image: patch.image.clone(), state: patch.state, ..ItemPatch::default() };
    Some((item, (rest != ItemPatch::default()).then_some(rest)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::json::parse;
    use shared::time::Timestamp;

    use super::*;

    fn id(number: u8) -> ItemId {
        ItemId::new(Timestamp::from_millis(1), [number; 10])
    }

    fn base() -> ItemView {
        let text = format!(
            r#"{{"id":"{}","product_id":null,"offer_id":null,"title":"Kettle","url":"https://shop.example/p",
            "shop":"shop.example","image":"https://shop.example/1.jpg","price":{{"amount_minor":100,"currency":"EUR"}},
            "price_seen_at":7,"list_price":null,"brand":null,"availability":null,"quantity":2,"variant":[],"priority":7,"note":"n",
            "private_note":null,"occasion":"Birthday","alert_threshold":null,"needs_check":false,"fill":null,
            "boards":["{}"],"created_at":9,"updated_at":9,"deleted_at":12,"version":3}}"#,
            id(1).text(),
            id(8).text()
        );
        parse(&text).unwrap()
    }

    #[test]
    fn what_was_typed_goes_over_what_it_was() {
        let patch = ItemPatch { title: Some("Pot".to_owned()), note: Some(None), ..ItemPatch::default() };
        let (item, rest) = anew(Some(&base()), &patch, id(2)).unwrap();
        assert_eq!((item.id, item.title.as_deref(), item.note, item.priority), (id(2), Some("Pot"), None, 7));
        assert_eq!((item.occasion.as_deref(), item.price), (Some("Birthday"), None));
        assert!(matches!(&item.boards, BoardChoice::Boards(boards) if boards.len() == 1));
        let page = item.page.unwrap();
        assert_eq!(
            (page.url.as_str(), page.title.as_deref(), page.price),
            ("https://shop.example/p", Some("Kettle"), base().price)
        );
        assert_eq!(rest, None);
    }

    #[test]
    fn what_is_gone_for_good_is_made_of_what_was_typed_alone() {
        let named = ItemPatch { title: Some("Pot".to_owned()), image: Some(None), ..ItemPatch::default() };
        let (item, rest) = anew(None, &named, id(2)).unwrap();
        assert!(item.page.is_none() && matches!(item.boards, BoardChoice::Default(_)));
        assert_eq!(rest, Some(ItemPatch { image: Some(None), ..ItemPatch::default() }));
        assert!(anew(None, &ItemPatch { note: Some(None), ..ItemPatch::default() }, id(2)).is_none());
        assert_eq!(fields(&named).iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["title", "image"]);
    }
}
