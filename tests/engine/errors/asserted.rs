//! Which codes a test file asserts, and does not only mention: those that stand in an assertion, in what an assertion
//! names, in the list that a loop with an assertion goes through, or in a call of a function that asserts.

use super::lexer::{Language, Token, tokens};
use std::collections::BTreeSet;
use std::ops::Range;

/// Everything between quotes, and every `Code::Name`, that an assertion of the source is about.
pub(crate) fn asserted(source: &str, language: Language) -> BTreeSet<String> {
    let code = Code { tokens: tokens(source, language), language };
    let mut asserting = BTreeSet::new();
    // A function that calls one that asserts does so too.
    for _ in 0..2 {
        asserting = code.asserting(&asserting);
    }
    let mut spans = code.assertions(0..code.tokens.len(), &asserting);
    spans.extend(code.loops(&asserting));
    let named: Vec<Range<usize>> = spans.iter().flat_map(|span| code.named(span)).collect();
    spans.into_iter().chain(named).flat_map(|span| code.words(span)).collect()
}

struct Code {
    tokens: Vec<Token>,
    language: Language,
}

impl Code {
    fn word(&self, at: usize) -> Option<&str> {
        if let Some(Token::Word(word)) = self.tokens.get(at) { Some(word) } else { None }
    }

    fn is(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at) == Some(&Token::Sign(sign))
    }

    /// Where the bracket that opens here closes.
    fn close(&self, open: usize) -> usize {
        let mut depth = 0_i32;
        for at in open..self.tokens.len() {
            match self.tokens[at] {
                Token::Sign('(' | '[' | '{') => depth += 1,
                Token::Sign(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at;
            }
        }
        self.tokens.len()
    }

    /// From here on the first place outside of brackets that is wanted, or where these close.
    fn until(&self, from: usize, wanted: impl Fn(usize) -> bool) -> usize {
        let mut at = from;
        while at < self.tokens.len() && !wanted(at) && !matches!(self.tokens[at], Token::Sign(')' | ']' | '}')) {
            at = if matches!(self.tokens[at], Token::Sign('(' | '[' | '{')) { self.close(at) + 1 } else { at + 1 };
        }
        at
    }

    /// What the assertion that begins here, or the call of an asserting function, is about.
    fn assertion(&self, at: usize, asserting: &BTreeSet<String>) -> Option<Range<usize>> {
        let word = self.word(at)?;
        let is_defined =
            at.checked_sub(1).and_then(|before| self.word(before)).is_some_and(|it| it == "fn" || it == "function");
        if asserting.contains(word) && self.is(at + 1, '(') && !is_defined {
            return Some(at + 2..self.close(at + 1));
        }
        let open = match (self.language, word) {
            (Language::Rust, "assert" | "assert_eq" | "assert_ne" | "prop_assert" | "prop_assert_eq") => {
                self.is(at + 1, '!').then_some(at + 2)?
            }
            (Language::JavaScript, "assert") => self.until(at, |at| self.is(at, '(') || self.is(at, ';')),
            // With what is called of it: `expect(code).toBe('CODE')`.
            (Language::JavaScript, "expect") if self.is(at + 1, '(') => {
                return Some(at + 2..self.until(at, |at| self.is(at, ';')));
            }
            _ => return None,
        };
        Some(open + 1..self.close(open))
    }

    fn assertions(&self, within: Range<usize>, asserting: &BTreeSet<String>) -> Vec<Range<usize>> {
        within.filter_map(|at| self.assertion(at, asserting)).collect()
    }

    /// What a loop goes through, where its body asserts.
    fn loops(&self, asserting: &BTreeSet<String>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for at in (0..self.tokens.len()).filter(|at| self.word(*at) == Some("for")) {
            let (list, body) = match self.language {
                Language::Rust => {
                    let from = self.until(at, |at| self.word(at) == Some("in")) + 1;
                    let open = self.until(from, |at| self.is(at, '{'));
                    (from..open, open..self.close(open))
                }
                Language::JavaScript => {
                    let open = self.until(at, |at| self.is(at, '('));
                    let end = self.close(open);
                    let from = self.until(open + 1, |at| self.word(at) == Some("of")) + 1;
                    (
                        from..end,
                        end + 1
                            ..self.until(end + 1, |at| self.is(at, ';') || self.is(at, '}')).max(self.close(end + 1)),
                    )
                }
            };
            if !self.assertions(body, asserting).is_empty() {
                found.push(list);
            }
        }
        found
    }

    /// The functions of the file whose bodies assert.
    fn asserting(&self, known: &BTreeSet<String>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for at in 0..self.tokens.len() {
            let body = match self.word(at) {
                Some("fn" | "function") => self.until(at + 1, |at| self.is(at, '{')),
                Some("const") if self.language == Language::JavaScript => {
                    let arrow = self.until(at, |at| self.is(at, ';') || self.is(at, '=') && self.is(at + 1, '>'));
                    if self.is(arrow, ';') { continue } else { arrow }
                }
                _ => continue,
            };
            let end = if self.is(body, '{') { self.close(body) } else { self.until(body, |at| self.is(at, ';')) };
            if let Some(name) = self.word(at + 1).filter(|_| !self.assertions(body..end, known).is_empty()) {
                found.insert(name.to_owned());
            }
        }
        found
    }

    /// What the names in a span stand for, each by its nearest definition before.
    fn named(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let is_definition = |at: usize, name: &str| {
            let keyword = |word: Option<&str>| matches!(word, Some("let" | "const" | "static"));
            let before = |back: usize| at.checked_sub(back).and_then(|at| self.word(at));
            self.word(at) == Some(name) && (keyword(before(1)) || before(1) == Some("mut") && keyword(before(2)))
        };
        let names = span.clone().filter_map(|at| self.word(at));
        let defined = names.filter_map(|name| (0..span.start).rev().find(|at| is_definition(*at, name)));
        defined.map(|at| self.until(at, |at| self.is(at, '='))..self.until(at, |at| self.is(at, ';'))).collect()
    }

    fn words(&self, span: Range<usize>) -> Vec<String> {
        let mut found = Vec::new();
        for at in span {
            match self.tokens.get(at) {
                // A text may be JSON with codes in it.
                Some(Token::Text(text)) => found.extend(text.split('"').map(|part| part.trim_matches('\\').to_owned())),
                Some(Token::Word(word)) if word == "Code" && self.is(at + 1, ':') => {
                    found.extend(self.word(at + 3).map(|name| format!("Code::{name}")));
                }
                _ => {}
            }
        }
        found
    }
}

