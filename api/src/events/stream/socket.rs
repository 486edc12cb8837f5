//! A log over a WebSocket, for the extension. A page can open one to any server and a browser sends no header of its own
//! along: so the origin is looked at, and the first frame says who it is. Until then nothing is answered.

use std::time::{Duration, Instant};

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use axum::response::Response;
use shared::time::Timestamp;
use shared::wire::presence::PresenceView;
use shared::wire::problem::ProblemKind;
use shared::wire::stream::{ClientFrame, Ending, ServerFrame};
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Said, Stream, span};
use crate::App;
use crate::accounts::token::Claims;
use crate::db::StoreError;
use crate::edge;
use crate::edge::connection::Place;
use crate::error::{Answer, ApiError};
use crate::presence::{Looks, TooMany};

/// How long a client may take to say who it is.
const FIRST_FRAME: Duration = Duration::from_secs(5);
/// A reader who does not take what is sent for so long comes again.
const TAKING: Duration = Duration::from_secs(10);
/// Without a word from the client for so long, it is gone: it answers a ping every 20 seconds by itself.
const SILENCE: Duration = Duration::from_secs(60);
/// The largest frame of a client: a token and what stands around it.
const LARGEST: usize = 4 * 1024;
/// Bytes that may wait to be sent: more than the largest frame of ours.
const WAITING: usize = 64 * 1024;
/// Frames of a client in a minute.
const FRAMES: u32 = 120;
const MINUTE: Duration = Duration::from_secs(60);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(open_socket))
}

/// What changes for this person, as it happens, over a WebSocket (RFC 6455). The first frame of the client is
/// `{"frame": "sign_in", "token": …, "after": N}` within five seconds; before it nothing is answered. Then `ready`, and an `event`
/// for each as it happens. The token goes into a frame and never into the address; another one of the same session, sent before it
/// runs out, lets the stream go on. Pages of others are refused by their `Origin`.
#[utoipa::path(get, path = "/api/v1/events/socket", tag = "events", security(()),
    responses((status = 101, description = "The WebSocket; its frames are these.", body = inline(Frames)),
        (status = 400, description = "It is no request for a WebSocket."), (status = 403, description = "Not from a page of somebody else.")))]
async fn open_socket(
    State(app): State<App>,
    place: Option<Extension<Place>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    // Who is no browser sends none, and could send any.
    if headers.get_all(ORIGIN).iter().any(|origin| !edge::is_extension(origin, &app.config.extension_origin)) {
        return Err(ApiError::forbidden("Only the extension may open a WebSocket from a browser."));
    }
    let upgrade =
        upgrade.map_err(|_| ApiError::new(ProblemKind::Malformed).detail("Ask for a WebSocket (RFC 6455)."))?;
    let upgrade = upgrade
        .read_buffer_size(LARGEST)
        .write_buffer_size(0)
        .max_write_buffer_size(WAITING)
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST);
    Ok(upgrade.on_upgrade(async move |socket| {
        // It takes its place among the connections until it is closed.
        let _place = place;
        let mut socket = Socket { socket, heard: Instant::now(), minute: (Instant::now(), 0) };
        let listening = async {
            let ending = socket.run(&app).await;
            socket.close(ending).await;
        };
        listening.instrument(span()).await;
    }))
}

/// Both directions, for the description.
#[derive(utoipa::ToSchema)]
#[allow(dead_code)]
struct Frames {
    /// What a client sends.
    client: ClientFrame,
    /// What the server sends.
    server: ServerFrame,
}

struct Socket {
    socket: WebSocket,
    /// When the client last said anything.
    heard: Instant,
    /// Since when its frames are counted, and how many there were.
    minute: (Instant, u32),
}

/// The client has gone, or nothing more can be sent.
struct Gone;

impl From<Gone> for Option<Ending> {
    /// Nobody is there to say anything to.
    fn from(_: Gone) -> Self {
        None
    }
}

impl Socket {
    /// `None`: there is nobody to say anything to.
    async fn run(&mut self, app: &App) -> Option<Ending> {
        let first = tokio::select! {
            first = tokio::time::timeout(FIRST_FRAME, self.frame()) => first,
            () = app.streams.stopped() => return Some(Ending::Stopping),
        };
        let (token, after) = match first {
            Ok(Ok(Some(ClientFrame::SignIn { token, after }))) => (token, after),
            Ok(Err(Gone)) => return None,
            Ok(Ok(_)) => return Some(Ending::Refused),
            Err(_) => return Some(Ending::SignIn),
        };
        let Some(signed) = read(app, token.expose()) else { return Some(Ending::SignIn) };
        let after = after.map(|after| after.max(0));
        let mut stream = match Box::pin(Stream::open(app.clone(), signed, after, None)).await {
            Ok(stream) => stream,
            Err(error) => return Some(refusal(&error)),
        };
        self.send(&ServerFrame::Ready { after: stream.after }).await.ok()?;
        let mut looks = Looks::new(app.clone(), signed.0.account_id);
        loop {
            let step = tokio::select! {
                said = stream.next() => self.say(said, &mut looks).await,
                frame = self.frame() => match frame {
                    Err(Gone) => Err(None),
                    Ok(None) => Err(Some(Ending::Refused)),
                    Ok(Some(frame)) => self.answer(app, frame, &stream, &mut looks).await,
                },
                () = looks.changed() => self.show(Box::pin(looks.news()).await).await,
            };
            if let Err(ending) = step {
                return ending;
            }
        }
    }

