//! AliExpress: class names end in letters that change with each release; their beginnings stay.

use super::rule::Rule;

pub(super) const RULE: Rule = Rule {
    shop: "aliexpress",
    folders: &["item", "i"],
    title: &[".title--wrap*", ".product-title-text", ".pdp-info-right =name"],
    price: &[
        ".price--currentPriceText*",
        ".price--current*",
        ".product-price-current",
        ".product-price-value",
        ".uniform-banner-box-price",
    ],
    list_price: &[".price--originalText*", ".price--original*", ".product-price-original"],
    image: &[".magnifier--image*", ".image-view--preview*", ".magnifier-image", ".image-view-magnifier-wrap"],
    availability: &[".quantity--info*", ".product-quantity-tip"],
    brand: &[],
};
