//! What the types of the wire are called in front of a person.

use shared::detect::corrections::Correctable;
use shared::detect::{Source, Verdict};
use shared::join::joined;
use shared::product::{Availability, PriceKind};
use shared::wire::boards::BoardKind;
use shared::wire::items::ItemState;
use shared::wire::message::{BoardChip, Refusal, SaveState, my_wishes};
use shared::wire::problem::ProblemKind;

use crate::bridge::Failure;
use crate::icons::Icon;
use crate::shelf::Board;

/// The word and icon of a verdict, and the class of its colour.
pub(crate) fn verdict(verdict: Verdict) -> (String, Icon, &'static str) {
    match verdict {
        Verdict::Sure => (t!("verdict_sure"), Icon::Check, "chip pine"),
        Verdict::Check => (t!("verdict_check"), Icon::Eye, "chip amber"),
        Verdict::NotProduct => (t!("verdict_not_product"), Icon::Ring, "chip plain"),
    }
}

/// What a price means.
pub(crate) fn price_kind(kind: PriceKind) -> String {
    match kind {
        PriceKind::Current => t!("kind_current"),
        PriceKind::List => t!("kind_list"),
        PriceKind::Sale => t!("kind_sale"),
        PriceKind::Member => t!("kind_member"),
        PriceKind::Used => t!("kind_used"),
        PriceKind::Instalment => t!("kind_instalment"),
        PriceKind::Unit => t!("kind_unit"),
    }
}

/// Where a value was found, in words that need no knowledge of formats.
pub(crate) fn source(source: Source) -> String {
    match source {
        Source::JsonLd | Source::Microdata | Source::Rdfa | Source::OpenGraph | Source::State => t!("source_data"),
        Source::Visible => t!("source_visible"),
        Source::Store => t!("source_store"),
        Source::LastResort => t!("source_guess"),
    }
}

/// A field that a person can pick another value for.
pub(crate) fn correctable(field: Correctable) -> String {
    match field {
        Correctable::Title => t!("doubt_title"),
        Correctable::Price => t!("doubt_price"),
        Correctable::Image => t!("doubt_image"),
    }
}

/// Whether it can be bought.
pub(crate) fn availability(availability: Availability) -> String {
    match availability {
        Availability::InStock => t!("in_stock"),
        Availability::OutOfStock => t!("out_of_stock"),
        Availability::Preorder => t!("preorder"),
    }
}

/// What a board is for.
pub(crate) fn board_kind(kind: BoardKind) -> String {
    match kind {
        BoardKind::WishList => t!("board_wish_list"),
        BoardKind::Ideas => t!("board_ideas"),
        BoardKind::Registry => t!("board_registry"),
    }
}

/// A board's name; *My wishes* in the person's language while the server has not made it.
pub(crate) fn board_name(board: &BoardChip) -> String {
    if board.id == my_wishes() { t!("my_wishes") } else { board.name.clone() }
}

/// The same of a board on the shelf.
pub(crate) fn shelf_board(board: &Board) -> String {
    if board.id == my_wishes() { t!("my_wishes") } else { board.name.clone() }
}

/// All states of a wish.
pub(crate) const ITEM_STATES: [ItemState; 4] =
    [ItemState::Wanted, ItemState::Received, ItemState::Thanked, ItemState::Archived];

/// Where a wish stands.
pub(crate) fn item_state(state: ItemState) -> String {
    match state {
        ItemState::Wanted => t!("state_wanted"),
        ItemState::Received => t!("state_received"),
        ItemState::Thanked => t!("state_thanked"),
        ItemState::Archived => t!("state_archived"),
    }
}

/// Its name in lists to choose from.
pub(crate) const fn item_state_key(state: ItemState) -> &'static str {
    match state {
        ItemState::Wanted => "wanted",
        ItemState::Received => "received",
        ItemState::Thanked => "thanked",
        ItemState::Archived => "archived",
    }
}

/// The names of these boards, as the language joins them.
pub(crate) fn board_names(boards: &[BoardChip]) -> String {
    let names: Vec<String> = boards.iter().map(board_name).collect();
    if names.is_empty() { t!("my_wishes") } else { joined(&names, ", ") }
}

/// How far a save is, where that says something that a tick does not.
pub(crate) fn save_state(state: SaveState) -> Option<String> {
    match state {
        SaveState::Waiting => Some(t!("state_waiting")),
        SaveState::SignedOut => Some(t!("state_signed_out")),
        SaveState::Refused => Some(t!("state_refused")),
        SaveState::Arrived => None,
    }
}

/// What happened and what to do, in one or two sentences.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::NoAnswer => t!("no_answer"),
        Failure::BadServer => t!("bad_server"),
        Failure::Refused(refusal) => match refusal {
            Refusal::PageNotReadable => t!("page_not_readable"),
            Refusal::Offline => t!("offline"),
            Refusal::SignedOut => t!("signed_out"),
            Refusal::Problem { kind, .. } => problem(*kind),
            Refusal::TooLate => t!("too_late"),
            Refusal::NotStored { .. } => t!("not_stored"),
            Refusal::NotUnderstood => t!("no_answer"),
        },
    }
}

/// The same where somebody signs in or registers.
pub(crate) fn failure_at_sign_in(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Refusal::Offline) => t!("offline_at_sign_in"),
        Failure::Refused(Refusal::Problem { kind: ProblemKind::Conflict, .. }) => t!("problem_address_taken"),
        Failure::Refused(Refusal::Problem { kind: ProblemKind::Forbidden, .. }) => t!("problem_deactivated"),
        other => self::failure(other),
    }
}

/// What the server or the browser said itself, to stand below our own sentence.
pub(crate) fn failure_details(failure: &Failure) -> Vec<String> {
    match failure {
        Failure::Refused(Refusal::Problem { detail, fields, .. }) => {
            let fields = fields.iter().map(|(field, what)| format!("{}: {what}", field_name(field)));
            if fields.len() == 0 { detail.iter().cloned().collect() } else { fields.collect() }
        }
        Failure::Refused(Refusal::NotStored { detail }) if !detail.is_empty() => vec![detail.clone()],
        _ => Vec::new(),
    }
}

fn field_name(field: &str) -> String {
    match field.rsplit('.').next().unwrap_or(field) {
        "email" => t!("field_email"),
        "password" => t!("field_password"),
        "display_name" => t!("field_display_name"),
        "title" => t!("field_title"),
        "note" => t!("field_note"),
        "name" => t!("field_board_name"),
        other => other.to_owned(),
    }
}

fn problem(kind: ProblemKind) -> String {
    match kind {
        ProblemKind::WrongCredentials => t!("problem_wrong_credentials"),
        ProblemKind::Invalid | ProblemKind::Malformed => t!("problem_invalid"),
        ProblemKind::Conflict => t!("problem_conflict"),
        ProblemKind::TooManyRequests => t!("problem_too_many_requests"),
        ProblemKind::Busy => t!("problem_busy"),
        ProblemKind::Unauthenticated => t!("signed_out"),
        ProblemKind::Forbidden => t!("problem_forbidden"),
        ProblemKind::NotFound => t!("problem_not_found"),
        ProblemKind::AddressRefused => t!("problem_address_refused"),
        ProblemKind::TooLarge => t!("problem_too_large"),
        ProblemKind::Changed => t!("problem_changed"),
        _ => t!("problem_server"),
    }
}
