//! C-GAP-01: days without any record in the middle of a chat that was busy before and goes on after.
//!
//! The note says "no records" and no more: a holiday, a lost phone and removed messages look the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Doubt, Whole};
use crate::model::{Address, Kind, Note, Record, Severity, SourceId};

/// Whole days without a record.
const SILENT_DAYS: i64 = 5;
/// Days with records among the seven before the silence, so that it stands out.
const BUSY_BEFORE: usize = 5;
/// Days with records among the seven after it.
const BUSY_AFTER: usize = 3;

/// One chat: a source, a transcript in it, a thread.
type Chat = (SourceId, Option<u32>, Option<String>);

/// First and last record of every day of every chat.
#[derive(Default)]
pub(super) struct Gaps {
    days: BTreeMap<Chat, BTreeMap<NaiveDate, (Address, Address)>>,
}

impl Doubt for Gaps {
    fn see(&mut self, record: &Record) {
        if matches!(record.kind, Kind::Frame | Kind::Unparsed | Kind::Item) {
            return;
        }
        let Some(at) = record
            .sent
            .as_ref()
            .and_then(|s| s.local.or(s.utc.map(|utc| utc.naive_utc())))
        else {
            return;
        };
        let chat = (
            record.address.source,
            // A thread of Facebook runs over several members.
            record.address.member.filter(|_| record.thread.is_none()),
            record.thread.as_deref().map(str::to_owned),
        );
        let days = self.days.entry(chat).or_default();
        days.entry(at.date())
            .or_insert((record.address, record.address))
            .1 = record.address;
    }

    fn notes(&self, _whole: &Whole<'_>) -> Vec<Note> {
        self.days.values().flat_map(of_chat).collect()
    }
}

fn of_chat(days: &BTreeMap<NaiveDate, (Address, Address)>) -> Vec<Note> {
    let all: Vec<(&NaiveDate, &(Address, Address))> = days.iter().collect();
    let mut notes = Vec::new();
    for pair in all.windows(2) {
        let ((before, (_, last)), (after, (first, _))) = (pair[0], pair[1]);
        let silent = (*after - *before).num_days() - 1;
        let busy = |from: NaiveDate, to: NaiveDate| days.range(from..=to).count();
        let week = chrono::Days::new(6);
        let stands_out = before
            .checked_sub_days(week)
            .is_some_and(|from| busy(from, *before) >= BUSY_BEFORE)
            && after
                .checked_add_days(week)
                .is_some_and(|to| busy(*after, to) >= BUSY_AFTER);
        if silent >= SILENT_DAYS && stands_out {
            let text = "A busy chat holds no records for some days. The file does not say why.";
            notes.push(
                Note::new("C-GAP-01", Severity::Info, last, text)
                    .with("days", silent)
                    .with("before", last.to_string())
                    .with("after", first.to_string()),
            );
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};

    fn days(list: &[u32]) -> usize {
        let mut fixture = Fixture::default();
        for day in list {
            fixture.message("S1", "a", &format!("2026-09-{day:02}T10:00:00"), "x");
        }
        codes(&fixture.check(), "C-GAP-01").len()
    }

    #[test]
    fn a_silence_is_noted_only_where_the_chat_was_busy_on_both_sides() {
        for (list, expected) in [
            (&[1, 2, 3, 4, 5, 6, 7, 13, 14, 15][..], 1),
            (&[1, 2, 3, 4, 5, 6, 7, 12, 13, 14], 0),
            (&[1, 4, 7, 13, 14, 15], 0),
            (&[1, 2, 3, 4, 5, 6, 7, 13, 20], 0),
            (&[], 0),
        ] {
            assert_eq!(days(list), expected, "{list:?}");
        }
    }
}
