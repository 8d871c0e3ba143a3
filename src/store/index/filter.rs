//! Which records are meant: conditions that every question to the index can carry.

use chrono::NaiveDateTime;
use rusqlite::types::Value as SqlValue;

use super::fill::sql;
use super::ids_of;
use crate::model::{Address, Flag, Kind, Place, SourceId, Span};

/// How times stand in the index, so that they sort as text.
pub(super) const TIME: &str = "%Y-%m-%dT%H:%M:%S%.3f";

/// Which records are meant. An empty filter means all but frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of these sources.
    pub sources: Vec<SourceId>,
    /// Only with these labels, such as `S1:P2`.
    pub labels: Vec<Address>,
    /// Only of these kinds; empty = all but frames.
    pub kinds: Vec<Kind>,
    /// Only at or after this wall clock.
    pub after: Option<NaiveDateTime>,
    /// Only before this wall clock.
    pub before: Option<NaiveDateTime>,
    /// Only with one of these flags.
    pub flags: Vec<Flag>,
    /// Only these records or stretches; for tags and marks, whose addresses the caller knows.
    pub within: Vec<Span>,
    /// With or without attachments.
    pub attachments: Pick,
}

/// Whether a property matters to a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// It does not.
    #[default]
    Any,
    /// Only with it.
    With,
    /// Only without it.
    Without,
}

/// The bit of a flag in the index.
pub(super) fn bit(flag: Flag) -> i64 {
    1 << (flag as u32)
}

/// Conditions joined by AND, with their values.
#[derive(Default)]
pub(super) struct Clause {
    parts: Vec<String>,
    pub(super) values: Vec<SqlValue>,
}

impl Clause {
    pub(super) fn text(&self) -> String {
        if self.parts.is_empty() {
            "1".to_owned()
        } else {
            self.parts.join(" AND ")
        }
    }

    fn any(&mut self, parts: impl IntoIterator<Item = (String, Vec<SqlValue>)>) {
        let (texts, values): (Vec<String>, Vec<Vec<SqlValue>>) = parts.into_iter().unzip();
        if !texts.is_empty() {
            self.parts.push(format!("({})", texts.join(" OR ")));
            self.values.extend(values.into_iter().flatten());
        }
    }

    pub(super) fn within(&mut self, spans: &[Span]) {
        self.any(spans.iter().map(|span| {
            let (first, end) = ids_of(span.first.source);
            let mut text = "(id >= ? AND id < ?".to_owned();
            let mut values = vec![first, end];
            // The address of a source means all of it; that of a member, what lies in it.
            match (span.first.member, span.first.place.parts()) {
                (None, None) => {}
                (Some(member), None) => {
                    text += " AND member_n = ?";
                    values.push(i64::from(member));
                }
                (_, Some(('P', n))) => {
                    text += " AND label = ?";
                    values.push(sql(n));
                }
                (member, Some((letter, from))) => {
                    // The letter is one of four and cannot break out of the text.
                    text += &format!(
                        " AND member = ? AND letter = '{letter}' AND ordinal BETWEEN ? AND ?"
                    );
                    let to = span.last.and_then(Place::parts).map_or(from, |(_, to)| to);
                    values.extend([i64::from(member.unwrap_or(0)), sql(from), sql(to)]);
                }
            }
            (
                text + ")",
                values.into_iter().map(SqlValue::Integer).collect(),
            )
        }));
    }
}

impl Filter {
    /// Whether it lets everything through but frames, which no word is found in.
    pub(super) fn is_open(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn clause(&self) -> Clause {
        let mut clause = Clause::default();
        clause.any(self.sources.iter().map(|source| {
            let (first, end) = ids_of(*source);
            (
                "(id >= ? AND id < ?)".to_owned(),
                vec![SqlValue::Integer(first), SqlValue::Integer(end)],
            )
        }));
        let labels: Vec<Span> = self
            .labels
            .iter()
            .map(|label| Span {
                first: *label,
                last: None,
            })
            .collect();
        clause.within(&labels);
        clause.within(&self.within);
        if self.kinds.is_empty() {
            clause.parts.push("kind <> 'frame'".to_owned());
        }
        clause.any(self.kinds.iter().map(|kind| {
            let word = serde_json::to_value(kind)
                .ok()
                .and_then(|word| word.as_str().map(str::to_owned));
            (
                "kind = ?".to_owned(),
                vec![SqlValue::Text(word.unwrap_or_default())],
            )
        }));
        for (test, time) in [("at >= ?", self.after), ("at < ?", self.before)] {
            clause.any(time.map(|time| {
                (
                    test.to_owned(),
                    vec![SqlValue::Text(time.format(TIME).to_string())],
                )
            }));
        }
        let bits = self.flags.iter().fold(0, |bits, flag| bits | bit(*flag));
        if bits != 0 {
            clause.any([("flags & ? <> 0".to_owned(), vec![SqlValue::Integer(bits)])]);
        }
        match self.attachments {
            Pick::Any => {}
            Pick::With => clause.parts.push("attachments > 0".to_owned()),
            Pick::Without => clause.parts.push("attachments = 0".to_owned()),
        }
        clause
    }
}
