//! ServiceNow's journal renders what stands between `[code]` and `[/code]` as HTML.

use super::loss::Losses;
use super::reference::read_all;
use super::{read, write};
use std::borrow::Cow;

const TAG: &str = "a space keeps [code] from being read as HTML";

/// Takes the tags their meaning with a space, which a reader sees and nothing executes.
pub(super) fn journal(text: String, losses: &mut Losses) -> String {
    let safe = replaced(&text, "[ ", "[ /");
    if safe != text {
        losses.add(TAG, &text, &safe);
    }
    safe
}

/// HTML between the tags; those within it lose their meaning by an entity, which shows the same.
pub(super) fn code(html: &str) -> String {
    format!("[code]{}[/code]", replaced(html, "&#91;", "&#91;/"))
}

/// What a reader sees of a journal's text: what stands between the tags, without its HTML.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, html, after)) = segment(rest) {
        out.push_str(before);
        out.push_str(&write::plain::write(&read::html::read(html)));
        rest = after;
    }
    if out.is_empty() && rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(out + rest) }
}

fn segment(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("[code]")?;
    let (html, after) = rest.split_once("[/code]")?;
    Some((before, html, after))
}

/// The same text where nothing that it shows reads as a comment reference, and else without the tags' meaning.
pub(super) fn raw(text: String, losses: &mut Losses) -> String {
    let references = |text: &str| read_all(text).len();
    let shown = shown(&text);
    if matches!(shown, Cow::Owned(_)) && references(&shown) > references(&text) { journal(text, losses) } else { text }
}

/// Another beginning for each `[code` and `[/code`.
fn replaced(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let (name, closes) = match tag.strip_prefix("[/") {
            Some(name) => (name, true),
            None => (tag.get(1..).unwrap_or_default(), false),
        };
        if name.get(..4).is_some_and(|n| n.eq_ignore_ascii_case("code")) {
            out.push_str(if closes { close } else { open });
        } else {
            out.push_str(if closes { "[/" } else { "[" });
        }
        rest = name;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_tags_is_shown_as_it_reads() {
        assert_eq!(shown("a [b] [code]"), Cow::Borrowed("a [b] [code]"));
        assert_eq!(shown("a [code]<p>b &lt;</p><p>(c)</p>[/code] d"), "a b <\n\n(c) d");
        let line = "(added at 2026-09-20 10:00:00.000 UTC by x, case comment c9)";
        for (text, is_kept) in [(format!("[code]<p>{line}</p>[/code]"), false), ("[code]<b>x</b>[/code]".into(), true)]
        {
            assert_eq!(raw(text.clone(), &mut Losses::default()) == text, is_kept, "{text}");
        }
    }

    #[test]
    fn no_code_tag_survives() {
        let mut losses = Losses::default();
        let text = journal("[code]<img>[/CODE] [codex] [c] [".into(), &mut losses);
        assert_eq!(text, "[ code]<img>[ /CODE] [ codex] [c] [");
        assert_eq!(losses.0.len(), 1);
        assert_eq!(code("<p>[/code]</p>"), "[code]<p>&#91;/code]</p>[/code]");
    }
}
