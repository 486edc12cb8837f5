//! Items that changed alone: written into the copies of the boards where they lie, without reading those boards anew.

use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json, Object, ToJson};
use shared::wire::items::ItemView;
use shared::wire::message::Refusal;
use shared::wire::outbox::Owner;
use shared::wire::problem::ProblemKind;

use super::sync::keep;
use super::{Shelf, ask, copy};
use crate::bridge::Failure;

/// Asks for items that changed, writes them into the copies, and gives the boards that are to be read anew.
pub(super) async fn items_alone(
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
    keep(shelf, owner, written, &[]).await;
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

pub(super) fn list_of(texts: &[String]) -> String {
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
}
