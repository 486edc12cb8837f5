//! JSON: our own form, which loses nothing, and lists of objects that name their fields as columns are named elsewhere.

use super::columns::field;
use super::draft::{Draft, Field};
use super::fit::fitted;
use super::wish::{Row, Wish};
use super::{MAX_ROWS, NamedBoard};
use shared::json::{FromJson, Json};
use shared::product::VariantOption;

/// The version of our own form that is written, and the newest that is read.
pub(super) const VERSION: u32 = 1;

/// The name of the field that says the version.
pub(super) const MARK: &str = "giftos";

/// What JSON holds.
pub(super) enum Found {
    /// Boards and rows.
    Rows(Vec<NamedBoard>, Vec<Row>),
    /// Our own form, of a later version.
    Later,
    /// Nothing that is known.
    Nothing,
}

/// Reads JSON that was checked.
pub(super) fn read(json: Json<'_>) -> Found {
    if let Some(version) = json.get(MARK) {
        return match u32::from_json(version) {
            Some(1..=VERSION) => own(json),
            _ => Found::Later,
        };
    }
    let mut rows = Vec::new();
    collect(json, "", 0, &mut rows);
    if rows.is_empty() { Found::Nothing } else { Found::Rows(Vec::new(), rows) }
}

fn own(json: Json<'_>) -> Found {
    let boards = json.get("boards").and_then(Json::items).into_iter().flatten();
    let boards = boards.filter_map(NamedBoard::from_json).collect();
    let wishes = json.get("wishes").and_then(Json::items).into_iter().flatten();
    let rows = (1..).zip(wishes.take(MAX_ROWS + 1));
    let rows =
        rows.map(|(nth, json)| Wish::from_json(json).map_or_else(|| draft(json).row(nth), |wish| fitted(wish, nth)));
    Found::Rows(boards, rows.collect())
}

/// Lists of objects, wherever they stand: a list that stands in an object with a name is that board's.
fn collect(json: Json<'_>, board: &str, depth: u32, rows: &mut Vec<Row>) {
    if depth > 4 || rows.len() > MAX_ROWS {
        return;
    }
    if let Some(items) = json.items() {
        for item in items.filter(|item| item.is_object()) {
            if let Some(list) = list_in(item) {
                let name = draft(item).title().to_owned();
                collect(list, if name.is_empty() { board } else { &name }, depth + 1, rows);
                continue;
            }
            let mut draft = draft(item);
            if draft.is_empty() || rows.len() > MAX_ROWS {
                continue;
            }
            draft.put(Field::Board, board);
            let nth = u32::try_from(rows.len() + 1).unwrap_or(u32::MAX);
            rows.push(draft.row(nth));
        }
    } else if let Some(list) = list_in(json) {
        let name = draft(json).title().to_owned();
        collect(list, &name, depth + 1, rows);
    } else if json.is_object() {
        for (name, value) in json.fields().filter(|(_, value)| value.items().is_some() || value.is_object()) {
            // "Ana": […] is a board by its name; "data": {…} only holds one.
            let name = if value.items().is_some() { name.text().unwrap_or_default() } else { board.to_owned() };
            let plain = ["data", "result", "results", "wishlists", "lists", "boards"].contains(&name.as_str());
            collect(value, if plain { board } else { &name }, depth + 1, rows);
        }
    }
}

