//! Statements that are known beforehand, carried out together or not at all: one trip to SQLite's thread instead of one
//! for each.
//!
//! Nobody looks at what one of them did before the next one runs. So each either does what it is for or fails, and takes
//! the whole batch with it: by a key that is taken, a reference to a row that is not there, or a null where something
//! that was read before is no longer so.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Postgres};

use super::{Millis, StoreError, Text, notices};

/// What is bound, in the types that columns have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Truth(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<&Option<String>> for Value {
    fn from(text: &Option<String>) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(ToOwned::to_owned))
    }
}

impl<T: ToString> From<Text<T>> for Value {
    fn from(text: Text<T>) -> Self {
        Self::Text(Some(text.0.to_string()))
    }
}

impl<T: ToString> From<Option<Text<T>>> for Value {
    fn from(text: Option<Text<T>>) -> Self {
        Self::Text(text.map(|text| text.0.to_string()))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<Millis> for Value {
    fn from(moment: Millis) -> Self {
        Self::Number(Some(moment.0.as_millis()))
    }
}

impl From<Option<Millis>> for Value {
    fn from(moment: Option<Millis>) -> Self {
        Self::Number(moment.map(|moment| moment.0.as_millis()))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl Value {
    /// The next argument of a query.
    fn give(self, to: &mut impl Takes) -> Result<(), StoreError> {
        match self {
            Self::Text(text) => to.take_text(text),
            Self::Number(number) => to.take_number(number),
            Self::Truth(truth) => to.take_truth(truth),
        }
        .map_err(StoreError::Internal)
    }
}

/// The arguments of either engine.
trait Takes {
    fn take_text(&mut self, text: Option<String>) -> Result<(), sqlx::error::BoxDynError>;
    fn take_number(&mut self, number: Option<i64>) -> Result<(), sqlx::error::BoxDynError>;
    fn take_truth(&mut self, truth: bool) -> Result<(), sqlx::error::BoxDynError>;
}

macro_rules! takes {
    ($arguments:ty) => {
        impl Takes for $arguments {
            fn take_text(&mut self, text: Option<String>) -> Result<(), sqlx::error::BoxDynError> {
                Arguments::add(self, text)
            }
            fn take_number(&mut self, number: Option<i64>) -> Result<(), sqlx::error::BoxDynError> {
                Arguments::add(self, number)
            }
            fn take_truth(&mut self, truth: bool) -> Result<(), sqlx::error::BoxDynError> {
                Arguments::add(self, truth)
            }
        }
    };
}
takes!(SqliteArguments);
takes!(PgArguments);

/// One statement and what is bound to it.
#[derive(Debug)]
pub(crate) struct Statement {
    text: &'static str,
    values: Vec<Value>,
}

impl Statement {
    /// Binds the next `$N`.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }
}

/// A transaction of statements that are known beforehand.
#[derive(Debug, Default)]
pub struct Batch(Vec<Statement>, Vec<String>);

impl Batch {
    /// Adds a statement, to be bound as any other.
    pub(crate) fn add(&mut self, text: &'static str) -> &mut Statement {
        self.0.push(Statement { text, values: Vec::new() });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Tells every process this text, at most [`notices::LONGEST`] bytes, once it is carried out.
    pub(crate) fn tell(&mut self, text: String) {
        self.1.push(text);
    }

    /// What it tells, which is then told elsewhere.
    pub(super) fn take_told(&mut self) -> Vec<String> {
        std::mem::take(&mut self.1)
    }

    /// How many statements it has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the other one has the same texts: then SQLite knows two of them together from the last two.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(a, b)| std::ptr::eq(a.text, b.text))
    }

    /// One after the other, in a transaction of its own.
    pub(super) async fn carry_out(self, mut tx: sqlx::Transaction<'static, Postgres>) -> Result<(), StoreError> {
        for statement in self.0 {
            let mut arguments = PgArguments::default();
            for value in statement.values {
                value.give(&mut arguments)?;
            }
            sqlx::query_with(statement.text, arguments).execute(&mut *tx).await.map_err(StoreError::of_batch)?;
        }
        notices::notify(&mut tx, &self.1).await?;
        Ok(tx.commit().await?)
    }
}

/// One text of several batches for SQLite, a transaction of its own, with their parameters numbered through.
pub(super) fn joined<'a>(
    batches: impl IntoIterator<Item = &'a Batch>,
) -> Result<(String, SqliteArguments), StoreError> {
    let (mut text, mut arguments) = (String::from("begin immediate;"), SqliteArguments::default());
    let mut bound = 0;
    for statement in batches.into_iter().flat_map(|batch| &batch.0) {
        renumber(statement.text, bound, &mut text);
        text.push(';');
        bound += statement.values.len();
        for value in &statement.values {
            value.clone().give(&mut arguments)?;
        }
    }
    text.push_str("commit");
    Ok((text, arguments))
}

/// Writes the text with each `$N` as `$M`, `M = N + by`. Our texts hold a dollar nowhere else.
fn renumber(text: &str, by: usize, into: &mut String) {
    let mut parts = text.split('$');
    into.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let number: usize = part[..end].parse().unwrap_or_default();
        into.push('$');
        into.push_str(&(number + by).to_string());
        into.push_str(&part[end..]);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn parameters_are_numbered_through() {
        let (mut one, mut two) = (Batch::default(), Batch::default());
        one.add("insert into t values ($1, $2)").bind(1_i64).bind("a");
        one.add("update t set a = $10 where b = $1");
        two.add("select $2");
        let (text, arguments) = joined([&one, &two]).unwrap();
        let expected =
            "begin immediate;insert into t values ($1, $2);update t set a = $12 where b = $3;select $4;commit";
        assert_eq!(text, expected);
        assert_eq!(arguments.len(), 2);
    }

    #[test]
    fn every_text_of_the_program_survives_it() {
        for (module, name, text) in crate::db::every_statement() {
            let mut same = String::new();
            renumber(text, 0, &mut same);
            assert_eq!(same, text, "{module}::{name}");
        }
    }
}
