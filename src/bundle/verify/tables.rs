//! The tables of a bundle, read back to compare them with the rest.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::str::FromStr;

use super::report::{Finding, MANIFEST, RECORDS};
use super::tree::OnDisk;
use crate::bundle::csv_tables::{BOM, MESSAGES, guard, message_row, read_table};
use crate::model::{Address, Digest, Record, SourceId};

/// What `data/sources.csv` says of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalRow {
    /// `S1`, `S2-4`.
    pub id: String,
    /// The source.
    pub source: SourceId,
    /// Its payload path; empty where it is not here.
    pub file: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: Digest,
    /// `whole`, `members`, `none`.
    pub held: String,
    /// `this`, or a fingerprint.
    pub bundle: String,
}

impl OriginalRow {
    /// Whether the original lies in this bundle as it was given.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.held == "whole" && self.bundle == "this"
    }
}

/// What `data/members.csv` says of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The source.
    pub source: SourceId,
    /// Its number.
    pub n: u32,
    /// Bytes.
    pub size: u64,
    /// SHA-256; none for a refused member.
    pub sha256: Option<Digest>,
    /// `yes`, `media`, `twice`, `left-out`, `refused`.
    pub read: String,
}

/// What `data/exhibits.csv` says of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExhibitRow {
    /// `A-7`.
    pub number: String,
    /// The record or the member.
    pub address: Address,
    /// The half-open byte range; none for a whole member.
    pub bytes: Option<[u64; 2]>,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
}

/// Reads `data/sources.csv`.
pub fn read_sources(bytes: &[u8], findings: &mut Vec<Finding>) -> Vec<OriginalRow> {
    let columns = ["id", "source", "file", "size", "sha256", "held", "bundle"];
    read_rows(bytes, "data/sources.csv", &columns, findings, |cells| {
        let [id, source, file, size, sha256, held, bundle] = cells else {
            return None;
        };
        let known = matches!(held.as_str(), "whole" | "members" | "none");
        let here = bundle == "this" || bundle.parse::<Digest>().is_ok();
        (known && here).then_some(OriginalRow {
            id: id.clone(),
            source: parse(source)?,
            file: file.clone(),
            size: parse(size)?,
            sha256: parse(sha256)?,
            held: held.clone(),
            bundle: bundle.clone(),
        })
    })
}

/// Reads `data/members.csv`.
pub fn read_members(bytes: &[u8], findings: &mut Vec<Finding>) -> Vec<MemberRow> {
    let columns = ["source", "number", "size", "sha256", "read"];
    read_rows(bytes, "data/members.csv", &columns, findings, |cells| {
        let [source, number, size, sha256, read] = cells else {
            return None;
        };
        let sha256 = if sha256.is_empty() {
            None
        } else {
            Some(parse(sha256)?)
        };
        Some(MemberRow {
            source: parse(source)?,
            n: parse(number)?,
            size: parse(size)?,
            sha256,
            read: read.clone(),
        })
    })
}

/// Reads `data/exhibits.csv`.
pub fn read_exhibits(bytes: &[u8], findings: &mut Vec<Finding>) -> Vec<ExhibitRow> {
    let columns = ["number", "address", "from", "to", "sha256"];
    read_rows(bytes, "data/exhibits.csv", &columns, findings, |cells| {
        let [number, address, from, to, sha256] = cells else {
            return None;
        };
        let bytes = if from.is_empty() && to.is_empty() {
            None
        } else {
            Some([parse(from)?, parse(to)?])
        };
        Some(ExhibitRow {
            number: number.clone(),
            address: parse(address)?,
            bytes,
            sha256: parse(sha256)?,
        })
    })
}

fn parse<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn read_rows<T>(
    bytes: &[u8],
    place: &str,
    columns: &[&str],
    findings: &mut Vec<Finding>,
    read: impl Fn(&[String]) -> Option<T>,
) -> Vec<T> {
    let Some(rows) = read_table(bytes, columns) else {
        findings.push(Finding::new(MANIFEST, place, "table"));
        return Vec::new();
    };
    let mut out = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        match read(row) {
            Some(row) => out.push(row),
            None => findings.push(Finding::new(MANIFEST, place, "row").with("row", i as u64 + 1)),
        }
    }
    out
}

/// `data/messages.csv`, walked beside the records that it was made from.
pub struct MessagesTable {
    rows: csv::StringRecordsIntoIter<BufReader<File>>,
    /// For each column that is written now, its place in this table.
    places: Vec<usize>,
    fault: Option<Finding>,
}

const MESSAGES_PLACE: &str = "data/messages.csv";

impl MessagesTable {
    /// Opens the table and reads its header.
    ///
    /// # Errors
    /// The file cannot be read, or is no table of ours.
    pub fn open(file: &OnDisk) -> io::Result<Self> {
        let mut bytes = BufReader::with_capacity(256 * 1024, File::open(&file.at)?);
        let mut bom = [0; 3];
        bytes.read_exact(&mut bom)?;
        if bom != *BOM {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut rows = csv::ReaderBuilder::new().from_reader(bytes);
        let header = rows.headers()?.clone();
        let places: Option<Vec<usize>> = MESSAGES
            .iter()
            .map(|name| header.iter().position(|h| h == *name))
            .collect();
        Ok(Self {
            rows: rows.into_records(),
            places: places.ok_or(io::ErrorKind::InvalidData)?,
            fault: None,
        })
    }

    /// Compares the next row with the record that it must show.
    pub fn expect(&mut self, record: &Record) {
        if self.fault.is_some() {
            return;
        }
        let Some(expected) = message_row(record) else {
            return;
        };
        let same = self.rows.next().and_then(Result::ok).is_some_and(|row| {
            let cells = self
                .places
                .iter()
                .map(|place| row.get(*place).unwrap_or_default());
            cells.eq(expected.iter().map(|cell| guard(cell)))
        });
        if !same {
            self.fault = Some(
                Finding::new(RECORDS, MESSAGES_PLACE, "row_differs")
                    .with("address", record.address.to_string()),
            );
        }
    }

    /// Ends the comparison: no row may be left.
    #[must_use]
    pub fn end(mut self) -> Option<Finding> {
        self.fault.or_else(|| {
            self.rows
                .next()
                .map(|_| Finding::new(RECORDS, MESSAGES_PLACE, "rows_left"))
        })
    }
}
