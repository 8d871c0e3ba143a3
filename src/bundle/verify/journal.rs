//! The custody journal inside a bundle: every line follows from the one before, and the last one is the head.

use std::collections::BTreeSet;

use serde_json::Value;

use super::report::{Finding, JOURNAL};
use crate::bundle::bag_info::BagInfo;
use crate::model::{Act, Digest, JournalEntry};

/// The path of the journal in a bundle.
pub const PLACE: &str = "data/journal.jsonl";

/// What a journal says, as far as it can be read.
#[derive(Debug, Default)]
pub struct Read {
    /// The entries that could be read.
    pub entries: Vec<JournalEntry>,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
}

/// Reads a journal and checks its chain; with `info`, its head and its count too.
#[must_use]
pub fn read_journal(bytes: &[u8], info: Option<&BagInfo>) -> Read {
    let mut read = Read::default();
    let mut head = Digest::ZERO;
    let mut count = 0;
    for line in bytes.split_inclusive(|c| *c == b'\n') {
        count += 1;
        let mut wrong = |what: &str| {
            read.findings
                .push(Finding::new(JOURNAL, PLACE, what).with("line", count));
        };
        let body = line.strip_suffix(b"\n").unwrap_or_else(|| {
            wrong("no_line_end");
            line
        });
        match serde_json::from_slice::<JournalEntry>(body) {
            Ok(entry) => {
                if entry.n != count {
                    wrong("number");
                }
                if entry.previous != head {
                    wrong("chain");
                }
                read.entries.push(entry);
            }
            Err(_) => wrong("line"),
        }
        head = Digest::of(body);
    }
    if count == 0 {
        read.findings.push(Finding::new(JOURNAL, PLACE, "empty"));
    }
    if let Some(info) = info {
        if info.journal_head != head {
            read.findings.push(Finding::new(JOURNAL, PLACE, "head"));
        }
        if info.journal_count != count {
            read.findings.push(
                Finding::new(JOURNAL, PLACE, "count")
                    .with("found", count)
                    .with("expected", info.journal_count),
            );
        }
    }
    read
}

/// Digests of the originals that were admitted.
#[must_use]
pub fn admitted(entries: &[JournalEntry]) -> BTreeSet<Digest> {
    let admitted = entries.iter().filter(|e| e.act == Act::Admitted);
    admitted
        .flat_map(|e| {
            e.facts
                .get("originals")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        })
        .filter_map(digest_of)
        .collect()
}

/// Digests of everything that was removed: the original itself (`sha256`) and the payload files that went with it
/// (`payload`, a list).
#[must_use]
pub fn removed(entries: &[JournalEntry]) -> BTreeSet<Digest> {
    let mut digests = BTreeSet::new();
    for entry in entries.iter().filter(|e| e.act == Act::Removed) {
        digests.extend(entry.facts.get("sha256").and_then(as_digest));
        digests.extend(
            entry
                .facts
                .get("payload")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(as_digest),
        );
    }
    digests
}

fn digest_of(original: &Value) -> Option<Digest> {
    original.get("sha256").and_then(as_digest)
}

fn as_digest(value: &Value) -> Option<Digest> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::model::Clock;
    use crate::model::custody::{Journal, Now};

    fn lines() -> Vec<String> {
        let mut journal = Journal::default();
        let now = Now {
            at: DateTime::UNIX_EPOCH,
            clock: Clock::Given,
        };
        let facts = |value: Value| value.as_object().cloned().unwrap_or_default();
        let original = json!({"originals": [{"sha256": Digest::of(b"a"), "size": 1}]});
        let gone = json!({"sha256": Digest::of(b"a"), "payload": [Digest::of(b"b")]});
        vec![
            journal.append(
                now,
                "operator",
                Act::Admitted,
                Some("S1".into()),
                facts(original),
            ),
            journal.append(
                now,
                "saboot",
                Act::Read,
                Some("S1".into()),
                facts(json!({})),
            ),
            journal.append(
                now,
                "operator",
                Act::Removed,
                Some("S1".into()),
                facts(gone),
            ),
        ]
    }

    #[test]
    fn every_break_of_the_chain_is_found_in_one_run() {
        let whole = lines();
        let whats = |text: &str| {
            read_journal(text.as_bytes(), None)
                .findings
                .iter()
                .map(|f| {
                    format!(
                        "{} {}",
                        f.what(),
                        f.facts.get("line").cloned().unwrap_or_default()
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(whats(&whole.concat()), Vec::<String>::new());
        assert_eq!(whats(""), ["empty null"]);
        assert_eq!(whats(whole.concat().trim_end()), ["no_line_end 3"]);
        assert_eq!(
            whats(&[&*whole[0], &whole[2], &whole[1]].concat()),
            ["number 2", "chain 2", "number 3", "chain 3"]
        );
        assert_eq!(
            whats(&[&*whole[1], &whole[2]].concat()),
            ["number 1", "chain 1", "number 2"]
        );
        assert_eq!(
            whats(&[&*whole[0], "x\n", &whole[2]].concat()),
            ["line 2", "chain 3"]
        );
    }

    #[test]
    fn what_was_admitted_and_what_was_removed_is_read() {
        let entries = read_journal(lines().concat().as_bytes(), None).entries;
        assert_eq!(admitted(&entries), BTreeSet::from([Digest::of(b"a")]));
        assert_eq!(
            removed(&entries),
            BTreeSet::from([Digest::of(b"a"), Digest::of(b"b")])
        );
    }
}
