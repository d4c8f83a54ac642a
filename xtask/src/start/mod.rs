//! `start`: everything built, the simulated systems and the dashboard running.

mod server;
pub(crate) mod simulators;

use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};

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

/// The dashboard's page may call the simulated systems and these origins.
pub(crate) fn start(connect: &[String]) -> Result<ExitCode> {
    let connect = connect.iter().map(|origin| checked(origin)).collect::<Result<Vec<_>>>()?;
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
    let mut stack = Stack::start(&Project::find()?, connect)?;
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
    pub(crate) fn start(project: &Project, mut connect: Vec<String>) -> Result<Self> {
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
        connect.extend(simulators.pages().map(|(_, address)| address.trim_end_matches('/').to_owned()));
        let server = Server::start(www.join("dist"), simulators.json().to_owned(), DASHBOARD_PORT, &connect)?;
        Ok(Self { server, simulators })
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Where everything is, for tests in another program.
    pub(crate) fn addresses(&self) -> Value {
        json!({ "url": self.url(), "simulators": self.simulators.bases() })
    }
}

/// Scheme, host and port: what a Content Security Policy compares, and nothing that could end the header.
fn checked(origin: &str) -> Result<String> {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(is_plain) {
        return Err(Problem::new(
            format!("`{origin}` is no origin."),
            "Name scheme, host and port alone: cargo xtask start --connect https://jira.example.com",
        ));
    }
    Ok(origin.to_owned())
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn only_an_origin_gets_into_the_policy() {
        for good in ["https://jira.example.com", "http://127.0.0.1:8080", "http://[::1]:8080"] {
            assert!(checked(good).is_ok(), "{good}");
        }
        for bad in
            ["jira.example.com", "https://", "https://a.example/x", "https://a.example; script-src *", "https://*"]
        {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
