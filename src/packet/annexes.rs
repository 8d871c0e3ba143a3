//! The parts behind the complaint itself: annexes, schedules, method, custody, declaration, how to verify.

use serde::{Deserialize, Serialize};

use super::parts::{Head, Pair};
use super::transcript_row::Row;
use super::words::Words;
use crate::model::Digest;

/// Annex A: chats as a numbered table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// Title and labels.
    pub head: Head,
    /// Zone, date order, who the roles are, the selection.
    pub about: Vec<Words>,
    /// In the order of the sources.
    pub rows: Vec<Row>,
}

/// Annex B: screenshots and other pictures, one to a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screenshots {
    /// Title and labels.
    pub head: Head,
    /// One page each.
    pub pages: Vec<Screenshot>,
}

/// One picture on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screenshot {
    /// `B-2`.
    pub number: String,
    /// The address of the picture.
    pub address: String,
    /// Beside the number, over the picture.
    pub title: Words,
    /// The picture to set; none when it is not shown, and `not_shown` says why.
    pub picture: Option<String>,
    /// Why the picture is not shown: draft, withheld, not readable here.
    pub not_shown: Words,
    /// What the picture is, for a screen reader: no content.
    pub alternative: String,
    /// What the complainant says.
    pub says: Vec<Pair>,
    /// What the file itself claims.
    pub claims: Vec<Pair>,
    /// Rows of the chat with the same words, if matched.
    pub linked: Vec<Pair>,
    /// Doubts about this file.
    pub doubts: Vec<Doubt>,
    /// Its digest.
    pub sha256: Digest,
    /// `212,480 bytes`.
    pub size: String,
}

/// A doubt in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// `C-CUT-01`.
    pub code: String,
    /// `info`, `check` or `stop`.
    pub severity: String,
    /// Where.
    pub place: String,
    /// What it means.
    pub text: Words,
    /// How many notes of the same code and source stand behind this line.
    pub count: u64,
}

/// Part 9: what is withheld. Can be pulled out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Withheld {
    pub head: Head,
    pub note: Words,
    pub items: Vec<WithheldItem>,
}

/// One withheld thing: no name, no words, no picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct WithheldItem {
    /// Empty when it is no exhibit.
    pub number: String,
    pub addresses: Vec<String>,
    pub what: Words,
    pub why: Words,
    pub sender: Words,
    pub date: String,
    pub time: String,
    pub size: String,
    /// Of the file, or of the record's bytes.
    pub sha256: Option<Digest>,
}

/// Part 10: sources and hash schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Title and labels.
    pub head: Head,
    /// What a SHA-256 is.
    pub intro: Words,
    /// Each source.
    pub sources: Vec<ScheduledSource>,
    /// Which files are listed below.
    pub members_note: Words,
    /// Each file.
    pub members: Vec<ScheduledFile>,
}

/// A source and its digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledSource {
    /// `S1`.
    pub id: String,
    /// The name as given; words of the program for a set of pictures.
    pub name: Words,
    /// `48,211,904`.
    pub size: String,
    /// One digest an original, with the name it was given under where there are several.
    pub digests: Vec<NamedDigest>,
    /// What, from which device, how it came.
    pub facts: Vec<Pair>,
    /// Its doubts in words; one line `none` when there are none.
    pub doubts: Vec<Words>,
}

/// A digest and what it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct NamedDigest {
    pub name: Words,
    pub sha256: Digest,
}

/// A file inside a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledFile {
    /// `S1:F31`.
    pub id: String,
    /// As given; words of the program where it is withheld.
    pub name: Words,
    /// `84,112`.
    pub size: String,
    /// Its digest; none when its bytes could not be read.
    pub sha256: Option<Digest>,
    /// Exhibits that show it.
    pub exhibits: Vec<String>,
}

/// All doubts of the case in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Doubts {
    pub head: Head,
    pub note: Words,
    pub rows: Vec<Doubt>,
}

/// Part 11: how this was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Title and labels.
    pub head: Head,
    /// From phone to paper, numbered.
    pub steps: Vec<Words>,
    /// Zone and date order of each source, and how each is known.
    pub assumptions: Vec<Pair>,
    /// How the exhibits were chosen.
    pub selection: Vec<Words>,
    /// Each counted fact of page 1: rule and every address behind it.
    pub counts: Vec<CountRule>,
    /// Answers that nobody was asked for.
    pub not_asked: Vec<Pair>,
    /// What the program did not see.
    pub not_seen: Vec<Words>,
    /// Program, version, tables.
    pub tool: Vec<Pair>,
}

/// How a number on page 1 was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRule {
    /// The number as on page 1.
    pub count: String,
    /// The sentence as on page 1.
    pub what: Words,
    /// What was counted, and what was not.
    pub rule: Words,
    /// Every address behind it: `S1:L10`, or `S1:L10-L22` for neighbours that all count.
    pub addresses: Vec<String>,
}

/// Part 12: the custody history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Custody {
    /// Title and labels.
    pub head: Head,
    /// What the table is and how it is chained.
    pub note: Words,
    /// From the journal.
    pub rows: Vec<CustodyRow>,
    /// Ruled rows for what comes later.
    pub blank_rows: u32,
}

/// A line of the custody table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct CustodyRow {
    pub n: String,
    pub date: String,
    pub time: String,
    pub act: Words,
    pub by: Words,
    pub about: Words,
}

/// Part 13: what the complainant and the person at the keyboard declare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Declaration {
    pub head: Head,
    pub complainant: Vec<Words>,
    pub operator: Vec<Words>,
    /// What neither declares.
    pub limits: Words,
}

/// Part 14: how to verify.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Verify {
    pub head: Head,
    pub intro: Words,
    pub steps: Vec<Step>,
    pub fingerprint_note: Words,
    pub means: Vec<Pair>,
    pub find: Vec<Pair>,
}

/// A command and what to expect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `1  The list`; empty when it belongs to the step before.
    pub label: String,
    /// `Windows`.
    pub system: String,
    /// The lines of the command, printed whole.
    pub lines: Vec<String>,
    /// What to compare with.
    pub expect: Words,
}

/// The leaf that is not for filing: what to do next, and who helps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct NextSteps {
    pub head: Head,
    pub note: Words,
    pub groups: Vec<StepGroup>,
}

/// Steps under one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct StepGroup {
    pub label: String,
    pub items: Vec<Words>,
}