fn codes(source: &str, language: Language) -> Vec<String> {
    asserted(source, language).into_iter().filter(|word| word.starts_with(['A', 'C'])).collect()
}

#[test]
fn a_mention_is_no_assertion() {
    let rust = r#"
        // assert_eq!(code, "A_COMMENT");
        fn given() -> Error { Error::new(Code::Given) }
        fn some() { let unused = "A_VALUE"; send("A_HEADER"); assert!(is_good('a', "x")); for code in [Code::Looped] { send(code) } }"#;
    assert_eq!(codes(rust, Language::Rust), Vec::<String>::new());
    let js = "const given = ['A_GIVEN'];\ntest('A_NAME', () => { send({ code: 'A_CODE' }); /* assert.equal(1, 'A_COMMENT') */ });\nassert.ok(/'/.test(x));";
    assert_eq!(codes(js, Language::JavaScript), Vec::<String>::new());
}

#[test]
fn what_is_asserted_counts() {
    let rust = r##"
        fn is(code: &str) { assert_eq!(run(), code) }
        fn all() { is("A_CALL"); let expected: [&str; 1] = ["A_NAMED"]; assert_eq!(found, expected);
            for (input, code) in [(1, Code::Looped)] { prop_assert_eq!(run(input), code); }
            assert_eq!((error.code, 1), (Code::Direct, 1)); assert_eq!(text, r#"[{"code":"A_JSON"}]"#); }"##;
    assert_eq!(codes(rust, Language::Rust), ["A_CALL", "A_JSON", "A_NAMED", "Code::Direct", "Code::Looped"]);
    let js = "const refused = async (code) => { await assert.rejects(run, { code }); };\nconst table = { a: 'A_TABLE' };\n\
        for (const [a, code] of Object.entries(table)) { test(a, () => { assert.equal(run(a), code); }); }\n\
        for (const code of ['A_LOOPED']) test(code, () => assert.equal(run(), code));\n\
        await refused('A_CALL');\nassert.deepEqual(await run(), ['A_DIRECT']);\nexpect(await run()).toBe('A_PAGE');";
    assert_eq!(codes(js, Language::JavaScript), ["A_CALL", "A_DIRECT", "A_LOOPED", "A_PAGE", "A_TABLE"]);
}
