//! `bagit.txt` and `bag-info.txt`.
//!
//! ```text
//! Saboot-Bundle: bundle/1-draft
//! Bundle-Number: 1
//! Bagging-Date: 2026-11-24
//! Sealed-At: 2026-11-24T09:30:00Z
//! Clock: system
//! Payload-Oxum: 48211.9
//! Journal-Head: 9f86d081…
//! Journal-Count: 4
//! Previous-Bundle: none
//! Saboot-Version: 0.1.0
//! Tables-Digest: 60303ae2…
//! ```

use chrono::{DateTime, SecondsFormat, Utc};

use crate::model::{Clock, Digest};

/// The bytes of `bagit.txt` in every bundle (RFC 8493 section 2.1.1).
pub const BAGIT_TXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The version that this program writes. The finished format is `bundle/1`, whose readers refuse a draft.
pub const VERSION: &str = "bundle/1-draft";

/// What `bag-info.txt` of a bundle says, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagInfo {
    /// The number of the bundle in its case, counted from 1.
    pub number: u32,
    /// When it was sealed, to the second.
    pub sealed_at: DateTime<Utc>,
    /// Where that time comes from.
    pub clock: Clock,
    /// Bytes of the payload.
    pub payload_bytes: u64,
    /// Files of the payload.
    pub payload_files: u64,
    /// SHA-256 of the last line of `data/journal.jsonl` without its LF.
    pub journal_head: Digest,
    /// Lines of `data/journal.jsonl`.
    pub journal_count: u64,
    /// The fingerprint of the bundle before; none for the first.
    pub previous: Option<Digest>,
    /// The version of the program.
    pub program: String,
    /// One digest over the embedded tables, templates and fonts.
    pub tables: Digest,
}

/// A label of `bag-info.txt` whose value is missing, doubled, out of order or not readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{label}: {fault}")]
pub struct BadInfo {
    /// The label that was expected.
    pub label: &'static str,
    /// `missing`, `unreadable`, or `form` (readable, but not in the one form that is written).
    pub fault: &'static str,
}

/// The labels that are read back from text, in the order in which they stand.
const LABELS: [&str; 11] = [
    "Saboot-Bundle",
    "Bundle-Number",
    "Bagging-Date",
    "Sealed-At",
    "Clock",
    "Payload-Oxum",
    "Journal-Head",
    "Journal-Count",
    "Previous-Bundle",
    "Saboot-Version",
    "Tables-Digest",
];

impl BagInfo {
    /// The text of the file.
    #[must_use]
    pub fn print(&self) -> String {
        let clock = match self.clock {
            Clock::System => "system",
            Clock::Given => "given",
        };
        let values = [
            VERSION.to_owned(),
            self.number.to_string(),
            self.sealed_at.format("%Y-%m-%d").to_string(),
            self.sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            clock.to_owned(),
            format!("{}.{}", self.payload_bytes, self.payload_files),
            self.journal_head.to_string(),
            self.journal_count.to_string(),
            self.previous
                .map_or_else(|| "none".to_owned(), |d| d.to_string()),
            self.program.clone(),
            self.tables.to_string(),
        ];
        LABELS
            .iter()
            .zip(values)
            .map(|(label, value)| format!("{label}: {value}\n"))
            .collect()
    }

    /// Reads the file back and insists on the one form that [`BagInfo::print`] writes.
    ///
    /// # Errors
    /// Every label that is missing or unreadable; or, when all can be read, one `form` fault if the bytes differ
    /// from what would be printed (order, spaces, other labels, another date than `Sealed-At`).
    pub fn parse_strict(bytes: &[u8]) -> Result<Self, Vec<BadInfo>> {
        let text = String::from_utf8_lossy(bytes);
        let tags = parse_tags(&text);
        let mut faults = Vec::new();
        let mut field = |label: &'static str| match first(&tags, label) {
            Some(value) => value.to_owned(),
            None => {
                faults.push(BadInfo {
                    label,
                    fault: "missing",
                });
                String::new()
            }
        };
        let values = LABELS.map(&mut field);
        let [
            _,
            number,
            _,
            sealed_at,
            clock,
            oxum,
            head,
            count,
            previous,
            program,
            tables,
        ] = &values;
        let mut unreadable = |label| {
            if !faults.iter().any(|f| f.label == label) {
                faults.push(BadInfo {
                    label,
                    fault: "unreadable",
                });
            }
        };
        macro_rules! read {
            ($label:literal, $value:expr) => {
                match $value {
                    Some(value) => Some(value),
                    None => {
                        unreadable($label);
                        None
                    }
                }
            };
        }
        let number = read!("Bundle-Number", number.parse().ok().filter(|n| *n > 0));
        let sealed_at = read!("Sealed-At", DateTime::parse_from_rfc3339(sealed_at).ok());
        let clock = read!("Clock", parse_clock(clock));
        let oxum = read!("Payload-Oxum", parse_oxum(oxum));
        let head = read!("Journal-Head", head.parse().ok());
        let count = read!("Journal-Count", count.parse().ok());
        let previous = read!("Previous-Bundle", parse_previous(previous));
        let tables = read!("Tables-Digest", tables.parse().ok());
        let (
            Some(number),
            Some(sealed_at),
            Some(clock),
            Some(oxum),
            Some(journal_head),
            Some(journal_count),
            Some(previous),
            Some(tables),
        ) = (
            number, sealed_at, clock, oxum, head, count, previous, tables,
        )
        else {
            return Err(faults);
        };
        let info = Self {
            number,
            sealed_at: sealed_at.to_utc(),
            clock,
            payload_bytes: oxum.0,
            payload_files: oxum.1,
            journal_head,
            journal_count,
            previous,
            program: program.clone(),
            tables,
        };
        if faults.is_empty() && info.print().as_bytes() != bytes {
            faults.push(BadInfo {
                label: "bag-info.txt",
                fault: "form",
            });
        }
        if faults.is_empty() {
            Ok(info)
        } else {
            Err(faults)
        }
    }
}

