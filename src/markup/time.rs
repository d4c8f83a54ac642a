//! Points in time as milliseconds since 1970, UTC. There is no clock here: "now" is an argument.
//!
//! The calendar is our own: that of the crate `time` was 10 kB of code. It judges this one in the tests.

/// Reads ISO 8601 with a zone, as Kibana, Jira (`+0000`) and hosts write it. A time that is of no year from 0 to 9999 in UTC
/// could not be written again, and what it belongs to never be recognised: it is none.
#[must_use]
pub fn parse_iso(text: &str) -> Option<i64> {
    let mut rest = Rest(text.trim().as_bytes());
    let day = rest.date()?;
    // RFC 3339 takes other separators than `T`.
    rest.any()?;
    let (hour, minute, second) = rest.time()?;
    let mut millis = 0;
    if rest.takes(b'.') {
        // What is finer than milliseconds is read, and cut off.
        let mut worth = 100;
        let mut digit = rest.digit();
        digit?;
        while let Some(value) = digit {
            millis += value * worth;
            worth /= 10;
            digit = rest.digit();
        }
    }
    let offset = if rest.takes(b'Z') || rest.takes(b'z') { 0 } else { rest.offset()? };
    if !rest.0.is_empty() {
        return None;
    }
    // A leap second, the last one of a month, is the end of the second before it.
    let is_leap = second == 60;
    let (second, millis) = if is_leap { (59, 999) } else { (second, millis) };
    let at = (day * 24 + hour) * 3600 + minute * 60 + second - offset;
    let is_last =
        || at.rem_euclid(DAY) == DAY - 1 && i32::try_from(at.div_euclid(DAY) + 1).is_ok_and(|day| civil(day).2 == 1);
    (WRITTEN.contains(&at) && (!is_leap || is_last())).then_some(at * 1000 + millis)
}

/// What is left of a text to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn any(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.0.first() == Some(&byte);
        if is_next {
            self.any();
        }
        is_next
    }

    fn digit(&mut self) -> Option<i64> {
        let digit = self.0.first().filter(|byte| byte.is_ascii_digit())?;
        let digit = i64::from(digit - b'0');
        self.any();
        Some(digit)
    }

    fn two(&mut self, most: i64) -> Option<i64> {
        Some(self.digit()? * 10 + self.digit()?).filter(|number| *number <= most)
    }

    fn date(&mut self) -> Option<i64> {
        let year = self.two(99)? * 100 + self.two(99)?;
        let month = self.takes(b'-').then(|| self.two(12))??;
        let day = self.takes(b'-').then(|| self.two(31))??;
        day_of(year, month, day)
    }

    fn time(&mut self) -> Option<(i64, i64, i64)> {
        let hour = self.two(23)?;
        let minute = self.takes(b':').then(|| self.two(59))??;
        let second = self.takes(b':').then(|| self.two(60))??;
        Some((hour, minute, second))
    }

    /// Seconds east of Greenwich. Jira leaves out the colon, which RFC 3339 wants.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.any()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.two(23)?;
        self.takes(b':');
        Some(sign * (hours * 3600 + self.two(59)? * 60))
    }
}

const DAY: i64 = 24 * 60 * 60;

/// The seconds since 1970 of the years that have four digits: from 0000-01-01 to before 10000-01-01.
const WRITTEN: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

/// Beyond these days no year has four digits.
const MAY_BE_WRITTEN: std::ops::Range<i32> = -800_000..3_000_000;

/// Days from 0000-03-01 to 1970-01-01. Years that begin in March have the day that not all have as their last.
const UNTIL_1970: i32 = 719_468;
const YEARS_400: i32 = 146_097;

#[doc(hidden)]
/// The number of a day since 1970 in the Gregorian calendar; nothing where it has no such day.
#[must_use]
pub fn day_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let [year, month, day] =
        [year, month, day].map(|part| i32::try_from(part).ok().filter(|part| part.abs() < 100_000));
    let (year, month, day) = (year?, month?, day?);
    let (since, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = since.div_euclid(4) - since.div_euclid(100) + since.div_euclid(400);
    let number = since * 365 + leap_days + (153 * months + 2) / 5 + day - 1 - UNTIL_1970;
    (civil(number) == (year, month, day)).then_some(number.into())
}

/// Year, month and day of a day since 1970. Of 32 bits: a bulk asks for each time, and WebAssembly divides larger ones four times as
/// slowly.
const fn civil(number: i32) -> (i32, i32, i32) {
    let days = number + UNTIL_1970;
    let (era, of_era) = (days.div_euclid(YEARS_400), days.rem_euclid(YEARS_400));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (YEARS_400 - 1)) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months + 2) / 5 + 1;
    let (month, more) = if months < 10 { (months + 3, 0) } else { (months - 9, 1) };
    (era * 400 + year + more, month, day)
}

/// Reads ServiceNow's `YYYY-MM-DD HH:MM:SS`, which is UTC.
#[must_use]
pub fn parse_servicenow(text: &str) -> Option<i64> {
    let (day, time) = text.trim().split_once(' ')?;
    parse_iso(&format!("{day}T{time}Z"))
}

/// `2026-09-14T08:33:00.000Z`, as Kibana writes it. Empty for a time no calendar has.
#[must_use]
pub fn to_iso(at: i64) -> String {
    written(at, [b'T', b'Z'], "").unwrap_or_default()
}

