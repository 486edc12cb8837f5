//! What each sign of a product page weighs, fitted on labelled pages, each as it is and with its markup taken out.

/// First the one that counts always, then in the order of `signs::NAMES`.
pub(super) const WEIGHTS: [f32; 46] = [
    -3.485, 0.852,  // markup_with_price
    0.000,  // markup_without_price
    0.830,  // markup_fits
    1.188,  // meta_product
    0.534,  // meta_price
    0.736,  // buy_control
    0.473,  // price_shown
    0.985,  // price_strength
    0.292,  // price_by_buy_control
    0.000,  // heading
    0.684,  // heading_in_title
    0.288,  // heading_in_address
    0.675,  // picture
    1.611,  // picture_shown
    1.074,  // picture_named
    0.356,  // bare
    0.975,  // stock_said
    0.884,  // quantity
    0.517,  // numbers
    0.780,  // sections
    0.202,  // contact
    0.000,  // breadcrumb
    1.385,  // address_product
    1.493,  // address_number
    -0.288, // markup_fits_badly
    -0.319, // markup_spans_many
    -0.382, // markup_names_others
    -0.135, // markup_is_a_list
    -0.582, // markup_is_other
    -0.717, // meta_other
    0.000,  // buy_controls_many
    -1.041, // buy_controls_in_lists
    -1.749, // price_like_others
    -0.549, // prices_own
    -0.475, // heading_of_other_page
    0.000,  // quantities_many
    -1.273, // other_offers
    -0.654, // prose
    -1.078, // cards
    0.000,  // next_page
    -0.383, // password
    -0.456, // address_front
    -0.459, // address_other
    -0.738, // address_list
    -0.464, // address_reading
];
