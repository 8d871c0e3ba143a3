//! The papers as plain data: facts of a case in, a [`Packet`] out. Pure: no disk, no clock, no paper.
//!
//! The layout (`render`) reads a [`Packet`], also as its JSON, and adds only pages, type and ink. Pages are not
//! known here: a sentence names a part (`Run::Page`) and the layout puts the number in.

mod accounts;
pub mod annexes;
mod application;
mod checklist;
mod chronology;
mod compose;
mod counts;
mod custody;
mod declaration;
mod doubts;
mod entry;
mod glance;
pub mod input;
mod message;
mod method;
pub mod moment;
mod next_steps;
pub mod numbers;
pub mod parts;
pub mod phrase;
mod pieces;
pub mod release;
mod repeats;
pub mod roll;
mod schedule;
mod screenshots;
pub mod shield;
mod statement;
pub mod story;
pub mod text;
mod transcript;
pub mod transcript_row;
mod verify;
mod withheld;
pub mod words;

use serde::{Deserialize, Serialize};

pub use annexes::*;
pub use compose::compose;
pub use input::{BundleFacts, PacketInput, Tool};
pub use parts::*;
pub use release::{MustPrint, must_not_print, must_print};
pub use roll::{Roll, Seen};
pub use story::{Paragraph, Story};
pub use transcript_row::{Direction, Held, Reading, RoleWord, Row, Shown};
pub use words::{Run, Words};

use crate::model::Digest;

/// The version of this shape.
pub const SCHEMA: &str = "saboot/packet@1";

/// The papers of one bundle in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Packet {
    /// [`SCHEMA`].
    pub schema: String,
    /// `en`.
    pub language: String,
    /// To whom: `pk-nccia`.
    pub authority: String,
    /// The form that orders the parts.
    pub form: String,
    /// What stands on every page.
    pub running: Running,
    /// Present on papers that nobody looked at: printed on every page.
    pub draft: Option<Draft>,
    /// In the order of the form.
    pub parts: Vec<Part>,
    /// The only pictures that may be set. Everything else has no bytes in the papers.
    pub pictures: Vec<Picture>,
    /// Every ruled blank: required things that nobody filled in.
    pub blanks: Vec<Blank>,
}

/// What stands on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The case reference.
    pub reference: String,
    /// The complainant as she wants to be named on every page; empty when nothing was given.
    pub who: String,
    /// The 64 digits of the bundle's fingerprint.
    pub fingerprint: Digest,
    /// The bundle's number.
    pub bundle: u32,
    /// `24 Nov 2026 17:21 PKT`.
    pub sealed: String,
    /// Set when the time was given by a person and not read from the clock.
    pub clock_note: String,
    /// Rows of `0` and `1`: the 64 digits as a QR code.
    pub qr: Vec<String>,
    /// Words of header and footer.
    pub labels: RunningLabels,
}

/// Words of header and footer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RunningLabels {
    pub complaint: String,
    pub fingerprint: String,
    /// `Page {page} of {pages}`.
    pub page_of: String,
}

/// The mark of papers that nobody looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// `DRAFT`.
    pub mark: String,
    /// `Chosen by word lists; nobody looked at this yet.`
    pub line: String,
}

/// A picture that a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The key that a page names: the exhibit number.
    pub key: String,
    /// The address of its bytes: `S3:F2`.
    pub address: String,
    /// The digest that its bytes must have.
    pub sha256: Digest,
}

/// A thing that nobody filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Blank {
    pub part: PartName,
    pub key: String,
    pub label: String,
}
