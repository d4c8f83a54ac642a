//! The Rust toolchain: what rust-toolchain.toml names, and nothing else that is installed or chosen.
//!
//! Cargo, where rustup starts it, sets RUSTUP_TOOLCHAIN for us; with it rustup takes no notice of that file, and it may
//! well name another toolchain (`cargo +stable xtask start`). So rustup is told by name, and our own Cargo is replaced.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use toml::Table;

use crate::console::say;
use crate::files::{self, read_text};
use crate::problem::{Problem, Result};
use crate::run;
use crate::run::spell;
use crate::tools;

/// What a command needs of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compilers, for all targets.
    Build,
    /// The components as well: formatter and linter.
    Test,
}

/// Programs by which the components are known.
const PROGRAMS: [(&str, &str); 2] = [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")];

#[derive(Debug, Default)]
struct Wanted {
    channel: String,
    profile: String,
    components: Vec<String>,
    targets: Vec<String>,
}

#[derive(Debug)]
struct Toolchain {
    sysroot: PathBuf,
    /// Without rustup there is none.
    channel: Option<String>,
}

static CHOSEN: OnceLock<Toolchain> = OnceLock::new();

/// Installs what is missing. To be called before anything is built.
pub(crate) fn ready(need: Need) -> Result {
    let wanted = wanted()?;
    let toolchain = if tools::on_path(&format!("rustup{}", env::consts::EXE_SUFFIX)).is_some() {
        Toolchain { sysroot: by_rustup(&wanted, need)?, channel: Some(wanted.channel) }
    } else {
        Toolchain { sysroot: without_rustup(&wanted, need)?, channel: None }
    };
    let _ = CHOSEN.set(toolchain);
    Ok(())
}

/// Cargo of the toolchain that [`ready`] has found, with its compilers first on the PATH.
pub(crate) fn cargo() -> Command {
    let Some(Toolchain { sysroot, channel: Some(channel) }) = CHOSEN.get() else {
        return Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    };
    let bin = sysroot.join("bin");
    let mut command = Command::new(bin.join(format!("cargo{}", env::consts::EXE_SUFFIX)));
    command.env_remove("CARGO").env("RUSTUP_TOOLCHAIN", channel);
    let old = env::var_os("PATH").unwrap_or_default();
    if let Ok(path) = env::join_paths([bin].into_iter().chain(env::split_paths(&old))) {
        command.env("PATH", path);
    }
    command
}

/// A program of the toolchain beside Cargo.
pub(crate) fn program(name: &str) -> Command {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let own = sysroot().join("bin").join(&name);
    Command::new(if own.is_file() { own } else { name.into() })
}

/// Where the compilers and their libraries are.
pub(crate) fn sysroot() -> &'static Path {
    CHOSEN.get().map_or(Path::new(""), |toolchain| &toolchain.sysroot)
}

fn wanted() -> Result<Wanted> {
    let path = files::root().join("rust-toolchain.toml");
    let wrong = format!("{} is not what rustup reads", path.display());
    let table: Table = read_text(&path)?.parse().map_err(Problem::because(wrong, "Correct the file."))?;
    let value = |key: &str| table.get("toolchain").and_then(|toolchain| toolchain.get(key));
    let word = |key: &str| value(key).and_then(|value| value.as_str()).map(str::to_owned);
    let words = |key: &str| {
        let words = value(key).and_then(|value| value.as_array()).into_iter().flatten();
        words.filter_map(|word| word.as_str()).map(str::to_owned).collect()
    };
    Ok(Wanted {
        channel: word("channel")
            .ok_or_else(|| Problem::new(format!("{} names no channel.", path.display()), "Correct the file."))?,
        profile: word("profile").unwrap_or_else(|| String::from("default")),
        components: words("components"),
        targets: words("targets"),
    })
}

fn rustup() -> Command {
    let mut command = Command::new("rustup");
    command.current_dir(files::root()).env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn by_rustup(wanted: &Wanted, need: Need) -> Result<PathBuf> {
    // `run` installs nothing, and knows linked toolchains as well.
    let sysroot = || {
        let mut ask = rustup();
        ask.args(["run", &wanted.channel, "rustc", "--print", "sysroot"]);
        answer(&mut ask)
    };
    let found = sysroot();
    let commands = wanted.commands(found.as_deref(), need);
    if let Some(sysroot) = found
        && commands.is_empty()
    {
        return Ok(sysroot);
    }
    for arguments in &commands {
        say(&format!("Installing what rust-toolchain.toml names: rustup {}", arguments.join(" ")));
        // What it says stands above; what is still missing is looked for below.
        let _ = run::run(rustup().args(arguments));
    }
    let found = sysroot();
    let left = wanted.commands(found.as_deref(), need);
    match found {
        Some(sysroot) if left.is_empty() => Ok(sysroot),
        _ => Err(Problem::new(
            format!("Rust {} is not complete, and rustup could not complete it.", wanted.channel),
            format!(
                "Run this where there is a network, then try again:\n{}",
                left.iter().map(|arguments| spell(rustup().args(arguments))).collect::<Vec<_>>().join("\n")
            ),
        )),
    }
}

impl Wanted {
    fn missing_targets(&self, sysroot: &Path) -> Vec<&str> {
        let library = |target: &str| sysroot.join("lib/rustlib").join(target).join("lib");
        self.targets.iter().map(String::as_str).filter(|target| !library(target).is_dir()).collect()
    }

    fn missing_components(&self, sysroot: &Path, need: Need) -> Vec<&str> {
        let is_there = |component: &str| {
            let program = PROGRAMS.iter().find(|(name, _)| *name == component).map(|(_, program)| *program);
            program.is_none_or(|name| sysroot.join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX)).is_file())
        };
        let needed = self.components.iter().filter(|_| need == Need::Test);
        needed.map(String::as_str).filter(|component| !is_there(component)).collect()
    }

    /// What rustup has to be told so that nothing is missing.
    fn commands(&self, sysroot: Option<&Path>, need: Need) -> Vec<Vec<&str>> {
        let channel = self.channel.as_str();
        let Some(sysroot) = sysroot else {
            // Updating rustup itself is nobody's business here, and fails where its folder is read-only.
            let mut all = vec!["toolchain", "install", channel, "--no-self-update", "--profile", &self.profile];
            all.extend(self.components.iter().flat_map(|component| ["--component", component]));
            all.extend(self.targets.iter().flat_map(|target| ["--target", target]));
            return vec![all];
        };
        [("target", self.missing_targets(sysroot)), ("component", self.missing_components(sysroot, need))]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(what, names)| [vec![what, "add", "--toolchain", channel], names].concat())
            .collect()
    }
}

/// A distribution's Rust is as good, if it has everything.
fn without_rustup(wanted: &Wanted, need: Need) -> Result<PathBuf> {
    let remedy = format!(
        "Install rustup from rustup.rs: it brings Rust {} with all that is needed. Or install it from where Rust comes \
         from here, such as your system's packages.",
        wanted.channel
    );
    let sysroot = answer(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Problem::new("Neither `rustup` nor `rustc` is on the PATH.", remedy.clone()))?;
    let missing = [wanted.missing_targets(&sysroot), wanted.missing_components(&sysroot, need)].concat();
    if missing.is_empty() {
        say(&format!("There is no rustup: building with the Rust that is here, not with {}", wanted.channel));
        return Ok(sysroot);
    }
    Err(Problem::new(format!("Rust is here without rustup, and without {}.", missing.join(", ")), remedy))
}

/// The path that a program prints, if it is content.
fn answer(command: &mut Command) -> Option<PathBuf> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().into())
}
