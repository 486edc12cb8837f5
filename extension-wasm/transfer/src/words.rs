//! Boards, numbers and faults in words, as the panel around writes them.

use browser::intl;
pub(crate) use browser::intl::money;
use shared::id::BoardId;
use shared::wire::message::my_wishes;

/// The name of a board; *My wishes* in the person's language while the server has not made it.
pub(crate) fn board(id: BoardId, name: &str) -> String {
    if id == my_wishes() { t!("my_wishes") } else { name.to_owned() }
}

/// How many, as numbers are written: nobody's list is longer than that.
pub(crate) fn many(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// A whole number.
pub(crate) fn count(count: usize) -> String {
    intl::count(many(count))
}

/// What is wrong with a row, and what to do.
pub(crate) fn fault(fault: crate::files::Fault) -> String {
    use crate::files::Fault;
    match fault {
        Fault::Nameless => t!("row_nameless"),
        Fault::Same => t!("row_same"),
        Fault::NoPage => t!("row_no_page"),
        Fault::Price => t!("row_price"),
        Fault::Currency => t!("row_currency"),
        Fault::Address => t!("row_address"),
        Fault::Picture => t!("row_picture"),
        Fault::Quantity => t!("row_quantity"),
        Fault::Priority => t!("row_priority"),
        Fault::Cut => t!("row_cut"),
        Fault::Cells => t!("row_cells"),
        Fault::Open => t!("row_open"),
    }
}

/// Why nothing of a file can be read, and what to do.
pub(crate) fn unread(why: crate::files::Unread) -> String {
    use crate::files::Unread;
    match why {
        Unread::Empty => t!("file_empty"),
        Unread::TooLarge => t!("file_too_large"),
        Unread::Later => t!("file_later"),
        Unread::Unknown => t!("file_unknown"),
    }
}
