//! What JavaScript holds by a number: it has no pointer into this memory, and no number ever means something else.

use std::collections::BTreeMap;

pub(super) struct Handles<T> {
    next: u32,
    open: BTreeMap<u32, T>,
}

impl<T> Handles<T> {
    pub(super) const fn new() -> Self {
        Self { next: 0, open: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, value: T) -> u32 {
        let handle = self.next;
        self.next = self.next.saturating_add(1);
        self.open.insert(handle, value);
        handle
    }

    pub(super) fn get(&mut self, handle: u32) -> Option<&mut T> {
        self.open.get_mut(&handle)
    }

    pub(super) fn remove(&mut self, handle: u32) -> Option<T> {
        self.open.remove(&handle)
    }
}
