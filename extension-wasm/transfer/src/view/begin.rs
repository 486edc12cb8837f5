//! Where wishes come from: one that is written here, pasted lines, or a file.

use std::rc::Rc;

use js_sys::Uint8Array;
use shared::json::object;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, HtmlInputElement};

use super::{Sheet, alarm, board_choice, choose, save};
use crate::dom::{button, element, fill, labelled, on, put, set, text, value};
use crate::files::{MAX_BYTES, Preview, Row, Unread, read_file, read_lines};
use crate::words;

/// The first step.
pub(crate) fn begin(sheet: &Rc<Sheet>) {
    begin_with(sheet, None);
}

/// The first step again, with what was wrong.
fn begin_with(sheet: &Rc<Sheet>, wrong: Option<&str>) {
    sheet.glimpsed.set(false);
    let mut content = vec![board_choice(sheet, false), by_hand(sheet), pasted(sheet), from_file(sheet)];
    content.extend(wrong.map(alarm));
    fill(&sheet.place, &content.iter().collect::<Vec<_>>());
}

/// What a page lists is shown, or that it lists nothing.
pub(crate) fn listed(sheet: &Rc<Sheet>, found: &str) {
    match read_file(found.as_bytes()) {
        Ok(preview) => {
            sheet.glimpsed.set(true);
            read(sheet, Ok(preview));
        }
        Err(_) => begin_with(sheet, Some(&t!("page_lists_nothing"))),
    }
}

/// What was read is shown, or why it was not.
fn read(sheet: &Rc<Sheet>, found: Result<Preview, Unread>) {
    match found {
        Ok(preview) => {
            let sheet = sheet.clone();
            spawn_local(async move { choose::choose(&sheet, preview).await });
        }
        Err(why) => begin_with(sheet, Some(&words::unread(why))),
    }
}

/// The names that our import knows, so that what is written here is read exactly as what stands in a file.
const FIELDS: [&str; 4] = ["title", "price", "note", "image"];

fn by_hand(sheet: &Rc<Sheet>) -> HtmlElement {
    let names = [t!("field_title"), t!("field_price"), t!("field_note"), t!("field_image")];
    let most = ["500", "40", "2000", "2048"];
    let fields: Rc<Vec<HtmlElement>> = Rc::new(
        most.iter()
            .map(|most| {
                set(set(set(element("input", "", &[]), "maxlength", most), "autocomplete", "off"), "dir", "auto")
            })
            .collect(),
    );
    let said = set(element("div", "", &[]), "aria-live", "polite");
    let (sheet, typed, wrong) = (sheet.clone(), fields.clone(), said.clone());
    let save = button("primary", &t!("save"), move || {
        let texts: Vec<String> = typed.iter().map(value).collect();
        let texts: Vec<(&str, &dyn shared::json::ToJson)> =
            FIELDS.iter().zip(&texts).map(|(name, text)| (*name, text as &dyn shared::json::ToJson)).collect();
        let rows = read_file(["[", &object(&texts), "]"].concat().as_bytes()).map(|preview| preview.rows);
        match rows.unwrap_or_default().into_iter().next() {
            Some(row) if row.faults.is_empty() => save::save(&sheet, vec![row], Vec::new()),
            row => fill(&wrong, &said_of(row).iter().collect::<Vec<_>>()),
        }
    });
    let summary = text("summary", "", &t!("by_hand"));
    let mut content: Vec<HtmlElement> =
        names.iter().zip(fields.iter()).map(|(name, field)| labelled(name, field)).collect();
    content.extend([said, save]);
    let form = element("div", "stacked", &content.iter().collect::<Vec<_>>());
    element("details", "drawer", &[&summary, &form])
}

/// What keeps a written wish from being saved.
fn said_of(row: Option<Row>) -> Vec<HtmlElement> {
    let faults = row.map(|row| row.faults).unwrap_or_default();
    let said = faults.into_iter().map(words::fault);
    let said: Vec<HtmlElement> = said.map(|words| text("p", "hint brick", &words)).collect();
    if said.is_empty() { vec![text("p", "hint brick", &t!("row_nameless"))] } else { said }
}

fn pasted(sheet: &Rc<Sheet>) -> HtmlElement {
    let area = set(set(element("textarea", "", &[]), "rows", "4"), "dir", "auto");
    let (sheet, typed) = (sheet.clone(), area.clone());
    let look = button("plain", &t!("look_at_them"), move || read(&sheet, read_lines(&value(&typed))));
    let heading = text("h2", "", &t!("paste_lines"));
    element("div", "drawer", &[&heading, &labelled(&t!("paste_lines_label"), &area), &look])
}

/// What files are offered first; any other can be chosen too.
const KINDS: &str = ".csv,.tsv,.txt,.json,.html,.htm,text/csv,application/json,text/html,text/plain";

fn from_file(sheet: &Rc<Sheet>) -> HtmlElement {
    let input = set(set(element("input", "", &[]), "type", "file"), "accept", KINDS);
    let said = set(text("p", "soft", ""), "role", "status");
    let (sheet, field, reading) = (sheet.clone(), input.clone(), said.clone());
    on(&input, "change", move |_| {
        let files = field.unchecked_ref::<HtmlInputElement>().files();
        let Some(file) = files.and_then(|files| files.get(0)) else { return };
        reading.set_text_content(Some(&t!("file_reading")));
        // The same file again is a change too.
        put(&field, "value", &"".into());
        let sheet = sheet.clone();
        spawn_local(async move {
            if too_large(file.size()) {
                return read(&sheet, Err(Unread::TooLarge));
            }
            // It may have been moved or locked since it was chosen.
            let bytes = JsFuture::from(file.array_buffer()).await;
            let bytes = bytes.map_err(|_| Unread::Unknown).map(|bytes| Uint8Array::new(&bytes).to_vec());
            read(&sheet, bytes.and_then(|bytes| read_file(&bytes)));
        });
    });
    let heading = text("h2", "", &t!("from_file"));
    let means = text("p", "hint", &t!("from_file_means"));
    element("div", "drawer", &[&heading, &labelled(&t!("from_file_label"), &input), &means, &said])
}

/// Whether a file of this size is not even opened.
#[allow(clippy::cast_precision_loss, reason = "ten millions are exact")]
fn too_large(bytes: f64) -> bool {
    bytes > MAX_BYTES as f64
}
