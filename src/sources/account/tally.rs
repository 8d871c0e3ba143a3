//! What was counted while a member was read, and the notes that follow from it.

use crate::model::{Address, Flag, Note, Place, Record, Severity};
use crate::sources::origin::Origin;

/// Counts of one member.
#[derive(Debug, Default)]
pub struct Tally {
    /// Items that were read.
    pub items: u64,
    /// Those of them whose section is not in the table.
    pub unknown: u64,
    /// Stretches that could not be read.
    pub damaged: u64,
    /// Where the first of them begins.
    pub first_damage: Option<u64>,
    /// Items that are nested too deep to be read.
    pub too_deep: u64,
    /// Times that are written and could not be read.
    pub odd_times: u64,
    /// Whether a page has neither card nor table.
    pub has_no_item: bool,
}

impl Tally {
    /// Counts an item.
    pub fn count(&mut self, record: &Record, is_unknown: bool) {
        self.items += 1;
        self.unknown += u64::from(is_unknown);
        // The export writes 0 where it has no time.
        let is_written = record.sent.as_ref().is_some_and(|sent| sent.written != "0");
        self.odd_times += u64::from(is_written && record.has(Flag::TimeUnreadable));
    }

    /// What a person should know about the member.
    pub fn notes(&self, origin: &Origin) -> Vec<Note> {
        let member = Address::member(origin.source, origin.member);
        let mut notes = Vec::new();
        if self.damaged + self.too_deep > 0 {
            let place = self.first_damage.map_or(member, |at| origin.at(Place::Byte(at)));
            let text = "A file of the account's own records is damaged. What is whole in it was read, the rest is kept unread.";
            let note = Note::new("C-FB-30", Severity::Check, place, text);
            notes.push(note.with("stretches", self.damaged + self.too_deep).with("read", self.items));
        }
        if self.unknown > 0 {
            let text = "A section of the account's own records that the program does not know. Its items are kept as they are.";
            notes.push(Note::new("C-FB-31", Severity::Info, member, text).with("count", self.unknown));
        }
        if self.odd_times > 0 {
            let text = "Times of the account's own records that cannot be read. The items are kept.";
            notes.push(Note::new("C-FB-32", Severity::Check, member, text).with("count", self.odd_times));
        }
        if self.has_no_item {
            let text = "A page of the account's own records has neither card nor table that the program knows. It is kept unread.";
            notes.push(Note::new("C-FB-33", Severity::Check, member, text));
        }
        notes
    }
}
