//! One session of the catcher: RFC 5321 with AUTH and STARTTLS, strict where a client of ours might be wrong.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{Caught, Fault, Setup, State, Step, Tls, locked};

/// RFC 5321, 4.5.3.1: a line of a message, with its end.
const LONGEST_LINE: usize = 1000;
const LONGEST_COMMAND: usize = 512;

/// What is known of the client and of the mail at hand.
pub(super) struct Session {
    setup: Setup,
    state: State,
    encrypted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

/// How it goes on.
enum Next {
    Line,
    Upgrade,
    End,
}

/// What became of a step.
#[derive(PartialEq, Eq)]
enum Met {
    Answered,
    Refused,
    Closed,
}

trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

impl Session {
    pub(super) fn new(setup: Setup, state: State) -> Self {
        Self { setup, state, encrypted: false, user: None, from: None, to: Vec::new() }
    }

    pub(super) async fn run(mut self, stream: TcpStream, acceptor: TlsAcceptor) -> io::Result<()> {
        if self.setup.tls == Tls::Implicit {
            self.encrypted = true;
            return self.talk(&mut BufStream::new(acceptor.accept(stream).await?), true).await.map(drop);
        }
        let mut open = BufStream::new(stream);
        if let Next::Upgrade = self.talk(&mut open, true).await? {
            // What a client sent in the open after STARTTLS is not read as if it had come encrypted.
            let stream = open.into_inner();
            (self.encrypted, self.user, self.from) = (true, None, None);
            self.talk(&mut BufStream::new(acceptor.accept(stream).await?), false).await?;
        }
        Ok(())
    }

    async fn talk(&mut self, line: &mut BufStream<impl Line>, greets: bool) -> io::Result<Next> {
        if greets && self.step(line, Step::Greeting, "220 catcher.example ESMTP").await? == Met::Closed {
            return Ok(Next::End);
        }
        loop {
            let command = read_line(line, LONGEST_COMMAND).await?;
            let Ok(command) = String::from_utf8(command) else {
                say(line, "500 no text").await?;
                continue;
            };
            match self.obey(line, command.trim_end()).await? {
                Next::Line => {}
                next => return Ok(next),
            }
        }
    }

    async fn obey(&mut self, line: &mut BufStream<impl Line>, command: &str) -> io::Result<Next> {
        let upper = command.to_ascii_uppercase();
        let after = |met: Met| if met == Met::Closed { Next::End } else { Next::Line };
        if upper.starts_with("EHLO ") {
            say(line, &self.offers()).await?;
        } else if upper == "STARTTLS" && self.setup.tls == Tls::StartTls && !self.encrypted {
            say(line, if self.setup.meddled { "220 go ahead\r\n250 meddled" } else { "220 go ahead" }).await?;
            return Ok(Next::Upgrade);
        } else if let Some(rest) = upper.strip_prefix("AUTH PLAIN").map(|_| &command["AUTH PLAIN".len()..]) {
            let answer = if self.lets_in(rest.trim()) { "235 welcome" } else { "535 5.7.8 wrong user or password" };
            return Ok(after(self.step(line, Step::Auth, answer).await?));
        } else if upper.starts_with("MAIL FROM:<") {
            if self.setup.credentials.is_some() && self.user.is_none() {
                say(line, "530 5.7.0 sign in first").await?;
                return Ok(Next::Line);
            }
            let met = self.step(line, Step::Mail, "250 2.1.0 ok").await?;
            (self.from, self.to) = ((met == Met::Answered).then(|| between(command)), Vec::new());
            return Ok(after(met));
        } else if upper.starts_with("RCPT TO:<") && self.from.is_some() {
            let to = between(command);
            let met = self.step(line, Step::Rcpt, "250 2.1.5 ok").await?;
            self.to.extend((met == Met::Answered).then_some(to));
            return Ok(after(met));
        } else if upper == "DATA" && !self.to.is_empty() {
            return Ok(after(self.take(line).await?));
        } else if upper == "RSET" || upper == "NOOP" {
            say(line, "250 ok").await?;
        } else if upper == "QUIT" {
            say(line, "221 bye").await?;
            return Ok(Next::End);
        } else {
            say(line, "503 5.5.1 not now").await?;
        }
        Ok(Next::Line)
    }

