//! Two builds beside each other: which pages one has right and the other has not.

use std::collections::HashMap;

use super::label::Label;
use super::score::{Field, Prediction, right};

/// A judgement in which the two differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The page.
    pub file: String,
    /// What is judged.
    pub what: &'static str,
    /// What the one before said.
    pub before: String,
    /// What is said now.
    pub now: String,
    /// It is right now; otherwise it was.
    pub better: bool,
}

/// The pages on which one is right and the other is not.
#[must_use]
pub fn changes(labels: &[Label], before: &[Prediction], now: &[Prediction]) -> Vec<Change> {
    let by_file = |said: &[Prediction]| -> HashMap<String, Prediction> {
        said.iter().map(|said| (said.file.clone(), said.clone())).collect()
    };
    let (before, now) = (by_file(before), by_file(now));
    let nothing = Prediction::default();
    let mut out = Vec::new();
    for label in labels {
        let said = [&before, &now].map(|all| all.get(&label.file).unwrap_or(&nothing));
        let kinds = said.map(|said| said.is_product == label.is_product);
        let mut add = |what: &'static str, rights: [bool; 2], texts: [String; 2]| {
            let [before, now] = texts;
            if rights[0] != rights[1] {
                out.push(Change { file: label.file.clone(), what, before, now, better: rights[1] });
            }
        };
        add("is a product", kinds, said.map(|said| said.is_product.to_string()));
        let fields =
            [Field::Title, Field::PriceAndCurrency, Field::Image, Field::Brand, Field::Availability, Field::Sku];
        for field in fields.into_iter().filter(|_| label.is_product) {
            add(field.name(), said.map(|said| right(field, said, label)), said.map(|said| text(said, field)));
        }
    }
    out
}

/// A value as it is shown.
#[must_use]
pub fn text(said: &Prediction, field: Field) -> String {
    let of = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    match field {
        Field::Title => of(&said.title),
        Field::Price | Field::PriceAndCurrency => format!("{} {}", of(&said.price), of(&said.currency)),
        Field::Currency => of(&said.currency),
        Field::Image => of(&said.image),
        Field::Brand => of(&said.brand),
        Field::Availability => of(&said.availability),
        Field::ListPrice => of(&said.list_price),
        Field::Sku => of(&said.sku),
    }
}

/// Prints them, what became worse first.
pub fn print(changes: &[Change]) {
    let better = changes.iter().filter(|change| change.better).count();
    println!("against the other build: {better} better, {} worse", changes.len() - better);
    for (mark, wanted) in [("worse ", false), ("better", true)] {
        for change in changes.iter().filter(|change| change.better == wanted) {
            let cut = |text: &str| text.chars().take(60).collect::<String>();
            println!("  {mark} {:<36}{:<16}{} -> {}", change.file, change.what, cut(&change.before), cut(&change.now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_between_right_and_wrong_is_told() {
        let label = Label { file: "a".to_owned(), is_product: true, title: Some("Pot".to_owned()), ..Label::default() };
        let said = |title: &str, product: bool| {
            [Prediction {
                file: "a".to_owned(),
                is_product: product,
                title: Some(title.to_owned()),
                ..Prediction::default()
            }]
        };
        let labels = [label];
        assert_eq!(changes(&labels, &said("Pot", true), &said("pot", true)), []);
        let worse = changes(&labels, &said("Pot", true), &said("Kettle", false));
        let short: Vec<(&str, bool)> = worse.iter().map(|change| (change.what, change.better)).collect();
        assert_eq!(short, [("is a product", false), ("title", false)]);
        assert!(changes(&labels, &said("Kettle", true), &said("Pot", true)).iter().all(|change| change.better));
    }
}
