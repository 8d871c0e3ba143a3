//! What is inside a bundle must agree with itself: originals, records, tables and journal.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};

use super::closed::sound_paths;
use super::journal::admitted;
use super::report::{Finding, JOURNAL, MANIFEST, RECORDS};
use super::tables::{
    ExhibitRow, MemberRow, MessagesTable, OriginalRow, read_exhibits, read_members, read_sources,
};
use super::trace::{Slice, trace_source};
use super::tree::{OnDisk, Tree};
use super::{Absent, OpenOriginal, Outcome};
use crate::bundle::manifest::Manifest;
use crate::bundle::names::{Known, recognize};
use crate::model::locator::Place;
use crate::model::{Address, JournalEntry, Line, Record, SourceId};

/// The parts of a bundle whose bytes are as listed.
pub(super) struct Contents<'b> {
    pub tree: &'b Tree,
    pub manifest: &'b Manifest,
    pub sound: &'b BTreeSet<String>,
    pub entries: &'b [JournalEntry],
}

/// The records of one source, as far as they are needed to trace them.
#[derive(Debug, Default)]
pub(super) struct SourceRecords {
    /// Slices by member number.
    pub slices: BTreeMap<u32, Vec<Slice>>,
}

impl Contents<'_> {
    /// Compares everything with everything else that should agree with it.
    pub fn check(&self, open: Option<OpenOriginal<'_>>) -> Outcome {
        let mut out = Outcome::default();
        let originals = self.table("data/sources.csv", read_sources, &mut out);
        let members = self.table("data/members.csv", read_members, &mut out);
        let exhibits = self.table("data/exhibits.csv", read_exhibits, &mut out);
        if let Some(originals) = &originals {
            self.check_originals(originals, &mut out.findings);
            if originals.iter().any(|o| !o.is_here()) {
                out.absent.push(Absent::Originals);
            }
        }
        let mut wanted = Wanted::new(exhibits.unwrap_or_default());
        let read = self.read_records(&mut wanted, &mut out.findings);
        wanted.end(
            &read,
            members.as_deref().unwrap_or_default(),
            &mut out.findings,
        );
        match (open, originals, members) {
            (Some(open), Some(originals), Some(members)) => {
                for (id, records) in &read {
                    let originals: Vec<&OriginalRow> =
                        originals.iter().filter(|o| o.source == *id).collect();
                    let members: Vec<&MemberRow> =
                        members.iter().filter(|m| m.source == *id).collect();
                    let files = self.files_of(*id, &originals);
                    trace_source(*id, &members, records, &files, open, &mut out);
                }
            }
            _ => out.absent.push(Absent::Tracing),
        }
        out
    }

    fn sound_file(&self, path: &str) -> Option<&OnDisk> {
        self.sound
            .contains(path)
            .then(|| self.tree.files.get(path))
            .flatten()
    }

    fn table<T>(
        &self,
        path: &str,
        read: fn(&[u8], &mut Vec<Finding>) -> Vec<T>,
        out: &mut Outcome,
    ) -> Option<Vec<T>> {
        self.sound_file(path)?;
        let before = out.findings.len();
        let rows = read(&self.tree.bytes(path)?, &mut out.findings);
        // A table that cannot be read whole is compared with nothing: it is one problem already.
        (out.findings.len() == before).then_some(rows)
    }

    /// `sources.csv`, the originals and the journal name the same files.
    fn check_originals(&self, originals: &[OriginalRow], findings: &mut Vec<Finding>) {
        let place = "data/sources.csv";
        let admitted = admitted(self.entries);
        let mut named = BTreeSet::new();
        for original in originals {
            let wrong =
                |code, what: &str| Finding::new(code, place, what).with("id", original.id.as_str());
            if !self.entries.is_empty() && !admitted.contains(&original.sha256) {
                findings.push(wrong(JOURNAL, "not_admitted"));
            }
            let stem = format!("data/originals/{}.", original.id);
            if original.is_here() != original.file.starts_with(&stem) {
                findings.push(wrong(MANIFEST, "file_name"));
            }
            if original.is_here() {
                named.insert(original.file.clone());
                let listed = self.manifest.digest(&original.file);
                let size = self.tree.files.get(&original.file).map(|file| file.size);
                if listed != Some(original.sha256) || size.is_some_and(|size| size != original.size)
                {
                    findings.push(wrong(MANIFEST, "original_differs"));
                }
            }
        }
        for path in self
            .manifest
            .iter()
            .map(|(path, _)| path)
            .filter(|path| recognize(path) == Some(Known::Original))
        {
            let kept = kept_member(path).is_some_and(|(id, _)| {
                originals
                    .iter()
                    .any(|o| o.source == id && o.held == "members")
            });
            if !kept && !named.contains(path) {
                findings.push(Finding::new(MANIFEST, path, "original_without_row"));
            }
        }
        for id in originals
            .iter()
            .filter(|o| o.is_here())
            .map(|o| o.source)
            .collect::<BTreeSet<_>>()
        {
            let path = format!("data/records/{id}.jsonl");
            if self.manifest.digest(&path).is_none() {
                findings.push(Finding::new(RECORDS, path, "none"));
            }
        }
    }

    /// The files on disk that hold members of a source, originals first. A file that is not sound is left out.
    fn files_of(&self, id: SourceId, originals: &[&OriginalRow]) -> Files<'_> {
        let whole = originals.iter().filter(|o| o.is_here());
        let kept = sound_paths(self.manifest, self.sound)
            .filter(|path| kept_member(path).is_some_and(|(source, _)| source == id));
        Files {
            complete: originals
                .iter()
                .all(|o| o.is_here() && self.sound.contains(&o.file)),
            whole: whole.filter_map(|o| self.sound_file(&o.file)).collect(),
            kept: kept.filter_map(|path| self.sound_file(path)).collect(),
        }
    }

    /// Reads the record files in the order of their sources, with the messages table beside them.
    fn read_records(
        &self,
        wanted: &mut Wanted,
        findings: &mut Vec<Finding>,
    ) -> BTreeMap<SourceId, SourceRecords> {
        let mut read = BTreeMap::new();
        let listed = self
            .manifest
            .iter()
            .filter_map(|(path, _)| match recognize(path) {
                Some(Known::Records(id)) => Some((id, path)),
                _ => None,
            });
        let listed: BTreeMap<SourceId, &str> = listed.collect();
        // The table runs over all sources, so it can only be followed where all of them can be read.
        let all_sound = listed.values().all(|path| self.sound.contains(*path));
        let mut messages = None;
        if let Some(file) = self.sound_file("data/messages.csv").filter(|_| all_sound) {
            match MessagesTable::open(file) {
                Ok(table) => messages = Some(table),
                Err(_) => findings.push(Finding::new(RECORDS, "data/messages.csv", "table")),
            }
        }
        for (id, path) in listed {
            let Some(file) = self.sound_file(path) else {
                continue;
            };
            let mut records = SourceRecords::default();
            let each = |record: &Record, line: u64| {
                if let Some(messages) = &mut messages {
                    messages.expect(record);
                }
                wanted.take(record);
                let slice = Slice {
                    bytes: record.bytes,
                    sha256: record.sha256,
                    place: record.address.place,
                    line,
                };
                records
                    .slices
                    .entry(record.member_n)
                    .or_default()
                    .push(slice);
            };
            if let Err(e) = read_lines(id, path, file, findings, each) {
                findings.push(
                    Finding::new(RECORDS, path, "unreadable").with("error", e.kind().to_string()),
                );
            }
            read.insert(id, records);
        }
        findings.extend(messages.and_then(MessagesTable::end));
        read
    }
}

