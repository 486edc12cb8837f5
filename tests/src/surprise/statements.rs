//! The SQL that a request issues, as the database's driver reports it.
//!
//! Two requests of the owner that issue other statements take another time, whatever they answer.

use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// What was issued since it was last asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Statements(Arc<Mutex<Vec<String>>>);

static HEARD: std::sync::OnceLock<Statements> = std::sync::OnceLock::new();

struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            // The whole text where it is long, and only then.
            "db.statement" if !value.is_empty() => self.0 = value.to_owned(),
            "summary" if self.0.is_empty() => self.0 = value.to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        // A worker does what it has to at any moment, beside whatever is asked, and a stream reads when it is woken.
        let beside = |name: &str| matches!(name, "job" | "stream");
        if context.event_scope(event).is_some_and(|mut scope| scope.any(|span| beside(span.name()))) {
            return;
        }
        let mut text = Text(String::new());
        event.record(&mut text);
        let words: Vec<&str> = text.0.split_whitespace().collect();
        let said = words.join(" ");
        if !is_told_at_any_moment(&said) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(said);
        }
    }
}

/// What hangs on the moment and not on the request: the worker looks for jobs by itself, a session that was good a moment ago
/// is not asked for again, a connection is opened, and a group of transactions begins and ends for all of them.
fn is_told_at_any_moment(statement: &str) -> bool {
    let of_no_table = |part: &str| {
        let first = part.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        matches!(first.as_str(), "" | "begin" | "commit" | "savepoint" | "release" | "rollback" | "pragma")
    };
    // What a request writes down for the worker is its own.
    let of_the_worker = ["select 1 from job", "update job", "delete from job"];
    of_the_worker.iter().any(|start| statement.starts_with(start))
        || statement.contains("from session join account")
        || statement.split(';').all(of_no_table)
}

impl Statements {
    /// Listens to this process's driver from now on; once, however often it is asked.
    pub(super) fn listen() -> Self {
        HEARD
            .get_or_init(|| {
                let heard = Self::default();
                let only = Targets::new()
                    .with_target("sqlx::query", LevelFilter::TRACE)
                    .with_target("giftos::jobs", LevelFilter::INFO)
                    .with_target("giftos::events", LevelFilter::INFO);
                let subscriber = tracing_subscriber::registry().with(heard.clone().with_filter(only));
                // Where a test listens already nothing is heard, and the proof says that it compared no statements.
                drop(tracing::subscriber::set_global_default(subscriber));
                heard
            })
            .clone()
    }

    /// What was issued since the last time, by the alphabet: accounts are told in the order of ids that each server drew.
    pub(super) fn take(&self) -> Vec<String> {
        let mut heard = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        heard.sort();
        heard
    }
}

/// Where two lists of statements part.
pub(super) fn unlike(one: &[String], other: &[String]) -> String {
    let place = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let at = |all: &[String]| all.get(place).map_or("nothing".to_owned(), |text| text.chars().take(160).collect());
    format!("{} and {} statements; the {place}th: {} | {}", one.len(), other.len(), at(one), at(other))
}
