//! How the extension's pages write what they ask and read what they are answered, without serde: see [`super::message`] for the
//! contract. The tests hold every type here against what serde derives for it.

use super::boards::{BoardConflictView, BoardView, PlacedItemView};
use super::event::{Event, EventPage, EventView};
use super::items::{ConflictView, ItemView};
use super::message::{PageCard, Push, Refusal, Reply, Request};
use super::problem::ProblemKind;
use crate::json::{FromJson, Json, Object, Record};
use crate::json_record;

json_record!(read PageCard { tab_id, url, detection, saved, draft, just_saved });
json_record!(read BoardView {
    id, name, description, cover_image, kind, audience, relation, is_default, link_token, item_count, created_at, updated_at,
    deleted_at, version, locks_at: default, conflicts: default
});
json_record!(read BoardConflictView { field, kept, kept_at, other, other_at, device });
json_record!(wide ItemView {
    id, product_id, offer_id, title, url, shop, image, price, price_seen_at, list_price, brand, availability, quantity,
    variant, priority, note, private_note, occasion, alert_threshold, needs_check, fill, fill_problem, state: default,
    boards, created_at, updated_at, deleted_at, version, conflicts: default
});
json_record!(read ConflictView { field, kept, kept_at, other, other_at, device });

json_record!(read EventPage { entries, last_number, reset });

impl FromJson for EventView {
    fn from_json(json: Json<'_>) -> Option<Self> {
        // What happened stands beside its number.
        Some(Self { number: json.field("number")?, at: json.field("at")?, event: Event::from_json(json)? })
    }
}

impl FromJson for Event {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let kind: String = json.field("type")?;
        let (board, item) = (|| json.field("board_id"), || json.field("item_id"));
        Some(match kind.as_str() {
            "board_added" => Self::BoardAdded { board_id: board()? },
            "board_changed" => Self::BoardChanged { board_id: board()? },
            "board_removed" => Self::BoardRemoved { board_id: board()? },
            "board_items_changed" => Self::BoardItemsChanged { board_id: board()? },
            "item_saved" => Self::ItemSaved { item_id: item()? },
            "item_changed" => Self::ItemChanged { item_id: item()? },
            "item_binned" => Self::ItemBinned { item_id: item()? },
            "item_restored" => Self::ItemRestored { item_id: item()? },
            _ => return None,
        })
    }
}

impl FromJson for PlacedItemView {
    fn from_json(json: Json<'_>) -> Option<Self> {
        // The item's fields stand beside the place's.
        let item = ItemView::from_json(json)?;
        Some(Self { item, position: json.field("position")?, placed_at: json.field("placed_at")? })
    }
}

json_record!(object Request);
impl Record for Request {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("type", &self.name());
        match self {
            Self::BoardsList
            | Self::StatusGet
            | Self::OutboxFlush
            | Self::OutboxSend
            | Self::CorrectionsList
            | Self::DeviceChanged
            | Self::SettingsGet => object,
            Self::PageLook { tab_id } => object.put("tab_id", tab_id),
            Self::ItemSave { save } => object.put("save", save),
            Self::ItemUndo { id }
            | Self::ItemBin { id }
            | Self::ItemRestore { id }
            | Self::ItemReadAgain { id }
            | Self::OutboxDiscard { id } => object.put("id", id),
            Self::LinkSave { url, board } => object.put("url", url).put("board", board),
            Self::ItemEdit { id, patch } => object.put("id", id).put("patch", patch),
            Self::DraftKeep { draft } => object.put("draft", draft),
            Self::DraftDrop { tab_id } => object.put("tab_id", tab_id),
            Self::BoardCreate { name, kind } => object.put("name", name).put("kind", kind),
            Self::ServerRead { owner, path } => object.put("owner", owner).put("path", path),
            Self::AccountBegin { server, tokens } => object.put("server", server).put("tokens", tokens),
            Self::AccountSignOut { everywhere } => object.put("everywhere", everywhere),
            Self::OutboxAdopt { take } => object.put("take", take),
            Self::CorrectionsForget { shop } => object.put("shop", shop),
            Self::SettingsSet { settings } => object.put("settings", settings),
        };
    }
}

