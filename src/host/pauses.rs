//! When a base URL may be asked again: the pauses that systems ask for, shared by all pushes and all tabs.

use super::record::{Change, Entry, Table};
use crate::http::Response;
use crate::json;
use crate::order::Keyed;
use crate::push::retry::{LONGEST_WAIT_MS, asked_ms, is_used_up, jittered};
use crate::time::to_iso;
use serde::{Deserialize, Serialize};

/// The pauses that are known, by base URL.
#[derive(Debug, Default)]
pub(crate) struct Pauses(Keyed<Pause>);

/// A pause with the base URL that it is for, as tabs tell it each other.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    base_url: String,
    pub(crate) pause: Pause,
}

/// The same as a host shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownPause<'a> {
    base_url: &'a str,
    since: String,
    until: String,
}

impl Pauses {
    /// Takes over what other tabs have left; what cannot be read asks for nothing.
    pub(crate) fn load(&mut self, stored: Vec<Entry>) {
        for (base_url, record) in stored {
            if let Ok(pause) = json::take(record) {
                self.learn(&base_url, pause);
            }
        }
    }

    /// Takes over a pause, unless a longer one is known. One of no length ends those that were asked for before.
    pub(crate) fn learn(&mut self, base_url: &str, pause: Pause) {
        let known = self.0.get(base_url).copied();
        let ends = pause.is_end() && known.is_some_and(|known| known.since <= pause.since);
        let pause = if ends { pause } else { pause.longest(known) };
        self.0.insert(base_url, pause);
    }

    /// Takes over what the last one who tried has left in the store: nothing where the system answers again.
    pub(crate) fn found(&mut self, base_url: &str, stored: Option<Pause>) {
        match stored {
            Some(pause) => self.learn(base_url, pause),
            None => drop(self.0.remove(base_url)),
        }
    }

    /// Takes over what came of a request. Answers the pause that it asks for, with what is to be stored of it.
    pub(crate) fn heed(&mut self, base_url: &str, came: Option<&Response>, now_ms: i64) -> Option<(Told, Change)> {
        let asked = came.and_then(|response| Pause::asked(response, now_ms));
        if let Some(pause) = asked {
            self.learn(base_url, pause);
            let told = Told { base_url: base_url.to_owned(), pause };
            return Some((told, Change::put(Table::Pauses, base_url, pause)));
        }
        came?;
        match self.0.get(base_url)?.gate(now_ms, 0.0) {
            // All tabs hear that the system answers again, or each of them would let one try.
            Gate::Try => Some(self.end(base_url, now_ms)),
            Gate::Open => {
                self.0.remove(base_url);
                None
            }
            Gate::Wait(_) | Gate::Shut { .. } => None,
        }
    }

    /// Ends the pause of this base URL, whatever the system has asked for.
    pub(crate) fn end(&mut self, base_url: &str, now_ms: i64) -> (Told, Change) {
        let pause = Pause { since: now_ms, until: now_ms, capped: false };
        self.learn(base_url, pause);
        (Told { base_url: base_url.to_owned(), pause }, Change::remove(Table::Pauses, base_url))
    }

    /// Those that have not ended.
    pub(crate) fn shown(&self, now_ms: i64) -> Vec<ShownPause<'_>> {
        let left = self.0.iter().filter(|(_, pause)| pause.left(now_ms) > 0);
        left.map(|(base_url, pause)| ShownPause { base_url, since: to_iso(pause.since), until: to_iso(pause.end()) })
            .collect()
    }

    /// What they say of a request to this base URL now.
    pub(crate) fn gate(&self, base_url: &str, now_ms: i64, jitter: f64) -> Gate {
        self.0.get(base_url).map_or(Gate::Open, |pause| pause.gate(now_ms, jitter))
    }
}

/// So long the others wait before they look again what has become of the one that tries.
const TRIED_MS: i64 = 1_000;

/// How long they wait, spread over many pages.
pub(super) fn look_again_ms(jitter: f64) -> u32 {
    jittered(TRIED_MS, jitter).unwrap_or_default()
}

/// The lock of the one that tries.
pub(crate) fn try_lock(base_url: &str) -> String {
    format!("case-connectors/try/{base_url}")
}

/// A pause that a system has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    /// When it was asked for, in milliseconds since 1970.
    pub(crate) since: i64,
    /// When it ends.
    pub(crate) until: i64,
    /// The system has asked for a longer one.
    #[serde(default)]
    pub(crate) capped: bool,
}

