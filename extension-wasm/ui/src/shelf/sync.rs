//! Bringing the copy up to what the server has: by the events since the last time, so that nothing is asked for that did not change.
//! The board that is looked at comes first; boards that were never read are read too, so that they are there without a network.

use browser::clock;
use browser::durable::Change;
use leptos::prelude::*;
use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json, Object, ToJson};
use shared::wire::event::{Event, EventView};
use shared::wire::items::ItemView;
use shared::wire::message::Refusal;
use shared::wire::outbox::Owner;
use shared::wire::problem::ProblemKind;

use super::copy::{self, Known};
use super::told::Told;
use super::{Reach, Shelf, add, ask};
use crate::bridge::Failure;
use crate::signals::{Changing, Reading};

/// More items than this that changed by themselves are not asked for one by one.
const MOST_ITEMS: usize = 20;
/// Boards that are read unasked in one look; the next look goes on.
const MOST_BOARDS: usize = 40;
/// Pages of events in one look; who missed more reads everything anew.
const MOST_EVENT_PAGES: usize = 5;

/// Looks at the server; once more where that was asked for meanwhile.
pub(super) async fn run(shelf: Shelf) {
    let starts = shelf.inner.try_update_value(|inner| {
        let running = std::mem::replace(&mut inner.running, true);
        inner.once_more |= running;
        !running
    });
    if starts != Some(true) {
        return;
    }
    loop {
        shelf.inner.update_value(|inner| inner.once_more = false);
        if let Some(owner) = shelf.owner.get_untracked().filter(|_| shelf.sure.get_untracked()) {
            let arrived = shelf.inner.with_value(|inner| inner.arrived.len());
            let reach = match look(shelf, &owner).await {
                Ok(()) => Reach::Well,
                Err(Failure::Refused(Refusal::Offline)) => Reach::Offline,
                Err(failure) => Reach::Failed(failure),
            };
            if shelf.owner.get_untracked().as_ref() == Some(&owner) {
                if reach == Reach::Well {
                    // What had arrived before the look is in what was told now.
                    shelf.inner.update_value(|inner| drop(inner.arrived.drain(..arrived.min(inner.arrived.len()))));
                    shelf.read_rows(None).await;
                }
                shelf.reach.set(reach);
            }
        }
        if shelf.inner.try_update_value(|inner| inner.once_more) != Some(true) {
            break;
        }
    }
    shelf.inner.update_value(|inner| inner.running = false);
}

/// What changed since a number.
#[derive(Debug, Default, PartialEq, Eq)]
struct News {
    boards: Vec<BoardId>,
    items: Vec<ItemId>,
    /// Boards were made, renamed or removed.
    list: bool,
    /// More than is told: everything is read anew.
    everything: bool,
    number: i64,
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
                Event::ItemSaved { .. } => {}
                Event::ItemChanged { item_id } | Event::ItemBinned { item_id } | Event::ItemRestored { item_id } => {
                    self.list = true;
                    add(&mut self.items, item_id);
                }
            }
        }
        let more = !self.everything && seen > self.number && seen < last;
        self.number = if more { seen } else { last };
        Some(more)
    }
}

