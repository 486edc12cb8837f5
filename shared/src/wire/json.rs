//! How the extension reads and writes the types of the wire, without serde; what only its pages read is in [`super::asking`]. The types themselves are the contract, as serde
//! derives it; the tests hold every type here against that.

use super::accounts::{AccountView, NewAccount, NewSession, RefreshSession, Secret};
use super::boards::{BoardPatch, NewBoard};
use super::items::{BoardChoice, ItemPatch, NewItem};
use super::message::{BoardChip, Push, Refusal, SaveDraft, SavedMark, Settings, Sites, Status};
use super::problem::{FieldError, Problem, ProblemKind};
use super::quantity::{AnyNumber, Quantity};
use super::snapshot::PageSnapshot;
use crate::json::{FromJson, Json, Object, Record, ToJson};
use crate::json_record;
use crate::money::{Currency, Money};
use crate::product::VariantOption;

json_record!(closed Money { amount_minor, currency });
json_record!(closed VariantOption { name, value });
json_record!(closed SaveDraft { tab_id, url, title, price, image, variant: default, boards, note, quantity: default, checked });
json_record!(closed Settings { detect_everywhere, theme });
json_record!(Sites { on, paused });
json_record!(BoardChip { id, name, kind });
json_record!(AccountView { id, email, display_name, role, created_at, last_sign_in_at, avatar });
json_record!(read FieldError { field, detail });
json_record!(write RefreshSession { refresh_token });
json_record!(SavedMark {
    id,
    title,
    price,
    own_price: default,
    image,
    note,
    quantity,
    boards,
    saved_at,
    already,
    state,
    undo_until,
    shop: default
});
json_record!(Status { server, account, waiting, refused, unclaimed, reached_at, ended, refused_messages, version });

impl FromJson for Currency {
    fn from_json(json: Json<'_>) -> Option<Self> {
        json.text()?.parse().ok()
    }
}

impl ToJson for Currency {
    fn write(&self, out: &mut String) {
        self.code().write(out);
    }
}

impl FromJson for Secret {
    fn from_json(json: Json<'_>) -> Option<Self> {
        json.text().map(Self::new)
    }
}

impl ToJson for Secret {
    fn write(&self, out: &mut String) {
        self.expose().write(out);
    }
}

impl FromJson for Quantity {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if json.is_text("any") { Some(Self::Any(AnyNumber::Any)) } else { u16::from_json(json).map(Self::Count) }
    }
}

impl ToJson for Quantity {
    fn write(&self, out: &mut String) {
        match self {
            Self::Count(count) => count.write(out),
            Self::Any(AnyNumber::Any) => "any".write(out),
        }
    }
}

impl FromJson for ProblemKind {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let uri = json.text()?;
        Some(Self::ALL.iter().copied().find(|kind| kind.uri() == uri).unwrap_or(Self::Unknown))
    }
}

impl FromJson for Problem {
    fn from_json(json: Json<'_>) -> Option<Self> {
        Some(Self {
            kind: json.field("type")?,
            title: json.field("title")?,
            status: json.field("status")?,
            detail: json.field("detail")?,
            instance: json.field("instance")?,
            errors: json.field_or_default("errors")?,
        })
    }
}

impl ToJson for ProblemKind {
    fn write(&self, out: &mut String) {
        match self {
            // As serde writes it.
            Self::Unknown => "Unknown".write(out),
            known => known.uri().write(out),
        }
    }
}

impl ToJson for BoardChoice {
    fn write(&self, out: &mut String) {
        match self {
            Self::Default(_) => "default".write(out),
            Self::Boards(boards) => boards.write(out),
        }
    }
}

json_record!(object NewItem);
impl Record for NewItem {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("id", &self.id).put("boards", &self.boards).put_some("page", &self.page);
        object.put_some("link", &self.link).put_some("title", &self.title).put_some("price", &self.price);
        object.put("quantity", &self.quantity);
        if !self.variant.is_empty() {
            object.put("variant", &self.variant);
        }
        object.put("priority", &self.priority).put_some("note", &self.note);
        object.put_some("private_note", &self.private_note).put_some("occasion", &self.occasion);
        object.put_some("alert_threshold", &self.alert_threshold);
    }
}

json_record!(object PageSnapshot);
impl Record for PageSnapshot {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("url", &self.url).put_some("canonical_url", &self.canonical_url).put_some("title", &self.title);
        object.put_some("price", &self.price).put_some("price_kind", &self.price_kind);
        object.put_some("list_price", &self.list_price).put_some("image", &self.image);
        object.put_some("brand", &self.brand).put_some("gtin", &self.gtin).put_some("sku", &self.sku);
        object.put_some("description", &self.description).put_some("category", &self.category);
        object.put_some("availability", &self.availability).put_some("verdict", &self.verdict);
        object.put_some("price_source", &self.price_source).put_some("seen_at", &self.seen_at);
    }
}

