//! When a base URL may be asked again: the pauses that systems ask for, shared by all pushes and all tabs.

use super::record::{Change, Entry, Table};
use crate::http::Response;
use crate::push::retry::{LONGEST_WAIT_MS, asked_ms, jittered};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The pauses that are known, by base URL.
#[derive(Debug, Default)]
pub(crate) struct Pauses(BTreeMap<String, Pause>);

impl Pauses {
    /// Takes over what other tabs have left; what cannot be read asks for nothing.
    pub(crate) fn load(&mut self, stored: Vec<Entry>) {
        for (base_url, record) in stored {
            if let Ok(pause) = serde_json::from_value(record) {
                self.learn(&base_url, pause);
            }
        }
    }

    /// Takes over a pause, unless a longer one is known.
    pub(crate) fn learn(&mut self, base_url: &str, pause: Pause) {
        let longest = pause.longest(self.0.get(base_url).copied());
        self.0.insert(base_url.to_owned(), longest);
    }

    /// Takes over what an answer asks for. Answers the pause with what is to be stored of it.
    pub(crate) fn heed(&mut self, base_url: &str, response: &Response, now_ms: i64) -> Option<(Pause, Change)> {
        let pause = Pause::asked(response, now_ms)?;
        self.learn(base_url, pause);
        Some((pause, Change::put(Table::Pauses, base_url, pause)))
    }

    /// What they say of a request to this base URL now.
    pub(crate) fn gate(&self, base_url: &str, now_ms: i64, jitter: f64) -> Gate {
        self.0.get(base_url).map_or(Gate::Open, |pause| pause.gate(now_ms, jitter))
    }
}

/// A pause that a system has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    /// When it was asked for, in milliseconds since 1970.
    pub(crate) since: i64,
    /// When it ends.
    pub(crate) until: i64,
}

/// No pause is longer, whatever a system says: an hour is the interval of the longest limit that a vendor documents.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// What the pauses say of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Send it.
    Open,
    /// Wait so many milliseconds first.
    Wait(u32),
    /// The pause is longer than anybody waits in front of a page: send nothing.
    Shut,
}

impl Pause {
    /// The pause that an answer asks for: `Retry-After` of a refusal, or the reset of a quota that is used up.
    #[must_use]
    pub(crate) fn asked(response: &Response, now_ms: i64) -> Option<Self> {
        let refused = matches!(response.status(), 429 | 503);
        let used_up = response.header("x-ratelimit-remaining").is_some_and(|left| left.trim() == "0");
        let ms = asked_ms(response, now_ms).filter(|ms| (refused || used_up) && *ms > 0)?;
        Some(Self { since: now_ms, until: now_ms.saturating_add(ms.min(LONGEST_PAUSE_MS)) })
    }

    /// What it means for a request now. A clock that was put back since knows nothing of the pause.
    #[must_use]
    pub(crate) fn gate(self, now_ms: i64, jitter: f64) -> Gate {
        // Stored ones may be older than the rule.
        let until = self.until.min(self.since.saturating_add(LONGEST_PAUSE_MS));
        let left = until.saturating_sub(now_ms);
        if left <= 0 || now_ms < self.since {
            return Gate::Open;
        }
        if left > LONGEST_WAIT_MS {
            return Gate::Shut;
        }
        jittered(left, jitter).map_or(Gate::Shut, Gate::Wait)
    }

    /// The longer one of two.
    #[must_use]
    pub(crate) fn longest(self, other: Option<Self>) -> Self {
        other.filter(|other| other.until > self.until).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Gate, Pause, Pauses};
    use crate::host::record::Change;
    use crate::http::{Request, Response};

    fn answer(status: u16, headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response::received(&Request::get(String::new()), status, headers, Vec::new())
    }

    #[test]
    fn a_refusal_and_a_quota_that_is_used_up_ask_for_a_pause() {
        for (status, headers, until) in [
            (429, vec![("retry-after", "7")], Some(8_000)),
            (503, vec![("retry-after", "2")], Some(3_000)),
            (200, vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "5")], Some(6_000)),
            (200, vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-interval-seconds", "60")], Some(61_000)),
            (200, vec![("x-ratelimit-remaining", "9"), ("x-ratelimit-reset", "5")], None),
            // Data Center's "go".
            (429, vec![("retry-after", "0")], None),
            (429, vec![], None),
            (500, vec![("retry-after", "7")], None),
        ] {
            let pause = Pause::asked(&answer(status, &headers), 1_000);
            assert_eq!(pause.map(|pause| pause.until), until, "{status} {headers:?}");
        }
    }

    #[test]
    fn a_pause_is_waited_for_unless_it_is_too_long_or_the_clock_was_put_back() {
        let pause = Pause { since: 1_000, until: 11_000 };
        assert_eq!(pause.gate(1_000, 0.0), Gate::Wait(10_000));
        assert_eq!(pause.gate(1_000, 1.0), Gate::Wait(12_500));
        assert_eq!(pause.gate(11_000, 1.0), Gate::Open);
        assert_eq!(pause.gate(500, 0.0), Gate::Open);
        assert_eq!(Pause { since: 0, until: 3_600_000 }.gate(0, 0.0), Gate::Shut);
        assert_eq!(pause.longest(Some(Pause { since: 0, until: 12_000 })).until, 12_000);
        assert_eq!(pause.longest(None), pause);
    }

    #[test]
    fn what_one_answer_asks_for_holds_for_its_base_url_and_whoever_loads_it() {
        let mut pauses = Pauses::default();
        let (pause, change) = pauses.heed("https://a.example", &answer(429, &[("retry-after", "7")]), 1_000).unwrap();
        assert_eq!(pauses.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000));
        assert_eq!(pauses.gate("https://b.example", 2_000, 0.0), Gate::Open);
        let Change::Put { key, value, .. } = change else { panic!() };
        let mut other = Pauses::default();
        other.load(vec![(key, value), ("https://b.example".into(), serde_json::json!("a week"))]);
        assert_eq!(other.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000));
        other.learn("https://a.example", Pause { since: 1_000, until: 3_000 });
        assert_eq!(other.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000), "the longer one stays");
        assert_eq!(other.gate("https://b.example", 2_000, 0.0), Gate::Open);
        assert!(pause.until == 8_000 && pauses.heed("https://a.example", &answer(200, &[]), 1_000).is_none());
    }
    #[test]
    fn no_pause_lasts_longer_than_an_hour_whatever_was_asked_for_or_stored() {
        let now = 1_789_374_780_000;
        for (name, value) in [
            ("retry-after", "99999999"),
            ("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT"),
            ("x-ratelimit-reset", "99999999999999"),
        ] {
            let pause = Pause::asked(&answer(429, &[(name, value)]), now).unwrap();
            assert_eq!(pause.until, now + 3_600_000, "{value}");
        }
        let stored = Pause { since: now, until: i64::MAX };
        assert_eq!(stored.gate(now + 60_000, 0.0), Gate::Shut);
        assert_eq!(stored.gate(now + 3_600_000, 0.0), Gate::Open);
    }
}
