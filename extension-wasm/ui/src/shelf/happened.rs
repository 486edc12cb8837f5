//! What happened to boards and wishes, the newest first: what waits on this device or was refused, and what the server told.

use std::sync::Arc;

use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::event::{Event, EventView};
use shared::wire::items::ItemView;
use shared::wire::outbox::{Row, Sending};

/// Events of the server that are looked at: the last so many.
pub(super) const MOST: i64 = 100;
/// Between a look at a page and what the server tells of it.
const SAME_MOMENT_MS: u64 = 60_000;

/// What it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Saved or changed here; the server has not heard of it.
    Waits,
    /// The server said no.
    Refused,
    Saved,
    Changed,
    Binned,
    Restored,
    BoardAdded,
    BoardChanged,
    BoardRemoved,
    /// Wishes were placed on it, taken off or put in another order.
    BoardItems,
    /// It costs something else than when it was saved.
    Price {
        /// Then.
        from: Money,
        /// Now.
        to: Money,
    },
}

/// To what it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    Item(ItemId),
    Board(BoardId),
    /// Several, or what has no id here.
    Other,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happened {
    pub(crate) what: What,
    pub(crate) whom: Whom,
    pub(crate) at: Timestamp,
    /// What it is called, where the row itself knows.
    pub(crate) title: Option<String>,
}

/// What the rows of the outbox say, the newest first.
pub(super) fn of_rows(rows: &[Arc<Row>]) -> Vec<Happened> {
    let of = |row: &Arc<Row>| Happened {
        what: if row.parked.is_some() { What::Refused } else { What::Waits },
        whom: match &row.sending {
            Sending::Board(board) => Whom::Board(board.id),
            _ => row.item_id().map_or(Whom::Other, Whom::Item),
        },
        at: row.made_at,
        title: match &row.sending {
            Sending::Board(board) => Some(board.name.clone()),
            _ => row.item().map(|item| item.title.clone()),
        },
    };
    rows.iter().rev().map(of).collect()
}

/// What a page of events says, the newest first. The same again of the same item or board, with nothing between, is told once.
pub(super) fn of_events(text: &str) -> Option<Vec<Happened>> {
    let mut all: Vec<Happened> = Vec::new();
    for entry in Json::parse(text)?.get("entries")?.items()? {
        // What a later server tells of is for a later version.
        let Some(EventView { at, event, .. }) = EventView::from_json(entry) else { continue };
        let (what, whom) = match event {
            Event::ItemSaved { item_id } => (What::Saved, Whom::Item(item_id)),
            Event::ItemChanged { item_id } => (What::Changed, Whom::Item(item_id)),
            Event::ItemBinned { item_id } => (What::Binned, Whom::Item(item_id)),
            Event::ItemRestored { item_id } => (What::Restored, Whom::Item(item_id)),
            Event::BoardAdded { board_id } => (What::BoardAdded, Whom::Board(board_id)),
            Event::BoardChanged { board_id } => (What::BoardChanged, Whom::Board(board_id)),
            Event::BoardRemoved { board_id } => (What::BoardRemoved, Whom::Board(board_id)),
            Event::BoardItemsChanged { board_id } => (What::BoardItems, Whom::Board(board_id)),
            // Of groups the panel does not tell yet.
            Event::GroupAdded { .. }
            | Event::GroupChanged { .. }
            | Event::GroupRemoved { .. }
            | Event::ListChanged { .. }
            | Event::WishAdded { .. }
            | Event::ClaimsChanged { .. } => continue,
        };
        if all.last().is_some_and(|last| (last.what, last.whom) == (what, whom)) {
            all.pop();
        }
        all.push(Happened { what, whom, at, title: None });
    }
    all.reverse();
    Some(all)
}

/// Both, the newest first. That a wish changed goes without saying where it was its price, at that moment.
pub(crate) fn with_prices(mut told: Vec<Happened>, prices: Vec<Happened>) -> Vec<Happened> {
    let same = |one: &Happened, price: &Happened| {
        one.whom == price.whom && one.at.as_millis().abs_diff(price.at.as_millis()) <= SAME_MOMENT_MS
    };
    told.retain(|one| one.what != What::Changed || !prices.iter().any(|price| same(one, price)));
    for price in prices {
        let place = told.iter().position(|one| one.at < price.at).unwrap_or(told.len());
        told.insert(place, price);
    }
    told
}

