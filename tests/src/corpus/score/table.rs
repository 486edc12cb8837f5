//! The table: for each field how many are right, too many and missing; product pages told from others; what may be saved as it is.

use std::collections::{BTreeMap, HashMap};

use super::right::{decimal, given, wanted};
use super::{FIELDS, Field, Prediction, is_ready, right};
use crate::corpus::label::Label;

/// How often it was so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Right.
    pub right: u32,
    /// Said and not so.
    pub wrong: u32,
    /// So and not said.
    pub missed: u32,
}

impl Counts {
    fn join(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// The harmonic mean of precision and recall; nothing where nothing was right.
    #[must_use]
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// Of what was said, the share that is right.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Of what is so, the share that was said.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }
}

/// A share; nothing of nothing is nothing.
#[must_use]
pub fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// The rows of one class of pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Class {
    /// Pages.
    pub pages: u32,
    /// Called a product.
    pub called: u32,
    /// Right of how many.
    pub title: (u32, u32),
    /// Right of how many.
    pub price: (u32, u32),
    /// Right of how many.
    pub image: (u32, u32),
    /// Ready of how many.
    pub ready: (u32, u32),
}

impl Class {
    fn join(&mut self, other: Self) {
        self.pages += other.pages;
        self.called += other.called;
        join(&mut self.title, other.title);
        join(&mut self.price, other.price);
        join(&mut self.image, other.image);
        join(&mut self.ready, other.ready);
    }
}

/// All that is measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Pages.
    pub pages: u32,
    /// Told from other pages.
    pub product: Counts,
    /// By field.
    pub fields: BTreeMap<Field, Counts>,
    /// Ready of how many.
    pub ready: (u32, u32),
    /// Other pages that were called a product with a price, of how many.
    pub false_saves: (u32, u32),
    /// By class.
    pub classes: BTreeMap<String, Class>,
    /// Product pages called sure, of how many product pages.
    pub sure: (u32, u32),
    /// Prices with currency that are right where the page was called sure, of how many pages called sure.
    pub sure_right: (u32, u32),
}

impl Table {
    /// The counts of a field.
    #[must_use]
    pub fn field(&self, field: Field) -> Counts {
        self.fields.get(&field).copied().unwrap_or_default()
    }
}

/// Scores predictions; a page without one is a page of which nothing was said.
#[must_use]
pub fn score(labels: &[Label], predictions: &[Prediction]) -> Table {
    let by_file: HashMap<&str, &Prediction> = predictions.iter().map(|said| (said.file.as_str(), said)).collect();
    let mut table =
        Table { fields: FIELDS.iter().map(|field| (*field, Counts::default())).collect(), ..Table::default() };
    let nothing = Prediction::default();
    for label in labels {
        table.add(label, by_file.get(label.file.as_str()).copied().unwrap_or(&nothing));
    }
    table
}

impl Table {
    /// Counts of other pages added to these.
    pub fn join(&mut self, other: &Self) {
        self.pages += other.pages;
        self.product.join(other.product);
        for (field, counts) in &other.fields {
            self.fields.entry(*field).or_default().join(*counts);
        }
        for (name, class) in &other.classes {
            self.classes.entry(name.clone()).or_default().join(*class);
        }
        let pairs = [
            (&mut self.ready, other.ready),
            (&mut self.false_saves, other.false_saves),
            (&mut self.sure, other.sure),
            (&mut self.sure_right, other.sure_right),
        ];
        pairs.into_iter().for_each(|(own, other)| join(own, other));
    }

    fn add(&mut self, label: &Label, said: &Prediction) {
        self.pages += 1;
        match (label.is_product, said.is_product) {
            (true, true) => self.product.right += 1,
            (true, false) => self.product.missed += 1,
            (false, true) => self.product.wrong += 1,
            (false, false) => {}
        }
        if !label.is_product {
            self.false_saves.1 += 1;
            self.false_saves.0 += u32::from(said.is_product && said.price.as_deref().and_then(decimal).is_some());
        }
        let class = self.classes.entry(label.class().to_owned()).or_default();
        class.pages += 1;
        class.called += u32::from(said.is_product);
        if let Some(ready) = is_ready(said, label) {
            tally(&mut self.ready, ready);
            tally(&mut class.ready, ready);
        }
        for field in FIELDS.into_iter().filter(|field| !is_skipped(label, *field)) {
            self.add_field(label, said, field);
        }
        self.add_sure(label, said);
    }

