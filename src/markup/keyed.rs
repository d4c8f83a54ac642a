//! Things by their keys: one map for things of every kind.

use std::collections::BTreeMap;

/// Things by their keys, in the order of the keys.
///
/// The map has places rather than the things, so that the library's code of maps, 4 kB for each kind of thing, is there once.
#[derive(Debug, Clone)]
pub struct Keyed<T> {
    places: Places,
    /// Nothing where one was taken out.
    things: Vec<Option<T>>,
}

/// Apart and not generic: its code is in this crate alone.
#[derive(Debug, Clone, Default)]
struct Places(BTreeMap<String, usize>);

impl Places {
    #[inline(never)]
    fn get(&self, key: &str) -> Option<usize> {
        self.0.get(key).copied()
    }

    /// The place of a key, which is `next` where there is none yet.
    #[inline(never)]
    fn of(&mut self, key: &str, next: usize) -> usize {
        self.get(key).unwrap_or_else(|| {
            self.0.insert(key.to_owned(), next);
            next
        })
    }
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { places: Places::default(), things: Vec::new() }
    }
}

impl<T> Keyed<T> {
    /// The thing with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.things.get(self.places.get(key)?)?.as_ref()
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.things.get_mut(self.places.get(key)?)?.as_mut()
    }

    /// Whether a thing has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Puts a thing in the place of the one that was there, which it answers.
    pub fn insert(&mut self, key: &str, thing: T) -> Option<T> {
        let place = self.places.of(key, self.things.len());
        if let Some(slot) = self.things.get_mut(place) {
            return slot.replace(thing);
        }
        self.things.push(Some(thing));
        None
    }

    /// The thing with this key, which is made where there is none.
    pub fn or_default(&mut self, key: &str) -> Option<&mut T>
    where
        T: Default,
    {
        if !self.has(key) {
            self.insert(key, T::default());
        }
        self.get_mut(key)
    }

    /// Takes a thing out.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        self.things.get_mut(self.places.get(key)?)?.take()
    }

    /// The keys with their things, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.places.0.iter().filter_map(|(key, place)| Some((key.as_str(), self.things.get(*place)?.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::Keyed;

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
}
