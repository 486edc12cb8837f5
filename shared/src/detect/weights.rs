//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.419, // always
        1.180,  // markup_with_price
        0.000,  // markup_without_price
        1.244,  // markup_fits
        2.007,  // meta_product
        0.740,  // meta_price
        0.975,  // buy_control
        0.238,  // price_shown
        0.758,  // price_strength
        0.282,  // price_by_buy_control
        0.000,  // heading
        0.651,  // heading_in_title
        0.000,  // heading_in_address
        0.657,  // picture
        1.485,  // picture_shown
        0.738,  // picture_named
        0.000,  // bare
        1.453,  // stock_said
        1.365,  // quantity
        0.836,  // numbers
        1.239,  // sections
        0.238,  // contact
        0.000,  // breadcrumb
        1.817,  // address_product
        1.652,  // address_number
        -0.845, // markup_fits_badly
        -0.603, // markup_spans_many
        -0.863, // markup_names_others
        -0.068, // markup_is_a_list
        -2.578, // markup_is_other
        -0.881, // meta_other
        -0.135, // buy_controls_many
        -1.240, // buy_controls_in_lists
        -2.356, // price_in_card
        -2.170, // price_like_others
        0.000,  // prices_own
        -1.011, // heading_of_other_page
        0.000,  // quantities_many
        -1.902, // other_offers
        -0.160, // prose
        -0.742, // cards
        0.000,  // next_page
        -0.287, // password
        -1.030, // address_front
        -0.809, // address_other
        -2.098, // address_list
        -0.700, // address_reading
    ],
    title: [
        1.316,  // always
        0.875,  // written
        0.402,  // written_twice
        0.245,  // json_ld
        0.838,  // heading
        0.838,  // heading_and_written
        0.390,  // in_page_title
        0.873,  // lead
        0.000,  // words
        -0.469, // others
        0.000,  // long
        -0.947, // close
    ],
    price: [
        1.380,  // always
        0.530,  // written
        0.400,  // written_twice
        0.402,  // json_ld
        0.759,  // shown
        0.503,  // shown_well
        0.529,  // written_and_shown
        0.893,  // lead
        0.611,  // own_currency
        0.000,  // contradicted
        0.000,  // other_shown_better
        0.000,  // only_programs
        -0.479, // currencies
        0.000,  // seen_as_list
        -0.550, // like_others
        -0.762, // close
    ],
    image: [
        1.883,  // always
        1.127,  // written
        0.850,  // written_twice
        0.502,  // json_ld
        0.000,  // shown
        0.000,  // shown_well
        0.345,  // written_and_shown
        0.000,  // named
        0.172,  // lead
        -1.055, // contradicted
        0.000,  // close
    ],
};
