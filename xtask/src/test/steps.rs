//! The steps of `test`, in the order in which they run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

use crate::browser;
use crate::console::say;
use crate::files::{read, read_json, read_text, write};
use crate::npm;
use crate::pack::{self, Packed};
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;
use crate::start::Stack;
use crate::start::simulators::{Ports, Simulators};
use crate::test::count::Count;
use crate::test::lint::lint;
use crate::test::locks;
use crate::test::schedule::Place;
use crate::test::walk;
use crate::toolchain;
use crate::tools;

/// One step of `test`.
pub(crate) struct Step {
    pub(crate) place: Place,
    pub(crate) run: fn(&Project) -> Result<Count>,
}

const fn step(name: &'static str, after: &'static [&'static str], run: fn(&Project) -> Result<Count>) -> Step {
    Step { place: Place { name, after }, run }
}

/// In the order in which they start and are listed. Those that take long and those that others wait for come first.
pub(crate) const STEPS: [Step; 16] = [
    step("locks", &[], locks),
    step("fmt", &[], fmt),
    step("lint", &[], lint),
    step("pack", &[], package),
    step("clippy", &[], clippy),
    step("doc", &["clippy"], doc),
    step("rust", &["doc"], rust),
    step("www", &["pack"], www),
    // Both install the dashboard's packages.
    step("dashboard", &["www"], dashboard),
    step("faults", &["pack"], faults),
    step("consumers", &["pack"], consumers),
    step("browser", &["rust"], in_browser),
    step("gateway", &[], gateway),
    step("judges-node", &["pack"], judges_node),
    step("judges-markup", &["pack"], judges_markup),
    step("judges-python", &["pack"], judges_python),
];

/// The suites of Rust. Cargo would be content without them.
const RUST_SUITES: [&str; 3] =
    ["tests/engine/main.rs", "tests/simulators/tests/rules/main.rs", "xtask/tests/surroundings/main.rs"];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

fn locks(project: &Project) -> Result<Count> {
    npm::need_node()?;
    locks::check(project)?;
    Ok(Count::default())
}

fn fmt(project: &Project) -> Result<Count> {
    // File by file: what Cargo formats leaves out crates that are no members, and modules that a macro declares.
    let files = walk::files(project, |name| name.ends_with(".rs"))?;
    run::run(toolchain::program("rustfmt").current_dir(&project.root).arg("--check").args(files)).map_err(|_| {
        Problem::new(
            "The Rust code is not formatted.",
            "Run `rustfmt` with the names of the files that are named above.",
        )
    })?;
    Ok(Count::default())
}

fn clippy(project: &Project) -> Result<Count> {
    let lint = |arguments: &[&str]| {
        run::run(
            toolchain::cargo().current_dir(&project.root).arg("clippy").args(arguments).args(["--", "-D", "warnings"]),
        )
    };
    say("Linting for this machine");
    lint(&["--workspace", "--all-targets"])?;
    let wasm = |more: &[&str]| lint(&[&["--package", "case-connectors"], &WASM[..], more].concat());
    say("Linting for WebAssembly: the forms");
    wasm(&["--features", "forms", "--lib"])?;
    say("Linting for WebAssembly: the engine and its browser tests");
    wasm(&["--features", "bindings", "--lib", "--test", "browser"])?;
    Ok(Count::default())
}

fn doc(project: &Project) -> Result<Count> {
    let mut cargo = toolchain::cargo();
    // rustdoc only warns of a link that leads nowhere.
    cargo.current_dir(&project.root).env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--workspace", "--no-deps"]);
    run::run(&mut cargo)?;
    Ok(Count::default())
}

fn rust(project: &Project) -> Result<Count> {
    RUST_SUITES.iter().try_for_each(|suite| must_be_there(project, suite))?;
    counted(toolchain::cargo().current_dir(&project.root).args(["test", "--workspace", "--no-fail-fast"]))
}

fn package(project: &Project) -> Result<Count> {
    let readmes = || pack::sizes::READMES.map(|name| read_text(&project.path(name)).ok());
    let before = readmes();
    pack_once(project)?;
    if readmes() != before {
        return Err(Problem::new(
            "The READMEs said other sizes than the package has.",
            format!("They are corrected: commit {}.", pack::sizes::READMES.join(" and ")),
        ));
    }
    Ok(Count::default())
}

/// The unit tests of the dashboard. They use the package as Node loads it.
fn www(project: &Project) -> Result<Count> {
    let folder = project.path("www");
    let _lock = pack_once(project)?.hold(project)?;
    npm::ci(&folder)?;
    counted(run::node().current_dir(&folder).args(["node_modules/vitest/vitest.mjs", "run", "--no-color"]))
}

fn consumers(project: &Project) -> Result<Count> {
    let tarball = &pack_once(project)?.tarball;
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

fn gateway(project: &Project) -> Result<Count> {
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

fn in_browser(project: &Project) -> Result<Count> {
    must_be_there(project, "tests/browser/main.rs")?;
    let browser = browser::find(project)?;
    let driver = browser::find_driver(&browser)?;
    let runner = project.program("bindgen-test")?;
    let simulators = Simulators::start(&project.program("simulators")?, Ports::Any)?;
    let mut cargo = toolchain::cargo();
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
        .args(["test", "--no-fail-fast", "--package", "case-connectors", "--features", "bindings", "--test", "browser"])
        .args(WASM);
    counted(&mut cargo)
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

fn faults(project: &Project) -> Result<Count> {
    let folder = project.path("tests/faults");
    let tarball = &pack_once(project)?.tarball;
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

fn judges_node(project: &Project) -> Result<Count> {
    let folder = project.path("tests/judges/node");
    npm::ci(&folder)?;
    let simulators = project.program("simulators")?;
    let _lock = pack_once(project)?.hold(project)?;
    node_tests(run::node().current_dir(&folder).env("SIMULATORS_BIN", simulators))
}

fn judges_markup(project: &Project) -> Result<Count> {
    let mut node = markup(project)?;
    let _lock = pack_once(project)?.hold(project)?;
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

fn judges_python(project: &Project) -> Result<Count> {
    let folder = project.path("tests/judges/python");
    let requirements = folder.join("requirements.txt");
    npm::need_node()?;
    let simulators = project.program("simulators")?;
    let python = venv(project, &requirements)?;
    let _lock = pack_once(project)?.hold(project)?;
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

fn dashboard(project: &Project) -> Result<Count> {
    let folder = project.path("tests/dashboard");
    let packed = pack_once(project)?;
    let browser = browser::find(project)?;
    npm::ci(&folder)?;
    say("Checking the types of the dashboard");
    npm::ci(&project.path("www"))?;
    run::run(run::npm("npm").current_dir(project.path("www")).args(["run", "--silent", "check"]))?;
    // One for each worker: a test resets the simulated systems that it uses.
    let start = || Stack::start(project, Vec::new(), Ports::Any, packed.hold(project)?);
    let stacks = [start()?, start()?, start()?];
    let addresses = stacks.iter().map(Stack::addresses).collect::<Vec<_>>();
    let test = |arguments: &[&str]| {
        let mut npx = run::npm("npx");
        npx.current_dir(&folder).env("STACKS", json!(addresses).to_string()).env("CHROMIUM_PATH", &browser);
        counted(npx.args(["playwright", "test", "--reporter=list"]).args(arguments))
    };
    // What measures has the machine to itself.
    let mut tests = test(&["--grep", "@alone", "--workers", "1"])?;
    tests.add(test(&["--grep-invert", "@alone"])?);
    Ok(tests)
}

/// A suite that has vanished must not be taken for one that is content.
fn must_be_there(project: &Project, suite: &str) -> Result {
    if project.path(suite).is_file() {
        return Ok(());
    }
    Err(Problem::new(format!("{suite} is not there."), "Restore it, or take its step out of xtask/src/test/steps.rs."))
}

/// The package of the code as it is now: packed once in this run, by the step
/// `pack` or by the first that needs it.
fn pack_once(project: &Project) -> Result<&'static Packed> {
    static PACKED: OnceLock<Option<Packed>> = OnceLock::new();
    let mut problem = None;
    let packed = PACKED.get_or_init(|| pack::pack(project).map_err(|it| problem = Some(it)).ok());
    packed.as_ref().ok_or_else(|| {
        problem.unwrap_or_else(|| Problem::new("The package could not be packed.", "An earlier step says why."))
    })
}

fn node_tests(command: &mut Command) -> Result<Count> {
    counted(command.args(["--test", "--test-reporter=spec"]))
}

/// Runs a runner and counts. A runner that fails without naming a failed test,
/// or passes without any test, counts as one failure.
fn counted(command: &mut Command) -> Result<Count> {
    let mut tests = Count::default();
    let content = run::watch(command, |line| tests.read(line))?;
    if !content && tests.failed == 0 {
        tests.failed = 1;
    }
    if content && tests.passed + tests.failed == 0 {
        return Err(Problem::new(
            "The runner ended well, but no test was counted.",
            "Its output has changed, or it found no tests: see xtask/src/test/count.rs.",
        ));
    }
    Ok(tests)
}
