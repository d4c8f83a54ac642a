//! What an inline text is made of, before it is flat.

use crate::document::{Line, Span, Style, trim_end};
use crate::link;
use crate::loss::Losses;
use std::borrow::Cow;

const TITLE: &str = "the title of a link is left out";
const NO_LINK: &str = "a link that is neither http, https nor mailto is shown as text, with its target";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Strike,
}

/// A link, as it was written.
#[derive(Debug)]
pub(super) struct Link<'t> {
    pub(super) target: Cow<'t, str>,
    pub(super) title: bool,
    /// What stands behind its text, where it shows all of itself when it may not be a link.
    pub(super) tail: Option<&'t str>,
    /// An image has no text that a mark could touch.
    pub(super) is_image: bool,
    pub(super) inside: Vec<Node<'t>>,
}

#[derive(Debug)]
pub(super) enum Node<'t> {
    Text(Cow<'t, str>),
    /// HTML: shown, and no neighbour of a mark.
    Tag(&'t str),
    Code(&'t str),
    Marked {
        mark: Mark,
        sign: &'t str,
        inside: Vec<Self>,
    },
    Link(Link<'t>),
    /// Brackets that refer to nothing, with what ends them.
    Brackets {
        inside: Vec<Self>,
        tail: &'t str,
    },
}

impl<'t> Node<'t> {
    /// An address that is a link by itself.
    pub(super) fn address(shown: &'t str, target: impl Into<Cow<'t, str>>) -> Self {
        let inside = vec![Self::Text(Cow::Borrowed(shown))];
        Self::Link(Link { target: target.into(), title: false, tail: None, is_image: false, inside })
    }
}

/// Puts a node behind others; texts side by side are one.
pub(super) fn push<'t>(node: Node<'t>, source: &'t str, out: &mut Vec<Node<'t>>) {
    match (node, out.last_mut()) {
        (Node::Text(text), Some(Node::Text(before))) => join(before, text, source),
        (Node::Text(text), _) if text.is_empty() => {}
        (node, _) => out.push(node),
    }
}

fn join<'t>(before: &mut Cow<'t, str>, text: Cow<'t, str>, source: &'t str) {
    if let (Cow::Borrowed(one), Cow::Borrowed(other)) = (&*before, &text) {
        let from = (one.as_ptr() as usize).checked_sub(source.as_ptr() as usize);
        let adjacent = one.as_ptr() as usize + one.len() == other.as_ptr() as usize;
        let both = from.and_then(|from| source.get(from..from + one.len() + other.len()));
        if let Some(both) = both.filter(|_| adjacent) {
            *before = Cow::Borrowed(both);
            return;
        }
    }
    before.to_mut().push_str(&text);
}

/// Underscores within a word mark nothing, whatever has been read: their signs become text again.
pub(super) fn without_marks_in_words<'t>(nodes: Vec<Node<'t>>, source: &'t str) -> Vec<Node<'t>> {
    let may_be = |node: &Node<'_>| matches!(node, Node::Marked { sign: "_" | "__", .. });
    if !nodes.iter().any(may_be) {
        return nodes;
    }
    let mut done: Vec<Node<'t>> = Vec::with_capacity(nodes.len());
    let mut rest: Vec<Node<'t>> = nodes;
    rest.reverse();
    while let Some(node) = rest.pop() {
        let in_word = may_be(&node) && is_in_word(done.last(), &node, rest.last());
        match node {
            Node::Marked { sign, inside, .. } if in_word => {
                push(Node::Text(Cow::Borrowed(sign)), source, &mut done);
                inside.into_iter().for_each(|node| spread(node, source, &mut done));
                push(Node::Text(Cow::Borrowed(sign)), source, &mut done);
                // The text that has grown may touch the mark before it.
                if let Some(Node::Text(_)) = done.last()
                    && done.len() > 1
                    && done.get(done.len() - 2).is_some_and(may_be)
                {
                    rest.extend(done.pop());
                    rest.extend(done.pop());
                }
            }
            Node::Text(text) => push(Node::Text(text), source, &mut done),
            node => done.push(node),
        }
    }
    done
}

/// What stood within a mark that is none: marks of text alone are text there too.
fn spread<'t>(node: Node<'t>, source: &'t str, out: &mut Vec<Node<'t>>) {
    match node {
        Node::Marked { mark: Mark::Strong | Mark::Emphasis, sign, inside } => {
            push(Node::Text(Cow::Borrowed(sign)), source, out);
            inside.into_iter().for_each(|node| spread(node, source, out));
            push(Node::Text(Cow::Borrowed(sign)), source, out);
        }
        node => push(node, source, out),
    }
}

