//! Threads as HTML pages: Facebook's versions A to E, and Instagram's.
//!
//! ```text
//! <div class="_3-95 _a6-g"><div class="_2ph_ _a6-h _a6-i">Kashif</div><div class="_2ph_ _a6-p"><div><div></div><div>TEXT</div>…
//! …</div></div><div class="_3-94 _a6-o"><div class="_a72d">Mar 12, 2024 8:25:13 pm</div></div></div>
//! ```
//! A page is read twice: `cut` finds the cards, `card` reads one after the other, oldest first. Class tokens decide
//! (`marks`), and where an element stands (`outline`); no word of a language does, but those of dates (`stamp`). What is
//! known about the pages, and what is not, stands in `README.md`.

mod body;
mod calendar_words;
mod card;
mod cut;
mod head;
mod marks;
mod media;
mod notes;
mod outline;
mod reaction;
mod share;
pub mod stamp;

use self::card::{Card, read_card};
use self::cut::{Cut, Stretch, What, cut};
use self::head::is_instagram;
use self::marks::{Age, Marks, marks};
use self::media::Setting;
use self::notes::Tally;
use super::html_walk::{Token, Walk};
use super::media_files::{MediaFiles, file_name};
use super::origin::Origin;
use super::thread_head::ThreadHead;
use crate::model::record::{Call, DeletedBy};
use crate::model::{Digest, Encoding, Flag, Kind, Note, Place, Record, SenderMeans};

/// Whether the member of this path that begins like this is a page of a thread. Posts and other pages are made of the same
/// cards, so the path decides: `message_1.html`, a group's own chat; and the header of version A, which is nowhere else.
#[must_use]
pub fn is_thread(name: &str, head: &[u8]) -> bool {
    let file = file_name(name).to_ascii_lowercase();
    let Some(stem) = file
        .strip_suffix(".html")
        .or_else(|| file.strip_suffix(".htm"))
    else {
        return false;
    };
    let number = stem.strip_prefix("message_").unwrap_or_default();
    let is_numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_chat_of_group = || {
        name.split('/')
            .any(|folder| folder == "your_group_messages")
    };
    is_numbered || is_chat_of_group() && Age::of(head) == Some(Age::Carded) || is_old_thread(head)
}

/// Whether a page holds a thread with a message of version A.
fn is_old_thread(head: &[u8]) -> bool {
    let mut wanted = [Marks::THREAD, Marks::CARD, Marks::SENDER].into_iter();
    let mut next = wanted.next();
    for piece in Walk::new(head) {
        let (Some(mark), Token::Start(tag)) = (next, &piece.token) else {
            continue;
        };
        if marks(tag, Age::Old).has(mark) {
            next = wanted.next();
        }
    }
    next.is_none()
}

/// What stands around the messages of the file.
#[must_use]
pub fn read_head(bytes: &[u8]) -> ThreadHead {
    head::read_head(bytes)
}

/// Reads one member and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    let mut tally = Tally::default();
    let cut = cut(bytes);
    let page = Page {
        bytes,
        age: cut.age.unwrap_or_default(),
        origin,
        setting: Setting::new(media, origin, is_instagram(bytes)),
    };
    if cut.age.is_none() {
        page.read_without_cards(out);
        return tally.notes(origin, bytes, &cut);
    }
    let numbers = ordinals(&cut);
    for i in reading_order(&cut) {
        let stretch = &cut.stretches[i];
        let record = match stretch.what {
            What::Message => page.message(stretch, numbers[i]),
            _ => page.plain(stretch, Kind::Unparsed),
        };
        tally.see(&record, stretch);
        out(record);
    }
    for stretch in &cut.stretches {
        if matches!(stretch.what, What::Frame | What::Other) {
            tally.see_frame(origin, stretch);
            out(page.plain(stretch, Kind::Frame));
        }
    }
    tally.notes(origin, bytes, &cut)
}

