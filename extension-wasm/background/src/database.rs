//! The extension's own database: rows on their way, pages that are saved, the session. Only the worker opens it.

use std::cell::RefCell;

use browser::durable::{Durable, NotStored, Shape};

/// Rows on their way, numbered in the order they were made.
pub(crate) const OUTBOX: &str = "outbox";
/// Saved pages, by owner and page.
pub(crate) const SAVED: &str = "saved";
/// The session, under [`super::account::session`]'s one key.
pub(crate) const SESSION: &str = "session";

const NAME: &str = "giftos";
const VERSION: u32 = 1;
const SHAPES: &[Shape] = &[
    Shape { name: OUTBOX, numbered: true },
    Shape { name: SAVED, numbered: false },
    Shape { name: SESSION, numbered: false },
];

thread_local! {
    static OPEN: RefCell<Option<Durable>> = const { RefCell::new(None) };
}

/// The open database; opened anew where the browser has closed it.
///
/// # Errors
/// Where the browser keeps nothing.
pub(crate) async fn open() -> Result<Durable, NotStored> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let opened = Durable::open(NAME, VERSION, SHAPES, || OPEN.set(None)).await?;
    OPEN.with_borrow_mut(|open| *open = Some(opened.clone()));
    Ok(opened)
}
