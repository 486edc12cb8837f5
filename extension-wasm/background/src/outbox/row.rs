//! One row of the outbox: what is to be sent, for whom, and how far it is. Rows are sent in order, one at a time.

use shared::id::{AccountId, BoardId, ItemId};
use shared::json::{FromJson, Json, Object, Record, to_text};
use shared::json_record;
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, NewItem};
use shared::wire::message::{BoardChip, my_wishes};
use shared::wire::problem::ProblemKind;

/// Whose a row is: an account on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// Origin of the server.
    pub(crate) server: String,
    /// The account there.
    pub(crate) account: AccountId,
}

/// The part of a key that keeps owners apart. Nobody's rows have one of their own.
pub(crate) fn owner_key(owner: Option<&Owner>) -> String {
    owner.map_or_else(|| "nobody".to_owned(), |owner| [&owner.server, " ", &owner.account.text()].concat())
}

/// What a row sends, as far as it has to be known here; the body itself is kept as the text that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sending {
    /// A board made on this device.
    Board(BoardChip),
    /// A save.
    Item(SentItem),
    /// What a person changed of a save.
    Edit(ItemId),
    /// A save that was taken back after it had left, or an item for the bin.
    Remove(ItemId),
    /// An item that comes back from the bin.
    Restore(ItemId),
    /// An item whose pasted address the server is to read again.
    ReadAgain(ItemId),
}

/// A save on its way, as the panel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SentItem {
    /// The item.
    pub(crate) id: ItemId,
    /// The boards it goes to; *My wishes* by its nil id.
    pub(crate) boards: Vec<BoardId>,
    /// Its title.
    pub(crate) title: String,
    /// Its price.
    pub(crate) price: Option<Money>,
    /// Its picture.
    pub(crate) image: Option<String>,
}

impl SentItem {
    /// What is to be known of this item.
    pub(crate) fn of(item: &NewItem) -> Self {
        let page = item.page.as_ref();
        let title = item.title.clone().or_else(|| page?.title.clone()).or_else(|| item.link.clone());
        let boards = match &item.boards {
            BoardChoice::Default(_) => vec![my_wishes()],
            BoardChoice::Boards(boards) => boards.clone(),
        };
        Self {
            id: item.id,
            boards,
            title: title.unwrap_or_default(),
            price: item.price.or_else(|| page?.price),
            image: page.and_then(|page| page.image.clone()),
        }
    }
}

/// Why the server will not take a row as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parked {
    /// The kind of the problem.
    pub(crate) kind: ProblemKind,
    /// The server's own sentence.
    pub(crate) detail: Option<String>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Whose it is; `None` while it was saved signed out.
    pub(crate) owner: Option<Owner>,
    /// What is sent.
    pub(crate) sending: Sending,
    /// The JSON that is sent, byte for byte the same at each try: the server knows a repeated save by its body.
    pub(crate) body: String,
    /// The key of the page it came from in the index of saved pages, without the owner.
    pub(crate) page: Option<String>,
    /// When it was made.
    pub(crate) made_at: Timestamp,
    /// It has left this device at least once: written before the first try, because the answer may never be.
    pub(crate) tried: bool,
    /// How often it was tried and not taken.
    pub(crate) attempts: u32,
    /// How often the server met a fault of its own over it.
    pub(crate) faults: u32,
    /// Not tried again before.
    pub(crate) not_before: Timestamp,
    /// The server refused it; it waits for the person.
    pub(crate) parked: Option<Parked>,
}

impl Sending {
    /// A save, and the body it is sent as.
    pub(crate) fn item(item: &NewItem) -> (Self, String) {
        (Self::Item(SentItem::of(item)), to_text(item))
    }
}

json_record!(Owner { server, account });
json_record!(SentItem { id, boards, title, price, image });
json_record!(Parked { kind, detail });
json_record!(Row { owner, sending, body, page, made_at, tried: default, attempts, faults, not_before, parked });
json_record!(object Sending);

impl Record for Sending {
    fn put_into(&self, object: &mut Object<'_>) {
        match self {
            Self::Board(chip) => object.put("board", chip),
            Self::Item(item) => object.put("item", item),
            Self::Edit(id) => object.put("edit", id),
            Self::Remove(id) => object.put("remove", id),
            Self::Restore(id) => object.put("restore", id),
            Self::ReadAgain(id) => object.put("read_again", id),
        };
    }
}

impl FromJson for Sending {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (kind, value) = json.fields().next()?;
        Some(match kind.text()?.as_str() {
            "board" => Self::Board(BoardChip::from_json(value)?),
            "item" => Self::Item(SentItem::from_json(value)?),
            "edit" => Self::Edit(ItemId::from_json(value)?),
            "remove" => Self::Remove(ItemId::from_json(value)?),
            "restore" => Self::Restore(ItemId::from_json(value)?),
            "read_again" => Self::ReadAgain(ItemId::from_json(value)?),
            _ => return None,
        })
    }
}