impl FromJson for ItemPatch {
    fn from_json(json: Json<'_>) -> Option<Self> {
        const FIELDS: [&str; 13] = [
            "title",
            "image",
            "price",
            "quantity",
            "variant",
            "priority",
            "note",
            "private_note",
            "occasion",
            "alert_threshold",
            "checked",
            "state",
            "base",
        ];
        if !json.is_object() || !json.has_only(&FIELDS) {
            return None;
        }
        Some(Self {
            title: json.field("title")?,
            image: emptied(json, "image")?,
            price: emptied(json, "price")?,
            quantity: json.field("quantity")?,
            variant: json.field("variant")?,
            priority: json.field("priority")?,
            note: emptied(json, "note")?,
            private_note: emptied(json, "private_note")?,
            occasion: emptied(json, "occasion")?,
            alert_threshold: emptied(json, "alert_threshold")?,
            checked: json.field("checked")?,
            state: json.field("state")?,
            base: json.field("base")?,
        })
    }
}

/// A field that may be missing, which leaves what it names, or `null`, which empties it.
fn emptied<T: FromJson>(json: Json<'_>, name: &str) -> Option<Option<Option<T>>> {
    match json.get(name) {
        None => Some(None),
        Some(value) => Option::<T>::from_json(value).map(Some),
    }
}

json_record!(object ItemPatch);
impl Record for ItemPatch {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put_some("title", &self.title).put_some("image", &self.image).put_some("price", &self.price);
        object.put_some("quantity", &self.quantity).put_some("variant", &self.variant);
        object.put_some("priority", &self.priority).put_some("note", &self.note);
        object.put_some("private_note", &self.private_note).put_some("occasion", &self.occasion);
        object.put_some("alert_threshold", &self.alert_threshold).put_some("checked", &self.checked);
        object.put_some("state", &self.state).put_some("base", &self.base);
    }
}

impl FromJson for BoardPatch {
    fn from_json(json: Json<'_>) -> Option<Self> {
        if !json.is_object() || !json.has_only(&["name", "description", "cover_image", "kind", "audience", "base"]) {
            return None;
        }
        Some(Self {
            name: json.field("name")?,
            description: emptied(json, "description")?,
            cover_image: emptied(json, "cover_image")?,
            kind: json.field("kind")?,
            audience: json.field("audience")?,
            base: json.field("base")?,
        })
    }
}

json_record!(object BoardPatch);
impl Record for BoardPatch {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put_some("name", &self.name).put_some("description", &self.description);
        object.put_some("cover_image", &self.cover_image).put_some("kind", &self.kind);
        object.put_some("audience", &self.audience).put_some("base", &self.base);
    }
}

json_record!(object NewBoard);
impl Record for NewBoard {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("id", &self.id).put("name", &self.name).put_some("description", &self.description);
        object.put_some("cover_image", &self.cover_image).put("kind", &self.kind).put("audience", &self.audience);
    }
}

json_record!(object NewAccount);
impl Record for NewAccount {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("email", &self.email).put("password", &self.password).put("display_name", &self.display_name);
        object.put_some("device", &self.device);
    }
}

json_record!(object NewSession);
impl Record for NewSession {
    fn put_into(&self, object: &mut Object<'_>) {
        object.put("email", &self.email).put("password", &self.password).put_some("device", &self.device);
    }
}

json_record!(object Refusal);
impl Record for Refusal {
    fn put_into(&self, object: &mut Object<'_>) {
        let reason = match self {
            Self::PageNotReadable => "page_not_readable",
            Self::Offline => "offline",
            Self::SignedOut => "signed_out",
            Self::Problem { .. } => "problem",
            Self::TooLate => "too_late",
            Self::NotStored { .. } => "not_stored",
            Self::NotUnderstood => "not_understood",
        };
        object.put("reason", &reason);
        match self {
            Self::Problem { kind, detail, fields } => {
                object.put("kind", kind).put("detail", detail).put("fields", fields);
            }
            Self::NotStored { detail } => {
                object.put("detail", detail);
            }
            _ => {}
        }
    }
}

/// A refused field and what to do about it, as a pair.
impl ToJson for (String, String) {
    fn write(&self, out: &mut String) {
        [&self.0, &self.1].write(out);
    }
}

json_record!(object Push);
impl Record for Push {
    fn put_into(&self, object: &mut Object<'_>) {
        match self {
            Self::StatusChanged => object.put("type", &"status.changed"),
            Self::PageChanged { tab_id } => object.put("type", &"page.changed").put("tab_id", tab_id),
        };
    }
}

#[cfg(test)]
mod tests;
