//! The extension's own database: rows on their way and pictures that go with them, pages that are saved, the session, and a copy of the
//! boards. The worker and the side panel open it, and the options read what waits. The session is the worker's, of which the panel only asks whose it is; the
//! copy is the panel's; to the outbox the panel only adds.

use std::cell::RefCell;

use crate::durable::{Durable, NotStored, RowKey, Shape};

/// Rows on their way, numbered in the order they were made.
pub const OUTBOX: &str = "outbox";
/// Saved pages, by owner and page.
pub const SAVED: &str = "saved";
/// The session, under one key.
pub const SESSION: &str = "session";
/// Boards and their items as the server last told them, by owner.
pub const COPIES: &str = "copies";

/// Pictures that a person chose, by their ids, each as its bytes: what a row speaks of goes with that row.
pub const PICTURES: &str = "pictures";

/// The key that the session lies under.
#[must_use]
pub fn session_key() -> RowKey {
    RowKey::Text("current".to_owned())
}

const NAME: &str = "giftos";
/// One more with each new store; stores that are there stay as they are.
pub const VERSION: u32 = 3;
const SHAPES: &[Shape] = &[
    Shape { name: OUTBOX, numbered: true },
    Shape { name: SAVED, numbered: false },
    Shape { name: SESSION, numbered: false },
    Shape { name: COPIES, numbered: false },
    Shape { name: PICTURES, numbered: false },
];

thread_local! {
    static OPEN: RefCell<Option<Durable>> = const { RefCell::new(None) };
}

/// The open database; opened anew where the browser has closed it.
///
/// # Errors
/// Where the browser keeps nothing.
pub async fn open() -> Result<Durable, NotStored> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let opened = Durable::open(NAME, VERSION, SHAPES, || OPEN.set(None)).await?;
    OPEN.with_borrow_mut(|open| *open = Some(opened.clone()));
    Ok(opened)
}
