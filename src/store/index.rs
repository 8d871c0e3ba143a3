//! `index.sqlite`: records, labels, notes and search keys. Derived: delete it and it is rebuilt with the same rows.
//!
//! One file without a write-ahead log, so that it can be copied and hashed. A changed schema, a changed version of the
//! program or a damaged file gives a new, empty index; which sources it lacks, [`Index::holds`] says.

mod fill;
mod filter;
mod find;
mod list;

pub use fill::{Filled, Filling, searchable};
pub use filter::{Filter, Pick};
pub use find::{Counts, Hit, Hits};
pub use list::Label;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use thiserror::Error;

use super::disk;
use super::folder::Store;
use crate::model::{Axis, Digest, SourceId};

const SCHEMA: &str = include_str!("index/schema.sql");
/// The bits of a row's id below the number of its source.
const SEQUENCE_BITS: u32 = 40;
/// Rows of one transaction.
const ROWS_AT_ONCE: u64 = 50_000;

/// The index could not be used.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is none of this version, and the case is open only to be read.
    #[error("the index must be built first")]
    Missing,
    /// The disk is full.
    #[error("the disk is full")]
    NoSpace,
    /// The file is damaged. It can be deleted: it is rebuilt.
    #[error("the index is damaged; it can be rebuilt")]
    Damaged,
    /// The database refused.
    #[error("the index cannot be used: {0}")]
    Database(#[source] rusqlite::Error),
    /// The disk refused.
    #[error("the index cannot be used: {0}")]
    Disk(#[source] io::Error),
}

impl From<rusqlite::Error> for IndexError {
    fn from(e: rusqlite::Error) -> Self {
        match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::NoSpace,
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Damaged
            }
            _ => Self::Database(e),
        }
    }
}

impl From<io::Error> for IndexError {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::StorageFull {
            Self::NoSpace
        } else {
            Self::Disk(e)
        }
    }
}

/// A row that is not what was written counts as damage.
impl From<serde_json::Error> for IndexError {
    fn from(_: serde_json::Error) -> Self {
        Self::Damaged
    }
}

/// An open index.
#[derive(Debug)]
pub struct Index {
    connection: Connection,
    /// Where times stand: on the wall clock of the case's zone.
    axis: Axis,
}

impl Store {
    /// Where the index lies.
    #[must_use]
    pub fn index_path(&self) -> PathBuf {
        self.root().join("index.sqlite")
    }

    /// Opens the index. A case that is open to write gets a new, empty one where there is none of this version.
    ///
    /// # Errors
    /// [`IndexError::Missing`] in a case that is open to read; else what the disk or the database says.
    pub fn index(&self) -> Result<Index, IndexError> {
        let path = self.index_path();
        let zone = &self.about().zone;
        if self.is_read_only() {
            return Index::open_to_read(&path, zone);
        }
        match Index::open_to_write(&path, zone) {
            Err(IndexError::Missing | IndexError::Damaged) => {
                self.remove_index()?;
                Index::create(&path, &self.about().zone)
            }
            opened => opened,
        }
    }

    /// Deletes the index.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn remove_index(&self) -> io::Result<()> {
        self.must_write()?;
        for name in ["index.sqlite", "index.sqlite-journal"] {
            let path = self.root().join(name);
            if path.exists() {
                disk::remove_file(&path)?;
            }
        }
        Ok(())
    }
}

impl Index {
    fn create(path: &Path, zone: &str) -> Result<Self, IndexError> {
        // Made through the door first, so that it is private; the database's own files follow its permissions.
        drop(disk::create(path)?);
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        settle(&connection)?;
        disk::before_commit()?;
        connection.execute_batch(&format!(
            "BEGIN; {SCHEMA} PRAGMA user_version = {}; COMMIT;",
            stamp(zone)
        ))?;
        let axis = Axis::new(zone);
        Ok(Self { connection, axis })
    }

    fn open_to_write(path: &Path, zone: &str) -> Result<Self, IndexError> {
        Self::open(path, zone, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn open_to_read(path: &Path, zone: &str) -> Result<Self, IndexError> {
        Self::open(path, zone, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn open(path: &Path, zone: &str, flags: OpenFlags) -> Result<Self, IndexError> {
        if fs::metadata(path).map_or(true, |about| about.len() == 0) {
            return Err(IndexError::Missing);
        }
        let connection = Connection::open_with_flags(path, flags)?;
        let found: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found != stamp(zone) {
            return Err(IndexError::Missing);
        }
        settle(&connection)?;
        let axis = Axis::new(zone);
        Ok(Self { connection, axis })
    }

    /// The digest of the record stream of a source, if all of it is here.
    ///
    /// # Errors
    /// The database refused.
    pub fn holds(&self, source: SourceId) -> Result<Option<Digest>, IndexError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT stream FROM sources WHERE n = ?1")?;
        let mut rows = query.query([source.number()])?;
        let stream: Option<String> = rows.next()?.map(|row| row.get(0)).transpose()?.flatten();
        Ok(stream.and_then(|digits| digits.parse().ok()))
    }
}

/// One file, whole transactions, a cache that is large enough to fill and small enough for an old laptop.
fn settle(connection: &Connection) -> Result<(), IndexError> {
    connection.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;",
    )?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(())
}

/// What the rows depend on, as one number: the schema, the folding of words, the version of the program, the case's zone.
fn stamp(zone: &str) -> i32 {
    let version = env!("CARGO_PKG_VERSION");
    let all = [SCHEMA, crate::search::FOLDING, version, zone].join("\0");
    let [a, b, c, d, ..] = *Digest::of(all.as_bytes()).as_bytes();
    // Never zero, which is what a file without a stamp says.
    i32::from_le_bytes([a, b, c, d]) | 1
}

/// The ids of all rows of a source, as a half-open range.
fn ids_of(source: SourceId) -> (i64, i64) {
    let first = i64::from(source.number()) << SEQUENCE_BITS;
    (first, first + (1 << SEQUENCE_BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokenizer_keeps_the_signs_of_the_keys() {
        let signs: String = crate::search::KEY_SIGNS.iter().collect();
        assert!(SCHEMA.contains(&format!("tokenchars '{signs}'")));
    }
}
