//! How the steps ended, as a table and a verdict.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

use crate::test::count::Count;

/// The steps of a run, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) took: Duration,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) step: &'static str,
    pub(crate) tests: Count,
    pub(crate) took: Duration,
    /// What it has printed, where that stands further above than a person looks.
    pub(crate) words: Vec<u8>,
}

/// So many lines hold what a runner says of its failed tests at its end.
const LAST_LINES: usize = 80;

impl Row {
    fn last_words(&self) -> String {
        let words = String::from_utf8_lossy(&self.words);
        let lines: Vec<&str> = words.lines().collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
    }
}

impl Report {
    fn sum(&self) -> Count {
        let mut sum = Count::default();
        self.rows.iter().for_each(|row| sum.add(row.tests.clone()));
        sum
    }

    pub(crate) fn is_good(&self) -> bool {
        self.sum().failed == 0
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for row in self.rows.iter().filter(|row| row.tests.failed > 0 && !row.words.is_empty()) {
            writeln!(f, "\n=== {}, which has failed: its last words once more ===\n{}", row.step, row.last_words())?;
        }
        writeln!(f, "\n{:16}{:>8}{:>8}{:>9}", "step", "passed", "failed", "seconds")?;
        for Row { step, tests, took, .. } in &self.rows {
            writeln!(f, "{step:16}{:>8}{:>8}{:>9.1}", tests.passed, tests.failed, took.as_secs_f64())?;
        }
        let sum = self.sum();
        let seconds = self.took.as_secs();
        writeln!(f, "\n{} passed, {} failed, in {} min {} s", sum.passed, sum.failed, seconds / 60, seconds % 60)?;
        sum.not_run.iter().try_for_each(|what| writeln!(f, "Not run here: {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Duration, Report, Row};

    fn report(rows: &[(&'static str, Count)]) -> Report {
        let rows = rows.iter().map(|(step, tests)| Row {
            step,
            tests: tests.clone(),
            took: Duration::from_secs(2),
            words: format!("{step} begins\n{}", "a line\n".repeat(200)).into_bytes(),
        });
        Report { rows: rows.collect(), took: Duration::from_secs(61) }
    }

    #[test]
    fn a_step_that_failed_or_could_not_count_spoils_the_whole() {
        let good = Count { passed: 3, ..Count::default() };
        assert!(report(&[("one", good.clone()), ("two", Count::default())]).is_good());
        assert!(!report(&[("one", good.clone()), ("two", Count::broken())]).is_good());
        assert!(!report(&[("one", Count { failed: 1, ..good.clone() }), ("two", good)]).is_good());
    }

    #[test]
    fn what_has_failed_says_its_last_words_before_the_table() {
        let failed = Count { failed: 1, ..Count::default() };
        let told = report(&[("one", Count { passed: 3, ..Count::default() }), ("two", failed)]).to_string();
        let (words, _) = told.split_once("step ").unwrap();
        assert!(words.contains("=== two, ") && !words.contains("=== one, "), "{words}");
        assert!(words.contains("a line") && !words.contains("two begins"), "{words}");
        assert!(words.lines().count() < 100, "{words}");
    }

    #[test]
    fn the_sum_names_what_could_not_run_and_does_not_fail_for_it() {
        let tests = Count { passed: 3, not_run: vec!["nginx: not installed".into()], ..Count::default() };
        let report = report(&[("gateway", tests), ("fmt", Count::default())]);
        assert!(report.is_good());
        let expected = "\
step              passed  failed  seconds
gateway                3       0      2.0
fmt                    0       0      2.0

3 passed, 0 failed, in 1 min 1 s
Not run here: nginx: not installed
";
        assert_eq!(report.to_string().trim_start(), expected);
    }
}
