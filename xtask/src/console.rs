//! What xtask and the programs that it runs print: at once, or, where steps run side by side, kept until a step ends,
//! so that the words of each stay together.

use std::cell::RefCell;
use std::io::{self, Write};
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::problem::Result;

/// Where the words of one step are kept.
#[derive(Debug)]
pub(crate) struct Page {
    step: &'static str,
    text: Mutex<Vec<u8>>,
}

thread_local! {
    static PAGE: RefCell<Option<Arc<Page>>> = const { RefCell::new(None) };
}

/// The pages of the steps that run.
static OPEN: Mutex<Vec<Arc<Page>>> = Mutex::new(Vec::new());

fn open() -> MutexGuard<'static, Vec<Arc<Page>>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The page of this thread, for threads that work for the same step.
pub(crate) fn page() -> Option<Arc<Page>> {
    PAGE.with_borrow(Clone::clone)
}

/// Keeps what this thread prints meanwhile on a page.
pub(crate) fn on<T>(page: Option<Arc<Page>>, work: impl FnOnce() -> T) -> T {
    let before = PAGE.replace(page);
    let done = work();
    PAGE.set(before);
    done
}

/// Keeps what a step prints, and shows it as a whole when the step has ended. Answers that too.
pub(crate) fn kept<T>(step: &'static str, work: impl FnOnce() -> T) -> (T, Vec<u8>) {
    let page = Arc::new(Page { step, text: Mutex::default() });
    open().push(Arc::clone(&page));
    let done = on(Some(Arc::clone(&page)), work);
    open().retain(|other| !Arc::ptr_eq(other, &page));
    let words = page.show();
    (done, words)
}

/// Shows what the steps that run have said so far: they will not end.
pub(crate) fn show_kept() {
    let pages = open().clone();
    pages.iter().for_each(|page| drop(page.show()));
}

impl Page {
    fn show(&self) -> Vec<u8> {
        let text = take(&mut *self.text.lock().unwrap_or_else(PoisonError::into_inner));
        // As in `print`. In one piece: another step may end at the same time.
        let _ = io::stdout().write_all(&[format!("\n=== {} ===\n", self.step).as_bytes(), &text].concat());
        text
    }

    fn add(&self, words: &[u8]) {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(words);
    }
}

/// Nobody may be reading any more, as when a terminal was closed: the work, and ending it, must not fail for that.
pub(crate) fn print(words: &[u8]) {
    match page() {
        Some(page) => page.add(words),
        None => drop(io::stdout().write_all(words)),
    }
}

/// As [`print()`], for what is wrong.
pub(crate) fn complain(words: &[u8]) {
    match page() {
        Some(page) => page.add(words),
        None => drop(io::stderr().write_all(words)),
    }
}

/// Says what is being done, on its own line: now, even where the rest is kept.
pub(crate) fn say(line: &str) {
    let told = match page() {
        Some(page) => {
            page.add(format!("» {line}\n").as_bytes());
            format!("» {}: {line}\n", page.step)
        }
        None => format!("» {line}\n"),
    };
    let _ = io::stdout().write_all(told.as_bytes());
}

/// Does it, and says how long it took where that was long.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let begin = Instant::now();
    let done = work()?;
    let seconds = begin.elapsed().as_secs_f64();
    if seconds >= 1.0 {
        say(&format!("Took {seconds:.1} s: {what}"));
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::{kept, on, page, print};
    use std::thread;

    #[test]
    fn a_step_keeps_its_own_words_and_those_of_its_threads() {
        let (_, words) = kept("one", || {
            print(b"a");
            let own = page();
            let other = thread::spawn(move || on(own, || print(b"b")));
            // A thread that works for nobody prints at once.
            let nobody = thread::spawn(|| page().is_none());
            other.join().unwrap();
            assert!(nobody.join().unwrap());
            assert_eq!(*page().unwrap().text.lock().unwrap(), b"ab");
        });
        assert!(page().is_none());
        assert_eq!(words, b"ab");
    }
}
