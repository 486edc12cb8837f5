//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.407, // always
        0.702,  // markup_with_price
        0.066,  // markup_without_price
        1.050,  // markup_fits
        1.750,  // meta_product
        0.920,  // meta_price
        0.885,  // buy_control
        0.409,  // price_shown
        0.572,  // price_strength
        0.111,  // price_by_buy_control
        0.000,  // heading
        0.142,  // heading_in_title
        0.000,  // heading_in_address
        0.823,  // picture
        1.237,  // picture_shown
        1.217,  // picture_named
        0.000,  // bare
        1.846,  // stock_said
        1.202,  // quantity
        1.125,  // numbers
        1.553,  // sections
        0.329,  // contact
        0.460,  // breadcrumb
        1.682,  // address_product
        1.134,  // address_number
        -0.508, // markup_fits_badly
        -0.543, // markup_spans_many
        -0.675, // markup_names_others
        -0.243, // markup_is_a_list
        -2.421, // markup_is_other
        -0.788, // meta_other
        -0.093, // buy_controls_many
        -0.922, // buy_controls_in_lists
        -2.461, // price_in_card
        -2.142, // price_of_another
        -1.937, // price_for_a_time
        -2.856, // price_like_others
        0.000,  // prices_own
        -1.326, // heading_of_other_page
        0.000,  // quantities_many
        -3.032, // other_offers
        -1.386, // sums
        0.000,  // prose
        -0.313, // cards
        0.000,  // next_page
        -0.149, // password
        -1.087, // address_front
        -0.579, // address_other
        -1.134, // address_list
        -0.879, // address_reading
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
