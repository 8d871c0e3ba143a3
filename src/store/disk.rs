//! The one door to the disk: every call of the store that changes a file goes through here.
//!
//! Under the feature `kill-points` the calls are counted, and the process dies, or the disk is full, at a given one.
//! So the tests can stop a command at any write, and encryption at rest can come behind this module alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::points::{Call, Fate, fate, pass};

/// A file that is being written; private (0600) where the system knows permissions.
#[derive(Debug)]
pub struct Writer {
    file: File,
}

impl Writer {
    /// All bytes written so far are on the disk.
    ///
    /// # Errors
    /// The bytes could not be written.
    pub fn sync(&self) -> io::Result<()> {
        pass(Call::Sync)?;
        self.file.sync_all()
    }

    /// Cuts the file to `size` bytes.
    ///
    /// # Errors
    /// The file could not be changed.
    pub fn cut(&self, size: u64) -> io::Result<()> {
        pass(Call::Cut)?;
        self.file.set_len(size)
    }

    /// A second handle to the file, to be synced from another thread while this one writes.
    ///
    /// # Errors
    /// The system gives no second handle.
    pub fn syncer(&self) -> io::Result<Syncer> {
        Ok(Syncer {
            file: self.file.try_clone()?,
        })
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match fate(Call::Write) {
            Fate::Go => self.file.write(bytes),
            // A full disk takes a part of what is written; a process that dies leaves one.
            Fate::Full => {
                self.file.write_all(&bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
            Fate::Die => {
                self.file.write_all(&bytes[..bytes.len() / 2])?;
                std::process::abort()
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Brings the bytes of a [`Writer`] to the disk while it still writes. Not counted: it changes nothing that is seen.
#[derive(Debug)]
pub struct Syncer {
    file: File,
}

impl Syncer {
    /// Starts the bytes written so far on their way, and waits for them.
    ///
    /// # Errors
    /// The bytes could not be written.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder that only its owner can open (0700), and those above it. One that is there already is left as it is.
///
/// # Errors
/// The folder cannot be made.
pub fn create_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        create_dir(parent)?;
    }
    pass(Call::CreateDir)?;
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a new file.
///
/// # Errors
/// The file is there already or cannot be made.
pub fn create(path: &Path) -> io::Result<Writer> {
    pass(Call::Create)?;
    let file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    Ok(Writer { file })
}

/// Opens a file to write at its end; makes it if it is not there.
///
/// # Errors
/// The file cannot be opened.
pub fn open_append(path: &Path) -> io::Result<Writer> {
    if !path.exists() {
        pass(Call::Create)?;
    }
    let file = private(OpenOptions::new().append(true).create(true)).open(path)?;
    Ok(Writer { file })
}

/// Writes a whole file so that it is there with all its bytes or not at all: temporary sibling, sync, rename.
///
/// # Errors
/// The file could not be written; what was there before stands.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    if part.exists() {
        remove_file(&part)?;
    }
    let mut writer = create(&part)?;
    writer.write_all(bytes)?;
    writer.sync()?;
    rename(&part, path)
}

/// Gives a file or folder another name, and brings the change to the disk.
///
/// # Errors
/// The name could not be changed.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    pass(Call::Rename)?;
    fs::rename(from, to)?;
    to.parent().map_or(Ok(()), sync_dir)
}

/// Brings the names in a folder to the disk. Windows does so by itself.
///
/// # Errors
/// The folder cannot be opened or synced.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    pass(Call::Sync)?;
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    Ok(())
}

/// Gives a file a second name.
///
/// # Errors
/// The file system has no hard links, or the name is taken.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    pass(Call::Link)?;
    fs::hard_link(from, to)
}

/// Makes a file read-only (0400).
///
/// # Errors
/// The permissions could not be changed.
pub fn set_read_only(path: &Path) -> io::Result<()> {
    pass(Call::Permissions)?;
    let mut permissions = fs::metadata(path)?.permissions();
    permissions.set_readonly(true);
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o400);
    fs::set_permissions(path, permissions)
}

/// Removes a file, read-only or not.
///
/// # Errors
/// The file cannot be removed.
pub fn remove_file(path: &Path) -> io::Result<()> {
    pass(Call::Remove)?;
    #[cfg(windows)]
    {
        let mut permissions = fs::metadata(path)?.permissions();
        permissions.set_readonly(false);
        fs::set_permissions(path, permissions)?;
    }
    fs::remove_file(path)
}

/// Removes a folder and all that is in it, file by file. Links are removed, never followed.
///
/// # Errors
/// Something in it cannot be removed.
pub fn remove_dir(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_dir(&entry.path())?;
        } else {
            remove_file(&entry.path())?;
        }
    }
    pass(Call::Remove)?;
    fs::remove_dir(path)
}

/// The database is about to write a transaction: counted like a write of ours.
///
/// # Errors
/// The simulated disk is full.
pub fn before_commit() -> io::Result<()> {
    pass(Call::Commit)
}
