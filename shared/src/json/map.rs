//! The fields of an object in a tree, in the order of their names.

use super::Value;
use crate::order;

/// Fields by name. Where a name is given twice, the last one counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map(Vec<(String, Value)>);

impl Map {
    /// Without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(self.place(name).ok()?).map(|(_, value)| value)
    }

    /// The value of a field, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let at = self.place(name).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Whether there is such a field.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Adds a field unless there is one of this name.
    pub fn or_insert(&mut self, name: &str, value: Value) {
        if let Err(at) = self.place(name) {
            self.0.insert(at, (name.to_owned(), value));
        }
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.place(name) {
            self.0.remove(at);
        }
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields in the order of their names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl FromIterator<(String, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
        order::by_text(&mut fields, |(name, _)| name);
        fields.dedup_by(|later, first| {
            let twice = later.0 == first.0;
            if twice {
                first.1 = later.1.take();
            }
            twice
        });
        Self(fields)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn map(text: &str) -> Map {
        Value::parse(text).unwrap().as_object().unwrap().clone()
    }

    #[test]
    fn fields_are_in_the_order_of_their_names_and_the_last_of_two_counts() {
        let map = map(r#"{"b":"1","c":"2","a":"3","b":"4"}"#);
        let fields: Vec<(&str, Option<&str>)> = map.iter().map(|(name, value)| (name, value.as_str())).collect();
        assert_eq!(fields, [("a", Some("3")), ("b", Some("4")), ("c", Some("2"))]);
        assert_eq!((map.len(), map.get("c").and_then(Value::as_str), map.get("d")), (3, Some("2"), None));
    }

    #[test]
    fn fields_are_added_once_and_taken_out() {
        let mut map = map(r#"{"b":"1"}"#);
        map.or_insert("b", "2".into());
        map.or_insert("a", "3".into());
        assert_eq!((map.get("b"), map.contains_key("a")), (Some(&"1".into()), true));
        *map.get_mut("b").unwrap() = Value::Null;
        map.remove("a");
        map.remove("x");
        assert_eq!((map.get("b"), map.len(), map.is_empty()), (Some(&Value::Null), 1, false));
    }
}
