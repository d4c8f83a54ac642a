//! The programs that run for us, and how they end when we are told to.
//!
//! Each leads a process group of its own, so that what it has started itself, such as the compilers of Cargo, ends with
//! it, whether the wish comes from the keyboard or from a service manager, which tells nobody but us.

use std::io;
use std::ops::{Deref, DerefMut};
use std::process::{self, Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::console::{self, say};
use crate::problem::{Problem, Result};

/// As a shell answers for a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// How long children may take to end by themselves.
const PATIENCE: Duration = Duration::from_secs(5);

/// Being told to end is then how it should end.
static SERVING: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct Children {
    running: Vec<u32>,
    ending: bool,
}

static CHILDREN: Mutex<Children> = Mutex::new(Children { running: Vec::new(), ending: false });

fn children() -> MutexGuard<'static, Children> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on Ctrl-C, SIGTERM and a terminal that closes end the children, then us.
pub(crate) fn end_with_us() -> Result {
    ctrlc::set_handler(|| {
        let running = {
            let mut children = children();
            children.ending = true;
            children.running.clone()
        };
        console::show_kept();
        say("Stopping");
        groups::end(&running);
        process::exit(if SERVING.load(Ordering::SeqCst) { 0 } else { INTERRUPTED });
    })
    .map_err(Problem::because("Cannot watch for Ctrl-C", ""))
}

/// What was asked for is running now, until somebody ends it.
pub(crate) fn serving() {
    SERVING.store(true, Ordering::SeqCst);
}

/// Once we end, nobody is told of children that ended with us.
pub(crate) fn park_if_ending() {
    if children().ending {
        loop {
            thread::park();
        }
    }
}

/// A running program, which is known until it has been waited for.
#[derive(Debug)]
pub(crate) struct Running(Child);

pub(crate) fn spawn(command: &mut Command) -> io::Result<Running> {
    park_if_ending();
    groups::lead(command);
    // Held meanwhile: a child that starts as we end must be ended too.
    let mut children = children();
    let child = command.spawn()?;
    children.running.push(child.id());
    Ok(Running(child))
}

impl Running {
    /// Ends it with all that it has started.
    pub(crate) fn end(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            groups::end(&[self.0.id()]);
            // Where there are no groups. Either may fail because it has ended already, which is the goal.
            #[cfg(not(unix))]
            let _ = (self.0.kill(), self.0.wait());
        }
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        let id = self.0.id();
        children().running.retain(|running| *running != id);
    }
}

#[cfg(unix)]
mod groups {
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::thread;
    use std::time::{Duration, Instant};

    use nix::sys::signal::{Signal, killpg};
    use nix::sys::wait::{WaitPidFlag, waitpid};
    use nix::unistd::Pid;

    use crate::children::PATIENCE;

    pub(super) fn lead(command: &mut Command) {
        command.process_group(0);
    }

    pub(super) fn end(leaders: &[u32]) {
        let mut left: Vec<Pid> = leaders.iter().filter_map(|id| i32::try_from(*id).ok()).map(Pid::from_raw).collect();
        let begin = Instant::now();
        left.retain(|group| killpg(*group, Signal::SIGTERM).is_ok());
        while !left.is_empty() && begin.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
            left.retain(|group| is_alive(*group));
        }
        for group in left {
            // It may have ended just now.
            let _ = killpg(group, Signal::SIGKILL);
        }
    }

    /// Whether any of it runs. A leader that nobody has waited for still counts, so it is waited for here.
    fn is_alive(group: Pid) -> bool {
        let _ = waitpid(group, Some(WaitPidFlag::WNOHANG));
        killpg(group, None).is_ok()
    }
}

#[cfg(not(unix))]
mod groups {
    use std::process::Command;

    pub(super) fn lead(_: &mut Command) {}

    /// The console tells every program in it.
    pub(super) fn end(_: &[u32]) {}
}
