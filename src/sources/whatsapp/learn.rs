//! The second pass: what only the whole transcript can tell. Labels are counted, the date order is decided, lines
//! that come back are found, before the first record is made.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;

use super::boundary::{Before, Boundary, Verdict};
use super::label::Labels;
use super::line::Header;
use super::lines::{Line, Lines};
use super::order::{DateSurvey, Decision};
use super::phrases::{Platform, phrases};
use super::reading::Reader;
use super::sentence::read_sentence;
use super::survey::{Survey, survey_with};
use crate::model::{Basis, DateOrder, Kind};

/// Longer lines in angle brackets are no omissions, in bytes (about 60 characters of any script).
const BRACKETS: usize = 200;

/// Different lines in angle brackets beyond this many are not counted.
const BRACKETED: usize = 1_000;

/// A transcript with all that was learned from it.
pub struct Transcript<'a> {
    /// Its bytes.
    pub all: &'a [u8],
    /// Where its first line begins, behind a byte-order mark.
    pub start: usize,
    /// What the first pass found.
    pub survey: Survey,
    /// Which lines begin records.
    pub boundary: Boundary,
    /// Its date order.
    pub decision: Decision,
    /// Its labels.
    pub labels: Labels<'a>,
    /// Whether the app's marks are in the file; where they were lost they prove nothing.
    pub has_marks: bool,
    /// Lines `<…>` that stand alone under several headers.
    pub recurring: HashSet<&'a [u8]>,
    exported: Option<NaiveDateTime>,
}

/// The length of a UTF-8 byte-order mark at the start.
pub fn mark_at_start(all: &[u8]) -> usize {
    if all.starts_with(&[0xef, 0xbb, 0xbf]) {
        3
    } else {
        0
    }
}

/// What is known about a transcript before it is read.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The date order that a person declared.
    pub order: Option<DateOrder>,
    /// The time of the zip entry.
    pub exported: Option<NaiveDateTime>,
    /// Titles of the chat in file names.
    pub titles: Vec<String>,
}

impl<'a> Transcript<'a> {
    /// Learns from all bytes; none if no line is a header.
    pub fn learn(all: &'a [u8], known: &Known) -> Option<Self> {
        let start = mark_at_start(all);
        // Mostly every line of the first shape begins a record; then one pass is enough to learn from all of them.
        let mut guess = Learner::default();
        let survey = survey_with(all, start, |shape, platform, line, header| {
            if shape == 0 {
                guess.take(line, header, platform);
            }
        });
        let boundary = Boundary::learn(&survey)?;
        let Learner {
            evidence,
            mut labels,
            marked,
            bracketed,
        } = if boundary.takes_all(&survey) {
            guess
        } else {
            Learner::of(all, start, &boundary)
        };
        for title in &known.titles {
            labels.name(title);
        }
        labels.settle();
        Some(Self {
            all,
            start,
            decision: evidence.decide(known.order, known.exported),
            survey,
            boundary,
            labels,
            has_marks: marked.are_kept(),
            recurring: bracketed
                .into_iter()
                .filter(|(_, n)| *n >= 2)
                .map(|(text, _)| text)
                .collect(),
            exported: known.exported,
        })
    }

    /// How dates are read on a line.
    pub fn reader_at(&self, line: u64) -> Reader {
        let stretch = self
            .decision
            .stretches
            .iter()
            .rev()
            .find(|(from, _)| *from <= line);
        let order = match (stretch, self.decision.stretches.first()) {
            (Some((_, order)), _) | (None, Some((_, order))) => Some(*order),
            (None, None) => self.decision.order,
        };
        Reader {
            order,
            exported: self.exported,
        }
    }

    /// Judges a line by its shape, the ends of lines, and its date.
    pub fn judge(&self, line: &Line<'a>, before: Before) -> Verdict {
        let verdict = self.boundary.judge(line, before);
        let Verdict::Begins(header, _) = &verdict else {
            return verdict;
        };
        // What a person declared may be wrong; then no line is hidden because of it.
        let can_refuse = self.decision.basis != Basis::Declared && before == Before::Record;
        if can_refuse && !self.reader_at(line.n).allows(&header.stamp) {
            return Verdict::Inside(super::boundary::Why::Date);
        }
        verdict
    }
}

/// What is counted over all headers.
#[derive(Default)]
struct Learner<'a> {
    evidence: DateSurvey,
    labels: Labels<'a>,
    marked: Marked,
    bracketed: HashMap<&'a [u8], u32>,
}

impl<'a> Learner<'a> {
    fn of(all: &'a [u8], start: usize, boundary: &Boundary) -> Self {
        let mut learner = Self::default();
        let mut before = Before::Nothing;
        for line in Lines::new(all, start) {
            if let Verdict::Begins(header, _) = boundary.judge(&line, before) {
                before = Before::Record;
                learner.take(&line, &header, boundary.platform);
            }
        }
        learner
    }

    fn take(&mut self, line: &Line<'a>, header: &Header, platform: Platform) {
        let rest = &line.bytes[header.rest as usize..];
        self.evidence.add(line.n, &header.stamp, rest, platform);
        let begin = self.labels.count(rest);
        let text = &rest[begin.unwrap_or(0)..];
        if platform == Platform::Ios {
            self.marked.count(text);
            return;
        }
        let bracketed = &mut self.bracketed;
        if text.first() == Some(&b'<')
            && text.last() == Some(&b'>')
            && text.len() <= BRACKETS
            && (bracketed.len() < BRACKETED || bracketed.contains_key(text))
        {
            *bracketed.entry(text).or_default() += 1;
        }
        if begin.is_none() {
            name_members(rest, &mut self.labels);
        }
    }
}

/// How many bodies bear the app's mark, and how many of the app's words lack it.
#[derive(Default)]
struct Marked {
    seen: u64,
    bodies: u64,
    bare_words: u64,
}

impl Marked {
    fn count(&mut self, text: &[u8]) {
        self.seen += 1;
        if matches!(text, [0xe2, 0x80, 0x8e | 0x8f, ..]) {
            self.bodies += 1;
        } else if let Ok(text) = std::str::from_utf8(text) {
            let known = phrases().meaning(Platform::Ios, text).is_some();
            // The first line of a file is the app's notice, if it is one by its words; nobody typed it.
            let is_notice =
                self.seen == 1 && read_sentence(text, Platform::Ios, &|_| false).is_some();
            self.bare_words += u64::from(known) + 2 * u64::from(is_notice);
        }
    }

    /// Marks are lost as a whole, when a file is cleaned: none is left, or one stray one among words that lack it.
    fn are_kept(&self) -> bool {
        self.bodies > 1 || self.bodies == 1 && self.bare_words < 2
    }
}

/// Members of the group that a sentence without label names are labels.
fn name_members(rest: &[u8], labels: &mut Labels<'_>) {
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let notice =
        read_sentence(text, Platform::Android, &|_| false).filter(|b| b.kind == Kind::Notice);
    for name in notice.into_iter().flat_map(|b| b.people) {
        if name.contains(": ") {
            labels.name(&name);
        }
    }
}
