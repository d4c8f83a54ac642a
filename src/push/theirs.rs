//! What others have written, without what is ours in it.

use super::goal::GoalComment;
use super::link_back;
use crate::markup::origin;
use crate::markup::reference::read_all;
use crate::systems::Entry;

/// What an entry says, as Markdown, without the lines at its end that are ours.
pub(crate) fn said(entry: &Entry) -> String {
    let markdown = entry.markdown();
    without_ours(&markdown).to_owned()
}

/// A text without our references and links at its end.
pub(crate) fn without_ours(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let linked = link_back::without(text);
        let (before, last) = linked.rsplit_once('\n').unwrap_or(("", linked));
        let next = if read_all(last).is_empty() { linked } else { before.trim_end() };
        if next.len() == text.len() {
            return text;
        }
        text = next;
    }
}

/// Whether two texts say the same by every sign but white space at the ends of lines.
pub(crate) fn reads_the_same(one: &str, other: &str) -> bool {
    one.trim().lines().map(str::trim_end).eq(other.trim().lines().map(str::trim_end))
}

/// What a comment says before its origin line; all of it where it has none.
pub(crate) fn body(comment: &GoalComment) -> &str {
    origin::split(&comment.source).map_or(&comment.source, |(body, _)| body)
}

/// What a push writes of its own, and nobody needs to be told of.
pub(super) fn is_fixed(text: &str) -> bool {
    let of_alerts = || text.strip_prefix("Alerts attached to the case: ").is_some_and(|n| n.parse::<u32>().is_ok());
    text.trim().is_empty() || text == "Opened from a security case." || of_alerts()
}

/// Whether two keys may stand for one entry: ServiceNow tells an account that may read the journal's table its `sys_id`, and
/// others nothing.
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    (has_no_id(one) && is_sys_id(other)) || (is_sys_id(one) && has_no_id(other))
}

/// Whether there may be such another key.
pub(super) fn may_have_two(key: &str) -> bool {
    has_no_id(key) || is_sys_id(key)
}

fn has_no_id(key: &str) -> bool {
    key.len() == 21 && key.starts_with('x')
}

fn is_sys_id(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}
