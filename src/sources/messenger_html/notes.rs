//! What a person should know about a page after it was read.

use std::fmt;

use super::cut::{Cut, Stretch, What};
use crate::model::{Address, Encoding, Flag, Kind, Note, Place, Record, Severity};
use crate::sources::origin::Origin;

/// What editors put at the start of a text that they save, and Facebook never does.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How often something was seen, and where first in the file.
#[derive(Debug, Default)]
struct Sightings {
    count: u64,
    first: Option<(u64, Address)>,
}

impl Sightings {
    fn add(&mut self, at: u64, address: Address) {
        self.count += 1;
        if self.first.is_none_or(|(first, _)| at < first) {
            self.first = Some((at, address));
        }
    }
}

/// What was seen while a page was read.
#[derive(Debug, Default)]
pub struct Tally {
    others: Sightings,
    other_addresses: Vec<String>,
    unread: Sightings,
    doubted: Sightings,
    unreadable_times: Sightings,
    ambiguous_times: Sightings,
    undecodable: Sightings,
}

/// So many addresses are written out.
const LISTED: usize = 20;

impl Tally {
    /// Looks at a record that is handed on.
    pub fn see(&mut self, record: &Record, stretch: &Stretch) {
        let (at, address) = (stretch.bytes.start as u64, record.address);
        let seen = [
            (record.kind == Kind::Unparsed, &mut self.unread),
            (record.has(Flag::BoundaryNotProvable), &mut self.doubted),
            (record.has(Flag::TimeUnreadable), &mut self.unreadable_times),
            (record.has(Flag::TimeAmbiguous), &mut self.ambiguous_times),
            (
                record.encoding == Encoding::Undecodable,
                &mut self.undecodable,
            ),
        ];
        for (is_seen, sightings) in seen {
            if is_seen {
                sightings.add(at, address);
            }
        }
    }

    /// Looks at a stretch that is a frame.
    pub fn see_frame(&mut self, origin: &Origin, stretch: &Stretch) {
        if stretch.what == What::Other {
            let at = stretch.bytes.start as u64;
            let address = origin.at(Place::Byte(at));
            self.others.add(at, address);
            if self.other_addresses.len() < LISTED {
                self.other_addresses.push(address.to_string());
            }
        }
    }

    /// The notes, in a fixed order.
    pub fn notes(self, origin: &Origin, bytes: &[u8], cut: &Cut) -> Vec<Note> {
        let member = Address::member(origin.source, origin.member);
        let check = |code, place: &dyn fmt::Display, text: &str| {
            Note::new(code, Severity::Check, place, text)
        };
        let mut notes = Vec::new();
        if bytes.is_empty() {
            let note = Note::new("C-FILE-03", Severity::Info, member, "The file is empty.");
            return vec![note];
        }
        if bytes.starts_with(BYTE_ORDER_MARK) {
            let text = "The page begins with a byte order mark, which exports do not write: a program saved it again.";
            notes.push(check("C-FB-28", &member, text));
        }
        if cut.age.is_none() {
            notes.push(check(
                "C-FB-20",
                &member,
                "The page has no card that could be a message.",
            ));
            return notes;
        }
        if cut.is_cut_off {
            let last = cut.stretches.last().map_or(0, |s| s.bytes.start as u64);
            let place = origin.at(Place::Byte(last));
            notes.push(
                check("C-FB-26", &place, "The page ends inside a card.").with("bytes", bytes.len()),
            );
        }
        let counted = [
            (
                "C-FB-22",
                self.unread,
                "Parts of messages that stand in no whole card could not be read.",
            ),
            (
                "C-FB-23",
                self.doubted,
                "The markup of cards is damaged or stands where none belongs; where these messages begin and end is not proved.",
            ),
            (
                "C-FB-24",
                self.unreadable_times,
                "Times that could not be read; their text is kept.",
            ),
            (
                "C-FB-25",
                self.ambiguous_times,
                "Times that can be read in several ways; none is chosen.",
            ),
            (
                "C-FB-27",
                self.undecodable,
                "Texts with bytes that are no text.",
            ),
        ];
        for (code, sightings, text) in counted {
            if let Some((_, place)) = sightings.first {
                notes.push(check(code, &place, text).with("count", sightings.count));
            }
        }
        if let Some((_, place)) = self.others.first {
            let text = "Cards without a time of their own, such as the list of members, are no messages; their bytes are kept as frames.";
            let note = Note::new("C-FB-21", Severity::Info, place, text);
            notes.push(
                note.with("count", self.others.count)
                    .with("places", self.other_addresses),
            );
        }
        notes
    }
}
