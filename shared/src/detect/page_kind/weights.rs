//! What each sign of a product page weighs, fitted on labelled pages, each as it is and with its markup taken out.

/// First the one that counts always, then in the order of `signs::NAMES`.
pub(super) const WEIGHTS: [f32; 46] = [
    -3.489,
    0.902, // markup_with_price
    0.000, // markup_without_price
    0.756, // markup_fits
    1.158, // meta_product
    0.552, // meta_price
    0.685, // buy_control
    0.421, // price_shown
    0.980, // price_strength
    0.257, // price_by_buy_control
    0.000, // heading
    0.687, // heading_in_title
    0.358, // heading_in_address
    0.678, // picture
    1.604, // picture_shown
    1.114, // picture_named
    0.323, // bare
    1.060, // stock_said
    0.883, // quantity
    0.568, // numbers
    0.711, // sections
    0.403, // contact
    0.000, // breadcrumb
    1.420, // address_product
    1.556, // address_number
    -0.290, // markup_fits_badly
    -0.314, // markup_spans_many
    -0.379, // markup_names_others
    -0.134, // markup_is_a_list
    -0.563, // markup_is_other
    -0.618, // meta_other
    0.000, // buy_controls_many
    -1.064, // buy_controls_in_lists
    -1.737, // price_like_others
    -0.525, // prices_own
    -0.423, // heading_of_other_page
    0.000, // quantities_many
    -1.250, // other_offers
    -0.688, // prose
    -1.056, // cards
    0.000, // next_page
    -0.417, // password
    -0.454, // address_front
    -0.475, // address_other
    -0.758, // address_list
    -0.493, // address_reading
];