impl Row {
    /// A fresh row.
    pub(crate) fn new(
        owner: Option<Owner>,
        (sending, body): (Sending, String),
        page: Option<String>,
        now: Timestamp,
    ) -> Self {
        Self {
            owner,
            sending,
            body,
            page,
            made_at: now,
            tried: false,
            attempts: 0,
            faults: 0,
            not_before: now,
            parked: None,
        }
    }

    /// The item it is about.
    pub(crate) fn item_id(&self) -> Option<ItemId> {
        match &self.sending {
            Sending::Board(_) => None,
            Sending::Item(item) => Some(item.id),
            Sending::Edit(id) | Sending::Remove(id) | Sending::Restore(id) | Sending::ReadAgain(id) => Some(*id),
        }
    }

    /// Nobody but this device has heard of it.
    pub(crate) fn is_untried(&self) -> bool {
        // Rows of earlier versions only count their answers.
        !self.tried && self.attempts == 0
    }

    fn is_due(&self, now: Timestamp) -> bool {
        self.not_before <= now || self.not_before > now.plus_millis(LONGEST_PAUSE_MS)
    }

    /// It has met so many faults of the server that those behind it no longer wait for it.
    fn steps_aside(&self) -> bool {
        self.faults >= FAULTS_BEFORE_STEPPING_ASIDE
    }

    /// The save in it.
    pub(crate) fn item(&self) -> Option<&SentItem> {
        match &self.sending {
            Sending::Item(item) => Some(item),
            _ => None,
        }
    }
}

/// A fault of the server that meets the same row so often is the row's: it is still tried, but holds nobody back.
const FAULTS_BEFORE_STEPPING_ASIDE: u32 = 6;

/// No pause is longer: a row that is to wait longer was written by a clock that has been put back since.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// A row with its number in the outbox.
pub(crate) type Numbered = (u32, Row);

/// What to do next for an owner.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Next {
    /// Send this row.
    Send(Box<Numbered>),
    /// The first row may not be tried before.
    Wait(Timestamp),
    /// Nothing waits.
    Nothing,
}

/// The next step for an owner: the oldest row that is not parked, and never one before it.
/// `hurry` tries at once, whatever was waited for.
pub(crate) fn next(rows: &[Numbered], owner: &Owner, now: Timestamp, hurry: bool) -> Next {
    let mut wait: Option<Timestamp> = None;
    for (at, numbered) in rows.iter().enumerate() {
        let row = &numbered.1;
        if row.owner.as_ref() != Some(owner) || row.parked.is_some() || follows(&rows[..at], row, |_| true) {
            continue;
        }
        if row.is_due(now) || (hurry && !row.steps_aside()) {
            return Next::Send(Box::new(numbered.clone()));
        }
        wait = Some(wait.map_or(row.not_before, |earlier| earlier.min(row.not_before)));
        if !row.steps_aside() {
            break;
        }
    }
    wait.map_or(Next::Nothing, Next::Wait)
}

/// Whether it has to wait for a row before it that is about the same item. A change that was refused holds nothing back:
/// it may never go.
fn follows(before: &[Numbered], row: &Row, which: fn(&Row) -> bool) -> bool {
    let same = |earlier: &Row| earlier.item_id() == row.item_id() && earlier.owner == row.owner;
    let holds = |earlier: &Row| earlier.parked.is_none() || earlier.item().is_some();
    row.item_id().is_some() && before.iter().any(|(_, earlier)| same(earlier) && holds(earlier) && which(earlier))
}

/// How many saves stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Of this owner, on their way.
    pub(crate) waiting: u32,
    /// Of this owner, refused by the server.
    pub(crate) refused: u32,
    /// Of nobody.
    pub(crate) nobodys: u32,
    /// Rows of this owner that are still sent without the person, saves or not.
    pub(crate) to_send: u32,
}

/// Counts the saves of an owner and of nobody.
pub(crate) fn count(rows: &[Numbered], owner: Option<&Owner>) -> Counts {
    let mut counts = Counts::default();
    for (at, (_, row)) in rows.iter().enumerate() {
        let save = u32::from(row.item().is_some());
        match (&row.owner, &row.parked) {
            (None, _) => counts.nobodys += save,
            (whose, _) if whose.as_ref() != owner => {}
            (_, Some(_)) => counts.refused += 1,
            (_, None) => {
                counts.waiting += save;
                // What follows a refused row goes when the person has decided over that one.
                counts.to_send += u32::from(!follows(&rows[..at], row, |earlier| earlier.parked.is_some()));
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests;
