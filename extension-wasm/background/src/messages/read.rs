//! Reads a request from its JSON, by its `type` first. A field that is missing, is no such thing or that nobody knows refuses
//! the whole; the test holds it against the contract in `shared`.

use shared::json::{FromJson, Json};
use shared::wire::message::Request;

/// The fields of a message; each is read once, and none may be left.
struct Fields<'t> {
    message: Json<'t>,
    left: usize,
}

impl Fields<'_> {
    fn take<T: FromJson>(&mut self, name: &str) -> Option<T> {
        let value = self.message.get(name)?;
        self.left = self.left.checked_sub(1)?;
        T::from_json(value)
    }

    fn optional<T: FromJson>(&mut self, name: &str) -> Option<Option<T>> {
        if self.message.get(name).is_none() { Some(None) } else { self.take(name) }
    }
}

/// The request, or `None` where it is none of ours.
pub(super) fn request(message: Json<'_>) -> Option<Request> {
    let mut fields = Fields { message, left: message.fields().count() };
    let kind: String = fields.take("type")?;
    let request = match kind.as_str() {
        "page.look" => Request::PageLook { tab_id: fields.optional("tab_id")? },
        "item.save" => Request::ItemSave { save: fields.take("save")? },
        "item.undo" => Request::ItemUndo { id: fields.take("id")? },
        "item.edit" => Request::ItemEdit { id: fields.take("id")?, patch: fields.take("patch")? },
        "item.bin" => Request::ItemBin { id: fields.take("id")? },
        "item.restore" => Request::ItemRestore { id: fields.take("id")? },
        "item.read_again" => Request::ItemReadAgain { id: fields.take("id")? },
        "link.save" => Request::LinkSave { url: fields.take("url")?, board: fields.take("board")? },
        "draft.keep" => Request::DraftKeep { draft: fields.take("draft")? },
        "draft.drop" => Request::DraftDrop { tab_id: fields.take("tab_id")? },
        "boards.list" => Request::BoardsList,
        "board.create" => Request::BoardCreate { name: fields.take("name")?, kind: fields.take("kind")? },
        "server.read" => Request::ServerRead { owner: fields.take("owner")?, path: fields.take("path")? },
        "status.get" => Request::StatusGet,
        "account.begin" => Request::AccountBegin { server: fields.take("server")?, tokens: fields.take("tokens")? },
        "account.sign_out" => Request::AccountSignOut { everywhere: fields.take("everywhere")? },
        "outbox.flush" => Request::OutboxFlush,
        "outbox.send" => Request::OutboxSend,
        "outbox.adopt" => Request::OutboxAdopt { take: fields.take("take")? },
        "outbox.discard" => Request::OutboxDiscard { id: fields.take("id")? },
        "corrections.list" => Request::CorrectionsList,
        "corrections.forget" => Request::CorrectionsForget { shop: fields.optional("shop")? },
        "device.changed" => Request::DeviceChanged,
        "settings.get" => Request::SettingsGet,
        "settings.set" => Request::SettingsSet { settings: fields.take("settings")? },
        _ => return None,
    };
    (fields.left == 0).then_some(request)
}

/// Whether it is the one thing that a content script may say, and nothing beside it.
pub(super) fn is_hint(message: Json<'_>) -> bool {
    message.fields().count() == 1 && message.get("type").is_some_and(|kind| kind.is_text("page.hint"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::outbox::fixtures::{item_id, owner};
    use crate::save::fixtures::{board, draft};
    use serde_json::Value;
    use shared::wire::accounts::Secret;
    use shared::wire::boards::BoardKind;
    use shared::wire::items::ItemPatch;
    use shared::wire::message::{Hint, Settings, Theme};

    fn every_request() -> Vec<Request> {
        let text = |text: &str| text.to_owned();
        let settings = Settings { detect_everywhere: true, theme: Theme::Dark };
        let patch = ItemPatch { title: Some(text("Kettle")), note: Some(None), ..ItemPatch::default() };
        vec![
            Request::PageLook { tab_id: None },
            Request::PageLook { tab_id: Some(7) },
            Request::ItemSave { save: Box::new(draft()) },
            Request::ItemUndo { id: item_id(1) },
            Request::ItemEdit { id: item_id(1), patch: Box::new(patch) },
            Request::ItemBin { id: item_id(1) },
            Request::ItemRestore { id: item_id(1) },
            Request::ItemReadAgain { id: item_id(1) },
            Request::LinkSave { url: text("https://shop.example/p/1"), board: board(1) },
            Request::DraftKeep { draft: Box::new(draft()) },
            Request::DraftDrop { tab_id: 7 },
            Request::BoardsList,
            Request::BoardCreate { name: text("Ana's ideas"), kind: BoardKind::Ideas },
            Request::ServerRead { owner: owner(1), path: text("/boards?limit=100") },
            Request::StatusGet,
            Request::AccountBegin { server: text("https://gifts.example"), tokens: Secret::new("{}") },
            Request::AccountSignOut { everywhere: true },
            Request::OutboxFlush,
            Request::OutboxSend,
            Request::OutboxAdopt { take: true },
            Request::OutboxDiscard { id: item_id(1) },
            Request::CorrectionsList,
            Request::CorrectionsForget { shop: None },
            Request::CorrectionsForget { shop: Some(text("shop.example")) },
            Request::DeviceChanged,
            Request::SettingsGet,
            Request::SettingsSet { settings },
        ]
    }

    fn request(message: &Value) -> Option<Request> {
        super::request(Json::parse(&message.to_string()).unwrap())
    }

    #[test]
    fn every_request_of_the_contract_is_read_as_serde_would() {
        let mut kinds = std::collections::BTreeSet::new();
        for asked in every_request() {
            let message = serde_json::to_value(&asked).unwrap();
            kinds.insert(message["type"].to_string());
            assert_eq!(request(&message), Some(asked.clone()), "{message}");
            assert_eq!(serde_json::from_value::<Request>(message).unwrap(), asked);
        }
        // As many as the contract has names: a new one without a line here would be refused.
        let contract = include_str!("../../../../shared/src/wire/message.rs");
        let requests = contract.split("pub enum Request").nth(1).unwrap().split("\n}").next().unwrap();
        assert_eq!(kinds.len(), requests.matches("#[serde(rename = ").count());
    }

    #[test]
    fn what_is_missing_or_too_much_is_refused() {
        for asked in every_request() {
            let Value::Object(fields) = serde_json::to_value(&asked).unwrap() else { panic!("no object") };
            let mut more = fields.clone();
            more.insert("extra".to_owned(), Value::Null);
            assert_eq!(request(&Value::Object(more)), None, "{asked:?}");
            for name in fields.keys().filter(|name| !matches!(name.as_str(), "tab_id" | "shop")) {
                let mut less = fields.clone();
                less.remove(name);
                assert_eq!(request(&Value::Object(less)), None, "{asked:?} without {name}");
            }
        }
    }

    #[test]
    fn a_hint_is_what_the_contract_says() {
        let hint = serde_json::to_string(&Hint::PageHint).unwrap();
        assert!(is_hint(Json::parse(&hint).unwrap()));
        for other in [r#"{"type":"page.hint","tab_id":7}"#, r#"{"type":"status.get"}"#, "{}", r#"["page.hint"]"#] {
            assert!(!is_hint(Json::parse(other).unwrap()), "{other}");
        }
    }
}
