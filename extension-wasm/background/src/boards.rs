//! The boards to save to: as the server last told them, and those made here that it has not heard of yet.

use browser::client::{Call, CallError};
use browser::clock;
use browser::storage::keys::{self, KnownBoard};
use browser::texts;
use shared::find::Find;
use shared::id::BoardId;
use shared::join::glued;
use shared::json::{Json, to_text};
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardKind, NewBoard};
use shared::wire::message::{BoardChip, Refusal, my_wishes};
use shared::wire::outbox::ME;
use shared::wire::problem::ProblemKind;

use crate::account::call::{self, AccountError};
use crate::account::session;
use crate::messages::reply::Answer;
use crate::outbox::row::{Numbered, Owner, Row, Sending, owner_key};
use crate::outbox::{self, store};

/// A list is not waited for longer than this: the one from before is shown then.
const PATIENCE_MS: u32 = 4_000;

/// The boards that this owner can save to.
pub(crate) struct Boards {
    known: Vec<KnownBoard>,
    waiting: Vec<BoardChip>,
}

impl Boards {
    /// Those that this device knows of.
    pub(crate) async fn of(owner: Option<&Owner>, rows: &[Numbered]) -> Self {
        let known = keys::boards(&owner_key(owner)).get().await.unwrap_or_default();
        let mut waiting = made(rows.iter().map(|(_, row)| row).filter(|row| row.owner.as_ref() == owner));
        waiting.retain(|chip| known.iter().all(|board| board.chip.id != chip.id));
        Self { known, waiting }
    }

    /// The server's id of *My wishes*.
    pub(crate) fn default(&self) -> Option<BoardId> {
        self.known.iter().find(|board| board.is_default).map(|board| board.chip.id)
    }

    /// All of them, *My wishes* first.
    pub(crate) fn chips(&self) -> Vec<BoardChip> {
        let (default, others): (Vec<_>, Vec<_>) = self.known.iter().partition(|board| board.is_default);
        let first = default.first().map_or_else(my_wishes_chip, |board| board.chip.clone());
        let others = others.into_iter().map(|board| board.chip.clone());
        std::iter::once(first).chain(others).chain(self.waiting.iter().cloned()).collect()
    }

    /// The chips of these boards. One that is not known any more is left out.
    pub(crate) fn named(&self, ids: &[BoardId]) -> Vec<BoardChip> {
        let chips = self.chips();
        let default = self.default();
        let found = ids.iter().filter_map(|id| {
            let id = if *id == my_wishes() { default.unwrap_or(*id) } else { *id };
            chips.iter().find(|chip| chip.id == id).cloned()
        });
        found.collect()
    }

    /// Where the keystroke saves: the board of the last save while it is there, else *My wishes*.
    pub(crate) async fn last(&self, owner: Option<&Owner>) -> BoardId {
        let last = keys::last_board(&owner_key(owner)).get().await;
        last.filter(|last| self.chips().iter().any(|chip| chip.id == *last))
            .unwrap_or_else(|| self.default().unwrap_or_else(my_wishes))
    }
}

fn my_wishes_chip() -> BoardChip {
    BoardChip { id: my_wishes(), name: texts::message("my_wishes", &[]), kind: BoardKind::WishList }
}

/// Boards made here, as they were renamed, removed and brought back since.
fn made<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<BoardChip> {
    let (mut boards, mut gone): (Vec<BoardChip>, Vec<BoardId>) = (Vec::new(), Vec::new());
    for row in rows.filter(|row| row.parked.is_none()) {
        let call = match &row.sending {
            Sending::Board(board) => {
                boards.push(board.clone());
                continue;
            }
            Sending::Call(call) if call.boards => call,
            _ => continue,
        };
        let Some(board) = boards.iter_mut().find(|board| call.path.parts("/").nth(2) == Some(&board.id.text())) else {
            continue;
        };
        match call.method.as_str() {
            "DELETE" => gone.push(board.id),
            "PATCH" => {
                let name = Json::parse(&row.body).and_then(|body| body.field("name"));
                board.name = name.unwrap_or_else(|| std::mem::take(&mut board.name));
            }
            _ => gone.retain(|id| *id != board.id),
        }
    }
    boards.retain(|board| !gone.contains(&board.id));
    boards
}

/// A board, as far as it is remembered.
struct Told {
    id: BoardId,
    name: String,
    kind: BoardKind,
    is_default: bool,
    deleted_at: Option<Timestamp>,
}

/// One page of them.
struct ToldPage {
    entries: Vec<Told>,
    next_cursor: Option<String>,
}

json_record!(read Told { id, name, kind, is_default, deleted_at });
json_record!(read ToldPage { entries, next_cursor });