/// The files that hold the members of one source.
pub(super) struct Files<'f> {
    /// Whether every original of the source is here and sound.
    pub complete: bool,
    /// Originals, to be opened.
    pub whole: Vec<&'f OnDisk>,
    /// Members that are kept as files of their own.
    pub kept: Vec<&'f OnDisk>,
}

/// `data/originals/S3-F2.txt` is member 2 of source 3.
fn kept_member(path: &str) -> Option<(SourceId, u32)> {
    let name = path.strip_prefix("data/originals/")?;
    let (source, number) = name.split_once('.')?.0.split_once("-F")?;
    Some((source.parse().ok()?, number.parse().ok()?))
}

fn read_lines(
    id: SourceId,
    path: &str,
    file: &OnDisk,
    findings: &mut Vec<Finding>,
    mut each: impl FnMut(&Record, u64),
) -> io::Result<()> {
    let mut lines = BufReader::with_capacity(256 * 1024, File::open(&file.at)?);
    let mut text = Vec::new();
    for number in 1.. {
        text.clear();
        if lines.read_until(b'\n', &mut text)? == 0 {
            break;
        }
        let mut wrong =
            |what: &str| findings.push(Finding::new(RECORDS, path, what).with("line", number));
        match text.strip_suffix(b"\n").map(serde_json::from_slice::<Line>) {
            Some(Ok(Line::Source(source))) => {
                if number != 1 || source.source != id {
                    wrong("source_line");
                }
            }
            Some(Ok(line)) if number == 1 => {
                wrong("source_line");
                if let Line::Record(record) = line {
                    each(&record, number);
                }
            }
            Some(Ok(Line::Thread(_))) => {}
            Some(Ok(Line::Record(record))) => {
                let member = record.address.member.is_none_or(|n| n == record.member_n);
                if record.address.source != id || !member || record.address.place == Place::Whole {
                    wrong("address");
                }
                each(&record, number);
            }
            Some(Ok(Line::Note(_) | Line::Summary(_)) | Err(_)) | None => wrong("line"),
        }
    }
    Ok(())
}

