//! What JavaScript holds by a number: it has no pointer into this memory, and no number ever means something else.

/// In the order of their numbers, which only grow. A list, since the code of a map is there once for each kind of value.
pub(super) struct Handles<T> {
    next: u32,
    open: Vec<(u32, T)>,
}

impl<T> Handles<T> {
    pub(super) const fn new() -> Self {
        Self { next: 0, open: Vec::new() }
    }

    pub(super) fn add(&mut self, value: T) -> u32 {
        let handle = self.next;
        self.next = self.next.saturating_add(1);
        self.open.push((handle, value));
        handle
    }

    pub(super) fn get(&mut self, handle: u32) -> Option<&mut T> {
        let place = self.place(handle)?;
        self.open.get_mut(place).map(|(_, value)| value)
    }

    #[cfg(feature = "bindings")]
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.open.iter_mut().map(|(_, value)| value)
    }

    pub(super) fn remove(&mut self, handle: u32) -> Option<T> {
        let place = self.place(handle)?;
        Some(self.open.remove(place).1)
    }

    fn place(&self, handle: u32) -> Option<usize> {
        self.open.binary_search_by_key(&handle, |(number, _)| *number).ok()
    }
}
