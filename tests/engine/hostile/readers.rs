//! Hostile texts against the four readers: of wiki text, documents and HTML, as systems hold them, and of Markdown.

use super::random::Random;
use super::server;
use crate::bounds::{BACK, OUT};
use crate::common::processor;
use crate::people::{self, ADF, HTML, WIKI, document};
use case_connectors::markup::{Format, read_back, render, visible};
use serde_json::Value;
use std::sync::LazyLock;
use std::time::Duration;

type Samples = Vec<[&'static str; 3]>;

static WIKIS: LazyLock<Samples> = LazyLock::new(|| people::samples(WIKI));
static PAGES: LazyLock<Samples> = LazyLock::new(|| people::samples(HTML));
static DOCUMENTS: LazyLock<Samples> = LazyLock::new(|| people::samples(ADF));

/// So much may become of a text: each sign as an entity, on a line of its own within quotes and lists.
const MOST: usize = 100;

const SPACES: [&str; 5] = ["\n", "\n\n", " ", "  ", "\t"];

/// Pieces of samples and of what looks for its end, side by side.
fn text(random: &mut Random, samples: &Samples, part: usize, pieces: &'static [&'static str]) -> String {
    let mut out = String::new();
    for _ in 0..=random.below(6) {
        match random.below(9) {
            0..3 => out.push_str(random.one::<&str>(pieces)),
            3 => out.push_str(&random.one::<&str>(pieces).repeat(1 + random.below(8))),
            4 => out.push_str(random.one::<&str>(&SPACES)),
            5 => out.extend(char::from_u32(u32::try_from(random.below(0x3_0000)).unwrap())),
            6 => out.push(char::from(u8::try_from(usize::from(b' ') + random.below(95)).unwrap())),
            _ => {
                let sample = random.one(samples)[part];
                let chars = sample.chars().count();
                let from = random.below(chars + 1);
                out.extend(sample.chars().skip(from).take(random.below(40)));
            }
        }
    }
    out
}

fn changed_document(random: &mut Random) -> String {
    let mut value: Value = serde_json::from_str(&document(random.one(&DOCUMENTS)[1])).unwrap();
    for _ in 0..=random.below(4) {
        server::change_some(random, &mut value, "secret");
    }
    value.to_string()
}

/// Once in so many times a text is looked at in two lengths.
const LONG: usize = 50;

/// Four times the text does not take more than some four times as long: by the square it would be sixteen times.
fn in_proportion(random: &mut Random, piece: &str, work: impl Fn(&str)) {
    if piece.is_empty() || !random.once_in(LONG) {
        return;
    }
    let time = |length: usize| processor::taken(|| work(&piece.repeat(1 + length / piece.len())));
    let (mut short, mut long) = (Duration::MAX, Duration::MAX);
    for _ in 0..4 {
        (short, long) = (short.min(time(4_000)), long.min(time(16_000)));
        if long < Duration::from_millis(25) || long < short * 8 {
            return;
        }
    }
    panic!("{short:?} and {long:?}: {piece:?}");
}

/// What stands in a system is read, and what was read is written and read again.
pub(super) fn back(format: Format, random: &mut Random) {
    let text = match format {
        Format::Wiki => text(random, &WIKIS, 1, BACK),
        Format::Html => text(random, &PAGES, 1, BACK),
        _ => changed_document(random),
    };
    let markdown = read_back(&text, format);
    let shown = visible(&text, format);
    assert!(markdown.len() + shown.len() <= MOST * (text.len() + 40), "{} of {text:?}", markdown.len());
    assert!(!markdown.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{markdown:?} of {text:?}");
    let _ = read_back(&render(&markdown, format).text, format);
    if format != Format::Adf {
        in_proportion(random, &text, |text| drop((read_back(text, format), visible(text, format))));
    }
}

/// Markdown is read, and written for each target.
pub(super) fn out(random: &mut Random) {
    let samples = *random.one(&[&*WIKIS, &*PAGES, &*DOCUMENTS]);
    let text = text(random, samples, 2, OUT);
    for format in [Format::Wiki, Format::Adf, Format::Html, Format::Journal] {
        let written = render(&text, format).text;
        assert!(written.len() <= MOST * (text.len() + 40), "{} of {text:?}", written.len());
    }
    in_proportion(random, &text, |text| drop(render(text, Format::Wiki)));
}
