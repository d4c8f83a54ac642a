//! The line of text that a builder is at, with its marks and links.

use crate::document::{Line, Span, Style};
use crate::link;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Strong,
    Emphasis,
    Strike,
    Code,
}

/// A link is joined of no more spans at once.
const LONGEST_LINK: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    line: Line<'a>,
    /// Whether a block has ended within a cell, so that a space comes before what follows.
    gap: bool,
    /// How often each mark is open.
    marks: [usize; 4],
    /// Links that are open: where their text begins, and their target.
    links: Vec<(usize, Cow<'a, str>)>,
}

impl<'a> Text<'a> {
    /// Text in the marks that are open.
    pub(super) fn text(&mut self, text: Cow<'a, str>) {
        if std::mem::take(&mut self.gap) && !self.line.is_empty() {
            self.line.push(Span::plain(" "));
        }
        let [strong, emphasis, strike, code] = self.marks.map(|open| open > 0);
        let style = Style { strong, emphasis, strike, code };
        let in_link = self.links.last().map_or(0, |(from, _)| *from);
        // An address may come in several pieces; a link may not take in what stands before it.
        if self.line.len() > in_link
            && let Some(last) = self.line.last_mut()
            && last.style == style
            && last.link.is_none()
        {
            return last.text.to_mut().push_str(&text);
        }
        self.line.push(Span { text, style, link: None });
    }

    pub(super) fn mark(&mut self, mark: Mark, opens: bool) {
        if let Some(open) = self.marks.get_mut(mark as usize) {
            *open = if opens { *open + 1 } else { open.saturating_sub(1) };
        }
    }

    pub(super) fn open_link(&mut self, target: Cow<'a, str>) {
        self.links.push((self.line.len(), target));
    }

    /// Ends a link. Where it may lead nowhere its target stands behind it, but for a place in the same text.
    pub(super) fn close_link(&mut self) {
        let Some((from, target)) = self.links.pop() else { return };
        if let Some(target) = link::target(&target) {
            self.line.iter_mut().skip(from).for_each(|span| span.link = Some(target.clone()));
        } else if !target.starts_with('#') {
            let shown: String = self.line.iter().skip(from).map(|span| span.text.as_ref()).collect();
            if !target.is_empty() && shown.trim() != target {
                self.line.push(Span::plain(format!(" ({target})")));
            }
        }
    }

    /// Makes one link of two that lead to the same place, where nothing but signs stands between: wiki text can not link these.
    pub(super) fn rejoin_links(&mut self) {
        let Some(target) = self.line.last().and_then(|span| span.link.clone()) else { return };
        let is_own = |span: &Span<'_>| span.link.as_ref() == Some(&target);
        let own = self.line.iter().rev().take(LONGEST_LINK).take_while(|span| is_own(span)).count();
        let between = self.line.iter().rev().skip(own);
        let signs = between
            .take(LONGEST_LINK)
            .take_while(|span| span.link.is_none() && !span.text.contains(char::is_alphanumeric))
            .count();
        let from = self.line.len() - own - signs;
        if from > 0 && self.line.get(from - 1).is_some_and(is_own) {
            self.line.iter_mut().skip(from).for_each(|span| span.link = Some(target.clone()));
        }
    }

    /// Ends a part of the line: a space comes before what follows.
    pub(super) fn end_part(&mut self) {
        self.gap = true;
    }

    pub(super) fn is_at_start(&self) -> bool {
        self.line.last().is_none_or(|span| span.text.ends_with('\n'))
    }

    /// Whether white space stands before what follows, or nothing.
    pub(super) fn ends_in_space(&self) -> bool {
        self.line.last().is_none_or(|span| span.text.ends_with([' ', '\n']) && !span.style.code)
    }

    /// Ends the line. What is marked goes on in the next one, links do not.
    pub(super) fn take(&mut self) -> Line<'a> {
        self.links.clear();
        self.gap = false;
        std::mem::take(&mut self.line)
    }
}
