//! Boards as a file, from the copies on this device with what waits to be sent laid over them. The file is made here; nothing is sent.

use browser::database::{self, COPIES, OUTBOX};
use browser::durable::NotStored;
use js_sys::{Array, Uint8Array};
use shared::id::{BoardId, ItemId};
use shared::join::joined;
use shared::json::{FromJson, Json, parse};
use shared::json_record;
use shared::wire::items::ItemPatch;
use shared::wire::outbox::{Owner, Row, Sending, owner_key};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::dom::{element, set};
use crate::files::{Collection, NamedBoard, Wish, own, table};
use crate::words;

/// A board as the panel shows it.
pub(crate) struct Shown {
    pub(crate) id: BoardId,
    pub(crate) name: String,
    kind: shared::wire::boards::BoardKind,
    /// What lies on it, what waits to be sent included, in its order.
    items: Vec<ItemId>,
    /// All of it is on this device.
    whole: bool,
}

/// Whose they are, and the boards.
pub(crate) struct Wanted {
    pub(crate) owner: Option<Owner>,
    pub(crate) boards: Vec<Shown>,
}

json_record!(read Shown { id, name, kind, items, whole });
json_record!(read Wanted { owner, boards });

impl Wanted {
    /// What the panel tells, with the names of the boards as it shows them.
    pub(crate) fn of(told: &str) -> Option<Self> {
        let mut wanted: Self = parse(told)?;
        for board in &mut wanted.boards {
            board.name = words::board(board.id, &board.name);
        }
        Some(wanted)
    }
}

/// Makes the file and gives the sentence about it.
pub(crate) async fn run(form: &str, wanted: &Wanted) -> String {
    let Ok(found) = found(wanted.owner.as_ref()).await else { return t!("no_answer") };
    let (collection, missing) = collected(wanted, &found);
    let text = if form == "csv" { table(&collection) } else { own(&collection) };
    if hand_out(&text, form).is_none() {
        return t!("no_answer");
    }
    let said = counted!("exported", words::many(collection.wishes.len()));
    if missing.is_empty() { said } else { [&said, " ", &t!("export_missing", joined(&missing, ", "))].concat() }
}

/// The wishes, each once with all boards that it lies on, and the boards of which something is not here.
fn collected(wanted: &Wanted, found: &[(ItemId, Wish)]) -> (Collection, Vec<String>) {
    let (mut collection, mut missing) = (Collection::default(), Vec::new());
    let mut placed: Vec<ItemId> = Vec::new();
    for board in &wanted.boards {
        collection.boards.push(NamedBoard { name: board.name.clone(), kind: board.kind });
        let mut whole = board.whole;
        for id in &board.items {
            if let Some(at) = placed.iter().position(|known| known == id) {
                collection.wishes[at].boards.push(board.name.clone());
            } else if let Some((_, wish)) = found.iter().find(|(known, _)| known == id) {
                placed.push(*id);
                collection.wishes.push(Wish { boards: vec![board.name.clone()], ..wish.clone() });
            } else {
                whole = false;
            }
        }
        if !whole {
            missing.push(board.name.clone());
        }
    }
    (collection, missing)
}

/// All wishes of an owner that this device knows.
async fn found(owner: Option<&Owner>) -> Result<Vec<(ItemId, Wish)>, NotStored> {
    let database = database::open().await?;
    let server = owner.map_or("", |owner| owner.server.as_str());
    let mut all: Vec<(ItemId, Wish)> = Vec::new();
    for (_, text) in database.texts_from(COPIES, &[&owner_key(owner), " items "].concat()).await? {
        for item in Json::parse(&text).and_then(Json::items).into_iter().flatten() {
            if let (Some(id), Some(wish)) = (item.field::<ItemId>("id"), told(item, server))
                && all.iter().all(|(known, _)| *known != id)
            {
                all.push((id, wish));
            }
        }
    }
    for (_, text) in database.rows(OUTBOX).await? {
        let Some(row) = parse::<Row>(&text).filter(|row| row.owner.as_ref() == owner) else { continue };
        laid_over(&mut all, &row);
    }
    Ok(all)
}

/// An item as the server told it. What only a server knows is left behind.
fn told(item: Json<'_>, server: &str) -> Option<Wish> {
    let mut wish = Wish { boards: Vec::new(), ..Wish::from_json_without_boards(item)? };
    // A picture that was uploaded has only a path of the server's own.
    wish.image = wish.image.map(|image| if image.starts_with('/') { [server, &image].concat() } else { image });
    Some(wish)
}

/// What waits: a save, or what was changed of one.
fn laid_over(all: &mut Vec<(ItemId, Wish)>, row: &Row) {
    let body = Json::parse(&row.body);
    match (&row.sending, body) {
        (Sending::Item(sent), Some(body)) => {
            if all.iter().all(|(known, _)| *known != sent.id)
                && let Some(wish) = waiting(body, &sent.title)
            {
                all.push((sent.id, Wish { price: sent.price, image: sent.image.clone(), ..wish }));
            }
        }
        (Sending::Edit(id), Some(body)) => {
            let patch = ItemPatch::from_json(body);
            if let (Some(patch), Some((_, wish))) = (patch, all.iter_mut().find(|(known, _)| known == id)) {
                edited(wish, patch);
            }
        }
        _ => {}
    }
}

