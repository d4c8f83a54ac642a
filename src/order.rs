//! One sort and one map for things of every kind, and one kind of set: each kind of its own has its weight in the bundle.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A set. Collecting would sort first, which is 4 kB for each kind of thing.
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

/// Things by their keys, in the order of the keys.
///
/// The map has places rather than the things, so that the library's code of maps, 4 kB for each kind of thing, is there once.
#[derive(Debug, Clone)]
pub(crate) struct Keyed<T> {
    places: BTreeMap<String, usize>,
    /// Nothing where one was taken out.
    things: Vec<Option<T>>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), things: Vec::new() }
    }
}

impl<T> Keyed<T> {
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.things.get(*self.places.get(key)?)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.things.get_mut(*self.places.get(key)?)?.as_mut()
    }

    /// Puts a thing in the place of the one that was there.
    pub(crate) fn insert(&mut self, key: &str, thing: T) {
        let place = *self.places.entry(key.to_owned()).or_insert(self.things.len());
        match self.things.get_mut(place) {
            Some(slot) => *slot = Some(thing),
            None => self.things.push(Some(thing)),
        }
    }

    /// The thing with this key, which is made where there is none.
    pub(crate) fn or_default(&mut self, key: &str) -> Option<&mut T>
    where
        T: Default,
    {
        if self.get(key).is_none() {
            self.insert(key, T::default());
        }
        self.get_mut(key)
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<T> {
        self.things.get_mut(*self.places.get(key)?)?.take()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.places.iter().filter_map(|(key, place)| Some((key.as_str(), self.things.get(*place)?.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Keyed, sort_by};

    #[test]
    fn things_are_found_by_their_keys_and_listed_in_their_order() {
        let mut keyed = Keyed::<u32>::default();
        keyed.insert("b", 1);
        keyed.insert("a", 2);
        keyed.insert("b", 3);
        *keyed.or_default("c").unwrap() += 4;
        *keyed.or_default("a").unwrap() += 5;
        assert_eq!(keyed.iter().collect::<Vec<_>>(), [("a", &7), ("b", &3), ("c", &4)]);
        assert_eq!([keyed.remove("b"), keyed.remove("b"), keyed.remove("x")], [Some(3), None, None]);
        assert_eq!(keyed.get("b"), None);
        *keyed.or_default("b").unwrap() += 6;
        assert_eq!(keyed.iter().map(|(_, thing)| *thing).collect::<Vec<_>>(), [7, 6, 4]);
    }

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
