//! `start` while it runs, and how everything ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crate::stage::{Stage, send};

fn get(url: &str) -> String {
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn sigterm_ends_everything_that_runs() {
    let stage = Stage::new("sigterm");
    stage.simulators_have_a_child();
    let started = stage.starts();
    let grandchild = fs::read_to_string(stage.root.join("grandchild")).unwrap();
    assert!(send("-0", &grandchild), "it runs");
    assert_eq!(started.terminate(), Some(0));
    assert!(!send("-0", &grandchild), "it was left behind");
}

#[test]
fn a_terminal_that_was_closed_ends_everything_too() {
    let stage = Stage::new("hangup");
    stage.simulators_have_a_child();
    let mut child = stage.xtask(&["start"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut words = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    while !words.contains("Ctrl-C stops everything.\n") {
        assert_ne!(stdout.read_line(&mut words).unwrap(), 0, "{words}");
    }
    let grandchild = fs::read_to_string(stage.root.join("grandchild")).unwrap();
    // Nobody reads what it says about that.
    drop(stdout);
    send("-HUP", &child.id().to_string());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(!send("-0", &grandchild), "it was left behind");
}

#[test]
fn the_simulators_end_even_where_xtask_was_killed() {
    let stage = Stage::new("sigkill");
    stage.pipe("ended");
    let started = stage.starts();
    send("-KILL", &started.child.id().to_string());
    let (ended, path) = (channel(), stage.root.join("ended"));
    thread::spawn(move || ended.0.send(fs::read_to_string(path).unwrap()));
    assert_eq!(ended.1.recv_timeout(Duration::from_secs(60)).as_deref(), Ok("at the end of its input\n"));
}

#[test]
fn sigterm_while_building_ends_the_build() {
    let stage = Stage::new("sigterm while building");
    // A compiler that works until somebody ends it: reading answers only then.
    stage.script("rust/bin/cargo", r#"case "$1" in build|rustc) sleep 1000 & echo $! > "$STAGE/compiler"; echo building; wait ;; metadata) . "$STAGE/cargo" ;; esac"#);
    let mut child = stage.xtask(&["start"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut words = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    while !words.contains("\nbuilding\n") {
        assert_ne!(stdout.read_line(&mut words).unwrap(), 0, "{words}");
    }
    send("-TERM", &child.id().to_string());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!send("-0", &fs::read_to_string(stage.root.join("compiler")).unwrap()), "the compiler was left behind");
}

#[test]
fn a_second_start_is_sent_to_the_first_and_builds_nothing() {
    let stage = Stage::new("second");
    let started = stage.starts();
    stage.file("log", "");
    let output = stage.xtask(&["start"]).output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(words.contains(&format!("It runs already. Open {}", started.url)), "{words}");
    assert_eq!(stage.calls("cargo build") + stage.calls("cargo rustc") + stage.calls("npm"), 0, "{}", stage.log());
    let words = stage.fails(&["start", "--connect", "https://jira.example.com"]);
    assert!(words.contains("end it with Ctrl-C there"), "{words}");
    assert_eq!(started.terminate(), Some(0));
    // The place is free again.
    assert_eq!(stage.starts().terminate(), Some(0));
}

#[test]
fn what_is_built_meanwhile_does_not_change_the_page_that_runs() {
    let stage = Stage::new("meanwhile");
    let started = stage.starts();
    assert!(get(&started.url).contains("<title>Cases</title>"));
    stage.remove("www/dist");
    assert!(get(&started.url).contains("<title>Cases</title>"));
}

#[test]
fn a_later_start_builds_only_what_has_changed() {
    let stage = Stage::new("later");
    let _ = stage.starts().terminate();
    stage.file("log", "");
    let _ = stage.starts().terminate();
    assert_eq!(stage.calls("bindgen") + stage.calls("node node_modules") + stage.calls("npm"), 0, "{}", stage.log());
    for changed in ["www/main.tsx", "pkg/api.js", "tests/fixtures/cases/two.json"] {
        stage.file("log", "");
        stage.file(changed, changed);
        let _ = stage.starts().terminate();
        assert_eq!(stage.calls("node node_modules/vite"), 1, "{changed}");
    }
    // Somebody else's build, such as that of `test`, is not ours.
    stage.remove("www/dist");
    stage.file("www/dist/index.html", "another");
    assert!(get(&stage.starts().url).contains("<title>Cases</title>"));
}

#[test]
fn a_module_of_pack_is_not_served() {
    let stage = Stage::new("pack before start");
    let _ = stage.starts().terminate();
    stage.file("pkg/engine.wasm", "of pack");
    stage.file("pkg/glue/engine.js", "of pack");
    let _ = stage.starts().terminate();
    assert_eq!(fs::read_to_string(stage.root.join("pkg/engine.wasm")).unwrap(), "wasm\n");
    assert!(fs::read_to_string(stage.root.join("pkg/glue/engine.js")).unwrap().ends_with("glue\n"));
}

#[test]
fn it_says_why_a_port_is_another_and_what_that_means() {
    let stage = Stage::new("ports");
    // If somebody has it already, so much the better.
    let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 4780));
    let started = stage.starts();
    let words = &started.words;
    assert!(!started.url.ends_with(":4780/"), "{}", started.url);
    assert!(words.contains("taken by another program, so others were chosen: 4780 (the dashboard)"), "{words}");
    assert!(words.contains("A browser keeps connectors and cases per address"), "{words}");
    assert!(words.contains("To have the usual ports, end"), "{words}");
}
