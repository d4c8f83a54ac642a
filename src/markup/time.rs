//! Points in time as milliseconds since 1970, UTC. There is no clock here: "now" is an argument.
//!
//! The crate `time` knows the calendar and reads RFC 3339; it has no time-zone tables, which keeps it
//! small in the bundle.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Reads ISO 8601 with a zone, as Kibana, Jira (`+0000`) and hosts write it.
#[must_use]
pub fn parse_iso(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(at) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(millis(at));
    }
    // Jira writes the offset without a colon, which RFC 3339 wants.
    let split = text.len().checked_sub(2)?;
    let (head, minutes) = (text.get(..split)?, text.get(split..)?);
    OffsetDateTime::parse(&format!("{head}:{minutes}"), &Rfc3339).ok().map(millis)
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
    let Some(mut text) = to_second(at, 'T') else { return String::new() };
    text.push('.');
    push_digits(&mut text, millisecond(at), 3);
    text.push('Z');
    text
}

/// `2026-09-14 08:33:00 UTC`, for people; with milliseconds only where there are some.
#[must_use]
pub(crate) fn for_people(at: i64) -> String {
    let Some(mut text) = to_second(at, ' ') else { return String::new() };
    if millisecond(at) > 0 {
        text.push('.');
        push_digits(&mut text, millisecond(at), 3);
    }
    text.push_str(" UTC");
    text
}

fn to_second(at: i64, between: char) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).ok()?;
    let mut text = String::with_capacity(28);
    push_digits(&mut text, u32::try_from(moment.year()).ok()?, 4);
    for (before, number) in [
        ('-', u8::from(moment.month())),
        ('-', moment.day()),
        (between, moment.hour()),
        (':', moment.minute()),
        (':', moment.second()),
    ] {
        text.push(before);
        push_digits(&mut text, number.into(), 2);
    }
    Some(text)
}

fn millisecond(at: i64) -> u32 {
    u32::try_from(at.rem_euclid(1000)).unwrap_or_default()
}

/// A number with leading zeros. Each comment of a bulk has a time; `format!` would be most of its cost.
fn push_digits(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from_digit(number / 10_u32.pow(place) % 10, 10).unwrap_or('0'));
    }
}

/// Reads what [`for_people`] wrote.
#[must_use]
pub(crate) fn parse_for_people(text: &str) -> Option<i64> {
    parse_servicenow(text.strip_suffix(" UTC")?)
}

fn millis(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().saturating_mul(1000).saturating_add(i64::from(at.millisecond()))
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

    #[test]
    fn writes_what_it_reads() {
        assert_eq!(to_iso(AT + 7), "2026-09-14T08:33:00.007Z");
        assert_eq!(for_people(AT), "2026-09-14 08:33:00 UTC");
        assert_eq!(parse_for_people(&for_people(AT + 114)), Some(AT + 114));
        assert_eq!(to_iso(i64::MAX), "");
    }
}
