//! What a verification found: every problem with its code and place, and what it could not show.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::Value;

use crate::bundle::bag_info::BagInfo;
use crate::model::{Clock, Code, Digest};

/// A file's bytes are not those that were listed.
pub const CHANGED: Code = Code::new("V-CHANGED");
/// A listed file is not there.
pub const MISSING: Code = Code::new("V-MISSING");
/// A listed file is not there, and the custody history says why.
pub const REMOVED: Code = Code::new("V-REMOVED");
/// Something is there that nothing lists.
pub const EXTRA: Code = Code::new("V-EXTRA");
/// A list of the payload is malformed or contradicts another.
pub const MANIFEST: Code = Code::new("V-MANIFEST");
/// The list of the tag files is malformed or incomplete.
pub const TAGMANIFEST: Code = Code::new("V-TAGMANIFEST");
/// The custody journal is not whole.
pub const JOURNAL: Code = Code::new("V-JOURNAL");
/// Records do not tile the originals, or tables disagree with them.
pub const RECORDS: Code = Code::new("V-RECORDS");
/// A name breaks the rules of names.
pub const NAME: Code = Code::new("V-NAME");
/// A path leaves the bag.
pub const PATH: Code = Code::new("V-PATH");
/// A link or a special file.
pub const LINK: Code = Code::new("V-LINK");
/// A file that would have to be fetched.
pub const FETCH: Code = Code::new("V-FETCH");
/// A tag file is not in the encoding that is declared.
pub const ENCODING: Code = Code::new("V-ENCODING");
/// One name is listed twice.
pub const DUPLICATE: Code = Code::new("V-DUPLICATE");
/// The version is unknown or malformed.
pub const VERSION: Code = Code::new("V-VERSION");
/// The fingerprint is not the one that was given.
pub const FINGERPRINT: Code = Code::new("V-FINGERPRINT");
/// Bundles of a case do not follow from each other.
pub const CHAIN: Code = Code::new("V-CHAIN");

/// One thing that was found, wrong or only noteworthy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Its code.
    pub code: Code,
    /// The path in the bag, with a line or an address behind it where there is one.
    pub place: String,
    /// What exactly, under `what`, and the numbers behind it.
    pub facts: BTreeMap<String, Value>,
}

impl Finding {
    /// A finding at a place; `what` says in one word which rule of the code it is.
    #[must_use]
    pub fn new(code: Code, place: impl Into<String>, what: &str) -> Self {
        let facts = BTreeMap::from([("what".to_owned(), Value::from(what))]);
        Self {
            code,
            place: place.into(),
            facts,
        }
    }

    /// The same finding with one fact more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Which rule of the code it is.
    #[must_use]
    pub fn what(&self) -> &str {
        self.facts
            .get("what")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// What kind of thing was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BagKind {
    /// One of ours, under the strict rules. None where `bag-info.txt` could not be read.
    Bundle(Option<Box<BagInfo>>),
    /// Any other BagIt bag, with its version as written.
    Bag {
        /// `1.0`, `0.97`, …; empty where it could not be read.
        version: String,
    },
}

/// What a verification cannot show, and why. Absence is said, never left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// No fingerprint from paper was given to compare with.
    Fingerprint,
    /// The bundle carries no signature.
    Signature,
    /// The bundle carries no trusted timestamp.
    Timestamp,
    /// The originals were not opened, so that records were not traced back to their bytes.
    Tracing,
    /// Some originals were never copied, or lie in an earlier bundle.
    Originals,
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fingerprint => {
                "no fingerprint was given to compare with: a bundle made anew would look the same"
            }
            Self::Signature => "the bundle carries no signature",
            Self::Timestamp => "no trusted timestamp was obtained",
            Self::Tracing => "the records were not traced back to the originals",
            Self::Originals => "some originals are not in this bundle; data/sources.csv says which",
        })
    }
}

