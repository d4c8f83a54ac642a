//! Jira's wiki text: REST API v2, Cloud and Data Center.
//!
//! Jira's own renderer and the parser that Atlassian publishes agree on what is written here, but for
//! entities: the renderer shows the character, the parser the entity. They stand only where wiki text
//! has no other form. What wiki text cannot say at all is listed in the losses.

pub(crate) mod escape;
mod inline;

use crate::document::{Block, Document, Line, Span};
use crate::line::lines;
use crate::loss::Losses;
use inline::Container;

const LIST_START: &str = "a numbered list starts at 1";
const AFTER_LIST: &str = "text after a list within an item becomes an item of its own";
const CODE_SPLIT: &str = "a code block that holds Jira's own code marks is shown in parts";
const CODE_INDENT: &str = "the white space before the first line of a code block is left out";

/// The languages that the code macro knows in every Jira: Data Center shows an error in place of a title for
/// those that only Cloud knows.
const LANGUAGES: [&str; 24] = [
    "actionscript",
    "ada",
    "c",
    "c++",
    "css",
    "erlang",
    "go",
    "groovy",
    "haskell",
    "html",
    "java",
    "javascript",
    "json",
    "lua",
    "objc",
    "perl",
    "php",
    "python",
    "r",
    "ruby",
    "scala",
    "sql",
    "swift",
    "xml",
];

/// Writes a document that is nested as Jira can.
pub(crate) fn write(document: &Document<'_>, losses: &mut Losses) -> String {
    let mut writer = Writer { out: String::with_capacity(256), losses };
    writer.blocks(&document.blocks, "\n\n", Container::Block);
    writer.out
}

struct Writer<'l> {
    out: String,
    losses: &'l mut Losses,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>], between: &str, container: Container) {
        for (number, block) in blocks.iter().enumerate() {
            if number > 0 {
                self.out.push_str(between);
            }
            self.block(block, container);
        }
    }

    fn block(&mut self, block: &Block<'_>, container: Container) {
        match block {
            Block::Paragraph(line) => self.line(line, container),
            Block::Heading(level, line) => {
                self.out.push_str(&format!("h{level}. "));
                self.line(line, container);
            }
            Block::Code { language, text } => self.code(language, text, container),
            Block::Quote(inside) => {
                self.out.push_str("{quote}\n");
                self.blocks(inside, "\n\n", Container::Quote);
                self.out.push_str("\n{quote}");
            }
            Block::List { start, items } => self.list(*start, items, "", container),
            Block::Table(rows) => self.table(rows),
            Block::Rule => self.out.push_str("----"),
        }
    }

    fn line(&mut self, line: &Line<'_>, container: Container) {
        inline::write(line, container, &mut self.out, self.losses);
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block<'_>>], around: &str, container: Container) {
        let marker = format!("{around}{}", if start.is_some() { '#' } else { '*' });
        if let Some(start) = start.filter(|start| *start != 1) {
            self.losses.add(LIST_START, &format!("{start}."), "1.");
        }
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            self.item(item, &marker, container);
        }
    }

    /// No blank line may stand within an item: it would end the list.
    fn item(&mut self, blocks: &[Block<'_>], marker: &str, container: Container) {
        self.out.push_str(marker);
        self.out.push(' ');
        let mut after_list = false;
        for (number, block) in blocks.iter().enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            if let Block::List { start, items } = block {
                self.list(*start, items, marker, container);
                after_list = true;
                continue;
            }
            if after_list {
                self.losses.add(AFTER_LIST, "", "");
                self.out.push_str(marker);
                self.out.push(' ');
                after_list = false;
                if matches!(block, Block::Code { .. }) {
                    self.out.push('\n');
                }
            }
            self.block(block, if container == Container::Quote { Container::ItemInQuote } else { Container::Item });
        }
    }

    fn table(&mut self, rows: &[Vec<Line<'_>>]) {
        for (number, row) in rows.iter().enumerate() {
            let bar = if number == 0 { "||" } else { "|" };
            if number > 0 {
                self.out.push('\n');
            }
            self.out.push_str(bar);
            for cell in row {
                if cell.is_empty() {
                    self.out.push(' ');
                }
                self.line(cell, Container::Cell);
                self.out.push_str(bar);
            }
        }
    }

    /// Between two marks nothing has a meaning but the mark itself; so each line goes between marks
    /// that it does not hold, and is written as text where it holds both.
    fn code(&mut self, language: &str, text: &str, container: Container) {
        let code = match LANGUAGES.contains(&language.to_ascii_lowercase().as_str()) {
            true => format!("code:{}", language.to_ascii_lowercase()),
            false => "code".to_owned(),
        };
        let in_quote = matches!(container, Container::Quote | Container::ItemInQuote);
        let marks = if code == "code" { ["noformat", "code"] } else { [code.as_str(), "noformat"] };
        let mut parts: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
        let fits = |line: &str, mark: &str| {
            let name = mark.split(':').next().unwrap_or(mark);
            !(holds(line, name) || in_quote && holds(line, "quote"))
        };
        let whole = marks.into_iter().find(|mark| fits(text, mark));
        for line in lines(text) {
            let mark = whole.or_else(|| marks.into_iter().find(|mark| fits(line, mark)));
            match parts.last_mut() {
                Some((last, lines)) if *last == mark => lines.push(line),
                _ => parts.push((mark, vec![line])),
            }
        }
        if parts.len() > 1 || parts.iter().any(|(mark, _)| mark.is_none()) {
            self.losses.add(CODE_SPLIT, text, "");
        }
        if text.starts_with(char::is_whitespace) {
            self.losses.add(CODE_INDENT, text, text.trim_start());
        }
        for (number, (mark, lines)) in parts.iter().enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            let lines = lines.join("\n");
            match mark {
                Some(mark) => {
                    let name = mark.split(':').next().unwrap_or(mark);
                    self.out.push_str(&format!("{{{mark}}}\n{lines}\n{{{name}}}"));
                }
                None => {
                    let mut span = Span::plain(lines);
                    span.style.code = true;
                    self.line(&vec![span], container);
                }
            }
        }
    }
}

/// Whether a text holds the start of a macro of this name, in any case of letters.
fn holds(text: &str, name: &str) -> bool {
    text.match_indices('{').any(|(at, _)| {
        let rest = text.get(at + 1..at + 1 + name.len());
        rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name))
    })
}
