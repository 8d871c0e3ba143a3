//! The parts of the papers as plain data. One struct a part; `Part` is the closed set.
//!
//! Fixed labels come in `head.labels`, by key, from `data/papers/<language>.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::annexes::{
    Custody, Declaration, Doubts, Method, NextSteps, Schedule, Screenshots, Transcript, Verify,
    Withheld,
};
use super::words::Words;

/// The name of a part: key of its words, target of page references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is described at its struct")]
pub enum PartName {
    Glance,
    Application,
    Particulars,
    Checklist,
    Respondent,
    Statement,
    Chronology,
    Transcript,
    Screenshots,
    Withheld,
    Schedule,
    Doubts,
    Method,
    Custody,
    Declaration,
    Verify,
    NextSteps,
}

impl PartName {
    /// As in JSON and in the tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Glance => "glance",
            Self::Application => "application",
            Self::Particulars => "particulars",
            Self::Checklist => "checklist",
            Self::Respondent => "respondent",
            Self::Statement => "statement",
            Self::Chronology => "chronology",
            Self::Transcript => "transcript",
            Self::Screenshots => "screenshots",
            Self::Withheld => "withheld",
            Self::Schedule => "schedule",
            Self::Doubts => "doubts",
            Self::Method => "method",
            Self::Custody => "custody",
            Self::Declaration => "declaration",
            Self::Verify => "verify",
            Self::NextSteps => "next_steps",
        }
    }
}

/// One part of the papers, in the order of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is described at its struct")]
pub enum Part {
    Glance(Glance),
    Application(Application),
    Particulars(Particulars),
    Checklist(Checklist),
    Respondent(Respondent),
    Statement(Statement),
    Chronology(Chronology),
    Transcript(Transcript),
    Screenshots(Screenshots),
    Withheld(Withheld),
    Schedule(Schedule),
    Doubts(Doubts),
    Method(Method),
    Custody(Custody),
    Declaration(Declaration),
    Verify(Verify),
    NextSteps(NextSteps),
}

/// What stands over a part, and its fixed labels.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// For the foot of the page: `Part 1 · Case at a glance`.
    pub part: String,
    /// The small line above the title.
    pub kicker: String,
    /// The title.
    pub title: Words,
    /// Fixed labels by key.
    pub labels: BTreeMap<String, String>,
}

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Pair {
    pub label: String,
    pub value: Words,
}

/// A cell of the strip on page 1: label, value, small line below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Cell {
    pub label: String,
    pub value: Words,
    pub note: Words,
}

/// A sentence with the exhibits that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Cited {
    pub text: Words,
    pub exhibits: Vec<String>,
}

/// Part 1, one page: what an officer needs in two minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Glance {
    pub head: Head,
    /// Complainant, respondent, since, where: four cells.
    pub strip: Vec<Cell>,
    /// Empty when nobody named anything urgent.
    pub urgent: Vec<Urgent>,
    /// At most five.
    pub facts: Vec<Fact>,
    /// As many as may stand on page 1. The layout shows fewer where the page is full.
    pub identifiers: Vec<Identifier>,
    /// What is said under the first `n` identifiers, from none to all: how many stand only on the respondent's sheet.
    pub identifiers_left: Vec<Words>,
    pub asks: Vec<Words>,
    /// What is said under the first `n` requests, from none to all: how many stand only in the application.
    pub asks_left: Vec<Words>,
    pub contact: Words,
    /// One bold line: bundle number and when it was sealed.
    pub seal: Words,
    /// The small print under the digits.
    pub seal_note: Words,
}

/// Something that cannot wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Urgent {
    pub when: Words,
    pub text: Words,
    pub exhibits: Vec<String>,
}

/// A counted fact. Its rule and every address behind it stand in part `method`, under the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Fact {
    pub count: String,
    pub text: Words,
    pub rule: Words,
    pub exhibits: Vec<String>,
}

