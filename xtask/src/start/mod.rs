//! `start`: everything built, the simulated systems and the dashboard running.

mod server;
pub(crate) mod simulators;

use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use crate::pack;
use crate::problem::{Problem, Result};
use crate::project::{Project, say};
use crate::run;
use crate::tools;

use server::Server;
use simulators::Simulators;

/// The dashboard's first choice of port. Always the same one, because what the
/// browser has stored belongs to the address with its port.
const DASHBOARD_PORT: u16 = 4780;

pub(crate) fn start() -> Result<ExitCode> {
    // Before anything runs: Ctrl-C has to find its way to the children.
    let (ended, end) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Sending fails only when we are ending already.
        let _ = ended.send(());
    })
    .map_err(Problem::because("Cannot watch for Ctrl-C", ""))?;

    let interrupted = || end.try_recv().is_ok();
    pack::pack()?;
    if interrupted() {
        return Ok(ExitCode::FAILURE);
    }
    let mut stack = Stack::start(&Project::find()?)?;
    println!("\n  Open {}\n", stack.url());
    println!("  The simulated systems, each with a page of its own:");
    for (name, address) in stack.simulators.pages() {
        println!("    {name:18}{address}");
    }
    println!("\n  Ctrl-C stops everything.");
    loop {
        match end.recv_timeout(Duration::from_millis(500)) {
            Err(mpsc::RecvTimeoutError::Timeout) => stack.simulators.must_run()?,
            _ => {
                say("Stopping");
                return Ok(ExitCode::SUCCESS);
            }
        }
    }
}

/// What `start` runs; the dashboard's tests run the same.
#[derive(Debug)]
pub(crate) struct Stack {
    // Dropped in this order.
    server: Server,
    pub(crate) simulators: Simulators,
}

impl Stack {
    /// The package must have been packed.
    pub(crate) fn start(project: &Project) -> Result<Self> {
        say("Building the simulated systems");
        let program = project.program("simulators")?;
        let www = project.path("www");
        if !www.join("package.json").is_file() {
            return Err(Problem::new("There is no dashboard in www/.", "Check out the whole repository."));
        }
        tools::npm_ci(&www)?;
        say("Building the dashboard");
        run::run(run::npm("npm").current_dir(&www).args(["run", "build"]))?;
        say("Starting");
        let simulators = Simulators::start(&program)?;
        let server = Server::start(www.join("dist"), simulators.json().to_owned(), DASHBOARD_PORT)?;
        Ok(Self { server, simulators })
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }
}