/// No pause is longer, whatever a system says: an hour is the interval of the longest limit that a vendor documents.
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// What the pauses say of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Send it.
    Open,
    /// The system has asked for more time than it gets: one request, over all tabs, finds out, and the others wait for it.
    Try,
    /// Wait so many milliseconds first.
    Wait(u32),
    /// The pause, which ends then, is longer than anybody waits in front of a page: send nothing.
    Shut { until: i64 },
}

impl Pause {
    /// The pause that an answer asks for: `Retry-After` of a refusal, or the reset of a quota that is used up.
    #[must_use]
    pub(crate) fn asked(response: &Response, now_ms: i64) -> Option<Self> {
        let refused = matches!(response.status(), 429 | 503);
        let ms = asked_ms(response, now_ms).filter(|ms| (refused || is_used_up(response)) && *ms > 0)?;
        let until = now_ms.saturating_add(ms.min(LONGEST_PAUSE_MS));
        Some(Self { since: now_ms, until, capped: ms > LONGEST_PAUSE_MS })
    }

    /// When it ends; stored ones may be older than the rule.
    fn end(self) -> i64 {
        self.until.min(self.since.saturating_add(LONGEST_PAUSE_MS))
    }

    /// Whether it was made to end others.
    fn is_end(self) -> bool {
        self.until <= self.since
    }

    /// How many milliseconds are left of it. A clock that was put back since knows nothing of the pause.
    fn left(self, now_ms: i64) -> i64 {
        if now_ms < self.since { 0 } else { self.end().saturating_sub(now_ms).max(0) }
    }

    /// What it means for a request now.
    #[must_use]
    pub(crate) fn gate(self, now_ms: i64, jitter: f64) -> Gate {
        let left = self.left(now_ms);
        if left == 0 {
            return if self.capped && now_ms >= self.since && !self.is_end() { Gate::Try } else { Gate::Open };
        }
        let shut = Gate::Shut { until: self.end() };
        if left > LONGEST_WAIT_MS { shut } else { jittered(left, jitter).map_or(shut, Gate::Wait) }
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

    fn pause(since: i64, until: i64) -> Pause {
        Pause { since, until, capped: false }
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
            // ServiceNow's rule that is not reached has nothing to do with a server that is down.
            (503, vec![("x-ratelimit-limit", "500"), ("x-ratelimit-reset", "5")], None),
            (500, vec![("retry-after", "7")], None),
        ] {
            let pause = Pause::asked(&answer(status, &headers), 1_000);
            assert_eq!(pause.map(|pause| pause.until), until, "{status} {headers:?}");
        }
    }

    #[test]
    fn a_pause_is_waited_for_unless_it_is_too_long_or_the_clock_was_put_back() {
        let asked = pause(1_000, 11_000);
        assert_eq!(asked.gate(1_000, 0.0), Gate::Wait(10_000));
        assert_eq!(asked.gate(1_000, 1.0), Gate::Wait(12_500));
        assert_eq!(asked.gate(11_000, 1.0), Gate::Open);
        assert_eq!(asked.gate(500, 0.0), Gate::Open);
        assert_eq!(Pause { capped: true, ..asked }.gate(500, 0.0), Gate::Open);
        assert_eq!(pause(0, 3_600_000).gate(0, 0.0), Gate::Shut { until: 3_600_000 });
        assert_eq!(asked.longest(Some(pause(0, 12_000))).until, 12_000);
        assert_eq!(asked.longest(None), asked);
    }

