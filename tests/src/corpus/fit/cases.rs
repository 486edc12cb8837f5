//! Cases to fit on: the signs of each judgement on each page, and whether a person says the same.

use std::path::Path;

use anyhow::Result;
use shared::detect::trace::{self, Judgement, Weights};

use super::logistic;
use crate::corpus::label::Label;
use crate::corpus::markup::VARIANTS;
use crate::corpus::own::Own;
use crate::corpus::read::{self, Reading};
use crate::corpus::score::{Field, Prediction, right};

/// How much a page counts whose markup was taken out: there are six of each, and no shop made them.
const LESS: f64 = 0.4;
/// How much it costs to call a page a product's that is none, against missing one: a false save is seen by everybody on the
/// board. Of 1, 1.5 and 2 the one at which shops left out are judged best, with both kinds about as common.
const FALSE_SAVE: f64 = 1.5;

/// One judgement on one page.
#[derive(Debug, Clone)]
pub struct Case {
    /// Whose page it is.
    pub shop: String,
    /// What is judged.
    pub judgement: Judgement,
    /// The signs and what a person says.
    pub case: logistic::Case,
}

/// The cases of every page, as it is and with its markup taken out.
///
/// # Errors
/// A page cannot be read.
pub fn cases(labels: &[Label], pages: &Path) -> Result<Vec<Case>> {
    let mut out = Vec::new();
    for (at, without) in VARIANTS.into_iter().enumerate() {
        let weight = if at == 0 { 1.0 } else { LESS };
        for label in labels {
            let reading = read::one(label, pages, without, &Weights::fitted())?;
            of_page(label, &reading, weight, &mut out);
        }
    }
    out.extend(own_cases()?);
    Ok(out)
}

/// Which kind of page it is, of each of the project's own pages: kinds that the labelled ones hardly show. Their fields are no
/// cases, since detection was written until they were right.
fn own_cases() -> Result<Vec<Case>> {
    let judged = Own::all()?.into_iter().map(|own| {
        let url = &own.expected.url;
        let page = giftos::page::evidence(own.html.as_bytes(), url, Some("text/html; charset=utf-8"));
        let (_, trace) = trace::detect(&page, &Weights::fitted());
        let signs = trace.signs(Judgement::Page).iter().map(|sign| f64::from(sign.value)).collect();
        let so = own.is_product();
        // They show kinds of pages that the labelled ones hardly do: counted whole, kinds left out are judged better.
        let case = logistic::Case { signs, so, weight: if so { 1.0 } else { FALSE_SAVE } };
        Case { shop: own.name, judgement: Judgement::Page, case }
    });
    Ok(judged.collect())
}

fn of_page(label: &Label, reading: &Reading, weight: f64, out: &mut Vec<Case>) {
    let mut said = Prediction::of(&label.file, &reading.detection);
    if let (None, Some(first)) = (&said.price, reading.detection.prices.first()) {
        // What would have been said, had it been taken for a product page.
        said.price = Some(first.price.amount.clone());
        said.currency = first.price.currency.map(|currency| currency.code().to_owned());
    }
    for judgement in Judgement::ALL {
        let so = match judgement {
            Judgement::Page => Some(label.is_product),
            Judgement::Title => scored(label, &said, Field::Title, label.title.is_some()),
            Judgement::Price => {
                scored(label, &said, Field::PriceAndCurrency, label.price.is_some() && label.currency.is_some())
            }
            Judgement::Image => scored(label, &said, Field::Image, label.image.is_some()),
        };
        let signs = reading.trace.signs(judgement);
        if let Some(so) = so.filter(|_| !signs.is_empty()) {
            let signs = signs.iter().map(|sign| f64::from(sign.value)).collect();
            let dear = judgement == Judgement::Page && !so;
            let weight = if dear { weight * FALSE_SAVE } else { weight };
            out.push(Case { shop: label.shop.clone(), judgement, case: logistic::Case { signs, so, weight } });
        }
    }
}

/// Whether the field is right, on pages where that is known.
fn scored(label: &Label, said: &Prediction, field: Field, labelled: bool) -> Option<bool> {
    let skipped = |name: &str| label.skip.iter().any(|skip| skip == name);
    let skip = skipped(field.name()) || field == Field::PriceAndCurrency && (skipped("price") || skipped("currency"));
    (label.is_product && labelled && !skip).then(|| right(field, said, label))
}
