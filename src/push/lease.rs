//! Who may push a case where the browser has no Web Locks: a lease in the storage, which its holder renews.

use serde::{Deserialize, Serialize};

#[cfg(feature = "bindings")]
/// How often the holder renews, in milliseconds.
pub(crate) const RENEW_MS: u32 = 2_000;

#[cfg(feature = "bindings")]
/// How often one who waits looks.
pub(crate) const LOOK_MS: u32 = 1_000;

/// So many looks without a renewal mean that the holder is gone. Counted in looks and not by a clock, which
/// may jump; five renewals are missed by then.
const LOOKS: u32 = 10;

/// A lease as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lease {
    /// Who holds it.
    pub(crate) owner: String,
    /// Counts the renewals.
    pub(crate) beat: u32,
}

impl Lease {
    /// What a holder leaves when it is done.
    #[must_use]
    pub(crate) const fn free() -> Self {
        Self { owner: String::new(), beat: 0 }
    }
}

/// One who wants a lease.
#[derive(Debug)]
pub(crate) struct Claim {
    owner: String,
    seen: Option<Lease>,
    looks: u32,
}

impl Claim {
    /// `owner` is a name that nobody else has.
    #[must_use]
    pub(crate) fn new(owner: String) -> Self {
        Self { owner, seen: None, looks: 0 }
    }

    /// What to write in the place of what is stored; nothing where another one holds it. Reading and
    /// writing must be one transaction.
    pub(crate) fn claim(&mut self, stored: Option<Lease>) -> Option<Lease> {
        let ours = Lease { owner: self.owner.clone(), beat: 0 };
        let Some(stored) = stored.filter(|lease| !lease.owner.is_empty()) else { return Some(ours) };
        self.looks = if self.seen.as_ref() == Some(&stored) { self.looks.saturating_add(1) } else { 0 };
        self.seen = Some(stored);
        (self.looks >= LOOKS).then_some(ours)
    }

    /// The renewed lease; nothing where somebody else has taken it over.
    #[must_use]
    pub(crate) fn renew(&self, stored: Option<Lease>) -> Option<Lease> {
        let ours = stored.filter(|lease| lease.owner == self.owner)?;
        Some(Lease { beat: ours.beat.wrapping_add(1), ..ours })
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, LOOKS, Lease};

    #[test]
    fn a_lease_that_is_renewed_is_left_alone_and_one_that_is_not_is_taken_over() {
        let mut first = Claim::new("first".into());
        let mut second = Claim::new("second".into());
        let mut stored = first.claim(None);
        assert!(stored.is_some());
        for _ in 0..3 * LOOKS {
            assert_eq!(second.claim(stored.clone()), None);
            stored = first.renew(stored);
        }
        for _ in 0..LOOKS {
            assert_eq!(second.claim(stored.clone()), None);
        }
        let taken = second.claim(stored.clone());
        assert_eq!(taken.as_ref().map(|lease: &Lease| lease.owner.as_str()), Some("second"));
        assert_eq!(first.renew(taken), None);
        assert!(first.claim(Some(Lease::free())).is_some());
    }
}
