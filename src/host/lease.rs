//! Who holds a lock where the platform has none: a lease in the storage, which its holder renews.
//!
//! Whoever asks passes what is stored and writes what is answered, in one transaction.

use serde::{Deserialize, Serialize};

/// How often the holder renews, in milliseconds.
#[cfg(feature = "bindings")]
pub(crate) const RENEW_MS: u32 = 2_000;

/// How often one who waits looks, in milliseconds.
#[cfg(feature = "bindings")]
pub(crate) const LOOK_MS: u32 = 1_000;

/// So many looks without a renewal mean that the holder is gone. Counted in looks and not by a clock, which
/// may jump; five renewals are missed by then.
const LOOKS: u32 = 10;

/// A lease as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lease {
    /// Who holds it. Empty in records of before, which stayed where a lease was given back: nobody does.
    owner: String,
    /// Counts the renewals.
    beat: u32,
}

/// What one who waits has seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    lease: Lease,
    /// How often it was the same since.
    looks: u32,
}

/// What one look tells.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Look {
    /// Whether somebody holds it; nothing where more looks must tell.
    pub(crate) is_held: Option<bool>,
    /// What to pass at the next look.
    pub(crate) seen: Option<Seen>,
    /// Whether what is stored is to be removed: the one who held it is gone.
    pub(crate) is_left: bool,
}

/// The answer to one who wants a lease.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Claimed {
    /// What to write in the place of what is stored; nothing where another one holds it.
    pub(crate) lease: Option<Lease>,
    /// What to pass at the next look.
    pub(crate) seen: Option<Seen>,
}

/// Whether somebody holds this lease.
#[must_use]
pub(crate) fn look(seen: Option<Seen>, stored: Option<Lease>) -> Look {
    let Some(lease) = stored.filter(|lease| !lease.owner.is_empty()) else {
        return Look { is_held: Some(false), seen: None, is_left: false };
    };
    let (is_held, looks) = match seen {
        None => (None, 0),
        Some(seen) if seen.lease != lease => (Some(true), 0),
        Some(seen) => {
            let looks = seen.looks.saturating_add(1);
            ((looks >= LOOKS).then_some(false), looks)
        }
    };
    Look { is_held, seen: Some(Seen { lease, looks }), is_left: is_held == Some(false) }
}

/// Whether `owner`, a name that nobody else has, may have the lease now.
#[must_use]
pub(crate) fn claim(owner: &str, seen: Option<Seen>, stored: Option<Lease>) -> Claimed {
    let Look { is_held, seen, .. } = look(seen, stored);
    Claimed { lease: (is_held == Some(false)).then(|| Lease { owner: owner.to_owned(), beat: 0 }), seen }
}

/// The renewed lease; nothing where somebody else has taken it over.
#[must_use]
pub(crate) fn renew(owner: &str, stored: Option<Lease>) -> Option<Lease> {
    let ours = stored.filter(|lease| lease.owner == owner)?;
    Some(Lease { beat: ours.beat.wrapping_add(1), ..ours })
}

/// Whether what is stored is this holder's, to be removed when it is done: somebody else may have taken it over.
#[must_use]
pub(crate) fn is_of(owner: &str, stored: Option<&Lease>) -> bool {
    stored.is_some_and(|lease| lease.owner == owner)
}

#[cfg(test)]
mod tests {
    use super::{LOOKS, Lease, claim, is_of, look, renew};

    fn owner(lease: Option<&Lease>) -> Option<&str> {
        lease.map(|lease| lease.owner.as_str())
    }

    #[test]
    fn a_lease_that_is_renewed_is_left_alone_and_one_that_is_not_is_taken_over() {
        let mut stored = claim("first", None, None).lease;
        assert_eq!(owner(stored.as_ref()), Some("first"));
        let mut seen = None;
        for _ in 0..3 * LOOKS {
            let look = claim("second", seen, stored.clone());
            assert_eq!(look.lease, None);
            (seen, stored) = (look.seen, renew("first", stored));
        }
        for _ in 0..LOOKS {
            let look = claim("second", seen, stored.clone());
            assert_eq!(look.lease, None);
            seen = look.seen;
        }
        let taken = claim("second", seen, stored).lease;
        assert_eq!(owner(taken.as_ref()), Some("second"));
        assert_eq!(renew("first", taken.clone()), None);
        assert!(!is_of("first", taken.as_ref()), "the new holder's lease is not the old one's to give back");
        assert!(is_of("second", taken.as_ref()));
    }

    #[test]
    fn one_who_was_slow_to_look_starts_to_count_again_with_each_holder() {
        let first = claim("first", None, None).lease;
        let mut seen = None;
        for _ in 0..LOOKS {
            seen = claim("third", seen, first.clone()).seen;
        }
        let second = claim("second", None, None).lease;
        let look = claim("third", seen, second.clone());
        assert_eq!(look.lease, None);
        assert_eq!(claim("third", look.seen, second).lease, None);
    }

    #[test]
    fn a_lease_that_was_given_back_is_anyones() {
        // Its record is removed, or stayed without an owner in the data of before.
        for left in [None, Some(Lease { owner: String::new(), beat: 0 })] {
            assert_eq!(look(None, left.clone()).is_held, Some(false));
            assert_eq!(owner(claim("second", None, left).lease.as_ref()), Some("second"));
        }
    }

    #[test]
    fn looks_tell_a_holder_from_one_that_is_gone() {
        let stored = claim("first", None, None).lease;
        let first = look(None, stored.clone());
        assert_eq!((first.is_held, first.is_left), (None, false), "the first look cannot tell");
        assert_eq!(look(first.seen.clone(), renew("first", stored.clone())).is_held, Some(true));
        let mut seen = first.seen;
        for _ in 1..LOOKS {
            let next = look(seen, stored.clone());
            assert_eq!((next.is_held, next.is_left), (None, false));
            seen = next.seen;
        }
        let last = look(seen, stored);
        assert_eq!((last.is_held, last.is_left), (Some(false), true));
        assert!(!look(None, None).is_left, "there is nothing to remove");
    }
}
