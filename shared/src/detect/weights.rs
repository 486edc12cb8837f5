//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -3.488, // always
        0.851,  // markup_with_price
        0.000,  // markup_without_price
        0.830,  // markup_fits
        1.187,  // meta_product
        0.531,  // meta_price
        0.740,  // buy_control
        0.470,  // price_shown
        0.995,  // price_strength
        0.288,  // price_by_buy_control
        0.000,  // heading
        0.677,  // heading_in_title
        0.290,  // heading_in_address
        0.673,  // picture
        1.613,  // picture_shown
        1.080,  // picture_named
        0.358,  // bare
        0.981,  // stock_said
        0.879,  // quantity
        0.517,  // numbers
        0.770,  // sections
        0.185,  // contact
        0.000,  // breadcrumb
        1.379,  // address_product
        1.492,  // address_number
        -0.287, // markup_fits_badly
        -0.320, // markup_spans_many
        -0.381, // markup_names_others
        -0.136, // markup_is_a_list
        -0.581, // markup_is_other
        -0.715, // meta_other
        0.000,  // buy_controls_many
        -1.051, // buy_controls_in_lists
        -1.747, // price_like_others
        -0.547, // prices_own
        -0.475, // heading_of_other_page
        0.000,  // quantities_many
        -1.273, // other_offers
        -0.650, // prose
        -1.073, // cards
        0.000,  // next_page
        -0.378, // password
        -0.457, // address_front
        -0.457, // address_other
        -0.736, // address_list
        -0.464, // address_reading
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
        0.408,  // always
        0.227,  // written
        0.460,  // written_twice
        0.678,  // json_ld
        0.874,  // shown
        0.887,  // shown_well
        0.734,  // written_and_shown
        0.915,  // lead
        1.020,  // own_currency
        0.000,  // contradicted
        0.000,  // other_shown_better
        -0.604, // only_programs
        -1.001, // currencies
        0.000,  // seen_as_list
        -0.191, // like_others
        -0.069, // close
    ],
    image: [
        1.984,  // always
        0.836,  // written
        0.907,  // written_twice
        0.554,  // json_ld
        0.000,  // shown
        0.000,  // shown_well
        0.532,  // written_and_shown
        0.000,  // named
        0.032,  // lead
        -0.996, // contradicted
        0.000,  // close
    ],
};
