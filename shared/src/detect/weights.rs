//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.510, // always
        0.668,  // markup_with_price
        0.078,  // markup_without_price
        0.966,  // markup_fits
        1.817,  // meta_product
        0.941,  // meta_price
        0.800,  // buy_control
        0.457,  // price_shown
        0.506,  // price_strength
        0.020,  // price_by_buy_control
        0.000,  // heading
        0.194,  // heading_in_title
        0.000,  // heading_in_address
        0.842,  // picture
        1.212,  // picture_shown
        1.070,  // picture_named
        0.000,  // bare
        1.971,  // stock_said
        1.271,  // quantity
        1.109,  // numbers
        1.703,  // sections
        0.303,  // contact
        0.567,  // breadcrumb
        1.727,  // address_product
        1.117,  // address_number
        -0.483, // markup_fits_badly
        -0.489, // markup_spans_many
        -0.698, // markup_names_others
        -0.247, // markup_is_a_list
        -2.283, // markup_is_other
        -0.730, // meta_other
        -0.088, // buy_controls_many
        -0.846, // buy_controls_in_lists
        -2.526, // price_in_card
        -2.273, // price_of_another
        -1.912, // price_for_a_time
        -2.865, // price_like_others
        0.000,  // prices_own
        -1.256, // heading_of_other_page
        0.000,  // quantities_many
        -3.010, // other_offers
        -1.398, // sums
        0.000,  // prose
        -0.226, // cards
        0.000,  // next_page
        -0.154, // password
        -1.020, // address_front
        -0.703, // address_other
        -1.039, // address_list
        -1.346, // address_reading
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
        1.342,  // always
        0.505,  // written
        0.404,  // written_twice
        0.389,  // json_ld
        0.790,  // shown
        0.517,  // shown_well
        0.554,  // written_and_shown
        0.885,  // lead
        0.600,  // own_currency
        0.000,  // contradicted
        0.000,  // other_shown_better
        0.000,  // only_programs
        -0.472, // currencies
        0.000,  // seen_as_list
        -0.632, // like_others
        -0.739, // close
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
