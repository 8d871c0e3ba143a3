//! The bytes of one entry as a stream, checked on the way against the length and the CRC of the list.

use std::fmt;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;

use super::{Listed, Method};
use crate::intake::positioned::{ReadAt, Window};

/// Bytes read from the archive at once. Small enough for two threads and a few open members.
const BUFFER: usize = 64 * 1024;

/// The bytes of an entry do not fit what the archive says about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes do not fit their checksum or their length")
    }
}

impl std::error::Error for Mismatch {}

/// Opens an entry from its first byte. The last read fails where length or CRC do not fit.
#[must_use]
pub fn open_entry(file: &Arc<dyn ReadAt>, entry: &Listed) -> Box<dyn Read + Send> {
    let window = Window::new(Arc::clone(file), entry.data_at, entry.packed);
    match entry.method {
        Method::Stored => Box::new(Checked::new(window, entry)),
        Method::Deflate => {
            let inflating = DeflateDecoder::new(BufReader::with_capacity(BUFFER, window));
            Box::new(Checked::new(inflating, entry))
        }
    }
}

/// Passes the bytes on and holds them against what was promised.
struct Checked<R> {
    inner: R,
    left: u64,
    crc: crc32fast::Hasher,
    promised: u32,
}

impl<R: Read> Checked<R> {
    fn new(inner: R, entry: &Listed) -> Self {
        Self {
            inner,
            left: entry.size,
            crc: crc32fast::Hasher::new(),
            promised: entry.crc,
        }
    }

    /// The end must come exactly where the list says, with the checksum that it says.
    fn finish(&mut self) -> io::Result<usize> {
        let more = self.inner.read(&mut [0])?;
        if more == 0 && self.crc.clone().finalize() == self.promised {
            Ok(0)
        } else {
            Err(mismatch())
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            return self.finish();
        }
        let limit = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n = self.inner.read(&mut buffer[..limit])?;
        if n == 0 {
            return Err(mismatch());
        }
        self.left -= n as u64;
        self.crc.update(&buffer[..n]);
        Ok(n)
    }
}

fn mismatch() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Mismatch)
}
