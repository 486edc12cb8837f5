//! What goes over an open stream of events: the frames of the WebSocket, and the words that SSE shares with it.

use serde::{Deserialize, Serialize};

use super::accounts::Secret;
use super::event::EventView;
use super::presence::PresenceView;
use crate::id::ItemId;

/// What a client sends, one JSON object in each text frame. The first one signs in; until then it is told nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClientFrame {
    /// Who it is. Later ones go on with another token of the same session, before the first runs out.
    SignIn {
        /// The access token.
        token: Secret,
        /// The number of the last event seen; from now on where there is none. Counts in the first frame alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<i64>,
    },
    /// Asks for [`ServerFrame::Pong`]: what keeps an extension's worker awake is what it sends and hears.
    Ping,
    /// The person looks at a wish, or still does: a heartbeat, to be sent every 30 seconds. Answered by [`ServerFrame::Presence`].
    Look {
        /// The wish.
        item_id: ItemId,
    },
    /// They look at it no longer.
    Leave {
        /// The wish.
        item_id: ItemId,
    },
    /// They are about to give it: others see that for two minutes. Answered by [`ServerFrame::Presence`].
    Hold {
        /// The wish.
        item_id: ItemId,
    },
    /// They changed their mind, and look on. Answered by [`ServerFrame::Presence`].
    Release {
        /// The wish.
        item_id: ItemId,
    },
}

/// What the server sends, one JSON object in each text frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServerFrame {
    /// The client is signed in; events after this number follow.
    Ready {
        /// The number.
        after: i64,
    },
    /// What happened.
    Event {
        /// The event.
        #[serde(flatten)]
        event: EventView,
    },
    /// Events after the client's number were forgotten, or it is no number of this log: read anew what is shown; events after this number follow.
    Reset {
        /// The number.
        last_number: i64,
    },
    /// The answer to [`ClientFrame::Ping`].
    Pong,
    /// Who else looks at a wish that the client looks at: as an answer, and whenever it changes.
    Presence {
        /// Who.
        #[serde(flatten)]
        presence: PresenceView,
    },
    /// The last word before the stream ends.
    End {
        /// Why.
        reason: Ending,
    },
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Ending {
    /// The token has run out or is not good: come again with the next one.
    SignIn,
    /// The session has ended; only signing in anew opens another one.
    SignedOut,
    /// The account has as many streams as it may.
    TooMany,
    /// The server stops or starts anew: come again in a moment, and go on after the last number.
    Stopping,
    /// Nobody took what was sent: come again, and go on after the last number.
    Slow,
    /// The server could not read on: come again, and go on after the last number.
    Again,
    /// A frame could not be read, or too many came.
    Refused,
}
