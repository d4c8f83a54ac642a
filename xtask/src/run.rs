//! Other programs: run, read, or run while counting what they report.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::problem::{Problem, Result};
use crate::project::spell;

/// The Cargo that runs us, so that toolchains do not mix.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

pub(crate) fn node() -> Command {
    Command::new("node")
}

/// `npm` or `npx`; on Windows both are scripts with an ending of their own.
pub(crate) fn npm(name: &str) -> Command {
    Command::new(if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() })
}

/// Runs to the end; failing is a problem.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = command.stdin(Stdio::null()).status().map_err(cannot_start(command))?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("`{}` failed ({status}).", spell(command)), "Its own words are above."))
}

/// Runs to the end and answers what was printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(cannot_start(command))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Problem::new(
        format!("`{}` failed ({}).", spell(command), output.status),
        String::from_utf8_lossy(&output.stdout),
    ))
}

/// Runs to the end, shows every line of its output and hands it to `each`.
/// Answers whether the program was content.
pub(crate) fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(cannot_start(command))?;
    let failed = || format!("Lost the output of `{}`", spell(command));
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(Problem::because(failed(), ""))?;
            if length == 0 {
                break;
            }
            // Nobody may be reading us any more; the tests still run to the end.
            let _ = std::io::stdout().write_all(&line);
            each(String::from_utf8_lossy(&line).trim_end());
        }
    }
    let status = child.wait().map_err(Problem::because(failed(), ""))?;
    Ok(status.success())
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
