//! Amazon, in all its countries: no markup at all, many prices that look alike, a copy of each for screen readers.

use super::rule::Rule;

pub(super) const RULE: Rule = Rule {
    shop: "amazon",
    folders: &["dp", "product", "d"],
    title: &["#productTitle", "#ebooksProductTitle"],
    price: &[
        "#corePriceDisplay_desktop_feature_div .priceToPay",
        "#corePrice_feature_div .a-offscreen",
        "#corePriceDisplay_mobile_feature_div .priceToPay",
        "#apex_desktop .apexPriceToPay",
        "#price_inside_buybox",
        "#priceblock_dealprice",
        "#priceblock_saleprice",
        "#priceblock_ourprice",
        "#kindle-price",
    ],
    list_price: &[
        "#corePriceDisplay_desktop_feature_div .basisPrice",
        "#corePriceDisplay_mobile_feature_div .basisPrice",
        "#price .priceBlockStrikePriceString",
    ],
    image: &["#landingImage", "#imgTagWrapperId", "#imgBlkFront", "#main-image"],
    availability: &["#availability", "#outOfStock"],
    brand: &["#bylineInfo", ".po-brand .po-break-word"],
};
