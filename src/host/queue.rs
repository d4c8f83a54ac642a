//! The queue of a bulk push: which case is next, and which need not be tried.

use crate::error::{Code, Error};
use crate::order::Keyed;
use std::collections::{BTreeSet, VecDeque};

/// So many times more pushes than requests may be under way: while some write down what they know, others ask.
const PER_REQUEST: u32 = 3;

/// The cases of a bulk push. Workers take from it; none stops the others.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// The connector of each, by its place in the list.
    connector_ids: Vec<String>,
    /// The places of those that nobody has taken.
    waiting: VecDeque<u32>,
    /// How many requests may be under way.
    concurrency: u32,
    /// The places of those under way, without those that wait although their login was taken.
    running: Vec<u32>,
    /// The connectors that were let in.
    let_in: BTreeSet<String>,
    /// Those whose secret was refused, with the place of the error. They are not tried again: that would lock the account.
    refused: Keyed<usize>,
    errors: Vec<Error>,
}

/// What a worker does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Push the case at this place.
    Push(u32),
    /// Report the error for the case at this place: nothing was sent for it, and it can be resumed.
    Skip(u32, Error),
    /// Ask again when a push has ended.
    Later,
}

impl Queue {
    /// A queue of cases, by the ids of their connectors.
    #[must_use]
    pub(crate) fn new(connector_ids: Vec<String>, concurrency: u32) -> Self {
        let waiting = (0..).zip(&connector_ids).map(|(place, _)| place).collect();
        Self { connector_ids, waiting, concurrency, ..Self::default() }
    }

    /// How many workers can have something to do.
    #[must_use]
    pub(crate) fn workers(&self) -> u32 {
        let cases = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        self.concurrency.saturating_mul(PER_REQUEST).min(cases)
    }

    /// The next task, or nothing where all are taken.
    pub(crate) fn take(&mut self) -> Option<Task> {
        let place = self.waiting.pop_front()?;
        let connector_id = self.connector_of(place)?;
        if let Some(error) = self.refused.get(connector_id).and_then(|error| self.errors.get(*error)) {
            return Some(Task::Skip(place, error.clone()));
        }
        // Before the first one has ended nobody knows whether the secret is the right one.
        let is_full = u32::try_from(self.running.len()).is_ok_and(|running| running >= self.concurrency);
        if is_full && !self.let_in.contains(connector_id) {
            self.waiting.push_front(place);
            return Some(Task::Later);
        }
        self.running.push(place);
        Some(Task::Push(place))
    }

    fn connector_of(&self, place: u32) -> Option<&String> {
        self.connector_ids.get(usize::try_from(place).ok()?)
    }

    /// How the push at this place has ended, or that its login was taken, and it waits or ends then. After a refused secret no other case
    /// of the connector is tried. One that has sent nothing says nothing of the login.
    pub(crate) fn ended(&mut self, place: u32, is_taken: bool, error: Option<&Error>) {
        self.running.retain(|running| *running != place);
        let Some(connector_id) = self.connector_of(place).cloned() else { return };
        let refused =
            error.filter(|error| matches!(error.code, Code::AuthFailed | Code::SecretMissing | Code::VaultLocked));
        if let Some(error) = refused {
            self.refused.insert(&connector_id, self.errors.len());
            self.errors.push(error.clone());
        } else if is_taken {
            self.let_in.insert(connector_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Queue, Task};
    use crate::error::{Code, Error};

    fn queue(connectors: &[&str], concurrency: u32) -> Queue {
        Queue::new(connectors.iter().map(|id| (*id).to_owned()).collect(), concurrency)
    }

    #[test]
    fn a_refused_secret_is_not_tried_again_and_stops_no_other_connector() {
        for code in [Code::AuthFailed, Code::SecretMissing, Code::VaultLocked] {
            let mut queue = queue(&["a", "b", "a", "b"], 4);
            assert_eq!(queue.take(), Some(Task::Push(0)));
            let refused = Error::new(code);
            queue.ended(0, false, Some(&refused));
            assert_eq!(queue.take(), Some(Task::Push(1)));
            queue.ended(1, false, Some(&Error::new(Code::RemoteFailed)));
            assert_eq!(queue.take(), Some(Task::Skip(2, refused)));
            assert_eq!(queue.take(), Some(Task::Push(3)));
            assert_eq!(queue.take(), None);
        }
    }

    #[test]
    fn more_pushes_than_requests_run_only_once_the_connector_is_known_to_be_let_in() {
        let mut queue = queue(&["a"; 9], 2);
        assert_eq!(queue.workers(), 6);
        assert_eq!(
            [queue.take(), queue.take(), queue.take()].map(Option::unwrap),
            [Task::Push(0), Task::Push(1), Task::Later]
        );
        // What has nothing to do, or cannot begin, frees its place alone.
        for (place, error) in [(0, None), (1, Some(Error::new(Code::FieldsInvalid)))] {
            queue.ended(place, false, error.as_ref());
            assert_eq!([queue.take(), queue.take()].map(Option::unwrap), [Task::Push(place + 2), Task::Later]);
        }
        queue.ended(2, true, None);
        assert_eq!(
            [queue.take(), queue.take(), queue.take()].map(Option::unwrap),
            [Task::Push(4), Task::Push(5), Task::Push(6)]
        );
    }

    #[test]
    fn one_that_waits_and_then_fails_has_given_back_its_place_once() {
        let mut queue = queue(&["a", "b", "c", "d", "e"], 2);
        assert_eq!([queue.take(), queue.take()].map(Option::unwrap), [Task::Push(0), Task::Push(1)]);
        queue.ended(0, true, None);
        assert_eq!([queue.take(), queue.take()].map(Option::unwrap), [Task::Push(2), Task::Later]);
        queue.ended(0, false, Some(&Error::new(Code::RemoteFailed)));
        assert_eq!(queue.take(), Some(Task::Later));
        queue.ended(1, false, None);
        assert_eq!([queue.take(), queue.take()].map(Option::unwrap), [Task::Push(3), Task::Later]);
    }

    #[test]
    fn a_few_cases_need_no_more_workers() {
        assert_eq!(queue(&["a"], 4).workers(), 1);
        assert_eq!(queue(&[], 4).workers(), 0);
    }
}
