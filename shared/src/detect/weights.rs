//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.437, // always
        1.158,  // markup_with_price
        0.000,  // markup_without_price
        1.223,  // markup_fits
        2.006,  // meta_product
        0.744,  // meta_price
        0.974,  // buy_control
        0.345,  // price_shown
        0.830,  // price_strength
        0.199,  // price_by_buy_control
        0.000,  // heading
        0.666,  // heading_in_title
        0.000,  // heading_in_address
        0.637,  // picture
        1.367,  // picture_shown
        0.797,  // picture_named
        0.000,  // bare
        1.447,  // stock_said
        1.251,  // quantity
        0.854,  // numbers
        1.162,  // sections
        0.248,  // contact
        0.000,  // breadcrumb
        1.781,  // address_product
        1.647,  // address_number
        -0.819, // markup_fits_badly
        -0.602, // markup_spans_many
        -0.815, // markup_names_others
        -0.123, // markup_is_a_list
        -2.614, // markup_is_other
        -0.902, // meta_other
        -0.127, // buy_controls_many
        -1.180, // buy_controls_in_lists
        -2.345, // price_in_card
        -2.432, // price_like_others
        0.000,  // prices_own
        -1.012, // heading_of_other_page
        0.000,  // quantities_many
        -1.903, // other_offers
        -0.219, // prose
        -0.646, // cards
        0.000,  // next_page
        -0.224, // password
        -1.018, // address_front
        -0.816, // address_other
        -2.023, // address_list
        -0.716, // address_reading
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
