//! What the server told of a board: its items as they lie, each with the words that it is found by.

use std::sync::Arc;

use shared::id::ItemId;
use shared::json::{FromJson, Json};
use shared::lower_case::lower_case;
use shared::wire::boards::PlacedItemView;

/// An item on a board.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) placed: PlacedItemView,
    /// Title, shop, brand and notes in small letters.
    pub(crate) words: String,
    /// Its save is still on its way to the server.
    pub(crate) waits: bool,
}

impl Entry {
    /// The entry of an item.
    pub(crate) fn of(placed: PlacedItemView) -> Self {
        let item = &placed.item;
        let texts = [
            Some(&item.title),
            item.shop.as_ref(),
            item.brand.as_ref(),
            item.note.as_ref(),
            item.private_note.as_ref(),
        ];
        let words = lower_case(&texts.into_iter().flatten().flat_map(|text| [text.as_str(), "\n"]).collect::<String>());
        Self { placed, words, waits: false }
    }

    pub(crate) fn id(&self) -> ItemId {
        self.placed.item.id
    }
}

/// The items of a board, as they lie there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) entries: Vec<Arc<Entry>>,
    /// More lies there that was not told yet.
    pub(crate) partial: bool,
}

impl Told {
    /// Reads the items; one that cannot be read is of a later server, and is left out.
    pub(crate) fn of<'t>(entries: impl Iterator<Item = Json<'t>>) -> Self {
        let entries = entries.filter_map(PlacedItemView::from_json).map(|placed| Arc::new(Entry::of(placed)));
        Self { entries: entries.collect(), partial: false }
    }
}

/// So many entries for tests.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) fn entries_for_tests(count: u8) -> Vec<Arc<Entry>> {
    let one = |number: u8| {
        let placed = serde_json::json!({
            "id": ItemId::new(shared::time::Timestamp::from_millis(2), [number; 10]).to_string(), "product_id": null,
            "offer_id": null, "title": format!("Kettle {number}"), "url": null, "shop": null, "image": null, "price": null,
            "price_seen_at": null, "list_price": null, "brand": null, "availability": null, "quantity": 1, "variant": [],
            "priority": 5, "note": null, "private_note": null, "occasion": null, "alert_threshold": null,
            "needs_check": false, "fill": null, "fill_problem": null, "state": "wanted", "boards": [], "created_at": 1,
            "updated_at": 1, "deleted_at": null, "version": 1, "position": number, "placed_at": 1
        });
        Arc::new(Entry::of(serde_json::from_value(placed).unwrap()))
    };
    (1..=count).map(one).collect()
}
