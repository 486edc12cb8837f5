//! The figures that are promised, with their bars, and the table printed with both.

use std::collections::BTreeMap;

use super::interval::{of_figure, of_share};
use super::label::Label;
use super::score::{FIELDS, Field, Prediction, Table, ratio, score};

/// A promised figure.
pub struct Figure {
    /// What it is.
    pub name: &'static str,
    /// How it is read off the table.
    pub of: fn(&Table) -> f64,
    /// At least, or for counts at most, on the whole corpus.
    pub bar: f64,
    /// The same where shops are left out of the fitting.
    pub left_out: f64,
    /// It is a count that must not be higher.
    pub at_most: bool,
}

const fn at_least(name: &'static str, of: fn(&Table) -> f64, bar: f64, left_out: f64) -> Figure {
    Figure { name, of, bar, left_out, at_most: false }
}

/// The detection table of the project's quality bars.
pub const FIGURES: [Figure; 12] = [
    at_least("save-ready", |t| ratio(t.ready.0, t.ready.1), 0.93, 0.88),
    at_least(
        "save-ready without markup",
        |t| t.classes.get("dom_only").map_or(0.0, |c| ratio(c.ready.0, c.ready.1)),
        0.80,
        0.70,
    ),
    at_least("price + currency F1", |t| t.field(Field::PriceAndCurrency).f1(), 0.96, 0.94),
    at_least("price right where sure", |t| ratio(t.sure_right.0, t.sure_right.1), 0.98, 0.97),
    at_least("sure of product pages", |t| ratio(t.sure.0, t.sure.1), 0.70, 0.70),
    at_least("is a product F1", |t| t.product.f1(), 0.98, 0.96),
    Figure { name: "false saves", of: |t| f64::from(t.false_saves.0), bar: 1.0, left_out: 2.0, at_most: true },
    at_least("title F1", |t| t.field(Field::Title).f1(), 0.96, 0.94),
    at_least("image F1", |t| t.field(Field::Image).f1(), 0.96, 0.93),
    at_least("availability F1", |t| t.field(Field::Availability).f1(), 0.97, 0.94),
    at_least("brand F1", |t| t.field(Field::Brand).f1(), 0.90, 0.85),
    at_least("SKU F1", |t| t.field(Field::Sku).f1(), 0.90, 0.86),
];

impl Figure {
    /// The figure meets its bar.
    #[must_use]
    pub fn holds(&self, table: &Table, left_out: bool) -> bool {
        let bar = if left_out { self.left_out } else { self.bar };
        let value = (self.of)(table);
        if self.at_most { value <= bar } else { value >= bar }
    }
}

/// Tables of each shop's own pages, and of all together.
#[must_use]
pub fn tables(labels: &[Label], said: &[Prediction]) -> (Table, Vec<Table>) {
    let mut by_shop: BTreeMap<&str, Vec<Label>> = BTreeMap::new();
    labels.iter().for_each(|label| by_shop.entry(&label.shop).or_default().push(label.clone()));
    let shops: Vec<Table> = by_shop.values().map(|own| score(own, said)).collect();
    (score(labels, said), shops)
}

/// Prints every figure with its interval, and with its bar where `left_out` says which; how many do not hold.
pub fn print(table: &Table, shops: &[Table], left_out: Option<bool>) -> usize {
    let mut short = 0;
    for figure in &FIGURES {
        let (low, high) = of_figure(shops, figure.of);
        let value = (figure.of)(table);
        let shown = if figure.at_most {
            format!("{value:>6.0}  {low:.0} to {high:.0}")
        } else {
            format!("{value:>6.3}  {low:.3} to {high:.3}")
        };
        let bar = left_out.map_or(String::new(), |left_out| {
            let holds = figure.holds(table, left_out);
            short += usize::from(!holds);
            let bar = if left_out { figure.left_out } else { figure.bar };
            let sign = if figure.at_most { "<=" } else { ">=" };
            format!("bar {sign} {bar:<5}{}", if holds { "" } else { " NOT HELD" })
        });
        println!("  {:<28}{shown:<26}{bar}", figure.name);
    }
    short
}

/// Prints the table as `score.py` does, with intervals.
pub fn print_whole(table: &Table, shops: &[Table]) {
    let product = table.product;
    println!(
        "pages {}   is_product P {:.3} R {:.3} F1 {:.3}",
        table.pages,
        product.precision(),
        product.recall(),
        product.f1()
    );
    println!("{:16}{:>7}{:>7}{:>7}{:>5}   95 % of F1", "field", "P", "R", "F1", "n");
    for field in FIELDS {
        let counts = table.field(field);
        let (low, high) = of_figure(shops, |table| table.field(field).f1());
        let (p, r, f1, n) = (counts.precision(), counts.recall(), counts.f1(), counts.right + counts.missed);
        println!("{:16}{p:7.3}{r:7.3}{f1:7.3}{n:5}   {low:.3} to {high:.3}", field.name());
    }
    let (low, high) = of_share(table.ready);
    println!(
        "save-ready {} of {} ({low:.3} to {high:.3})   false saves {} of {}",
        table.ready.0, table.ready.1, table.false_saves.0, table.false_saves.1
    );
    println!(
        "sure {} of {} product pages, price right on {} of {}",
        table.sure.0, table.sure.1, table.sure_right.0, table.sure_right.1
    );
    println!(
        "{:14}{:>5}{:>8}{:>10}{:>11}{:>10}{:>12}",
        "class", "n", "called", "title", "price+cur", "image", "save-ready"
    );
    for (name, class) in &table.classes {
        let of = |(part, whole): (u32, u32)| format!("{part}/{whole}");
        println!(
            "{name:14}{:>5}{:>8}{:>10}{:>11}{:>10}{:>12}",
            class.pages,
            class.called,
            of(class.title),
            of(class.price),
            of(class.image),
            of(class.ready)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_holds_from_its_bar_on_and_counts_up_to_theirs() {
        let ready = &FIGURES[0];
        let table = |part| Table { ready: (part, 100), ..Table::default() };
        assert!(ready.holds(&table(93), false) && !ready.holds(&table(92), false) && ready.holds(&table(88), true));
        let saves = FIGURES.iter().find(|figure| figure.at_most).map(|figure| {
            [0, 1, 2].map(|count| figure.holds(&Table { false_saves: (count, 94), ..Table::default() }, false))
        });
        assert_eq!(saves, Some([true, true, false]));
    }

    #[test]
    fn the_tables_of_the_shops_add_up_to_the_whole() {
        let label = |file: &str, shop: &str| Label {
            file: file.to_owned(),
            shop: shop.to_owned(),
            is_product: true,
            title: Some("Pot".to_owned()),
            ..Label::default()
        };
        let labels = [label("1", "a"), label("2", "b"), label("3", "a")];
        let said: Vec<Prediction> = ["1", "3"]
            .map(|file| Prediction {
                file: file.to_owned(),
                is_product: true,
                title: Some("Pot".to_owned()),
                ..Prediction::default()
            })
            .into();
        let (whole, shops) = tables(&labels, &said);
        let mut sum = Table::default();
        shops.iter().for_each(|shop| sum.join(shop));
        assert_eq!((shops.len(), sum), (2, whole));
    }
}