fn is_in_word(before: Option<&Node<'_>>, node: &Node<'_>, after: Option<&Node<'_>>) -> bool {
    let text = |node: Option<&Node<'_>>, pick: fn(&str) -> Option<char>| match node {
        Some(Node::Text(text)) => pick(text),
        _ => None,
    };
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text(before, |text| text.chars().next_back());
    let after = text(after, |text| text.chars().next());
    let touches = |c: Option<char>| is_word(c) || c == Some('_');
    is_word(before) && is_word(after)
        || touches(before) && is_word(edge(node, true))
        || touches(after) && is_word(edge(node, false))
}

/// The first or last character of the text within.
fn edge(node: &Node<'_>, first: bool) -> Option<char> {
    match node {
        Node::Text(text) if first => text.chars().next(),
        Node::Text(text) => text.chars().next_back(),
        Node::Link(Link { is_image: true, .. }) => None,
        Node::Marked { inside, .. } | Node::Link(Link { inside, .. }) | Node::Brackets { inside, .. } => {
            edge(if first { inside.first() } else { inside.last() }?, first)
        }
        Node::Tag(_) | Node::Code(_) => None,
    }
}

/// Nodes as a row of spans.
pub(super) fn line<'t>(nodes: Vec<Node<'t>>, source: &'t str, losses: &mut Losses) -> Line<'t> {
    let mut flat = Flat { line: Line::with_capacity(nodes.len()), from: 0, in_link: false, source, losses };
    flat.nodes(nodes, Style::default());
    let mut line = flat.line;
    trim_end(&mut line);
    line
}

struct Flat<'t, 'l> {
    line: Line<'t>,
    /// Where the text of a link begins: it may not run together with what stands before.
    from: usize,
    /// Whether this is the text of a link. Of an image in it, the outer target counts.
    in_link: bool,
    source: &'t str,
    losses: &'l mut Losses,
}

impl<'t> Flat<'t, '_> {
    fn nodes(&mut self, nodes: Vec<Node<'t>>, style: Style) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text, style),
                Node::Tag(text) => self.text(Cow::Borrowed(text), style),
                Node::Code(text) => self.line.push(Span { style: Style { code: true, ..style }, ..Span::plain(text) }),
                Node::Marked { mark, inside, .. } => {
                    let mut style = style;
                    match mark {
                        Mark::Strong => style.strong = true,
                        Mark::Emphasis => style.emphasis = true,
                        Mark::Strike => style.strike = true,
                    }
                    self.nodes(inside, style);
                }
                Node::Link(link) => self.link(link, style),
                Node::Brackets { inside, tail } => {
                    self.text(Cow::Borrowed("["), style);
                    self.nodes(inside, style);
                    self.text(Cow::Borrowed(tail), style);
                }
            }
        }
    }

    fn text(&mut self, text: Cow<'t, str>, style: Style) {
        let may_join = self.line.len() > self.from;
        match self.line.last_mut() {
            Some(last) if may_join && last.style == style && last.link.is_none() => {
                join(&mut last.text, text, self.source);
            }
            _ if text.is_empty() => {}
            _ => self.line.push(Span { text, style, link: None }),
        }
    }

    fn link(&mut self, link: Link<'t>, style: Style) {
        let target = link::target(&link.target);
        let is_link = target.is_some();
        if let Some(tail) = link.tail.filter(|_| !is_link) {
            self.losses.add(NO_LINK, &link.target, &link.target);
            if !link.target.is_empty() && is_text(&link.inside, &link.target) {
                return self.text(link.target, style);
            }
            self.text(Cow::Borrowed("["), style);
            self.nodes(link.inside, style);
            return self.text(Cow::Borrowed(tail), style);
        }
        if link.title {
            self.losses.add(TITLE, &link.target, "");
        }
        if self.in_link && !is_text(&link.inside, "") {
            return self.nodes(link.inside, style);
        }
        let around = (self.from, self.in_link);
        let from = self.line.len();
        (self.from, self.in_link) = (from, is_link);
        self.nodes(link.inside, style);
        (self.from, self.in_link) = around;
        let is_empty = self.line.len() == from && is_link;
        if link::finish(&mut self.line, from, &link.target, target) {
            self.losses.add(NO_LINK, &link.target, &link.target);
        }
        // What shows its target shows it as its text.
        if is_empty {
            self.line.iter_mut().skip(from).for_each(|span| span.style = style);
        }
    }
}

/// Whether nodes are this text and nothing else.
fn is_text(nodes: &[Node<'_>], text: &str) -> bool {
    match nodes {
        [] => text.is_empty(),
        [Node::Text(own)] => own == text,
        [Node::Code(own)] => *own == text,
        _ => false,
    }
}
