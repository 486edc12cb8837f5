//! The rows that were read, each to be chosen or left, with what is wrong by line.

use shared::join::joined;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::HtmlElement;

use super::{Sheet, begin, board_choice, focus_on, save};
use crate::dom::{button, element, fill, foreign, on, put, set, text, tile};
use crate::files::{Preview, Row, page_key};
use crate::known::Known;
use crate::words;

/// So many rows are drawn at once.
const DRAWN: usize = 100;

struct Choice {
    sheet: Rc<Sheet>,
    preview: Preview,
    there: Vec<bool>,
    picked: RefCell<Vec<bool>>,
    /// The boxes that are drawn, with the row of each.
    boxes: RefCell<Vec<(usize, HtmlElement)>>,
    drawn: Cell<usize>,
    save: HtmlElement,
    list: HtmlElement,
}

/// The second step.
pub(super) async fn choose(sheet: &Rc<Sheet>, preview: Preview) {
    let known = Known::of(sheet.owner.as_ref()).await;
    let there: Vec<bool> =
        preview.rows.iter().map(|row| page_key(&row.wish).is_some_and(|key| known.has(&key))).collect();
    // What is there already is left out until somebody wants it once more.
    let picked = preview.rows.iter().zip(&there).map(|(row, there)| row.is_good() && !there).collect();
    let choice = Rc::new(Choice {
        sheet: sheet.clone(),
        preview,
        there,
        picked: RefCell::new(picked),
        boxes: RefCell::default(),
        drawn: Cell::new(0),
        save: element("span", "", &[]),
        list: element("ul", "picked-rows", &[]),
    });
    let named = choice.preview.rows.iter().any(|row| !row.wish.boards.is_empty());
    let heading = text("h2", "", &summary(&choice));
    let kept = choice.clone();
    let every = button("link", &t!("pick_all"), move || all(&kept));
    let more = set(button("plain wide", &t!("show_more"), || {}), "id", "more-rows");
    let (kept, itself) = (choice.clone(), more.clone());
    on(&more, "click", move |_| {
        draw(&kept);
        put(&itself, "hidden", &(kept.drawn.get() >= kept.preview.rows.len()).into());
    });
    draw(&choice);
    put(&more, "hidden", &(choice.drawn.get() >= choice.preview.rows.len()).into());
    let bar = element("div", "pick-bar", &[&element("div", "line", &[&save_button(&choice), &cancel(sheet)])]);
    fill(&sheet.place, &[&heading, &board_choice(sheet, named), &every, &choice.list, &more, &bar]);
    count(&choice);
    focus_on(&heading);
}

fn summary(choice: &Choice) -> String {
    let rows = &choice.preview.rows;
    let good = rows.iter().filter(|row| row.is_good()).count();
    let there = rows.iter().zip(&choice.there).filter(|(row, there)| row.is_good() && **there).count();
    let mut facts = vec![counted!("rows_good", words::many(good))];
    if there > 0 {
        facts.push(counted!("rows_there", words::many(there)));
    }
    if good < rows.len() {
        facts.push(counted!("rows_wrong", words::many(rows.len() - good)));
    }
    joined(&facts, " · ")
}

fn save_button(choice: &Rc<Choice>) -> HtmlElement {
    let kept = choice.clone();
    let made = button("primary grow", "", move || {
        let picked = kept.picked.borrow();
        let rows = kept.preview.rows.iter().zip(picked.iter()).filter(|(_, picked)| **picked);
        let rows: Vec<Row> = rows.map(|(row, _)| row.clone()).collect();
        if !rows.is_empty() {
            save::save(&kept.sheet, rows, kept.preview.boards.clone());
        }
    });
    let _ = made.append_child(&choice.save);
    set(made, "id", "save-rows")
}

fn cancel(sheet: &Rc<Sheet>) -> HtmlElement {
    let sheet = sheet.clone();
    button("quiet", &t!("cancel"), move || begin(&sheet))
}

/// Says how many are chosen.
fn count(choice: &Choice) {
    let picked = choice.picked.borrow().iter().filter(|picked| **picked).count();
    choice.save.set_text_content(Some(&counted!("save_rows", words::many(picked))));
}

/// All that can be saved, or none where all are chosen.
fn all(choice: &Choice) {
    let every: Vec<bool> = choice.preview.rows.iter().map(Row::is_good).collect();
    let whole = *choice.picked.borrow() == every;
    *choice.picked.borrow_mut() = if whole { vec![false; every.len()] } else { every };
    for (at, tick) in choice.boxes.borrow().iter() {
        put(tick, "checked", &choice.picked.borrow().get(*at).copied().unwrap_or(false).into());
    }
    count(choice);
}

/// Draws the next rows.
fn draw(choice: &Rc<Choice>) {
    let from = choice.drawn.get();
    for (at, row) in choice.preview.rows.iter().enumerate().skip(from).take(DRAWN) {
        let _ = choice.list.append_child(&line(choice, at, row));
    }
    choice.drawn.set(from + DRAWN);
}

fn line(choice: &Rc<Choice>, at: usize, row: &Row) -> HtmlElement {
    let wish = &row.wish;
    let number = words::count(usize::try_from(row.line).unwrap_or_default());
    let name = [wish.title.as_str(), wish.url.as_deref().unwrap_or_default()].into_iter().find(|name| !name.is_empty());
    let name = name.map_or_else(|| t!("row_line", number), str::to_owned);
    let mut facts = vec![foreign("name", &name)];
    facts.extend(wish.price.map(|price| element("p", "", &[&text("bdi", "amount", &words::money(&price))])));
    if !wish.boards.is_empty() {
        facts.push(foreign("soft", &joined(&wish.boards, ", ")));
    }
    if choice.there.get(at) == Some(&true) {
        facts.push(text("p", "soft", &t!("row_there")));
    }
    let class = if row.is_good() { "hint" } else { "hint brick" };
    facts.extend(row.faults.iter().map(|fault| text("p", class, &t!("row_says", number, words::fault(*fault)))));
    let facts = element("div", "facts", &facts.iter().collect::<Vec<_>>());
    let picture = tile(wish.image.as_deref(), &name);
    if !row.is_good() {
        return element("li", "item", &[&picture, &facts]);
    }
    let tick = set(set(element("input", "pick", &[]), "type", "checkbox"), "aria-label", &t!("pick", name));
    put(&tick, "checked", &choice.picked.borrow().get(at).copied().unwrap_or(false).into());
    let kept = choice.clone();
    on(&tick, "change", move |_| {
        if let Some(picked) = kept.picked.borrow_mut().get_mut(at) {
            *picked = !*picked;
        }
        count(&kept);
    });
    choice.boxes.borrow_mut().push((at, tick.clone()));
    element("li", "item", &[&tick, &picture, &facts])
}
