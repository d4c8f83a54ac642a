//! ServiceNow's journal renders what stands between `[code]` and `[/code]` as HTML.

use super::loss::Losses;

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
    fn no_code_tag_survives() {
        let mut losses = Losses::default();
        let text = journal("[code]<img>[/CODE] [codex] [c] [".into(), &mut losses);
        assert_eq!(text, "[ code]<img>[ /CODE] [ codex] [c] [");
        assert_eq!(losses.0.len(), 1);
        assert_eq!(code("<p>[/code]</p>"), "[code]<p>&#91;/code]</p>[/code]");
    }
}