    fn add_field(&mut self, label: &Label, said: &Prediction, field: Field) {
        let counts = self.fields.entry(field).or_default();
        let given = given(said, field).is_some();
        if !label.is_product {
            counts.wrong += u32::from(said.is_product && given && field.is_strict());
            return;
        }
        if wanted(label, field).is_none() {
            let unpriced = field == Field::Currency && label.price.is_none();
            counts.wrong += u32::from(given && field.is_strict() && !unpriced);
            return;
        }
        let good = right(field, said, label);
        counts.right += u32::from(good);
        counts.missed += u32::from(!good);
        counts.wrong += u32::from(!good && given);
        let class = self.classes.entry(label.class().to_owned()).or_default();
        match field {
            Field::Title => tally(&mut class.title, good),
            Field::PriceAndCurrency => tally(&mut class.price, good),
            Field::Image => tally(&mut class.image, good),
            _ => {}
        }
    }

    /// Where a page is called sure, its price is what counts; pages whose price is not scored do not.
    fn add_sure(&mut self, label: &Label, said: &Prediction) {
        if label.is_product {
            tally(&mut self.sure, said.is_sure());
        }
        if said.is_sure() && !is_skipped(label, Field::PriceAndCurrency) {
            tally(&mut self.sure_right, label.is_product && right(Field::PriceAndCurrency, said, label));
        }
    }
}

fn is_skipped(label: &Label, field: Field) -> bool {
    label.skip.iter().any(|skip| {
        skip == field.name() || field == Field::PriceAndCurrency && matches!(skip.as_str(), "price" | "currency")
    })
}

fn join(own: &mut (u32, u32), other: (u32, u32)) {
    *own = (own.0 + other.0, own.1 + other.1);
}

fn tally(of: &mut (u32, u32), good: bool) {
    of.0 += u32::from(good);
    of.1 += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(json: serde_json::Value) -> Label {
        serde_json::from_value(json).unwrap_or_else(|error| unreachable!("{error}"))
    }

    #[test]
    fn each_rule_of_the_scorer_counts_as_it_says() {
        let labels = [
            label(
                serde_json::json!({"file":"a","is_product":true,"title":"Red teapot","price":"5.00","currency":"EUR","image":"/t.jpg","difficulty":"jsonld","sku":"T-1"}),
            ),
            label(
                serde_json::json!({"file":"b","is_product":true,"title":"Blue pot","price":"7","currency":"EUR","image":"/b.jpg","difficulty":"dom_only","skip":["price"]}),
            ),
            label(serde_json::json!({"file":"c","is_product":false,"difficulty":"negative:category"})),
            label(serde_json::json!({"file":"d","is_product":true,"title":"Gone","difficulty":"jsonld"})),
        ];
        let said =
            |json: &str| -> Prediction { serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{error}")) };
        let predictions = [
            said(
                r#"{"file":"a","is_product":true,"page":"sure","title":"Teapot, red","price":"5","currency":"EUR","image":"https://x/t_100x100.jpg","brand":"Acme"}"#,
            ),
            said(
                r#"{"file":"b","is_product":true,"page":"check","title":"Something else","price":"9","currency":"USD","image":null}"#,
            ),
            said(r#"{"file":"c","is_product":true,"page":"check","title":"List","price":"1"}"#),
            said(r#"{"file":"d","is_product":false,"price":"3","currency":"EUR"}"#),
        ];
        let table = score(&labels, &predictions);
        let counts = |right, wrong, missed| Counts { right, wrong, missed };
        assert_eq!(table.product, counts(2, 1, 1));
        assert_eq!(table.field(Field::Title), counts(1, 2, 2));
        // b's price is skipped; c is no product; d has none and its currency alone is not held against it.
        assert_eq!(table.field(Field::PriceAndCurrency), counts(1, 2, 0));
        assert_eq!(table.field(Field::Currency), counts(1, 1, 1));
        assert_eq!(table.field(Field::Image), counts(1, 0, 1));
        // No maker is labelled: one that is given is not wrong. A number that is not given is missed.
        assert_eq!((table.field(Field::Brand), table.field(Field::Sku)), (counts(0, 0, 0), counts(0, 0, 1)));
        assert_eq!((table.ready, table.false_saves, table.sure, table.sure_right), ((1, 1), (1, 1), (1, 3), (1, 1)));
        assert_eq!(
            table.classes.get("jsonld").map(|class| (class.pages, class.called, class.ready)),
            Some((2, 1, (1, 1)))
        );
    }
}
