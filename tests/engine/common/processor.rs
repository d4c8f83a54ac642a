//! How long this thread has had a processor: other programs, which run beside and take turns with it, do not count.

use std::time::Duration;

#[cfg(unix)]
pub(crate) fn time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or_default())
}

/// Nobody tells: the time that goes by.
#[cfg(not(unix))]
pub(crate) fn time() -> Duration {
    static BEGAN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGAN.elapsed()
}

/// How much of it some work takes.
pub(crate) fn taken<T>(work: impl FnOnce() -> T) -> Duration {
    let began = time();
    drop(work());
    time().saturating_sub(began)
}
