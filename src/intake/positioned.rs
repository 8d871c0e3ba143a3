//! Reading at a position: one open file, many readers, no shared cursor.
//!
//! Two threads hash members of one archive at the same time, so a file is read by offset only.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Bytes that can be read at any offset, from any thread.
pub trait ReadAt: Send + Sync {
    /// The count of bytes.
    fn size(&self) -> u64;

    /// Reads some bytes at `offset` into `buffer`; 0 only at the end or for an empty buffer.
    ///
    /// # Errors
    /// The bytes cannot be read.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Fills `buffer` from `offset` on, as far as there are bytes. Returns how many were read.
    ///
    /// # Errors
    /// The bytes cannot be read.
    fn fill_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut done = 0;
        while done < buffer.len() {
            match self.read_at(&mut buffer[done..], offset.saturating_add(done as u64)) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(done)
    }
}

/// A regular file on disk, kept open: a file that is replaced meanwhile is not read by halves.
#[derive(Debug)]
pub struct DiskFile {
    file: File,
    size: u64,
}

impl DiskFile {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// The file cannot be opened, or it is no regular file.
    pub fn open(path: &Path) -> io::Result<Self> {
        // Asked first: opening a pipe would wait for somebody to write into it.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self { file, size })
    }
}

impl ReadAt for DiskFile {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, buffer, offset)
    }
}

impl ReadAt for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset)
            .ok()
            .and_then(|at| self.get(at..))
            .unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Reads a stretch of something positioned, from front to back.
pub struct Window {
    file: Arc<dyn ReadAt>,
    at: u64,
    end: u64,
}

impl Window {
    /// The `length` bytes from `start` on; what lies behind the end of the file is not there.
    #[must_use]
    pub fn new(file: Arc<dyn ReadAt>, start: u64, length: u64) -> Self {
        let end = start.saturating_add(length).min(file.size());
        Self {
            file,
            at: start.min(end),
            end,
        }
    }
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let limit = buffer.len().min(rest);
        let n = self.file.read_at(&mut buffer[..limit], self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_where_it_says_or_where_the_file_ends() {
        let file: Arc<dyn ReadAt> = Arc::new(b"0123456789".to_vec());
        for (start, length, expected) in [
            (0, 3, "012"),
            (7, 99, "789"),
            (10, 1, ""),
            (99, 1, ""),
            (4, 0, ""),
            (3, u64::MAX, "3456789"),
        ] {
            let mut text = String::new();
            Window::new(Arc::clone(&file), start, length)
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, expected, "{start} {length}");
        }
    }

    #[test]
    fn a_folder_is_no_file() {
        assert!(DiskFile::open(Path::new(env!("CARGO_MANIFEST_DIR"))).is_err());
    }
}