/// The number of each message among the messages, in the order of the file.
fn ordinals(cut: &Cut) -> Vec<u64> {
    let mut next = 0;
    let number = |stretch: &Stretch| {
        let number = next;
        next += u64::from(stretch.what == What::Message);
        number
    };
    cut.stretches.iter().map(number).collect()
}

/// What is no frame, oldest first: pages are newest first, each thread of a page by itself. Never by time: most stamps of
/// Instagram are equal to the one before.
fn reading_order(cut: &Cut) -> Vec<usize> {
    let is_read = |i: &usize| matches!(cut.stretches[*i].what, What::Message | What::Unread);
    let mut order: Vec<usize> = (0..cut.stretches.len()).filter(is_read).rev().collect();
    order.sort_by_key(|i| cut.stretches[*i].group);
    order
}

/// A page while it is read.
struct Page<'a> {
    bytes: &'a [u8],
    age: Age,
    origin: &'a Origin,
    setting: Setting<'a>,
}

impl Page<'_> {
    /// A stretch without anything read from it.
    fn plain(&self, stretch: &Stretch, kind: Kind) -> Box<Record> {
        self.record(stretch, Place::Byte(stretch.bytes.start as u64), kind)
    }

    fn record(&self, stretch: &Stretch, place: Place, kind: Kind) -> Box<Record> {
        let mut record = self.origin.record(place, kind);
        record.bytes = [stretch.bytes.start as u64, stretch.bytes.end as u64];
        record.sha256 = Digest::of(&self.bytes[stretch.bytes.clone()]);
        record
    }

    /// The message of a card.
    fn message(&self, stretch: &Stretch, number: u64) -> Box<Record> {
        let card = read_card(&self.bytes[stretch.bytes.clone()], self.age, &self.setting);
        let mut record = self.record(stretch, Place::Element(number), Kind::Message);
        if stretch.doubts.any() {
            record.flags.push(Flag::BoundaryNotProvable);
        }
        fill(&mut record, card);
        record
    }

    /// A page without any card was not read. A byte order mark is a frame.
    fn read_without_cards(&self, out: &mut dyn FnMut(Box<Record>)) {
        let mark = if self.bytes.starts_with(notes::BYTE_ORDER_MARK) {
            3
        } else {
            0
        };
        for (kind, bytes) in [
            (Kind::Unparsed, mark..self.bytes.len()),
            (Kind::Frame, 0..mark),
        ] {
            let stretch = Stretch {
                bytes,
                what: What::Unread,
                doubts: cut::Doubts::default(),
                group: 0,
            };
            if !stretch.bytes.is_empty() {
                out(self.plain(&stretch, kind));
            }
        }
    }
}

/// What a card says, into its record.
fn fill(record: &mut Record, card: Card) {
    let Card {
        sender,
        stamp,
        has_whole_stamp,
        body,
    } = card;
    if sender.is_undecodable || stamp.is_undecodable || body.is_undecodable {
        record.encoding = Encoding::Undecodable;
    }
    if !sender.text.is_empty() {
        record.sender = Some(sender.text.into());
        record.sender_means = SenderMeans::Author;
    }
    let mut sent = stamp::sent(stamp.text);
    if !has_whole_stamp || stamp.is_undecodable {
        // What is left of a damaged stamp can read as another time.
        sent.local = None;
        sent.candidates.clear();
    }
    match (sent.local, sent.candidates.len()) {
        (Some(_), _) => {}
        (None, 0) => record.flags.push(Flag::TimeUnreadable),
        (None, _) => record.flags.push(Flag::TimeAmbiguous),
    }
    record.sent = Some(sent);
    if body.is_unsent {
        record.kind = Kind::Deleted;
        record.deleted_by = Some(DeletedBy::Sender);
    } else if body.call.is_some() {
        record.kind = Kind::Call;
    }
    record.text = body.text;
    record.attachments = body.attachments;
    record.share = body.share.map(Box::new);
    record.call = body.call.map(|written| {
        Box::new(Call {
            written: Some(written),
            ..Call::default()
        })
    });
    record.reactions = body.reactions;
    record.extra = body.extra;
}

#[cfg(test)]
mod tests;
