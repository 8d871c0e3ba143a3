//! Traces records back to the bytes of the originals: they tile each member, and each slice has its digest.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use super::records::{Files, SourceRecords};
use super::report::{Finding, RECORDS};
use super::tables::MemberRow;
use super::tree::OnDisk;
use super::{OpenOriginal, Outcome};
use crate::model::locator::Place;
use crate::model::{Address, Digest, Export, Reading, SourceId};

/// What a record says of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slice {
    /// Half-open range in the member.
    pub bytes: [u64; 2],
    /// SHA-256 of those bytes.
    pub sha256: Digest,
    /// The place in the record's address.
    pub place: Place,
    /// The line in the records file.
    pub line: u64,
}

/// Where the bytes of a member are.
enum Holder<'f> {
    Member { export: usize, n: u32 },
    File(&'f OnDisk),
}

/// Compares the members of one source with its originals, and its records with its members.
pub(super) fn trace_source(
    id: SourceId,
    members: &[&MemberRow],
    records: &SourceRecords,
    files: &Files<'_>,
    open: OpenOriginal<'_>,
    out: &mut Outcome,
) {
    let mut exports = Vec::new();
    for file in &files.whole {
        match open(&file.at) {
            Ok(export) => exports.push(export),
            Err(e) => {
                let place = Address::source(id).to_string();
                out.findings.push(
                    Finding::new(RECORDS, place, "original_unreadable")
                        .with("error", e.kind().to_string()),
                );
                return;
            }
        }
    }
    let holders = find_holders(id, &exports, &files.kept, &mut out.findings);
    let listed: std::collections::BTreeSet<Digest> =
        members.iter().filter_map(|m| m.sha256).collect();
    for (digest, holder) in &holders {
        if let (Holder::Member { n, .. }, false) = (holder, listed.contains(digest)) {
            out.findings.push(
                Finding::new(RECORDS, "data/members.csv", "member_not_listed")
                    .with("source", id.to_string())
                    .with("n", *n),
            );
        }
    }
    for n in records
        .slices
        .keys()
        .filter(|n| !members.iter().any(|m| m.n == **n))
    {
        out.findings.push(Finding::new(
            RECORDS,
            Address::member(id, *n).to_string(),
            "records_of_no_member",
        ));
    }
    for member in members {
        let place = Address::member(id, member.n).to_string();
        let Some(digest) = member.sha256 else {
            continue;
        };
        let mut slices = records.slices.get(&member.n).cloned().unwrap_or_default();
        if slices.is_empty() && member.read == "yes" && member.size > 0 {
            out.findings.push(Finding::new(
                RECORDS,
                place.clone(),
                "member_without_records",
            ));
        }
        let Some(holder) = holders.get(&digest) else {
            if files.complete {
                out.findings
                    .push(Finding::new(RECORDS, place, "member_not_in_original"));
            } else {
                out.notes.push(Finding::new(RECORDS, place, "not_traced"));
            }
            continue;
        };
        if slices.is_empty() {
            continue;
        }
        check_tiles(&place, member.size, &mut slices, &mut out.findings);
        // One record over a whole picture or video has the digest of the member, which was just found in the original.
        if let [slice] = slices.as_slice()
            && slice.bytes == [0, member.size]
        {
            if slice.sha256 != digest {
                out.findings
                    .push(Finding::new(RECORDS, place, "slice").with("line", slice.line));
            }
            continue;
        }
        match bytes_of(holder, &exports) {
            Ok(bytes) => check_slices(&place, &bytes, &slices, &mut out.findings),
            Err(e) => out.findings.push(
                Finding::new(RECORDS, place, "member_unreadable")
                    .with("error", e.kind().to_string()),
            ),
        }
    }
}

