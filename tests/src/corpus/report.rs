//! The worst pages as a page that a person can read: what was wanted, what was found, every candidate, and the signs by which
//! each judgement was made with what each of them weighed.

use std::fmt::Write;

use shared::detect::trace::{Judgement, Weights};

use super::compare::text;
use super::label::Label;
use super::read::Reading;
use super::score::{Field, Prediction, right};

/// Fields that are shown, in order.
const SHOWN: [Field; 6] =
    [Field::Title, Field::PriceAndCurrency, Field::Image, Field::Brand, Field::Availability, Field::Sku];

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Worst pages</title><style>\
body{font:15px/1.4 system-ui;max-width:70rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}\
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #8884;\
vertical-align:top;overflow-wrap:anywhere}.wrong{color:#c33}h2{margin-top:2.5rem}</style><h1>Worst pages</h1>";

/// The report on those pages on which the most is wrong, at most so many.
#[must_use]
pub fn html(labels: &[Label], readings: &[Reading], most: usize) -> String {
    let mut pages: Vec<(usize, &Label, &Reading, Prediction)> = labels
        .iter()
        .zip(readings)
        .map(|(label, reading)| {
            let said = Prediction::of(&label.file, &reading.detection);
            (wrong(label, &said), label, reading, said)
        })
        .filter(|(wrong, ..)| *wrong > 0)
        .collect();
    pages.sort_by_key(|(wrong, ..)| std::cmp::Reverse(*wrong));
    let mut out = format!(
        "{HEAD}<p>{} of {} pages have something wrong; the worst are shown first.</p>",
        pages.len(),
        labels.len()
    );
    for (_, label, reading, said) in pages.iter().take(most) {
        page(&mut out, label, reading, said);
    }
    out
}

/// How much is wrong: whether it is a product counts most, then what a save needs.
fn wrong(label: &Label, said: &Prediction) -> usize {
    if label.is_product != said.is_product {
        return 10;
    }
    let fields = SHOWN
        .into_iter()
        .filter(|field| label.is_product && !wanted(label, *field).is_empty() && !right(*field, said, label));
    fields.map(|field| if matches!(field, Field::Title | Field::PriceAndCurrency | Field::Image) { 3 } else { 1 }).sum()
}

fn wanted(label: &Label, field: Field) -> String {
    let of = |value: &Option<String>| value.clone().unwrap_or_default();
    match field {
        Field::Title => of(&label.title),
        Field::Price | Field::PriceAndCurrency if label.price.is_none() => String::new(),
        Field::Price | Field::PriceAndCurrency => format!("{} {}", of(&label.price), of(&label.currency)),
        Field::Currency => of(&label.currency),
        Field::Image => of(&label.image),
        Field::Brand => of(&label.brand),
        Field::Availability => of(&label.availability),
        Field::ListPrice => of(&label.list_price),
        Field::Sku => of(&label.sku),
    }
}

fn page(out: &mut String, label: &Label, reading: &Reading, said: &Prediction) {
    let kind = |is_product: bool| if is_product { "a product" } else { "no product" };
    let _ = write!(
        out,
        "<h2>{}</h2><p>{} — is {}, taken for {} ({:.2})</p><table><tr><th>Field<th>Wanted<th>Found",
        escape(&label.file),
        escape(label.url.as_deref().unwrap_or("")),
        kind(label.is_product),
        kind(said.is_product),
        reading.detection.page_confidence
    );
    for field in SHOWN {
        let class = if label.is_product && !wanted(label, field).is_empty() && !right(field, said, label) {
            " class=wrong"
        } else {
            ""
        };
        let _ = write!(
            out,
            "<tr{class}><td>{}<td>{}<td>{}",
            field.name(),
            escape(&wanted(label, field)),
            escape(&text(said, field))
        );
    }
    out.push_str("</table>");
    candidates(out, reading);
    signs(out, reading);
}

fn candidates(out: &mut String, reading: &Reading) {
    out.push_str("<table><tr><th>Price<th>Kind<th>Source<th>Strength<th>Around it");
    for price in &reading.detection.prices {
        let currency = price.price.currency.as_ref().map_or("?", |currency| currency.code());
        let _ = write!(
            out,
            "<tr><td>{} {currency}<td>{:?}<td>{:?}<td>{:.3}<td>{}",
            escape(&price.price.amount),
            price.kind,
            price.source,
            price.confidence,
            escape(&price.context)
        );
    }
    out.push_str("</table><table><tr><th>Picture<th>Source<th>Strength");
    for image in reading.detection.images.iter().take(8) {
        let _ = write!(out, "<tr><td>{}<td>{:?}<td>{:.3}", escape(&image.url), image.source, image.confidence);
    }
    out.push_str("</table>");
    if !reading.detection.notes.is_empty() {
        let _ = write!(out, "<p>Notes: {}</p>", escape(&reading.detection.notes.join("; ")));
    }
}

/// What spoke for and against each judgement, the heaviest first.
fn signs(out: &mut String, reading: &Reading) {
    let weights = Weights::fitted();
    for judgement in Judgement::ALL {
        let weights = weights.of(judgement);
        let mut signs: Vec<(&str, f32)> = reading
            .trace
            .signs(judgement)
            .iter()
            .zip(weights.iter().skip(1))
            .map(|(sign, weight)| (sign.name, sign.value * weight))
            .filter(|(_, counted)| counted.abs() >= 0.05)
            .collect();
        signs.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let list: Vec<String> = signs.iter().map(|(name, counted)| format!("{name} {counted:+.2}")).collect();
        let always = weights.first().copied().unwrap_or_default();
        let _ = write!(out, "<p>{judgement:?}: always {always:+.2}, {}</p>", escape(&list.join(", ")));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::corpus::markup::VARIANTS;
    use crate::corpus::read;

    #[test]
    fn a_wrong_page_is_shown_with_its_candidates_and_a_right_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let page = "<title>Teapot</title><h1>Teapot</h1><img src=/t.jpg alt=Teapot width=400 height=400><p class=price>24,90 €</p><button>Add to cart</button>";
        std::fs::write(folder.path().join("teapot.html"), page).unwrap();
        let label = |price: &str| Label {
            file: "teapot.html".to_owned(),
            url: Some("https://shop.example/p/teapot-1001".to_owned()),
            is_product: true,
            title: Some("Teapot".to_owned()),
            price: Some(price.to_owned()),
            currency: Some("EUR".to_owned()),
            image: Some("/t.jpg".to_owned()),
            ..Label::default()
        };
        let report = |price: &str| {
            let labels = [label(price)];
            html(&labels, &read::all(&labels, folder.path(), VARIANTS[0], &Weights::fitted()).unwrap(), 5)
        };
        let wrong = report("<19.90>");
        assert!(
            wrong.contains("1 of 1 pages") && wrong.contains("24.90 EUR") && wrong.contains("price_shown"),
            "{wrong}"
        );
        assert!(wrong.contains("&lt;19.90&gt;") && !wrong.contains("<19.90>"), "labels are text, not markup");
        assert!(report("24.90").contains("0 of 1 pages"));
    }
}