/// Asks the server for the boards, and remembers them.
pub(crate) async fn refresh(owner: &Owner) -> Result<(), AccountError> {
    let mut known: Vec<KnownBoard> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let path = paged("/boards?limit=100", cursor.as_deref());
        let ask = Call::new("GET", &owner.server, &path).within_ms(PATIENCE_MS);
        let page: ToldPage = call::ask(owner, ask).await?;
        let there = page.entries.into_iter().filter(|board| board.deleted_at.is_none());
        known.extend(there.map(|board| {
            let Told { id, name, kind, is_default, .. } = board;
            KnownBoard { chip: BoardChip { id, name, kind }, is_default }
        }));
        cursor = page.next_cursor;
        if cursor.is_none() || known.len() >= 1_000 {
            break;
        }
    }
    let kept = keys::boards(&owner_key(Some(owner))).set(&known).await;
    kept.map_err(|failure| AccountError::Call(CallError::Unreachable(failure.0)))
}

fn paged(path: &str, cursor: Option<&str>) -> String {
    // A cursor is opaque; only what is plain in a query is sent back as it came.
    cursor.map_or_else(
        || path.to_owned(),
        |cursor| glued(&[path, "&cursor=", &String::from(js_sys::encode_uri_component(cursor))]),
    )
}

/// Answers the list, anew where the server can be reached.
pub(crate) async fn list() -> Result<Answer, Refusal> {
    let owner = session::owner().await;
    let stale = match &owner {
        Some(owner) => !matches!(clock::within(PATIENCE_MS, refresh(owner)).await, Some(Ok(()))),
        None => false,
    };
    answer(owner.as_ref(), stale).await
}

async fn answer(owner: Option<&Owner>, stale: bool) -> Result<Answer, Refusal> {
    let boards = Boards::of(owner, &outbox::rows().await?).await;
    let last = Some(boards.last(owner).await);
    Ok(Answer::Boards { boards: boards.chips(), last, stale })
}

/// Makes a board. It goes the way of all saves, so that it works offline and before what is saved to it.
pub(crate) async fn create(name: &str, kind: BoardKind) -> Result<Answer, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().nth(200).is_some() {
        let fields = vec![("name".to_owned(), String::new())];
        return Err(Refusal::Problem { kind: ProblemKind::Invalid, detail: None, fields });
    }
    let owner = session::owner().await;
    let now = clock::now();
    let board = NewBoard {
        id: BoardId::new(now, clock::random()),
        name: name.to_owned(),
        description: None,
        cover_image: None,
        kind,
        audience: Audience::Private,
    };
    let body = to_text(&board);
    let chip = BoardChip { id: board.id, name: board.name, kind };
    let row = Row::new(owner.clone(), (Sending::Board(chip), body), None, now);
    {
        let _held = store::turn().await;
        store::write(&[store::add(&row)]).await?;
    }
    outbox::stirred().await;
    answer(owner.as_ref(), false).await
}

/// What the server tells this owner under a path of boards, items or the account, as it came.
pub(crate) async fn read(owner: &Owner, path: &str) -> Result<Answer, Refusal> {
    let resource = path.up_to("?");
    let ours = resource == ME || ["/boards", "/items", "/events"].iter().any(|begin| resource.starts_with(begin));
    // Neither a way up nor one in disguise.
    if !ours || resource.bytes().any(|sign| matches!(sign, b'.' | b'%' | b'\\')) {
        return Err(Refusal::NotUnderstood);
    }
    let ask = Call::new("GET", &owner.server, path).within_ms(PATIENCE_MS);
    let told = clock::within(PATIENCE_MS, call::send(owner, ask)).await;
    let text = told.ok_or(Refusal::Offline)??;
    // What is no JSON comes from somebody else than our API.
    if Json::parse(&text).is_some_and(Json::is_object) { Ok(Answer::Told(text)) } else { Err(Refusal::Offline) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::row;
    use shared::wire::outbox::SentCall;

    #[test]
    fn boards_made_here_are_known_as_they_were_left() {
        let board = |number| BoardId::new(Timestamp::from_millis(1), [number; 10]);
        let new = |number, name: &str| {
            let chip = BoardChip { id: board(number), name: name.to_owned(), kind: BoardKind::Ideas };
            row(None, (Sending::Board(chip), "{}".to_owned()))
        };
        let call = |method: &str, number, rest: &str, body: &str| {
            let path = format!("/boards/{}{rest}", board(number));
            let call = SentCall { method: method.to_owned(), path, item: None, boards: true };
            row(None, (Sending::Call(call), body.to_owned()))
        };
        let mut rows = vec![
            new(1, "Garden"),
            new(2, "House"),
            call("PATCH", 1, "", r#"{"name":"Balcony"}"#),
            call("DELETE", 2, "", ""),
        ];
        let names = |rows: &[Row]| made(rows.iter()).into_iter().map(|chip| chip.name).collect::<Vec<_>>();
        assert_eq!(names(&rows), ["Balcony"]);
        rows.push(call("POST", 2, "/restore", ""));
        assert_eq!(names(&rows), ["Balcony", "House"]);
    }
}