    /// Sends what is to be sent next.
    async fn say(&mut self, said: Option<Said>, looks: &mut Looks) -> Result<(), Option<Ending>> {
        match said {
            Some(Said::Events(entries)) => {
                for event in entries {
                    self.send(&ServerFrame::Event { event }).await?;
                }
                // What happened may have to do with what they may know of others.
                self.show(Box::pin(looks.news()).await).await
            }
            Some(Said::Reset(last_number)) => Ok(self.send(&ServerFrame::Reset { last_number }).await?),
            Some(Said::SignOfLife) if self.heard.elapsed() > SILENCE => Err(None),
            Some(Said::SignOfLife) => Ok(self.give(Message::Ping(axum::body::Bytes::new())).await?),
            Some(Said::End(ending)) => Err(Some(ending)),
            None => Err(None),
        }
    }

    /// Does what a client's frame says.
    async fn answer(
        &mut self,
        app: &App,
        frame: ClientFrame,
        stream: &Stream,
        looks: &mut Looks,
    ) -> Result<(), Option<Ending>> {
        let view = match frame {
            ClientFrame::Ping => return Ok(self.send(&ServerFrame::Pong).await?),
            ClientFrame::SignIn { token, .. } => {
                let renewed = read(app, token.expose()).is_some_and(|signed| stream.renew(signed));
                return if renewed { Ok(()) } else { Err(Some(Ending::SignIn)) };
            }
            ClientFrame::Leave { item_id } => return looks.leave(item_id).await.map_err(|_| Some(Ending::Again)),
            ClientFrame::Look { item_id } => Box::pin(looks.look(item_id)).await,
            ClientFrame::Hold { item_id } => Box::pin(looks.hold(item_id)).await,
            ClientFrame::Release { item_id } => Box::pin(looks.release(item_id)).await,
        };
        match view {
            Ok(Ok(view)) => self.show(Ok(vec![view])).await,
            Ok(Err(TooMany)) => Err(Some(Ending::Refused)),
            Err(error) => self.show(Err(error)).await,
        }
    }

    async fn show(&mut self, views: Result<Vec<PresenceView>, StoreError>) -> Result<(), Option<Ending>> {
        for presence in views.map_err(|_| Some(Ending::Again))? {
            self.send(&ServerFrame::Presence { presence }).await?;
        }
        Ok(())
    }

    /// The client's next frame; `None` where it says nothing that is understood, or too much. It may be dropped while it waits.
    async fn frame(&mut self) -> Result<Option<ClientFrame>, Gone> {
        loop {
            let message = self.socket.recv().await.ok_or(Gone)?.map_err(|_| Gone)?;
            self.heard = Instant::now();
            if self.minute.0.elapsed() > MINUTE {
                self.minute = (self.heard, 0);
            }
            self.minute.1 += 1;
            match message {
                _ if self.minute.1 > FRAMES => return Ok(None),
                Message::Text(text) => return Ok(serde_json::from_str(&text).ok()),
                Message::Binary(_) => return Ok(None),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return Err(Gone),
            }
        }
    }

    async fn send(&mut self, frame: &ServerFrame) -> Result<(), Gone> {
        // Ids, numbers and words always serialise.
        let text = serde_json::to_string(frame).map_err(|_| Gone)?;
        self.give(Message::text(text)).await
    }

    async fn give(&mut self, message: Message) -> Result<(), Gone> {
        tokio::time::timeout(TAKING, self.socket.send(message)).await.map_err(|_| Gone)?.map_err(|_| Gone)
    }

    /// The last word, and the end.
    async fn close(mut self, ending: Option<Ending>) {
        let Some(reason) = ending else { return };
        if self.send(&ServerFrame::End { reason }).await.is_ok() {
            let frame = CloseFrame { code: code(reason), reason: axum::extract::ws::Utf8Bytes::default() };
            drop(self.give(Message::Close(Some(frame))).await);
        }
    }
}

fn read(app: &App, token: &str) -> Option<(Claims, Timestamp)> {
    app.tokens.verify_until(token, app.clock.now())
}

fn refusal(error: &ApiError) -> Ending {
    match error.kind() {
        ProblemKind::Unauthenticated => Ending::SignedOut,
        ProblemKind::TooManyRequests => Ending::TooMany,
        _ => Ending::Again,
    }
}

/// Codes of RFC 6455 7.4.1, and of our own where there is none.
fn code(reason: Ending) -> u16 {
    match reason {
        Ending::Stopping => 1012,
        Ending::Again => 1011,
        Ending::Refused => 1008,
        Ending::Slow => 4008,
        Ending::SignIn => 4001,
        Ending::SignedOut => 4003,
        Ending::TooMany => 4029,
    }
}
