//! The languages that remote text fields read.

/// What the target reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Jira's wiki text: REST v2, Cloud and Data Center.
    Wiki,
    /// Atlassian Document Format, as JSON: REST v3 on Jira Cloud.
    Adf,
    /// HTML with a fixed list of tags and attributes.
    Html,
    /// The same HTML in a ServiceNow journal field, which renders what stands between `[code]` and `[/code]`.
    Code,
    /// Text in which nothing has a meaning, laid out for people.
    Plain,
    /// As [`Format::Plain`], for a ServiceNow field, in which `[code]` has a meaning.
    Journal,
    /// As [`Format::Plain`], as ADF: for Jira Cloud's REST v3, where no other body is taken.
    PlainAdf,
    /// As it was typed, for a remote side that reads Markdown. Nothing is escaped.
    Raw,
    /// As [`Format::Raw`], as ADF.
    RawAdf,
}

impl Format {
    /// Its name in JavaScript; whether a text is wrapped as ADF is Jira's own matter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wiki => "wiki",
            Self::Adf => "adf",
            Self::Html => "html",
            Self::Code => "code",
            Self::Plain | Self::PlainAdf => "plain",
            Self::Journal => "journal",
            Self::Raw | Self::RawAdf => "raw",
        }
    }

    /// Reads the format by its name in JavaScript.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "wiki" => Self::Wiki,
            "adf" => Self::Adf,
            "html" => Self::Html,
            "code" => Self::Code,
            "plain" => Self::Plain,
            "journal" => Self::Journal,
            "raw" => Self::Raw,
            _ => return None,
        })
    }
}