/// An account that the complainant attributes to the respondent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// `WhatsApp`, `Phone`.
    pub platform: String,
    /// The number in international form, or the address; bold and exact.
    pub id: Words,
    /// The local form of the number, the name it was saved under.
    pub also: Words,
    /// First and last date in the records.
    pub seen: Words,
    /// Where seen: source and label address.
    pub place: Words,
    /// Why it is attributed to the respondent.
    pub basis: Words,
    /// The first exhibit that shows it.
    pub exhibits: Vec<String>,
}

/// Part 2: the letter to the authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Application {
    pub head: Head,
    pub to: Vec<String>,
    pub subject: Words,
    pub salutation: String,
    /// Numbered.
    pub paragraphs: Vec<Cited>,
    /// Lettered.
    pub asks: Vec<Words>,
}

/// The complainant's particulars, on a sheet that can be pulled out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Particulars {
    pub head: Head,
    pub note: Words,
    pub groups: Vec<FieldGroup>,
    pub declaration: Words,
}

/// Fields under one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct FieldGroup {
    pub label: String,
    pub fields: Vec<Field>,
}

/// A field of the form: filled, or a ruled blank to write on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its key in the form.
    pub key: String,
    /// Its label.
    pub label: String,
    /// How it is written by hand.
    pub kind: FieldKind,
    /// The choices, for `choice`.
    pub options: Vec<String>,
    /// What is known; none prints a ruled blank.
    pub value: Option<String>,
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A ruled line.
    Text,
    /// Two ruled lines.
    Long,
    /// Thirteen strokes: 5, 7, 1.
    Cnic,
    /// Eleven strokes: 4, 7.
    Mobile,
    /// Boxes to tick.
    Choice,
}

/// Parts 3 and 12: contents, what to take along, and the receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Checklist {
    pub head: Head,
    pub contents: Vec<Content>,
    pub take: Vec<Pair>,
    pub before_leaving: Vec<String>,
    pub fee: Words,
    pub receipt: Receipt,
}

/// A line of the contents. `title` names the part; the layout sets its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "said above")]
pub struct Content {
    pub part: PartName,
    pub title: String,
}

/// The receipt at the foot of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// `Received from the complainant in case 2026-117`.
    pub title: Words,
    /// What was received; an empty value is a ruled blank.
    pub items: Vec<Pair>,
    /// Ruled blanks: name and rank, office, diary number, date and time.
    pub by: Vec<String>,
    /// What the receipt is not.
    pub foot: Words,
}

/// Part 4: everything that identifies the respondent, each with its basis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Respondent {
    /// Title and labels.
    pub head: Head,
    /// What the table claims and what it does not.
    pub note: Words,
    /// One row an account; may be empty.
    pub identifiers: Vec<Identifier>,
    /// Ruled blanks for what is not known: name, father's name, address, other numbers.
    pub blanks: Vec<Field>,
}

/// Part 5: the statement in the complainant's own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Title and labels.
    pub head: Head,
    /// Who wrote it, in which language, and that nothing was changed.
    pub note: Words,
    /// Numbered; her words are `quote` runs, nothing of the program is mixed in.
    pub paragraphs: Vec<Cited>,
    /// Ruled lines to write on when there are no paragraphs (0 when there are).
    pub blank_lines: u32,
}

/// Part 6: what happened, by time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the labels say it")]
pub struct Chronology {
    pub head: Head,
    pub note: Words,
    pub rows: Vec<Happening>,
}

/// A row of the chronology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// `19 Oct 2026`; empty when the time is not decided.
    pub date: String,
    /// `21:14`, `21:14:26`, or empty.
    pub time: String,
    /// What happened.
    pub what: Words,
    /// Exhibits.
    pub exhibits: Vec<String>,
    /// How it is known: chat, screenshot, her account.
    pub known_from: String,
    /// Stop message, block, report: printed bold.
    pub weight: Weight,
}

/// How a row is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weight {
    Plain,
    Bold,
}
