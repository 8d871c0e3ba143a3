//! The lock of a case: two windows cannot write to it at once. It ends with the process, however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use thiserror::Error;

use super::disk;

/// The file in the case folder that is locked. It is always empty.
pub(super) const LOCK_FILE: &str = "lock";

/// The case could not be locked.
#[derive(Debug, Error)]
pub enum LockError {
    /// Another window holds the lock.
    #[error("the case is in use by another window")]
    InUse,
    /// The file system cannot lock, or the file cannot be opened.
    #[error("the case cannot be locked: {0}")]
    Disk(#[from] io::Error),
}

/// A held lock; dropped, it is free again.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the case in `root`, without waiting.
    pub(super) fn take(root: &Path) -> Result<Self, LockError> {
        let path = root.join(LOCK_FILE);
        if !path.exists() {
            match disk::create(&path) {
                Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e.into()),
                _ => {}
            }
        }
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(e)) => Err(e.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_is_refused_until_the_first_lets_go() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path()).unwrap();
        assert!(matches!(Lock::take(dir.path()), Err(LockError::InUse)));
        drop(first);
        assert!(Lock::take(dir.path()).is_ok());
    }
}
