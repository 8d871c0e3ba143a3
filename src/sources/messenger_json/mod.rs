//! Threads in the classic JSON of Facebook and Instagram: `message_1.json`, `message_2.json`, …
//!
//! ```text
//! {"participants": [{"name": "Kashif"}, {"name": "Sana"}],
//!  "messages": [
//!    {"sender_name": "Kashif", "timestamp_ms": 1719912461476, "content": "\u00d8\u00b3\u00d9\u0084\u00d8\u00a7\u00d9\u0085",
//!     "is_geoblocked_for_viewer": false}],
//!  "title": "Kashif", "is_still_participant": true, "thread_path": "inbox/kashif_1002003004005006", "magic_words": []}
//! ```
//! The newest message stands first; each byte of a text is written as a character of its own. What is known of the fields
//! and where it comes from stands in `README.md`.

mod attached;
mod head;
mod message;

use super::json::{Elements, Fields, Texts, TileKind, has_key};
use super::media_files::MediaFiles;
use super::origin::Origin;
use super::thread_file::{Direction, Filling, Form, TooDeep, cut_thread, read_thread};
use super::thread_head::ThreadHead;
use crate::model::{Note, Record};

struct Classic;

impl Form for Classic {
    const TIME: &'static [u8] = b"timestamp_ms";
    const USUAL: Direction = Direction::NewestFirst;

    fn is_element(object: &[u8]) -> bool {
        has_key(object, &["timestamp_ms", "sender_name"])
    }

    fn texts(bytes: &[u8], elements: &Elements) -> Texts {
        Texts::of(bytes, elements)
    }

    fn fill(element: &[u8], filling: &mut Filling<'_>) -> Result<(), TooDeep> {
        message::fill(element, filling)
    }
}

/// Whether a member that begins like this is a thread: a list of messages by their own fields, or, where there is none yet,
/// `participants` of `{name}` beside the list.
#[must_use]
pub fn is_thread(head: &[u8]) -> bool {
    let elements = cut_thread::<Classic>(head);
    let slice = |range: std::ops::Range<usize>| head.get(range).unwrap_or_default();
    let mut whole = elements
        .tiles
        .forward()
        .filter(|tile| tile.kind == TileKind::Element)
        .peekable();
    if whole.peek().is_some() {
        return whole.any(|tile| Classic::is_element(slice(tile.start..tile.end)));
    }
    elements.arrays > 0 && head::has_people(head, &elements)
}

/// What stands around the messages of the file.
#[must_use]
pub fn read_head(bytes: &[u8]) -> ThreadHead {
    head::read(bytes, &cut_thread::<Classic>(bytes))
}

/// Reads one member and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    read_thread::<Classic>(bytes, origin, media, out)
}

/// The value of a field of an object, its first if it stands twice.
fn field<'a>(object: &'a [u8], key: &str) -> Option<&'a [u8]> {
    Fields::of(object)
        .find(|(name, _)| *name == key.as_bytes())
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests;
