//! Signs: what speaks for or against a judgement, each with a name, a value between 0 and 1, and a direction it may speak in.
//! A judgement adds them up with fitted weights ([`super::logistic`]).

/// Writes down the signs of one judgement: their names with their directions, how many there are, and how each is read off the facts.
macro_rules! signs {
    ($facts:ident: $of:ty, for { $($name:ident = $value:expr,)+ } against { $($other:ident = $sign:expr,)+ }) => {
        /// What each sign is called, and whether it speaks for it; in the order of the weights behind the first.
        pub(in crate::detect) const NAMES: &[(&str, bool)] =
            &[$((stringify!($name), true),)+ $((stringify!($other), false),)+];
        /// How many there are.
        pub(in crate::detect) const COUNT: usize = NAMES.len();

        fn values($facts: &$of) -> [f32; COUNT] {
            [$(f32::from($value),)+ $(f32::from($sign),)+]
        }
    };
}
pub(super) use signs;

/// A number between 0 and 1.
pub(super) struct Share(f32);

impl From<Share> for f32 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// A count as a share of what is enough.
pub(super) fn share<N: TryInto<i16>>(count: N, enough: i16) -> Share {
    Share(f32::from(count.try_into().unwrap_or(enough).clamp(0, enough)) / f32::from(enough))
}
