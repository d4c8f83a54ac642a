//! What a failure means for the next request: whether it can have happened, and when to try again.

use crate::error::{Code, Error};
use crate::http::Response;
use crate::time::{day_of, parse_iso};

/// How often a request is tried before the push gives up.
pub(crate) const MAX_TRIES: u32 = 5;

/// Longer than this nobody waits in front of a page: the push stops and can be taken up later.
pub(crate) const LONGEST_WAIT_MS: i64 = 120_000;

/// Whether a failed write can have been carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// The system refused it.
    NotDone,
    /// Nobody knows.
    Unknown,
}

/// What is certain of a write that failed.
pub(crate) fn certainty(error: &Error) -> Certainty {
    match error.code {
        code if code.is_refusal() => Certainty::NotDone,
        Code::AuthFailed
        | Code::XsrfRefused
        | Code::RateLimited
        | Code::SecretMissing
        | Code::VaultLocked
        | Code::GatewayRefused
        | Code::RequestInvalid
        | Code::UrlOutside
        // The system says itself that it was done to another incident.
        | Code::LookupUnreliable => Certainty::NotDone,
        _ => Certainty::Unknown,
    }
}

/// Whether it is worth trying the same again.
pub(crate) fn is_passing(error: &Error) -> bool {
    let conflict = error.code == Code::Rejected && error.status == Some(409);
    conflict
        || matches!(
            error.code,
            Code::RateLimited
                | Code::RemoteFailed
                | Code::GatewayFailed
                | Code::NoAnswer
                | Code::Offline
                | Code::TimedOut
        )
}

/// Whether nothing was sent, since the system has asked for a longer pause than anybody waits.
pub(crate) fn is_shut(error: &Error, response: Option<&Response>) -> bool {
    error.code == Code::RateLimited && response.is_none()
}

/// How long to wait before try number `tries` + 1; `None` where it is too long to wait.
///
/// What the system asks for, where that is longer than one would wait anyway.
pub(crate) fn wait_ms(response: Option<&Response>, tries: u32, now_ms: i64, jitter: f64) -> Option<u32> {
    let asked = response.and_then(|response| asked_ms(response, now_ms));
    let backoff = 500_i64.saturating_mul(1 << tries.min(6));
    let base = asked.map_or(backoff, |ms| ms.max(backoff));
    jittered(base, jitter).filter(|_| base <= LONGEST_WAIT_MS)
}

/// How long a system asks to be left alone: by `Retry-After` in seconds or as a date, else by `X-RateLimit-Reset` as seconds or
/// milliseconds since 1970, as seconds from now, or as an ISO time. While requests are left, what it says of a limit asks for
/// nothing: some systems say it with each answer.
pub(crate) fn asked_ms(response: &Response, now_ms: i64) -> Option<i64> {
    let limited = response.status() == 429 || is_used_up(response);
    let header = |name: &str, counts: bool| response.header(name).filter(|_| counts);
    let after = header("retry-after", limited || response.status() >= 500);
    let reset = || header("x-ratelimit-reset", limited).and_then(|value| reset(value, now_ms));
    // Jira Data Center says how long its interval is, and not when it ends.
    let interval = || header("x-ratelimit-interval-seconds", limited).and_then(seconds);
    after.and_then(|value| retry_after(value, now_ms)).or_else(reset).or_else(interval)
}

/// Whether the system says that no request is left.
pub(crate) fn is_used_up(response: &Response) -> bool {
    response.header("x-ratelimit-remaining").is_some_and(|left| left.trim() == "0")
}

/// A few per cent more, never less: many tabs must not come back at the same moment.
pub(crate) fn jittered(ms: i64, jitter: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let extra = (ms as f64 * 0.25 * jitter.clamp(0.0, 1.0)) as i64;
    u32::try_from(ms.saturating_add(extra)).ok()
}

fn retry_after(value: &str, now_ms: i64) -> Option<i64> {
    seconds(value).or_else(|| parse_http_date(value).map(|at| at.saturating_sub(now_ms)))
}

fn reset(value: &str, now_ms: i64) -> Option<i64> {
    // Below these a number cannot be a date, 2001-09-09: in seconds since 1970, and in milliseconds.
    const FIRST_DATE_S: i64 = 1_000_000_000;
    const FIRST_DATE_MS: i64 = FIRST_DATE_S * 1000;
    let until = |at: i64| at.saturating_sub(now_ms);
    match value.trim().parse::<i64>() {
        Ok(number) if number >= FIRST_DATE_MS => Some(until(number)),
        Ok(number) if number >= FIRST_DATE_S => Some(until(number.saturating_mul(1000))),
        Ok(number) => Some(number.saturating_mul(1000)),
        Err(_) => parse_iso(value).or_else(|| parse_iso(&value.replace('Z', ":00Z"))).map(until),
    }
}

