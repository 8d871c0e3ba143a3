//! New folders: bundles, packets, hand-overs. Written as a temporary sibling, synced, renamed: all of it or nothing.
//!
//! Whoever writes a bundle is handed a [`NewFolder`] and nothing else of the disk.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use super::disk::{self, Writer};
use super::folder::Store;
use super::originals::Originals;
use crate::model::{Digest, Hashing};

/// The name of a folder that is still being written begins so.
const PART: &str = ".part-";

/// How an original came into a new folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// As a second name of the stored file.
    Linked,
    /// As a copy, hashed on the way.
    Copied {
        /// SHA-256 of the bytes that were copied.
        sha256: Digest,
        /// Their count.
        size: u64,
    },
}

/// What happens to a folder that stands under the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// It stands: bundles are never written again.
    Keep,
    /// It goes: papers can be made again.
    Replace,
}

/// A folder that is being written. Dropped without [`NewFolder::finish`], it goes.
#[derive(Debug)]
pub struct NewFolder {
    part: PathBuf,
    target: PathBuf,
    before: Before,
    originals: Originals,
    folders: RefCell<BTreeSet<PathBuf>>,
    is_finished: bool,
}

/// A file of a new folder that is being written.
#[derive(Debug)]
pub struct NewFile {
    writer: Writer,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl NewFile {
    /// Ends the file: its bytes are on the disk.
    ///
    /// # Errors
    /// They could not be written.
    pub fn finish(self) -> io::Result<()> {
        self.writer.sync()
    }
}

impl NewFolder {
    fn begin(target: PathBuf, before: Before, originals: Originals) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        if before == Before::Keep && target.exists() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let mut part_name = std::ffi::OsString::from(PART);
        part_name.push(name);
        let part = target.with_file_name(part_name);
        if part.exists() {
            disk::remove_dir(&part)?;
        }
        disk::create_dir(&part)?;
        Ok(Self {
            part,
            target,
            before,
            originals,
            folders: RefCell::default(),
            is_finished: false,
        })
    }

    /// Makes a file. `path` is relative, with `/` between folders; the folders on the way are made.
    ///
    /// # Errors
    /// The path leads out of the folder, the file is there already, or it cannot be made.
    pub fn create(&self, path: &str) -> io::Result<NewFile> {
        Ok(NewFile {
            writer: disk::create(&self.inside(path)?)?,
        })
    }

    /// Makes a file with these bytes.
    ///
    /// # Errors
    /// As for [`NewFolder::create`], or the bytes could not be written.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.create(path)?;
        file.write_all(bytes)?;
        file.finish()
    }

    /// Puts an original of the case at `path`: a hard link where the file system has them, else a copy.
    ///
    /// # Errors
    /// The original is not held, or it cannot be put there.
    pub fn place_original(&self, sha256: Digest, path: &str) -> io::Result<Place> {
        let to = self.inside(path)?;
        let from = self.originals.path(sha256);
        if disk::link(&from, &to).is_ok() {
            return Ok(Place::Linked);
        }
        let mut hashing = Hashing::new(self.originals.open(sha256)?);
        let mut file = NewFile {
            writer: disk::create(&to)?,
        };
        let mut block = vec![0; 1024 * 1024];
        loop {
            let count = match hashing.read(&mut block) {
                Ok(0) => break,
                Ok(count) => count,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            file.write_all(&block[..count])?;
        }
        file.finish()?;
        let (sha256, size) = hashing.finish();
        Ok(Place::Copied { sha256, size })
    }

    /// Where the folder lies while it is written, to read back what was written.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Ends the folder: it stands under its name, whole. Returns where.
    ///
    /// # Errors
    /// It could not be synced or renamed; nothing stands under the name then but what stood there before.
    pub fn finish(mut self) -> io::Result<PathBuf> {
        for folder in self.folders.borrow().iter().rev() {
            disk::sync_dir(folder)?;
        }
        disk::sync_dir(&self.part)?;
        let old = self.part.with_extension("old");
        let is_replaced = self.before == Before::Replace && self.target.exists();
        if is_replaced {
            disk::rename(&self.target, &old)?;
        }
        disk::rename(&self.part, &self.target)?;
        self.is_finished = true;
        if is_replaced {
            disk::remove_dir(&old)?;
        }
        Ok(self.target.clone())
    }

    /// The path inside, with its folders made. Only plain names: no `..`, no root, no empty part.
    fn inside(&self, path: &str) -> io::Result<PathBuf> {
        let relative = Path::new(path);
        let is_plain = !path.is_empty()
            && !path.contains('\\')
            && relative
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
        if !is_plain {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        let mut folder = self.part.clone();
        for part in relative.parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            disk::create_dir(&folder)?;
            self.folders.borrow_mut().insert(folder.clone());
        }
        Ok(self.part.join(relative))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.is_finished && self.part.exists() {
            // If this fails, the next start removes it.
            let _ = disk::remove_dir(&self.part);
        }
    }
}

