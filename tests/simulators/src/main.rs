//! Serves the simulated ServiceNow, Jira, IBM Resilient and Kibana until it is killed.

use simulators::{Options, start};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: simulators [--servicenow PORT] [--jira-cloud PORT] [--jira-data-center PORT]
                  [--resilient PORT] [--kibana PORT] [--cors-origin ORIGIN]...

Serves on 127.0.0.1 and prints one line of JSON with the base URLs.
A port of 0, the default, takes any free one.
Without --cors-origin a page on any port of localhost or 127.0.0.1 may call.";

#[tokio::main]
async fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
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
    println!("{}", serde_json::to_string(&running.addresses).expect("addresses are plain text"));
    std::future::pending().await
}

/// Reads the command line. `None` means that help was asked for.
fn parse(arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    let mut arguments = arguments;
    while let Some(name) = arguments.next() {
        if name == "--help" || name == "-h" {
            return Ok(None);
        }
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        let port = |text: String| text.parse::<u16>().map_err(|_| format!("{text} is not a port"));
        match name.as_str() {
            "--servicenow" => options.servicenow = port(value()?)?,
            "--jira-cloud" => options.jira_cloud = port(value()?)?,
            "--jira-data-center" => options.jira_data_center = port(value()?)?,
            "--resilient" => options.resilient = port(value()?)?,
            "--kibana" => options.kibana = port(value()?)?,
            "--cors-origin" => options.cors_origins.push(value()?),
            _ => return Err(format!("{name} is not an option")),
        }
    }
    Ok(Some(options))
}