/// Every member that can be opened, by its digest. Bytes decide, not numbers.
fn find_holders<'f>(
    id: SourceId,
    exports: &[Export],
    kept: &[&'f OnDisk],
    findings: &mut Vec<Finding>,
) -> BTreeMap<Digest, Holder<'f>> {
    let mut holders = BTreeMap::new();
    let mut unreadable = |n: u32, e: &io::Error| {
        findings.push(
            Finding::new(
                RECORDS,
                Address::member(id, n).to_string(),
                "member_unreadable",
            )
            .with("error", e.kind().to_string()),
        );
    };
    for (i, export) in exports.iter().enumerate() {
        // A member that is not read is hashed where that is safe.
        let hashed = export.members.iter().filter(|m| {
            matches!(m.read, Reading::Refused | Reading::LeftOut) && m.sha256.is_some()
        });
        for member in export.readable().chain(hashed) {
            let digest = member.sha256.map_or_else(
                || {
                    export
                        .open(member.n)
                        .and_then(Digest::of_reader)
                        .map(|(d, _)| d)
                },
                Ok,
            );
            match digest {
                Ok(digest) => {
                    holders.entry(digest).or_insert(Holder::Member {
                        export: i,
                        n: member.n,
                    });
                }
                Err(e) => unreadable(member.n, &e),
            }
        }
    }
    for file in kept {
        match fs::File::open(&file.at).and_then(Digest::of_reader) {
            Ok((digest, _)) => {
                holders.entry(digest).or_insert(Holder::File(file));
            }
            Err(e) => unreadable(0, &e),
        }
    }
    holders
}

fn bytes_of(holder: &Holder<'_>, exports: &[Export]) -> io::Result<Vec<u8>> {
    match holder {
        Holder::Member { export, n } => exports
            .get(*export)
            .ok_or(io::ErrorKind::NotFound)?
            .bytes(*n),
        Holder::File(file) => fs::read(&file.at),
    }
}

/// Records start at 0, end at the member's length, and leave no gap and no overlap. Sorts the slices.
fn check_tiles(place: &str, size: u64, slices: &mut [Slice], findings: &mut Vec<Finding>) {
    slices.sort_by_key(|s| (s.bytes, s.line));
    // An empty file is one item without bytes.
    if size == 0
        && let [slice] = slices
        && slice.bytes == [0, 0]
    {
        return;
    }
    let mut end = 0;
    for slice in slices.iter() {
        let [from, to] = slice.bytes;
        if from != end || to <= from {
            let what = if from > end { "gap" } else { "overlap" };
            findings.push(
                Finding::new(RECORDS, place, what)
                    .with("line", slice.line)
                    .with("from", from)
                    .with("expected", end),
            );
        }
        end = to.max(end);
    }
    if end != size {
        findings.push(
            Finding::new(RECORDS, place, "end")
                .with("found", end)
                .with("expected", size),
        );
    }
    let mut places: Vec<Place> = slices.iter().map(|s| s.place).collect();
    places.sort_unstable();
    if places.windows(2).any(|pair| pair[0] == pair[1]) {
        findings.push(Finding::new(RECORDS, place, "address_twice"));
    }
}

/// Each slice has its digest, and a line or byte address points at where the slice begins.
fn check_slices(place: &str, bytes: &[u8], slices: &[Slice], findings: &mut Vec<Finding>) {
    let mut line = 1;
    let mut counted = 0;
    for slice in slices {
        let mut wrong =
            |what: &str| findings.push(Finding::new(RECORDS, place, what).with("line", slice.line));
        let range = usize::try_from(slice.bytes[0])
            .ok()
            .zip(usize::try_from(slice.bytes[1]).ok());
        let Some((from, part)) = range.and_then(|(from, to)| Some((from, bytes.get(from..to)?)))
        else {
            wrong("outside_member");
            continue;
        };
        if Digest::of(part) != slice.sha256 {
            wrong("slice");
        }
        if from > counted {
            line += memchr::memchr_iter(b'\n', &bytes[counted..from]).count() as u64;
            counted = from;
        }
        let points = match slice.place {
            Place::Line(n) => counted == from && n == line,
            Place::Byte(n) => n == slice.bytes[0],
            _ => true,
        };
        if !points {
            wrong("address");
        }
    }
}
