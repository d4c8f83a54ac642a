//! The push against the simulators, over HTTP: what a crash, a lost answer or a second browser must not do.

mod answers;
pub(crate) mod browser;
mod complete;
mod crash;
mod deployment;
mod extra_fields;
mod failures;
mod interrupted;
mod items;
mod late_updates;
mod link_back;
mod mapping;
mod newest_first;
mod opener;
mod order;
mod own_changes;
mod passed_over;
mod proof;
mod recognition;
mod refused_fields;
mod remote_changes;
mod second_browser;
mod several_hands;
mod status;
mod strangers;
mod text;
mod unmarked;
