//! Holds the list of an archive against the headers at its entries, and the entries against each other.
//!
//! Two programs can show two different contents of one dishonest archive. What can be read in two ways is not
//! read here at all: it is listed, with the reason.

use std::collections::HashMap;
use std::io;
use std::ops::Range;

use super::directory::Directory;
use super::wire::{self, Header, u16_at};
use super::{Listed, Listing, Method};
use crate::intake::limits::Limits;
use crate::intake::name::{escapes, target};
use crate::intake::positioned::ReadAt;
use crate::intake::refusal::{Finding, Refusal};
use crate::model::Watch;

/// Bytes that are searched at once.
const CHUNK: usize = 64 * 1024;

/// An entry of the list, with what was found at its offset.
struct Audited {
    entry: Listed,
    is_folder: bool,
    /// Header and data in the file; none where no header was found or the data is cut.
    range: Option<Range<u64>>,
    /// CRC and sizes stand behind the data.
    described_later: bool,
}

/// Makes the listing of an archive whose directory is whole.
pub(super) fn audit(
    file: &dyn ReadAt,
    directory: Directory,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Listing> {
    let Directory {
        headers,
        at,
        end,
        prefix,
        ambiguous,
        too_many,
    } = directory;
    let mut findings = Vec::new();
    if ambiguous {
        findings.push(Finding::Ambiguous);
    }
    let mut audited = Vec::with_capacity(headers.len());
    for header in &headers {
        if watch.stopped() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        audited.push(audit_entry(file, header, at)?);
    }
    refuse_overlaps(&mut audited);
    refuse_bombs(&mut audited, file.size(), limits);
    let mut entries: Vec<Listed> = Vec::with_capacity(audited.len());
    if too_many {
        findings.push(Finding::TooMany {
            listed: limits.members,
        });
    } else {
        findings.extend(find_unlisted(file, &audited, prefix..at, end, watch)?);
    }
    entries.extend(
        audited
            .into_iter()
            .filter(|a| !a.is_folder)
            .map(|a| a.entry),
    );
    refuse_same_names(&mut entries);
    let names = entries
        .iter()
        .filter(|e| e.refusal.is_none() && e.name.text.contains('\\'))
        .count();
    if names > 0 {
        findings.push(Finding::Backslashes {
            names: u32::try_from(names).unwrap_or(u32::MAX),
        });
    }
    Ok(Listing { entries, findings })
}

/// An entry as its header in the list describes it, and why that alone refuses it.
pub(super) fn describe(header: &Header) -> Listed {
    let name = header.name();
    let kind = header.mode & 0xF000;
    let refusal = if escapes(&name.text) || escapes(&String::from_utf8_lossy(&header.raw_name)) {
        Some(Refusal::NameEscapes)
    } else if kind != 0 && kind != 0x8000 && kind != 0x4000 {
        Some(Refusal::NotAFile)
    } else if header.flags & (wire::ENCRYPTED | wire::STRONG) != 0 || header.method == 99 {
        Some(Refusal::Encrypted)
    } else if header.method != 0 && header.method != 8 {
        Some(Refusal::UnknownMethod)
    } else if header.method == 0 && header.packed != header.size {
        Some(Refusal::Disagrees)
    } else {
        None
    };
    let method = if header.method == 8 {
        Method::Deflate
    } else {
        Method::Stored
    };
    Listed {
        name,
        method,
        crc: header.crc,
        packed: header.packed,
        size: header.size,
        header_at: header.header_at,
        data_at: header.header_at,
        time: header.time,
        refusal,
    }
}

/// A folder is a name that ends in a slash, or a folder's mode, and has no bytes.
pub(super) fn is_folder(header: &Header) -> bool {
    let named =
        header.raw_name.ends_with(b"/") || header.raw_name.ends_with(b"\\") && header.size == 0;
    (named || header.mode & 0xF000 == 0x4000) && header.size == 0
}

fn audit_entry(file: &dyn ReadAt, header: &Header, directory_at: u64) -> io::Result<Audited> {
    let mut entry = describe(header);
    let is_folder = is_folder(header) && entry.refusal.is_none();
    let mut described_later = header.flags & wire::DESCRIBED_LATER != 0;
    let mut range = None;
    let found = match read_local(file, header.header_at)? {
        None if header.header_at >= file.size() => Some(Refusal::Cut),
        None => Some(Refusal::Damaged),
        Some((local, data_at)) => {
            described_later |= local.flags & wire::DESCRIBED_LATER != 0;
            entry.data_at = data_at;
            let end = data_at.saturating_add(header.packed);
            range = (end <= file.size()).then_some(header.header_at..end);
            if end > file.size() {
                Some(Refusal::Cut)
            } else if end > directory_at {
                Some(Refusal::Overlaps)
            } else if disagrees(&local, header)
                || header.raw_name.ends_with(b"/") && header.size > 0
            {
                Some(Refusal::Disagrees)
            } else {
                None
            }
        }
    };
    entry.refusal = entry.refusal.or(found);
    Ok(Audited {
        is_folder: is_folder && entry.refusal.is_none(),
        entry,
        range,
        described_later,
    })
}

/// The local header at an offset, and where its data begins.
pub(super) fn read_local(file: &dyn ReadAt, at: u64) -> io::Result<Option<(Header, u64)>> {
    let mut fixed = [0; wire::LOCAL_SIZE];
    if file.fill_at(&mut fixed, at)? < fixed.len() || !fixed.starts_with(&wire::LOCAL) {
        return Ok(None);
    }
    let length = usize::from(u16_at(&fixed, 26)) + usize::from(u16_at(&fixed, 28));
    let mut rest = vec![0; length];
    let rest_at = at + wire::LOCAL_SIZE as u64;
    let got = file.fill_at(&mut rest, rest_at)?;
    rest.truncate(got);
    let mut header = Header::local(&fixed, &rest);
    header.header_at = at;
    Ok(Some((header, rest_at + length as u64)))
}

/// Name bytes, method, encryption, and CRC and sizes; where those stand behind the data the header may be zero
/// (or saturated, as Zip64 writers do). Other flags, extra fields, times and versions never refuse.
fn disagrees(local: &Header, central: &Header) -> bool {
    let later = local.flags & wire::DESCRIBED_LATER != 0;
    let differs = |local: u64, central: u64, saturated: u64| {
        local != central && !(later && (local == 0 || local == saturated))
    };
    local.raw_name != central.raw_name
        || local.method != central.method
        || (local.flags ^ central.flags) & wire::ENCRYPTED != 0
        || differs(local.crc.into(), central.crc.into(), 0)
        || differs(local.packed, central.packed, u32::MAX.into())
        || differs(local.size, central.size, u32::MAX.into())
}

/// Refuses every entry that shares a byte with another one. Descriptors are not counted: they differ by writer.
fn refuse_overlaps(audited: &mut [Audited]) {
    let mut order: Vec<usize> = (0..audited.len())
        .filter(|&i| audited[i].range.is_some())
        .collect();
    let range = |a: &Audited| a.range.clone().unwrap_or_default();
    order.sort_by_key(|&i| (range(&audited[i]).start, range(&audited[i]).end, i));
    let mut furthest: Option<usize> = None;
    for i in order {
        if let Some(before) = furthest
            && range(&audited[i]).start < range(&audited[before]).end
        {
            for overlapping in [before, i] {
                audited[overlapping].is_folder = false;
                audited[overlapping]
                    .entry
                    .refusal
                    .get_or_insert(Refusal::Overlaps);
            }
        }
        if furthest.is_none_or(|before| range(&audited[before]).end < range(&audited[i]).end) {
            furthest = Some(i);
        }
    }
}

/// Refuses what grows too much, alone or together with all before it.
fn refuse_bombs(audited: &mut [Audited], archive_size: u64, limits: &Limits) {
    let mut total: u64 = 0;
    // An entry with a bad name is hashed too, so it counts.
    let counts = |a: &&mut Audited| matches!(a.entry.refusal, None | Some(Refusal::NameEscapes));
    for Audited { entry, .. } in audited.iter_mut().filter(counts) {
        if takes_too_much(entry.packed, entry.size, total, archive_size, limits) {
            entry.refusal = Some(Refusal::TooLarge);
        } else {
            total += entry.size;
        }
    }
}

/// Whether one more member of this size is too much, alone or with the `total` before it.
pub(super) fn takes_too_much(
    packed: u64,
    size: u64,
    total: u64,
    archive_size: u64,
    limits: &Limits,
) -> bool {
    let sum = total.saturating_add(size);
    size > limits.member_bytes
        || limits.grows_too_much(packed, size)
        || sum > limits.total_bytes
        || limits.grows_too_much(archive_size, sum)
}

/// Refuses all entries of one name, unless they promise the same bytes: that is held against their digests later.
pub(super) fn refuse_same_names(entries: &mut [Listed]) {
    let mut named: HashMap<String, Vec<usize>> = HashMap::with_capacity(entries.len());
    for (i, entry) in entries.iter().enumerate() {
        named.entry(target(&entry.name.text)).or_default().push(i);
    }
    for same in named.into_values().filter(|same| same.len() > 1) {
        let first = &entries[same[0]];
        let promise = (first.crc, first.size);
        if same
            .iter()
            .any(|&i| (entries[i].crc, entries[i].size) != promise || entries[i].refusal.is_some())
        {
            for i in same {
                entries[i].refusal.get_or_insert(Refusal::SameName);
            }
        }
    }
}

/// Bytes between, before and behind the listed entries, and the entry headers in them.
fn find_unlisted(
    file: &dyn ReadAt,
    audited: &[Audited],
    inside: Range<u64>,
    end: u64,
    watch: &dyn Watch,
) -> io::Result<Option<Finding>> {
    let mut ranges: Vec<(Range<u64>, bool)> = audited
        .iter()
        .filter_map(|a| Some((a.range.clone()?, a.described_later)))
        .collect();
    ranges.sort_by_key(|(r, _)| (r.start, r.end));
    ranges.push((inside.end..end, false));
    let mut gaps = Vec::new();
    // Bytes before the archive are a gap of their own; it may hold a program, never an entry of ours.
    let (mut at, mut described_later) = (0, false);
    for (range, later) in ranges {
        if range.start > at {
            let length = range.start - at;
            if !(described_later && matches!(length, 12 | 16 | 20 | 24)) {
                gaps.push(at..range.start);
            }
        }
        if range.end >= at {
            (at, described_later) = (range.end, later);
        }
    }
    if at < file.size() {
        gaps.push(at..file.size());
    }
    if gaps.is_empty() {
        return Ok(None);
    }
    let bytes = gaps.iter().map(|gap| gap.end - gap.start).sum();
    let mut entries = 0_u32;
    for gap in gaps {
        let mut from = gap.start;
        while let Some(found) = find_signature(file, from..gap.end, &[wire::LOCAL], watch)? {
            entries = entries.saturating_add(1);
            from = found + 4;
        }
    }
    Ok(Some(Finding::Unlisted { entries, bytes }))
}

/// The first of these signatures in a stretch of the file.
pub(super) fn find_signature(
    file: &dyn ReadAt,
    stretch: Range<u64>,
    signatures: &[[u8; 4]],
    watch: &dyn Watch,
) -> io::Result<Option<u64>> {
    let mut at = stretch.start;
    let mut buffer =
        vec![0; CHUNK.min(usize::try_from(stretch.end.saturating_sub(at)).unwrap_or(CHUNK))];
    while at + 4 <= stretch.end {
        if watch.stopped() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let want = buffer
            .len()
            .min(usize::try_from(stretch.end - at).unwrap_or(usize::MAX));
        let got = file.fill_at(&mut buffer[..want], at)?;
        let found = memchr::memmem::find_iter(&buffer[..got], b"PK").find(|&i| {
            buffer[i..got]
                .get(..4)
                .is_some_and(|s| signatures.iter().any(|known| known == s))
        });
        if let Some(i) = found {
            return Ok(Some(at + i as u64));
        }
        if got < 4 {
            break;
        }
        // The last three bytes may begin a signature.
        at += (got - 3) as u64;
    }
    Ok(None)
}
