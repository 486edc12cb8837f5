//! The reliability table: of what is said with some confidence, the share that is right.

use crate::corpus::label::Label;
use crate::corpus::score::{Field, Prediction, right};

/// Confidences from one bound to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The lower bound.
    pub from: f64,
    /// Values said so.
    pub count: u32,
    /// The mean of what was said.
    pub said: f64,
    /// The share that is right.
    pub right: f64,
}

/// Lower bounds of the bands.
const BOUNDS: [f64; 6] = [0.98, 0.95, 0.9, 0.8, 0.6, 0.0];

/// The bands of a field, the most certain first.
#[must_use]
pub fn bands(labels: &[Label], said: &[Prediction], field: Field) -> Vec<Band> {
    let name = if field == Field::PriceAndCurrency { "price" } else { field.name() };
    let mut out: Vec<Band> = BOUNDS.iter().map(|from| Band { from: *from, count: 0, said: 0.0, right: 0.0 }).collect();
    for (label, said) in labels.iter().zip(said).filter(|(label, said)| label.is_product && said.is_product) {
        let skipped = label.skip.iter().any(|skip| skip == name || skip == "currency" && name == "price");
        let Some(confidence) = said.confidence.get(name).filter(|_| !skipped) else { continue };
        if let Some(band) = out.iter_mut().find(|band| *confidence >= band.from) {
            band.count += 1;
            band.said += confidence;
            band.right += f64::from(right(field, said, label));
        }
    }
    for band in out.iter_mut().filter(|band| band.count > 0) {
        band.said /= f64::from(band.count);
        band.right /= f64::from(band.count);
    }
    out.retain(|band| band.count > 0);
    out
}

/// Prints the table of the fields that detection is sure of or not.
pub fn print(labels: &[Label], said: &[Prediction]) {
    println!("reliability: of what is said with a confidence, the share that is right");
    for field in [Field::Title, Field::PriceAndCurrency, Field::Image] {
        println!("  {:16}{:>8}{:>8}{:>8}{:>8}", field.name(), "from", "values", "said", "right");
        for band in bands(labels, said, field) {
            println!("  {:16}{:>8.2}{:>8}{:>8.3}{:>8.3}", "", band.from, band.count, band.said, band.right);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_where_their_confidence_lies() {
        let label = |title: &str| Label { is_product: true, title: Some(title.to_owned()), ..Label::default() };
        let said = |title: &str, confidence: f64| Prediction {
            is_product: true,
            title: Some(title.to_owned()),
            confidence: [("title".to_owned(), confidence)].into(),
            ..Prediction::default()
        };
        let labels = [label("Red teapot"), label("Blue teapot"), label("Kettle"), label("Pot")];
        let predictions =
            [said("Red teapot", 0.99), said("Blue teapot", 0.99), said("Something", 0.85), said("Pot", 0.7)];
        let bands = bands(&labels, &predictions, Field::Title);
        let short: Vec<(u32, f64)> = bands.iter().map(|band| (band.count, band.right)).collect();
        assert_eq!(short, [(2, 1.0), (1, 0.0), (1, 1.0)]);
        assert!((bands[0].said - 0.99).abs() < 1e-9);
    }
}
