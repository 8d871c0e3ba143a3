//! The account's own records: logins, requests, comments, the profile.

use super::media_files::MediaFiles;
use super::origin::Origin;
use crate::model::{Basis, Digest, Kind, Note, Place, Record};

/// Whether the member of this path that begins like this holds records of the account.
#[must_use]
pub fn recognize(_name: &str, _head: &[u8]) -> bool {
    false
}

/// What the account says about itself as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whose account it is, and how that is known.
    pub owner: Option<(String, Basis)>,
    /// The clock of the account as an IANA name, how that is known, and by which rule.
    pub zone: Option<(String, Basis, &'static str)>,
}

/// The owner and the zone, where this member states them.
#[must_use]
pub fn read_facts(_name: &str, _bytes: &[u8]) -> Facts {
    Facts::default()
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