async fn news(owner: &Owner, known: Option<&Known>) -> Result<News, Failure> {
    let mut news = News { number: known.map_or(0, |known| known.number), ..News::default() };
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

async fn look(shelf: Shelf, owner: &Owner) -> Result<(), Failure> {
    let known = copy::boards(owner).await;
    let news = news(owner, known.as_ref()).await?;
    let first = known.is_none();
    let list = match known {
        Some(known) if !news.list && !news.everything => known.still(clock::now(), news.number),
        _ => Known::of(clock::now(), news.number, ask::boards(owner).await?),
    };
    let ours = || shelf.owner.get_untracked().as_ref() == Some(owner);
    if !ours() {
        return Ok(());
    }
    let ids: Vec<BoardId> =
        list.boards.iter().filter(|board| board.deleted_at.is_none()).map(|board| board.id).collect();
    shelf.boards.set(Some(list.boards.clone()));
    if first {
        // Boards whose items do not come any more are missing, and read the next time.
        copy::keep(owner, &copy::put_boards(owner, &list)).await;
    }
    let mut stale = news.boards.clone();
    if news.everything || news.items.len() > MOST_ITEMS {
        stale.extend(&ids);
    } else {
        stale.extend(items_alone(shelf, owner, &news.items, &ids).await?);
    }
    let open = shelf
        .open
        .get_untracked()
        .map(|open| if ids.contains(&open) { open } else { shelf.default_board().unwrap_or(open) });
    let (first, others): (Vec<_>, Vec<_>) = ids.iter().partition(|id| Some(**id) == open);
    let mut unasked = 0;
    for id in first.into_iter().chain(others).copied() {
        let missing = copy::items_text(owner, id).await.is_none();
        if !stale.contains(&id) && !missing {
            continue;
        }
        unasked += usize::from(missing && Some(id) != open);
        if unasked > MOST_BOARDS {
            continue;
        }
        board(shelf, owner, id).await?;
        if !ours() {
            return Ok(());
        }
    }
    // Last: what is told of here is in the copies by now.
    copy::keep(owner, &copy::put_boards(owner, &list)).await;
    shelf.as_of.set(Some(list.at));
    Ok(())
}

/// Reads a board whole. Where nothing is known of it yet, it is shown as it comes.
async fn board(shelf: Shelf, owner: &Owner, id: BoardId) -> Result<(), Failure> {
    shelf.bring(id).await;
    let first = shelf.open.get_untracked() == Some(id) && !shelf.told.glance(|told| told.get(id).is_some());
    let so_far = move |texts: &[String]| {
        if first {
            let told = Told { partial: true, ..Told::of(texts.iter().filter_map(|text| Json::parse(text))) };
            shelf.told.change(|all| all.put(id, told));
        }
    };
    let texts = match ask::items(owner, id, so_far).await {
        Ok(texts) => texts,
        Err(Failure::Refused(Refusal::Problem { kind: ProblemKind::NotFound, .. })) => {
            copy::keep(owner, &[copy::drop_items(owner, id)]).await;
            shelf.told.change(|all| all.drop_board(id));
            return Ok(());
        }
        Err(failure) => return Err(failure),
    };
    let text = list_of(&texts);
    keep(shelf, owner, vec![(id, text)]).await;
    Ok(())
}

/// Keeps boards, and shows those that are shown.
async fn keep(shelf: Shelf, owner: &Owner, boards: Vec<(BoardId, String)>) {
    let shown = boards.iter().filter_map(|(id, text)| Some((*id, copy::told(text)?))).collect::<Vec<_>>();
    let changes: Vec<Change> = boards.into_iter().map(|(id, text)| copy::put_items(owner, id, text)).collect();
    copy::keep(owner, &changes).await;
    if shelf.owner.get_untracked().as_ref() != Some(owner) {
        return;
    }
    let open = shelf.open.get_untracked();
    let everywhere = shelf.inner.with_value(|inner| inner.everywhere);
    shelf.told.change(|all| {
        for (id, told) in shown {
            // What nobody looks at stays on the disk.
            if everywhere || Some(id) == open || all.get(id).is_some() || shelf.default_board() == Some(id) {
                all.put(id, told);
            }
        }
    });
}

/// Asks for items that changed, writes them into the copies, and gives the boards that are to be read anew.
async fn items_alone(
    shelf: Shelf,
    owner: &Owner,
    changed: &[ItemId],
    boards: &[BoardId],
) -> Result<Vec<BoardId>, Failure> {
    let mut stale = Vec::new();
    let mut now: Vec<(ItemId, Option<(ItemView, String)>)> = Vec::new();
    for id in changed {
        match ask::read(owner, &["/items/", &id.text()].concat()).await {
            Ok(text) => now.push((*id, Json::parse(&text).and_then(ItemView::from_json).map(|item| (item, text)))),
            Err(Failure::Refused(Refusal::Problem { kind: ProblemKind::NotFound, .. })) => now.push((*id, None)),
            Err(failure) => return Err(failure),
        }
    }
    if now.is_empty() {
        return Ok(stale);
    }
    let mut written = Vec::new();
    for board in boards {
        let Some(text) = copy::items_text(owner, *board).await else { continue };
        match rewritten(&text, *board, &now) {
            Rewritten::Same => {}
            Rewritten::As(text) => written.push((*board, text)),
            Rewritten::Unknown => stale.push(*board),
        }
    }
    keep(shelf, owner, written).await;
    Ok(stale)
}

/// What becomes of a board's copy by items that changed.
#[derive(Debug, PartialEq, Eq)]
enum Rewritten {
    Same,
    As(String),
    /// One lies here whose place was not told.
    Unknown,
}

fn rewritten(text: &str, board: BoardId, now: &[(ItemId, Option<(ItemView, String)>)]) -> Rewritten {
    let Some(items) = Json::parse(text).and_then(Json::items) else { return Rewritten::Unknown };
    let mut here = Vec::new();
    let mut touched = false;
    let mut texts = Vec::new();
    for entry in items {
        let id = entry.field::<ItemId>("id");
        let changed = now.iter().find(|(changed, _)| Some(*changed) == id);
        here.extend(changed.map(|(id, _)| *id));
        match changed {
            None => texts.push(entry.as_text().to_owned()),
            Some((_, Some((item, text)))) if item.deleted_at.is_none() => {
                touched = true;
                texts.push(in_place(text, entry));
            }
            Some(_) => touched = true,
        }
    }
    let missing = |(id, item): &(ItemId, Option<(ItemView, String)>)| {
        !here.contains(id)
            && item.as_ref().is_some_and(|(item, _)| item.deleted_at.is_none() && item.boards.contains(&board))
    };
    if now.iter().any(missing) {
        return Rewritten::Unknown;
    }
    if touched { Rewritten::As(list_of(&texts)) } else { Rewritten::Same }
}

/// The item as it is now, where it lay.
fn in_place(item: &str, entry: Json<'_>) -> String {
    let Some(item) = Json::parse(item) else { return entry.as_text().to_owned() };
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    for (name, value) in item.fields() {
        object.put(&name.text().unwrap_or_default(), &value);
    }
    for name in ["position", "placed_at"] {
        object.put(name, &entry.get(name));
    }
    object.close();
    out
}

fn list_of(texts: &[String]) -> String {
    let mut out = String::new();
    texts.iter().filter_map(|text| Json::parse(text)).collect::<Vec<_>>().write(&mut out);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BOARD: &str = "01936f3e-0000-7000-8000-000000000002";
    const ITEM: &str = "01936f3e-0000-7000-8000-000000000101";
    const OTHER: &str = "01936f3e-0000-7000-8000-000000000102";

    fn item(id: &str, title: &str, deleted_at: &str) -> String {
        format!(
            r#"{{"id":"{id}","product_id":null,"offer_id":null,"title":"{title}","url":null,"shop":null,"image":null,"price":null,"price_seen_at":null,"list_price":null,"brand":null,"availability":null,"quantity":1,"variant":[],"priority":5,"note":null,"private_note":null,"occasion":null,"alert_threshold":null,"needs_check":false,"fill":null,"fill_problem":null,"state":"wanted","boards":["{BOARD}"],"created_at":1,"updated_at":1,"deleted_at":{deleted_at},"version":1}}"#
        )
    }

    fn placed(id: &str, title: &str) -> String {
        let item = item(id, title, "null");
        format!(r#"{},"position":7,"placed_at":9}}"#, item.trim_end_matches('}'))
    }

    fn now(id: &str, text: String) -> (ItemId, Option<(ItemView, String)>) {
        (id.parse().unwrap(), Some((ItemView::from_json(Json::parse(&text).unwrap()).unwrap(), text)))
    }

    #[test]
    fn an_item_that_changed_is_written_where_it_lay() {
        let copy = format!("[{},{}]", placed(ITEM, "Kettle"), placed(OTHER, "Pan"));
        let after = format!("[{},{}]", placed(ITEM, "Teapot"), placed(OTHER, "Pan"));
        let board = BOARD.parse().unwrap();
        assert_eq!(rewritten(&copy, board, &[now(ITEM, item(ITEM, "Teapot", "null"))]), Rewritten::As(after));
        let gone = Rewritten::As(format!("[{}]", placed(OTHER, "Pan")));
        assert_eq!(rewritten(&copy, board, &[now(ITEM, item(ITEM, "Teapot", "5"))]), gone);
        assert_eq!(rewritten(&copy, board, &[(ITEM.parse().unwrap(), None)]), gone);
        let new = "01936f3e-0000-7000-8000-000000000103";
        assert_eq!(rewritten(&copy, board, &[now(new, item(new, "Pot", "null"))]), Rewritten::Unknown);
        assert_eq!(rewritten(&copy, OTHER.parse().unwrap(), &[now(new, item(new, "Pot", "null"))]), Rewritten::Same);
    }

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
