//! eBay, in all its countries: offers, bids and converted prices stand side by side, and the seller has a heading too.

use super::rule::Rule;

pub(super) const RULE: Rule = Rule {
    shop: "ebay",
    folders: &["itm"],
    title: &[".x-item-title__mainTitle", "#itemTitle", ".it-ttl"],
    price: &[".x-price-primary", ".x-bid-price", "#mm-saleDscPrc", "#prcIsum", "#prcIsum_bidPrice", "#convbinPrice"],
    list_price: &[".x-additional-info .ux-textspans--STRIKETHROUGH", "#orgPrc", "#mm-saleOrgPrc"],
    image: &[".ux-image-carousel-item.active", ".ux-image-carousel-item", "#icImg"],
    availability: &[".d-quantity__availability", ".x-quantity__availability", "#qtySubTxt", ".d-statusmessage"],
    brand: &[".ux-labels-values--brand .ux-labels-values__values"],
};
