//! Boards as files: a table for spreadsheets, and our own form, which our import reads back to the letter.

use super::cell::with_semicolons;
use super::guard::put_on;
use super::records::{MARK, VERSION};
use super::wish::Wish;
use super::{Collection, NamedBoard};
use shared::json::{Json, Object, ToJson};
use shared::money::Money;
use shared::wire::items::{ItemState, Quantity};

/// The names of the columns, as our import knows them.
const COLUMNS: [&str; 14] = [
    "Title",
    "Price",
    "Currency",
    "URL",
    "Quantity",
    "Priority",
    "Note",
    "Private note",
    "Board",
    "Occasion",
    "Options",
    "Tell below",
    "State",
    "Image",
];

/// A table in Unicode with the mark that spreadsheets want, its lines ended as RFC 4180 has it.
#[must_use]
pub fn table(collection: &Collection) -> String {
    let mut out = String::from('\u{feff}');
    line(&mut out, &COLUMNS.map(str::to_owned));
    for wish in &collection.wishes {
        line(&mut out, &cells(wish));
    }
    out
}

fn line(out: &mut String, cells: &[String]) {
    for (nth, cell) in cells.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        let cell = put_on(cell);
        if cell.contains([',', ';', '"', '\n', '\r', '\t']) || cell.trim() != cell {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn cells(wish: &Wish) -> [String; 14] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let below = |money: Money| [&money.to_decimal(), " ", money.currency.code()].concat();
    let options: Vec<String> = wish.variant.iter().map(|option| [&option.name, ": ", &option.value].concat()).collect();
    [
        wish.title.clone(),
        wish.price.map(|price| price.to_decimal()).unwrap_or_default(),
        wish.price.map(|price| price.currency.code().to_owned()).unwrap_or_default(),
        text(&wish.url),
        match wish.quantity {
            Quantity::Count(count) => count.to_string(),
            Quantity::Any(_) => "any".to_owned(),
        },
        wish.priority.map(|rank| rank.to_string()).unwrap_or_default(),
        text(&wish.note),
        text(&wish.private_note),
        with_semicolons(&wish.boards),
        text(&wish.occasion),
        with_semicolons(&options),
        wish.alert_threshold.map(below).unwrap_or_default(),
        if wish.state == ItemState::Wanted { String::new() } else { wish.state.as_str().to_owned() },
        text(&wish.image),
    ]
}

/// Our own form.
#[must_use]
pub fn own(collection: &Collection) -> String {
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    object.put(MARK, &VERSION).put("boards", &Lines(&collection.boards)).put("wishes", &Lines(&collection.wishes));
    object.close();
    out.push('\n');
    out
}

/// A list with a line for each value, for whoever looks into the file.
struct Lines<'l, T>(&'l [T]);

impl<T: ToJson> ToJson for Lines<'_, T> {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (nth, value) in self.0.iter().enumerate() {
            out.push_str(if nth > 0 { ",\n" } else { "\n" });
            value.write(out);
        }
        out.push(']');
    }
}

impl Collection {
    /// Reads what the pages hand over: boards, and wishes in our own words.
    #[must_use]
    pub fn of(json: Json<'_>) -> Option<Self> {
        Some(Self { boards: json.field::<Vec<NamedBoard>>("boards")?, wishes: json.field::<Vec<Wish>>("wishes")? })
    }
}
