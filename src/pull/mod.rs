//! The pull: what the other team did since the last push or pull, as data with a choice for each part.
//!
//! It only reads: the incident, and its comments, the newest first where the system can. Nothing is changed by it, neither
//! there nor in the case. A person chooses what is taken over, and [`applied`] makes the case's new bytes of that.
//!
//! Nothing here does I/O. [`Machine::next`](crate::machine::Machine::next) says what to send, the host sends it and replies;
//! at `Done`, [`Pull::pulled`] has the answer or the error.

mod apply;
mod choices;
mod decide;
mod machine;
mod report;

pub use apply::applied;
pub use decide::{Decided, decided};
pub use machine::{Next, Pull};
