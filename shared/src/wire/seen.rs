//! A detection on its way through the worker: the text that the program that reads pages wrote. It goes on to the pages of the
//! extension as it came; the worker reads of it what it saves and what it shows on the badge.

use crate::detect::{Source, Verdict};
use crate::json::{FromJson, Json, ToJson};
use crate::money::{Currency, Money};
use crate::product::{Availability, PriceKind, VariantOption};

/// The JSON of a [`Detection`](crate::detect::Detection). What is not in it, or not as it should be there, was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(String);

/// A price of the page that the person may pick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenPrice {
    /// The amount.
    pub price: Money,
    /// What it means; of the main price it is not told.
    pub kind: Option<PriceKind>,
    /// Where it was found.
    pub source: Source,
}

impl Seen {
    fn json(&self) -> Json<'_> {
        Json::checked(&self.0)
    }

    fn product(&self, field: &str) -> Option<Json<'_>> {
        self.json().get("product")?.get(field)
    }

    fn value(&self, field: &str) -> Option<Json<'_>> {
        self.product(field)?.get("value")
    }

    /// What the page is.
    #[must_use]
    pub fn page(&self) -> Verdict {
        self.json().field("page").unwrap_or(Verdict::NotProduct)
    }

    /// A text of the product, by the name of its field in [`DetectedProduct`](crate::detect::DetectedProduct).
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        self.value(field)?.text()
    }

    /// What one pays now.
    #[must_use]
    pub fn price(&self) -> Option<SeenPrice> {
        let source = self.product("price")?.field("source")?;
        Some(SeenPrice { price: money(self.value("price")?)?, kind: None, source })
    }

    /// The crossed-out price beside it.
    #[must_use]
    pub fn list_price(&self) -> Option<Money> {
        money(self.value("list_price")?)
    }

    /// Whether it can be bought.
    #[must_use]
    pub fn availability(&self) -> Option<Availability> {
        Availability::from_json(self.value("availability")?)
    }

    /// The options that are chosen on the page.
    #[must_use]
    pub fn variant(&self) -> Vec<VariantOption> {
        self.product("variant").and_then(Vec::from_json).unwrap_or_default()
    }

    /// The page's own address for the product.
    #[must_use]
    pub fn canonical_url(&self) -> Option<String> {
        self.json().get("canonical_url")?.text()
    }

    /// The first of the prices found that is this amount.
    #[must_use]
    pub fn candidate(&self, price: Money) -> Option<SeenPrice> {
        let mut prices = self.json().get("prices")?.items()?;
        let found = prices.find(|found| found.get("price").and_then(money) == Some(price))?;
        Some(SeenPrice { price, kind: found.field("kind")?, source: found.field("source")? })
    }
}

/// A [`PriceText`](crate::detect::PriceText) as exact money, where it is that.
fn money(price: Json<'_>) -> Option<Money> {
    let currency: Currency = price.field("currency")?;
    Money::from_decimal(&price.get("amount")?.text()?, currency)
}

impl FromJson for Seen {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let _: Verdict = json.field("page")?;
        Some(Self(json.as_text().to_owned()))
    }
}

impl ToJson for Seen {
    fn write(&self, out: &mut String) {
        self.json().write(out);
    }
}

/// What the program that reads pages says of one page, in the worker. It is written as [`Reading`](super::reading::Reading).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPage {
    /// The address in the address bar.
    pub url: String,
    /// What was found.
    pub detection: Seen,
}

crate::json_record!(read SeenPage { url, detection });

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::detect::{DetectedProduct, Detection, Field, PriceCandidate, PriceText, Source};
    use crate::json::{parse, to_text};
    use crate::wire::reading::Reading;

    fn field<T>(value: T, source: Source) -> Option<Field<T>> {
        Some(Field { value, source, confidence: 0.125 })
    }

    fn price(amount: &str, currency: Option<&str>) -> PriceText {
        PriceText { amount: amount.to_owned(), currency: currency.map(|code| code.parse().unwrap()) }
    }

    fn reading() -> Reading {
        let variant = vec![VariantOption { name: "Colour".to_owned(), value: "Red".to_owned() }];
        let product = DetectedProduct {
            title: field("Red \"kettle\"".to_owned(), Source::JsonLd),
            price: field(price("19.99", Some("EUR")), Source::Visible),
            list_price: field(price("24.99", None), Source::Visible),
            availability: field(Availability::Preorder, Source::Microdata),
            variant,
            ..DetectedProduct::default()
        };
        let candidate = |amount: &str, kind| PriceCandidate {
            price: price(amount, Some("EUR")),
            kind,
            source: Source::OpenGraph,
            confidence: 0.5,
            context: "with card".to_owned(),
        };
        Reading {
            url: "https://shop.example/p?q=\\".to_owned(),
            detection: Detection {
                page: Verdict::Check,
                page_confidence: 0.5,
                product,
                canonical_url: Some("https://shop.example/p".to_owned()),
                prices: vec![candidate("19.99", PriceKind::Current), candidate("17.99", PriceKind::Member)],
                images: Vec::new(),
                notes: Vec::new(),
            },
        }
    }

    fn seen(reading: &Reading) -> SeenPage {
        parse(&serde_json::to_string(reading).unwrap()).unwrap()
    }

    #[test]
    fn what_is_looked_up_is_what_was_found() {
        let SeenPage { url, detection } = seen(&reading());
        let euros = |cents| Money::new(cents, "EUR".parse().unwrap());
        assert_eq!((url, detection.page()), (reading().url, Verdict::Check));
        assert_eq!(detection.text("title").as_deref(), Some("Red \"kettle\""));
        assert_eq!(detection.price(), Some(SeenPrice { price: euros(1_999), kind: None, source: Source::Visible }));
        // Without a currency nothing may be compared with it.
        assert_eq!((detection.list_price(), detection.text("image"), detection.text("brand")), (None, None, None));
        assert_eq!(detection.availability(), Some(Availability::Preorder));
        assert_eq!(detection.variant(), reading().detection.product.variant);
        assert_eq!(detection.canonical_url(), reading().detection.canonical_url);
        let member = SeenPrice { price: euros(1_799), kind: Some(PriceKind::Member), source: Source::OpenGraph };
        assert_eq!((detection.candidate(euros(1_799)), detection.candidate(euros(1))), (Some(member), None));
    }

    #[test]
    fn it_goes_on_as_it_came() {
        let SeenPage { detection, .. } = seen(&reading());
        assert_eq!(serde_json::from_str::<Detection>(&to_text(&detection)).unwrap(), reading().detection);
    }

    #[test]
    fn a_page_without_anything_has_nothing() {
        let bare: Seen = parse(r#"{"page":"not_product"}"#).unwrap();
        assert_eq!((bare.price(), bare.text("title"), bare.canonical_url()), (None, None, None));
        assert!(bare.variant().is_empty());
        assert_eq!(parse::<Seen>(r#"{"page":"perhaps"}"#), None);
        assert_eq!(parse::<Seen>("{}"), None);
    }
}
