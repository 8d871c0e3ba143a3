//! What a bundle is made from: typed values of the model, and a feed of records that may be large.

use std::io;

use crate::model::custody::Now;
use crate::model::{Digest, Exhibit, Line, Note, Source, SourceId};

use super::names::original_id;
use super::words::Words;

/// All that one sealing takes in. The same values give the same bundle, byte for byte.
#[derive(Debug, Clone)]
pub struct Sealing<'s> {
    /// The number of the bundle in its case, counted from 1.
    pub number: u32,
    /// The time of sealing.
    pub now: Now,
    /// The fingerprint of the bundle before; none exactly for number 1.
    pub previous: Option<Digest>,
    /// The sources that this bundle holds or cites, by id.
    pub sources: Vec<SealedSource>,
    /// The exhibits that no earlier bundle holds, by number.
    pub exhibits: Vec<SealedExhibit>,
    /// Every doubt, in the order in which it is to be listed.
    pub notes: Vec<Note>,
    /// The whole `journal.jsonl` up to its present head.
    pub journal: &'s [u8],
    /// The final words.
    pub words: Words,
    /// The version of the program.
    pub program: &'s str,
    /// One digest over the embedded tables, templates and fonts.
    pub tables: Digest,
}

/// A source, its originals, and whether its records go in.
#[derive(Debug, Clone)]
pub struct SealedSource {
    /// The source line; its members are those that this bundle lists in `members.csv`.
    pub source: Source,
    /// Its originals, those of earlier bundles included.
    pub originals: Vec<SealedOriginal>,
    /// Where its records are.
    pub records: Where,
}

/// Whether a thing lies in this bundle or in an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In this bundle.
    Here,
    /// In the bundle with this fingerprint.
    Earlier(Digest),
}

/// One file that was handed over.
#[derive(Debug, Clone)]
pub struct SealedOriginal {
    /// The number of the member or of the part; none where the source is one file.
    pub number: Option<u32>,
    /// Its name as given, without its path.
    pub given_name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Where it came from, as a person said.
    pub origin: Origin,
    /// What of it the case holds.
    pub held: Held,
    /// Whether its kind may show in its name.
    pub naming: Naming,
    /// Where its bytes are.
    pub stored: Where,
}

impl SealedOriginal {
    /// `S1`, or `S2-4` where the source has several originals.
    #[must_use]
    pub fn id(&self, source: SourceId) -> String {
        original_id(source, self.number)
    }
}

/// How an original reached the case, as a person said; empty where nobody said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of sources.csv say it")]
pub struct Origin {
    pub device: String,
    pub exported_by: String,
    pub exported_at: String,
    pub how_got: String,
}

/// What the case holds of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The file itself.
    Whole,
    /// Only these members of it, kept as files of their own (`--without-media`).
    Members(Vec<KeptMember>),
    /// Nothing (`--reference-only`).
    None,
}

/// A member that is kept as a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMember {
    /// Its number in the source.
    pub n: u32,
    /// Its name in the source.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

/// How an original is named in the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// With the extension of its kind.
    ByKind,
    /// As `.bin`: a withheld lone picture must not open at a double click.
    Neutral,
}

/// An exhibit with the bytes behind it.
#[derive(Debug, Clone)]
pub struct SealedExhibit {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// The half-open byte range of its record in the member; none where it is a whole member.
    pub bytes: Option<[u64; 2]>,
    /// SHA-256 of those bytes.
    pub sha256: Digest,
    /// Whether papers show it.
    pub shown: Shown,
}

/// Whether papers show an exhibit. A bundle holds it either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shown {
    Openly,
    Withheld(crate::model::exhibit::Why),
}

/// Gives the records of a source, each time from the first.
pub trait RecordFeed {
    /// Hands over what `read --json --frames` prints for the source, in its order.
    ///
    /// Only threads and records are taken; a source line, notes and a summary may come and are passed over.
    ///
    /// # Errors
    /// The records cannot be read, or `each` failed.
    fn feed(
        &self,
        source: SourceId,
        each: &mut dyn FnMut(&Line) -> io::Result<()>,
    ) -> io::Result<()>;
}
