//! What the inputs of a campaign have come to, added up.

use std::fmt;

use serde_json::Value;

/// Inputs of many targets.
#[derive(Debug, Default)]
pub(super) struct Tally {
    targets: u64,
    inputs: u64,
    /// In milliseconds, with its target.
    slowest: (u64, String),
    /// The most that inputs of one target have kept, and the most that one held, in bytes.
    kept: i64,
    most: u64,
}

impl Tally {
    /// Reads what a target prints of itself; all other lines say nothing.
    pub(super) fn read(&mut self, line: &str) {
        let Some(json) = line.trim().strip_prefix("tally ") else { return };
        let Ok(one) = serde_json::from_str::<Value>(json) else { return };
        let number = |name: &str| one[name].as_u64().unwrap_or_default();
        self.add(
            one["target"].as_str().unwrap_or_default(),
            number("inputs"),
            number("slowestMs"),
            number("mostBytes"),
        );
        self.kept = self.kept.max(one["keptBytes"].as_i64().unwrap_or_default());
    }

    /// Reads what libFuzzer says at the end. It knows the time in whole seconds, and the memory of the whole program.
    pub(super) fn read_fuzzer(&mut self, target: &str, words: &str) {
        let stat = |name: &str| {
            let value =
                words.lines().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':'));
            value.and_then(|value| value.trim().parse::<u64>().ok()).unwrap_or_default()
        };
        let (inputs, seconds) = (stat("number_of_executed_units"), stat("slowest_unit_time_sec"));
        self.add(target, inputs, seconds * 1_000, stat("peak_rss_mb") << 20);
    }

    fn add(&mut self, target: &str, inputs: u64, slowest: u64, most: u64) {
        self.targets += 1;
        self.inputs += inputs;
        self.most = self.most.max(most);
        if slowest >= self.slowest.0 {
            self.slowest = (slowest, target.to_owned());
        }
    }

    /// Whether anybody has counted at all: a runner that prints in another way must not pass for none.
    pub(super) fn is_empty(&self) -> bool {
        self.inputs == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { targets, inputs, slowest: (slowest, of), kept, most } = self;
        let mebibytes = most >> 20;
        write!(f, "{inputs} inputs of {targets} targets, nothing found. ")?;
        write!(f, "The slowest took {slowest} ms ({of}); the most memory was {mebibytes} MiB; ")?;
        write!(f, "at most {kept} bytes were kept of all inputs of a target.")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn targets_are_added_up_and_the_worst_is_named() {
        let mut tally = Tally::default();
        assert!(tally.is_empty());
        for line in [
            "test hostile::texts ... tally is no word of ours",
            r#"tally {"target":"push jira","inputs":100,"slowestMs":3,"keptBytes":-8,"mostBytes":3145728}"#,
            r#"  tally {"target":"readText","inputs":50,"slowestMs":2,"keptBytes":64,"mostBytes":10}"#,
        ] {
            tally.read(line);
        }
        tally.read_fuzzer(
            "case",
            "#9 DONE\nstat::number_of_executed_units: 850\nstat::slowest_unit_time_sec: 0\nstat::peak_rss_mb: 2\n",
        );
        let said = "1000 inputs of 3 targets, nothing found. The slowest took 3 ms (push jira); the most memory was 3 MiB; \
                    at most 64 bytes were kept of all inputs of a target.";
        assert_eq!(tally.to_string(), said);
    }
}
