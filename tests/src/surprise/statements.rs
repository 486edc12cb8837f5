//! The SQL that a request issues, as the database's driver reports it.
//!
//! Two requests of the owner that issue other statements take another time, whatever they answer.

use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

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

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let words: Vec<&str> = text.0.split_whitespace().collect();
        let said = words.join(" ");
        // The worker looks for jobs by itself, at any moment.
        if !said.contains(" job ") {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(said);
        }
    }
}

impl Statements {
    /// Listens to this process's driver from now on; once, however often it is asked.
    pub(super) fn listen() -> Self {
        HEARD
            .get_or_init(|| {
                let heard = Self::default();
                let only = Targets::new().with_target("sqlx::query", LevelFilter::DEBUG);
                let subscriber = tracing_subscriber::registry().with(heard.clone().with_filter(only));
                // Where a test listens already nothing is heard, and the proof says that it compared no statements.
                drop(tracing::subscriber::set_global_default(subscriber));
                heard
            })
            .clone()
    }

    /// What was issued since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Where two lists of statements part.
pub(super) fn unlike(one: &[String], other: &[String]) -> String {
    let place = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let at = |all: &[String]| all.get(place).map_or("nothing".to_owned(), |text| text.chars().take(160).collect());
    format!("{} and {} statements; the {place}th: {} | {}", one.len(), other.len(), at(one), at(other))
}
