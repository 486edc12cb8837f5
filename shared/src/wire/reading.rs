//! What the program that reads pages tells the worker of one page, and how it writes it.

use serde::{Deserialize, Serialize};

use crate::detect::{DetectedProduct, Detection, Field, ImageCandidate, PriceCandidate, PriceText, Rating};
use crate::json::{Object, Record, ToJson};
use crate::json_record;

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The address in the address bar.
    pub url: String,
    /// What was found.
    pub detection: Detection,
}

json_record!(write Reading { url, detection });
json_record!(write PriceText { amount, currency });
json_record!(object PriceCandidate);
json_record!(object ImageCandidate);
json_record!(object Rating);
json_record!(object DetectedProduct);
json_record!(object Detection);

// Each is taken apart whole, so that a new field is not forgotten here.

impl Record for Detection {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { page, page_confidence, product, canonical_url, prices, images, notes } = self;
        object.put("page", page).put("page_confidence", &Thousandths(*page_confidence)).put("product", product);
        object.put("canonical_url", canonical_url).put("prices", prices).put("images", images).put("notes", notes);
    }
}

impl Record for DetectedProduct {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { title, price, list_price, image, brand, availability, sku, gtin, .. } = self;
        let Self { description, category, rating, variant, .. } = self;
        object.put("title", title).put("price", price).put("list_price", list_price).put("image", image);
        object.put("brand", brand).put("availability", availability).put("sku", sku).put("gtin", gtin);
        object.put("description", description).put("category", category).put("rating", rating).put("variant", variant);
    }
}

impl Record for PriceCandidate {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { price, kind, source, confidence, context } = self;
        object.put("price", price).put("kind", kind).put("source", source);
        object.put("confidence", &Thousandths(*confidence)).put("context", context);
    }
}

impl Record for ImageCandidate {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { url, source, confidence } = self;
        object.put("url", url).put("source", source).put("confidence", &Thousandths(*confidence));
    }
}

impl Record for Rating {
    fn put_into(&self, object: &mut Object<'_>) {
        let Self { value, count } = self;
        object.put("value", &Thousandths(*value)).put("count", &count.and_then(|count| i64::try_from(count).ok()));
    }
}

impl<T: ToJson> ToJson for Field<T> {
    fn write(&self, out: &mut String) {
        let Self { value, source, confidence } = self;
        let mut object = Object::open(out);
        object.put("value", value).put("source", source).put("confidence", &Thousandths(*confidence));
        object.close();
    }
}

/// A number to three decimals, which is all that a confidence or a rating has. Any number could be written, but the tables
/// that the standard's way needs for it are 10 KB.
struct Thousandths(f64);

impl ToJson for Thousandths {
    #[allow(clippy::cast_possible_truncation, reason = "it is a small number, and any other one ends at the bounds")]
    fn write(&self, out: &mut String) {
        let thousandths = (self.0 * 1000.0).round() as i64;
        if thousandths < 0 {
            out.push('-');
        }
        let thousandths = i64::try_from(thousandths.unsigned_abs()).unwrap_or(i64::MAX);
        (thousandths / 1000).write(out);
        let mut rest = thousandths % 1000;
        if rest > 0 {
            out.push('.');
        }
        while rest > 0 {
            (rest / 100).write(out);
            rest = rest % 100 * 10;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::detect::{Source, Verdict};
    use crate::json::to_text;
    use crate::product::{Availability, PriceKind, VariantOption};

    fn field<T>(value: T, confidence: f64) -> Option<Field<T>> {
        Some(Field { value, source: Source::Visible, confidence })
    }

    fn full() -> Reading {
        let text = |text: &str| field(text.to_owned(), 0.5);
        let price = |amount: &str| PriceText { amount: amount.to_owned(), currency: "EUR".parse().ok() };
        let product = DetectedProduct {
            title: text("Red \"kettle\""),
            price: field(price("19.99"), 0.987),
            list_price: field(PriceText { amount: "24".to_owned(), currency: None }, 0.0),
            image: text("https://shop.example/k.jpg"),
            brand: text("Teapot"),
            availability: field(Availability::InStock, 1.0),
            sku: text("K-1"),
            gtin: text("4006381333931"),
            description: text("Red.\nRound."),
            category: text("Kettles"),
            rating: field(Rating { value: 4.667, count: Some(12) }, 0.05),
            variant: vec![VariantOption { name: "Colour".to_owned(), value: "Red".to_owned() }],
        };
        let (source, confidence) = (Source::State, 0.125);
        let candidate = PriceCandidate {
            price: price("17"),
            kind: PriceKind::Member,
            source,
            confidence,
            context: "card".to_owned(),
        };
        Reading {
            url: "https://shop.example/p".to_owned(),
            detection: Detection {
                page: Verdict::Check,
                page_confidence: 0.901,
                product,
                canonical_url: Some("https://shop.example/p/1".to_owned()),
                prices: vec![candidate],
                images: vec![ImageCandidate { url: "https://shop.example/2.jpg".to_owned(), source, confidence }],
                notes: vec!["odd".to_owned()],
            },
        }
    }

    #[test]
    fn it_is_written_as_the_contract_says() {
        let bare = Detection {
            product: DetectedProduct::default(),
            canonical_url: None,
            prices: Vec::new(),
            images: Vec::new(),
            ..full().detection
        };
        for reading in [Reading { detection: bare, ..full() }, full()] {
            assert_eq!(serde_json::from_str::<Reading>(&to_text(&reading)).unwrap(), reading);
        }
        let names = |text: &str| -> Vec<String> {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            value["detection"].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&to_text(&full())), names(&serde_json::to_string(&full()).unwrap()));
    }

    #[test]
    fn numbers_have_at_most_three_decimals() {
        for (number, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.5, "0.5"),
            (0.987, "0.987"),
            (0.05, "0.05"),
            (0.001, "0.001"),
            (0.0004, "0"),
            (4.6666, "4.667"),
            (-1.25, "-1.25"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(to_text(&Thousandths(number)), text);
        }
    }
}
