//! A server for the built dashboard: files of one folder, on loopback only.
//!
//! They are read once, at the start: whatever is built afterwards, the page that runs stays whole.
//!
//! It sends a strict Content Security Policy: WebAssembly, but no `eval` and
//! no inline script, and requests only to the hosts that are named.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::problem::{Problem, Result};

/// No request of a browser is longer than this before its body.
const LONGEST_HEAD: u64 = 64 * 1024;

#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
}

#[derive(Debug)]
struct Site {
    /// By the path of their address.
    files: HashMap<String, Vec<u8>>,
    simulators: String,
    host: String,
    /// Where the page may send requests, beside its own origin.
    connect: String,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Server {
    /// Serves until the process ends. The page may call the origins of `connect`.
    pub(crate) fn start(listener: TcpListener, folder: &Path, simulators: String, connect: &[String]) -> Result<Self> {
        let address = listener.local_addr().map_err(Problem::because("Cannot open a port for the dashboard", ""))?;
        let mut files = HashMap::new();
        load(folder, "", &mut files).map_err(Problem::because(format!("Cannot read {}", folder.display()), ""))?;
        let site = Arc::new(Site { files, simulators, host: address.to_string(), connect: connect.join(" ") });
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&site);
                // A visitor that goes away is no trouble of ours.
                thread::spawn(move || site.serve(&stream));
            }
        });
        Ok(Self { address })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

impl Site {
    /// Styles are inline: EUI makes style elements of its own, in a private instance of Emotion that can be told no
    /// nonce.
    fn policy(&self) -> String {
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
             connect-src 'self' {}; img-src 'self' data:; font-src 'self'; object-src 'none'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
            self.connect
        )
    }

    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut lines = BufReader::new(stream.take(LONGEST_HEAD)).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        let mut host = None;
        for line in lines {
            let line = line?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("host")
            {
                host = Some(value.trim().to_owned());
            }
        }
        let mut words = first.split(' ');
        let method = words.next().unwrap_or_default();
        let path = words.next().unwrap_or_default();
        let answer = self.answer(method, path, host.as_deref());
        let mut out = stream;
        write!(
            out,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
             X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
             Content-Security-Policy: {}\r\nConnection: close\r\n\r\n",
            answer.status,
            answer.kind,
            answer.body.len(),
            self.policy()
        )?;
        if method != "HEAD" {
            out.write_all(&answer.body)?;
        }
        out.flush()
    }

    fn answer(&self, method: &str, path: &str, host: Option<&str>) -> Answer {
        // A foreign name that was pointed at this machine gets nothing.
        if host != Some(self.host.as_str()) {
            return plain("421 Misdirected Request", "This is not the address of this server.");
        }
        if method != "GET" && method != "HEAD" {
            return plain("405 Method Not Allowed", "Only GET and HEAD.");
        }
        let path = path.split(['?', '#']).next().unwrap_or_default();
        if path == "/simulators.json" {
            return Answer { status: "200 OK", kind: "application/json", body: self.simulators.clone().into_bytes() };
        }
        // Addresses inside the dashboard have no ending; it reads them itself.
        let path = if Path::new(path).extension().is_none() { "/index.html" } else { path };
        match self.files.get(path) {
            Some(body) => Answer { status: "200 OK", kind: kind(Path::new(path)), body: body.clone() },
            None => plain("404 Not Found", "No such file."),
        }
    }
}

/// Vite's files need no percent encoding, so their names are their addresses.
fn load(folder: &Path, address: &str, files: &mut HashMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let address = format!("{address}/{name}");
        if entry.file_type()?.is_dir() {
            load(&entry.path(), &address, files)?;
        } else {
            files.insert(address, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn plain(status: &'static str, text: &str) -> Answer {
    Answer { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec() }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let mut files = HashMap::new();
        load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files).unwrap();
        let site = Site { files, ..site("") };
        let status = |path| site.answer("GET", path, Some("127.0.0.1:4780")).status;
        assert_eq!(status("/start/server.rs"), "200 OK");
        for path in ["/../Cargo.toml", "/start/../main.rs", "//etc/resolv.conf", "main.rs", "/start\\server.rs"] {
            assert_eq!(status(path), "404 Not Found", "{path}");
        }
    }

    fn site(connect: &str) -> Site {
        Site {
            files: HashMap::from([(String::from("/index.html"), b"<title>Cases</title>".to_vec())]),
            simulators: String::from("{}"),
            host: String::from("127.0.0.1:4780"),
            connect: String::from(connect),
        }
    }

    #[test]
    fn an_address_inside_the_dashboard_is_its_page() {
        let answer = site("").answer("GET", "/cases/1?filter=x", Some("127.0.0.1:4780"));
        assert_eq!((answer.kind, answer.body.as_slice()), ("text/html; charset=utf-8", &b"<title>Cases</title>"[..]));
    }

    #[test]
    fn a_foreign_host_name_is_refused() {
        let site = site("");
        let status = |host| site.answer("GET", "/simulators.json", host).status;
        assert_eq!(status(Some("127.0.0.1:4780")), "200 OK");
        assert_eq!(status(Some("rebound.example:4780")), "421 Misdirected Request");
        assert_eq!(status(None), "421 Misdirected Request");
    }

    #[test]
    fn the_page_may_call_what_is_named_and_nothing_else() {
        let site = site("http://127.0.0.1:4781 https://jira.example.com");
        let policy = site.policy();
        assert!(policy.contains("connect-src 'self' http://127.0.0.1:4781 https://jira.example.com;"), "{policy}");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(!policy.contains("'unsafe-eval'"), "{policy}");
    }
}
