//! Plays inputs one after the other, and watches that none takes long and that none leaves memory behind. What it judges by are the
//! processor time and the bytes of its own thread: what else the machine does changes neither.

use super::memory;
use super::random::Random;
use super::server::ANSWERS;
use crate::common::processor;
use case_connectors::markup::{Format, render};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Inputs of each target in an ordinary test.
const FEW: u64 = 400;

/// An input must not take longer.
const LONGEST: Duration = Duration::from_secs(1);

/// No input must hold more at once. The longest text is read in 16 kB.
const MOST_AT_ONCE: isize = 64 << 20;

/// As much may all inputs keep after the first tenth of them, which fills what is made once: far less than a byte of each.
const MOST_KEPT: isize = 8 << 10;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// What the inputs of a target have come to.
#[derive(Default)]
struct Tally {
    slowest: Duration,
    kept: isize,
    most: isize,
}

/// Plays the inputs of a target, on a stack as a browser gives one to the engine. `HOSTILE_RUNS` and `HOSTILE_SEED` say how
/// many and which; `HOSTILE_ONLY` plays one.
pub(super) fn play(target: &str, one: impl Fn(&mut Random) + Send + Sync) {
    let seed = number("HOSTILE_SEED").unwrap_or(1);
    let is_campaign = number("HOSTILE_RUNS").is_some();
    let runs = number("HOSTILE_RUNS").unwrap_or(FEW);
    let inputs = number("HOSTILE_ONLY").map_or(0..runs, |only| only..only + 1);
    std::thread::scope(|scope| {
        let playing = std::thread::Builder::new().stack_size(1 << 20).spawn_scoped(scope, || {
            // The table of entities is made once, by whoever needs it first.
            drop(render("&eacute;", Format::Plain));
            let (mut tally, count) = (Tally::default(), inputs.end - inputs.start);
            for input in inputs.clone() {
                played(target, seed, input, &one, &mut tally);
                if input - inputs.start == count / 10 {
                    tally.kept = 0;
                }
            }
            assert!(tally.kept <= MOST_KEPT, "{target}: {} bytes are kept of {count} inputs", tally.kept);
            if is_campaign {
                // Of this shape `cargo xtask campaign hostile` reads it, and adds it up.
                let tally = json!({ "target": target, "inputs": count,
                    "slowestMs": u64::try_from(tally.slowest.as_millis()).unwrap(), "keptBytes": tally.kept, "mostBytes": tally.most });
                // The runner has begun a line with the name of the test.
                println!("\ntally {tally}");
                println!("So far there were {} hostile answers.", ANSWERS.load(Ordering::Relaxed));
            }
        });
        if playing.unwrap().join().is_err() {
            panic!("{target} failed; the input is named above");
        }
    });
}

fn played(target: &str, seed: u64, input: u64, one: impl Fn(&mut Random), tally: &mut Tally) {
    let repeat = || format!("HOSTILE_SEED={seed} HOSTILE_ONLY={input}");
    let (mut time, mut has_ended) = (Duration::ZERO, false);
    let used = memory::used(|| {
        time = processor::taken(|| {
            has_ended = catch_unwind(AssertUnwindSafe(|| one(&mut Random::new(seed, input)))).is_ok();
        });
    });
    assert!(has_ended, "{target} fails: {}", repeat());
    assert!(time <= LONGEST, "{target} takes {time:?}: {}", repeat());
    assert!(used.most <= MOST_AT_ONCE, "{target} takes {} bytes: {}", used.most, repeat());
    tally.slowest = tally.slowest.max(time);
    tally.most = tally.most.max(used.most);
    tally.kept += used.kept;
}
