//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -3.424, // always
        0.872,  // markup_with_price
        0.000,  // markup_without_price
        0.903,  // markup_fits
        1.387,  // meta_product
        0.560,  // meta_price
        0.701,  // buy_control
        0.330,  // price_shown
        0.765,  // price_strength
        0.276,  // price_by_buy_control
        0.000,  // heading
        0.529,  // heading_in_title
        0.031,  // heading_in_address
        0.652,  // picture
        1.475,  // picture_shown
        0.793,  // picture_named
        0.000,  // bare
        1.003,  // stock_said
        1.087,  // quantity
        0.629,  // numbers
        0.880,  // sections
        0.276,  // contact
        0.000,  // breadcrumb
        1.333,  // address_product
        1.407,  // address_number
        -0.310, // markup_fits_badly
        -0.330, // markup_spans_many
        -0.423, // markup_names_others
        -0.086, // markup_is_a_list
        -1.265, // markup_is_other
        -0.740, // meta_other
        0.000,  // buy_controls_many
        -1.033, // buy_controls_in_lists
        -0.799, // price_in_card
        -1.638, // price_like_others
        -0.167, // prices_own
        -0.539, // heading_of_other_page
        0.000,  // quantities_many
        -1.214, // other_offers
        -0.387, // prose
        -0.765, // cards
        0.000,  // next_page
        -0.281, // password
        -0.357, // address_front
        -0.519, // address_other
        -0.897, // address_list
        -0.557, // address_reading
    ],
    title: [
        1.131,  // always
        0.963,  // written
        0.441,  // written_twice
        0.254,  // json_ld
        0.945,  // heading
        0.801,  // heading_and_written
        0.357,  // in_page_title
        0.977,  // lead
        0.000,  // words
        -0.376, // others
        0.000,  // long
        -1.093, // close
    ],
    price: [
        1.599,  // always
        0.512,  // written
        0.420,  // written_twice
        0.456,  // json_ld
        0.634,  // shown
        0.494,  // shown_well
        0.543,  // written_and_shown
        0.597,  // lead
        0.625,  // own_currency
        0.000,  // contradicted
        0.000,  // other_shown_better
        0.000,  // only_programs
        -0.523, // currencies
        0.000,  // seen_as_list
        -0.457, // like_others
        -0.175, // close
    ],
    image: [
        1.965,  // always
        1.090,  // written
        0.854,  // written_twice
        0.502,  // json_ld
        0.000,  // shown
        0.000,  // shown_well
        0.333,  // written_and_shown
        0.000,  // named
        0.132,  // lead
        -1.074, // contradicted
        -0.041, // close
    ],
};
