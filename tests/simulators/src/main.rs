//! Serves the simulated ServiceNow, Jira, IBM Resilient and Kibana until it is killed.

use simulators::{Options, start};
use std::io::{copy, sink, stdin};
use std::process::{ExitCode, exit};
use std::thread;

const USAGE: &str = "\
Usage: simulators [--servicenow PORT] [--jira-cloud PORT] [--jira-data-center PORT]
                  [--resilient PORT] [--kibana PORT] [--or-any-port]
                  [--cors-origin ORIGIN]... [--with-parent]

Serves on 127.0.0.1 and prints one line of JSON with the base URLs, and a connector to them for each type.
A port of 0, the default, takes any free one; with --or-any-port one that is taken does too.
Without --cors-origin a page on any port of localhost or 127.0.0.1 may call.
With --with-parent it ends when its standard input does: a parent that was killed closes it.";

#[tokio::main]
async fn main() -> ExitCode {
    let (options, with_parent) = match parse(std::env::args().skip(1)) {
        Ok(Some(told)) => told,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("simulators: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let running = match start(options).await {
        Ok(running) => running,
        Err(error) => {
            eprintln!("simulators: cannot listen: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", serde_json::to_string(&running.offer()).expect("addresses and connectors are plain text"));
    if with_parent {
        thread::spawn(|| {
            // Whatever ends it, nobody is there any more.
            let _ = copy(&mut stdin(), &mut sink());
            exit(0)
        });
    }
    std::future::pending().await
}

/// Reads the command line: the options, and whether to end with the parent. `None` means that help was asked for.
fn parse(arguments: impl Iterator<Item = String>) -> Result<Option<(Options, bool)>, String> {
    let mut options = Options::default();
    let mut with_parent = false;
    let mut arguments = arguments;
    while let Some(name) = arguments.next() {
        if name == "--help" || name == "-h" {
            return Ok(None);
        }
        match name.as_str() {
            "--with-parent" => with_parent = true,
            "--or-any-port" => options.or_any_port = true,
            _ => read_value(&mut options, &name, arguments.next())?,
        }
    }
    Ok(Some((options, with_parent)))
}

/// Reads an option that has a value.
fn read_value(options: &mut Options, name: &str, value: Option<String>) -> Result<(), String> {
    let value = || value.ok_or_else(|| format!("{name} needs a value"));
    let port = |text: String| text.parse::<u16>().map_err(|_| format!("{text} is not a port"));
    match name {
        "--servicenow" => options.servicenow = port(value()?)?,
        "--jira-cloud" => options.jira_cloud = port(value()?)?,
        "--jira-data-center" => options.jira_data_center = port(value()?)?,
        "--resilient" => options.resilient = port(value()?)?,
        "--kibana" => options.kibana = port(value()?)?,
        "--cors-origin" => options.cors_origins.push(value()?),
        _ => return Err(format!("{name} is not an option")),
    }
    Ok(())
}
