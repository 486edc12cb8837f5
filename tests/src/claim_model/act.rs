//! What may happen.

use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;

/// Two who give.
pub(super) const GIVERS: usize = 2;
/// Wishes, and how many are wanted of each at first: one, three, any number.
pub(super) const WANTED: [Option<i64>; 3] = [Some(1), Some(3), None];

/// One thing that somebody does. Claims are named by giver and wish: nobody has two of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Claim {
        giver: usize,
        wish: usize,
        quantity: i64,
    },
    GiveBack {
        giver: usize,
        wish: usize,
    },
    TakeUp {
        giver: usize,
        wish: usize,
    },
    Change {
        giver: usize,
        wish: usize,
        quantity: i64,
    },
    Buy {
        giver: usize,
        wish: usize,
    },
    Confirm {
        giver: usize,
        wish: usize,
    },
    /// Offered to the other giver, who takes it.
    HandOn {
        giver: usize,
        wish: usize,
    },
    /// The other giver is asked to give it together, and says yes.
    Share {
        giver: usize,
        wish: usize,
    },
    /// And leaves it.
    Part {
        giver: usize,
        wish: usize,
    },
    /// The owner throws a wish away.
    Bin {
        wish: usize,
    },
    Restore {
        wish: usize,
    },
    /// The owner wants another number.
    Want {
        wish: usize,
        quantity: Option<i64>,
    },
    /// The owner says that it came, or that they wish for it again.
    Receive {
        wish: usize,
        again: bool,
    },
    Lock {
        locked: bool,
    },
    /// The reveal date comes.
    Pass,
}

pub(super) fn acts() -> impl Strategy<Value = Act> {
    let at = || (0..GIVERS, 0..WANTED.len());
    let wish = || 0..WANTED.len();
    prop_oneof![
        6 => (at(), 1..4_i64).prop_map(|((giver, wish), quantity)| Act::Claim { giver, wish, quantity }),
        3 => at().prop_map(|(giver, wish)| Act::GiveBack { giver, wish }),
        2 => at().prop_map(|(giver, wish)| Act::TakeUp { giver, wish }),
        3 => (at(), 1..4_i64).prop_map(|((giver, wish), quantity)| Act::Change { giver, wish, quantity }),
        1 => at().prop_map(|(giver, wish)| Act::Buy { giver, wish }),
        1 => at().prop_map(|(giver, wish)| Act::Confirm { giver, wish }),
        2 => at().prop_map(|(giver, wish)| Act::HandOn { giver, wish }),
        3 => at().prop_map(|(giver, wish)| Act::Share { giver, wish }),
        1 => at().prop_map(|(giver, wish)| Act::Part { giver, wish }),
        2 => wish().prop_map(|wish| Act::Bin { wish }),
        2 => wish().prop_map(|wish| Act::Restore { wish }),
        2 => (wish(), prop_oneof![Just(None), (1..4_i64).prop_map(Some)]).prop_map(|(wish, quantity)| Act::Want { wish, quantity }),
        1 => (wish(), proptest::bool::ANY).prop_map(|(wish, again)| Act::Receive { wish, again }),
        1 => proptest::bool::ANY.prop_map(|locked| Act::Lock { locked }),
        1 => Just(Act::Pass),
    ]
}
