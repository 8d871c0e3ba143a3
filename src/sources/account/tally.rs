//! What was counted while a member was read, and the notes that follow from it.

use crate::model::{Address, Encoding, Flag, Note, Record, Severity};
use crate::sources::json::{Texts, Writing};
use crate::sources::origin::Origin;

/// How often something came up, and where first.
#[derive(Debug, Default)]
pub struct Places {
    n: u64,
    first: Option<Address>,
}

impl Places {
    /// Counts one.
    pub fn add(&mut self, at: Address) {
        self.n += 1;
        // In the file's own order, whatever the order of reading.
        if self.first.is_none_or(|first| at.place < first.place) {
            self.first = Some(at);
        }
    }

    fn note(&self, code: &'static str, severity: Severity, text: &str) -> Option<Note> {
        let note = Note::new(code, severity, self.first?, text);
        Some(note.with("count", self.n))
    }
}

/// Counts of one member.
#[derive(Debug, Default)]
pub struct Tally {
    /// Items that were read.
    items: u64,
    /// Those of them whose section is not in the table.
    unknown: Places,
    /// Those with a time that is written and could not be read.
    odd_times: Places,
    /// Those with texts that are none.
    undecodable: Places,
    /// Those in which a field stands twice.
    pub repeated: Places,
    /// Stretches that are damaged.
    pub damaged: Places,
    /// Items that are longer, or nested deeper, than any that the app writes.
    pub monstrous: Places,
    /// A page with neither card nor table.
    pub without_item: Places,
    /// How the strings are written, where it is not as Facebook writes them.
    pub resaved: Option<Writing>,
}

impl Tally {
    /// Starts with how the strings of the member are written.
    pub fn of(texts: Texts) -> Self {
        Self {
            resaved: texts.is_resaved.then_some(texts.writing),
            ..Self::default()
        }
    }

    /// Counts an item.
    pub fn count(&mut self, record: &Record, is_unknown: bool) {
        let at = record.address;
        self.items += 1;
        // The export writes 0 where it has no time.
        let is_written = record.sent.as_ref().is_some_and(|sent| sent.written != "0");
        for (places, is_so) in [
            (&mut self.unknown, is_unknown),
            (
                &mut self.odd_times,
                is_written && record.has(Flag::TimeUnreadable),
            ),
            (
                &mut self.undecodable,
                record.encoding == Encoding::Undecodable,
            ),
        ] {
            if is_so {
                places.add(at);
            }
        }
    }

    /// What a person should know about the member.
    pub fn notes(&self, origin: &Origin) -> Vec<Note> {
        let (check, info) = (Severity::Check, Severity::Info);
        let damaged = self.damaged.note("C-FB-30", check, "A file of the account's own records is damaged. What is whole in it was read, the rest is kept unread.");
        let resaved = self.resaved.map(|writing| {
            let text = match writing {
                Writing::Mojibake => "Something other than Facebook wrote in this file. Texts in Facebook's own writing were read as usual.",
                Writing::Plain => "Something other than Facebook wrote this file. Its texts were read as they stand, without any repair.",
            };
            Note::new("C-FB-16", check, Address::member(origin.source, origin.member), text)
        });
        let found = [
            damaged.map(|note| note.with("read", self.items)),
            self.monstrous.note("C-FB-13", check, "Items are longer, or nested deeper, than the app writes them. They are kept and were not read."),
            self.repeated.note("C-FB-14", check, "A field of an item stands twice. The first was read; the other is kept."),
            self.undecodable.note("C-FB-15", check, "Texts hold bytes that are no text. They are shown as far as they can be read."),
            resaved,
            self.unknown.note("C-FB-31", info, "A section of the account's own records that the program does not know. Its items are kept as they are."),
            self.odd_times.note("C-FB-32", check, "Times of the account's own records cannot be read. The items are kept."),
            self.without_item.note("C-FB-33", check, "A page of the account's own records has neither card nor table that the program knows. It is kept unread."),
        ];
        found.into_iter().flatten().collect()
    }
}
