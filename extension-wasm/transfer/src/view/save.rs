//! Saving what was chosen, some at a time: how far it is, the way to stop it, and the way to take all of it back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use browser::durable::{Change, NotStored};
use shared::id::{BoardId, ItemId};
use shared::wire::boards::BoardKind;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{Sheet, alarm, begin, focus_on};
use crate::dom::{button, element, fill, put, set, text};
use crate::files::{NamedBoard, Row};
use crate::known::Known;
use crate::{outbox, words};

/// So many are written together: enough to be quick, few enough to stop.
const AT_ONCE: usize = 50;

struct Saving {
    sheet: Rc<Sheet>,
    rows: Vec<Row>,
    /// Boards that the file names, with what they are for.
    boards: Vec<NamedBoard>,
    done: Cell<usize>,
    stopped: Cell<bool>,
    made: RefCell<Vec<ItemId>>,
    heading: HtmlElement,
    bar: HtmlElement,
    news: HtmlElement,
    acts: HtmlElement,
}

/// The third step.
pub(super) fn save(sheet: &Rc<Sheet>, rows: Vec<Row>, boards: Vec<NamedBoard>) {
    let bar = set(element("progress", "", &[]), "max", &rows.len().to_string());
    let saving = Rc::new(Saving {
        sheet: sheet.clone(),
        rows,
        boards,
        done: Cell::new(0),
        stopped: Cell::new(false),
        made: RefCell::default(),
        heading: set(element("h2", "", &[]), "role", "status"),
        bar: set(bar, "aria-label", &t!("add_wishes")),
        news: element("div", "", &[]),
        acts: element("div", "line", &[]),
    });
    fill(&sheet.place, &[&saving.heading, &saving.bar, &saving.news, &saving.acts]);
    far(&saving);
    focus_on(&saving.heading);
    run(&saving);
}

fn far(saving: &Saving) {
    let (done, whole) = (saving.done.get(), saving.rows.len());
    saving.heading.set_text_content(Some(&t!("rows_saved", words::count(done), words::count(whole))));
    put(&saving.bar, "value", &u32::try_from(done).unwrap_or(u32::MAX).into());
}

/// Saves what is left, until all is saved or somebody stops it. A panel that is closed stops it too: what was written stays.
fn run(saving: &Rc<Saving>) {
    saving.stopped.set(false);
    let kept = saving.clone();
    let stop = button("plain", &t!("stop"), move || kept.stopped.set(true));
    fill(&saving.acts, &[&stop]);
    let saving = saving.clone();
    spawn_local(async move {
        let known = Known::of(saving.sheet.owner.as_ref()).await;
        let mut failed = None;
        while saving.done.get() < saving.rows.len() && !saving.stopped.get() {
            if let Err(failure) = next(&saving, &known).await {
                failed = Some(failure);
                break;
            }
            far(&saving);
        }
        ended(&saving, failed);
    });
}

async fn next(saving: &Saving, known: &Known) -> Result<(), NotStored> {
    let (mut changes, mut ids) = (Vec::new(), Vec::new());
    let owner = saving.sheet.owner.as_ref();
    let from = saving.done.get();
    for row in saving.rows.iter().skip(from).take(AT_ONCE) {
        let boards = boards_of(saving, row, &mut changes);
        let (id, wish) = outbox::wish(owner, (&row.wish, saving.sheet.glimpsed.get()), &boards, known);
        ids.push(id);
        changes.extend(wish);
    }
    outbox::write(&changes).await?;
    saving.done.set(from + ids.len());
    saving.made.borrow_mut().extend(ids);
    Ok(())
}

/// Where a row goes: to the chosen board, else to those that it names, made where there are none of that name.
fn boards_of(saving: &Saving, row: &Row, changes: &mut Vec<Change>) -> Vec<BoardId> {
    let sheet = &saving.sheet;
    if let Some(to) = *sheet.to.borrow() {
        return vec![to];
    }
    let mut ids: Vec<BoardId> = Vec::new();
    for name in &row.wish.boards {
        let id = sheet.board_named(name).unwrap_or_else(|| {
            let kind = saving.boards.iter().find(|board| board.name == *name).map(|board| board.kind);
            let (chip, change) = outbox::board(sheet.owner.as_ref(), name, kind.unwrap_or(BoardKind::WishList));
            let id = chip.id;
            changes.push(change);
            sheet.boards.borrow_mut().push(chip);
            id
        });
        ids.push(id);
    }
    if ids.is_empty() { vec![sheet.default_board()] } else { ids }
}

fn ended(saving: &Rc<Saving>, failed: Option<NotStored>) {
    let whole = saving.done.get() == saving.rows.len();
    let news = match failed {
        Some(failure) => vec![alarm(&t!("not_stored")), set(text("p", "soft", &failure.0), "dir", "auto")],
        None if whole => vec![element("div", "banner", &[&text("span", "", &t!("rows_all_saved"))])],
        None => Vec::new(),
    };
    fill(&saving.news, &news.iter().collect::<Vec<_>>());
    let mut acts = Vec::new();
    if !whole {
        let kept = saving.clone();
        acts.push(button("plain", &t!("go_on"), move || run(&kept)));
    }
    if saving.done.get() > 0 {
        let kept = saving.clone();
        acts.push(set(button("plain", &t!("take_all_back"), move || take_back(&kept)), "id", "take-back"));
    }
    let sheet = saving.sheet.clone();
    acts.push(button("quiet", &t!("add_more"), move || begin(&sheet)));
    fill(&saving.acts, &acts.iter().collect::<Vec<_>>());
}

fn take_back(saving: &Rc<Saving>) {
    let saving = saving.clone();
    spawn_local(async move {
        let ids = saving.made.take();
        match outbox::take_back(saving.sheet.owner.as_ref(), &ids).await {
            Ok(()) => {
                begin(&saving.sheet);
                let back = set(text("p", "soft", &t!("rows_back")), "role", "status");
                let _ = saving.sheet.place.prepend_with_node_1(&back);
            }
            Err(failure) => {
                *saving.made.borrow_mut() = ids;
                ended(&saving, Some(failure));
            }
        }
    });
}
