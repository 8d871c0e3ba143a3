//! Finds the entries of an archive without a usable list: a download that stopped, a card that failed.
//!
//! Entries are walked from the front. One is whole when its bytes fit its CRC; only whole ones are read.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::DeflateDecoder;

use super::audit::{
    describe, find_signature, is_folder, read_local, refuse_same_names, takes_too_much,
};
use super::directory::begins_with;
use super::stream::open_entry;
use super::wire::{self, Header, u16_at, u32_at, u64_at};
use super::{Listed, Listing, Method};
use crate::intake::limits::Limits;
use crate::intake::positioned::{ReadAt, Window};
use crate::intake::refusal::{Finding, Refusal};
use crate::model::Watch;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// Lists the entries that local headers name.
pub(super) fn salvage(
    file: &Arc<dyn ReadAt>,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Listing> {
    let size = file.size();
    // A hostile file can nest entries so that each is unpacked again for each one around it.
    let effort = size
        .saturating_mul(8)
        .saturating_add(limits.ratio_free_bytes);
    let mut walk = Salvage {
        file,
        limits,
        watch,
        effort,
        total: 0,
        entries: Vec::new(),
    };
    let (mut at, mut booked, mut too_many) = (0, 0, false);
    while let Some(found) = find_signature(
        file.as_ref(),
        at..size,
        &[wire::LOCAL, wire::CENTRAL],
        watch,
    )? {
        let is_entry = begins_with(file.as_ref(), found, wire::LOCAL)?;
        if is_entry && walk.entries.len() >= limits.members as usize {
            too_many = true;
            break;
        }
        at = if is_entry {
            walk.take_entry(found)?
        } else {
            walk.take_listed(found)?
        };
        let last = walk.entries.last();
        let unread = is_entry && last.is_some_and(|e| e.header_at == found && e.refusal.is_some());
        booked += if unread { 0 } else { at - found };
    }
    let mut entries = walk.entries;
    refuse_same_names(&mut entries);
    let whole = entries.iter().filter(|e| e.refusal.is_none()).count();
    let mut findings = vec![Finding::Truncated {
        whole: u32::try_from(whole).unwrap_or(u32::MAX),
        unread_bytes: size.saturating_sub(booked),
    }];
    if too_many {
        findings.push(Finding::TooMany {
            listed: limits.members,
        });
    }
    Ok(Listing { entries, findings })
}

struct Salvage<'a> {
    file: &'a Arc<dyn ReadAt>,
    limits: &'a Limits,
    watch: &'a dyn Watch,
    /// Packed bytes that may still be tried.
    effort: u64,
    /// Decompressed bytes of what is whole.
    total: u64,
    entries: Vec<Listed>,
}

