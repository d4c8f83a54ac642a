//! The steps of the judges that others have written.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::files::{read, write};
use crate::npm;
use crate::problem::Result;
use crate::project::Project;
use crate::run;
use crate::test::count::Count;
use crate::test::runner::{counted, node_tests, pack_once};
use crate::tools;

pub(super) fn node(project: &Project) -> Result<Count> {
    let folder = project.path("tests/judges/node");
    npm::ci(&folder)?;
    let simulators = project.program("simulators")?;
    let _lock = pack_once(project)?.hold(project)?;
    node_tests(run::node().current_dir(&folder).env("SIMULATORS_BIN", simulators))
}

pub(super) fn markup(project: &Project) -> Result<Count> {
    let mut node = in_markup(project)?;
    // Where it cannot be had, its test says that it is skipped.
    if tools::on_path("pandoc").is_none() {
        tools::apt(&["pandoc"]);
    }
    let _lock = pack_once(project)?.hold(project)?;
    counted(node.args(["--test-reporter=spec", "together.mjs"]))
}

/// Node in the folder of the judges of text. The examples of GitHub's Markdown come with pulldown-cmark, and Kibana's parser
/// with the dashboard.
pub(crate) fn in_markup(project: &Project) -> Result<Command> {
    let folder = project.path("tests/judges/markup");
    npm::ci(&folder)?;
    npm::ci(&project.path("www"))?;
    let parser = project.dependency("pulldown-cmark")?;
    let mut node = run::node();
    node.current_dir(folder).env("GFM_EXAMPLES", parser.join("tests/suite"));
    Ok(node)
}

pub(super) fn python(project: &Project) -> Result<Count> {
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
