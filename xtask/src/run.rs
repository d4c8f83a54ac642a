//! Other programs: run, read, or run while counting what they report.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::panic::resume_unwind;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use crate::children::{self, Running};
use crate::console;
use crate::problem::{Problem, Result};

pub(crate) fn node() -> Command {
    Command::new("node")
}

/// `npm` or `npx`; on Windows both are scripts with an ending of their own.
pub(crate) fn npm(name: &str) -> Command {
    Command::new(if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() })
}

/// Runs to the end; failing is a problem.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = if console::page().is_some() {
        lines(command, console::print)?
    } else {
        let child = children::spawn(command.stdin(Stdio::null())).map_err(cannot_start(command))?;
        ended(child, command)?
    };
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("`{}` failed ({status}).", spell(command)), "Its own words are above."))
}

/// Runs to the end and answers what was printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let mut text = Vec::new();
    let status = lines(command, |line| text.extend_from_slice(line))?;
    let text = String::from_utf8_lossy(&text);
    if status.success() {
        return Ok(text.into_owned());
    }
    Err(Problem::new(format!("`{}` failed ({status}).", spell(command)), text))
}

/// Runs to the end, shows every line of its output and hands it to `each`.
/// Answers whether the program was content.
pub(crate) fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let status = lines(command, |line| {
        console::print(line);
        each(String::from_utf8_lossy(line).trim_end());
    })?;
    Ok(status.success())
}

/// Runs to the end, shows what it complains of and answers it. Answers first whether the program was content.
pub(crate) fn errors(command: &mut Command) -> Result<(bool, String)> {
    let mut child =
        children::spawn(command.stdin(Stdio::null()).stderr(Stdio::piped())).map_err(cannot_start(command))?;
    let mut words = Vec::new();
    let mut errors = child.stderr.take();
    read_lines(errors.as_mut(), |line| {
        console::complain(line);
        words.extend_from_slice(line);
    })
    .map_err(lost(command))?;
    Ok((ended(child, command)?.success(), String::from_utf8_lossy(&words).into_owned()))
}

/// Runs to the end and hands each line of its output to `each`, with its end.
fn lines(command: &mut Command, mut each: impl FnMut(&[u8])) -> Result<ExitStatus> {
    let page = console::page();
    if page.is_some() {
        command.stderr(Stdio::piped());
    }
    let mut child =
        children::spawn(command.stdin(Stdio::null()).stdout(Stdio::piped())).map_err(cannot_start(command))?;
    let (mut output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| console::on(page, || read_lines(errors, console::complain)));
        read_lines(output.as_mut(), &mut each)
    })
    .map_err(lost(command))?;
    ended(child, command)
}

fn read_lines(from: Option<impl Read>, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let Some(from) = from else { return Ok(()) };
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        each(&line);
        line.clear();
    }
    Ok(())
}

fn ended(mut child: Running, command: &Command) -> Result<ExitStatus> {
    let status = child.wait();
    children::park_if_ending();
    status.map_err(lost(command))
}

fn lost(command: &Command) -> impl FnOnce(io::Error) -> Problem {
    Problem::because(format!("Lost sight of `{}`", spell(command)), "")
}

/// Both at once.
pub(crate) fn at_once<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    let page = console::page();
    thread::scope(|scope| {
        let one = scope.spawn(|| console::on(page, one));
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

fn cannot_start(command: &Command) -> impl FnOnce(std::io::Error) -> Problem {
    let name = Path::new(command.get_program()).display().to_string();
    move |error| match error.kind() {
        ErrorKind::NotFound => {
            Problem::new(format!("`{name}` is not installed, or not on the PATH."), install_hint(&name))
        }
        _ => Problem::new(format!("Cannot start `{name}`: {error}."), ""),
    }
}

fn install_hint(name: &str) -> &'static str {
    match name {
        "node" | "npm" | "npx" | "npm.cmd" | "npx.cmd" => {
            "Install Node.js 20.19 or later, with npm, from nodejs.org or your system's packages."
        }
        "rustup" => "Install it from rustup.rs; it brings the toolchain that rust-toolchain.toml names.",
        "python3" => "Install Python 3.9 or later, with its `venv` module.",
        _ => "",
    }
}

/// The command as a person would type it.
pub(crate) fn spell(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    [name].into_iter().chain(command.get_args()).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
