//! `find`: the closest level first, in reading order within a level, with why each record matched.

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::fill::{searchable, sql};
use super::filter::Filter;
use super::list::record_of;
use super::{Index, IndexError};
use crate::model::Record;
use crate::search::{Level, Query, Why};

/// How many records match, by the closest level at which each does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By the same letters.
    pub exact: u64,
    /// By the same letters but for repeats.
    pub squeezed: u64,
    /// By the same sound.
    pub skeleton: u64,
}

impl Counts {
    /// All together.
    pub fn total(&self) -> u64 {
        self.exact + self.squeezed + self.skeleton
    }

    fn at(&mut self, level: Level) -> &mut u64 {
        match level {
            Level::Exact => &mut self.exact,
            Level::Squeezed => &mut self.squeezed,
            Level::Skeleton => &mut self.skeleton,
        }
    }
}

/// A record that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The record.
    pub record: Record,
    /// How close it is.
    pub level: Level,
    /// Which words matched which; ranges are into [`searchable`], which begins with the record's text.
    pub why: Vec<Why>,
}

/// A page of hits with the counts of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// How many there are.
    pub counts: Counts,
    /// The page.
    pub hits: Vec<Hit>,
}

impl Index {
    /// Finds records by words: at most `limit` hits after `offset`, closest level first, then reading order.
    ///
    /// # Errors
    /// The database refused.
    pub fn find(
        &self,
        query: &Query,
        filter: &Filter,
        offset: u64,
        limit: u64,
    ) -> Result<Hits, IndexError> {
        let mut counts = Counts::default();
        let mut hits = Vec::new();
        let (mut skip, mut nearer) = (offset, 0);
        let mut before = None;
        for level in query.levels() {
            let reached = self.count_matches(&query.expression(level), filter)?;
            // A level holds all that the closer ones hold.
            let here = reached.saturating_sub(nearer);
            nearer = reached;
            *counts.at(level) = here;
            let room = limit.saturating_sub(hits.len() as u64);
            if skip < here && room > 0 {
                let expression = only_at(query, level, before);
                for record in self.matches(&expression, filter, skip, room)? {
                    let why = query.why(&searchable(&record));
                    hits.push(Hit { record, level, why });
                }
            }
            skip = skip.saturating_sub(here);
            before = Some(level);
        }
        Ok(Hits { counts, hits })
    }

    fn count_matches(&self, expression: &str, filter: &Filter) -> Result<u64, IndexError> {
        let mut values = vec![SqlValue::Text(expression.to_owned())];
        let counted = if filter.is_open() {
            "SELECT count(*) FROM words WHERE words MATCH ?".to_owned()
        } else {
            let clause = filter.clause();
            values.extend(clause.values.clone());
            format!("SELECT count(*) FROM {JOINED} AND {}", clause.text())
        };
        let mut query = self.connection.prepare_cached(&counted)?;
        let count: i64 = query.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn matches(
        &self,
        expression: &str,
        filter: &Filter,
        skip: u64,
        room: u64,
    ) -> Result<Vec<Record>, IndexError> {
        let clause = filter.clause();
        let mut values = vec![SqlValue::Text(expression.to_owned())];
        values.extend(clause.values.clone());
        values.extend([SqlValue::Integer(sql(room)), SqlValue::Integer(sql(skip))]);
        let found = format!(
            "SELECT line FROM {JOINED} AND {} ORDER BY words.rowid LIMIT ? OFFSET ?",
            clause.text()
        );
        let mut query = self.connection.prepare_cached(&found)?;
        let mut rows = query.query(params_from_iter(values))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(record_of(row)?);
        }
        Ok(records)
    }
}

/// The words lead, in the order of their rows; the records follow.
const JOINED: &str = "words CROSS JOIN records ON records.id = words.rowid WHERE words MATCH ?";

/// What matches at a level and at no closer one.
fn only_at(query: &Query, level: Level, before: Option<Level>) -> String {
    match before {
        None => query.expression(level),
        Some(before) => format!(
            "({}) NOT ({})",
            query.expression(level),
            query.expression(before)
        ),
    }
}
