//! A save that the server has not told of yet, as the wish that it will be: read from the body that is sent for it.
//! So that what was saved signed out, or without a network, is edited, moved and found like any other wish. Pure.

use std::sync::Arc;

use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json};
use shared::product_url;
use shared::wire::boards::PlacedItemView;
use shared::wire::items::{ItemState, ItemView, Quantity};
use shared::wire::outbox::{Row, Sending};

use super::add;
use super::told::Entry;

/// The save of this item, where it is still to arrive.
fn save_of(rows: &[Arc<Row>], id: ItemId) -> Option<&Row> {
    rows.iter().map(Arc::as_ref).find(|row| row.parked.is_none() && row.item().is_some_and(|item| item.id == id))
}

/// Whether a save is shown as the wish that it will be: with nobody signed in, and where something was done with it since.
pub(super) fn is_wish(rows: &[Arc<Row>], row: &Row) -> bool {
    let done = |other: &Arc<Row>| other.item_id() == row.item_id() && other.item().is_none() && other.parked.is_none();
    row.parked.is_none() && (row.owner.is_none() || rows.iter().any(done))
}

/// The wish that a save belongs to: the server makes one of all saves of a page, and keeps the first that is not in the bin.
pub(super) fn wish_of(rows: &[Arc<Row>], row: &Row) -> Option<ItemId> {
    let own = row.item()?.id;
    let mut wish = None;
    for each in rows.iter().filter(|each| each.parked.is_none() && row.page.is_some()) {
        match &each.sending {
            Sending::Item(item) if each.page == row.page => {
                let first = *wish.get_or_insert(item.id);
                if item.id == own {
                    return Some(first);
                }
            }
            Sending::Remove(id) if wish == Some(*id) => wish = None,
            _ => {}
        }
    }
    Some(own)
}

/// The boards that all saves of the wish of this save go to.
fn boards_of(rows: &[Arc<Row>], save: &Row, real: impl Fn(BoardId) -> BoardId) -> Vec<BoardId> {
    let mut boards = Vec::new();
    let wish = save.item().map(|item| item.id);
    let same = |row: &Row| row.page == save.page && row.parked.is_none() && wish_of(rows, row) == wish;
    for row in rows.iter().filter(|row| same(row)) {
        for board in row.item().into_iter().flat_map(|item| &item.boards) {
            add(&mut boards, real(*board));
        }
    }
    boards
}

/// The wish that a save waits for, once it has arrived.
pub(super) fn entry(rows: &[Arc<Row>], id: ItemId, real: impl Fn(BoardId) -> BoardId) -> Option<Entry> {
    let row = save_of(rows, id)?;
    let boards = boards_of(rows, row, real);
    let sent = row.item()?;
    let body = Json::parse(&row.body)?;
    let page = body.get("page");
    let url: Option<String> = body.field::<Option<String>>("link")?.or_else(|| told(page, "url"));
    let shop = url.as_deref().map(product_url::host).map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    let item = ItemView {
        id: sent.id,
        product_id: None,
        offer_id: None,
        title: sent.title.clone(),
        url,
        shop,
        image: sent.image.clone(),
        price: sent.price,
        price_seen_at: None,
        list_price: None,
        brand: told(page, "brand"),
        availability: told(page, "availability"),
        quantity: body.get("quantity").and_then(Quantity::from_json).unwrap_or_default(),
        variant: body.get("variant").and_then(Vec::from_json).unwrap_or_default(),
        priority: body.field("priority").unwrap_or(5),
        note: body.field("note")?,
        private_note: body.field("private_note")?,
        occasion: body.field("occasion")?,
        alert_threshold: None,
        needs_check: page.and_then(|page| page.get("verdict")).is_some_and(|verdict| !verdict.is_text("sure")),
        fill: None,
        fill_problem: None,
        state: ItemState::Wanted,
        boards,
        created_at: row.made_at,
        updated_at: row.made_at,
        deleted_at: None,
        version: 0,
        conflicts: Vec::new(),
    };
    Some(Entry {
        waits: row.owner.is_some(),
        ..Entry::of(PlacedItemView { item, position: 0, placed_at: row.made_at })
    })
}

fn told<T: FromJson>(page: Option<Json<'_>>, name: &str) -> Option<T> {
    page?.field(name)
}
