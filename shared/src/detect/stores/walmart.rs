//! Walmart: the price is written with its cents apart, next to prices of other sellers. The rest stands in its state.

use super::rule::Rule;

pub(super) const RULE: Rule = Rule {
    shop: "walmart",
    folders: &["ip"],
    title: &["#main-title", ".prod-ProductTitle"],
    price: &["=price", "@price-wrap =price"],
    list_price: &["@strikethrough-price", "@list-price"],
    image: &["@hero-image-container", "@hero-image"],
    availability: &["@out-of-stock", "@fulfillment-badge"],
    brand: &["@brand-link"],
};
