//! How wishes are added, as parts of the panel: where they come from, what would be saved of it, and what became of that.
//! Each step draws the whole place anew; what was chosen goes from one to the next.
//! It never writes but by `outbox`, and never shows as saved what is not on the disk.

mod begin;
mod choose;
mod save;
mod take;

use std::cell::{Cell, RefCell};

use shared::id::BoardId;
use shared::json::Json;
use shared::wire::message::{BoardChip, my_wishes};
use shared::wire::outbox::Owner;
use web_sys::HtmlElement;

pub(crate) use begin::{begin, listed};
pub(crate) use take::take_along;

use crate::dom::{element, labelled, on, put, set, text, value};
use crate::words;

/// The place in the panel, whose it is, and the boards.
#[derive(Debug)]
pub(crate) struct Sheet {
    place: HtmlElement,
    owner: Option<Owner>,
    /// *My wishes* first.
    boards: RefCell<Vec<BoardChip>>,
    /// The chosen board; nothing where each goes where its row says, else to *My wishes*.
    to: RefCell<Option<BoardId>>,
    /// The rows were glimpsed on a page, and nobody wrote them.
    glimpsed: Cell<bool>,
}

impl Sheet {
    /// Of what the panel tells.
    pub(crate) fn of(place: HtmlElement, told: Json<'_>) -> Option<Self> {
        let mut boards: Vec<BoardChip> = told.field("to")?;
        for board in &mut boards {
            board.name = words::board(board.id, &board.name);
        }
        Some(Self {
            place,
            owner: told.field("owner")?,
            boards: RefCell::new(boards),
            to: RefCell::default(),
            glimpsed: Cell::default(),
        })
    }

    fn default_board(&self) -> BoardId {
        self.boards.borrow().first().map_or_else(my_wishes, |board| board.id)
    }

    fn board_named(&self, name: &str) -> Option<BoardId> {
        self.boards.borrow().iter().find(|board| board.name == name).map(|board| board.id)
    }
}

/// The list of boards. `named`: the rows say themselves where they go, unless another board is chosen.
fn board_choice(sheet: &std::rc::Rc<Sheet>, named: bool) -> HtmlElement {
    let list = element("select", "", &[]);
    let option = |id: &str, name: &str| set(text("option", "", name), "value", id);
    let chosen = sheet.to.borrow().map(|id| id.text()).unwrap_or_default();
    let first = if named { t!("as_in_file") } else { t!("my_wishes") };
    let _ = list.append_child(&option("", &first));
    for board in sheet.boards.borrow().iter().skip(usize::from(!named)) {
        let _ = list.append_child(&option(&board.id.text(), &board.name));
    }
    put(&list, "value", &chosen.into());
    let (kept, changed) = (sheet.clone(), list.clone());
    on(&list, "change", move |_| *kept.to.borrow_mut() = value(&changed).parse().ok());
    labelled(&t!("save_to"), &list)
}

/// A line that is read out at once, for what went wrong.
fn alarm(words: &str) -> HtmlElement {
    set(element("div", "banner brick", &[&text("span", "", words)]), "role", "alert")
}

/// Puts the focus where the step begins, since what had it is gone.
fn focus_on(heading: &HtmlElement) {
    let _ = heading.set_attribute("tabindex", "-1");
    let _ = heading.focus();
}