fn parse_clock(text: &str) -> Option<Clock> {
    match text {
        "system" => Some(Clock::System),
        "given" => Some(Clock::Given),
        _ => None,
    }
}

fn parse_previous(text: &str) -> Option<Option<Digest>> {
    if text == "none" {
        Some(None)
    } else {
        text.parse().ok().map(Some)
    }
}

/// `OctetCount.StreamCount` (RFC 8493 section 2.2.2).
#[must_use]
pub fn parse_oxum(text: &str) -> Option<(u64, u64)> {
    let (bytes, files) = text.trim().split_once('.')?;
    Some((bytes.parse().ok()?, files.parse().ok()?))
}

/// Reads `Label: value` lines of any tag file, with the older drafts' freedom: white space around the colon, and
/// lines that begin with white space go on with the value before. Lines without a colon are left out.
#[must_use]
pub fn parse_tags(text: &str) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = tags.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((label, value)) = line.split_once(':') {
            tags.push((label.trim().to_owned(), value.trim().to_owned()));
        }
    }
    tags
}

/// The first value of a label. Labels are compared without regard to case (RFC 8493 section 2.2.2).
#[must_use]
pub fn first<'t>(tags: &'t [(String, String)], label: &str) -> Option<&'t str> {
    tags.iter()
        .find(|(l, _)| l.eq_ignore_ascii_case(label))
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> BagInfo {
        BagInfo {
            number: 2,
            sealed_at: DateTime::parse_from_rfc3339("2026-11-24T09:30:00Z")
                .unwrap()
                .to_utc(),
            clock: Clock::Given,
            payload_bytes: 48211,
            payload_files: 9,
            journal_head: Digest::of(b"head"),
            journal_count: 4,
            previous: Some(Digest::of(b"before")),
            program: "0.1.0".into(),
            tables: Digest::of(b"tables"),
        }
    }

    #[test]
    fn bag_info_prints_in_its_order_and_parses_back() {
        let first = BagInfo {
            previous: None,
            clock: Clock::System,
            ..example()
        };
        for info in [example(), first] {
            assert_eq!(BagInfo::parse_strict(info.print().as_bytes()), Ok(info));
        }
        let text = example().print();
        let labels: Vec<&str> = text.lines().filter_map(|l| l.split(':').next()).collect();
        assert_eq!(labels, LABELS);
        assert!(text.starts_with("Saboot-Bundle: bundle/1-draft\nBundle-Number: 2\nBagging-Date: 2026-11-24\nSealed-At: 2026-11-24T09:30:00Z\nClock: given\nPayload-Oxum: 48211.9\n"));
    }

    #[test]
    fn every_other_form_of_bag_info_is_a_fault_with_its_label() {
        let text = example().print();
        for (from, to, label, fault) in [
            ("Bundle-Number: 2\n", "", "Bundle-Number", "missing"),
            ("Number: 2", "Number: 0", "Bundle-Number", "unreadable"),
            ("T09:30:00Z", "T25:30:00Z", "Sealed-At", "unreadable"),
            ("Clock: given", "Clock: sun", "Clock", "unreadable"),
            ("48211.9", "48211", "Payload-Oxum", "unreadable"),
            ("Count: 4", "Count: four", "Journal-Count", "unreadable"),
            (
                "Bagging-Date: 2026-11-24",
                "Bagging-Date: 2026-11-25",
                "bag-info.txt",
                "form",
            ),
            ("T09:30:00Z", "T14:30:00+05:00", "bag-info.txt", "form"),
            (
                "Clock: given\n",
                "Clock: given\nNote: x\n",
                "bag-info.txt",
                "form",
            ),
            ("Clock: ", "Clock:  ", "bag-info.txt", "form"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            assert_eq!(
                BagInfo::parse_strict(changed.as_bytes()),
                Err(vec![BadInfo { label, fault }]),
                "{to}"
            );
        }
    }

    #[test]
    fn tags_of_other_tools_are_read_with_their_freedoms() {
        let tags =
            parse_tags("\u{feff}A: 1\nA : 2\nB   :   3\r\n  and more\n\tstill\nno colon\nC:\n");
        let expected = [("A", "1"), ("A", "2"), ("B", "3 and more still"), ("C", "")];
        assert_eq!(tags, expected.map(|(l, v)| (l.to_owned(), v.to_owned())));
        assert_eq!(first(&tags, "b"), Some("3 and more still"));
    }
}