impl Salvage<'_> {
    /// Books the entry at `at` and returns where to look on.
    fn take_entry(&mut self, at: u64) -> io::Result<u64> {
        let file = self.file.as_ref();
        let Some((header, data_at)) = read_local(file, at)? else {
            return Ok(at + 4);
        };
        if data_at > file.size() {
            // Cut inside the name: there is nothing to show.
            return Ok(at + 4);
        }
        let mut entry = describe(&header);
        entry.data_at = data_at;
        let later = header.flags & wire::DESCRIBED_LATER != 0;
        if later && entry.refusal == Some(Refusal::Disagrees) {
            // The sizes are not in this header.
            entry.refusal = None;
        }
        let readable = entry.refusal.is_none();
        let end = match (later, readable, entry.method) {
            (false, _, _) => self.check_known(&mut entry)?,
            (true, true, Method::Deflate) => self.measure_deflate(&mut entry)?,
            (true, true, Method::Stored) => self.measure_stored(&mut entry)?,
            (true, false, _) => None,
        };
        let next = match end {
            Some(end) => end,
            None => self.next_after_damage(&entry, later)?,
        };
        let folder = is_folder(&header) && entry.refusal.is_none();
        if !folder {
            if end.is_none() {
                entry.refusal.get_or_insert(Refusal::Cut);
            }
            self.total += if entry.refusal.is_none() {
                entry.size
            } else {
                0
            };
            self.entries.push(entry);
        }
        Ok(next)
    }

    /// Where to look on behind an entry that is not whole. What lies inside a cut entry is not looked at:
    /// it may be an archive of its own.
    fn next_after_damage(&self, entry: &Listed, described_later: bool) -> io::Result<u64> {
        if described_later {
            return Ok(entry.data_at);
        }
        let end = entry.data_at.saturating_add(entry.packed);
        let next_is_known =
            [wire::LOCAL, wire::CENTRAL].map(|s| begins_with(self.file.as_ref(), end, s));
        for known in next_is_known {
            if known? {
                return Ok(end);
            }
        }
        Ok(if end >= self.file.size() {
            self.file.size()
        } else {
            entry.data_at
        })
    }

    /// A directory entry that is still there tells which entries are links.
    fn take_listed(&mut self, at: u64) -> io::Result<u64> {
        let mut fixed = [0; wire::CENTRAL_SIZE];
        if self.file.fill_at(&mut fixed, at)? < fixed.len() {
            return Ok(at + 4);
        }
        let length = wire::CENTRAL_SIZE as u64
            + [28, 30, 32]
                .iter()
                .map(|&field| u64::from(u16_at(&fixed, field)))
                .sum::<u64>();
        let header = Header::central(&fixed, &[]);
        let link = !matches!(header.mode & 0xF000, 0 | 0x4000 | 0x8000);
        let named = self
            .entries
            .binary_search_by_key(&header.header_at, |e| e.header_at);
        if let (true, Ok(i)) = (link, named) {
            self.entries[i].refusal = Some(Refusal::NotAFile);
        }
        Ok((at + length).min(self.file.size()))
    }

    /// Takes from the effort that is left; false when there is none.
    fn afford(&mut self, packed: u64) -> bool {
        let enough = self.effort >= packed;
        self.effort = self.effort.saturating_sub(packed);
        enough
    }

    /// An entry whose header says its length. Returns its end where its bytes are all there.
    fn check_known(&mut self, entry: &mut Listed) -> io::Result<Option<u64>> {
        let end = entry.data_at.saturating_add(entry.packed);
        if end > self.file.size() {
            return Ok(None);
        }
        if entry.refusal.is_some() {
            return Ok(Some(end));
        }
        if takes_too_much(
            entry.packed,
            entry.size,
            self.total,
            self.file.size(),
            self.limits,
        ) {
            entry.refusal = Some(Refusal::TooLarge);
            return Ok(Some(end));
        }
        if !self.afford(entry.packed) {
            return Ok(None);
        }
        let mut reader = open_entry(self.file, entry);
        let mut buffer = vec![0; CHUNK];
        loop {
            if self.watch.stopped() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(Some(end)),
                Ok(_) => {}
                Err(e) if is_damage(&e) => return Ok(None),
                Err(e) => return Err(e),
            }
        }
    }

    /// A DEFLATE entry whose length stands behind it: the stream itself knows its end.
    fn measure_deflate(&mut self, entry: &mut Listed) -> io::Result<Option<u64>> {
        let window = Window::new(Arc::clone(self.file), entry.data_at, u64::MAX);
        let mut inflating = DeflateDecoder::new(BufReader::with_capacity(CHUNK, window));
        let mut crc = crc32fast::Hasher::new();
        let mut buffer = vec![0; CHUNK];
        let mut size: u64 = 0;
        loop {
            if self.watch.stopped() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let before = inflating.total_in();
            let n = match inflating.read(&mut buffer) {
                Ok(n) => n,
                Err(e) if is_damage(&e) => return Ok(None),
                Err(e) => return Err(e),
            };
            let packed = inflating.total_in();
            if !self.afford(packed - before) {
                return Ok(None);
            }
            if n == 0 {
                break;
            }
            size += n as u64;
            crc.update(&buffer[..n]);
            if takes_too_much(packed, size, self.total, self.file.size(), self.limits) {
                entry.refusal = Some(Refusal::TooLarge);
                return Ok(Some(entry.data_at + packed));
            }
        }
        (entry.packed, entry.size, entry.crc) = (inflating.total_in(), size, crc.finalize());
        self.read_descriptor(entry)
    }

    /// A STORED entry whose length stands behind it: found by a descriptor that fits the bytes before it.
    fn measure_stored(&mut self, entry: &mut Listed) -> io::Result<Option<u64>> {
        let mut crc = crc32fast::Hasher::new();
        let mut at = entry.data_at;
        while let Some(found) = find_signature(
            self.file.as_ref(),
            at..self.file.size(),
            &[wire::DESCRIPTOR],
            self.watch,
        )? {
            if !self.afford(found - at) {
                return Ok(None);
            }
            hash_stretch(self.file, at, found, &mut crc)?;
            let length = found - entry.data_at;
            (entry.packed, entry.size, entry.crc) = (length, length, crc.clone().finalize());
            if let Some(end) = self.read_descriptor(entry)? {
                return Ok(Some(end));
            }
            hash_stretch(self.file, found, found + 4, &mut crc)?;
            at = found + 4;
        }
        Ok(None)
    }

    /// The descriptor behind an entry, with or without signature, in 32 or 64 bits. Its end where it fits the entry.
    fn read_descriptor(&self, entry: &Listed) -> io::Result<Option<u64>> {
        let at = entry.data_at + entry.packed;
        let mut bytes = [0; 24];
        let got = self.file.fill_at(&mut bytes, at)?;
        let signed = bytes.starts_with(&wire::DESCRIPTOR);
        let skips: &[usize] = if signed { &[4, 0] } else { &[0] };
        for &skip in skips {
            if u32_at(&bytes, skip) != entry.crc {
                continue;
            }
            let long = (u64_at(&bytes, skip + 4), u64_at(&bytes, skip + 12));
            let short = (u32_at(&bytes, skip + 4), u32_at(&bytes, skip + 8));
            #[expect(
                clippy::cast_possible_truncation,
                reason = "old writers keep the lower half"
            )]
            let expected = (entry.packed as u32, entry.size as u32);
            let length = if long == (entry.packed, entry.size) {
                skip + 20
            } else if short == expected {
                skip + 12
            } else {
                continue;
            };
            if length <= got {
                return Ok(Some(at + length as u64));
            }
        }
        Ok(None)
    }
}

/// Adds the bytes of a stretch to a running CRC.
fn hash_stretch(
    file: &Arc<dyn ReadAt>,
    from: u64,
    to: u64,
    crc: &mut crc32fast::Hasher,
) -> io::Result<()> {
    let mut window = Window::new(Arc::clone(file), from, to - from);
    let mut buffer = vec![0; CHUNK];
    loop {
        match window.read(&mut buffer)? {
            0 => return Ok(()),
            n => crc.update(&buffer[..n]),
        }
    }
}

/// Whether the bytes are at fault, not the disk.
pub(in crate::intake) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    )
}
