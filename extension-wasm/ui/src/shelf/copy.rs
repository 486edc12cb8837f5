//! The copy on the device: texts as the server told them, under keys that begin with whose they are.

use browser::database::{self, COPIES, SESSION};
use browser::durable::{Change, RowKey};
use shared::id::BoardId;
use shared::json::{FromJson, Json, Object, Record, parse, to_text};
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::boards::BoardView;
use shared::wire::outbox::{Owner, owner_key};

use super::told::Told;

/// Under it lies whose boards were last shown.
const LAST: &str = "last";

/// The boards of an owner, and up to where all that happened is in the copies.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// When the server was last asked.
    pub(super) at: Timestamp,
    /// The number of the last event that the copies hold.
    pub(super) number: i64,
    pub(super) boards: Vec<BoardView>,
    /// The texts that the boards were read from.
    texts: Vec<String>,
}

impl Known {
    /// Of what was told.
    pub(super) fn of(at: Timestamp, number: i64, texts: Vec<String>) -> Self {
        let boards = texts.iter().filter_map(|text| parse(text)).collect();
        Self { at, number, boards, texts }
    }

    /// The same, as it is still at a later time.
    pub(super) fn still(self, at: Timestamp, number: i64) -> Self {
        Self { at, number, ..self }
    }
}

json_record!(object Known);
impl Record for Known {
    fn put_into(&self, object: &mut Object<'_>) {
        let boards: Vec<Json<'_>> = self.texts.iter().filter_map(|text| Json::parse(text)).collect();
        object.put("at", &self.at).put("number", &self.number).put("boards", &boards);
    }
}

impl FromJson for Known {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let texts = json.get("boards")?.items()?.map(|board| board.as_text().to_owned()).collect();
        Some(Self::of(json.field("at")?, json.field("number")?, texts))
    }
}

fn boards_key(owner: &Owner) -> String {
    [&owner_key(Some(owner)), " boards"].concat()
}

fn items_prefix(owner: &Owner) -> String {
    [&owner_key(Some(owner)), " items "].concat()
}

fn items_key(owner: &Owner, board: BoardId) -> String {
    [items_prefix(owner), board.text()].concat()
}

async fn text(key: String) -> Option<String> {
    database::open().await.ok()?.get(COPIES, &RowKey::Text(key)).await.ok()?
}

/// Whose boards were last shown on this device; gone with signing out.
pub(super) async fn last_owner() -> Option<Owner> {
    parse(&text(LAST.to_owned()).await?)
}

/// The boards of this owner.
pub(super) async fn boards(owner: &Owner) -> Option<Known> {
    parse(&text(boards_key(owner)).await?)
}

/// The items of a board.
pub(super) async fn board(owner: &Owner, board: BoardId) -> Option<Told> {
    told(&items_text(owner, board).await?)
}

/// The text of the items of a board: a list.
pub(super) async fn items_text(owner: &Owner, board: BoardId) -> Option<String> {
    text(items_key(owner, board)).await
}

/// Reads the text of the items of a board.
pub(super) fn told(text: &str) -> Option<Told> {
    Some(Told::of(Json::parse(text)?.items()?))
}

/// The items of all boards that are here.
pub(super) async fn all(owner: &Owner) -> Vec<(BoardId, Told)> {
    let prefix = items_prefix(owner);
    let Ok(database) = database::open().await else { return Vec::new() };
    let rows = database.texts_from(COPIES, &prefix).await.unwrap_or_default();
    rows.iter().filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.parse().ok()?, told(text)?))).collect()
}

/// What is kept of one look. Where the disk refuses, the boards are shown all the same and asked for again the next time.
pub(super) async fn keep(owner: &Owner, changes: &[Change]) {
    let Ok(database) = database::open().await else { return };
    let _ = database.write(changes).await;
    // Who signed out meanwhile has emptied the copies before this was written, or will: it is looked at after the writing, so that
    // one of the two is the last.
    if !is_signed_in(owner).await {
        let written = changes.iter().filter_map(|change| match change {
            Change::Put(store, key, _) => Some(Change::Delete(store, key.clone())),
            _ => None,
        });
        let _ = database.write(&written.collect::<Vec<_>>()).await;
    }
}

/// Whether the session of this browser is (still) theirs. Its tokens are not looked at.
async fn is_signed_in(owner: &Owner) -> bool {
    let Ok(database) = database::open().await else { return false };
    let session = database.get(SESSION, &database::session_key()).await.ok().flatten();
    session.as_deref().and_then(Json::parse).is_some_and(|session| {
        let account = session.get("account").and_then(|account| account.field("id"));
        account == Some(owner.account) && session.field("server").as_ref() == Some(&owner.server)
    })
}

/// The boards, and whose they are.
pub(super) fn put_boards(owner: &Owner, known: &Known) -> Vec<Change> {
    vec![
        Change::Put(COPIES, RowKey::Text(LAST.to_owned()), to_text(owner)),
        Change::Put(COPIES, RowKey::Text(boards_key(owner)), to_text(known)),
    ]
}

/// The items of a board, as one list of texts.
pub(super) fn put_items(owner: &Owner, board: BoardId, text: String) -> Change {
    Change::Put(COPIES, RowKey::Text(items_key(owner, board)), text)
}

/// A board that is no longer this owner's to see.
pub(super) fn drop_items(owner: &Owner, board: BoardId) -> Change {
    Change::Delete(COPIES, RowKey::Text(items_key(owner, board)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn boards_are_kept_as_they_were_told() {
        let text = r#"{"id":"01936f3e-0000-7000-8000-000000000002","name":"Ana’s ideas","description":null,"cover_image":null,
            "kind":"ideas","audience":"private","relation":"owner","is_default":false,"link_token":null,"item_count":3,
            "created_at":1,"updated_at":2,"deleted_at":null,"version":7,"later":1e3}"#;
        let known = Known::of(Timestamp::from_millis(5), 9, vec![text.to_owned(), "{}".to_owned()]);
        let kept: Known = parse(&to_text(&known)).unwrap();
        assert_eq!((kept.at, kept.number, &kept.boards), (known.at, 9, &known.boards));
        assert_eq!((kept.boards.len(), kept.texts), (1, known.texts));
    }
}