/// `2026-09-14 08:33:00 UTC`, for people; with milliseconds only where there are some.
#[must_use]
pub(crate) fn for_people(at: i64) -> String {
    let is_whole = at.rem_euclid(1000) == 0;
    written(at, [b' ', if is_whole { 0 } else { b' ' }], if is_whole { " UTC" } else { "UTC" }).unwrap_or_default()
}

/// The digits of a time with these signs behind its day and its milliseconds, which are left out where that is none; and what
/// stands behind. Each comment of a bulk has a time: to push sign by sign takes five times as long, `format!` twenty times.
fn written(at: i64, [between, behind]: [u8; 2], end: &str) -> Option<String> {
    let seconds = at.div_euclid(1000);
    let day = i32::try_from(seconds.div_euclid(DAY)).ok().filter(|day| MAY_BE_WRITTEN.contains(day))?;
    let (year, month, day) = civil(day);
    let of_day = i32::try_from(seconds.rem_euclid(DAY)).ok()?;
    let millis = i32::try_from(at.rem_euclid(1000)).ok()?;
    let mut signs = [b'-', b'-', between, b':', b':', b'.', behind].into_iter();
    let numbers =
        [(4, year), (2, month), (2, day), (2, of_day / 3600), (2, of_day / 60 % 60), (2, of_day % 60), (3, millis)];
    let mut text = [0; 24];
    let mut at = 0;
    for (digits, mut number) in numbers {
        for digit in text.get_mut(at..at + digits)?.iter_mut().rev() {
            *digit = b'0' + u8::try_from(number % 10).ok()?;
            number /= 10;
        }
        at += digits;
        if number != 0 {
            return None;
        }
        *text.get_mut(at)? = signs.next()?;
        at += 1;
    }
    let length = if behind == 0 { "0000-00-00 00:00:00".len() } else { text.len() };
    let mut out = String::with_capacity(28);
    out.push_str(std::str::from_utf8(text.get(..length)?).ok()?);
    out.push_str(end);
    Some(out)
}

/// Reads what [`for_people`] wrote.
#[must_use]
pub(crate) fn parse_for_people(text: &str) -> Option<i64> {
    parse_servicenow(text.strip_suffix(" UTC")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2026-09-14T08:33:00Z is 1789374780 s after the epoch (`date -u -d … +%s`).
    const AT: i64 = 1_789_374_780_000;

    #[test]
    fn reads_each_systems_format() {
        assert_eq!(parse_iso("2026-09-14T08:33:00.000Z"), Some(AT));
        assert_eq!(parse_iso("2026-09-14T10:33:00.000+0200"), Some(AT));
        assert_eq!(parse_servicenow("2026-09-14 08:33:00"), Some(AT));
        assert_eq!(parse_iso("yesterday"), None);
        assert_eq!(parse_iso("é"), None);
    }

    /// What the crate `time` reads; Jira's offset has the colon put in first.
    fn judged(text: &str) -> Option<i64> {
        use ::time::{OffsetDateTime, format_description::well_known::Rfc3339};
        let millis = |at: OffsetDateTime| at.unix_timestamp() * 1000 + i64::from(at.millisecond());
        let of = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok().map(millis);
        let text = text.trim();
        let split = text.len().checked_sub(2)?;
        of(text).or_else(|| of(&format!("{}:{}", text.get(..split)?, text.get(split..)?)))
    }

    #[test]
    fn the_calendar_is_everybodys() {
        for day in (-719_600..2_933_000).step_by(11) {
            let at = day * DAY * 1000 + 45_296_789;
            let text = to_iso(at);
            let expected = ::time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).ok();
            let expected = expected.map(::time::OffsetDateTime::to_calendar_date).filter(|(year, ..)| *year >= 0);
            let Some((year, month, number)) = expected else {
                assert_eq!(text, "", "{day}");
                continue;
            };
            assert_eq!(text, format!("{year:04}-{:02}-{number:02}T12:34:56.789Z", u8::from(month)));
            assert_eq!((parse_iso(&text), judged(&text)), (Some(at), Some(at)), "{text}");
        }
    }

    #[test]
    fn every_text_means_what_it_means_to_everybody() {
        let parts: [&[&str]; 7] = [
            &[
                "2024-02-29",
                "2023-02-29",
                "0000-01-01",
                "2026-12-31",
                "2026-00-10",
                "2026-13-01",
                "2026-1-01",
                "1900-02-29",
            ],
            &["T", "t", " ", "é", ""],
            &["23:59:", "24:00:", "00:60:", "7:00:", "23:59"],
            &["59", "60", "61", "5", ""],
            &["", ".", ".5", ".1234567891234", ".x", ",5"],
            &["Z", "z", "+0000", "-00:00", "+23:59", "-2400", "+02:60", "+02", "", " Z", "Zx"],
            &["", " "],
        ];
        let (count, mut read) = (parts.iter().map(|list| list.len()).product::<usize>(), 0);
        for mut at in 0..count {
            let mut text = String::new();
            for list in parts {
                text.push_str(list[at % list.len()]);
                at /= list.len();
            }
            assert_eq!(parse_iso(&text), judged(&text), "{text}");
            read += usize::from(parse_iso(&text).is_some());
        }
        assert!(read > 300, "{read}");
    }

    #[test]
    fn writes_what_it_reads() {
        assert_eq!(to_iso(AT + 7), "2026-09-14T08:33:00.007Z");
        assert_eq!(for_people(AT), "2026-09-14 08:33:00 UTC");
        assert_eq!(parse_for_people(&for_people(AT + 114)), Some(AT + 114));
        assert_eq!(to_iso(i64::MAX), "");
    }
}
