//! Reads from a runner's output how many tests passed and failed.

/// Programs that not every machine can have: tests that need one say that they skip it. Whatever else is left out has failed.
const EXEMPT: [&str; 5] = ["nginx", "caddy", "Deno", "Bun", "pandoc"];

/// What has failed, and what was left out: that has failed too. The last one as in "2 did not run".
const FAILED: [&str; 10] =
    ["failed", "error", "errors", "ignored", "skipped", "xfailed", "xpassed", "deselected", "interrupted", "did"];

/// A test that passed only when tried again did pass.
const PASSED: [&str; 2] = ["passed", "flaky"];

/// Tests, not assertions and not files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// What could not run here, with the reason.
    pub(crate) not_run: Vec<String>,
}

impl Count {
    /// Where a step could not even count.
    pub(crate) fn broken() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.not_run.extend(other.not_run);
    }

    /// Adds what one line says; most lines say nothing. Understood are Cargo's
    /// and wasm-bindgen's summary, `node --test`, Vitest, pytest and Playwright.
    pub(crate) fn read(&mut self, line: &str) {
        // How `node --test` marks a test that is skipped.
        if let Some(skipped) = line.trim_start().strip_prefix('﹣') {
            return self.read_skipped(skipped.trim());
        }
        let words: Vec<&str> =
            line.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let number = |word: &str| word.parse::<u64>().ok();
        let summary = match words.as_slice() {
            // test result: ok. 3 passed; 0 failed; ...
            ["test", "result", ..] => true,
            // # pass 3, in colour or with another mark in front. Those that are skipped have lines of their own.
            ["pass", count] => {
                self.passed += number(count).unwrap_or(0);
                return;
            }
            ["fail" | "cancelled" | "todo", count] => {
                self.failed += number(count).unwrap_or(0);
                return;
            }
            // Tests  1 failed | 3 passed (4), which is Vitest's
            ["Tests", ..] => true,
            // ===== 3 passed, 1 failed in 0.5s =====, and Playwright's 3 passed (1.2s). Where something else stands between
            // the two it is a line of code that a runner shows: 24 |   errors.filter(
            [first, what, ..] if PASSED.contains(what) || FAILED.contains(what) => {
                number(first).is_some() && line.trim_start_matches(['=', ' ']).starts_with(&format!("{first} {what}"))
            }
            _ => false,
        };
        if !summary {
            return;
        }
        for pair in words.windows(2) {
            let [count, what] = pair else { continue };
            let Some(count) = number(count) else { continue };
            if PASSED.contains(what) {
                self.passed += count;
            } else if FAILED.contains(what) {
                self.failed += count;
            }
        }
    }

    /// As in "nginx (0.7ms) # nginx is not installed", without the mark before it.
    fn read_skipped(&mut self, line: &str) {
        let (name, rest) = line.split_once(" (").unwrap_or((line, ""));
        if EXEMPT.contains(&name) {
            let reason = rest.split_once("# ").map_or("", |(_, reason)| reason);
            self.not_run.push(format!("{name}: {reason}"));
        } else {
            self.failed += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn read(lines: &[&str]) -> (u64, u64) {
        let count = count(lines);
        (count.passed, count.failed)
    }

    fn count(lines: &[&str]) -> Count {
        let mut count = Count::default();
        lines.iter().for_each(|line| count.read(line));
        count
    }

    #[test]
    fn every_runner_is_understood() {
        let cargo =
            "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.01s";
        assert_eq!(read(&["running 14 tests", cargo]), (12, 2));
        assert_eq!(read(&["# tests 5", "# pass 4", "# fail 1", "# cancelled 0"]), (4, 1));
        assert_eq!(read(&["ℹ tests 5", "ℹ pass 4", "ℹ fail 1"]), (4, 1));
        assert_eq!(read(&["========= 1 failed, 7 passed, 1 error in 0.31s ========="]), (7, 2));
        assert_eq!(read(&["9 passed in 0.31s"]), (9, 0));
        let vitest = [" Test Files  1 failed | 4 passed (5)", "      Tests  2 failed | 46 passed (48)"];
        assert_eq!(read(&vitest), (46, 2));
        assert_eq!(read(&["  1 failed", "    page.spec.ts:3:1 › title", "  2 flaky", "  3 passed (4.5s)"]), (5, 1));
    }

    #[test]
    fn a_test_that_is_left_out_has_failed() {
        let cargo = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(read(&[cargo]), (3, 1));
        assert_eq!(read(&["3 passed, 1 skipped, 2 xfailed in 0.31s"]), (3, 3));
        assert_eq!(read(&["  1 skipped", "  2 did not run", "  3 passed (4.5s)"]), (3, 3));
        assert_eq!(read(&["ℹ pass 4", "ℹ fail 0", "ℹ cancelled 1", "ℹ todo 1"]), (4, 2));
        let node = count(&["﹣ a push (0.1ms) # SKIP", "  ﹣ within (0.1ms) # nginx", "ℹ pass 4", "ℹ skipped 2"]);
        assert_eq!((node.passed, node.failed, node.not_run), (4, 2, Vec::new()));
    }

    #[test]
    fn a_program_that_cannot_be_had_is_exempt_by_name() {
        let tests =
            count(&["﹣ nginx (0.7ms) # nginx is not installed", "  ﹣ Deno (0.4ms) # no Deno here", "ℹ pass 4"]);
        assert_eq!((tests.passed, tests.failed), (4, 0));
        assert_eq!(tests.not_run, ["nginx: nginx is not installed", "Deno: no Deno here"]);
    }

    #[test]
    fn the_code_that_a_runner_shows_is_not_counted() {
        let playwright = [
            "    Error: console errors",
            "      22 |       await use(undefined);",
            "    > 23 |       expect(",
            "      24 |         errors.filter((error) => !allowed?.test(error)),",
            "      25 |         failed: 3,",
            "  1 failed",
            "    [chromium] › page.spec.ts:3:1 › title ──────",
            "  3 passed (4.5s)",
        ];
        assert_eq!(read(&playwright), (3, 1));
        assert_eq!(read(&["24| errors.push(it)", "24 | passed += 1", "error: 24 errors"]), (0, 0));
    }

    #[test]
    fn the_names_of_tests_are_not_counted() {
        assert_eq!(
            read(&["test three_passed_two_failed ... ok", "✔ 3 comments passed on (1ms)", "ok 1 - pass 3"]),
            (0, 0)
        );
    }
}