fn seconds(value: &str) -> Option<i64> {
    value.trim().parse::<i64>().ok().map(|seconds| seconds.saturating_mul(1000))
}

/// Reads an HTTP date in any of its three forms: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
/// `Sun Nov  6 08:49:37 1994`. By hand: `httpdate` has a calendar of its own, at five times the size.
fn parse_http_date(text: &str) -> Option<i64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut parts = text.split([' ', ',', '-']).filter(|part| !part.is_empty());
    let mut next = || parts.next();
    let (_, two, three) = (next()?, next()?, next()?);
    let (four, five, zone) = (next()?, next()?, next());
    let (day, month, year, time) = match zone {
        Some("GMT") => (two, three, four, five),
        None => (three, two, five, four),
        Some(_) => return None,
    };
    let number = |digits: &str| digits.parse::<u16>().ok().map(i64::from);
    let month = MONTHS.find(month).filter(|at| month.len() == 3 && at % 3 == 0)? / 3 + 1;
    let year = match (number(year)?, year.len()) {
        (short, 2) => short + if short < 70 { 2000 } else { 1900 },
        (year, _) => year,
    };
    let day = day_of(year, i64::try_from(month).ok()?, number(day)?)?;
    let mut units = time.splitn(3, ':').map(number);
    let mut unit = |most: i64| units.next()?.filter(|unit| *unit < most);
    Some((((day * 24 + unit(24)?) * 60 + unit(60)?) * 60 + unit(60)?) * 1000).filter(|at| *at >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(header: &str, value: &str) -> Option<u32> {
        let headers = std::collections::BTreeMap::from([(header.to_owned(), value.to_owned())]);
        wait_ms(
            Some(&Response::received(&crate::http::Request::get(String::new()), 429, headers, Vec::new())),
            0,
            1_789_374_780_000,
            0.0,
        )
    }

    #[test]
    fn every_form_of_the_headers_is_read() {
        assert_eq!(wait("retry-after", "7"), Some(7_000));
        assert_eq!(wait("retry-after", "Mon, 14 Sep 2026 08:33:09 GMT"), Some(9_000));
        assert_eq!(wait("retry-after", "Monday, 14-Sep-26 08:33:09 GMT"), Some(9_000));
        assert_eq!(wait("retry-after", "Mon Sep 14 08:33:09 2026"), Some(9_000));
        assert_eq!(wait("x-ratelimit-reset", "1789374783"), Some(3_000));
        assert_eq!(wait("x-ratelimit-reset", "1789374783000"), Some(3_000));
        assert_eq!(wait("x-ratelimit-reset", "3"), Some(3_000));
        assert_eq!(wait("x-ratelimit-reset", "2026-09-14T08:33:04Z"), Some(4_000));
        // Jira Cloud leaves the seconds out.
        assert_eq!(wait("x-ratelimit-reset", "2026-09-14T08:34Z"), Some(60_000));
        // Never less than without.
        assert_eq!(wait("retry-after", "0"), Some(500));
        assert_eq!(wait("retry-after", "-5"), Some(500));
    }

    #[test]
    fn dates_are_read_as_the_library_reads_them() {
        let texts = [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Thu, 29 Feb 2024 23:59:59 GMT",
            "Thu, 29 Feb 2023 23:59:59 GMT",
            "Fri, 01 Jan 2100 00:00:00 GMT",
            "Tuesday, 19-Jan-38 03:14:07 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 ovD 1994 08:49:37 GMT",
            "soon",
            "",
        ];
        for text in texts {
            let known = httpdate::parse_http_date(text).ok();
            let known = known.map(|at| at.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64);
            assert_eq!(parse_http_date(text), known, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_falls_back_and_what_is_too_long_stops() {
        assert_eq!(wait("retry-after", "soon"), Some(500));
        assert_eq!(wait("retry-after", "3600"), None);
        assert_eq!(wait("retry-after", "9999999999999999999"), Some(500));
        assert_eq!(wait_ms(None, 3, 0, 1.0), Some(5_000));
    }
}
