//! A JSON member: its items, oldest first, then its frames.

use serde_json::{Map, Value};

use super::element::Reader;
use super::outline::{Form, Outline, Run, outline};
use super::sections::Shape;
use super::tally::Tally;
use super::{item, moment};
use crate::model::{Digest, Kind, Place, Record};
use crate::sources::json::{Fields, Tile, TileKind, is_object};
use crate::sources::media_files::MediaFiles;
use crate::sources::origin::Origin;

/// An item longer than this is kept but not read: its values would not fit into memory beside the file.
const LONGEST: usize = 16 << 20;

/// Reads a JSON member.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Tally {
    let outline = outline(&origin.name, bytes);
    let mut listing = Listing {
        bytes,
        origin,
        media,
        outline: &outline,
        tally: Tally::of(outline.texts),
    };
    let mut first = 0;
    for run in &outline.runs {
        let tiles: Box<dyn Iterator<Item = Tile>> = if listing.is_newest_first(run) {
            Box::new(run.tiles.backward())
        } else {
            Box::new(run.tiles.forward())
        };
        for tile in tiles.filter(|tile| tile.kind != TileKind::Frame) {
            out(listing.record(run, tile, first + tile.n));
        }
        first += run.tiles.counted();
    }
    for run in &outline.runs {
        for tile in run
            .tiles
            .forward()
            .filter(|tile| tile.kind == TileKind::Frame)
        {
            out(listing.plain(run, tile, Kind::Frame));
        }
    }
    listing.tally
}

struct Listing<'a> {
    bytes: &'a [u8],
    origin: &'a Origin,
    media: &'a MediaFiles,
    outline: &'a Outline,
    tally: Tally,
}

impl<'a> Listing<'a> {
    fn record(&mut self, run: &Run, tile: Tile, n: u64) -> Box<Record> {
        if tile.kind != TileKind::Element {
            let record = self.plain(run, tile, Kind::Unparsed);
            self.tally.damaged.add(record.address);
            return record;
        }
        let Some((element, reader)) = self.element(run, tile) else {
            let record = self.plain(run, tile, Kind::Unparsed);
            self.tally.monstrous.add(record.address);
            return record;
        };
        let mut record = self.origin.record(Place::Item(n), Kind::Item);
        self.stamp(&mut record, run, tile);
        record.encoding = reader.encoding;
        item::fill(&mut record, element, run.section, self.media);
        self.tally.count(&record, run.section.is_unknown());
        if reader.has_repeated_key {
            self.tally.repeated.add(record.address);
        }
        record
    }

    /// A record of bytes alone.
    fn plain(&self, run: &Run, tile: Tile, kind: Kind) -> Box<Record> {
        let place = Place::Byte((run.start + tile.start) as u64);
        let mut record = self.origin.record(place, kind);
        self.stamp(&mut record, run, tile);
        record
    }

    fn stamp(&self, record: &mut Record, run: &Run, tile: Tile) {
        record.bytes = [
            (run.start + tile.start) as u64,
            (run.start + tile.end) as u64,
        ];
        record.sha256 = Digest::of(self.slice(run, tile));
    }

    fn slice(&self, run: &Run, tile: Tile) -> &'a [u8] {
        let range = run.start + tile.start..run.start + tile.end;
        self.bytes.get(range).unwrap_or_default()
    }

    /// What an item says. None if it is too long or nested too deep.
    fn element(&self, run: &Run, tile: Tile) -> Option<(Value, Reader)> {
        if tile.end - tile.start > LONGEST {
            return None;
        }
        let mut reader = Reader::new(self.outline.texts);
        let raw = self.slice(run, tile);
        let value = match run.form {
            Form::Element | Form::Whole => reader.value(raw)?,
            Form::Member | Form::Numbered => {
                // A member stands without the brackets around it.
                let braced = [b"{", raw, b"}"].concat();
                let (key, value) = Fields::of(&braced).next()?;
                let key = reader.text(key);
                match reader.value(value)? {
                    Value::Object(mut map) if run.form == Form::Numbered => {
                        map.insert("key".to_owned(), Value::String(key));
                        Value::Object(map)
                    }
                    one if run.section.shape == Shape::One && is_object(value) => one,
                    other => Value::Object(Map::from_iter([(key, other)])),
                }
            }
        };
        Some((value, reader))
    }

    /// Whether more neighbours step back in time than forward. Lists of the account are newest first, some are not.
    fn is_newest_first(&self, run: &Run) -> bool {
        let (mut back, mut forward, mut before) = (0_u64, 0_u64, None);
        if run.form != Form::Element {
            return false;
        }
        for tile in run
            .tiles
            .forward()
            .filter(|tile| tile.kind == TileKind::Element)
        {
            let element = self.element(run, tile);
            let time = element.and_then(|(element, _)| item::time(&element, run.section));
            let Some(time) = time.and_then(|time| moment::sent(&time)?.utc) else {
                continue;
            };
            if let Some(before) = before.replace(time) {
                back += u64::from(time < before);
                forward += u64::from(time > before);
            }
        }
        back > forward
    }
}
