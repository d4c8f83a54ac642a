//! The steps of `test`, in the order in which they run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

use crate::browser;
use crate::npm;
use crate::pack::{self, Packed};
use crate::problem::{Problem, Result};
use crate::project::{Project, read, read_json, read_text, say, write};
use crate::run;
use crate::start::Stack;
use crate::start::simulators::{Ports, Simulators};
use crate::test::Outcome;
use crate::test::count::Count;
use crate::test::lint::lint;
use crate::test::locks;
use crate::tools;

type Step = fn(&Project) -> Result<Outcome>;

pub(crate) const STEPS: [(&str, Step); 16] = [
    ("locks", locks),
    ("fmt", fmt),
    ("lint", lint),
    ("clippy", clippy),
    ("doc", doc),
    ("rust", rust),
    ("pack", package),
    ("www", www),
    ("consumers", consumers),
    ("gateway", gateway),
    ("faults", faults),
    ("browser", in_browser),
    ("judges-node", judges_node),
    ("judges-markup", judges_markup),
    ("judges-python", judges_python),
    ("dashboard", dashboard),
];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

fn locks(project: &Project) -> Result<Outcome> {
    npm::need_node()?;
    locks::check(project)?;
    Ok(Outcome::default())
}

fn fmt(project: &Project) -> Result<Outcome> {
    let mut cargo = run::cargo();
    run::run(cargo.current_dir(&project.root).args(["fmt", "--all", "--check"]))
        .map_err(|_| Problem::new("The Rust code is not formatted.", "Run `cargo fmt --all`."))?;
    Ok(Outcome::default())
}

fn clippy(project: &Project) -> Result<Outcome> {
    let lint = |arguments: &[&str]| {
        run::run(run::cargo().current_dir(&project.root).arg("clippy").args(arguments).args(["--", "-D", "warnings"]))
    };
    say("Linting for this machine");
    lint(&["--workspace", "--all-targets"])?;
    let wasm = |more: &[&str]| lint(&[&["--package", "case-connectors"], &WASM[..], more].concat());
    say("Linting for WebAssembly: the forms");
    wasm(&["--features", "forms", "--lib"])?;
    say("Linting for WebAssembly: the engine and its browser tests");
    let tests = browser_tests(project);
    let mut more = vec!["--features", "bindings", "--lib"];
    for name in &tests {
        more.extend(["--test", name]);
    }
    wasm(&more)?;
    Ok(Outcome::default())
}

fn doc(project: &Project) -> Result<Outcome> {
    let mut cargo = run::cargo();
    // rustdoc only warns of a link that leads nowhere.
    cargo.current_dir(&project.root).env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]);
    run::run(&mut cargo)?;
    Ok(Outcome::default())
}

fn rust(project: &Project) -> Result<Outcome> {
    counted(run::cargo().current_dir(&project.root).args(["test", "--workspace", "--no-fail-fast"]))
}

fn package(project: &Project) -> Result<Outcome> {
    let readmes = || pack::sizes::READMES.map(|name| read_text(&project.path(name)).ok());
    let before = readmes();
    pack_once()?;
    if readmes() != before {
        return Err(Problem::new(
            "The READMEs said other sizes than the package has.",
            format!("They are corrected: commit {}.", pack::sizes::READMES.join(" and ")),
        ));
    }
    Ok(Outcome::default())
}

/// The unit tests of the dashboard. They use the package as Node loads it.
fn www(project: &Project) -> Result<Outcome> {
    let folder = project.path("www");
    let _lock = pack_once()?.hold(project)?;
    npm::ci(&folder)?;
    counted(run::node().current_dir(&folder).args(["node_modules/vitest/vitest.mjs", "run", "--no-color"]))
}

fn consumers(project: &Project) -> Result<Outcome> {
    let tarball = &pack_once()?.tarball;
    let folder = project.path("tests/consumers");
    npm::ci(&folder)?;
    let simulators = project.program("simulators")?;
    node_tests(
        run::node()
            .current_dir(&folder)
            .env("PACKAGE_TARBALL", tarball)
            .env("SIMULATORS_BIN", simulators)
            .env("CHROMIUM_PATH", browser::find(project)?),
    )
}

