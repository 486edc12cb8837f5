//! What the worker answers to a request of the extension's pages. There is no token in any of it.

use serde::{Deserialize, Serialize};

use super::accounts::AccountView;
use super::boards::BoardKind;
use super::message::{SaveDraft, Settings};
use super::problem::ProblemKind;
use super::quantity::Quantity;
use crate::detect::Detection;
use crate::detect::corrections::Corrections;
use crate::id::{BoardId, ItemId};
use crate::money::Money;
use crate::time::Timestamp;

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Reply {
    /// To [`super::message::Request::PageLook`].
    #[serde(rename = "page")]
    Page(Box<PageCard>),
    /// To [`super::message::Request::ItemSave`].
    #[serde(rename = "saved")]
    Saved(SavedMark),
    /// To [`super::message::Request::BoardsList`] and [`super::message::Request::BoardCreate`].
    #[serde(rename = "boards")]
    Boards {
        /// All boards that can be saved to, made on this device ones too; the first is *My wishes*
        /// (under [`super::message::my_wishes`] while the server has none).
        boards: Vec<BoardChip>,
        /// Where the last save went.
        last: Option<BoardId>,
        /// The list is from an earlier time, because the server cannot be reached.
        stale: bool,
    },
    /// To [`super::message::Request::ServerRead`].
    #[serde(rename = "told")]
    Told {
        /// The JSON that the server answered, as it came.
        text: String,
    },
    /// To [`super::message::Request::StatusGet`] and what changes it.
    #[serde(rename = "status")]
    Status(Box<Status>),
    /// To [`super::message::Request::CorrectionsList`] and [`super::message::Request::CorrectionsForget`].
    #[serde(rename = "corrections")]
    Corrections {
        /// What was picked, the shop of the last pick first.
        shops: Vec<Corrections>,
    },
    /// To [`super::message::Request::SettingsGet`] and [`super::message::Request::SettingsSet`].
    #[serde(rename = "settings")]
    Settings(Settings),
    /// Done, and nothing to tell.
    #[serde(rename = "done")]
    Done,
    /// It did not work; nothing was lost.
    #[serde(rename = "refused")]
    Refused(Refusal),
}

/// Why the worker did not do what was asked. The words are the page's: it knows the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// The browser lets nobody look at this page (settings, the extension store, a PDF).
    PageNotReadable,
    /// The server cannot be reached.
    Offline,
    /// Nobody is signed in.
    SignedOut,
    /// The server said no.
    Problem {
        /// The kind decides the words.
        kind: ProblemKind,
        /// The server's own sentence, where it adds something.
        detail: Option<String>,
        /// Refused fields as (field, what to do).
        fields: Vec<(String, String)>,
    },
    /// The ten seconds are over.
    TooLate,
    /// The disk is full or the browser refuses to store.
    NotStored {
        /// What the browser said.
        detail: String,
    },
    /// The request was none of ours.
    NotUnderstood,
}

/// The page of a tab, as the popup shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageCard {
    /// The browser's number of the tab.
    pub tab_id: i32,
    /// The page's address.
    pub url: String,
    /// What was found.
    pub detection: Detection,
    /// This page was saved before, on this device or as the server said.
    pub saved: Option<SavedMark>,
    /// What was typed here before the popup closed.
    pub draft: Option<SaveDraft>,
    /// The keystroke or menu saved it just now; the popup shows the tick (or, with *check me*, what to check).
    pub just_saved: Option<SavedMark>,
}

/// Where a saved page stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMark {
    /// The item.
    pub id: ItemId,
    /// Its title when it was saved.
    pub title: String,
    /// The price when it was saved.
    pub price: Option<Money>,
    /// That price is the person's word, not the one that the page told.
    #[serde(default)]
    pub own_price: bool,
    /// Its picture when it was saved.
    #[serde(default)]
    pub image: Option<String>,
    /// The note on it.
    #[serde(default)]
    pub note: Option<String>,
    /// How many are wanted; `None` where it was saved as a link, whose page only the server has read.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// The boards it lies on.
    pub boards: Vec<BoardChip>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// It was there before: nothing was doubled.
    pub already: bool,
    /// How far it is.
    pub state: SaveState,
    /// Until when it can be taken back.
    pub undo_until: Option<Timestamp>,
    /// The shop that it was saved from, where that is another one than the page's: the same thing, and not the same page.
    #[serde(default)]
    pub shop: Option<String>,
}

/// How far a save is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveState {
    /// Durable on this device, on its way.
    Waiting,
    /// Durable on this device; nobody is signed in.
    SignedOut,
    /// The server has it.
    Arrived,
    /// The server refused it; it waits for the person.
    Refused,
}

/// A board in a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardChip {
    /// Its id.
    pub id: BoardId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: BoardKind,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Origin of the server.
    pub server: String,
    /// Who is signed in.
    pub account: Option<AccountView>,
    /// Saves of this account that wait.
    pub waiting: u32,
    /// Saves of this account that the server refused.
    pub refused: u32,
    /// Saves made while nobody was signed in, for which the person was not asked yet.
    pub unclaimed: u32,
    /// When the server was last reached.
    pub reached_at: Option<Timestamp>,
    /// The session ended by itself (too old, or revoked): sign in again. What waits is kept, and counted above.
    pub ended: bool,
    /// Messages that were refused since the browser started.
    pub refused_messages: u32,
    /// Version of the extension.
    pub version: String,
}