/// What items themselves know, the newest first, at most so many. An item that lies on several boards is still one.
pub(super) fn of_items<'i>(items: impl Iterator<Item = &'i ItemView>, most: usize) -> Vec<Happened> {
    let mut all: Vec<Happened> = Vec::new();
    let mut put = |what: What, item: &ItemView, at: Timestamp| {
        let place = all.iter().position(|one| one.at <= at).unwrap_or(all.len());
        let one = Happened { what, whom: Whom::Item(item.id), at, title: None };
        if place < most && !all.contains(&one) {
            all.insert(place, one);
            all.truncate(most);
        }
    };
    for item in items {
        put(What::Saved, item, item.created_at);
        if item.updated_at > item.created_at {
            put(What::Changed, item, item.updated_at);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::wire::outbox::Parked;
    use shared::wire::problem::ProblemKind;

    fn item(number: u8) -> ItemId {
        ItemId::new(Timestamp::from_millis(1), [number; 10])
    }

    #[test]
    fn events_are_told_newest_first_and_repeated_ones_once() {
        let event = |number: u8, kind: &str, id: ItemId| {
            format!(r#"{{"number":{number},"at":{number},"type":"{kind}","item_id":"{id}"}}"#)
        };
        let entries = [
            event(1, "item_saved", item(1)),
            event(2, "item_changed", item(1)),
            event(3, "item_changed", item(1)),
            event(4, "item_from_a_later_server", item(1)),
            event(5, "item_changed", item(2)),
            event(6, "item_changed", item(1)),
        ];
        let text = format!(r#"{{"entries":[{}],"last_number":6,"reset":false}}"#, entries.join(","));
        let told: Vec<_> =
            of_events(&text).unwrap().into_iter().map(|one| (one.what, one.whom, one.at.as_millis())).collect();
        assert_eq!(
            told,
            [
                (What::Changed, Whom::Item(item(1)), 6),
                (What::Changed, Whom::Item(item(2)), 5),
                (What::Changed, Whom::Item(item(1)), 3),
                (What::Saved, Whom::Item(item(1)), 1),
            ]
        );
        assert_eq!(of_events("<html>a hotel</html>"), None);
    }

    #[test]
    fn a_price_stands_where_it_moved_and_says_what_changed() {
        let told = |what, number, at| Happened {
            what,
            whom: Whom::Item(item(number)),
            at: Timestamp::from_millis(at),
            title: None,
        };
        let euros = |cents| Money::new(cents, "EUR".parse().unwrap());
        let price = What::Price { from: euros(5), to: euros(4) };
        let (saved, changed) = (What::Saved, What::Changed);
        let events = vec![
            told(changed, 1, 500_000),
            told(changed, 1, 120_000),
            told(changed, 2, 120_000),
            told(saved, 1, 90_000),
        ];
        let all = with_prices(events, vec![told(price, 1, 100_000)]);
        let all: Vec<_> = all.into_iter().map(|one| (one.what, one.whom)).collect();
        let (first, second) = (Whom::Item(item(1)), Whom::Item(item(2)));
        assert_eq!(all, [(changed, first), (changed, second), (price, first), (saved, first)]);
    }

    #[test]
    fn without_the_server_the_items_themselves_tell_the_newest_first() {
        let entries = crate::shelf::entries_for_tests(3);
        let items: Vec<ItemView> = entries
            .iter()
            .zip([5, 9, 7])
            .map(|(entry, at)| ItemView { created_at: Timestamp::from_millis(at), ..entry.placed.item.clone() })
            .collect();
        let changed = ItemView { updated_at: Timestamp::from_millis(8), ..items[0].clone() };
        let all = [&changed, &items[1], &items[2], &changed];
        let told: Vec<_> =
            of_items(all.into_iter(), 3).into_iter().map(|one| (one.what, one.whom, one.at.as_millis())).collect();
        let item = |at: usize| Whom::Item(items[at].id);
        assert_eq!(told, [(What::Saved, item(1), 9), (What::Changed, item(0), 8), (What::Saved, item(2), 7)]);
    }

    #[test]
    fn rows_are_told_newest_first_and_refused_ones_as_such() {
        let row = |number: u8| {
            let at = Timestamp::from_millis(i64::from(number));
            Row::new(None, (Sending::Edit(item(number)), String::new()), None, at)
        };
        let parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
        let told = of_rows(&[Arc::new(Row { parked, ..row(1) }), Arc::new(row(2))]);
        let told: Vec<_> = told.into_iter().map(|one| (one.what, one.whom, one.at.as_millis())).collect();
        assert_eq!(told, [(What::Waits, Whom::Item(item(2)), 2), (What::Refused, Whom::Item(item(1)), 1)]);
    }
}