/// The things in an object that is a list of things.
fn list_in(json: Json<'_>) -> Option<Json<'_>> {
    const NAMES: [&str; 8] = ["items", "wishes", "products", "gifts", "entries", "cards", "Items", "bookmarks"];
    let list = NAMES.iter().find_map(|name| json.get(name))?;
    let mut items = list.items()?;
    items.any(Json::is_object).then_some(list)
}

fn draft(json: Json<'_>) -> Draft {
    let mut draft = Draft::default();
    for (name, value) in json.fields() {
        let Some(field) = name.text().and_then(|name| field(&name)) else { continue };
        match field {
            Field::Board => draft.boards.extend(texts(value)),
            Field::Variant => draft.variant.extend(options(value)),
            Field::Price | Field::Below if value.is_object() => {
                let inner = |names: &[&str]| names.iter().find_map(|name| value.get(name)).and_then(text);
                draft.put(field, &inner(&["amount", "value", "price", "raw"]).unwrap_or_default());
                draft.put(Field::Currency, &inner(&["currency", "currencyCode", "priceCurrency"]).unwrap_or_default());
            }
            _ => draft.put(field, &texts(value).into_iter().next().unwrap_or_default()),
        }
    }
    draft
}

/// A text or a number as text.
fn text(json: Json<'_>) -> Option<String> {
    json.text().or_else(|| {
        let number = json.as_text().starts_with(|sign: char| sign.is_ascii_digit() || sign == '-');
        number.then(|| json.as_text().to_owned())
    })
}

/// One text, or those of a list; an object by its name or its address.
fn texts(json: Json<'_>) -> Vec<String> {
    let one = |json: Json<'_>| {
        let named = || ["name", "title", "url", "src", "href"].iter().find_map(|name| json.get(name)).and_then(text);
        text(json).or_else(|| json.is_object().then(named).flatten())
    };
    match json.items() {
        Some(items) => items.filter_map(one).collect(),
        None => one(json).into_iter().collect(),
    }
}

/// `[{"name": "Size", "value": "M"}]` or `{"Size": "M"}`.
fn options(json: Json<'_>) -> Vec<VariantOption> {
    if let Some(items) = json.items() {
        return items.filter_map(VariantOption::from_json).collect();
    }
    let pairs =
        json.fields().filter_map(|(name, value)| Some(VariantOption { name: name.text()?, value: text(value)? }));
    pairs.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        match read(Json::parse(text).unwrap()) {
            Found::Rows(_, rows) => rows,
            _ => Vec::new(),
        }
    }

    #[test]
    fn lists_of_objects_are_read_wherever_they_stand() {
        let thing = r#"{"name": "Kettle", "price": {"amount": 19.9, "currency": "EUR"}, "productUrl": "https://shop.example/1", "images": ["x"]}"#;
        for text in [
            format!("[{thing}]"),
            format!(r#"{{"items": [{thing}]}}"#),
            format!(r#"{{"data": {{"products": [{thing}, 7, null]}}}}"#),
        ] {
            let rows = rows(&text);
            assert_eq!(rows.len(), 1, "{text}");
            let wish = &rows[0].wish;
            assert_eq!(
                (wish.title.as_str(), wish.price.map(|price| price.amount_minor)),
                ("Kettle", Some(1_990)),
                "{text}"
            );
            assert_eq!(wish.url.as_deref(), Some("https://shop.example/1"), "{text}");
        }
    }

    #[test]
    fn a_list_with_a_name_is_a_board() {
        let all = rows(
            r#"[{"name": "Ana", "items": [{"title": "Kettle"}]}, {"name": "Ben", "items": [{"title": "Mug"}, {"title": "Jug"}]}]"#,
        );
        let boards: Vec<_> = all.iter().map(|row| (row.wish.title.as_str(), row.wish.boards.join(","))).collect();
        assert_eq!(boards, [("Kettle", "Ana".to_owned()), ("Mug", "Ben".to_owned()), ("Jug", "Ben".to_owned())]);
        let all = rows(r#"{"Home": [{"title": "Lamp", "qty": 2, "options": {"Size": "M"}}]}"#);
        assert_eq!((all[0].wish.boards.join(","), all[0].wish.variant[0].value.as_str()), ("Home".to_owned(), "M"));
    }

    #[test]
    fn a_later_form_is_not_guessed_at() {
        assert!(matches!(read(Json::parse(r#"{"giftos": 2, "wishes": [{"title": "x"}]}"#).unwrap()), Found::Later));
        assert!(matches!(read(Json::parse(r#"{"giftos": "x"}"#).unwrap()), Found::Later));
        assert!(matches!(read(Json::parse(r#"{"name": "x"}"#).unwrap()), Found::Nothing));
        assert!(matches!(read(Json::parse("[1, 2]").unwrap()), Found::Nothing));
    }
}
