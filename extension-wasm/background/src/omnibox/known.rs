//! The boards and wishes of this device: the copies as the server last told them, and over them what waits to be sent.

use browser::database::{self, COPIES};
use browser::texts;
use shared::id::ItemId;
use shared::json::{FromJson, Json};
use shared::json_record;
use shared::product_url;
use shared::time::Timestamp;
use shared::wire::outbox::{Owner, Row, Sending, owner_key};

use super::find::{Found, Goes};
use crate::account::session;
use crate::boards::Boards;
use crate::outbox;

/// A wish, as far as it is looked for.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    id: ItemId,
    title: String,
    url: Option<String>,
    shop: Option<String>,
    brand: Option<String>,
    note: Option<String>,
    private_note: Option<String>,
    deleted_at: Option<Timestamp>,
}

json_record!(read Wish { id, title, url, shop, brand, note, private_note, deleted_at });

/// All of them; of nobody where nobody is signed in.
pub(super) async fn all() -> Vec<Found> {
    let owner = session::owner().await;
    let rows = outbox::rows().await.unwrap_or_default();
    let board = texts::message("omnibox_board", &[]);
    let boards = Boards::of(owner.as_ref(), &rows).await.chips().into_iter();
    let mut all: Vec<Found> =
        boards.map(|chip| Found::new(chip.name, board.clone(), &[], Goes::Board(chip.id))).collect();
    let copies = match &owner {
        Some(owner) => copies(owner).await,
        None => Vec::new(),
    };
    let mine = rows.into_iter().map(|(_, row)| row).filter(|row| row.owner == owner);
    all.extend(laid(told(&copies), mine).into_iter().map(found));
    all
}

async fn copies(owner: &Owner) -> Vec<String> {
    let Ok(database) = database::open().await else { return Vec::new() };
    let prefix = [&owner_key(Some(owner)), " items "].concat();
    let rows = database.texts_from(COPIES, &prefix).await.unwrap_or_default();
    rows.into_iter().map(|(_, text)| text).collect()
}

/// The wishes of all boards, each once.
fn told(copies: &[String]) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for text in copies {
        for wish in Json::parse(text).and_then(Json::items).into_iter().flatten().filter_map(Wish::from_json) {
            if wish.deleted_at.is_none() && wishes.iter().all(|known| known.id != wish.id) {
                wishes.push(wish);
            }
        }
    }
    wishes
}

/// What waits, over what was told.
fn laid(mut wishes: Vec<Wish>, rows: impl Iterator<Item = Row>) -> Vec<Wish> {
    let mut gone = Vec::new();
    for row in rows.filter(|row| row.parked.is_none()) {
        match &row.sending {
            Sending::Item(item) if wishes.iter().all(|wish| wish.id != item.id) => {
                wishes.push(saved(&row.body, item.id, item.title.clone()));
            }
            Sending::Edit(id) => {
                let title = Json::parse(&row.body).and_then(|body| body.field::<Option<String>>("title")).flatten();
                if let (Some(title), Some(wish)) = (title, wishes.iter_mut().find(|wish| wish.id == *id)) {
                    wish.title = title;
                }
            }
            Sending::Remove(id) => gone.push(*id),
            Sending::Restore(id) => gone.retain(|other| other != id),
            _ => {}
        }
    }
    wishes.retain(|wish| !gone.contains(&wish.id));
    wishes
}

/// A save that has not arrived, from the body that is sent for it.
fn saved(body: &str, id: ItemId, title: String) -> Wish {
    let page: Option<Json<'_>> = Json::parse(body).and_then(|body| body.get("page"));
    let of = |json: Option<Json<'_>>, name: &str| json?.field::<Option<String>>(name)?;
    let url = of(Json::parse(body), "link").or_else(|| of(page, "url"));
    let shop = url.as_deref().map(|url| {
        let host = product_url::host(url);
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    });
    let note = of(Json::parse(body), "note");
    let private_note = of(Json::parse(body), "private_note");
    Wish { id, title, url, shop, brand: of(page, "brand"), note, private_note, deleted_at: None }
}

fn found(wish: Wish) -> Found {
    let others: Vec<&str> = [&wish.shop, &wish.brand, &wish.note, &wish.private_note]
        .into_iter()
        .filter_map(|text| text.as_deref())
        .collect();
    let goes = wish.url.clone().map_or_else(|| Goes::Find(wish.title.clone()), Goes::Page);
    Found::new(wish.title.clone(), wish.shop.clone().unwrap_or_default(), &others, goes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::row;
    use shared::wire::outbox::{Parked, SentItem};
    use shared::wire::problem::ProblemKind;

    fn id(number: u8) -> ItemId {
        ItemId::new(Timestamp::from_millis(1), [number; 10])
    }

    fn save(number: u8, title: &str) -> Row {
        let item = SentItem { id: id(number), boards: Vec::new(), title: title.to_owned(), price: None, image: None };
        let body = r#"{"page":{"url":"https://www.shop.example/p","brand":"Moor"},"note":"in blue"}"#;
        row(None, (Sending::Item(item), body.to_owned()))
    }

    #[test]
    fn what_waits_lies_over_what_was_told() {
        let copy = format!(
            r#"[{{"id":"{}","title":"Kettle","url":null,"shop":null,"brand":null,"note":null,"private_note":null,"deleted_at":null,"later":1}},
                {{"id":"{}","title":"Pan","url":null,"shop":null,"brand":null,"note":null,"private_note":null,"deleted_at":null}}]"#,
            id(1),
            id(2)
        );
        let edit = |number, title: &str| row(None, (Sending::Edit(id(number)), format!(r#"{{"title":"{title}"}}"#)));
        let rows = vec![
            save(3, "Lamp"),
            edit(1, "Copper kettle"),
            edit(3, "Oil lamp"),
            row(None, (Sending::Remove(id(2)), String::new())),
            Row { parked: Some(Parked { kind: ProblemKind::Invalid, detail: None }), ..save(4, "Refused") },
        ];
        // The same board may be told twice.
        let wishes = laid(told(&[copy.clone(), copy]), rows.into_iter());
        let titles: Vec<_> = wishes.iter().map(|wish| wish.title.as_str()).collect();
        assert_eq!(titles, ["Copper kettle", "Oil lamp"]);
        let lamp = &wishes[1];
        assert_eq!((lamp.shop.as_deref(), lamp.brand.as_deref()), (Some("shop.example"), Some("Moor")));
        assert_eq!(found(lamp.clone()).goes, Goes::Page("https://www.shop.example/p".to_owned()));
        assert_eq!(found(wishes[0].clone()).goes, Goes::Find("Copper kettle".to_owned()));
    }
}
