//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.629, // always
        0.670,  // markup_with_price
        0.099,  // markup_without_price
        0.989,  // markup_fits
        1.852,  // meta_product
        0.923,  // meta_price
        0.866,  // buy_control
        0.417,  // price_shown
        0.494,  // price_strength
        0.134,  // price_by_buy_control
        0.000,  // heading
        0.192,  // heading_in_title
        0.000,  // heading_in_address
        0.872,  // picture
        1.254,  // picture_shown
        1.164,  // picture_named
        0.000,  // bare
        2.039,  // stock_said
        1.228,  // quantity
        1.085,  // numbers
        1.678,  // sections
        0.359,  // contact
        0.613,  // breadcrumb
        1.820,  // address_product
        1.070,  // address_number
        -0.481, // markup_fits_badly
        -0.474, // markup_spans_many
        -0.707, // markup_names_others
        -0.277, // markup_is_a_list
        -2.280, // markup_is_other
        -0.700, // meta_other
        -0.089, // buy_controls_many
        -0.881, // buy_controls_in_lists
        -2.597, // price_in_card
        -2.377, // price_of_another
        -1.753, // price_for_a_time
        -3.016, // price_like_others
        0.000,  // prices_own
        -1.235, // heading_of_other_page
        0.000,  // quantities_many
        -2.995, // other_offers
        -1.363, // sums
        0.000,  // prose
        -0.191, // cards
        0.000,  // next_page
        -0.160, // password
        -1.056, // address_front
        -0.778, // address_other
        -1.061, // address_list
        -1.377, // address_reading
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
