//! Why nothing could be opened. Facts only: no names, the caller knows the paths.

use std::io;

/// The step could not be done; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A path that was given cannot be read at all.
    #[error("path {argument} cannot be read: {cause}")]
    Unreadable {
        /// Which of the given paths, counted from 1.
        argument: usize,
        /// What the system says.
        cause: io::Error,
    },
    /// A path that was given is neither a file nor a folder.
    #[error("path {argument} is neither a file nor a folder")]
    NotAFile {
        /// Which of the given paths, counted from 1.
        argument: usize,
    },
    /// A folder that was given holds more files than one source may have.
    #[error("path {argument} holds more than {limit} files")]
    TooMany {
        /// Which of the given paths, counted from 1.
        argument: usize,
        /// How many are allowed.
        limit: u32,
    },
    /// Nothing was given, or only empty folders.
    #[error("there is no file in what was given")]
    Nothing,
    /// A file could be read before and cannot be read now.
    #[error("a file that was given can no longer be read: {0}")]
    Disk(#[from] io::Error),
    /// The caller stopped the work.
    #[error("stopped")]
    Stopped,
}
