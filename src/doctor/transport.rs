//! What stands between the page and the host. A browser hides why a request failed, so these say what is
//! likely and how to make sure.

use super::report::Findings;
use crate::error::{Code, Error, is_certificate, of_connection};
use crate::http::Request;
use crate::systems::Connector;
use crate::systems::checks::{Check, CheckId, Question};

/// What a browser knows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebPage {
    /// The page's origin, such as `https://kibana.example.com`; nothing outside of a browser.
    pub origin: Option<String>,
    /// Whether the browser believes that it has a network connection.
    pub online: bool,
    /// Whether it is cross-origin isolated: then it may not even send a [`Probe`](super::Sending::Probe).
    pub isolated: bool,
}

impl WebPage {
    /// A page of this origin that is online and not isolated.
    #[must_use]
    pub fn new(origin: impl Into<String>) -> Self {
        Self { origin: Some(origin.into()), ..Self::default() }
    }
}

impl Default for WebPage {
    fn default() -> Self {
        Self { origin: None, online: true, isolated: false }
    }
}

fn is_https(connector: &Connector) -> bool {
    connector.base().as_str().starts_with("https:")
}

fn certificate(connector: &Connector) -> Check {
    if is_https(connector) {
        Check::passed(CheckId::Certificate, "The certificate is trusted.")
    } else {
        Check::skipped(CheckId::Certificate, "There is none: the URL is http, on this machine.")
    }
}

fn reached(connector: &Connector, findings: &mut Findings) {
    if !findings.has(CheckId::Reachable) {
        let host = connector.base().host();
        findings.add([Check::passed(CheckId::Reachable, format!("{host} answers.")), certificate(connector)]);
    }
}

/// A question was answered. Only an answer to a login shows that the browser may send one.
pub(super) fn answered(connector: &Connector, question: &Question, findings: &mut Findings) {
    reached(connector, findings);
    if !question.anonymous && !findings.has(CheckId::Cors) {
        let message = "Answers to a login can be read. Whether the system also takes writes from this page cannot be told by reading.";
        findings.add([Check::passed(CheckId::Cors, message)]);
    }
}

/// The browser got an answer that it does not show to the page.
pub(super) fn refused(connector: &Connector, page: &WebPage, error: Error, findings: &mut Findings) {
    reached(connector, findings);
    let origin = page.origin.as_deref().unwrap_or("the page that calls");
    let message = format!(
        "{} Most likely the system does not allow requests from {origin} (CORS). To make sure, open the browser's developer tools and test again: the console names CORS, and a status of 401 there means that it is the login after all.",
        Code::CorsRefused.meaning()
    );
    let remedy = (connector.system().checks().cors_remedy)(connector, origin);
    let check = Check::failed(CheckId::Cors, error.saying(message).coded(Code::CorsRefused));
    findings.add([Check { remedy: Some(remedy), ..check }]);
}

/// What a person sees there that a page does not.
const IN_A_NEW_TAB: &str = "If it does not find the host, correct the name or join the network (VPN). If it warns of the certificate, have a trusted one installed. If a page opens as usual, the system or the browser refuses requests from other sites.";

/// Node knows why, where a browser does not tell.
fn not_connected(host: &str, error: Error) -> Check {
    let cause = error.cause.as_deref().unwrap_or_default();
    let about = if is_certificate(cause) { CheckId::Certificate } else { CheckId::Reachable };
    let message = format!("No connection to {host} came about: {cause}.");
    let remedy = Some(of_connection(cause).to_owned());
    Check { remedy, ..Check::failed(about, error.saying(message).coded(Code::Unreachable)) }
}

/// Nothing came back, in no way.
pub(super) fn silent(connector: &Connector, page: &WebPage, request: &Request, error: Error) -> Vec<Check> {
    if error.cause.is_some() {
        return vec![not_connected(connector.base().host(), error)];
    }
    let secure_page = page.origin.as_deref().is_some_and(|origin| origin.starts_with("https:"));
    let host = connector.base().host();
    let code = match error.code {
        Code::TimedOut => Code::TimedOut,
        _ if !page.online => Code::Offline,
        _ if secure_page && request.url.starts_with("http:") => Code::MixedContent,
        _ if page.isolated => Code::NoAnswer,
        _ => Code::Unreachable,
    };
    let likely = if is_https(connector) {
        "The browser does not say why: most likely the host name is wrong, the network does not lead there, or the certificate is not trusted."
    } else {
        "Most likely nothing listens there."
    };
    let message = match code {
        Code::Unreachable => format!("No connection to {host} came about. {likely}"),
        Code::NoAnswer => format!(
            "No answer came from {host}. This page is cross-origin isolated, so it cannot find out whether the host is silent or does not let the page read its answers (CORS)."
        ),
        _ => code.meaning().to_owned(),
    };
    let mut check = Check::failed(CheckId::Reachable, error.saying(message).coded(code));
    if code == Code::Unreachable {
        check.remedy = Some(format!("{} {IN_A_NEW_TAB}", code.remedy()));
    }
    let mut checks = vec![check];
    if is_https(connector) {
        let message = "No connection came about, so nothing is known of the certificate; it may be why.";
        checks.push(Check::skipped(CheckId::Certificate, message));
    }
    checks
}
