//! The rule by itself: what counts, and what fits.

#![allow(clippy::unwrap_used)]

use shared::id::{CategoryId, GroupId};
use shared::time::Timestamp;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_168_800_000);

fn money(minor: i64, code: &str) -> Money {
    Money::new(minor, code.parse().unwrap())
}

fn listed(price: Option<Money>, quantity: Option<u16>) -> Listed {
    Listed { price, quantity, state: ItemState::Wanted }
}

fn category(spending_limit: Option<Money>, highest_price: Option<Money>) -> Category {
    Category {
        id: CategoryId::new(NOW, [1; 10]),
        group_id: GroupId::new(NOW, [2; 10]),
        name: "From parents".to_owned(),
        spending_limit,
        highest_price,
        created_at: NOW,
        deleted_at: None,
        version: 1,
    }
}

#[test]
fn a_wish_counts_by_its_pieces_in_the_limits_currency_alone() {
    let euro = "EUR".parse().unwrap();
    for (price, quantity, expected) in [
        (Some(money(1_999, "EUR")), Some(3), (CountedAs::Counted, 5_997)),
        (Some(money(1_999, "EUR")), None, (CountedAs::Counted, 1_999)),
        (Some(money(1_999, "USD")), Some(3), (CountedAs::OtherCurrency, 0)),
        (None, Some(3), (CountedAs::NoPrice, 0)),
        (Some(money(9_007_199_254_740_991, "EUR")), Some(9_999), (CountedAs::Counted, 90_062_985_348_155_169_009)),
    ] {
        assert_eq!(count(&listed(price, quantity), euro), expected);
    }
    let away = Listed { state: ItemState::Archived, ..listed(Some(money(100, "EUR")), Some(1)) };
    assert_eq!(count(&away, euro), (CountedAs::Archived, 0));
}

#[test]
fn the_limit_can_be_reached_and_not_passed() {
    let full = category(Some(money(10_000, "EUR")), None);
    let others = [listed(Some(money(2_000, "EUR")), Some(4)), listed(Some(money(99_999, "JPY")), Some(1))];
    let fit = |minor| fits(&full, &others, &listed(Some(money(minor, "EUR")), Some(1)));
    assert_eq!((fit(2_000), fit(2_001)), (Ok(()), Err(TooMuch::Together(money(10_000, "EUR")))));
    assert_eq!(
        fits(&full, &others, &listed(Some(money(1_001, "EUR")), Some(2))),
        Err(TooMuch::Together(money(10_000, "EUR")))
    );
    // Beside what is over the limit already, only what counts nothing has room.
    let over = [listed(Some(money(20_000, "EUR")), Some(1))];
    for free in [listed(None, Some(1)), listed(Some(money(0, "EUR")), None), listed(Some(money(5, "CHF")), Some(9))] {
        assert_eq!(fits(&full, &over, &free), Ok(()));
    }
    assert!(fits(&full, &over, &listed(Some(money(1, "EUR")), Some(1))).is_err());
}

#[test]
fn no_piece_may_cost_more_than_the_highest_price() {
    let fifty = money(5_000, "EUR");
    let cheap = category(None, Some(fifty));
    let none: [Listed; 0] = [];
    assert_eq!(fits(&cheap, &none, &listed(Some(fifty), Some(100))), Ok(()));
    assert_eq!(fits(&cheap, &none, &listed(Some(money(5_001, "EUR")), Some(1))), Err(TooMuch::Piece(fifty)));
    assert_eq!(fits(&cheap, &none, &listed(Some(money(5_001, "USD")), Some(1))), Ok(()));
}

#[test]
fn only_what_may_count_more_is_asked_about_again() {
    let at = |minor, code, quantity| listed(Some(money(minor, code)), Some(quantity));
    let away = |of: Listed| Listed { state: ItemState::Archived, ..of };
    let before = at(1_000, "EUR", 2);
    for (after, more) in [
        (at(1_001, "EUR", 2), true),
        (at(1_000, "EUR", 3), true),
        (at(999, "EUR", 2), false),
        // Dearer by the piece, though cheaper together.
        (at(1_500, "EUR", 1), true),
        (at(1_000, "EUR", 1), false),
        (at(1, "USD", 1), true),
        (listed(None, Some(9)), false),
        (away(at(9_000, "EUR", 9)), false),
        (before, false),
    ] {
        assert_eq!(may_count_more(&before, &after), more, "{after:?}");
    }
    assert!(may_count_more(&away(before), &before), "out of the archive");
    assert!(may_count_more(&listed(None, Some(2)), &before), "a price where there was none");
}
