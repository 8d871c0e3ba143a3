//! An HTML page: one item a card, or a table outside of cards; then its frames.
//!
//! ```text
//! <div class="_3-95 _a6-g"><div class="_2ph_ _a6-h _a6-i">Login</div><div class="_2ph_ _a6-p"><table>
//!   <tr><td class="_2pin _a6_q">IP address</td><td class="_2pin _2piu _a6_r">203.0.113.7</td></tr></table></div>
//!   <div class="_3-94 _a6-o"><div class="_a72d">Mar 12, 2024 8:25:13 pm</div></div></div>
//! ```
//! Known by the tokens of classes, with any tag name. All words of the page are in the language of the account, so none is
//! read: what a page is, its path says.

mod card;
mod cut;

use core::net::IpAddr;

use serde_json::{Map, Value, json};

use self::card::Card;
use self::cut::cut;
use super::attached;
use super::labels::PAIRS;
use super::sections::{Section, sections};
use super::tally::Tally;
use crate::model::record::Item;
use crate::model::{Digest, Encoding, Flag, Kind, Place, Record, Sent};
use crate::sources::json::{Tile, TileKind, Tiles};
use crate::sources::media_files::MediaFiles;
use crate::sources::messenger_html::stamp::{self, read_stamp};
use crate::sources::origin::Origin;

/// Whether a page has cells of the label and value tables.
pub fn has_table(head: &[u8]) -> bool {
    cut::has_cell(head)
}

/// The values of the tables of a page.
pub fn values(bytes: &[u8]) -> Vec<String> {
    let tiles = cut(bytes);
    let cards = tiles
        .forward()
        .filter(|tile| tile.kind == TileKind::Element);
    let pairs = cards
        .flat_map(|tile| Card::read(bytes.get(tile.start..tile.end).unwrap_or_default()).pairs);
    pairs.map(|(_, value)| value).collect()
}

/// Reads an HTML member.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Tally {
    let section = sections().of_path(&origin.name);
    let page = Page {
        bytes,
        origin,
        media,
        section: section.unwrap_or_else(|| sections().other()),
    };
    let mut tally = Tally::default();
    let tiles = cut(bytes);
    if tiles.counted() == 0 {
        for tile in tiles.forward() {
            let record = page.plain(tile, Kind::Unparsed);
            tally.without_item.add(record.address);
            out(record);
        }
        return tally;
    }
    let is_item = |tile: &Tile| tile.kind != TileKind::Frame;
    let newest_first = page.is_newest_first(&tiles);
    let ordered: Box<dyn Iterator<Item = Tile>> = if newest_first {
        Box::new(tiles.backward())
    } else {
        Box::new(tiles.forward())
    };
    for tile in ordered.filter(is_item) {
        let record = match tile.kind {
            TileKind::Element => page.item(tile),
            _ => page.plain(tile, Kind::Unparsed),
        };
        if record.kind == Kind::Item {
            tally.count(&record, section.is_none());
        } else {
            tally.damaged.add(record.address);
        }
        out(record);
    }
    for tile in tiles.forward().filter(|tile| !is_item(tile)) {
        out(page.plain(tile, Kind::Frame));
    }
    tally
}

struct Page<'a> {
    bytes: &'a [u8],
    origin: &'a Origin,
    media: &'a MediaFiles,
    section: &'static Section,
}

impl Page<'_> {
    fn card(&self, tile: Tile) -> Card {
        Card::read(self.bytes.get(tile.start..tile.end).unwrap_or_default())
    }

    fn item(&self, tile: Tile) -> Box<Record> {
        let card = self.card(tile);
        let mut record = self.origin.record(Place::Item(tile.n), Kind::Item);
        self.stamp(&mut record, tile);
        let mut fields = Map::new();
        if !card.heading.is_empty() {
            fields.insert("title".to_owned(), Value::from(card.heading.as_str()));
        }
        let ip = card.only_value(|value| value.parse::<IpAddr>().is_ok());
        if let Some(ip) = ip.filter(|_| !card.is_damaged) {
            fields.insert("ip".to_owned(), Value::from(ip));
        }
        record.sent = time(&card);
        record.flags.extend(record.sent.as_ref().and_then(doubt));
        if !card.words.is_empty() {
            record.text = Some(card.words.join("\n"));
        }
        for uri in &card.files {
            record
                .attachments
                .push(self.media.attach(attached::kind(uri), uri));
        }
        if card.is_undecodable {
            record.encoding = Encoding::Undecodable;
        }
        if !card.pairs.is_empty() {
            let pairs = card.pairs.iter();
            let pairs = pairs.map(|(label, value)| json!({"label": label, "value": value}));
            record.extra.insert(PAIRS.to_owned(), pairs.collect());
        }
        if !card.links.is_empty() {
            record
                .extra
                .insert("links".to_owned(), Value::from(card.links));
        }
        let what = self.section.what.clone();
        record.item = Some(Box::new(Item { what, fields }));
        record
    }

    /// A record of bytes alone.
    fn plain(&self, tile: Tile, kind: Kind) -> Box<Record> {
        let mut record = self.origin.record(Place::Byte(tile.start as u64), kind);
        self.stamp(&mut record, tile);
        record
    }

    fn stamp(&self, record: &mut Record, tile: Tile) {
        record.bytes = [tile.start as u64, tile.end as u64];
        record.sha256 = Digest::of(self.bytes.get(tile.start..tile.end).unwrap_or_default());
    }

    /// Whether more neighbours step back in time than forward.
    fn is_newest_first(&self, tiles: &Tiles) -> bool {
        let (mut back, mut forward, mut before) = (0_u64, 0_u64, None);
        let is_whole = |tile: &Tile| tile.kind == TileKind::Element;
        for tile in tiles.forward().filter(is_whole) {
            let Some(at) = time(&self.card(tile)).and_then(|sent| sent.local) else {
                continue;
            };
            if let Some(before) = before.replace(at) {
                back += u64::from(at < before);
                forward += u64::from(at > before);
            }
        }
        back > forward
    }
}

/// The time of a card: its own, else the only value of its table that is a time.
fn time(card: &Card) -> Option<Sent> {
    if !card.time.is_empty() {
        let mut sent = stamp::sent(card.time.clone());
        if card.is_damaged || card.is_undecodable {
            sent.local = None;
            sent.candidates.clear();
        }
        return Some(sent);
    }
    if card.is_damaged {
        return None;
    }
    let value = card.only_value(|value| read_stamp(value).is_some())?;
    Some(stamp::sent(value.to_owned()))
}

/// Why a time is not one wall clock.
fn doubt(sent: &Sent) -> Option<Flag> {
    match (sent.local, sent.candidates.len()) {
        (Some(_), _) => None,
        (None, 0) => Some(Flag::TimeUnreadable),
        (None, _) => Some(Flag::TimeAmbiguous),
    }
}