/// How far a given fingerprint agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// All 64 digits agree.
    Whole,
    /// The digits that were given agree; that identifies a bundle and proves nothing.
    Digits(usize),
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("agrees with the fingerprint given, all 64 digits"),
            Self::Digits(n) => write!(
                f,
                "agrees with the {n} digits given; identifies, does not prove"
            ),
        }
    }
}

/// A fingerprint, or the beginning of one, as a person typed it from paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against(String);

/// The text is no beginning of a fingerprint: 8 to 64 hexadecimal digits, spaces and hyphens between them allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 8 to 64 hexadecimal digits")]
pub struct NotAFingerprint;

impl FromStr for Against {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | ':' | '\u{a0}' | '\n'))
            .collect();
        let digits = digits.to_ascii_lowercase();
        let fits =
            (8..=64).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_hexdigit());
        if fits {
            Ok(Self(digits))
        } else {
            Err(NotAFingerprint)
        }
    }
}

impl Against {
    /// Compares with a fingerprint; none where a digit differs.
    #[must_use]
    pub fn compare(&self, fingerprint: Digest) -> Option<Agreement> {
        let agrees = fingerprint.to_string().starts_with(&self.0);
        agrees.then_some(if self.0.len() == 64 {
            Agreement::Whole
        } else {
            Agreement::Digits(self.0.len())
        })
    }
}

/// All that one verification found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was verified.
    pub kind: BagKind,
    /// SHA-256 of `tagmanifest-sha256.txt`, where there is one.
    pub fingerprint: Option<Digest>,
    /// Everything that is wrong, sorted by place. Empty means exit 0, else 20.
    pub findings: Vec<Finding>,
    /// What a reader should know and what is no fault.
    pub notes: Vec<Finding>,
    /// What was not shown.
    pub absent: Vec<Absent>,
    /// How the given fingerprint agrees.
    pub agreement: Option<Agreement>,
    /// Files that were hashed.
    pub files: u64,
    /// Bytes that were hashed.
    pub bytes: u64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// The verdict in one sentence. It never says "authentic".
    #[must_use]
    pub fn verdict(&self) -> String {
        match (&self.kind, self.findings.len()) {
            (BagKind::Bundle(Some(info)), 0) => {
                let at = info.sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
                let clock = match info.clock {
                    Clock::System => "",
                    Clock::Given => " (time given by the operator, not read from the clock)",
                };
                match self.notes.iter().filter(|n| n.code == REMOVED).count() {
                    0 => format!("unchanged since it was sealed at {at}{clock}"),
                    n => format!(
                        "what is there is unchanged since it was sealed at {at}{clock}; files removed by a person, as the journal says: {n}"
                    ),
                }
            }
            (_, 0) => "complete and unchanged, as its own lists say".to_owned(),
            (BagKind::Bundle(_), 1) => "not as it was sealed: 1 problem".to_owned(),
            (BagKind::Bundle(_), n) => format!("not as it was sealed: {n} problems"),
            (BagKind::Bag { .. }, 1) => "not as its own lists say: 1 problem".to_owned(),
            (BagKind::Bag { .. }, n) => format!("not as its own lists say: {n} problems"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_64_digits_identify_and_do_not_prove() {
        let fingerprint = Digest::of(b"abc");
        let compare = |text: &str| text.parse::<Against>().map(|a| a.compare(fingerprint));
        assert_eq!(
            compare("BA78 16bf-8f01 cfea"),
            Ok(Some(Agreement::Digits(16)))
        );
        assert_eq!(
            compare(&fingerprint.to_string()),
            Ok(Some(Agreement::Whole))
        );
        assert_eq!(compare("ba78 16bf 8f01 cfeb"), Ok(None));
        for text in ["", "ba78", "ba78 16bf 8f01 cfeg", &"a".repeat(65)] {
            assert_eq!(compare(text), Err(NotAFingerprint), "{text}");
        }
        let words = Agreement::Digits(16).to_string();
        assert!(words.contains("identifies, does not prove"));
    }
}
