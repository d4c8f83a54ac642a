//! Plays inputs one after the other, and watches that none takes long and that memory does not grow.

use super::random::Random;
use super::server::ANSWERS;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Inputs of each target in an ordinary test.
const FEW: u64 = 400;

/// An input must not take longer. One that does is played again: another program may have had the processor.
const LONGEST: Duration = Duration::from_secs(1);

/// As much may be kept after all inputs, beyond what was kept after the first tenth: the allocator's own.
const MOST_KEPT: u64 = 32 << 20;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Of this process; nothing where the platform has no /proc.
fn memory() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    pages.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
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
            let (begun, mut slowest, mut kept) = (Instant::now(), Duration::ZERO, None);
            for input in inputs.clone() {
                let time = played(target, seed, input, &one);
                slowest = slowest.max(time);
                let done = input - inputs.start + 1;
                if done * 10 == runs {
                    kept = memory();
                }
                if is_campaign && done % (runs / 10).max(1) == 0 {
                    let (seconds, memory) = (begun.elapsed().as_secs(), memory().unwrap_or_default() >> 20);
                    let slowest = slowest.as_millis();
                    eprintln!(
                        "{target}: {done} of {runs} inputs in {seconds} s, the slowest {slowest} ms, {memory} MiB"
                    );
                }
            }
            if let (Some(before), Some(after)) = (kept, memory())
                && is_campaign
            {
                let grown = after.saturating_sub(before);
                assert!(grown <= MOST_KEPT, "{target}: memory has grown by {} MiB", grown >> 20);
            }
        });
        if playing.unwrap().join().is_err() {
            panic!("{target} failed; the input is named above");
        }
    });
}

/// Plays one input, and answers how long it took.
fn played(target: &str, seed: u64, input: u64, one: impl Fn(&mut Random)) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| one(&mut Random::new(seed, input))));
        shortest = shortest.min(begun.elapsed());
        let repeat = format!("HOSTILE_SEED={seed} HOSTILE_ONLY={input}");
        assert!(ended.is_ok(), "{target} fails: {repeat}");
        if shortest <= LONGEST {
            return shortest;
        }
        eprintln!("{target} is slow, {shortest:?}: {repeat}");
    }
    panic!("{target} takes {shortest:?}: HOSTILE_SEED={seed} HOSTILE_ONLY={input}");
}
