//! What was sent and answered, as others may read it: without the secret, wherever it stands.

use super::Secrets;
use crate::http::{Request, Response};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// In the place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The headers by which somebody is known, in lower case as all are; they are left out, whatever they say.
const HEADERS: [&str; 5] = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-csrf-token"];

/// Takes the secrets of one request out of texts. A server may repeat in its answer what it was sent.
pub(crate) struct Redaction(Vec<Zeroizing<String>>);

impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redaction of {} texts", self.0.len())
    }
}

impl Redaction {
    /// Of a request as it is sent, with the secrets that it was authorized with.
    #[must_use]
    pub(crate) fn of(sent: &Request, secrets: Option<&Secrets>) -> Self {
        let mut found = Self(Vec::new());
        let credentials = sent.headers.get("authorization").and_then(|value| value.split_once(' '));
        found.add(credentials.map_or("", |(_, credentials)| credentials));
        for key in secrets.into_iter().flat_map(Secrets::keys) {
            found.add(secrets.and_then(|secrets| secrets.get(key)).unwrap_or_default());
        }
        found
    }

    fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        self.insert(secret);
        // As it stands within JSON text.
        let quoted = Zeroizing::new(serde_json::to_string(secret).unwrap_or_default());
        self.insert(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default());
    }

    /// The longest first: one may be part of another.
    fn insert(&mut self, secret: &str) {
        let at = self.0.iter().take_while(|other| other.len() > secret.len()).count();
        self.0.insert(at, Zeroizing::new(secret.to_owned()));
    }

    /// A text without the secrets.
    #[must_use]
    pub(crate) fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED))
    }

    /// Headers without the secrets, and without those that name somebody.
    #[must_use]
    pub(crate) fn headers(&self, headers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        // Extended and not collected, which would sort them and bring the code for it.
        let mut kept = BTreeMap::new();
        let shown = headers.iter().filter(|(name, _)| !HEADERS.contains(&name.as_str()));
        kept.extend(shown.map(|(name, value)| (name.clone(), self.text(value))));
        kept
    }

    /// The request.
    #[must_use]
    pub(crate) fn request(&self, sent: &Request) -> Request {
        Request {
            method: sent.method,
            url: self.text(&sent.url),
            headers: self.headers(&sent.headers),
            body: sent.body.as_deref().map(|body| self.text(body)),
        }
    }

    /// The headers and the body of an answer. What is not UTF-8 is shown as well as it can be.
    #[must_use]
    pub(crate) fn answer(&self, answer: &Response) -> (BTreeMap<String, String>, String) {
        (self.headers(&answer.headers), self.text(&String::from_utf8_lossy(&answer.body)))
    }
}

#[cfg(test)]
mod tests {
    use super::Redaction;
    use crate::connector::Secrets;
    use crate::http::{Request, Response};

    fn sent(authorization: &str) -> Request {
        let mut sent = Request::get("https://example.com/api?note=hunter\\2\"".into());
        sent.headers.insert("authorization".into(), authorization.into());
        sent.headers.insert("x-note".into(), "uses aHVudGVyMg==".into());
        sent.body = Some(r#"{"note":"hunter\\2\""}"#.into());
        sent
    }

    #[test]
    fn neither_the_secret_nor_its_header_is_left() {
        let secrets = Secrets::from([("password", "hunter\\2\"")]);
        let sent = sent("Basic aHVudGVyMg==");
        let redaction = Redaction::of(&sent, Some(&secrets));
        let request = redaction.request(&sent);
        assert_eq!(request.headers.get("authorization"), None);
        assert_eq!(request.headers.get("x-note").map(String::as_str), Some("uses [redacted]"));
        assert_eq!(request.url, "https://example.com/api?note=[redacted]");
        assert_eq!(request.body.as_deref(), Some(r#"{"note":"[redacted]"}"#));
    }

    #[test]
    fn an_answer_that_repeats_the_secret_or_sets_a_cookie_is_cleaned() {
        let secrets = Secrets::from([("apiToken", "tok"), ("other", "tok-longer")]);
        let redaction = Redaction::of(&sent("Bearer tok"), Some(&secrets));
        let headers = [("set-cookie", "id=1"), ("server", "tok-longer")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let answer = Response { status: 401, headers, body: b"no: Bearer tok \xff".to_vec() };
        let (headers, body) = redaction.answer(&answer);
        assert_eq!(headers.into_iter().collect::<Vec<_>>(), [("server".to_owned(), "[redacted]".to_owned())]);
        assert_eq!(body, "no: Bearer [redacted] \u{fffd}");
    }
}
