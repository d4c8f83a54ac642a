//! The journal as it is stored, by case and place. What cannot be read is set aside, and never blocks the rest.

use super::record::{Change, Table, journal_prefix, set_aside};
use crate::error::Error;
use crate::push::{Event, Record, salvage_journal};
use crate::systems::Connector;

/// Whose journal it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose<'a> {
    pub(crate) case_id: &'a str,
    pub(crate) connector: &'a Connector,
}

/// The journal of a case and a connector, as it can be read.
#[derive(Debug)]
pub(crate) struct Journal {
    pub(crate) records: Vec<Record>,
    /// Sets damaged records aside, and puts one that says so in their place. None where all can be read.
    pub(crate) mended: Vec<Change>,
}

impl Journal {
    /// Reads the stored records: their keys, and the records as a JSON array in the same order.
    ///
    /// # Errors
    /// `JOURNAL_INVALID` where newer code wrote a record.
    pub(crate) fn read(whose: Whose<'_>, keys: &[String], rows: &[u8], now: &str) -> Result<Self, Error> {
        let (mut records, damaged) = salvage_journal(rows)?;
        let mut mended = Vec::new();
        for damage in &damaged {
            if let Some(key) = keys.get(damage.index) {
                mended.extend(set_aside(Table::Journal, key, &damage.error.message, now));
            }
        }
        if !mended.is_empty() {
            let lost = Record::lost(whose.case_id, whose.connector, next_seq(keys), now.to_owned());
            mended.push(append(&lost));
            records.push(lost);
        }
        Ok(Self { records, mended })
    }
}

/// Appends a record: where its place is taken, another tab pushes too.
pub(crate) fn append(record: &Record) -> Change {
    Change::add(Table::Journal, key(record), record)
}

/// Whether a record need not be kept after a complete push: the body that an intent holds, what the outcome tells, and that an
/// earlier one was complete.
pub(crate) const fn is_passing(record: &Record) -> bool {
    matches!(record.event, Event::Intent { .. } | Event::Warned { .. } | Event::Complete)
}

/// Where a record lies.
pub(crate) fn key(record: &Record) -> String {
    // Records of before places had an identity lie with their connector.
    let place = if record.place.is_empty() { &record.connector_id } else { &record.place };
    format!("{}{:010}", journal_prefix(&record.case_id, place), record.seq)
}

/// Where the records of a case lie that a connector goes on from, the oldest first: those of before places had an
/// identity, and those of its place. Of a connector that is no longer stored only the former are known.
pub(crate) fn prefixes(case_id: &str, connector_id: &str, connector: Option<&Connector>) -> Vec<String> {
    let place = connector.map(|connector| connector.place_id());
    [Some(connector_id.to_owned()), place].into_iter().flatten().map(|it| journal_prefix(case_id, &it)).collect()
}

/// The number after the highest one, of damaged records too: their keys tell it.
fn next_seq(keys: &[String]) -> u32 {
    let seq = |key: &String| key.rsplit('\u{0}').next()?.parse::<u32>().ok();
    keys.iter().filter_map(seq).max().map_or(0, |seq| seq.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::{Journal, Whose, key};
    use crate::host::record::{Change, Table};
    use crate::push::{Event, Record};
    use crate::systems::Connector;

    fn connector() -> Connector {
        let json = br#"{"id":"soc","type":".jira","name":"SOC","config":
            {"apiUrl":"https://example.atlassian.net","projectKey":"SOC","email":"bot@example.com"}}"#;
        Connector::from_json(json).unwrap()
    }

    fn read(rows: &[&str]) -> Journal {
        let keys: Vec<String> = (0..rows.len()).map(|seq| format!("c\u{0}soc\u{0}{seq:010}")).collect();
        let whose = Whose { case_id: "c", connector: &connector() };
        Journal::read(whose, &keys, format!("[{}]", rows.join(",")).as_bytes(), "2026-09-14T08:00:00.000Z").unwrap()
    }

    fn record(seq: u32) -> String {
        let lost = Record::lost("c", &connector(), seq, "2026-09-14T07:00:00.000Z".into());
        serde_json::to_string(&lost).unwrap()
    }

    #[test]
    fn a_damaged_record_gives_way_to_one_that_says_so_behind_all_others() {
        let journal = read(&[&record(0), r#"{"seq":1}"#, &record(2)]);
        assert_eq!(journal.records.iter().map(|record| record.seq).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(journal.records.last().map(|record| &record.event), Some(&Event::Lost));
        let [aside, remove, add] = &journal.mended[..] else { panic!("{:?}", journal.mended) };
        assert!(
            matches!(aside, Change::Put { table: Table::Aside, key, .. } if key == "journal/c\u{0}soc\u{0}0000000001")
        );
        assert_eq!(*remove, Change::remove(Table::Journal, "c\u{0}soc\u{0}0000000001"));
        let behind = format!("c\u{0}{}\u{0}0000000003", connector().place_id());
        assert!(matches!(add, Change::Add { table: Table::Journal, key, .. } if *key == behind));
    }

    #[test]
    fn a_record_lies_with_its_place_and_one_of_before_places_with_its_connector() {
        let lost = Record::lost("c", &connector(), 7, "2026-09-14T07:00:00.000Z".into());
        assert_eq!(key(&lost), format!("c\u{0}{}\u{0}0000000007", connector().place_id()));
        assert_eq!(key(&Record { place: String::new(), ..lost }), "c\u{0}soc\u{0}0000000007");
    }

    #[test]
    fn a_journal_that_can_be_read_stays_as_it_is() {
        let journal = read(&[&record(0), &record(1)]);
        assert_eq!((journal.records.len(), journal.mended.len()), (2, 0));
    }
}
