//! Finds the central directory and reads it.

use std::io;

use super::wire::{self, Header, u16_at, u32_at, u64_at};
use crate::intake::limits::Limits;
use crate::intake::positioned::ReadAt;
use crate::model::Watch;

/// Longest comment of the end record.
const MAX_COMMENT: u64 = 65_535;
/// Bytes of the directory that are read at once.
const CHUNK: usize = 256 * 1024;

/// The central directory.
#[derive(Debug)]
pub(super) struct Directory {
    /// What each of its entries says. Offsets are those of the file.
    pub headers: Vec<Header>,
    /// Where it begins in the file.
    pub at: u64,
    /// Where the first thing behind it begins that is neither directory nor end record nor comment.
    pub end: u64,
    /// Bytes before the archive begins, such as a program that unpacks it.
    pub prefix: u64,
    /// Two end records fit, or the count is wrong.
    pub ambiguous: bool,
    /// There are more entries than the limit.
    pub too_many: bool,
}

/// What the end record says, Zip64 included.
struct End {
    count: u64,
    size: u64,
    offset: u64,
    /// Where the directory must end.
    directory_end: u64,
    /// Where the comment ends.
    end: u64,
    /// The 32-bit and the 64-bit record contradict each other.
    contradicts: bool,
}

/// Reads the directory; none where it is missing or damaged, and entries must be looked for from the front.
pub(super) fn read_directory(
    file: &dyn ReadAt,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Option<Directory>> {
    let Some((end, ambiguous)) = find_end(file)? else {
        return Ok(None);
    };
    let Some(mut at) = end.directory_end.checked_sub(end.size) else {
        return Ok(None);
    };
    let Some(mut prefix) = at.checked_sub(end.offset) else {
        return Ok(None);
    };
    let mut shifted = false;
    if prefix > 0
        && end.size > 0
        && !begins_with(file, at, wire::CENTRAL)?
        && begins_with(file, end.offset, wire::CENTRAL)?
    {
        // Bytes stand between the directory and its end record. Some programs count from the front, some from the end.
        (at, prefix, shifted) = (end.offset, 0, true);
    }
    if prefix > 0 {
        // A file that begins with an entry has no program before it: what looks like the end is the end of
        // an archive inside a cut one.
        if begins_with(file, 0, wire::LOCAL)? {
            return Ok(None);
        }
    }
    let mut walk = Walk {
        file,
        buffer: Vec::new(),
        at,
        end: at + end.size,
        used: 0,
    };
    let mut headers = Vec::new();
    let mut too_many = false;
    while let Some(mut header) = walk.next()? {
        if headers.len() >= limits.members as usize {
            too_many = true;
            break;
        }
        if watch.stopped() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        header.header_at = header.header_at.saturating_add(prefix);
        headers.push(header);
    }
    if !too_many && !walk.is_done() {
        return Ok(None);
    }
    // Programs that do not know Zip64 write the count modulo 65,536.
    let seen = headers.len() as u64;
    let miscounted = !too_many && seen != end.count && seen & 0xFFFF != end.count;
    let split = headers.iter().any(|h| h.disk != 0);
    if split {
        return Ok(None);
    }
    let ambiguous = ambiguous || miscounted || shifted || end.contradicts;
    Ok(Some(Directory {
        headers,
        at,
        end: end.end,
        prefix,
        ambiguous,
        too_many,
    }))
}

/// Whether this signature stands at `at`.
pub(super) fn begins_with(file: &dyn ReadAt, at: u64, signature: [u8; 4]) -> io::Result<bool> {
    let mut found = [0; 4];
    file.fill_at(&mut found, at)?;
    Ok(found == signature)
}

/// The end record: the last one whose comment ends with the file, else the last one that points exactly at itself.
/// The flag says that more than one ends with the file.
fn find_end(file: &dyn ReadAt) -> io::Result<Option<(End, bool)>> {
    let size = file.size();
    let tail_size = size.min(MAX_COMMENT + wire::END_SIZE as u64);
    let tail_at = size - tail_size;
    let mut tail = vec![0; usize::try_from(tail_size).unwrap_or(0)];
    let got = file.fill_at(&mut tail, tail_at)?;
    tail.truncate(got);
    let mut exact = Vec::new();
    let mut loose = None;
    for at in memchr::memmem::rfind_iter(&tail, &wire::END) {
        let record = &tail[at..];
        if record.len() < wire::END_SIZE {
            continue;
        }
        let end = read_end(file, record, tail_at + at as u64)?;
        let fits = end
            .directory_end
            .checked_sub(end.size)
            .is_some_and(|d| d >= end.offset);
        if end.end == size && fits {
            exact.push(end);
        } else if loose.is_none()
            && end.end < size
            && end.offset.checked_add(end.size) == Some(end.directory_end)
        {
            loose = Some(end);
        }
    }
    let ambiguous = exact.len() > 1;
    // Of several, the one that points exactly at itself; a stable sort keeps the last one first among equals.
    exact.sort_by_key(|end: &End| end.offset.checked_add(end.size) != Some(end.directory_end));
    Ok(exact
        .into_iter()
        .next()
        .or(loose)
        .map(|end| (end, ambiguous)))
}

/// Reads one end record at `at`, and the Zip64 one before it.
fn read_end(file: &dyn ReadAt, record: &[u8], at: u64) -> io::Result<End> {
    let comment = u64::from(u16_at(record, 20));
    let mut end = End {
        count: u16_at(record, 10).into(),
        size: u32_at(record, 12).into(),
        offset: u32_at(record, 16).into(),
        directory_end: at,
        end: at + wire::END_SIZE as u64 + comment,
        contradicts: false,
    };
    let Some((at64, record64)) = find_end64(file, at)? else {
        return Ok(end);
    };
    let (count, size, offset) = (
        u64_at(&record64, 32),
        u64_at(&record64, 40),
        u64_at(&record64, 48),
    );
    // A value of the short record that is not saturated must say the same.
    end.contradicts = (end.count != 0xFFFF && end.count != count)
        || (end.size != u64::from(u32::MAX) && end.size != size)
        || (end.offset != u64::from(u32::MAX) && end.offset != offset);
    (end.count, end.size, end.offset, end.directory_end) = (count, size, offset, at64);
    Ok(end)
}

/// The Zip64 end record that the locator before `at` points to, and where it lies.
fn find_end64(file: &dyn ReadAt, at: u64) -> io::Result<Option<(u64, [u8; 56])>> {
    let Some(locator_at) = at.checked_sub(20) else {
        return Ok(None);
    };
    let mut locator = [0; 20];
    file.fill_at(&mut locator, locator_at)?;
    if !locator.starts_with(&wire::LOCATOR64) {
        return Ok(None);
    }
    // Where bytes stand before the archive, the locator points too far to the front; the record is then
    // the one that ends at the locator.
    for at64 in [Some(u64_at(&locator, 8)), locator_at.checked_sub(56)]
        .into_iter()
        .flatten()
    {
        let mut record = [0; 56];
        let whole = at64 < locator_at && file.fill_at(&mut record, at64)? == record.len();
        if whole && record.starts_with(&wire::END64) {
            return Ok(Some((at64, record)));
        }
    }
    Ok(None)
}

/// Walks through the directory, a chunk in memory at a time.
struct Walk<'a> {
    file: &'a dyn ReadAt,
    buffer: Vec<u8>,
    /// Offset of the first byte that is not in the buffer.
    at: u64,
    end: u64,
    /// Bytes of the buffer that are done.
    used: usize,
}

