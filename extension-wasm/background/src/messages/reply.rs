//! What the worker answers. It is written as [`Reply`](shared::wire::message::Reply) of the contract; what only passes through,
//! from a page or from the server, stays the text that it came as.

use shared::id::{BoardId, ItemId};
use shared::json::{Json, Object, Record, ToJson};
use shared::json_record;
use shared::wire::message::{BoardChip, Refusal, SaveDraft, SavedMark, Settings, Status, WaitingItem};
use shared::wire::seen::Seen;

/// An answer to one of our pages.
pub(crate) enum Answer {
    /// The page of a tab.
    Page(Box<Card>),
    /// A save, durable.
    Saved(Box<SavedMark>),
    /// The boards to save to.
    Boards {
        /// All of them.
        boards: Vec<BoardChip>,
        /// Where the last save went.
        last: Option<BoardId>,
        /// From an earlier time.
        stale: bool,
    },
    /// The items of a board.
    BoardItems(Box<BoardItems>),
    /// What is going on.
    Status(Box<Status>),
    /// What was picked at shops: the text of a list.
    Corrections(String),
    /// What the person chose.
    Settings(Settings),
    /// Done, and nothing to tell.
    Done,
    /// It did not work.
    Refused(Refusal),
}

/// `PageCard` of the contract.
pub(crate) struct Card {
    pub(crate) tab_id: i32,
    pub(crate) url: String,
    pub(crate) detection: Seen,
    pub(crate) saved: Option<SavedMark>,
    pub(crate) draft: Option<SaveDraft>,
    pub(crate) just_saved: Option<SavedMark>,
}

json_record!(write Card { tab_id, url, detection, saved, draft, just_saved });

/// The items of a board: those still waiting, and what the server told of the others.
pub(crate) struct BoardItems {
    /// The saves that have not arrived.
    pub(crate) waiting: Vec<WaitingItem>,
    /// The changes that have not arrived.
    pub(crate) changes: Vec<Change>,
    /// What the server holds, where it was reached and has the board.
    pub(crate) held: Option<HeldBoard>,
    /// The server cannot be reached.
    pub(crate) offline: bool,
}

/// A change of an item on its way.
pub(crate) struct Change {
    pub(crate) id: ItemId,
    /// It lies in the bin after it.
    pub(crate) removed: bool,
    /// The text of an `ItemPatch`.
    pub(crate) patch: Option<String>,
}

json_record!(object Change);
impl Record for Change {
    fn put_into(&self, object: &mut Object<'_>) {
        let patch = self.patch.as_deref().and_then(Json::parse);
        object.put("id", &self.id).put("removed", &self.removed).put("patch", &patch);
    }
}

/// A board as the server told it.
pub(crate) struct HeldBoard {
    /// The text of its `BoardView`.
    pub(crate) board: String,
    /// The text of a page of its items.
    pub(crate) page: String,
}

impl Record for BoardItems {
    fn put_into(&self, object: &mut Object<'_>) {
        let (board, page) = match &self.held {
            Some(held) => (Json::parse(&held.board), Json::parse(&held.page)),
            None => (None, None),
        };
        let page = page.unwrap_or(Json::NULL);
        object.put("board", &board).put("waiting", &self.waiting).put("changes", &self.changes);
        object.put("entries", &page.get("entries").unwrap_or(Json::EMPTY_LIST));
        object.put("next_cursor", &page.get("next_cursor").unwrap_or(Json::NULL)).put("offline", &self.offline);
    }
}

impl ToJson for Answer {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        let (kind, record): (&str, Option<&dyn Record>) = match self {
            Self::Page(card) => ("page", Some(&**card)),
            Self::Saved(mark) => ("saved", Some(&**mark)),
            Self::Status(status) => ("status", Some(&**status)),
            Self::Settings(settings) => ("settings", Some(settings)),
            Self::Refused(refusal) => ("refused", Some(refusal)),
            Self::BoardItems(items) => ("board_items", Some(&**items)),
            Self::Boards { .. } => ("boards", None),
            Self::Corrections(_) => ("corrections", None),
            Self::Done => ("done", None),
        };
        object.put("type", &kind);
        if let Some(record) = record {
            record.put_into(&mut object);
        }
        if let Self::Boards { boards, last, stale } = self {
            object.put("boards", boards).put("last", last).put("stale", stale);
        }
        if let Self::Corrections(shops) = self {
            object.put("shops", &Json::parse(shops).unwrap_or(Json::EMPTY_LIST));
        }
        object.close();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::outbox::fixtures::item_id;
    use crate::save::fixtures::{board, detection, draft, euros, looked};
    use shared::detect::corrections::Corrections;
    use shared::json::to_text;
    use shared::time::Timestamp;
    use shared::wire::boards::BoardKind;
    use shared::wire::items::ItemPatch;
    use shared::wire::message::{ItemChange, PageCard, Reply, SaveState, Theme};
    use shared::wire::problem::ProblemKind;

