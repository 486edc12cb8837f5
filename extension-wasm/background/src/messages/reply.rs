//! What the worker answers. It is written as [`Reply`](shared::wire::message::Reply) of the contract; what only passes through,
//! from a page or from the server, stays the text that it came as.

use shared::id::BoardId;
use shared::json::{Json, Object, Record, ToJson};
use shared::json_record;
use shared::wire::message::{BoardChip, Refusal, SaveDraft, SavedMark, Settings, Status};
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
    /// What the server told: the JSON as it came.
    Told(String),
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

impl ToJson for Answer {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        let (kind, record): (&str, Option<&dyn Record>) = match self {
            Self::Page(card) => ("page", Some(&**card)),
            Self::Saved(mark) => ("saved", Some(&**mark)),
            Self::Status(status) => ("status", Some(&**status)),
            Self::Settings(settings) => ("settings", Some(settings)),
            Self::Refused(refusal) => ("refused", Some(refusal)),
            Self::Boards { .. } => ("boards", None),
            Self::Told(_) => ("told", None),
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
        if let Self::Told(text) = self {
            object.put("text", text);
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
    use shared::wire::message::{PageCard, Reply, SaveState, Theme};
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
            shop: Some("shop.example".to_owned()),
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
        let text = r#"{"name":"\"Ideas\"","rank": 1.5}"#.to_owned();
        same(&Answer::Told(text.clone()), &Reply::Told { text });
        let shops = vec![Corrections { shop: "shop.example".to_owned(), picks: Vec::new() }];
        same(&Answer::Corrections(to_text(&shops)), &Reply::Corrections { shops });
        same(&Answer::Corrections(String::new()), &Reply::Corrections { shops: Vec::new() });
        let fields = vec![("name".to_owned(), String::new())];
        let refusal = Refusal::Problem { kind: ProblemKind::Invalid, detail: None, fields };
        same(&Answer::Refused(refusal.clone()), &Reply::Refused(refusal));
    }
}
