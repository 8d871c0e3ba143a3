//! Threads of the secure storage download, in JSON.

use super::media_files::MediaFiles;
use super::origin::Origin;
use super::thread_head::ThreadHead;
use crate::model::{Digest, Kind, Note, Place, Record};

/// Whether a member that begins like this is a thread: `participants` of plain strings and `threadName`.
#[must_use]
pub fn is_thread(head: &[u8]) -> bool {
    let has = |key: &[u8]| head.windows(key.len()).any(|w| w == key);
    has(b"\"participants\"") && has(b"\"threadName\"")
}

/// What stands around the messages of the file.
#[must_use]
pub fn read_head(_bytes: &[u8]) -> ThreadHead {
    ThreadHead::default()
}

/// Reads one member and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    _media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    if !bytes.is_empty() {
        let mut record = origin.record(Place::Byte(0), Kind::Unparsed);
        record.bytes = [0, bytes.len() as u64];
        record.sha256 = Digest::of(bytes);
        out(record);
    }
    Vec::new()
}
