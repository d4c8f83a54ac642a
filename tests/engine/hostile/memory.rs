//! What a thread has allocated and not given back, to the byte: other threads and other programs do not count.
#![expect(unsafe_code, reason = "the trait of allocators is unsafe; each call is handed on as it came")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static KEPT: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

struct Counting;

fn count(bytes: usize, sign: isize) {
    // A thread that ends has nobody left to tell.
    let _ = KEPT.try_with(|kept| {
        let now = kept.get() + sign * bytes.cast_signed();
        kept.set(now);
        let _ = MOST.try_with(|most| most.set(most.get().max(now)));
    });
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, 1);
        count(layout.size(), -1);
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What some work has come to, in bytes: what it keeps, and the most that it held at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Use {
    pub(super) kept: isize,
    pub(super) most: isize,
}

pub(super) fn used(work: impl FnOnce()) -> Use {
    let before = KEPT.get();
    MOST.set(before);
    work();
    Use { kept: KEPT.get() - before, most: MOST.get() - before }
}

#[test]
fn it_sees_what_is_kept_and_what_is_held_for_a_while() {
    let mut list = Vec::new();
    let seen = used(|| {
        drop(vec![0_u8; 1 << 20]);
        list.push([0_u8; 1_000]);
        list.shrink_to_fit();
    });
    assert_eq!(seen.kept, 1_000);
    assert!(seen.most >= 1 << 20 && seen.most < 1 << 21, "{seen:?}");
    drop(list);
}
