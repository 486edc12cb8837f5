use super::after;
use crate::shelf::entries_for_tests as entries;

#[test]
fn a_wish_goes_right_after_the_one_that_then_stands_before_it() {
    let entries = entries(4);
    let to = |from, to| after(&entries, from, to).and_then(|id| entries.iter().position(|entry| entry.id() == id));
    assert_eq!((to(3, 0), to(0, 3), to(0, 1), to(2, 1)), (None, Some(3), Some(1), Some(0)));
}