    fn offers(&self) -> String {
        let mut offers = vec!["catcher.example"];
        if !self.setup.ascii_only {
            offers.extend(["8BITMIME", "SMTPUTF8"]);
        }
        if self.setup.tls == Tls::StartTls && !self.encrypted {
            offers.push("STARTTLS");
        }
        if self.setup.credentials.is_some() {
            offers.push("AUTH PLAIN");
        }
        let last = offers.len() - 1;
        let lines =
            offers.iter().enumerate().map(|(n, offer)| format!("250{}{offer}", if n == last { ' ' } else { '-' }));
        lines.collect::<Vec<_>>().join("\r\n")
    }

    fn lets_in(&mut self, response: &str) -> bool {
        let bytes = STANDARD.decode(response).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        let parts: Vec<&str> = text.split('\0').collect();
        let known = self.setup.credentials.is_some_and(|(user, password)| parts == ["", user, password]);
        self.user = self.setup.credentials.map(|(user, _)| user.to_owned()).filter(|_| known);
        known
    }

    /// DATA: the message up to a dot on a line of its own; a dot that was doubled for the line is one again.
    async fn take(&mut self, line: &mut BufStream<impl Line>) -> io::Result<Met> {
        let met = self.step(line, Step::Data, "354 go ahead").await?;
        if met != Met::Answered {
            return Ok(met);
        }
        let mut raw = Vec::new();
        loop {
            let text = read_line(line, usize::MAX).await?;
            if text == b".\r\n" {
                break;
            }
            if text.len() > LONGEST_LINE || !text.ends_with(b"\r\n") {
                say(line, "500 5.6.0 a line is too long, or ends without CR LF").await?;
                return Ok(Met::Closed);
            }
            raw.extend_from_slice(text.strip_prefix(b".").unwrap_or(&text));
        }
        let from = self.from.take().unwrap_or_default();
        let caught =
            Caught { from, to: std::mem::take(&mut self.to), raw, user: self.user.clone(), encrypted: self.encrypted };
        match self.fault(Step::Message) {
            None => {
                // Before it is said: whoever hears of it finds it.
                locked(&self.state).caught.push(caught);
                say(line, "250 2.0.0 taken").await?;
                Ok(Met::Answered)
            }
            Some(Fault::KeepAndDrop) => {
                locked(&self.state).caught.push(caught);
                Ok(Met::Closed)
            }
            Some(fault) => self.fail(line, fault).await,
        }
    }

    fn fault(&self, step: Step) -> Option<Fault> {
        let mut shared = locked(&self.state);
        let (at, _) = shared.faults.front()?;
        if *at != step {
            return None;
        }
        shared.faults.pop_front().map(|(_, fault)| fault)
    }

    /// Answers, unless something is to go wrong here.
    async fn step(&self, line: &mut BufStream<impl Line>, step: Step, answer: &str) -> io::Result<Met> {
        match self.fault(step) {
            None => {
                say(line, answer).await?;
                Ok(Met::Answered)
            }
            Some(fault) => self.fail(line, fault).await,
        }
    }

    async fn fail(&self, line: &mut BufStream<impl Line>, fault: Fault) -> io::Result<Met> {
        match fault {
            Fault::Refuse(code, words) => {
                say(line, &format!("{code} {words}")).await?;
                Ok(Met::Refused)
            }
            Fault::Hang => std::future::pending().await,
            Fault::Drop | Fault::KeepAndDrop => Ok(Met::Closed),
        }
    }
}

/// What stands between `<` and `>`.
fn between(command: &str) -> String {
    let inside = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
}

async fn say(line: &mut BufStream<impl Line>, text: &str) -> io::Result<()> {
    line.write_all(text.as_bytes()).await?;
    line.write_all(b"\r\n").await?;
    line.flush().await
}

async fn read_line(line: &mut BufStream<impl Line>, most: usize) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    line.read_until(b'\n', &mut text).await?;
    if text.is_empty() || text.len() > most {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(text)
}
