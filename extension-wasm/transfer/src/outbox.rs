//! Saving as the panel does: rows added to the outbox in one transaction, and then the worker is asked to send. What comes here has
//! no page that was looked at; a page of it that is saved is marked so in the index, as a save from the page would be.

use browser::clock;
use browser::database::{self, OUTBOX, SAVED};
use browser::durable::{Change, NotStored, RowKey};
use shared::id::{BoardId, ItemId};
use shared::json::{FromJson, Json, Object, Record, parse, to_text};
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardKind, NewBoard};
use shared::wire::message::BoardChip;
use shared::wire::outbox::{Owner, Row, Sending, SentItem, owner_key};

use crate::files::{NewWish, Wish, new_wish};
use crate::known::Known;

/// What the index keeps of a page that was saved here; the worker reads it as its own.
#[derive(Debug)]
pub struct Mark<'m>(pub &'m SentItem, pub Timestamp);

json_record!(object Mark<'_>);
impl Record for Mark<'_> {
    fn put_into(&self, object: &mut Object<'_>) {
        let sent = self.0;
        object.put("id", &sent.id).put("title", &sent.title).put("price", &sent.price).put("image", &sent.image);
        object.put("note", &None::<String>).put("quantity", &1u8).put("boards", &sent.boards).put("saved_at", &self.1);
        // Its page was not looked at: what the popup shows of it is the page's.
        object.put("to_check", &false).put("arrived", &false).put("linked", &true);
    }
}

fn key(owner: Option<&Owner>, page: &str) -> RowKey {
    RowKey::Text([&owner_key(owner), " ", page].concat())
}

/// A new board, as a row of the outbox.
pub(crate) fn board(owner: Option<&Owner>, name: &str, kind: BoardKind) -> (BoardChip, Change) {
    let now = clock::now();
    let id = BoardId::new(now, clock::random());
    let new =
        NewBoard { id, name: name.to_owned(), description: None, cover_image: None, kind, audience: Audience::Private };
    let chip = BoardChip { id, name: name.to_owned(), kind };
    let row = Row::new(owner.cloned(), (Sending::Board(chip.clone()), to_text(&new)), None, now);
    (chip, Change::Add(OUTBOX, to_text(&row)))
}

/// The changes that save a wish on these boards, and its id. `known`: its page is saved already, so the index stays as it is, and the
/// server puts both together. `glimpsed`: see [`new_wish`].
pub(crate) fn wish(
    owner: Option<&Owner>,
    (wish, glimpsed): (&Wish, bool),
    boards: &[BoardId],
    known: &Known,
) -> (ItemId, Vec<Change>) {
    let now = clock::now();
    let NewWish { sent, body, patch, page } =
        new_wish((wish, glimpsed), ItemId::new(now, clock::random()), boards, now);
    let id = sent.id;
    let mut changes = Vec::new();
    if let Some(page) = page.as_deref().filter(|page| !known.has(page)) {
        changes.push(Change::Put(SAVED, key(owner, page), to_text(&Mark(&sent, now))));
    }
    let row =
        |sending, body| Change::Add(OUTBOX, to_text(&Row::new(owner.cloned(), (sending, body), page.clone(), now)));
    changes.push(row(Sending::Item(sent), body));
    changes.extend(patch.map(|patch| row(Sending::Edit(id), patch)));
    (id, changes)
}

/// Writes them, and returns when the disk has them; then they are sent.
pub(crate) async fn write(changes: &[Change]) -> Result<(), NotStored> {
    database::open().await?.write(changes).await?;
    wasm_bindgen_futures::spawn_local(browser::worker::send_waiting());
    Ok(())
}

/// Takes them back: each goes into the bin where it arrived, and its page is saved no longer. What waits of nobody goes from this
/// device: it is never on its way.
pub(crate) async fn take_back(owner: Option<&Owner>, ids: &[ItemId]) -> Result<(), NotStored> {
    let database = database::open().await?;
    let mut changes = Vec::new();
    match owner {
        Some(_) => {
            let now = clock::now();
            let removal = |id: &ItemId| Row::new(owner.cloned(), (Sending::Remove(*id), String::new()), None, now);
            changes.extend(ids.iter().map(|id| Change::Add(OUTBOX, to_text(&removal(id)))));
        }
        None => {
            for (number, text) in database.rows(OUTBOX).await? {
                let row = parse::<Row>(&text).filter(|row| row.owner.is_none());
                if row.and_then(|row| row.item_id()).is_some_and(|id| ids.contains(&id)) {
                    changes.push(Change::Delete(OUTBOX, RowKey::Number(number)));
                }
            }
        }
    }
    for (key, text) in database.texts_from(SAVED, &[&owner_key(owner), " "].concat()).await? {
        let id = Json::parse(&text).and_then(|saved| ItemId::from_json(saved.get("id")?));
        if id.is_some_and(|id| ids.contains(&id)) {
            changes.push(Change::Delete(SAVED, RowKey::Text(key)));
        }
    }
    write(&changes).await
}
