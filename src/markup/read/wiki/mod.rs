//! Reads Jira's wiki text, line by line.

mod inline;
mod macros;
mod row;

use crate::builder::{Builder, Kind, Mark};
use crate::document::Document;
use inline::Inline;
use macros::Macro;

/// Reads a text.
pub(crate) fn read(wiki: &str) -> Document<'_> {
    let mut reader = Reader { builder: Builder::default(), code: None, panels: 0 };
    let mut lines = wiki.lines().peekable();
    while let Some(line) = lines.next() {
        if reader.code.is_none() && row::begins(line) {
            // The cells of a row may go over several lines.
            let mut row = line.trim().to_owned();
            while !row.ends_with('|')
                && let Some(more) = lines.next_if(|line| row::goes_on(line))
            {
                row.push('\n');
                row.push_str(more.trim());
            }
            reader.row(&row);
        } else {
            reader.line(line);
        }
    }
    reader.builder.end()
}

/// Jira's lists go no deeper.
const DEEPEST: usize = 20;

struct Reader<'a> {
    builder: Builder<'a>,
    /// The macro that holds code, until it ends.
    code: Option<&'static str>,
    panels: usize,
}

impl Reader<'_> {
    /// A line holds several macros, one after the other.
    fn line(&mut self, line: &str) {
        let mut rest = Some(line);
        let mut codes_end = true;
        while let Some(part) = rest {
            rest = self.part(part, &mut codes_end);
        }
    }

    /// Reads up to the end of a macro, and answers what follows it.
    fn part<'l>(&mut self, line: &'l str, codes_end: &mut bool) -> Option<&'l str> {
        if let Some(name) = self.code {
            let Some((code, rest)) = line.split_once(name) else {
                self.builder.text(format!("{line}\n"));
                return None;
            };
            if !code.is_empty() {
                self.builder.text(code.to_owned());
            }
            self.builder.close_code();
            self.code = None;
            return (!rest.trim().is_empty()).then_some(rest);
        }
        let text = line.trim();
        if text.is_empty() {
            self.close_lists("");
            self.builder.end_paragraph();
            return None;
        }
        let Some((at, found)) = macros::first(text, codes_end) else {
            self.text(text);
            return None;
        };
        let before = text.get(..at).unwrap_or_default().trim_end();
        if !before.is_empty() {
            self.text(before);
        }
        let rest = text.get(at + found.length..).unwrap_or_default();
        self.macro_of(&found);
        let opened_code = self.code.is_some();
        (if opened_code { !rest.is_empty() } else { !rest.trim().is_empty() }).then_some(rest)
    }

    fn macro_of(&mut self, found: &Macro<'_>) {
        match found.name {
            "quote" => {
                self.close_lists("");
                let is_open = self.builder.open_kinds().any(|kind| kind == Kind::Quote);
                if is_open { self.builder.close() } else { self.builder.open(Kind::Quote) }
            }
            "panel" => {
                self.close_lists("");
                self.builder.end_paragraph();
                // What begins with attributes begins another one.
                let closes = self.panels > 0 && found.attributes.is_empty();
                self.panels = if closes { self.panels - 1 } else { self.panels + 1 };
                self.title(found);
            }
            name => {
                self.title(found);
                let language = found.attributes.split('|').next().filter(|first| !first.contains('='));
                self.builder.open_code(language.unwrap_or_default());
                self.code = Some(if name == "code" { "{code}" } else { "{noformat}" });
            }
        }
    }

    /// What stands above a panel or a block of code.
    fn title(&mut self, found: &Macro<'_>) {
        if let Some(title) = found.attributes.split('|').find_map(|it| it.strip_prefix("title=")) {
            self.builder.end_paragraph();
            self.builder.mark(Mark::Strong, true);
            self.builder.text(title.to_owned());
            self.builder.mark(Mark::Strong, false);
            self.builder.end_paragraph();
        }
    }

    /// A line, or what is left of it, without a macro.
    fn text(&mut self, text: &str) {
        let (marker, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if is_marker(marker) {
            return self.item(marker.get(..DEEPEST).unwrap_or(marker), rest.trim_start());
        }
        if self.builder.open_kinds().next_back() == Some(Kind::Table) {
            self.builder.close();
        }
        if text.len() >= 4 && text.bytes().all(|b| b == b'-') {
            self.close_lists("");
            return self.builder.rule();
        }
        let heading = text.strip_prefix('h').and_then(|rest| rest.split_once(". "));
        if let Some((level, rest)) = heading
            && let Ok(level @ 1..=6) = level.parse()
        {
            self.close_lists("");
            self.builder.end_paragraph();
            self.inline(rest);
            return self.builder.end_heading(level);
        }
        if let Some(rest) = text.strip_prefix("bq. ") {
            self.close_lists("");
            self.builder.open(Kind::Quote);
            self.inline(rest);
            return self.builder.close();
        }
        if !self.builder.is_at_line_start() {
            self.builder.text("\n");
        }
        self.inline(text);
    }

    fn inline(&mut self, text: &str) {
        Inline::new(text, &mut self.builder).read();
    }

    fn item(&mut self, marker: &str, text: &str) {
        self.close_lists(marker);
        let depth = self.lists().len();
        for sign in marker.chars().skip(depth) {
            self.builder.open(Kind::List((sign == '#').then_some(1)));
            if self.lists().len() < marker.len() {
                self.builder.open(Kind::Item);
            }
        }
        self.builder.open(Kind::Item);
        self.inline(text);
    }

    /// The signs of the lists that are open.
    fn lists(&self) -> String {
        self.builder
            .open_kinds()
            .filter_map(|kind| match kind {
                Kind::List(start) => Some(if start.is_some() { '#' } else { '*' }),
                _ => None,
            })
            .collect()
    }

    /// Closes the lists that a marker does not go on with, and the item before it.
    fn close_lists(&mut self, marker: &str) {
        let marker = marker.replace('-', "*");
        loop {
            let open = self.lists();
            let inner = self.builder.open_kinds().next_back();
            let goes_on = marker.starts_with(&open) && !open.is_empty();
            let done = match inner {
                Some(Kind::Item) => goes_on && open.len() < marker.len(),
                Some(Kind::List(_)) => goes_on,
                Some(Kind::Table) => false,
                _ => true,
            };
            if done {
                return;
            }
            self.builder.close();
        }
    }

    fn row(&mut self, text: &str) {
        if self.builder.open_kinds().next_back() != Some(Kind::Table) {
            self.builder.open(Kind::Table);
        }
        self.builder.open_row();
        for cell in row::cells(text) {
            self.cell(cell.trim());
            self.builder.end_cell();
        }
    }

    /// A cell holds one line of text: the items of a list in it stand side by side.
    fn cell(&mut self, text: &str) {
        let item = |line: &&str| line.split_once(' ').is_some_and(|(marker, _)| is_marker(marker));
        if !text.split('\n').any(|line| item(&line)) {
            return self.inline(text);
        }
        let mut number = 0;
        for line in text.split('\n') {
            self.builder.end_paragraph();
            match line.split_once(' ').filter(|_| item(&line)) {
                Some((marker, rest)) if marker.ends_with('#') => {
                    number += 1;
                    self.builder.text(format!("{number}. "));
                    self.inline(rest);
                }
                Some((_, rest)) => {
                    self.builder.text("- ");
                    self.inline(rest);
                }
                None => self.inline(line),
            }
        }
    }
}

fn is_marker(marker: &str) -> bool {
    marker == "-" || !marker.is_empty() && marker.bytes().all(|b| matches!(b, b'*' | b'#'))
}
