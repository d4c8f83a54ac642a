//! A checkout with next to nothing in it, and a PATH of scripts that stand for the tools.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const VERSION: &str = "v20.19.0";

/// Installs into $STAGE/rust what it is told; knows the toolchain `9.9.9` alone.
const RUSTUP: &str = r#"
case "$1 $2" in
"run 9.9.9") [ -d "$STAGE/rust/bin" ] && echo "$STAGE/rust" ;;
"target add") mkdir -p "$STAGE/rust/lib/rustlib/$5/lib" ;;
"component add") cp -p "$STAGE/rustfmt" "$STAGE/rust/bin"; touch "$STAGE/rust/bin/cargo-clippy" ;;
"toolchain install")
    case "$*" in *--no-self-update*) ;; *) echo "error: cannot write to ~/.cargo/bin" >&2; exit 1 ;; esac
    mkdir -p "$STAGE/rust/bin" "$STAGE/rust/lib/rustlib/wasm32-unknown-unknown/lib"
    cp "$STAGE/cargo" "$STAGE/rust/bin/cargo"
    cp -p "$STAGE/rustfmt" "$STAGE/rust/bin"; touch "$STAGE/rust/bin/cargo-clippy" ;;
*) exit 1 ;;
esac
"#;

const CARGO: &str = r#"
case "$1" in
metadata) printf '{"packages":[{"name":"case-connectors","version":"0.1.0","targets":[]}],"target_directory":"%s"}' "$STAGE/target" ;;
build) mkdir -p "$STAGE/target/debug"; cp -p "$STAGE/bindgen" "$STAGE/simulators" "$STAGE/target/debug" ;;
rustc)
    while [ "$1" != --target-dir ]; do shift; done
    mkdir -p "$2/wasm32-unknown-unknown/start"
    echo wasm > "$2/wasm32-unknown-unknown/start/case_connectors.wasm" ;;
esac
"#;

const BINDGEN: &str = r#"mkdir -p "$2"; cp "$1" "$2/$3_bg.wasm"; printf "wasm = instance.exports;\nfunction passStringToWasm0(arg, malloc, realloc) {\nglue\n" > "$2/$3.js""#;

const SIMULATORS: &str = r#"
a=http://127.0.0.1
echo "{\"servicenow\":\"$a:$2\",\"jiraCloud\":\"$a:$4\",\"jiraDataCenter\":\"$a:$6\",\"resilient\":\"$a:$8\"}"
# Ends with its parent, as the real ones do where they are told so.
if [ -p "$STAGE/ended" ]; then
    case "$*" in *--with-parent) cat > /dev/null; echo "at the end of its input" > "$STAGE/ended" ;; esac
fi
[ -e "$STAGE/with-child" ] || exec sleep 1000
sleep 1000 &
echo $! > "$STAGE/grandchild"
wait
"#;

/// Node itself, and Vite when it is called.
const NODE: &str = r#"
case "$*" in
--version) cat "$STAGE/node-version" ;;
*vite*build*) mkdir -p dist; echo "<title>Cases</title>" > dist/index.html ;;
esac
"#;

pub(crate) const NPM: &str = r#"mkdir -p node_modules/vite; echo "{}" > node_modules/vite/package.json"#;

#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) root: PathBuf,
}

