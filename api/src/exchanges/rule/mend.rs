//! What becomes of a draw when somebody comes or goes: as little as possible, and never so little that somebody could tell whom another one drew.

use super::Allowed;
use super::draw::chosen;

/// Takes somebody in, who is the last of `allowed`: two of the others, drawn by chance, and they themselves change whom they give to.
///
/// With one alone it would be plain who has the one whom that one had; of two, neither knows. `None` where it is not possible
/// so, and everybody draws anew.
pub(in crate::exchanges) fn insert(
    allowed: &Allowed,
    drawn: &[usize],
    below: &mut impl FnMut(u64) -> u64,
) -> Option<Vec<usize>> {
    let late = allowed.count().checked_sub(1).filter(|late| *late == drawn.len())?;
    let mut ways = Vec::new();
    for (first, freed) in drawn.iter().copied().enumerate() {
        for (second, had) in drawn.iter().copied().enumerate() {
            let permitted = allowed.has(first, late) && allowed.has(second, freed) && allowed.has(late, had);
            if first != second && permitted {
                ways.push((first, second));
            }
        }
    }
    let (first, second) = ways.get(chosen(ways.len(), below)?).copied()?;
    let mut mended = drawn.to_vec();
    mended.push(drawn[second]);
    mended[second] = drawn[first];
    mended[first] = late;
    Some(mended)
}

/// Lets somebody go: who gave to them gives to whom they would have given to. `None` where that may not be, and everybody draws
/// anew. `drawn` has the place of whoever goes as `None`, in both ways: whom they had is drawn by nobody.
pub(in crate::exchanges) fn close(allowed: &Allowed, drawn: &[Option<usize>]) -> Option<Vec<usize>> {
    let idle = drawn.iter().position(Option::is_none)?;
    let bare = (0..drawn.len()).find(|place| !drawn.contains(&Some(*place)))?;
    if drawn.iter().filter(|had| had.is_none()).count() != 1 || !allowed.has(idle, bare) {
        return None;
    }
    Some(drawn.iter().map(|had| had.unwrap_or(bare)).collect())
}
