//! Which ids may be there twice.

/// Two bits for each of many places that ids fall on: whether one does, and whether another does too.
///
/// A set of thousands of ids takes six times as long as this, which leaves it the few that share a place. Whoever makes ids that all
/// share one is served by the set, as before.
pub(super) struct Ids(Vec<[u32; 2]>);

impl Ids {
    pub(super) fn of<'t>(ids: impl Iterator<Item = &'t str> + Clone) -> Self {
        let mut places = Self(vec![[0; 2]; ids.clone().count()]);
        for id in ids {
            let (word, bit) = places.place(id);
            if let Some([once, again]) = places.0.get_mut(word) {
                *again |= *once & bit;
                *once |= bit;
            }
        }
        places
    }

    pub(super) fn may_repeat(&self, id: &str) -> bool {
        let (word, bit) = self.place(id);
        self.0.get(word).is_none_or(|[_, again]| again & bit != 0)
    }

    /// The word of an id, and its bit therein.
    fn place(&self, id: &str) -> (usize, u32) {
        const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
        let (words, rest) = id.as_bytes().as_chunks::<8>();
        let tail = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        let words = words.iter().map(|word| u64::from_le_bytes(*word)).chain([tail]);
        let mixed = words.fold(0_u64, |mixed, word| (mixed ^ word).wrapping_mul(MIX).rotate_left(29)).wrapping_mul(MIX);
        // The highest bits hang on all others.
        let (place, bit) = (((mixed >> 32) * self.0.len() as u64) >> 32, mixed >> 27 & 31);
        (usize::try_from(place).unwrap_or_default(), 1 << bit)
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn what_is_there_twice_is_told_and_little_else() {
        let of = |number: usize| [format!("c{number}"), format!("{number:08x}-17b1-4c7a-9f5e-{number:012x}")];
        let ids: Vec<String> = (0..2_000).flat_map(of).collect();
        let all = || ids.iter().chain(ids.iter().step_by(100)).map(String::as_str);
        let places = Ids::of(all());
        assert!(ids.iter().step_by(100).all(|id| places.may_repeat(id)));
        let told = ids.iter().filter(|id| places.may_repeat(id)).count();
        assert!(told < ids.len() / 10, "{told}");
        assert!(!Ids::of(["a"].into_iter()).may_repeat("a"));
        assert!(Ids::of(["", ""].into_iter()).may_repeat(""));
    }
}
