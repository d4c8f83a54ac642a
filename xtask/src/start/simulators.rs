//! The simulated ServiceNow, Jira and Resilient, as a child process.

use std::io::{BufRead, BufReader, copy, sink};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::problem::{Problem, Result};

/// Option, first choice of port, key in the line that is printed, name.
const SYSTEMS: [(&str, u16, &str, &str); 4] = [
    ("--servicenow", 4781, "servicenow", "ServiceNow"),
    ("--jira-cloud", 4782, "jiraCloud", "Jira Cloud"),
    ("--jira-data-center", 4783, "jiraDataCenter", "Jira Data Center"),
    ("--resilient", 4784, "resilient", "IBM Resilient"),
];

#[derive(Debug)]
pub(crate) struct Simulators {
    child: Child,
    json: String,
    bases: Value,
}

impl Simulators {
    pub(crate) fn start(program: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        for (option, port, ..) in SYSTEMS {
            command.arg(option).arg(free_or_any(port).to_string());
        }
        let failed = || "The simulated systems did not start";
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(Problem::because(failed(), ""))?;
        // From here on, dropping it kills the child.
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

    pub(crate) fn must_run(&mut self) -> Result {
        match self.child.try_wait() {
            Ok(Some(status)) => Err(Problem::new(
                format!("The simulated systems ended ({status})."),
                "Their own words are above. Run `cargo xtask start` again.",
            )),
            _ => Ok(()),
        }
    }
}

impl Drop for Simulators {
    fn drop(&mut self) {
        // Either may fail because it has ended already, which is the goal.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The port itself when nobody has it, else 0: let the system choose.
pub(crate) fn free_or_any(port: u16) -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_or(0, |_| port)
}