impl Stage {
    /// Where everything is as it should be. Its path has spaces: whatever splits paths fails in every test.
    pub(crate) fn new(name: &str) -> Self {
        // Two runs of the tests do not meet.
        let name = format!("{name} {}", std::process::id());
        let this = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("a folder with spaces").join(name) };
        this.file("rust-toolchain.toml", TOOLCHAIN);
        this.file("node-version", VERSION);
        this.file("www/package.json", "{}");
        this.file("www/package-lock.json", r#"{"packages":{"":{},"node_modules/vite":{}}}"#);
        this.file("xtask/package.json", "{}");
        this.file("xtask/package-lock.json", r#"{"packages":{"":{}}}"#);
        this.file("pkg/index.js", "");
        this.file("src/lib.rs", "");
        this.file("tests/fixtures/cases/one.json", "{}");
        this.file("xtask/Cargo.toml", "");
        for (name, script) in [
            ("bin/rustup", RUSTUP),
            ("bin/node", NODE),
            ("bin/npm", NPM),
            ("cargo", CARGO),
            ("rustfmt", ""),
            ("bindgen", BINDGEN),
            ("simulators", SIMULATORS),
        ] {
            this.script(name, script);
        }
        this.script("rust/bin/cargo", CARGO);
        this.script("rust/bin/rustfmt", "");
        this.script("rust/bin/cargo-clippy", "");
        this.file("rust/lib/rustlib/wasm32-unknown-unknown/lib/libcore.rlib", "");
        this
    }

    pub(crate) fn file(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Keeps a record of each call, with the toolchain that the environment names.
    pub(crate) fn script(&self, path: &str, script: &str) {
        let name = Path::new(path).file_name().unwrap().to_str().unwrap();
        let log = format!(r#"echo "{name} $* [${{RUSTUP_TOOLCHAIN-}}]" >> "$STAGE/log""#);
        self.file(path, &format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{log}\n{script}"));
        fs::set_permissions(self.root.join(path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn script_of(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// The simulators start a child of their own, which has to end as well. It is named in `grandchild`.
    pub(crate) fn simulators_have_a_child(&self) {
        self.file("with-child", "");
        self.pipe("grandchild");
    }

    /// A pipe with a name: who reads it waits until something was written.
    pub(crate) fn pipe(&self, name: &str) {
        let made = Command::new("/usr/bin/mkfifo").arg(self.root.join(name)).status().unwrap();
        assert!(made.success());
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.root.join(path);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }

    /// What was called, one call in each line.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.root.join("log")).unwrap_or_default()
    }

    pub(crate) fn calls(&self, begin: &str) -> usize {
        self.log().lines().filter(|line| line.starts_with(begin)).count()
    }

    /// xtask as another toolchain's Cargo starts it, on a machine set up for production.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", self.root.join("bin"))
            .env("HOME", self.root.join("home"))
            .env("STAGE", &self.root)
            .env("CARGO", self.root.join("bin/cargo-of-another-toolchain"))
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .env("RUSTUP_TOOLCHAIN", "stable")
            .env("RUSTUP_AUTO_INSTALL", "0")
            .env("NODE_ENV", "production")
            .stdin(Stdio::null());
        command
    }

    /// Runs to an end that is a failure, and answers its words.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let output = self.xtask(arguments).output().unwrap();
        let words = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert_eq!(output.status.code(), Some(1), "{words}");
        words
    }

    /// Starts until the address is there.
    pub(crate) fn starts(&self) -> Started {
        let mut child = self.xtask(&["start"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut started = Started { child, stdout, url: String::new(), words: String::new() };
        started.read_until("Ctrl-C stops everything.\n");
        let url = started.words.lines().find_map(|line| line.trim().strip_prefix("Open ")).map(str::to_owned);
        started.url = url.unwrap();
        started
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// A running `start`.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) url: String,
    pub(crate) words: String,
}

impl Started {
    pub(crate) fn read_until(&mut self, word: &str) {
        while !self.words.contains(word) {
            if self.stdout.read_line(&mut self.words).unwrap() == 0 {
                let mut errors = String::new();
                if let Some(mut stderr) = self.child.stderr.take() {
                    std::io::Read::read_to_string(&mut stderr, &mut errors).unwrap();
                }
                panic!("it ended without `{word}`:\n{}{errors}", self.words);
            }
        }
    }

    /// Asks it to end, as a service manager does, and answers its exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        send("-TERM", &self.child.id().to_string());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            send("-TERM", &self.child.id().to_string());
            let _ = self.child.wait();
        }
    }
}

/// Whether the signal found somebody.
pub(crate) fn send(signal: &str, to: &str) -> bool {
    Command::new("/bin/sh")
        .args(["-c", &format!("kill {signal} {to}")])
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .success()
}

pub(crate) const TOOLCHAIN: &str = r#"
[toolchain]
channel = "9.9.9"
components = ["rustfmt", "clippy"]
targets = ["wasm32-unknown-unknown"]
profile = "minimal"
"#;
