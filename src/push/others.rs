//! The words of the entries that hold no reference: what others have written, and what Kibana has pushed.

use crate::markup::reference::without_checks;
use crate::order::sort_by;
use std::cell::OnceCell;

/// The entries, and where in them each word stands: of a case with ten thousand comments as many texts are looked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Others {
    /// One entry on each line. White space changes on the way through remote systems, so one space stands for any.
    text: String,
    /// The hashes of the words with the places where they begin, sorted. Made when it is first asked for.
    places: OnceCell<Vec<(u32, usize)>>,
}

impl Others {
    pub(super) fn add(&mut self, text: &str) {
        self.places.take();
        self.text.push_str(&words(text));
        self.text.push('\n');
    }

    /// Whether the words of a text stand in one of them.
    pub(super) fn hold(&self, text: &str) -> bool {
        let wanted = words(text);
        let rarest = inner(&wanted).map(|(at, word)| (at, self.places(word))).min_by_key(|(_, places)| places.len());
        let Some((at, places)) = rarest else { return self.text.contains(&wanted) };
        places.iter().any(|(_, place)| {
            let begin = place.checked_sub(at);
            begin.and_then(|begin| self.text.get(begin..)).is_some_and(|text| text.starts_with(&wanted))
        })
    }

    /// Where a word stands, and perhaps another one.
    fn places(&self, word: &str) -> &[(u32, usize)] {
        let all = self.places.get_or_init(|| {
            let mut all: Vec<(u32, usize)> = with_places(&self.text, 0).map(|(at, word)| (hash(word), at)).collect();
            sort_by(&mut all, Ord::cmp);
            all
        });
        let hash = hash(word);
        let (begin, end) = (all.partition_point(|(it, _)| *it < hash), all.partition_point(|(it, _)| *it <= hash));
        all.get(begin..end).unwrap_or_default()
    }
}

/// One text may have been sent without a check value, and be made with one now.
fn words(text: &str) -> String {
    without_checks(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text but for its first and last, to which a system may write a sign without a space.
fn inner(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = words.find(' ').zip(words.rfind(' '));
    let inner = ends.and_then(|(first, last)| Some((words.get(first + 1..last)?, first + 1)));
    inner.into_iter().flat_map(|(inner, begin)| with_places(inner, begin))
}

fn with_places(text: &str, begin: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = begin;
    text.split([' ', '\n']).map(move |word| {
        let place = at;
        at += word.len() + 1;
        (place, word)
    })
}

fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::Others;

    #[test]
    fn the_words_are_found_wherever_they_stand_and_nothing_else_is() {
        let mut others = Others::default();
        assert!(!others.hold("one two three"));
        others.add("before:one  two\nthree four, five *six*");
        others.add("seven eight");
        for there in [
            "one two three",
            "one two three four",
            "two three",
            "ree four, five *s",
            "six",
            "four, five *six*",
            "seven eight",
        ] {
            assert!(others.hold(there), "{there}");
        }
        for not_there in
            ["one three four", "two four", "five six seven", "six* seven eight", "eight nine", "three four five"]
        {
            assert!(!others.hold(not_there), "{not_there}");
        }
        others.add("nine ten eleven");
        assert!(others.hold("nine ten eleven") && others.hold("two three four,"));
    }
}