    #[test]
    fn what_one_answer_asks_for_holds_for_its_base_url_and_whoever_loads_it() {
        let mut pauses = Pauses::default();
        let refused = answer(429, &[("retry-after", "7")]);
        let (told, change) = pauses.heed("https://a.example", Some(&refused), 1_000).unwrap();
        assert_eq!(pauses.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000));
        assert_eq!(pauses.gate("https://b.example", 2_000, 0.0), Gate::Open);
        let Change::Put { key, value, .. } = change else { panic!() };
        let mut other = Pauses::default();
        other.load(vec![(key, value), ("https://b.example".into(), serde_json::json!("a week"))]);
        assert_eq!(other.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000));
        // One that is over is forgotten with the next answer: a clock that is put back does not bring it back.
        let mut over = Pauses::default();
        over.learn("https://a.example", pause(1_000, 3_000));
        assert!(over.heed("https://a.example", Some(&answer(200, &[])), 4_000).is_none());
        assert_eq!(over.gate("https://a.example", 2_000, 0.0), Gate::Open);
        other.learn("https://a.example", pause(1_000, 3_000));
        assert_eq!(other.gate("https://a.example", 2_000, 0.0), Gate::Wait(6_000), "the longer one stays");
        assert_eq!(other.gate("https://b.example", 2_000, 0.0), Gate::Open);
        assert!(
            told.pause.until == 8_000 && pauses.heed("https://a.example", Some(&answer(200, &[])), 1_000).is_none()
        );
    }

    #[test]
    fn who_ends_a_pause_ends_it_in_all_tabs_and_what_is_asked_for_later_counts_again() {
        let (mut here, mut there) = (Pauses::default(), Pauses::default());
        for pauses in [&mut here, &mut there] {
            pauses.learn("https://a.example", pause(1_000, 3_000_000));
            pauses.learn("https://a.example.org", pause(1_000, 3_000_000));
        }
        let (told, change) = here.end("https://a.example", 2_000);
        assert_eq!(change, Change::remove(super::Table::Pauses, "https://a.example"));
        there.learn("https://a.example", told.pause);
        for pauses in [&here, &there] {
            assert_eq!(pauses.gate("https://a.example", 2_000, 0.0), Gate::Open);
            assert_eq!(pauses.gate("https://a.example.org", 2_000, 0.0), Gate::Shut { until: 3_000_000 });
            let shown = serde_json::to_value(pauses.shown(2_000)).unwrap();
            assert_eq!(
                shown,
                serde_json::json!([{
                    "baseUrl": "https://a.example.org",
                    "since": "1970-01-01T00:00:01.000Z",
                    "until": "1970-01-01T00:50:00.000Z",
                }])
            );
        }
        let refused = answer(429, &[("retry-after", "7")]);
        here.heed("https://a.example", Some(&refused), 2_000);
        assert_eq!(here.gate("https://a.example", 2_500, 0.0), Gate::Wait(6_500));
        // Told late: what was asked for since then stays.
        here.learn("https://a.example", pause(1_500, 1_500));
        assert_eq!(here.gate("https://a.example", 2_500, 0.0), Gate::Wait(6_500));
        assert!(here.shown(9_000).len() == 1 && here.shown(9_000_000).is_empty());
    }

    #[test]
    fn after_the_longest_pause_one_request_tries_and_the_others_wait_for_what_it_finds() {
        const URL: &str = "https://a.example";
        const HOUR: i64 = 3_600_000;
        let refused = |seconds: &str| answer(429, &[("retry-after", seconds)]);
        let mut pauses = Pauses::default();
        pauses.heed(URL, Some(&refused("9999")), 0);
        let (_, stored) = pauses.heed(URL, Some(&refused("9999")), 0).unwrap();
        assert_eq!((pauses.gate(URL, HOUR - 1, 0.0), pauses.gate(URL, HOUR, 0.0)), (Gate::Wait(1), Gate::Try));
        // No answer says nothing: the next one tries.
        assert!(pauses.heed(URL, None, HOUR).is_none());
        assert_eq!(pauses.gate(URL, HOUR, 0.0), Gate::Try);
        pauses.heed(URL, Some(&refused("9999")), HOUR);
        let shut = Gate::Shut { until: 2 * HOUR };
        assert_eq!((pauses.gate(URL, HOUR, 0.0), pauses.gate(URL, 2 * HOUR, 0.0)), (shut, Gate::Try));
        // What it finds ends the pause for all: those who hear of it, and those who look into the store.
        let Change::Put { value, .. } = stored else { panic!() };
        let load = || {
            let mut other = Pauses::default();
            other.load(vec![(URL.into(), value.clone())]);
            other
        };
        let (mut hears, mut looks) = (load(), load());
        assert_eq!((hears.gate(URL, 2 * HOUR, 0.0), looks.gate(URL, 2 * HOUR, 0.0)), (Gate::Try, Gate::Try));
        let (told, change) = pauses.heed(URL, Some(&answer(200, &[])), 2 * HOUR).unwrap();
        assert_eq!(change, Change::remove(super::Table::Pauses, URL));
        hears.learn(URL, told.pause);
        looks.found(URL, None);
        for pauses in [&mut pauses, &mut hears, &mut looks] {
            assert_eq!(pauses.gate(URL, 2 * HOUR, 0.0), Gate::Open);
            assert!(pauses.heed(URL, Some(&answer(200, &[])), 2 * HOUR).is_none());
        }
        looks.found(URL, Some(Pause { since: HOUR, until: 2 * HOUR, capped: true }));
        assert_eq!(looks.gate(URL, 2 * HOUR, 0.0), Gate::Try);
        // A pause that the system gets in full needs nobody to try.
        pauses.heed(URL, Some(&refused("60")), 0);
        assert_eq!(pauses.gate(URL, 60_000, 0.0), Gate::Open);
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
        let stored = pause(now, i64::MAX);
        assert_eq!(stored.gate(now + 60_000, 0.0), Gate::Shut { until: now + 3_600_000 });
        assert_eq!(stored.gate(now + 3_600_000, 0.0), Gate::Open);
    }
}