fn gateway(project: &Project) -> Result<Outcome> {
    let folder = project.path("tests/gateway");
    npm::need_node()?;
    npm::ci(&folder)?;
    proxies();
    let simulators = project.program("simulators")?;
    node_tests(run::node().current_dir(&folder).env("SIMULATORS_BIN", simulators))
}

/// The programs that the gateway's examples are for. Their packages start them
/// as servers of the machine where a service manager runs, which no test may
/// do: there, and where they cannot be had, the tests say that they skip them.
fn proxies() {
    let missing: Vec<&str> =
        ["nginx", "caddy", "openssl"].into_iter().filter(|name| tools::on_path(name).is_none()).collect();
    if !missing.is_empty() && !Path::new("/run/systemd/system").exists() {
        tools::apt(&missing);
    }
}

fn in_browser(project: &Project) -> Result<Outcome> {
    let tests = browser_tests(project);
    if tests.is_empty() {
        return Ok(absent("tests/browser"));
    }
    let browser = browser::find(project)?;
    let driver = browser::find_driver(&browser)?;
    let runner = project.program("bindgen-test")?;
    let simulators = Simulators::start(&project.program("simulators")?, Ports::Any)?;
    let mut cargo = run::cargo();
    cargo
        .current_dir(&project.root)
        // Read at compile time: a page has no environment.
        .env("SIMULATORS", simulators.json())
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver(project, &browser)?)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        // An isolated page may not even send a request to another site that does not agree to it, so the
        // doctor could not find out who refuses. Dashboards are seldom isolated.
        .env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1")
        // As a list: the variable of the environment is cut at spaces.
        .args(["--config", &format!("target.wasm32-unknown-unknown.runner={}", json!([runner]))])
        .args(["test", "--no-fail-fast", "--package", "case-connectors", "--features", "bindings"])
        .args(WASM);
    for name in &tests {
        cargo.args(["--test", name]);
    }
    counted(&mut cargo)
}

/// The tests of the engine whose source lies in tests/browser.
fn browser_tests(project: &Project) -> Vec<&str> {
    let folder = project.path("tests/browser");
    project.tests.iter().filter(|(_, source)| source.starts_with(&folder)).map(|(name, _)| name.as_str()).collect()
}

/// webdriver.json with the browser that was found: chromedriver looks only in
/// places of its own.
fn webdriver(project: &Project, browser: &Path) -> Result<PathBuf> {
    let mut settings = read_json(&project.path("webdriver.json"))?;
    settings["goog:chromeOptions"]["binary"] = json!(browser);
    let path = project.target.join("webdriver.json");
    write(&path, settings.to_string().as_bytes())?;
    Ok(path)
}

fn faults(project: &Project) -> Result<Outcome> {
    let folder = project.path("tests/faults");
    let tarball = &pack_once()?.tarball;
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    let simulators = project.program("simulators")?;
    node_tests(
        run::node()
            .current_dir(&folder)
            .env("PACKAGE_TARBALL", tarball)
            .env("SIMULATORS_BIN", simulators)
            .env("CHROMIUM_PATH", browser),
    )
}

fn judges_node(project: &Project) -> Result<Outcome> {
    let folder = project.path("tests/judges/node");
    if !folder.join("package.json").is_file() {
        return Ok(absent("tests/judges/node"));
    }
    npm::ci(&folder)?;
    let simulators = project.program("simulators")?;
    let _lock = pack_once()?.hold(project)?;
    node_tests(run::node().current_dir(&folder).env("SIMULATORS_BIN", simulators))
}

fn judges_markup(project: &Project) -> Result<Outcome> {
    let mut node = markup(project)?;
    let _lock = pack_once()?.hold(project)?;
    node_tests(&mut node)
}

