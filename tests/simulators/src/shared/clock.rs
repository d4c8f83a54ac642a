//! The time, and the way each vendor writes it. Always UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// `2026-03-10 12:24:20`, as in ServiceNow.
pub(crate) fn spaced(ms: i64) -> String {
    let (date, [hour, minute, second, _]) = parts(ms);
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}

/// `2026-03-10T12:24:20.123+0000`, as in Jira.
pub(crate) fn jira(ms: i64) -> String {
    let (date, [hour, minute, second, milli]) = parts(ms);
    format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}+0000")
}

/// `2026-03-10T12:24:20.123Z`.
pub(crate) fn iso(ms: i64) -> String {
    jira(ms).replace("+0000", "Z")
}

fn parts(ms: i64) -> (String, [i64; 4]) {
    let (days, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000];
    (format!("{year:04}-{month:02}-{day:02}"), clock)
}

/// The date of a day counted from 1970-01-01. Years start in March, so that
/// the leap day comes last and needs no special case.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_vendors_write_them() {
        assert_eq!(spaced(0), "1970-01-01 00:00:00");
        assert_eq!(spaced(1_583_843_060_000), "2020-03-10 12:24:20");
        assert_eq!(jira(951_782_400_007), "2000-02-29T00:00:00.007+0000");
        assert_eq!(iso(1_798_761_599_999), "2026-12-31T23:59:59.999Z");
    }
}
