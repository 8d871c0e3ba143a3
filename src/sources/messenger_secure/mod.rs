//! Threads of the secure storage download (end-to-end encrypted chats), in JSON: `Kashif_7.json`.
//!
//! ```text
//! {"participants": ["Sana", "Kashif"], "threadName": "Kashif_7",
//!  "messages": [
//!    {"isUnsent": false, "media": [], "reactions": [], "senderName": "Kashif", "text": "سلام",
//!     "timestamp": 1719912461476, "type": "text"}]}
//! ```
//! The strings are true UTF-8 and are never repaired. The order is found by the times, not assumed.

mod message;

use super::json::{Elements, Items, Texts, TileKind, has_key, short_string};
use super::media_files::MediaFiles;
use super::origin::Origin;
use super::thread_file::{Direction, Filling, Form, TooDeep, cut_thread, read_thread};
use super::thread_head::ThreadHead;
use crate::model::{Note, Record};

struct Secure;

impl Form for Secure {
    const TIME: &'static [u8] = b"timestamp";
    const USUAL: Direction = Direction::OldestFirst;

    fn is_element(object: &[u8]) -> bool {
        has_key(object, &["senderName", "isUnsent"])
    }

    fn texts(_: &[u8], _: &Elements) -> Texts {
        Texts::plain()
    }

    fn fill(element: &[u8], filling: &mut Filling<'_>) -> Result<(), TooDeep> {
        message::fill(element, filling)
    }
}

/// The value of a field beside the messages.
fn beside<'a>(bytes: &'a [u8], elements: &Elements, key: &str) -> Option<&'a [u8]> {
    let found = elements
        .outside
        .iter()
        .find(|outside| bytes.get(outside.key.clone()) == Some(key.as_bytes()))?;
    bytes.get(found.value.clone())
}

/// Whether a member that begins like this is a thread: a list of messages by their own fields, or, where there is none yet,
/// `threadName` beside the list.
#[must_use]
pub fn is_thread(head: &[u8]) -> bool {
    let elements = cut_thread::<Secure>(head);
    let mut whole = elements
        .tiles
        .forward()
        .filter(|tile| tile.kind == TileKind::Element)
        .peekable();
    if whole.peek().is_some() {
        return whole.any(|tile| {
            head.get(tile.start..tile.end)
                .is_some_and(Secure::is_element)
        });
    }
    elements.arrays > 0 && beside(head, &elements, "threadName").is_some()
}

/// What stands around the messages of the file. The number at the end of the name is the exporter's; it is kept.
#[must_use]
pub fn read_head(bytes: &[u8]) -> ThreadHead {
    let elements = cut_thread::<Secure>(bytes);
    let text = |value: &[u8]| short_string(value).map(|raw| Texts::plain().read(raw).0);
    let participants: Vec<String> = beside(bytes, &elements, "participants")
        .into_iter()
        .flat_map(Items::of)
        .filter_map(text)
        .collect();
    ThreadHead {
        title: beside(bytes, &elements, "threadName").and_then(text),
        is_group: (participants.len() > 2).then_some(true),
        participants,
        ..ThreadHead::default()
    }
}

/// Reads one member and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    read_thread::<Secure>(bytes, origin, media, out)
}

#[cfg(test)]
mod tests;
