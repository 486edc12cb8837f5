//! What must be true in the evening. Pure.

use std::collections::BTreeSet;

/// What is wrong with what the server holds of one account: titles in the order in which they arrived, against those that the person was told
/// are saved, in order.
#[must_use]
pub fn faults(saved: &[String], found: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for title in found {
        if !saved.contains(title) {
            faults.push(format!("{title} is of nobody here"));
        }
        if !seen.insert(title) {
            faults.push(format!("{title} is there twice"));
        }
    }
    faults.extend(saved.iter().filter(|title| !seen.contains(title)).map(|title| format!("{title} is lost")));
    if faults.is_empty() && saved != found {
        let at = saved.iter().zip(found).position(|(saved, found)| saved != found).unwrap_or_default();
        faults.push(format!("the order is another one from {} on", saved.get(at).map_or("the end", String::as_str)));
    }
    faults
}

/// One title that was edited on two devices, neither of which knew of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Met {
    /// The value that was edited last.
    pub last: String,
    /// The other one.
    pub other: String,
    /// What the item is called in the end.
    pub kept: String,
    /// What is listed as in conflict with it.
    pub listed: Vec<String>,
}

impl Met {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.kept != self.last {
            faults.push(format!("{} counts where {} was later", self.kept, self.last));
        }
        if !self.listed.contains(&self.other) {
            faults.push(format!("{} was lost unseen", self.other));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn each_kind_of_fault_is_found() {
        let saved = titles("a b c");
        assert_eq!(faults(&saved, &saved), [""; 0]);
        assert_eq!(faults(&saved, &titles("a c")), ["b is lost"]);
        assert_eq!(faults(&saved, &titles("a b b c")), ["b is there twice"]);
        assert_eq!(faults(&saved, &titles("a b c x")), ["x is of nobody here"]);
        assert_eq!(faults(&saved, &titles("b a c")), ["the order is another one from a on"]);
        let met = |kept: &str, listed: &str| {
            let (last, other) = ("red".to_owned(), "blue".to_owned());
            Met { last, other, kept: kept.to_owned(), listed: titles(listed) }.faults().len()
        };
        assert_eq!((met("red", "blue"), met("red", "pink"), met("blue", "blue")), (0, 1, 1));
    }
}
