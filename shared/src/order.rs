//! Puts things in order. One sort for all types: the standard one is compiled for each, which for the ten lists of detection
//! came to 40 KB of the extension's program.

/// Sorts by the number, the smallest first; equal ones keep their order.
pub fn by_key<T>(things: &mut Vec<T>, key: impl Fn(&T) -> i64) {
    let keys: Vec<i64> = things.iter().map(key).collect();
    arrange(things, &ranked(keys.len(), &|one, other| keys.get(other) < keys.get(one)));
}

/// Sorts by the number, the largest first; equal ones keep their order.
pub fn by_key_falling<T>(things: &mut Vec<T>, key: impl Fn(&T) -> i64) {
    by_key(things, |thing| key(thing).saturating_neg());
}

/// Sorts by a text; equal ones keep their order.
pub fn by_text<T>(things: &mut Vec<T>, key: impl Fn(&T) -> &str) {
    let keys: Vec<&str> = things.iter().map(key).collect();
    let order = ranked(keys.len(), &|one, other| keys.get(other) < keys.get(one));
    arrange(things, &order);
}

/// The places of these texts, in the order of the texts; equal ones keep their order.
#[must_use]
pub fn ranks(texts: &[String]) -> Vec<usize> {
    ranked(texts.len(), &|one, other| texts.get(other) < texts.get(one))
}

fn arrange<T>(things: &mut Vec<T>, order: &[usize]) {
    let mut there: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(order.iter().filter_map(|at| there.get_mut(*at)?.take()));
}

/// The numbers below `len` in order, by merging runs that double in length. `behind` says whether the first of two belongs
/// behind the second; equal ones keep their order.
fn ranked(len: usize, behind: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut merged = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        for pair in order.chunks(run * 2) {
            let (mut left, mut right) = pair.split_at_checked(run).unwrap_or((pair, &[]));
            while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
                if behind(*one, *other) {
                    merged.push(*other);
                    right = right_rest;
                } else {
                    merged.push(*one);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut merged);
        merged.clear();
        run *= 2;
    }
    order
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
    fn it_is_the_order_of_the_standard_sort() {
        let mut drawn = 7u64;
        for len in [0, 1, 2, 3, 7, 8, 9, 100, 1_000] {
            let things: Vec<(i64, usize)> = (0..len)
                .map(|at| {
                    drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (i64::from(drawn.to_be_bytes()[0] % 50), at)
                })
                .collect();
            let (mut ours, mut theirs) = (things.clone(), things);
            by_key(&mut ours, |thing| thing.0);
            theirs.sort_by_key(|thing| thing.0);
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn texts_are_sorted_and_equal_ones_keep_their_order() {
        let mut things = vec![("b", 1), ("a", 2), ("b", 3), ("", 4)];
        by_text(&mut things, |thing| thing.0);
        assert_eq!(things, [("", 4), ("a", 2), ("b", 1), ("b", 3)]);
    }

    #[test]
    fn a_few_are_sorted_as_well() {
        let mut pairs = vec!["b=2", "a=1", "b=1", "", "a=1"];
        few(&mut pairs, |one, other| one < other);
        assert_eq!(pairs, ["", "a=1", "a=1", "b=1", "b=2"]);
    }
}
