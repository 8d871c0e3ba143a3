//! From the paths that a person gives to exports that can be read: a zip, a folder, a lone chat, pictures.
//!
//! ```text
//! "WhatsApp Chat with X.zip"  shots/1.png  shots/2.png   →   S1: the zip's members   S2: two pictures
//! facebook-sana-2025-01-30-a.zip  …-b.zip                →   S1: the members of both zips
//! ```
//!
//! Nothing is unpacked to disk and nothing is changed. Every member is listed with its size and SHA-256; what
//! could be read in two ways, leads out of its folder or would flood this computer is listed with the reason
//! (codes `C-ZIP-…`, `C-FOLDER-…`) and not read; the rest is read. The limits stand in `docs/limits.md`.
//!
//! [`open`] does it all. A case goes in two steps, so that each original is hashed while it is copied:
//! [`gather`], then copy the files and set `path` and `known` of each, then [`open_gathered`].

mod archive;
mod container;
mod contents;
mod digesting;
mod error;
mod folder;
mod gather;
mod limits;
mod name;
mod open;
mod parts;
mod positioned;
mod refusal;
pub mod zip;

use std::collections::HashMap;
use std::path::PathBuf;

pub use crate::model::{Unwatched, Watch};
pub use error::OpenError;
pub use gather::{Gathered, Given, Recognizers, Shape, gather};
pub use limits::Limits;
pub use name::Name;
pub use open::{Opened, open_archive_bytes, open_gathered, reopen};
pub use parts::join_parts;
pub use positioned::{DiskFile, ReadAt, Window};
pub use refusal::{Finding, Refusal};

use crate::model::{Address, Digest, SourceId};

/// Opens everything that was given. Sources are numbered from `first` on. A file whose bytes were given before is
/// skipped, with an `info` note at the one that stands.
///
/// # Errors
/// A path cannot be read at all, there is no file in what was given, or `watch` stopped the work.
pub fn open(
    paths: &[PathBuf],
    first: SourceId,
    recognizers: &Recognizers<'_>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Opened>, OpenError> {
    let mut sources: Vec<Opened> = Vec::new();
    let mut seen: HashMap<Digest, usize> = HashMap::new();
    let mut id = first;
    for gathered in gather(paths, recognizers, limits, watch)? {
        let opened = open_gathered(gathered, id, limits, watch)?;
        match opened
            .export
            .sha256
            .map(|digest| (digest, seen.get(&digest).copied()))
        {
            Some((_, Some(before))) => {
                let place = Address::source(sources[before].id);
                let note = open::twin(place, place);
                sources[before].notes.push(note);
                continue;
            }
            Some((digest, None)) => {
                seen.insert(digest, sources.len());
            }
            None => {}
        }
        sources.push(opened);
        id = id.next();
    }
    Ok(sources)
}
