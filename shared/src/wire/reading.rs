//! What the program that reads pages tells the worker of one page: how it writes it, and how the extension's pages read it.

use serde::{Deserialize, Serialize};

use crate::detect::{DetectedProduct, Detection, Field, ImageCandidate, PriceCandidate, PriceText, Rating};
use crate::json::{FromJson, Json, Object, Record, ToJson};
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
json_record!(PriceText { amount, currency });
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

impl FromJson for Detection {
    fn from_json(json: Json<'_>) -> Option<Self> {
        Some(Self {
            page: json.field("page")?,
            page_confidence: json.field::<Thousandths>("page_confidence")?.0,
            product: json.field("product")?,
            canonical_url: json.field("canonical_url")?,
            prices: json.field("prices")?,
            images: json.field("images")?,
            notes: json.field("notes")?,
        })
    }
}

json_record!(read DetectedProduct {
    title, price, list_price, image, brand, availability, sku, gtin, description, category, rating, variant
});

impl FromJson for PriceCandidate {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let Field { value: price, source, confidence } = trusted(json, "price")?;
        Some(Self { price, kind: json.field("kind")?, source, confidence, context: json.field("context")? })
    }
}

impl FromJson for ImageCandidate {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let Field { value: url, source, confidence } = trusted(json, "url")?;
        Some(Self { url, source, confidence })
    }
}

impl FromJson for Rating {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let count: Option<i64> = json.field("count")?;
        let count = count.map(u64::try_from).transpose().ok()?;
        Some(Self { value: json.field::<Thousandths>("value")?.0, count })
    }
}

impl<T: FromJson> FromJson for Field<T> {
    fn from_json(json: Json<'_>) -> Option<Self> {
        trusted(json, "value")
    }
}

/// A value under this name, with where it came from beside it.
fn trusted<T: FromJson>(json: Json<'_>, name: &str) -> Option<Field<T>> {
    let confidence = json.field::<Thousandths>("confidence")?.0;
    Some(Field { value: json.field(name)?, source: json.field("source")?, confidence })
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

impl FromJson for Thousandths {
    /// As it is written above: without an exponent. Of more decimals than three the rest is left out.
    fn from_json(json: Json<'_>) -> Option<Self> {
        let text = json.as_text();
        let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole: u32 = whole.parse().ok()?;
        let mut thousandths = 0;
        for place in 0..3 {
            let digit = fraction.as_bytes().get(place).map_or(Some(0), |byte| char::from(*byte).to_digit(10))?;
            thousandths = thousandths * 10 + digit;
        }
        Some(Self(sign * (f64::from(whole) + f64::from(thousandths) / 1000.0)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::detect::{Source, Verdict};
    use crate::json::{parse, to_text};
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
            let text = to_text(&reading);
            assert_eq!(serde_json::from_str::<Reading>(&text).unwrap(), reading);
            assert_eq!(parse::<Detection>(&to_text(&reading.detection)), Some(reading.detection));
        }
        let names = |text: &str| -> Vec<String> {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            value["detection"].as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&to_text(&full())), names(&serde_json::to_string(&full()).unwrap()));
    }

    #[test]
    fn numbers_are_read_to_three_decimals() {
        for (text, number) in
            [("0", 0.0), ("1", 1.0), ("0.5", 0.5), ("0.987", 0.987), ("-4.6679", -4.667), ("12.05", 12.05)]
        {
            let read = parse::<Thousandths>(text).unwrap().0;
            assert!((read - number).abs() < 1e-9, "{text}: {read}");
        }
        for text in ["null", "\"1\"", "1e-7", "0.9e1", "99999999999"] {
            assert!(parse::<Thousandths>(text).is_none(), "{text}");
        }
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
