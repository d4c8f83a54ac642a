//! `start`: everything built, the simulated systems and the dashboard running.

mod claim;
mod dashboard;
mod server;
pub(crate) mod simulators;

use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::build::{self, Lock};
use crate::children;
use crate::console::say;
use crate::npm;
use crate::problem::{Problem, Result};
use crate::project::Project;
use crate::run;

use claim::Claim;
use server::Server;
use simulators::{Ports, Simulators};

/// The dashboard's first choice of port. Always the same one, because what the
/// browser has stored belongs to the address with its port.
const DASHBOARD_PORT: u16 = 4780;

/// The dashboard's page may call the simulated systems and these origins.
pub(crate) fn start(connect: &[String]) -> Result<ExitCode> {
    let begin = Instant::now();
    let connect = connect.iter().map(|origin| checked(origin)).collect::<Result<Vec<_>>>()?;
    let project = Project::find()?;
    let place = match Claim::new(&project)? {
        Claim::Ours(place) => place,
        Claim::Taken(address) => return already(&address, &connect),
    };
    npm::need_node()?;
    let lock = build::lock(&project)?;
    let (built, installed) = run::at_once(|| build::for_start(&project, &lock), || dashboard::install(&project));
    installed?;
    built?;
    let mut stack = Stack::start(&project, connect, Ports::Usual, lock)?;
    place.tell(&stack.url())?;
    children::serving();
    say(&format!("Ready after {:.1} s", begin.elapsed().as_secs_f64()));
    // As `say`: whoever started us may have gone.
    let _ = io::stdout().write_all(stack.welcome().as_bytes());
    loop {
        thread::sleep(Duration::from_millis(500));
        stack.simulators.must_run()?;
    }
}

fn already(address: &str, connect: &[String]) -> Result<ExitCode> {
    let end = "To see what has changed since, or to name other origins, end it with Ctrl-C there, and start again.";
    if !connect.is_empty() {
        return Err(Problem::new(format!("It runs already, at {address}"), end));
    }
    println!("\n  It runs already. Open {address}\n\n  {end}");
    Ok(ExitCode::SUCCESS)
}

/// What `start` runs; the dashboard's tests run the same.
#[derive(Debug)]
pub(crate) struct Stack {
    // Dropped in this order.
    server: Server,
    pub(crate) simulators: Simulators,
}

impl Stack {
    /// With the files of pkg/ as they are.
    pub(crate) fn start(project: &Project, mut connect: Vec<String>, ports: Ports, lock: Lock) -> Result<Self> {
        dashboard::install(project)?;
        let folder = dashboard::build(project, &lock)?;
        let simulators = Simulators::start(&project.program("simulators")?, ports)?;
        connect.extend(simulators.pages().map(|(_, address)| address.trim_end_matches('/').to_owned()));
        let listener =
            ports.listen(DASHBOARD_PORT).map_err(Problem::because("Cannot open a port for the dashboard", ""))?;
        let server = Server::start(listener, &folder, simulators.json().to_owned(), &connect)?;
        drop(lock);
        Ok(Self { server, simulators })
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    fn welcome(&self) -> String {
        let pages: String =
            self.simulators.pages().map(|(name, address)| format!("    {name:18}{address}\n")).collect();
        let note = self.elsewhere().map(|note| format!("\n  {}\n", note.replace('\n', "\n  "))).unwrap_or_default();
        format!(
            "\n  Open {}\n\n  The simulated systems, each with a page of its own:\n{pages}{note}\n  Ctrl-C stops everything.\n",
            self.url()
        )
    }

    /// Why not everything is where it usually is, and what that means.
    fn elsewhere(&self) -> Option<String> {
        let dashboard = (self.server.port() != DASHBOARD_PORT).then_some(("the dashboard", DASHBOARD_PORT));
        let moved: Vec<_> = dashboard.into_iter().chain(self.simulators.moved()).collect();
        let (_, first) = moved.first()?;
        let list: Vec<_> = moved.iter().map(|(name, port)| format!("{port} ({name})")).collect();
        let find = if cfg!(windows) {
            format!("netstat -ano | findstr :{first}")
        } else if cfg!(target_os = "macos") {
            format!("lsof -nP -iTCP:{first} -sTCP:LISTEN")
        } else {
            format!("ss -ltnp 'sport = :{first}'")
        };
        Some(format!(
            "These ports are taken by another program, so others were chosen: {}.\n\
             A browser keeps connectors and cases per address, with its port: those that you made at the usual addresses\n\
             are not here, and connectors to a usual address do not reach what has moved. To have the usual ports, end\n\
             the program that has them (`{find}` shows it), then end this with Ctrl-C, and start again.",
            list.join(", ")
        ))
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
