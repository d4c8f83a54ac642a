//! One sort and one map for things of every kind, and one kind of set: each kind of its own has its weight in the bundle.

pub(crate) use ::markup::Keyed;

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A set. Collecting would sort first, which is 4 kB for each kind of thing. For the same reason nothing uses `entry` of a map, or
/// takes one thing out of it.
pub(crate) fn set_of(names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let mut set = BTreeSet::new();
    set.extend(names);
    set
}

/// Sorts a list; what is equal stays in its order.
///
/// Places are sorted rather than the things, so that the code is there once and not once for each kind.
pub(crate) fn sort_by<T>(things: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    // Most lists come as they are wanted.
    if things.is_sorted_by(|one, other| compare(one, other).is_le()) {
        return;
    }
    let places = places(things.len(), &|one, other| match (things.get(one), things.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

/// By merging: the library's sort is six times as much code.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut sorted = 1;
    while sorted < count {
        let mut merged = Vec::with_capacity(count);
        for pair in places.chunks(sorted * 2) {
            let (left, right) = pair.split_at(sorted.min(pair.len()));
            let mut right = right.iter().peekable();
            for one in left {
                while let Some(other) = right.next_if(|other| compare(**other, *one).is_lt()) {
                    merged.push(*other);
                }
                merged.push(*one);
            }
            merged.extend(right);
        }
        places = merged;
        sorted *= 2;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    #[test]
    fn sorts_as_the_library_does() {
        for count in (0..70).chain([200]) {
            let mut things: Vec<(u32, usize)> =
                (0..count).map(|at| ((at as u32).wrapping_mul(2_654_435_761) % 17, at)).collect();
            let mut expected = things.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by(&mut things, |one, other| one.0.cmp(&other.0));
            assert_eq!(things, expected);
        }
    }
}
