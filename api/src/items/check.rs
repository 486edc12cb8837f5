//! The rules of an item's fields.

use shared::wire::items::{BoardChoice, NewItem, PageSnapshot, Quantity};

use super::item::Item;
use crate::error::Answer;
use crate::fields::Fields;
use crate::pictures;
use crate::products::is_gtin;
use crate::text::shows_something;

/// What the page said, or the snapshot that the server made of it. Addresses come out as a browser writes them.
pub(crate) fn snapshot(fields: &mut Fields, page: &mut PageSnapshot) {
    let mut url = Some(std::mem::take(&mut page.url));
    fields.address("page.url", &mut url);
    page.url = url.unwrap_or_default();
    fields.address("page.canonical_url", &mut page.canonical_url);
    if !page.image.as_deref().is_some_and(pictures::is_path) {
        fields.address("page.image", &mut page.image);
    }
    fields.line("page.title", &mut page.title, 500);
    // A page that names itself by nothing one can see has no name.
    page.title = page.title.take().filter(|title| shows_something(title));
    fields.line("page.brand", &mut page.brand, 200);
    fields.line("page.sku", &mut page.sku, 100);
    fields.line("page.category", &mut page.category, 200);
    fields.lines("page.description", &mut page.description, 1000);
    fields.money("page.price", page.price);
    fields.money("page.list_price", page.list_price);
    if page.gtin.as_deref().is_some_and(|gtin| !is_gtin(gtin)) {
        fields.refuse("page.gtin", "is no GTIN of 8, 12, 13 or 14 digits with a right check digit");
    }
    if page.seen_at.is_some_and(|at| at.as_millis() < 0) {
        fields.refuse("page.seen_at", "is before 1970");
    }
}

/// A body that makes an item.
pub(super) fn new_item(new: &mut NewItem) -> Answer<()> {
    let mut fields = Fields::default();
    if new.page.is_some() && new.link.is_some() {
        fields.refuse("link", "stands beside page: send what the page said, or a link for the server to read");
    }
    if let BoardChoice::Boards(boards) = &new.boards
        && !(1..=20).contains(&boards.len())
    {
        fields.refuse("boards", "names no board, or more than 20; \"default\" means My wishes");
    }
    if let Some(page) = &mut new.page {
        snapshot(&mut fields, page);
    }
    fields.address("link", &mut new.link);
    // The person's title, else the page's; a link gets its own later.
    let has_other = new.link.is_some() || new.page.as_ref().is_some_and(|page| page.title.is_some());
    match &mut new.title {
        Some(title) => fields.title("title", title, 500),
        None if has_other => {}
        None => fields.refuse("title", "is missing"),
    }
    fields.money("price", new.price);
    if let Quantity::Count(count) = new.quantity {
        quantity(&mut fields, count);
    }
    fields.variant("variant", &mut new.variant);
    priority(&mut fields, new.priority);
    fields.lines("note", &mut new.note, 2000);
    fields.lines("private_note", &mut new.private_note, 2000);
    fields.line("occasion", &mut new.occasion, 100);
    fields.money("alert_threshold", new.alert_threshold);
    fields.finish()
}

/// An item as a patch would leave it.
pub(super) fn patched(item: &mut Item) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("title", &mut item.title, 500);
    fields.picture("image", &mut item.image);
    fields.money("price", item.price);
    if let Some(count) = item.quantity {
        quantity(&mut fields, count);
    }
    fields.variant("variant", &mut item.variant);
    priority(&mut fields, item.priority);
    fields.lines("note", &mut item.note, 2000);
    fields.lines("private_note", &mut item.private_note, 2000);
    fields.line("occasion", &mut item.occasion, 100);
    fields.money("alert_threshold", item.alert_threshold);
    fields.finish()
}

fn quantity(fields: &mut Fields, count: u16) {
    if !(1..=9999).contains(&count) {
        fields.refuse("quantity", "is not 1 to 9,999 or \"any\"");
    }
}

fn priority(fields: &mut Fields, priority: u8) {
    if !(1..=10).contains(&priority) {
        fields.refuse("priority", "is not 1 (least) to 10 (most)");
    }
}
