//! The queue of a bulk push: which case is next, and which need not be tried.

use crate::error::{Code, Error};
use std::collections::{BTreeMap, VecDeque};

/// The cases of a bulk push. As many workers as the host wants take from it; none stops the others.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// Their places in the list, with their connectors.
    waiting: VecDeque<(usize, String)>,
    /// Connectors whose secret was refused. Trying it again and again would lock the account.
    refused: BTreeMap<String, Error>,
}

/// What a worker does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Push the case at this place.
    Push(usize),
    /// Report the error for the case at this place: nothing was sent for it, and it can be resumed.
    Skip(usize, Error),
}

impl Queue {
    /// A queue of cases, by the ids of their connectors.
    #[must_use]
    pub(crate) fn new(connector_ids: Vec<String>) -> Self {
        Self { waiting: connector_ids.into_iter().enumerate().collect(), refused: BTreeMap::new() }
    }

    /// The next task, or nothing where all are taken.
    pub(crate) fn take(&mut self) -> Option<Task> {
        let (place, connector_id) = self.waiting.pop_front()?;
        Some(match self.refused.get(&connector_id) {
            Some(error) => Task::Skip(place, error.clone()),
            None => Task::Push(place),
        })
    }

    /// How a push has ended. After a refused secret no other case of the connector is tried.
    pub(crate) fn ended(&mut self, connector_id: &str, error: Option<&Error>) {
        let stops = |code| matches!(code, Code::AuthFailed | Code::SecretMissing | Code::VaultLocked);
        if let Some(error) = error.filter(|error| stops(error.code)) {
            self.refused.entry(connector_id.to_owned()).or_insert_with(|| error.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Queue, Task};
    use crate::error::{Code, Error};

    #[test]
    fn a_refused_secret_is_not_tried_again_and_stops_no_other_connector() {
        let mut queue = Queue::new(["a", "b", "a", "b"].map(str::to_owned).into());
        assert_eq!(queue.take(), Some(Task::Push(0)));
        let refused = Error::new(Code::AuthFailed);
        queue.ended("a", Some(&refused));
        assert_eq!(queue.take(), Some(Task::Push(1)));
        queue.ended("b", Some(&Error::new(Code::RemoteFailed)));
        assert_eq!(queue.take(), Some(Task::Skip(2, refused)));
        assert_eq!(queue.take(), Some(Task::Push(3)));
        assert_eq!(queue.take(), None);
    }
}
