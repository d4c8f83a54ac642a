//! A hostile server against whole pushes, pulls, tests of connectors and pushes by Kibana. Whatever it answers: each ends, asks
//! only below its base URL, keeps and says only so much, and never what was in the `Authorization` of a request.
//!
//! And hostile texts against each reader of text.
//!
//! `cargo xtask campaign hostile` plays as many inputs as one likes. An input is a number: it says how the server answers
//! each request of one run, or what the text is.

mod memory;
mod play;
mod random;
mod readers;
mod server;
mod watch;

use crate::common::CONNECTORS;
use case_connectors::markup::Format;
use play::{checkup, kibana, pull, push};
use readers::{back, out};
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

#[test]
fn texts_of_systems() {
    play("read wiki text", |random| back(Format::Wiki, random));
    play("read documents", |random| back(Format::Adf, random));
    play("read HTML", |random| back(Format::Html, random));
}

#[test]
fn texts_of_cases() {
    play("read Markdown", out);
}