impl Walk<'_> {
    /// The next entry; none at the end or where there is no whole entry.
    fn next(&mut self) -> io::Result<Option<Header>> {
        let Some(fixed) = self.have(wire::CENTRAL_SIZE)? else {
            return Ok(None);
        };
        if !fixed.starts_with(&wire::CENTRAL) {
            return Ok(None);
        }
        let kept = usize::from(u16_at(fixed, 28)) + usize::from(u16_at(fixed, 30));
        let whole = wire::CENTRAL_SIZE + kept + usize::from(u16_at(fixed, 32));
        let Some(bytes) = self.have(whole)? else {
            return Ok(None);
        };
        let (fixed, rest) = bytes.split_at(wire::CENTRAL_SIZE);
        let header = Header::central(fixed, &rest[..kept]);
        self.used += whole;
        Ok(Some(header))
    }

    /// Whether all bytes were entries, but for a signature over them.
    fn is_done(&self) -> bool {
        let rest = &self.buffer[self.used..];
        (rest.is_empty() && self.at == self.end) || rest.starts_with(&wire::SIGNED)
    }

    /// The next `n` bytes, where the directory has them.
    fn have(&mut self, n: usize) -> io::Result<Option<&[u8]>> {
        if self.buffer.len() - self.used < n {
            self.buffer.drain(..self.used);
            self.used = 0;
            let kept = self.buffer.len();
            let more = usize::try_from(self.end - self.at)
                .unwrap_or(usize::MAX)
                .min(CHUNK.max(n));
            self.buffer.resize(kept + more, 0);
            let got = self.file.fill_at(&mut self.buffer[kept..], self.at)?;
            self.buffer.truncate(kept + got);
            self.at += got as u64;
        }
        Ok(self.buffer.get(self.used..self.used + n))
    }
}
