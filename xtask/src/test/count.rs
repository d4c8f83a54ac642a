//! Reads from a runner's output how many tests passed and failed.

/// Tests, not assertions and not files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Adds what one line says; most lines say nothing. Understood are Cargo's
    /// and wasm-bindgen's summary, `node --test`, Vitest, pytest and Playwright.
    pub(crate) fn read(&mut self, line: &str) {
        let words: Vec<&str> =
            line.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let number = |word: &str| word.parse::<u64>().ok();
        let summary = match words.as_slice() {
            // test result: ok. 3 passed; 0 failed; ...
            ["test", "result", ..] => true,
            // # pass 3, in colour or with another mark in front
            ["pass", count] | ["fail", count] => {
                let count = number(count).unwrap_or(0);
                if words[0] == "pass" {
                    self.passed += count;
                } else {
                    self.failed += count;
                }
                return;
            }
            // Tests  1 failed | 3 passed (4), which is Vitest's
            ["Tests", ..] => true,
            // ===== 3 passed, 1 failed in 0.5s =====, and Playwright's 3 passed (1.2s)
            [first, "passed" | "failed" | "error" | "errors" | "flaky", ..] => number(first).is_some(),
            _ => false,
        };
        if !summary {
            return;
        }
        for pair in words.windows(2) {
            let [count, what] = pair else { continue };
            let Some(count) = number(count) else { continue };
            match *what {
                // A test that passed only when tried again did pass.
                "passed" | "flaky" => self.passed += count,
                "failed" | "error" | "errors" => self.failed += count,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn read(lines: &[&str]) -> (u64, u64) {
        let mut count = Count::default();
        for line in lines {
            count.read(line);
        }
        (count.passed, count.failed)
    }

    #[test]
    fn every_runner_is_understood() {
        let cargo =
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s";
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
    fn the_names_of_tests_are_not_counted() {
        assert_eq!(
            read(&["test three_passed_two_failed ... ok", "✔ 3 comments passed on (1ms)", "ok 1 - pass 3"]),
            (0, 0)
        );
    }
}
