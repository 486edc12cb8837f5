//! A mail server that keeps what it is handed: SMTP as far as a client speaks it, over a socket, with or without TLS.
//! So that tests and the demo see the very bytes that a mail server would, and can have it refuse, hang or drop the line at any step.
//! It never passes a mail on to anybody.

mod session;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use giftos::mail::settings::MailConfig;
use mail_parser::{Message, MessageParser};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::wait;

/// A point of a session at which something can be made to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The first line, which the server says.
    Greeting,
    /// AUTH, whatever the password.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, before the message.
    Data,
    /// After the whole message.
    Message,
}

/// What goes wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It answers with this code and these words.
    Refuse(u16, &'static str),
    /// It answers nothing, and keeps the line.
    Hang,
    /// It closes the line without a word.
    Drop,
    /// It keeps the message, and closes the line before it says so.
    KeepAndDrop,
}

/// How the line is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tls {
    /// Not at all.
    #[default]
    None,
    /// Offered as STARTTLS; mail is taken without, as many servers do.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// How a catcher behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setup {
    /// The line.
    pub tls: Tls,
    /// Who is let in; whoever comes, where nobody is named.
    pub credentials: Option<(&'static str, &'static str)>,
    /// It takes neither addresses nor letters that are not ASCII.
    pub ascii_only: bool,
    /// Somebody on the way puts an answer behind the one to STARTTLS, while the line can still be written on.
    pub meddled: bool,
}

/// A mail that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message as it was sent, without the dots of the line.
    pub raw: Vec<u8>,
    /// Who had signed in.
    pub user: Option<String>,
    /// Whether the line was encrypted.
    pub encrypted: bool,
}

impl Caught {
    /// The message, read by a program that did not write it.
    #[must_use]
    pub fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).unwrap_or_else(|| panic!("no message: {:?}", self.raw))
    }

    /// The text part.
    #[must_use]
    pub fn text(&self) -> String {
        self.message().body_text(0).unwrap_or_default().into_owned()
    }

    /// The HTML part.
    #[must_use]
    pub fn html(&self) -> String {
        self.message().body_html(0).unwrap_or_default().into_owned()
    }

    /// The first address of the text that begins with `start`, up to a space.
    #[must_use]
    pub fn link(&self, start: &str) -> Option<String> {
        let text = self.text();
        let from = text.find(start)?;
        text[from..].split_whitespace().next().map(ToOwned::to_owned)
    }
}

/// What sessions share.
#[derive(Debug, Default)]
struct Shared {
    caught: Vec<Caught>,
    faults: VecDeque<(Step, Fault)>,
    sessions: usize,
}

type State = Arc<Mutex<Shared>>;

fn locked(state: &State) -> MutexGuard<'_, Shared> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running mail server. It ends when it is dropped.
pub struct Catcher {
    address: SocketAddr,
    state: State,
    setup: Setup,
    certificate: String,
    // Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Catcher {
    /// Starts one on a port of its own.
    ///
    /// # Errors
    /// Where no port or certificate is to be had.
    pub fn start(setup: Setup) -> Result<Self> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = State::default();
        let (stop, stopped) = oneshot::channel::<()>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let shared = Arc::clone(&state);
        std::thread::Builder::new().name("catcher".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, setup, acceptor, shared) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { address, state, setup, certificate: made.cert.pem(), _stop: stop })
    }

    /// Where it is, as `GIFTOS_SMTP` says it.
    #[must_use]
    pub fn url(&self) -> String {
        let port = self.address.port();
        let (scheme, open) = match self.setup.tls {
            Tls::None => ("smtp", "?tls=none"),
            Tls::StartTls => ("smtp", ""),
            Tls::Implicit => ("smtps", ""),
        };
        let user = self.setup.credentials.map(|(user, password)| format!("{user}:{password}@")).unwrap_or_default();
        format!("{scheme}://{user}localhost:{port}{open}")
    }

    /// The settings of a server that sends through this one, and whose links begin with `public`.
    #[must_use]
    pub fn settings(&self, public: &str) -> MailConfig {
        MailConfig {
            smtp: Some(read(&self.url())),
            mail_from: Some(read("GiftOS <gifts@giftos.example>")),
            public_url: Some(read(public)),
            mails_per_hour: 1_000_000,
            ..MailConfig::default()
        }
    }

    /// The certificate that it shows, as PEM.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The next session that comes to `step` meets `fault` there; several are met in this order.
    pub fn fail(&self, step: Step, fault: Fault) {
        locked(&self.state).faults.push_back((step, fault));
    }

    /// How many sessions were begun.
    #[must_use]
    pub fn sessions(&self) -> usize {
        locked(&self.state).sessions
    }

    /// What was caught so far.
    #[must_use]
    pub fn caught(&self) -> Vec<Caught> {
        locked(&self.state).caught.clone()
    }

    /// Waits until `count` mails were caught, and gives all of them.
    pub async fn wait_for(&self, count: usize) -> Vec<Caught> {
        self.wait_until("mails", |shared| shared.caught.len() >= count).await;
        self.caught()
    }

    /// Waits until `count` sessions were begun.
    pub async fn wait_for_sessions(&self, count: usize) {
        self.wait_until("sessions", |shared| shared.sessions >= count).await;
    }

    async fn wait_until(&self, what: &str, holds: impl Fn(&Shared) -> bool) {
        let waited = tokio::time::timeout(wait::STEP, async {
            while !holds(&locked(&self.state)) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        let state = &self.state;
        waited.await.unwrap_or_else(|_| panic!("waited for {what}: {:?}", locked(state)));
    }
}

fn read<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Display,
{
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

async fn accept(listener: std::net::TcpListener, setup: Setup, acceptor: TlsAcceptor, state: State) {
    let Ok(listener) = TcpListener::from_std(listener).context("the port") else { return };
    while let Ok((stream, _)) = listener.accept().await {
        locked(&state).sessions += 1;
        let session = session::Session::new(setup, Arc::clone(&state));
        // A client that breaks off ends its session, as it should.
        tokio::spawn(session.run(stream, acceptor.clone()));
    }
}