    /// The answer is what the contract has for it.
    fn same(answer: &Answer, reply: &Reply) {
        let text = to_text(answer);
        assert_eq!(&serde_json::from_str::<Reply>(&text).unwrap(), reply, "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), serde_json::to_value(reply).unwrap());
    }

    fn mark() -> SavedMark {
        SavedMark {
            id: item_id(1),
            title: "Red kettle".to_owned(),
            price: euros(1_999),
            own_price: false,
            image: None,
            note: None,
            quantity: None,
            boards: vec![chip()],
            saved_at: Timestamp::from_millis(3),
            already: false,
            state: SaveState::Waiting,
            undo_until: Some(Timestamp::from_millis(4)),
        }
    }

    fn chip() -> BoardChip {
        BoardChip { id: board(1), name: "Ideas".to_owned(), kind: BoardKind::Ideas }
    }

    #[test]
    fn a_page_is_told_with_all_that_was_found() {
        let (url, tab_id) = (looked().url, 7);
        let (saved, drafted, just_saved) = (Some(mark()), Some(draft()), None);
        let card = Card {
            tab_id,
            url: url.clone(),
            detection: looked().detection,
            saved: saved.clone(),
            draft: drafted.clone(),
            just_saved: just_saved.clone(),
        };
        let page = PageCard { tab_id, url, detection: detection(), saved, draft: drafted, just_saved };
        same(&Answer::Page(Box::new(card)), &Reply::Page(Box::new(page)));
    }

    #[test]
    fn each_answer_is_the_one_of_the_contract() {
        same(&Answer::Saved(Box::new(mark())), &Reply::Saved(mark()));
        let boards = vec![chip()];
        same(
            &Answer::Boards { boards: boards.clone(), last: Some(board(1)), stale: true },
            &Reply::Boards { boards, last: Some(board(1)), stale: true },
        );
        let settings = Settings { detect_everywhere: true, theme: Theme::Light };
        same(&Answer::Settings(settings.clone()), &Reply::Settings(settings));
        same(&Answer::Done, &Reply::Done);
        let shops = vec![Corrections { shop: "shop.example".to_owned(), picks: Vec::new() }];
        same(&Answer::Corrections(to_text(&shops)), &Reply::Corrections { shops });
        same(&Answer::Corrections(String::new()), &Reply::Corrections { shops: Vec::new() });
        let fields = vec![("name".to_owned(), String::new())];
        let refusal = Refusal::Problem { kind: ProblemKind::Invalid, detail: None, fields };
        same(&Answer::Refused(refusal.clone()), &Reply::Refused(refusal));
    }

    fn board_items(held: Option<HeldBoard>, offline: bool) -> Answer {
        Answer::BoardItems(Box::new(BoardItems { waiting: Vec::new(), changes: Vec::new(), held, offline }))
    }

    #[test]
    fn a_board_that_nobody_told_of_is_empty() {
        let reply = Reply::BoardItems {
            board: None,
            waiting: Vec::new(),
            changes: Vec::new(),
            entries: Vec::new(),
            next_cursor: None,
            offline: true,
        };
        same(&board_items(None, true), &reply);
    }

    #[test]
    fn a_change_on_its_way_is_told_as_it_is_sent() {
        let patch = ItemPatch { title: Some("Kettle".to_owned()), note: Some(None), ..ItemPatch::default() };
        let change = Change { id: item_id(1), removed: false, patch: Some(to_text(&patch)) };
        let told: ItemChange = serde_json::from_str(&to_text(&change)).unwrap();
        assert_eq!(told, ItemChange { id: item_id(1), removed: false, patch: Some(patch) });
        let removal = to_text(&Change { id: item_id(1), removed: true, patch: None });
        assert_eq!(serde_json::from_str::<ItemChange>(&removal).unwrap().patch, None);
    }

    #[test]
    fn what_the_server_told_of_a_board_goes_on_as_it_came() {
        let board = r#"{"id":"x","name":"\"Ideas\"","rank":1.5}"#.to_owned();
        let page = r#" {"entries": [{"position": 1e3}], "next_cursor": "c", "more": 1}"#.to_owned();
        let text = to_text(&board_items(Some(HeldBoard { board, page }), false));
        assert_eq!(
            text,
            r#"{"type":"board_items","board":{"id":"x","name":"\"Ideas\"","rank":1.5},"waiting":[],"changes":[],"entries":[{"position": 1e3}],"next_cursor":"c","offline":false}"#
        );
    }
}
