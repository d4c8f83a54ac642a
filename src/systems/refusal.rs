//! Answers that a system is known to give where it refuses or fails: the one place per system that decides what they mean,
//! for a push and for a checkup alike. `docs/errors.md` lists them.

use crate::error::{Code, Error};
use crate::http::Response;

/// A known answer. It is taken for this one where its status, one of its words and its header all fit.
pub(crate) struct Known {
    /// None: any.
    pub(crate) statuses: &'static [u16],
    /// One of them stands in the answer, in whatever case; none: whatever it says.
    pub(crate) words: &'static [&'static str],
    /// A header, with a part of its value.
    pub(crate) header: Option<(&'static str, &'static str)>,
    pub(crate) code: Code,
    /// What happened; `{name}` is what the answer names, by the label that people see.
    pub(crate) says: &'static str,
    /// What to do about it.
    pub(crate) remedy: &'static str,
}

impl Known {
    /// One that is known by its status and its words.
    pub(crate) const fn of(statuses: &'static [u16], words: &'static [&'static str], code: Code) -> Self {
        Self { statuses, words, header: None, code, says: "", remedy: "" }
    }

    /// One that is known by its status and a header.
    pub(crate) const fn by_header(
        statuses: &'static [u16],
        name: &'static str,
        value: &'static str,
        code: Code,
    ) -> Self {
        Self { header: Some((name, value)), ..Self::of(statuses, &[], code) }
    }

    pub(crate) const fn means(self, says: &'static str, remedy: &'static str) -> Self {
        Self { says, remedy, ..self }
    }

    fn fits(&self, response: &Response, text: &str) -> bool {
        let by_header = |(name, value): (&str, &str)| {
            response.header(name).is_some_and(|it| it.to_ascii_uppercase().contains(value))
        };
        (self.statuses.is_empty() || self.statuses.contains(&response.status()))
            && (self.words.is_empty() || self.words.iter().any(|word| text.contains(word)))
            && self.header.is_none_or(by_header)
    }

    /// The sentence, with what the answer names.
    fn sentence(&self, name: Option<&str>) -> String {
        self.says.replace("{name}", name.unwrap_or("the answer does not say which"))
    }
}

/// What the headers of a success say of the login.
pub(crate) fn denied(known: &[Known], response: &Response) -> Option<Error> {
    let known = known.iter().find(|known| known.header.is_some() && known.fits(response, ""))?;
    Some(Error::with(known.code, known.sentence(None)).advise(known.remedy))
}

/// So much of a page tells what it is.
const BEGINNING: usize = 20_000;

/// What an answer means that is known, as an error without the system's own words; `words` are those of its body, where they could
/// be read.
pub(crate) fn recognised(
    known: &[Known],
    response: &Response,
    words: Option<&str>,
    name: impl FnOnce() -> Option<String>,
) -> Option<Error> {
    let page = || {
        let body = response.body().unwrap_or_default();
        String::from_utf8_lossy(body.get(..BEGINNING.min(body.len())).unwrap_or_default()).into_owned()
    };
    let text = words.map_or_else(page, str::to_owned).to_ascii_lowercase();
    // A page, or what was cut off, may hold any word, the case's own among them: it says nothing of what became of a write.
    let may_say = |known: &&Known| words.is_some() || known.words.is_empty() || !known.code.is_refusal();
    let known = known.iter().filter(may_say).find(|known| known.fits(response, &text))?;
    Some(Error::with(known.code, known.sentence(name().as_deref())).advise(known.remedy))
}
