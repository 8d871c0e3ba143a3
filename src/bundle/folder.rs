//! The folder that a bundle is written into: a small door that the store opens.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Digest;

/// A file that is being written.
pub trait NewFile: Write {
    /// Ends the file: all bytes are on their way to the disk, or it fails.
    ///
    /// # Errors
    /// The bytes could not be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// How an original came into the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// As a second name of the stored file, whose digest is its name.
    Linked,
    /// As a copy, hashed while it was copied.
    Copied {
        /// SHA-256 of the bytes that were copied.
        sha256: Digest,
        /// Their count.
        size: u64,
    },
}

/// A new, empty folder. Paths are relative, with `/` between folders, and come from [`super::names`] only.
///
/// Whoever implements it makes the folders on the way, never writes over a file, and makes the whole appear at
/// once when all is written (temporary sibling, sync, rename): `docs/bundle.md`, Sealing.
pub trait BagFolder {
    /// Makes the file `path`.
    ///
    /// # Errors
    /// The file exists or cannot be made.
    fn create(&self, path: &str) -> io::Result<Box<dyn NewFile + '_>>;

    /// Puts the stored original named `sha256` at `path`, as a hard link where the file system allows it, else as a copy.
    ///
    /// # Errors
    /// There is no such original, or it cannot be put there.
    fn place_original(&self, sha256: Digest, path: &str) -> io::Result<Placed>;
}

/// A folder in memory, for tests and fuzzing.
#[derive(Debug, Default, Clone)]
pub struct MemoryFolder {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    originals: BTreeMap<Digest, Vec<u8>>,
}

impl MemoryFolder {
    /// An empty folder beside these originals.
    #[must_use]
    pub fn new(originals: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let originals = originals
            .into_iter()
            .map(|bytes| (Digest::of(&bytes), bytes))
            .collect();
        Self {
            files: Arc::default(),
            originals,
        }
    }

    /// The files that were written, by path.
    #[must_use]
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn put(&self, path: &str, bytes: Vec<u8>) -> io::Result<()> {
        match self
            .files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), bytes)
        {
            None => Ok(()),
            Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }
}

struct MemoryFile<'f> {
    folder: &'f MemoryFolder,
    path: String,
    bytes: Vec<u8>,
}

impl Write for MemoryFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewFile for MemoryFile<'_> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.folder.put(&self.path, self.bytes)
    }
}

impl BagFolder for MemoryFolder {
    fn create(&self, path: &str) -> io::Result<Box<dyn NewFile + '_>> {
        Ok(Box::new(MemoryFile {
            folder: self,
            path: path.to_owned(),
            bytes: Vec::new(),
        }))
    }

    fn place_original(&self, sha256: Digest, path: &str) -> io::Result<Placed> {
        let bytes = self.originals.get(&sha256).ok_or(io::ErrorKind::NotFound)?;
        let (sha256, size) = (Digest::of(bytes), bytes.len() as u64);
        self.put(path, bytes.clone())?;
        Ok(Placed::Copied { sha256, size })
    }
}
