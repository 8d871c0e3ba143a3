//! Doubts about a whole case: what no reader of one file can see. One file a doubt; all of them in [`Checks::new`].
//!
//! Every record passes [`Checks::see`] once, in reading order; [`Checks::finish`] gives the notes. A doubt that a
//! reader already noted at the same source is not noted twice.

mod clock;
mod gaps;
mod media;
mod names;
mod related;
mod roles;
mod shots;
mod stop;
mod twins;
mod unread;

use std::collections::BTreeSet;

use crate::model::{Address, Case, JournalEntry, Note, Record, Source, SourceId, Span, Thread};

/// What the doubts look at besides the records.
#[derive(Clone, Copy)]
pub struct Whole<'a> {
    /// The state of the case.
    pub case: &'a Case,
    /// The sources with their members, as read.
    pub sources: &'a [Source],
    /// The threads of all sources.
    pub threads: &'a [Thread],
    /// The custody journal.
    pub journal: &'a [JournalEntry],
    /// The notes of intake and of the readers.
    pub given: &'a [Note],
}

impl Whole<'_> {
    /// Whether a reader already noted this code at this source.
    fn is_noted(&self, code: &str, source: SourceId) -> bool {
        self.given
            .iter()
            .any(|note| note.code.as_str() == code && source_of(note) == Some(source))
    }
}

/// One doubt: looks at each record, then says what it found.
trait Doubt {
    /// Takes the next record.
    fn see(&mut self, _record: &Record) {}

    /// What was found, in the order of the records.
    fn notes(&self, whole: &Whole<'_>) -> Vec<Note>;
}

/// All doubts about a whole case.
pub struct Checks<'a> {
    whole: Whole<'a>,
    doubts: Vec<Box<dyn Doubt>>,
}

impl<'a> Checks<'a> {
    /// Begins to look at a case.
    #[must_use]
    pub fn new(whole: Whole<'a>) -> Self {
        let doubts: Vec<Box<dyn Doubt>> = vec![
            Box::new(clock::Clock),
            Box::<gaps::Gaps>::default(),
            Box::new(media::Media::new(whole.case)),
            Box::<names::Names>::default(),
            Box::new(related::Related),
            Box::<roles::Roles>::default(),
            Box::<shots::Shots>::default(),
            Box::new(stop::Stop),
            Box::new(twins::Twins),
            Box::<unread::Unread>::default(),
        ];
        Self { whole, doubts }
    }

    /// Takes the next record.
    pub fn see(&mut self, record: &Record) {
        for doubt in &mut self.doubts {
            doubt.see(record);
        }
    }

    /// Every note, by doubt, then in the order of the records.
    #[must_use]
    pub fn finish(self) -> Vec<Note> {
        self.doubts
            .iter()
            .flat_map(|doubt| doubt.notes(&self.whole))
            .collect()
    }
}

/// The codes of all doubts about a whole case.
pub const CODES: [&str; 10] = [
    "C-CLOCK-01",
    "C-DUP-01",
    "C-FB-44",
    "C-GAP-01",
    "C-MEDIA-03",
    "C-NAME-01",
    "C-READ-01",
    "C-SHOT-02",
    "C-STOP-01",
    "C-WHO-01",
];

/// The source that a note is about.
fn source_of(note: &Note) -> Option<SourceId> {
    note.place
        .parse::<Span>()
        .ok()
        .map(|span| span.first.source)
}

/// The addresses of the standing exhibits.
fn exhibits(case: &Case) -> BTreeSet<Address> {
    case.standing().map(|exhibit| exhibit.item).collect()
}

#[cfg(test)]
pub(crate) mod tests;
