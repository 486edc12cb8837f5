//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -3.488, // always
        0.851,  // markup_with_price
        0.000,  // markup_without_price
        0.829,  // markup_fits
        1.187,  // meta_product
        0.531,  // meta_price
        0.739,  // buy_control
        0.469,  // price_shown
        0.998,  // price_strength
        0.287,  // price_by_buy_control
        0.000,  // heading
        0.677,  // heading_in_title
        0.290,  // heading_in_address
        0.673,  // picture
        1.612,  // picture_shown
        1.078,  // picture_named
        0.359,  // bare
        0.981,  // stock_said
        0.880,  // quantity
        0.515,  // numbers
        0.771,  // sections
        0.185,  // contact
        0.000,  // breadcrumb
        1.379,  // address_product
        1.492,  // address_number
        -0.287, // markup_fits_badly
        -0.320, // markup_spans_many
        -0.381, // markup_names_others
        -0.136, // markup_is_a_list
        -0.580, // markup_is_other
        -0.715, // meta_other
        0.000,  // buy_controls_many
        -1.050, // buy_controls_in_lists
        -1.747, // price_like_others
        -0.548, // prices_own
        -0.476, // heading_of_other_page
        0.000,  // quantities_many
        -1.273, // other_offers
        -0.650, // prose
        -1.071, // cards
        0.000,  // next_page
        -0.377, // password
        -0.457, // address_front
        -0.457, // address_other
        -0.735, // address_list
        -0.464, // address_reading
    ],
    title: [
        1.132,  // always
        0.963,  // written
        0.438,  // written_twice
        0.255,  // json_ld
        0.946,  // heading
        0.800,  // heading_and_written
        0.358,  // in_page_title
        0.979,  // lead
        0.000,  // words
        -0.376, // others
        0.000,  // long
        -1.094, // close
    ],
    price: [
        0.532,  // always
        0.465,  // written
        0.480,  // written_twice
        0.678,  // json_ld
        0.959,  // shown
        0.917,  // shown_well
        0.677,  // written_and_shown
        0.867,  // lead
        0.608,  // own_currency
        0.000,  // contradicted
        0.000,  // other_shown_better
        -0.402, // only_programs
        -0.580, // currencies
        0.000,  // seen_as_list
        -0.191, // like_others
        0.000,  // close
    ],
    image: [
        2.004,  // always
        0.844,  // written
        0.889,  // written_twice
        0.555,  // json_ld
        0.000,  // shown
        0.000,  // shown_well
        0.530,  // written_and_shown
        0.000,  // named
        0.010,  // lead
        -1.007, // contradicted
        0.000,  // close
    ],
};
