//! A hostile server against whole pushes, pulls, tests of connectors and pushes by Kibana. Whatever it answers: each ends, asks
//! only below its base URL, keeps and says only so much, and never what was in the `Authorization` of a request.
//!
//! `cargo xtask campaign hostile` plays as many inputs as one likes. An input is a number: it says how the server answers
//! each request of one run.

mod play;
mod random;
mod server;
mod watch;

use crate::common::CONNECTORS;
use play::{checkup, kibana, pull, push};
use watch::play;

#[test]
fn pushes_of_each_way_into_a_system() {
    for name in CONNECTORS {
        play(&format!("push {name}"), |random| push(name, random));
    }
}

#[test]
fn tests_of_each_way_into_a_system() {
    for name in CONNECTORS {
        play(&format!("test {name}"), |random| checkup(name, random));
    }
}

#[test]
fn pulls_of_each_way_into_a_system() {
    for name in CONNECTORS {
        play(&format!("pull {name}"), |random| pull(name, random));
    }
}

#[test]
fn pushes_by_kibana() {
    play("push kibana", kibana);
}