/// Node in the folder of the judges of text. The examples of GitHub's Markdown come with the parser.
pub(crate) fn markup(project: &Project) -> Result<Command> {
    let folder = project.path("tests/judges/markup");
    npm::ci(&folder)?;
    let parser = project.dependency("pulldown-cmark")?;
    let mut node = run::node();
    node.current_dir(folder).env("GFM_EXAMPLES", parser.join("tests/suite"));
    Ok(node)
}

fn judges_python(project: &Project) -> Result<Outcome> {
    let folder = project.path("tests/judges/python");
    let requirements = folder.join("requirements.txt");
    if !requirements.is_file() {
        return Ok(absent("tests/judges/python"));
    }
    npm::need_node()?;
    let simulators = project.program("simulators")?;
    let python = venv(project, &requirements)?;
    let _lock = pack_once()?.hold(project)?;
    counted(Command::new(python).current_dir(&folder).env("SIMULATORS_BIN", simulators).args([
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
    ]))
}

/// A Python environment with exactly these requirements.
fn venv(project: &Project, requirements: &Path) -> Result<PathBuf> {
    let folder = project.target.join("judges-python");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join("installed.txt");
    let wanted = read(requirements)?;
    if python.is_file() && std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    say("Installing the Python packages of the judges");
    run::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    run::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(requirements),
    )?;
    write(&stamp, &wanted)?;
    Ok(python)
}

fn dashboard(project: &Project) -> Result<Outcome> {
    let folder = project.path("tests/dashboard");
    if !folder.join("package.json").is_file() {
        return Ok(absent("tests/dashboard"));
    }
    let packed = pack_once()?;
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    say("Checking the types of the dashboard");
    npm::ci(&project.path("www"))?;
    run::run(run::npm("npm").current_dir(project.path("www")).args(["run", "--silent", "check"]))?;
    // One for each worker: a test resets the simulated systems that it uses.
    let start = || Stack::start(project, Vec::new(), Ports::Any, packed.hold(project)?);
    let stacks = [start()?, start()?];
    let addresses = stacks.iter().map(Stack::addresses).collect::<Vec<_>>();
    let test = |arguments: &[&str]| {
        let mut npx = run::npm("npx");
        npx.current_dir(&folder).env("STACKS", json!(addresses).to_string()).env("CHROMIUM_PATH", &browser);
        counted(npx.args(["playwright", "test", "--reporter=list"]).args(arguments))
    };
    // What measures has the machine to itself.
    let mut outcome = test(&["--grep", "@alone", "--workers", "1"])?;
    outcome.tests.add(test(&["--grep-invert", "@alone"])?.tests);
    Ok(outcome)
}

/// The package of the code as it is now: packed once in this run, by the step
/// `pack` or by the first that needs it.
fn pack_once() -> Result<&'static Packed> {
    static PACKED: OnceLock<Packed> = OnceLock::new();
    if let Some(packed) = PACKED.get() {
        return Ok(packed);
    }
    let packed = pack::pack()?;
    Ok(PACKED.get_or_init(|| packed))
}

fn node_tests(command: &mut Command) -> Result<Outcome> {
    counted(command.args(["--test", "--test-reporter=spec"]))
}

/// Runs a runner and counts. A runner that fails without naming a failed test,
/// or passes without any test, counts as one failure.
fn counted(command: &mut Command) -> Result<Outcome> {
    let mut tests = Count::default();
    let content = run::watch(command, |line| tests.read(line))?;
    if !content && tests.failed == 0 {
        tests.failed = 1;
    }
    if content && tests == Count::default() {
        return Err(Problem::new(
            "The runner ended well, but no test was counted.",
            "Its output has changed, or it found no tests: see xtask/src/test/count.rs.",
        ));
    }
    Ok(Outcome { tests, skipped: false })
}

fn absent(folder: &str) -> Outcome {
    println!("Skipped: {folder} is not there.");
    Outcome { tests: Count::default(), skipped: true }
}