impl Request {
    const fn name(&self) -> &'static str {
        match self {
            Self::PageLook { .. } => "page.look",
            Self::ItemSave { .. } => "item.save",
            Self::ItemUndo { .. } => "item.undo",
            Self::ItemEdit { .. } => "item.edit",
            Self::ItemBin { .. } => "item.bin",
            Self::ItemRestore { .. } => "item.restore",
            Self::ItemReadAgain { .. } => "item.read_again",
            Self::LinkSave { .. } => "link.save",
            Self::DraftKeep { .. } => "draft.keep",
            Self::DraftDrop { .. } => "draft.drop",
            Self::BoardsList => "boards.list",
            Self::BoardCreate { .. } => "board.create",
            Self::ServerRead { .. } => "server.read",
            Self::StatusGet => "status.get",
            Self::AccountBegin { .. } => "account.begin",
            Self::AccountSignOut { .. } => "account.sign_out",
            Self::OutboxFlush => "outbox.flush",
            Self::OutboxSend => "outbox.send",
            Self::OutboxAdopt { .. } => "outbox.adopt",
            Self::OutboxDiscard { .. } => "outbox.discard",
            Self::CorrectionsList => "corrections.list",
            Self::CorrectionsForget { .. } => "corrections.forget",
            Self::DeviceChanged => "device.changed",
            Self::SettingsGet => "settings.get",
            Self::SettingsSet { .. } => "settings.set",
        }
    }
}

impl FromJson for Reply {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let kind: String = json.field("type")?;
        Some(match kind.as_str() {
            "page" => Self::Page(Box::from_json(json)?),
            "saved" => Self::Saved(FromJson::from_json(json)?),
            "boards" => {
                Self::Boards { boards: json.field("boards")?, last: json.field("last")?, stale: json.field("stale")? }
            }
            "told" => Self::Told { text: json.field("text")? },
            "status" => Self::Status(Box::from_json(json)?),
            "corrections" => Self::Corrections { shops: json.field("shops")? },
            "settings" => Self::Settings(settings(json)?),
            "done" => Self::Done,
            "refused" => Self::Refused(Refusal::from_json(json)?),
            _ => return None,
        })
    }
}

/// Read by hand: on their own they are closed, and here the reply's `type` stands beside them.
fn settings(json: Json<'_>) -> Option<super::message::Settings> {
    let (detect_everywhere, theme) = (json.field("detect_everywhere")?, json.field("theme")?);
    Some(super::message::Settings { detect_everywhere, theme })
}

impl FromJson for Refusal {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let reason: String = json.field("reason")?;
        Some(match reason.as_str() {
            "page_not_readable" => Self::PageNotReadable,
            "offline" => Self::Offline,
            "signed_out" => Self::SignedOut,
            "problem" => Self::Problem {
                kind: json.field::<ProblemKind>("kind")?,
                detail: json.field("detail")?,
                fields: json.field("fields")?,
            },
            "too_late" => Self::TooLate,
            "not_stored" => Self::NotStored { detail: json.field("detail")? },
            "not_understood" => Self::NotUnderstood,
            _ => return None,
        })
    }
}

/// A refused field and what to do about it, as a pair.
impl FromJson for (String, String) {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let [field, what]: [String; 2] = Vec::from_json(json)?.try_into().ok()?;
        Some((field, what))
    }
}

impl FromJson for Push {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let kind: String = json.field("type")?;
        match kind.as_str() {
            "status.changed" => Some(Self::StatusChanged),
            "page.changed" => Some(Self::PageChanged { tab_id: json.field("tab_id")? }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
