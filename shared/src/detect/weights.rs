//! What the signs of each judgement weigh. Made by `cargo xtask fit` from 176 labelled pages of 117 shops, each as it is
//! and with its markup taken out, and from the project's own pages; fitted anew, never changed by hand.

use super::trace::Weights;

/// First what counts always, then the signs in their order.
pub(super) const FITTED: Weights = Weights {
    page: [
        -4.421, // always
        1.195,  // markup_with_price
        0.000,  // markup_without_price
        1.236,  // markup_fits
        2.017,  // meta_product
        0.747,  // meta_price
        0.995,  // buy_control
        0.231,  // price_shown
        0.756,  // price_strength
        0.264,  // price_by_buy_control
        0.000,  // heading
        0.632,  // heading_in_title
        0.000,  // heading_in_address
        0.650,  // picture
        1.495,  // picture_shown
        0.679,  // picture_named
        0.000,  // bare
        1.422,  // stock_said
        1.397,  // quantity
        0.809,  // numbers
        1.268,  // sections
        0.252,  // contact
        0.000,  // breadcrumb
        1.817,  // address_product
        1.671,  // address_number
        -0.841, // markup_fits_badly
        -0.602, // markup_spans_many
        -0.870, // markup_names_others
        -0.069, // markup_is_a_list
        -2.547, // markup_is_other
        -0.883, // meta_other
        -0.129, // buy_controls_many
        -1.220, // buy_controls_in_lists
        -2.323, // price_in_card
        -2.156, // price_like_others
        0.000,  // prices_own
        -1.004, // heading_of_other_page
        0.000,  // quantities_many
        -1.882, // other_offers
        -0.136, // prose
        -0.716, // cards
        0.000,  // next_page
        -0.281, // password
        -1.012, // address_front
        -0.808, // address_other
        -2.067, // address_list
        -0.686, // address_reading
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
        1.379,  // always
        0.530,  // written
        0.400,  // written_twice
        0.402,  // json_ld
        0.759,  // shown
        0.503,  // shown_well
        0.529,  // written_and_shown
        0.894,  // lead
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
