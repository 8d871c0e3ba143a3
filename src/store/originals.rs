//! Originals: byte-exact, written once, read-only, named by their SHA-256, hashed while they are copied.
//!
//! One thread reads and writes, one hashes, one brings what is written to the disk, so that a large file takes about as
//! long as a plain copy that is synced.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use thiserror::Error;

use super::disk::{self, Writer};
use crate::model::{Digest, Hashing, Watch};

/// The bytes that are read and hashed at once.
const BLOCK: usize = 1024 * 1024;
/// Blocks that wait for the hash; more would only hold memory.
const WAITING: usize = 8;
/// After so many bytes the disk is asked to begin, so that it does not start only at the end.
const SYNC_EVERY: u64 = 32 * 1024 * 1024;
/// The name of a file that is still being copied begins so.
const PART: &str = ".part";

/// A file could not be admitted. Nothing was kept of it.
#[derive(Debug, Error)]
pub enum AdmitError {
    /// It is a folder, a pipe or a device.
    #[error("this is not a file")]
    NotAFile,
    /// It cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// The disk of the case is full.
    #[error("the disk is full: {needed} bytes are needed")]
    NoSpace {
        /// The size of the file.
        needed: u64,
    },
    /// The copy could not be written.
    #[error("the copy cannot be written: {0}")]
    Disk(#[source] io::Error),
    /// A person stopped the work.
    #[error("stopped")]
    Stopped,
}

/// What was admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The digest, which is also the file's name in the case.
    pub sha256: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the same bytes were in the case before.
    pub was_held: Held,
}

/// Whether the case held the bytes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// They are new.
    No,
    /// They were there; nothing was copied.
    Before,
}

/// The folder of the originals.
#[derive(Clone, Debug)]
pub struct Originals {
    folder: PathBuf,
}

impl Originals {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the original of this digest lies, whether it is held or not.
    #[must_use]
    pub fn path(&self, sha256: Digest) -> PathBuf {
        self.folder.join(sha256.to_string())
    }

    /// Whether the original is held.
    #[must_use]
    pub fn holds(&self, sha256: Digest) -> bool {
        self.path(sha256).is_file()
    }

    /// Opens an original to read it.
    ///
    /// # Errors
    /// It is not held or cannot be read.
    pub fn open(&self, sha256: Digest) -> io::Result<File> {
        File::open(self.path(sha256))
    }

