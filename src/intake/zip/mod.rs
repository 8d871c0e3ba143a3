//! A small reader of zip archives that trusts nothing: it holds the list at the end against the headers at
//! the entries, and finds the entries again where the list is lost.
//!
//! ```text
//! PK34 name data [descriptor]  PK34 name data …  PK12 name … PK12 name …  [PK66 PK67]  PK56
//! └ local header and entry ┘                     └ central directory ┘     └ Zip64 ┘   └ end
//! ```
//!
//! Known limits: STORED and DEFLATE only; a STORED entry of a truncated archive whose length stands behind
//! its data is found again only where that descriptor has its signature.

mod audit;
mod directory;
mod salvage;
mod stream;
mod wire;

use std::io;
use std::sync::Arc;

use chrono::NaiveDateTime;

pub(super) use salvage::is_damage;
pub use stream::{Mismatch, open_entry};

use super::limits::Limits;
use super::name::Name;
use super::positioned::ReadAt;
use super::refusal::{Finding, Refusal};
use crate::model::Watch;

/// How an entry is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As it is.
    Stored,
    /// DEFLATE (RFC 1951).
    Deflate,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: Name,
    /// How it is packed; STORED where the method is unknown and the entry refused.
    pub method: Method,
    /// CRC-32 of its decompressed bytes, as promised.
    pub crc: u32,
    /// Bytes in the archive.
    pub packed: u64,
    /// Bytes decompressed, as promised.
    pub size: u64,
    /// Offset of its local header.
    pub header_at: u64,
    /// Offset of its data.
    pub data_at: u64,
    /// DOS time of the entry.
    pub time: Option<NaiveDateTime>,
    /// Why it is not read.
    pub refusal: Option<Refusal>,
}

/// What stands in an archive: files in the order of its list, without folders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The files.
    pub entries: Vec<Listed>,
    /// What is odd about the archive.
    pub findings: Vec<Finding>,
}

/// Whether bytes begin as a zip archive does: an entry, an empty archive, or a split one.
#[must_use]
pub fn begins_like_zip(head: &[u8]) -> bool {
    [wire::LOCAL, wire::END, wire::DESCRIPTOR]
        .iter()
        .any(|s| head.starts_with(s))
}

/// Lists an archive. Any bytes give a listing; no entries where there are none.
///
/// # Errors
/// The file cannot be read, or `watch` stopped the work ([`io::ErrorKind::Interrupted`]).
pub fn read_listing(
    file: &Arc<dyn ReadAt>,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Listing> {
    match directory::read_directory(file.as_ref(), limits, watch)? {
        Some(directory) => audit::audit(file.as_ref(), directory, limits, watch),
        None => salvage::salvage(file, limits, watch),
    }
}
