//! The custody journal: what came in, how it was read, what was declared, sealed, given. Hash-chained.
//!
//! One JSON object a line; `previous` is the SHA-256 of the line before without its LF, 64 zeros for the
//! first. It holds no free text but names, methods and references of custody acts, and goes whole into each
//! bundle.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::digest::Digest;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub enum Act {
    Admitted,
    Read,
    Declared,
    Sealed,
    Stamped,
    Packet,
    Given,
    Received,
    Returned,
    Shown,
    Consented,
    Removed,
    Locked,
    Unlocked,
}

/// Where a time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Read from this computer's clock.
    #[default]
    System,
    /// Given by the operator (`SOURCE_DATE_EPOCH`), not read from the clock.
    Given,
}

/// A time of this program's own acts, in UTC, with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The moment, to the second.
    pub at: DateTime<Utc>,
    /// Where it comes from.
    pub clock: Clock,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Its number, counted from 1.
    pub n: u64,
    /// When, RFC 3339 in UTC to the second.
    #[serde(with = "second")]
    pub at: DateTime<Utc>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who acted: `operator`, `helper`, `saboot`, or a name that a person declared.
    pub actor: String,
    /// What was done.
    pub act: Act,
    /// What it was done to: an address, a digest or `bundle 1`.
    pub subject: Option<String>,
    /// Methods, counts, digests and references.
    pub facts: Map<String, Value>,
    /// SHA-256 of the line before without its LF.
    pub previous: Digest,
}

/// Why a journal is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenJournal {
    /// The line is not an entry.
    #[error("line {line} is not a journal entry")]
    NotAnEntry {
        /// Counted from 1.
        line: u64,
    },
    /// The entry's number is not one more than the one before.
    #[error("line {line} has another number")]
    Number {
        /// Counted from 1.
        line: u64,
    },
    /// `previous` is not the digest of the line before.
    #[error("line {line} does not follow from the line before")]
    Chain {
        /// Counted from 1.
        line: u64,
    },
}

/// A whole journal in memory: its entries and the digest of its last line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    entries: Vec<JournalEntry>,
    head: Option<Digest>,
}

impl Journal {
    /// Reads a journal. Every line must end with LF and follow from the one before.
    ///
    /// # Errors
    /// The first line that does not.
    pub fn parse(text: &[u8]) -> Result<Self, BrokenJournal> {
        let mut journal = Self::default();
        for (i, line) in text.split_inclusive(|b| *b == b'\n').enumerate() {
            let number = i as u64 + 1;
            let body = line
                .strip_suffix(b"\n")
                .ok_or(BrokenJournal::NotAnEntry { line: number })?;
            let entry: JournalEntry = serde_json::from_slice(body)
                .map_err(|_| BrokenJournal::NotAnEntry { line: number })?;
            if entry.n != number {
                return Err(BrokenJournal::Number { line: number });
            }
            if entry.previous != journal.head() {
                return Err(BrokenJournal::Chain { line: number });
            }
            journal.head = Some(Digest::of(body));
            journal.entries.push(entry);
        }
        Ok(journal)
    }

    /// The digest of the last line without its LF; zeros when there is none.
    #[must_use]
    pub fn head(&self) -> Digest {
        self.head.unwrap_or(Digest::ZERO)
    }

    /// The entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[JournalEntry] {
        &self.entries
    }

    /// Makes the next entry, appends it, and returns its line with LF.
    pub fn append(
        &mut self,
        now: Now,
        actor: &str,
        act: Act,
        subject: Option<String>,
        facts: Map<String, Value>,
    ) -> String {
        let entry = JournalEntry {
            n: self.entries.len() as u64 + 1,
            at: now.at,
            clock: now.clock,
            actor: actor.to_owned(),
            act,
            subject,
            facts,
            previous: self.head(),
        };
        let mut line = entry.to_string();
        self.head = Some(Digest::of(line.as_bytes()));
        self.entries.push(entry);
        line.push('\n');
        line
    }
}

impl fmt::Display for JournalEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// RFC 3339 in UTC, to the second, with `Z`.
pub(crate) mod second {
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        DateTime::<Utc>::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal_of(count: u64) -> (Journal, String) {
        let mut journal = Journal::default();
        let mut text = String::new();
        let now = Now {
            at: DateTime::<Utc>::UNIX_EPOCH,
            clock: Clock::Given,
        };
        for i in 0..count {
            text += &journal.append(
                now,
                "operator",
                Act::Admitted,
                Some(format!("S{}", i + 1)),
                Map::new(),
            );
        }
        (journal, text)
    }

    #[test]
    fn a_journal_reads_back_as_it_was_written() {
        let (journal, text) = journal_of(3);
        assert_eq!(Journal::parse(text.as_bytes()), Ok(journal));
        assert!(text.starts_with(r#"{"n":1,"at":"1970-01-01T00:00:00Z","clock":"given","actor":"operator","act":"admitted","subject":"S1","facts":{},"previous":"0000"#));
    }

    #[test]
    fn a_changed_removed_or_reordered_line_breaks_the_chain() {
        let (_, text) = journal_of(3);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let joined = |order: &[usize]| order.iter().map(|i| lines[*i]).collect::<String>();
        assert!(Journal::parse(joined(&[1, 2]).as_bytes()).is_err());
        assert!(Journal::parse(joined(&[0, 2]).as_bytes()).is_err());
        assert!(Journal::parse(joined(&[0, 2, 1]).as_bytes()).is_err());
        assert!(Journal::parse(text.replacen("S1", "S9", 1).as_bytes()).is_err());
        assert!(Journal::parse(text.trim_end().as_bytes()).is_err());
    }
}
