//! Puts things in order by a number. One sort for all types: the standard one is compiled for each, which for the ten
//! lists of detection came to 40 KB of the extension's program.

/// Sorts by the number, the smallest first; equal ones keep their order.
pub fn by_key<T>(things: &mut Vec<T>, key: impl Fn(&T) -> i64) {
    let mut order: Vec<(i64, usize)> = things.iter().map(key).zip(0..).collect();
    order.sort_unstable();
    let mut there: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(order.into_iter().filter_map(|(_, at)| there.get_mut(at)?.take()));
}

/// Sorts by the number, the largest first; equal ones keep their order.
pub fn by_key_falling<T>(things: &mut Vec<T>, key: impl Fn(&T) -> i64) {
    by_key(things, |thing| key(thing).saturating_neg());
}

/// Sorts a short list, such as the parameters of an address; equal ones keep their order.
pub fn few<T>(things: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..things.len() {
        let mut at = end;
        while at > 0 && before(&things[at], &things[at - 1]) {
            things.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_keep_their_order() {
        let mut things = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (i32::MIN, 'e')];
        by_key(&mut things, |thing| thing.0.into());
        assert_eq!(things.iter().map(|thing| thing.1).collect::<String>(), "ebdac");
        by_key_falling(&mut things, |thing| thing.0.into());
        assert_eq!(things.iter().map(|thing| thing.1).collect::<String>(), "acbde");
    }

    #[test]
    fn a_few_are_sorted_as_well() {
        let mut pairs = vec!["b=2", "a=1", "b=1", "", "a=1"];
        few(&mut pairs, |one, other| one < other);
        assert_eq!(pairs, ["", "a=1", "a=1", "b=1", "b=2"]);
    }
}
