//! Which step runs when: side by side, since many of them mostly wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What the schedule has to know of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    /// The steps that must have ended before, where they run at all.
    pub(crate) after: &'static [&'static str],
}

#[derive(Debug)]
enum Stage<T> {
    Waiting,
    Running,
    Ended(T),
}

/// Runs all of them, so many at once. Whenever there is room, the first one starts that may. Answers in their order.
pub(crate) fn run<T: Send>(places: &[Place], at_once: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let stages: Mutex<Vec<Stage<T>>> = Mutex::new(places.iter().map(|_| Stage::Waiting).collect());
    let changed = Condvar::new();
    let lock = || stages.lock().unwrap_or_else(PoisonError::into_inner);
    let next = |stages: &[Stage<T>]| {
        let ended = |name: &&str| {
            places.iter().zip(stages).all(|(place, stage)| place.name != *name || matches!(stage, Stage::Ended(_)))
        };
        let may =
            |(place, stage): (&Place, &Stage<T>)| matches!(stage, Stage::Waiting) && place.after.iter().all(ended);
        places.iter().zip(stages).position(may)
    };
    let lane = || {
        let mut stages: MutexGuard<'_, Vec<Stage<T>>> = lock();
        while stages.iter().any(|stage| matches!(stage, Stage::Waiting)) {
            let Some(at) = next(&stages) else {
                stages = changed.wait(stages).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            stages[at] = Stage::Running;
            drop(stages);
            let done = work(at);
            stages = lock();
            stages[at] = Stage::Ended(done);
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(lane);
        }
    });
    let stages = stages.into_inner().unwrap_or_else(PoisonError::into_inner);
    let ended = stages.into_iter().filter_map(|stage| if let Stage::Ended(done) = stage { Some(done) } else { None });
    ended.collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, run};
    use std::sync::{Barrier, Mutex};

    const PACK: Place = Place { name: "pack", after: &[] };
    const LINT: Place = Place { name: "lint", after: &[] };
    const PAGE: Place = Place { name: "page", after: &["pack"] };
    const LAST: Place = Place { name: "last", after: &["page", "lint"] };

    /// What began (`+`) and ended (`-`), in turn.
    fn turns(places: &[Place], at_once: usize) -> Vec<String> {
        let turns = Mutex::new(Vec::new());
        let names = run(places, at_once, |at| {
            turns.lock().unwrap().push(format!("+{}", places[at].name));
            turns.lock().unwrap().push(format!("-{}", places[at].name));
            places[at].name
        });
        assert_eq!(names, places.iter().map(|place| place.name).collect::<Vec<_>>());
        turns.into_inner().unwrap()
    }

    #[test]
    fn each_begins_after_what_it_needs_and_the_answers_keep_the_order() {
        let places = [LAST, PAGE, PACK, LINT];
        let at = |turns: &[String], what: &str| turns.iter().position(|turn| turn == what).unwrap();
        for at_once in 1..4 {
            let turns = turns(&places, at_once);
            assert!(at(&turns, "-pack") < at(&turns, "+page"), "{turns:?}");
            assert!(
                at(&turns, "-page") < at(&turns, "+last") && at(&turns, "-lint") < at(&turns, "+last"),
                "{turns:?}"
            );
        }
    }

    #[test]
    fn two_run_side_by_side() {
        let both = Barrier::new(2);
        // Each ends only when the other runs.
        run(&[PACK, LINT], 2, |_| both.wait());
    }

    #[test]
    fn what_does_not_run_is_not_waited_for() {
        assert_eq!(turns(&[PAGE], 2), ["+page", "-page"]);
    }
}
