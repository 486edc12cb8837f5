//! Steam: a game's name is no heading, its editions and its extras have prices of the same look.

use super::rule::Rule;

pub(super) const RULE: Rule = Rule {
    shop: "steampowered",
    folders: &["app", "bundle", "sub"],
    title: &["#appHubAppName", ".apphub_AppName"],
    price: &[
        ".game_area_purchase_game .discount_final_price",
        ".game_area_purchase_game .game_purchase_price",
        ".game_purchase_action .discount_final_price",
    ],
    list_price: &[".game_area_purchase_game .discount_original_price"],
    image: &[".game_header_image_full", "#gameHeaderImageCtn"],
    availability: &[],
    brand: &["#developers_list"],
};