    /// The digests of all originals, sorted.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn list(&self) -> io::Result<Vec<Digest>> {
        let mut digests = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            digests.extend(
                entry?
                    .file_name()
                    .to_str()
                    .and_then(|name| name.parse::<Digest>().ok()),
            );
        }
        digests.sort_unstable();
        Ok(digests)
    }

    /// Copies a file in, hashed on the way. The given file is only read.
    ///
    /// Bytes that are held already are not written again: where a held original has the same size, the file is hashed
    /// first.
    ///
    /// # Errors
    /// [`AdmitError`]; nothing is left of the copy.
    pub(super) fn admit(&self, path: &Path, watch: &dyn Watch) -> Result<Kept, AdmitError> {
        let about = fs::metadata(path).map_err(AdmitError::Unreadable)?;
        if !about.is_file() {
            return Err(AdmitError::NotAFile);
        }
        if self.holds_size(about.len()).map_err(AdmitError::Disk)? {
            let (sha256, size) = hash(open(path)?, watch)?;
            if self.holds(sha256) {
                return Ok(Kept {
                    sha256,
                    size,
                    was_held: Held::Before,
                });
            }
        }
        let part = self.folder.join(PART);
        if part.exists() {
            disk::remove_file(&part).map_err(AdmitError::Disk)?;
        }
        let kept = self.copy(open(path)?, &part, watch);
        if kept.is_err() && part.exists() {
            // What went wrong first is what the person must know.
            let _ = disk::remove_file(&part);
        }
        kept.map_err(|e| match e {
            AdmitError::Disk(e) if e.kind() == io::ErrorKind::StorageFull => AdmitError::NoSpace {
                needed: about.len(),
            },
            e => e,
        })
    }

    fn copy(&self, from: File, part: &Path, watch: &dyn Watch) -> Result<Kept, AdmitError> {
        let writer = disk::create(part).map_err(AdmitError::Disk)?;
        let (sha256, size) = pump(from, writer, watch)?;
        let path = self.path(sha256);
        let was_held = if path.exists() {
            disk::remove_file(part).map_err(AdmitError::Disk)?;
            Held::Before
        } else {
            disk::set_read_only(part).map_err(AdmitError::Disk)?;
            disk::rename(part, &path).map_err(AdmitError::Disk)?;
            Held::No
        };
        Ok(Kept {
            sha256,
            size,
            was_held,
        })
    }

    fn holds_size(&self, size: u64) -> io::Result<bool> {
        for entry in fs::read_dir(&self.folder)? {
            if entry?.metadata()?.len() == size {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removes an original for good.
    pub(super) fn remove(&self, sha256: Digest) -> io::Result<()> {
        disk::remove_file(&self.path(sha256))?;
        disk::sync_dir(&self.folder)
    }

    /// Removes what a killed copy left. Returns how many files went.
    pub(super) fn clean(&self) -> io::Result<u64> {
        let part = self.folder.join(PART);
        if !part.exists() {
            return Ok(0);
        }
        disk::remove_file(&part)?;
        Ok(1)
    }
}

fn open(path: &Path) -> Result<File, AdmitError> {
    File::open(path).map_err(AdmitError::Unreadable)
}

/// Hashes a file without copying it.
fn hash(mut from: File, watch: &dyn Watch) -> Result<(Digest, u64), AdmitError> {
    let mut hashing = Hashing::new(());
    let mut block = vec![0; BLOCK];
    loop {
        if watch.stopped() {
            return Err(AdmitError::Stopped);
        }
        let count = fill(&mut from, &mut block)?;
        if count == 0 {
            return Ok(hashing.finish());
        }
        hashing.update(&block[..count]);
        watch.advance(count as u64);
    }
}

/// Fills a block as far as the file goes.
fn fill(from: &mut File, block: &mut [u8]) -> Result<usize, AdmitError> {
    let mut count = 0;
    while count < block.len() {
        match from.read(&mut block[count..]) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(AdmitError::Unreadable(e)),
        }
    }
    Ok(count)
}

/// Copies all bytes and syncs them; returns their digest and count.
fn pump(mut from: File, mut to: Writer, watch: &dyn Watch) -> Result<(Digest, u64), AdmitError> {
    let syncer = to.syncer().map_err(AdmitError::Disk)?;
    thread::scope(|scope| {
        let (to_hash, blocks) = mpsc::sync_channel::<Arc<Block>>(WAITING);
        let (to_free, free) = mpsc::sync_channel::<Arc<Block>>(WAITING + 2);
        let hasher = scope.spawn(move || {
            let mut hashing = Hashing::new(());
            for block in blocks {
                hashing.update(&block.bytes[..block.count]);
                // Nobody takes blocks back any more once the file is at its end.
                let _ = to_free.try_send(block);
            }
            hashing.finish()
        });
        let (to_sync, marks) = mpsc::sync_channel::<()>(1);
        let early = scope.spawn(move || marks.iter().try_for_each(|()| syncer.sync()));
        let mut written = 0;
        let mut next_sync = SYNC_EVERY;
        let outcome = loop {
            if watch.stopped() {
                break Err(AdmitError::Stopped);
            }
            let mut block = free.try_recv().ok().unwrap_or_default();
            // The hasher has let go of a block that it gave back, or this makes a new one.
            let Some(inner) = Arc::get_mut(&mut block) else {
                continue;
            };
            match fill(&mut from, &mut inner.bytes) {
                Ok(0) => break Ok(()),
                Ok(count) => inner.count = count,
                Err(e) => break Err(e),
            }
            if to_hash.send(Arc::clone(&block)).is_err() {
                break Err(AdmitError::Disk(io::ErrorKind::BrokenPipe.into()));
            }
            if let Err(e) = to.write_all(&block.bytes[..block.count]) {
                break Err(AdmitError::Disk(e));
            }
            written += block.count as u64;
            watch.advance(block.count as u64);
            if written >= next_sync {
                // The thread is busy with the mark before: the next one will do.
                let _ = to_sync.try_send(());
                next_sync = written + SYNC_EVERY;
            }
        };
        drop(to_hash);
        drop(to_sync);
        let lost = |_| AdmitError::Disk(io::ErrorKind::Other.into());
        let outcome_of_hash = hasher.join().map_err(lost)?;
        early.join().map_err(lost)?.map_err(AdmitError::Disk)?;
        outcome?;
        to.sync().map_err(AdmitError::Disk)?;
        Ok(outcome_of_hash)
    })
}

/// Bytes on their way to the file and to the hash.
struct Block {
    bytes: Vec<u8>,
    count: usize,
}

impl Default for Block {
    fn default() -> Self {
        Self {
            bytes: vec![0; BLOCK],
            count: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unwatched;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn originals() -> (tempfile::TempDir, Originals) {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("originals");
        disk::create_dir(&folder).unwrap();
        (dir, Originals::new(folder))
    }

    fn given(dir: &tempfile::TempDir, bytes: &[u8]) -> PathBuf {
        let path = dir.path().join("given");
        fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn a_file_is_kept_byte_for_byte_under_its_digest() {
        for size in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 20 * BLOCK + 7] {
            let (dir, originals) = originals();
            let bytes: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
            let kept = originals.admit(&given(&dir, &bytes), &Unwatched).unwrap();
            assert_eq!(
                kept,
                Kept {
                    sha256: Digest::of(&bytes),
                    size: size as u64,
                    was_held: Held::No
                }
            );
            assert!(fs::read(originals.path(kept.sha256)).unwrap() == bytes);
            assert_eq!(originals.list().unwrap(), [kept.sha256]);
        }
    }

    #[test]
    fn the_same_bytes_are_written_once_and_are_read_only() {
        let (dir, originals) = originals();
        let path = given(&dir, b"the same");
        let first = originals.admit(&path, &Unwatched).unwrap();
        let stored = originals.path(first.sha256);
        let before = fs::metadata(&stored).unwrap();
        let second = originals.admit(&path, &Unwatched).unwrap();
        assert_eq!(
            second,
            Kept {
                was_held: Held::Before,
                ..first
            }
        );
        let after = fs::metadata(&stored).unwrap();
        assert_eq!(before.modified().unwrap(), after.modified().unwrap());
        assert!(after.permissions().readonly());
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&after.permissions()) & 0o777,
            0o400
        );
    }

    #[test]
    fn other_bytes_of_the_same_size_are_copied() {
        let (dir, originals) = originals();
        originals.admit(&given(&dir, b"aaaa"), &Unwatched).unwrap();
        assert_eq!(
            originals
                .admit(&given(&dir, b"bbbb"), &Unwatched)
                .unwrap()
                .was_held,
            Held::No
        );
        assert_eq!(originals.list().unwrap().len(), 2);
    }

    /// Stops after some blocks, and counts what it was told.
    struct Impatient {
        until: u64,
        seen: AtomicU64,
    }

    impl Watch for Impatient {
        fn advance(&self, bytes: u64) {
            self.seen.fetch_add(bytes, Ordering::SeqCst);
        }

        fn stopped(&self) -> bool {
            self.seen.load(Ordering::SeqCst) >= self.until
        }
    }

    #[test]
    fn a_stopped_copy_leaves_nothing() {
        let (dir, originals) = originals();
        let path = given(&dir, &vec![7; 5 * BLOCK]);
        let watch = Impatient {
            until: 2 * BLOCK as u64,
            seen: AtomicU64::new(0),
        };
        assert!(matches!(
            originals.admit(&path, &watch),
            Err(AdmitError::Stopped)
        ));
        assert_eq!(fs::read_dir(&originals.folder).unwrap().count(), 0);
        let watch = Impatient {
            until: u64::MAX,
            seen: AtomicU64::new(0),
        };
        originals.admit(&path, &watch).unwrap();
        assert_eq!(watch.seen.into_inner(), 5 * BLOCK as u64);
    }

    #[test]
    fn a_folder_and_a_missing_file_are_refused() {
        let (dir, originals) = originals();
        assert!(matches!(
            originals.admit(dir.path(), &Unwatched),
            Err(AdmitError::NotAFile)
        ));
        assert!(matches!(
            originals.admit(&dir.path().join("no"), &Unwatched),
            Err(AdmitError::Unreadable(_))
        ));
    }

    #[test]
    fn what_a_killed_copy_left_is_removed() {
        let (_dir, originals) = originals();
        fs::write(originals.folder.join(PART), b"half").unwrap();
        assert_eq!(originals.clean().unwrap(), 1);
        assert_eq!(originals.clean().unwrap(), 0);
        assert_eq!(originals.list().unwrap(), []);
    }
}
