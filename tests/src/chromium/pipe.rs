//! The DevTools protocol over a pipe: JSON texts, each ended by a zero byte.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

/// How many events are kept for those who look for one later.
const KEPT_EVENTS: usize = 20_000;

/// Something that the browser told without being asked.
#[derive(Debug, Clone)]
pub struct Event {
    /// Rises by one with each event.
    pub number: u64,
    /// The session it belongs to; empty for the browser's own.
    pub session: String,
    /// "Runtime.executionContextCreated".
    pub method: String,
    /// Its content.
    pub params: Value,
}

#[derive(Default)]
struct State {
    waiting: HashMap<u64, Sender<Value>>,
    events: VecDeque<Event>,
    next_call: u64,
    next_event: u64,
    ended: bool,
}

/// One connection to one browser. Clones share it.
#[derive(Clone)]
pub struct Connection {
    state: Arc<(Mutex<State>, Condvar)>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    /// Speaks over these two ends. A thread reads until the browser closes its end.
    #[must_use]
    pub fn new(reader: impl Read + Send + 'static, writer: impl Write + Send + 'static) -> Self {
        let state = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let shared = Arc::clone(&state);
        thread::spawn(move || read(reader, &shared));
        Self { state, writer: Arc::new(Mutex::new(Box::new(writer))) }
    }

    /// Calls a method and waits for its answer. An empty session is the browser itself.
    ///
    /// # Errors
    /// When the browser refuses, has ended, or does not answer within `limit`.
    pub fn call(&self, session: &str, method: &str, params: Value, limit: Duration) -> Result<Value> {
        let (answer, number) = self.send(session, method, params)?;
        let reply = match answer.recv_timeout(limit) {
            Ok(reply) => reply,
            Err(RecvTimeoutError::Timeout) => {
                lock(&self.state.0).waiting.remove(&number);
                bail!("{method} was not answered within {limit:?}");
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the browser ended during {method}"),
        };
        if let Some(error) = reply.get("error") {
            bail!("{method}: {}", error["message"].as_str().unwrap_or("refused"));
        }
        Ok(reply.get("result").cloned().unwrap_or(Value::Null))
    }

    fn send(&self, session: &str, method: &str, params: Value) -> Result<(std::sync::mpsc::Receiver<Value>, u64)> {
        let (sender, receiver) = channel();
        let number = {
            let mut state = lock(&self.state.0);
            if state.ended {
                bail!("the browser has ended; {method} was not sent");
            }
            state.next_call += 1;
            let number = state.next_call;
            state.waiting.insert(number, sender);
            number
        };
        let mut message = json!({"id": number, "method": method, "params": params});
        if !session.is_empty() {
            message["sessionId"] = Value::from(session);
        }
        let mut text = message.to_string().into_bytes();
        text.push(0);
        lock(&self.writer).write_all(&text).with_context(|| format!("send {method}"))?;
        Ok((receiver, number))
    }

    /// The number that the next event will have: a mark to look from.
    #[must_use]
    pub fn mark(&self) -> u64 {
        lock(&self.state.0).next_event
    }

    /// All kept events from `mark` on.
    #[must_use]
    pub fn events(&self, mark: u64) -> Vec<Event> {
        lock(&self.state.0).events.iter().filter(|event| event.number >= mark).cloned().collect()
    }

    /// Waits for the first event from `mark` on that `wanted` takes.
    ///
    /// # Errors
    /// When none came within `limit` or the browser ended.
    pub fn wait_event(&self, mark: u64, limit: Duration, what: &str, wanted: impl Fn(&Event) -> bool) -> Result<Event> {
        let deadline = Instant::now() + limit;
        let mut state = lock(&self.state.0);
        loop {
            if let Some(event) = state.events.iter().find(|event| event.number >= mark && wanted(event)) {
                return Ok(event.clone());
            }
            if state.ended {
                bail!("the browser ended while {what} was waited for");
            }
            let left = deadline
                .checked_duration_since(Instant::now())
                .ok_or_else(|| anyhow!("waited {limit:?} for {what}"))?;
            state = self.state.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn read(reader: impl Read, shared: &(Mutex<State>, Condvar)) {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    loop {
        let mut text = Vec::new();
        let length = reader.read_until(0, &mut text).unwrap_or(0);
        if length == 0 {
            break;
        }
        text.pop();
        if let Ok(message) = serde_json::from_slice::<Value>(&text) {
            take(message, &mut lock(&shared.0));
            shared.1.notify_all();
        }
    }
    let mut state = lock(&shared.0);
    state.ended = true;
    state.waiting.clear();
    shared.1.notify_all();
}

fn take(mut message: Value, state: &mut State) {
    if let Some(number) = message["id"].as_u64() {
        if let Some(waiting) = state.waiting.remove(&number) {
            let _ = waiting.send(message);
        }
        return;
    }
    let event = Event {
        number: state.next_event,
        session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
        method: message["method"].as_str().unwrap_or_default().to_owned(),
        params: message["params"].take(),
    };
    state.next_event += 1;
    if state.events.len() == KEPT_EVENTS {
        state.events.pop_front();
    }
    state.events.push_back(event);
}
