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
/// Places are sorted rather than the things, so that the code of the library's sort, 3.5 kB, is there once and not once
/// for each kind.
pub(crate) fn sort_by<T>(things: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = places(things.len(), &|one, other| match (things.get(one), things.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = things.drain(..).map(Some).collect();
    things.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    #[test]
    fn sorts_as_the_library_does() {
        let mut things: Vec<(u32, usize)> =
            (0..200).map(|at| ((at as u32).wrapping_mul(2_654_435_761) % 17, at)).collect();
        let mut expected = things.clone();
        expected.sort_by_key(|(key, _)| *key);
        sort_by(&mut things, |one, other| one.0.cmp(&other.0));
        assert_eq!(things, expected);
        sort_by(&mut Vec::<u32>::new(), Ord::cmp);
    }
}