impl Store {
    /// Begins bundle `n` in `bundles/`. A bundle that stands is never written again.
    ///
    /// # Errors
    /// It stands already, or the folder cannot be made.
    pub fn begin_bundle(&self, n: u32) -> io::Result<NewFolder> {
        self.must_write()?;
        NewFolder::begin(self.bundle_path(n), Before::Keep, self.originals())
    }

    /// Begins a folder of `out/`, such as `packet-01`. One that stands is replaced when the new one is whole.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn begin_out(&self, name: &str) -> io::Result<NewFolder> {
        self.must_write()?;
        NewFolder::begin(
            self.root().join("out").join(name),
            Before::Replace,
            self.originals(),
        )
    }

    /// Begins a new folder outside the case, such as a hand-over on a stick.
    ///
    /// # Errors
    /// There is something under the name, or the folder cannot be made.
    pub fn begin_outside(&self, target: &Path) -> io::Result<NewFolder> {
        NewFolder::begin(target.to_path_buf(), Before::Keep, self.originals())
    }

    /// Where bundle `n` lies: `bundles/01`.
    #[must_use]
    pub fn bundle_path(&self, n: u32) -> PathBuf {
        self.root().join("bundles").join(format!("{n:02}"))
    }

    /// The numbers of the bundles that stand, in order.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn bundles(&self) -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(self.root().join("bundles"))? {
            let entry = entry?;
            let number = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<u32>().ok());
            numbers.extend(number.filter(|n| *n > 0 && entry.path() == self.bundle_path(*n)));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Removes one file of the payload of a sealed bundle, for `remove`: its lists stay, so that the gap shows.
    ///
    /// # Errors
    /// The path leads out of `data/`, or the file cannot be removed.
    pub fn remove_payload(&self, n: u32, path: &str) -> io::Result<()> {
        self.must_write()?;
        let relative = Path::new(path);
        let is_payload = relative.starts_with("data")
            && relative
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
        if !is_payload {
            return Err(io::ErrorKind::InvalidFilename.into());
        }
        disk::remove_file(&self.bundle_path(n).join(relative))
    }

    /// Removes `out/` and what is in it; it can be made again.
    ///
    /// # Errors
    /// Something in it cannot be removed.
    pub fn clear_out(&self) -> io::Result<()> {
        self.must_write()?;
        let out = self.root().join("out");
        disk::remove_dir(&out)?;
        disk::create_dir(&out)
    }

    /// Removes folders that a killed run left half-written.
    pub(super) fn clean_folders(&self) -> io::Result<u64> {
        let mut count = 0;
        for folder in ["bundles", "out"] {
            for entry in fs::read_dir(self.root().join(folder))? {
                let entry = entry?;
                if entry.file_name().to_string_lossy().starts_with(PART)
                    && entry.file_type()?.is_dir()
                {
                    disk::remove_dir(&entry.path())?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}