/// The exhibits, each waiting for its record.
struct Wanted {
    exhibits: BTreeMap<Address, Vec<(ExhibitRow, Met)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Met {
    Not,
    Same,
    Differs,
}

impl Wanted {
    fn new(rows: Vec<ExhibitRow>) -> Self {
        let mut exhibits: BTreeMap<Address, Vec<_>> = BTreeMap::new();
        for row in rows {
            exhibits
                .entry(row.address)
                .or_default()
                .push((row, Met::Not));
        }
        Self { exhibits }
    }

    fn take(&mut self, record: &Record) {
        for (row, met) in self.exhibits.get_mut(&record.address).into_iter().flatten() {
            let same = row.sha256 == record.sha256 && row.bytes == Some(record.bytes);
            *met = if same { Met::Same } else { Met::Differs };
        }
    }

    fn end(
        self,
        read: &BTreeMap<SourceId, SourceRecords>,
        members: &[MemberRow],
        findings: &mut Vec<Finding>,
    ) {
        for (row, met) in self.exhibits.into_values().flatten() {
            let what = match (met, row.address.place) {
                (Met::Same, _) => continue,
                (Met::Differs, _) => "exhibit_differs",
                (Met::Not, Place::Whole) => {
                    let n = row.address.member.unwrap_or(1);
                    let member = members
                        .iter()
                        .find(|m| m.source == row.address.source && m.n == n);
                    match member {
                        Some(member) if member.sha256 == Some(row.sha256) => continue,
                        None if !read.contains_key(&row.address.source) => continue,
                        _ => "exhibit_differs",
                    }
                }
                // An exhibit may cite a source that an earlier bundle holds.
                (Met::Not, _) if !read.contains_key(&row.address.source) => continue,
                (Met::Not, _) => "exhibit_without_record",
            };
            findings.push(
                Finding::new(RECORDS, "data/exhibits.csv", what)
                    .with("number", row.number.as_str())
                    .with("address", row.address.to_string()),
            );
        }
    }
}
