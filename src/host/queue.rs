//! The queue of a bulk push: which case is next, and which need not be tried.

use crate::error::{Code, Error};
use crate::order::Keyed;
use std::collections::{BTreeSet, VecDeque};

/// So many times more pushes than requests may be under way: while some write down what they know, others ask.
const PER_REQUEST: u32 = 3;

/// The cases of a bulk push. Workers take from it; none stops the others.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// Their places in the list, with their connectors.
    waiting: VecDeque<(u32, String)>,
    /// How many requests may be under way.
    concurrency: u32,
    /// How many pushes are under way.
    running: u32,
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
        Self { waiting: (0..).zip(connector_ids).collect(), concurrency, ..Self::default() }
    }

    /// How many workers can have something to do.
    #[must_use]
    pub(crate) fn workers(&self) -> u32 {
        let cases = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        self.concurrency.saturating_mul(PER_REQUEST).min(cases)
    }

    /// The next task, or nothing where all are taken.
    pub(crate) fn take(&mut self) -> Option<Task> {
        let (place, connector_id) = self.waiting.pop_front()?;
        if let Some(error) = self.refused.get(&connector_id).and_then(|error| self.errors.get(*error)) {
            return Some(Task::Skip(place, error.clone()));
        }
        // Before the first one has ended nobody knows whether the secret is the right one.
        if self.running >= self.concurrency && !self.let_in.contains(&connector_id) {
            self.waiting.push_front((place, connector_id));
            return Some(Task::Later);
        }
        self.running = self.running.saturating_add(1);
        Some(Task::Push(place))
    }

    /// How a push has ended. After a refused secret no other case of the connector is tried.
    pub(crate) fn ended(&mut self, connector_id: &str, error: Option<&Error>) {
        self.running = self.running.saturating_sub(1);
        let refused =
            error.filter(|error| matches!(error.code, Code::AuthFailed | Code::SecretMissing | Code::VaultLocked));
        if let Some(error) = refused {
            self.refused.insert(connector_id, self.errors.len());
            self.errors.push(error.clone());
        } else {
            self.let_in.insert(connector_id.to_owned());
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
            queue.ended("a", Some(&refused));
            assert_eq!(queue.take(), Some(Task::Push(1)));
            queue.ended("b", Some(&Error::new(Code::RemoteFailed)));
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
        queue.ended("a", None);
        assert_eq!(
            [queue.take(), queue.take(), queue.take()].map(Option::unwrap),
            [Task::Push(2), Task::Push(3), Task::Push(4)]
        );
    }

    #[test]
    fn a_few_cases_need_no_more_workers() {
        assert_eq!(queue(&["a"], 4).workers(), 1);
        assert_eq!(queue(&[], 4).workers(), 0);
    }
}
