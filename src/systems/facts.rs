//! What was found out about a remote system on the way, for the requests that follow.

use std::any::Any;
use std::sync::Arc;

/// What a push or a checkup has found out. Only the system knows the type of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts(Option<Arc<dyn Any + Send + Sync>>);

impl Facts {
    pub(crate) fn new<T: Any + Send + Sync>(facts: T) -> Self {
        Self(Some(Arc::new(facts)))
    }

    /// The facts as their system wrote them; nothing where none are there yet.
    pub(crate) fn get<T: Any>(&self) -> Option<&T> {
        self.0.as_ref()?.downcast_ref()
    }

    /// The facts with a change.
    pub(crate) fn with<T: Any + Clone + Default + Send + Sync>(&self, change: impl FnOnce(&mut T)) -> Self {
        let mut facts = self.get::<T>().cloned().unwrap_or_default();
        change(&mut facts);
        Self::new(facts)
    }
}
