//! What happened since the last time, as the server's events tell it: which boards and items are to be read anew.

use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json};
use shared::wire::event::{Event, EventView};
use shared::wire::outbox::Owner;

use super::{add, ask};
use crate::bridge::Failure;

/// Pages of events in one look; who missed more reads everything anew.
const MOST_EVENT_PAGES: usize = 5;

/// What changed since a number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct News {
    pub(super) boards: Vec<BoardId>,
    pub(super) items: Vec<ItemId>,
    /// Items that are new; their boards are told as changed.
    pub(super) saved: Vec<ItemId>,
    /// Boards were made, renamed or removed.
    pub(super) list: bool,
    /// More than is told: everything is read anew.
    pub(super) everything: bool,
    pub(super) number: i64,
}

impl News {
    /// Adds a page of events; true where another one follows.
    fn take(&mut self, text: &str) -> Option<bool> {
        let page = Json::parse(text)?;
        let last: i64 = page.field("last_number")?;
        self.everything |= page.field::<bool>("reset")?;
        let mut seen = self.number;
        for entry in page.get("entries")?.items()? {
            seen = entry.field("number")?;
            // What a later server tells of is for a later version.
            let Some(EventView { event, .. }) = EventView::from_json(entry) else { continue };
            match event {
                Event::BoardAdded { board_id } | Event::BoardItemsChanged { board_id } => {
                    self.list = true;
                    add(&mut self.boards, board_id);
                }
                Event::BoardChanged { .. } | Event::BoardRemoved { .. } => self.list = true,
                Event::ItemSaved { item_id } => {
                    add(&mut self.saved, item_id);
                }
                Event::ItemChanged { item_id } | Event::ItemBinned { item_id } | Event::ItemRestored { item_id } => {
                    self.list = true;
                    add(&mut self.items, item_id);
                }
                // Of groups nothing is kept on the device yet.
                Event::GroupAdded { .. }
                | Event::GroupChanged { .. }
                | Event::GroupRemoved { .. }
                | Event::ListChanged { .. }
                | Event::WishAdded { .. }
                | Event::ClaimsChanged { .. } => {}
            }
        }
        let more = !self.everything && seen > self.number && seen < last;
        self.number = if more { seen } else { last };
        Some(more)
    }
}

/// Asks what happened.
pub(super) async fn since(owner: &Owner, known: Option<i64>) -> Result<News, Failure> {
    let mut news = News { number: known.unwrap_or(0), ..News::default() };
    for _ in 0..MOST_EVENT_PAGES {
        // Without a copy only the newest number is of interest.
        let after = if known.is_some() { news.number } else { i64::from(i32::MAX) };
        let text = ask::read(owner, &format!("/events?after={after}")).await?;
        if !news.take(&text).ok_or(Failure::NoAnswer)? {
            return Ok(news);
        }
    }
    Ok(News { everything: true, ..news })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BOARD: &str = "01936f3e-0000-7000-8000-000000000002";
    const ITEM: &str = "01936f3e-0000-7000-8000-000000000101";

    #[test]
    fn events_say_what_to_read_and_unknown_ones_nothing() {
        let page = |entries: &str, last: i64, reset: bool| {
            format!(r#"{{"entries":[{entries}],"last_number":{last},"reset":{reset}}}"#)
        };
        let event = |number: i64, kind: &str, of: &str, id: &str| {
            format!(r#"{{"number":{number},"at":1,"type":"{kind}","{of}":"{id}"}}"#)
        };
        let mut news = News { number: 4, ..News::default() };
        let entries = [event(5, "board_items_changed", "board_id", BOARD), event(6, "later", "x", "y")].join(",");
        assert_eq!(news.take(&page(&entries, 9, false)), Some(true), "200 at once, the rest with the next page");
        assert_eq!(news.number, 6);
        assert_eq!(news.take(&page(&event(9, "item_changed", "item_id", ITEM), 9, false)), Some(false));
        assert_eq!((news.boards.len(), news.items.len(), news.number, news.everything), (1, 1, 9, false));
        assert_eq!(news.take(&page("", 12, true)), Some(false));
        assert_eq!((news.everything, news.number), (true, 12));
        assert_eq!(News::default().take("{}"), None);
    }
}
