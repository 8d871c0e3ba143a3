//! What a person should know about a thread file: counted, with the first place each.

use std::collections::BTreeMap;

use super::direction::Found;
use crate::model::{Address, Note, Place, Severity};
use crate::sources::json::{Texts, Writing};
use crate::sources::origin::Origin;

/// A doubt about one stretch or one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The bytes are damaged.
    Damaged,
    /// Brackets in brackets, deeper than can be read.
    TooDeep,
    /// Longer than any message.
    TooLong,
    /// A number, a text or a list where a message should be.
    NotAnObject,
    /// A field stands twice.
    FieldTwice,
    /// A field that we do not know.
    UnknownField,
    /// Bytes or escapes that are no text.
    Undecodable,
}

/// How often each doubt came up, and where first.
#[derive(Debug, Default)]
pub struct Doubts(BTreeMap<Doubt, (u64, Address)>);

impl Doubts {
    /// Counts one.
    pub fn add(&mut self, doubt: Doubt, at: Address) {
        let (count, first) = self.0.entry(doubt).or_insert((0, at));
        *count += 1;
        // In the file's own order, whatever the order of reading.
        if at.place < first.place {
            *first = at;
        }
    }

    /// The notes of a file of `size` bytes.
    pub fn notes(&self, origin: &Origin, size: usize, is_thread: bool) -> Vec<Note> {
        let mut notes = Vec::new();
        if !is_thread {
            let text =
                "No messages could be found in this file. It is kept whole and was not read.";
            let note = Note::new("C-FB-10", Severity::Check, origin.at(Place::Whole), text);
            notes.push(note.with("bytes", size));
        }
        for (doubt, (count, first)) in &self.0 {
            let Some((code, severity, text)) = words(*doubt, is_thread) else {
                continue;
            };
            notes.push(Note::new(code, severity, *first, text).with("count", *count));
        }
        notes
    }
}

fn words(doubt: Doubt, is_thread: bool) -> Option<(&'static str, Severity, &'static str)> {
    Some(match doubt {
        Doubt::Damaged if !is_thread => return None,
        Doubt::Damaged => (
            "C-FB-11",
            Severity::Check,
            "Parts of this file are damaged. What is whole before and behind them was read.",
        ),
        Doubt::TooDeep => (
            "C-FB-13",
            Severity::Check,
            "Messages hold brackets in brackets, deeper than the app writes them. They are kept and were not read.",
        ),
        Doubt::TooLong => (
            "C-FB-13",
            Severity::Check,
            "Messages are longer than any that the app sends. They are kept and were not read.",
        ),
        Doubt::NotAnObject => (
            "C-FB-13",
            Severity::Check,
            "Among the messages stands what is no message. It is kept and was not read.",
        ),
        Doubt::FieldTwice => (
            "C-FB-14",
            Severity::Check,
            "A field of a message stands twice. The first was read; the other is kept.",
        ),
        Doubt::UnknownField => (
            "C-FB-17",
            Severity::Info,
            "Messages have fields that this program does not know. They are kept as they are.",
        ),
        Doubt::Undecodable => (
            "C-FB-15",
            Severity::Check,
            "Texts hold bytes that are no text. They are shown as far as they can be read.",
        ),
    })
}

/// The file stops before its last bracket.
pub fn ends_early(place: Address, size: usize) -> Note {
    let text = "The file ends before its last bracket: its end is missing. What is whole was read.";
    Note::new("C-FB-12", Severity::Check, place, text).with("bytes", size)
}

/// The list of messages stands more than once.
pub fn two_arrays(place: Address, arrays: u64) -> Note {
    let text = "The list of messages stands in this file more than once. All of them were read.";
    Note::new("C-FB-14", Severity::Check, place, text).with("lists", arrays)
}

/// The file is not as Facebook wrote it.
pub fn saved_again(place: Address, texts: &Texts, has_mark: bool) -> Note {
    let (severity, text) = match (texts.is_resaved, texts.writing) {
        (false, _) => (
            Severity::Info,
            "An editor saved this file: it begins with a byte order mark.",
        ),
        (true, Writing::Mojibake) => (
            Severity::Check,
            "Something other than Facebook wrote in this file. Texts in Facebook's own writing were read as usual.",
        ),
        (true, Writing::Plain) => (
            Severity::Check,
            "Something other than Facebook wrote this file. Its texts were read as they stand, without any repair.",
        ),
    };
    Note::new("C-FB-16", severity, place, text).with("begins_with_mark", has_mark)
}

/// The elements stand in another order than usual, or in no clear one.
pub fn order(place: Address, found: &Found) -> Note {
    let text = "The order of the messages in this file was found by their times.";
    Note::new("C-FB-18", Severity::Info, place, text)
        .with("order", found.direction.name())
        .with("pairs_newest_first", found.newest_first)
        .with("pairs_oldest_first", found.oldest_first)
}
