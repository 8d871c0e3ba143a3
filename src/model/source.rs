//! Sources, their members, and the export that intake hands to the readers.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::digest::Digest;
use super::locator::NotAnAddress;
use super::time::{Basis, Order, Zone};

/// The number of a source, counted from 1. Prints as `S1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(u32);

impl SourceId {
    /// Source number `n`; none for 0.
    #[must_use]
    pub fn new(n: u32) -> Option<Self> {
        (n > 0).then_some(Self(n))
    }

    /// The first source.
    #[must_use]
    pub fn first() -> Self {
        Self(1)
    }

    /// The source after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{}", self.0)
    }
}

impl FromStr for SourceId {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let digits = text.strip_prefix('S').ok_or(NotAnAddress)?;
        if digits.starts_with('0') || !digits.bytes().all(|c| c.is_ascii_digit()) {
            return Err(NotAnAddress);
        }
        digits.parse().ok().and_then(Self::new).ok_or(NotAnAddress)
    }
}

impl Serialize for SourceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SourceId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What became of a member, in the words of `members.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Records were read from it.
    Yes,
    /// Kept and hashed; nothing was read from it.
    #[default]
    Media,
    /// The same bytes at the same path in two parts.
    Twice,
    /// Left out by choice.
    LeftOut,
    /// Could not be opened; a note says why.
    Refused,
}

/// One file inside a source, or the file itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its number, counted from 1.
    pub n: u32,
    /// Its name with `/` between folders; decoded from UTF-8, else from cp437.
    pub name: Arc<str>,
    /// The raw bytes of a name that is not UTF-8, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_bytes: Option<String>,
    /// Bytes, decompressed.
    pub size: u64,
    /// SHA-256 of the decompressed bytes; none for a refused member whose bytes cannot be read.
    pub sha256: Option<Digest>,
    /// The part of a download that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// What became of it.
    #[serde(default)]
    pub read: Reading,
    /// The time of the zip entry (local, no zone). File-system times never stand here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_time: Option<NaiveDateTime>,
    /// The transcript's own date order, where a source has several transcripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The transcript's own zone, where a source has several transcripts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

/// Whose account an export is, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Owner {
    pub name: String,
    pub basis: Basis,
}

/// One zip of a download that came in several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Part {
    pub n: u32,
    pub given_name: String,
    pub size: u64,
    pub sha256: Digest,
}

/// What was handed over: the `source` line of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Source {
    pub source: SourceId,
    /// `whatsapp-android`, `whatsapp-ios`, `pictures`, `files`, … An unknown name is kept as it is.
    pub format: String,
    pub given_name: String,
    pub size: u64,
    /// None for a source of several files.
    pub sha256: Option<Digest>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    pub members: Vec<Member>,
    pub owner: Option<Owner>,
    pub zone: Option<Zone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

/// Gives the bytes of an export's members on demand. Implemented by intake, and by tests over memory.
pub trait Contents: Send + Sync {
    /// Opens member `n` from its first byte.
    ///
    /// # Errors
    /// The bytes cannot be read, or there is no such member.
    fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>>;
}

/// What intake found in one thing that was given: names, sizes and digests; bytes on demand.
#[derive(Clone)]
pub struct Export {
    /// The file or folder name as given, without its path.
    pub given_name: String,
    /// The size of the file that was given; of a folder or a set, the sum of its files.
    pub size: u64,
    /// SHA-256 of the file that was given; none for a folder or a set of files.
    pub sha256: Option<Digest>,
    /// The zips of one download, where it came in several. Each member says which one holds it.
    pub parts: Vec<Part>,
    /// The members, by number.
    pub members: Vec<Member>,
    /// The bytes behind them.
    pub contents: Arc<dyn Contents>,
}

impl Export {
    /// Opens a member from its first byte.
    ///
    /// # Errors
    /// The bytes cannot be read.
    pub fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>> {
        self.contents.open(n)
    }

    /// The first `limit` bytes of a member, fewer at its end.
    ///
    /// # Errors
    /// The bytes cannot be read.
    pub fn peek(&self, n: u32, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(n)?.take(limit).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// All bytes of a text member. One text member is in memory at a time.
    ///
    /// # Errors
    /// The bytes cannot be read.
    pub fn bytes(&self, n: u32) -> io::Result<Vec<u8>> {
        let size = self.member(n).map_or(0, |m| m.size);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        self.open(n)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Member number `n`.
    #[must_use]
    pub fn member(&self, n: u32) -> Option<&Member> {
        self.members.get(usize::try_from(n.checked_sub(1)?).ok()?)
    }

    /// The same export in which what lies in folders is left out.
    #[must_use]
    pub fn top_level(&self) -> Self {
        let mut export = self.clone();
        for member in export.members.iter_mut().filter(|m| m.name.contains('/')) {
            member.read = Reading::LeftOut;
        }
        export
    }

    /// The members that can be opened and are no rubbish of the operating system.
    pub fn readable(&self) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(|m| !matches!(m.read, Reading::Refused | Reading::LeftOut))
    }
}

/// An export in memory, for tests, fuzzing and benchmarks.
pub struct MemoryContents(pub Vec<Vec<u8>>);

impl Contents for MemoryContents {
    fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>> {
        let bytes = n
            .checked_sub(1)
            .and_then(|i| self.0.get(i as usize))
            .ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes.as_slice()))
    }
}

impl Export {
    /// An export of named members that lie in memory.
    #[must_use]
    pub fn from_memory(given_name: &str, members: Vec<(String, Vec<u8>)>) -> Self {
        let sized = members.iter().enumerate().map(|(i, (name, bytes))| Member {
            n: u32::try_from(i + 1).unwrap_or(u32::MAX),
            name: name.as_str().into(),
            name_bytes: None,
            size: bytes.len() as u64,
            sha256: Some(Digest::of(bytes)),
            part: None,
            read: Reading::Media,
            entry_time: None,
            order: None,
            zone: None,
        });
        Self {
            given_name: given_name.to_owned(),
            size: members.iter().map(|(_, b)| b.len() as u64).sum(),
            sha256: None,
            parts: Vec::new(),
            members: sized.collect(),
            contents: Arc::new(MemoryContents(
                members.into_iter().map(|(_, b)| b).collect(),
            )),
        }
    }
}