/// A save that has not arrived: its fields are those of a wish, but for what its page says.
fn waiting(body: Json<'_>, title: &str) -> Option<Wish> {
    let page = body.get("page");
    let url = page.and_then(|page| page.field("url")).or_else(|| body.field::<Option<String>>("link")?);
    let wish = Wish { title: title.to_owned(), url, ..Wish::from_json_without_title(body)? };
    Some(wish)
}

fn edited(wish: &mut Wish, patch: ItemPatch) {
    wish.title = patch.title.unwrap_or(std::mem::take(&mut wish.title));
    wish.image = patch.image.unwrap_or(wish.image.take());
    wish.price = patch.price.unwrap_or(wish.price);
    wish.quantity = patch.quantity.unwrap_or(wish.quantity);
    wish.variant = patch.variant.unwrap_or(std::mem::take(&mut wish.variant));
    wish.priority = patch.priority.or(wish.priority);
    wish.note = patch.note.unwrap_or(wish.note.take());
    wish.private_note = patch.private_note.unwrap_or(wish.private_note.take());
    wish.occasion = patch.occasion.unwrap_or(wish.occasion.take());
    wish.alert_threshold = patch.alert_threshold.unwrap_or(wish.alert_threshold);
    wish.state = patch.state.unwrap_or(wish.state);
}

/// Gives the file to the browser, which asks where to or keeps it among the downloads.
fn hand_out(text: &str, form: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type(if form == "csv" { "text/csv;charset=utf-8" } else { "application/json" });
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link = set(set(element("a", "", &[]), "href", &url), "download", &["giftos-boards.", form].concat());
    link.click();
    // The browser has taken it by then.
    let drop_it = Closure::once_into_js(move || drop(Url::revoke_object_url(&url)));
    let later = browser::json::get(&js_sys::global(), "setTimeout").dyn_into::<js_sys::Function>().ok()?;
    let _ = later.call2(&JsValue::UNDEFINED, &drop_it, &JsValue::from(60_000));
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::time::Timestamp;
    use shared::wire::message::my_wishes;

    fn id(number: u8) -> ItemId {
        ItemId::new(Timestamp::from_millis(2), [number; 10])
    }

    fn titled(title: &str) -> Wish {
        Wish { title: title.to_owned(), ..Wish::default() }
    }

    #[test]
    fn what_lies_on_two_boards_stands_in_the_file_once() {
        let kind = shared::wire::boards::BoardKind::Ideas;
        let board = |name: &str, items, whole| Shown { id: my_wishes(), name: name.to_owned(), kind, items, whole };
        let boards = vec![
            board("Ana", vec![id(1), id(2)], true),
            board("Home", vec![id(2), id(3)], true),
            board("Far", vec![], false),
        ];
        let found = [(id(1), titled("Kettle")), (id(2), titled("Mug"))];
        let (collection, missing) = collected(&Wanted { owner: None, boards }, &found);
        let short: Vec<_> = collection.wishes.iter().map(|wish| (wish.title.as_str(), wish.boards.join(","))).collect();
        assert_eq!(short, [("Kettle", "Ana".to_owned()), ("Mug", "Ana,Home".to_owned())]);
        assert_eq!((missing.as_slice(), collection.boards.len()), (&["Home".to_owned(), "Far".to_owned()][..], 3));
    }

    #[test]
    fn what_waits_is_in_the_file_as_it_will_be() {
        let text = r#"{"id":"x","title":"Kettle","url":"https://shop.example/1","shop":"shop.example","image":"/pictures/1","price":null,
            "quantity":"any","variant":[],"priority":7,"note":null,"private_note":"mine","occasion":null,"alert_threshold":null,
            "state":"received","boards":["x"],"version":3}"#;
        let wish = told(Json::parse(text).unwrap(), "https://gifts.example").unwrap();
        assert_eq!((wish.image.as_deref(), wish.priority), (Some("https://gifts.example/pictures/1"), Some(7)));
        let mut all = vec![(id(1), wish)];
        let row = |sending, body: &str| Row::new(None, (sending, body.to_owned()), None, Timestamp::from_millis(1));
        laid_over(&mut all, &row(Sending::Edit(id(1)), r#"{"title":"Pot","private_note":null}"#));
        assert_eq!(
            (all[0].1.title.as_str(), all[0].1.private_note.as_deref(), all[0].1.priority),
            ("Pot", None, Some(7))
        );
        let mug =
            Wish { url: Some("https://shop.example/2".to_owned()), note: Some("blue".to_owned()), ..titled("Mug") };
        let sent = crate::files::new_wish((&mug, false), id(2), &[], Timestamp::from_millis(1));
        laid_over(&mut all, &row(Sending::Item(sent.sent), &sent.body));
        let mug = &all[1].1;
        assert_eq!(
            (mug.title.as_str(), mug.url.as_deref(), mug.note.as_deref()),
            ("Mug", Some("https://shop.example/2"), Some("blue"))
        );
    }
}
