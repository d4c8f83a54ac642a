//! ServiceNow's journal renders what stands between `[code]` and `[/code]` as HTML.

/// Takes the tags their meaning with a space, which a reader sees and nothing executes.
pub(super) fn escape(source: &str) -> (String, Option<&'static str>) {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut changed = false;
    while let Some(at) = rest.find('[') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        out.push('[');
        rest = tag.get(1..).unwrap_or_default();
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if name.get(..4).is_some_and(|n| n.eq_ignore_ascii_case("code")) {
            out.push(' ');
            changed = true;
        }
    }
    out.push_str(rest);
    (out, changed.then_some("a space keeps [code] from being read as HTML"))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_code_tag_survives() {
        let (text, loss) = escape("[code]<img>[/CODE] [codex] [c] [");
        assert_eq!(text, "[ code]<img>[ /CODE] [ codex] [c] [");
        assert!(loss.is_some());
    }
}
