//! A file of one thread in JSON: a `messages` array whose elements become records, oldest first, and what stands around it.
//!
//! The forms of the downloads differ in their fields only; how a file is cut, put in order, hashed and doubted is the same.

mod direction;
mod doubts;
mod filling;

pub use direction::Direction;
pub use filling::{Filling, TooDeep, instant, instant_of_millis};

use self::direction::{Found, direction};
use self::doubts::{Doubt, Doubts};
use self::filling::Names;
use super::json::{Elements, Lists, Texts, Tile, TileKind, cut, is_object};
use super::media_files::MediaFiles;
use super::origin::Origin;
use crate::model::{Digest, Encoding, Kind, Note, Place, Record};

/// Where the messages stand.
pub const PATH: &[&str] = &["messages"];

/// An element longer than this is kept but not read: no app sends such a message, and a copy of it would not fit into memory
/// beside the file.
const LONGEST: usize = 16 << 20;

/// What one form of the download has of its own.
pub trait Form {
    /// The field of an element that holds its time.
    const TIME: &'static [u8];

    /// The order of the elements where their times do not show it.
    const USUAL: Direction;

    /// Whether a whole object is an element of `messages` by its own keys.
    fn is_element(object: &[u8]) -> bool;

    /// How the strings of the file are written.
    fn texts(bytes: &[u8], elements: &Elements) -> Texts;

    /// Fills in what an element states.
    ///
    /// # Errors
    /// A value is nested deeper than can be read; then nothing of the record counts.
    fn fill(element: &[u8], filling: &mut Filling<'_>) -> Result<(), TooDeep>;
}

/// Cuts a file, or its first bytes.
pub fn cut_thread<F: Form>(bytes: &[u8]) -> Elements {
    cut(bytes, PATH, Lists::Alike, &F::is_element)
}

/// Reads one file and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read_thread<F: Form>(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    let elements = cut_thread::<F>(bytes);
    let found = direction(bytes, &elements, F::TIME, F::USUAL);
    let mut reading = Reading {
        bytes,
        origin,
        media,
        texts: F::texts(bytes, &elements),
        names: Names::default(),
        doubts: Doubts::default(),
    };
    let tiles = &elements.tiles;
    match found.direction {
        Direction::NewestFirst => {
            for tile in tiles.backward() {
                reading.hand_on::<F>(tile, out);
            }
        }
        Direction::OldestFirst => {
            for tile in tiles.forward() {
                reading.hand_on::<F>(tile, out);
            }
        }
    }
    reading.hand_on_frames(&elements, out);
    reading.notes::<F>(&elements, &found)
}

struct Reading<'a> {
    bytes: &'a [u8],
    origin: &'a Origin,
    media: &'a MediaFiles,
    texts: Texts,
    names: Names,
    doubts: Doubts,
}

impl Reading<'_> {
    fn slice(&self, tile: Tile) -> &[u8] {
        self.bytes.get(tile.start..tile.end).unwrap_or_default()
    }

    fn record(&self, place: Place, kind: Kind, tile: Tile, sha256: Digest) -> Box<Record> {
        let mut record = self.origin.record(place, kind);
        record.bytes = [tile.start as u64, tile.end as u64];
        record.sha256 = sha256;
        record
    }

    fn hand_on<F: Form>(&mut self, tile: Tile, out: &mut dyn FnMut(Box<Record>)) {
        let doubt = match tile.kind {
            TileKind::Frame => return,
            TileKind::Broken | TileKind::Unparsed => Doubt::Damaged,
            TileKind::Element => match self.element::<F>(tile) {
                Ok(record) => return out(record),
                Err(doubt) => doubt,
            },
        };
        let digest = Digest::of(self.slice(tile));
        let place = Place::Byte(tile.start as u64);
        let record = self.record(place, Kind::Unparsed, tile, digest);
        self.doubts.add(doubt, record.address);
        out(record);
    }

    /// The record of a whole element, or why it is none.
    fn element<F: Form>(&mut self, tile: Tile) -> Result<Box<Record>, Doubt> {
        let element = self.bytes.get(tile.start..tile.end).unwrap_or_default();
        if element.len() > LONGEST {
            return Err(Doubt::TooLong);
        }
        if !is_object(element) {
            return Err(Doubt::NotAnObject);
        }
        let place = Place::Element(tile.n);
        let mut record = self.record(place, Kind::Message, tile, Digest::of(element));
        let mut filling = Filling::new(&mut record, self.texts, self.media, &mut self.names);
        F::fill(element, &mut filling).map_err(|TooDeep| Doubt::TooDeep)?;
        let (is_twice, is_unknown) = (filling.has_field_twice, filling.has_unknown_field);
        let is_undecodable = record.encoding == Encoding::Undecodable;
        for (is_doubted, doubt) in [
            (is_twice, Doubt::FieldTwice),
            (is_unknown, Doubt::UnknownField),
            (is_undecodable, Doubt::Undecodable),
        ] {
            if is_doubted {
                self.doubts.add(doubt, record.address);
            }
        }
        Ok(record)
    }

    fn hand_on_frames(&self, elements: &Elements, out: &mut dyn FnMut(Box<Record>)) {
        // Between two elements nearly always stand the same bytes.
        let mut last = (&b""[..], Digest::of(b""));
        let frames = elements.tiles.forward();
        for tile in frames.filter(|tile| tile.kind == TileKind::Frame) {
            let slice = self.slice(tile);
            if slice != last.0 {
                last = (slice, Digest::of(slice));
            }
            let place = Place::Byte(tile.start as u64);
            out(self.record(place, Kind::Frame, tile, last.1));
        }
    }

    fn notes<F: Form>(&self, elements: &Elements, found: &Found) -> Vec<Note> {
        let is_thread = elements.arrays > 0;
        let mut notes = self.doubts.notes(self.origin, self.bytes.len(), is_thread);
        let place = self.origin.at(Place::Whole);
        if elements.ends_early && is_thread {
            notes.push(doubts::ends_early(place, self.bytes.len()));
        }
        if elements.arrays > 1 {
            notes.push(doubts::two_arrays(place, elements.arrays));
        }
        if self.texts.is_resaved || elements.has_mark {
            notes.push(doubts::saved_again(place, &self.texts, elements.has_mark));
        }
        if found.direction != F::USUAL || found.is_mixed() {
            notes.push(doubts::order(place, found));
        }
        notes
    }
}

#[cfg(test)]
pub(super) mod tests;
