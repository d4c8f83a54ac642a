//! The simulated ServiceNow, Jira, Resilient and Kibana, as a child process.

use std::io::{self, BufRead, BufReader, copy, sink};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::children::{self, Running};
use crate::problem::{Problem, Result};

/// Option, first choice of port, key in the line that is printed, name.
const SYSTEMS: [(&str, u16, &str, &str); 5] = [
    ("--servicenow", 4781, "servicenow", "ServiceNow"),
    ("--jira-cloud", 4782, "jiraCloud", "Jira Cloud"),
    ("--jira-data-center", 4783, "jiraDataCenter", "Jira Data Center"),
    ("--resilient", 4784, "resilient", "IBM Resilient"),
    ("--kibana", 4785, "kibana", "Kibana"),
];

#[derive(Debug)]
pub(crate) struct Simulators {
    child: Running,
    json: String,
    bases: Value,
}

impl Simulators {
    pub(crate) fn start(program: &Path, ports: Ports) -> Result<Self> {
        let mut command = Command::new(program);
        for (option, port, ..) in SYSTEMS {
            command.arg(option).arg(ports.first(port).to_string());
        }
        command.arg("--or-any-port");
        // Killed, we tell nobody; but the pipe to them closes.
        command.arg("--with-parent").stdin(Stdio::piped()).stdout(Stdio::piped());
        let failed = || "The simulated systems did not start";
        let child = children::spawn(&mut command).map_err(Problem::because(failed(), ""))?;
        let mut this = Self { child, json: String::new(), bases: Value::Null };
        if let Some(stdout) = this.child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            reader.read_line(&mut this.json).map_err(Problem::because(failed(), ""))?;
            // Whatever it prints later must not fill the pipe and stop it.
            thread::spawn(move || copy(&mut reader, &mut sink()));
        }
        this.bases = serde_json::from_str(&this.json).map_err(Problem::because(
            failed(),
            "They should print one line of JSON with their addresses. Their own words are above.",
        ))?;
        Ok(this)
    }

    /// The line with all base URLs, as it was printed.
    pub(crate) fn json(&self) -> &str {
        self.json.trim_end()
    }

    /// The address of each, by the name that it prints.
    pub(crate) fn bases(&self) -> &Value {
        &self.bases
    }

    /// Name and address of each.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (&'static str, &str)> {
        SYSTEMS.iter().map(|(_, _, key, name)| (*name, self.bases[key].as_str().unwrap_or("not running")))
    }

    /// Name and usual port of each that is elsewhere.
    pub(crate) fn moved(&self) -> impl Iterator<Item = (&'static str, u16)> {
        let is_at = |key: &str, port: u16| {
            let base = self.bases[key].as_str().unwrap_or_default().trim_end_matches('/');
            base.rsplit_once(':').is_some_and(|(_, found)| found.split('/').next() == Some(&port.to_string()))
        };
        SYSTEMS.iter().filter(move |(_, port, key, _)| !is_at(key, *port)).map(|(_, port, _, name)| (*name, *port))
    }

    pub(crate) fn must_run(&mut self) -> Result {
        let ended = self.child.try_wait();
        children::park_if_ending();
        match ended {
            Ok(Some(status)) => Err(Problem::new(
                format!("The simulated systems ended ({status})."),
                "Their own words are above. Run `cargo xtask start` again.",
            )),
            _ => Ok(()),
        }
    }
}

/// Which ports are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ports {
    /// The usual ones where nobody has them, for people: their browsers know them.
    Usual,
    /// Any that are free, for tests: the usual ones are left to people.
    Any,
}

impl Ports {
    /// Whoever looks first and listens later may find that somebody else has it by then.
    pub(crate) fn listen(self, port: u16) -> io::Result<TcpListener> {
        let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        at(self.first(port)).or_else(|_| at(0))
    }

    /// The port to try first. 0 lets the system choose.
    const fn first(self, port: u16) -> u16 {
        match self {
            Self::Usual => port,
            Self::Any => 0,
        }
    }
}
