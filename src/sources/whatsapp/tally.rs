//! What is counted while a transcript is read, for the notes.

use chrono::{NaiveDateTime, TimeDelta};

use super::attachment::is_program;
use crate::model::{Address, Event, Flag, Kind, Record, State};

/// So many places are listed in a note; the count says how many there are.
const PLACES: usize = 50;

/// Messages that arrive late go back by minutes; more than this is a step back.
const LATE: TimeDelta = TimeDelta::minutes(5);

/// How many, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// How many there are.
    pub n: u64,
    /// The first of them.
    pub first: Vec<Address>,
}

impl Places {
    /// Counts one more.
    pub fn add(&mut self, at: Address) {
        self.n += 1;
        if self.first.len() < PLACES {
            self.first.push(at);
        }
    }
}

/// The counts of one transcript.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Records that begin with a header.
    pub records: u64,
    /// The first of them.
    pub first: Option<Address>,
    /// Whether the first one is written by the app.
    pub begins_with_notice: bool,
    /// Media that the app left out.
    pub omitted: Places,
    /// Files that are named and not there.
    pub missing: Places,
    /// Programs among the files.
    pub programs: Places,
    /// Members that are programs and were named by a record.
    pub named_programs: Vec<u32>,
    /// Header-like lines inside messages.
    pub inside: Places,
    /// Records before which time runs back.
    pub back: Places,
    /// Records whose date has several readings.
    pub undecided: Places,
    /// Records whose time is after the export or before WhatsApp, or cannot be read.
    pub odd_times: Places,
    /// The latest time.
    pub latest: Option<NaiveDateTime>,
    /// Messages behind which a caption stands.
    pub captions: u64,
    last: Option<NaiveDateTime>,
}

impl Tally {
    /// Counts one record.
    pub fn count(&mut self, record: &Record, time: Option<NaiveDateTime>) {
        self.records += 1;
        if self.first.is_none() {
            self.first = Some(record.address);
            self.begins_with_notice = record.kind == Kind::Notice
                && matches!(
                    record.event,
                    Some(
                        Event::EncryptionNotice
                            | Event::GroupCreated
                            | Event::BusinessNotice
                            | Event::Other
                    )
                );
        }
        for attachment in &record.attachments {
            match attachment.state {
                State::Omitted => self.omitted.add(record.address),
                State::Missing => self.missing.add(record.address),
                State::Found | State::Failed => {}
            }
            self.captions += u64::from(attachment.caption.is_some());
            let named = [&attachment.name, &attachment.title];
            if named.iter().any(|n| n.as_deref().is_some_and(is_program)) {
                self.programs.add(record.address);
                self.named_programs.extend(
                    attachment
                        .member_n
                        .filter(|_| self.programs.n <= PLACES as u64),
                );
            }
        }
        let several = record.sent.as_ref().is_some_and(|s| s.candidates.len() > 1);
        if several {
            self.undecided.add(record.address);
        } else if record.has(Flag::TimeAmbiguous) || record.has(Flag::TimeUnreadable) {
            self.odd_times.add(record.address);
        }
        if let Some(at) = time {
            if self.last.is_some_and(|last| last - at > LATE) {
                self.back.add(record.address);
            }
            self.last = Some(at);
            self.latest = self.latest.max(Some(at));
        }
    }
}
