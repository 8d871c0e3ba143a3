//! A row of the transcript annex.

use serde::{Deserialize, Serialize};

use super::words::Words;
use crate::model::Digest;

/// A row: a source's heading, a message, or messages left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Row {
    /// Opens a source.
    Source {
        /// `S1`.
        id: String,
        /// What it is.
        text: Words,
    },
    /// A chosen message or one of its neighbours.
    Message(Box<Shown>),
    /// Messages that are not reproduced.
    Gap {
        /// How many, by role.
        text: Words,
        /// `S1:L8121-L8126`.
        source: String,
    },
}

/// A message, call or system line that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// `A-7`; empty on context rows.
    pub number: String,
    /// `19 Oct 2026`; empty when not decided.
    pub date: String,
    /// `21:14:26`.
    pub time: String,
    /// `16:14:26 UTC` where the export states a moment; empty where it writes the clock of a phone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stated: String,
    /// Which role sent it.
    pub role: RoleWord,
    /// `RESPONDENT`, `Bystander 1`, `system line`.
    pub role_text: String,
    /// The label exactly as exported; empty for system lines and for withheld names.
    pub label: Words,
    /// `quote` runs are the sender's words, `exact` numbers inside them, `ours` words of the program.
    pub text: Words,
    /// Direction of the message by its first strong letter.
    pub direction: Direction,
    /// Its addresses: the record, then its files.
    pub source: Vec<String>,
    /// Told to stop: printed between heavy rules.
    pub stop: Option<String>,
    /// The reading under the original, and who made it.
    pub reading: Option<Reading>,
    /// The box of a withheld item.
    pub withheld: Option<Box<Held>>,
    /// `1/2` when a long message is printed in pieces.
    pub piece: Option<String>,
}

/// A transliteration or translation that stands under the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Reading {
    pub text: Words,
    pub by: Words,
}

/// What may be said of a withheld item in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Held {
    pub what: Words,
    pub size: String,
    pub sha256: Option<Digest>,
    pub note: Words,
}

/// Who sent a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RoleWord {
    Complainant,
    Respondent,
    Bystander,
    Minor,
    Unknown,
    System,
}

/// The direction in which a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Direction {
    Ltr,
    Rtl,
}
