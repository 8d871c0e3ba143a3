//! `find`: the closest level first, in reading order within a level, with why each record matched.

use super::fill::searchable;
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
    #[must_use]
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
        // One transaction: else every question locks and checks the file again.
        let _reading = self.connection.unchecked_transaction()?;
        let mut counts = Counts::default();
        let mut page = Vec::new();
        let mut skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut nearer = Vec::new();
        for level in query.levels() {
            // A level holds all that the closer ones hold.
            let reached = self.matches(&query.expression(level))?;
            let mut fresh = without(&reached, &nearer);
            if !filter.is_open() {
                fresh = self.let_through(filter, fresh)?;
            }
            *counts.at(level) = fresh.len() as u64;
            let room = limit - page.len();
            page.extend(fresh.iter().skip(skip).take(room).map(|id| (*id, level)));
            skip = skip.saturating_sub(fresh.len());
            nearer = reached;
        }
        let mut line = self
            .connection
            .prepare_cached("SELECT line FROM lines WHERE id = ?1")?;
        let mut hits = Vec::with_capacity(page.len());
        for (id, level) in page {
            let mut rows = line.query([id])?;
            let record = record_of(rows.next()?.ok_or(IndexError::Damaged)?)?;
            let why = query.why(&searchable(&record));
            hits.push(Hit { record, level, why });
        }
        Ok(Hits { counts, hits })
    }

    /// The ids of what matches, in reading order.
    fn matches(&self, expression: &str) -> Result<Vec<i64>, IndexError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid")?;
        let mut rows = query.query([expression])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
        }
        Ok(ids)
    }

    /// The ids of the records among these that a filter lets through.
    fn let_through(&self, filter: &Filter, ids: Vec<i64>) -> Result<Vec<i64>, IndexError> {
        let clause = filter.clause();
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT 1 FROM records WHERE {} AND id = ?",
            clause.text()
        ))?;
        let mut through = Vec::new();
        for (n, value) in clause.values.iter().enumerate() {
            query.raw_bind_parameter(n + 1, value)?;
        }
        for id in ids {
            query.raw_bind_parameter(clause.values.len() + 1, id)?;
            let is_through = query.raw_query().next()?.is_some();
            if is_through {
                through.push(id);
            }
        }
        Ok(through)
    }
}

/// What is in `all` and not in `some`; both are sorted.
fn without(all: &[i64], some: &[i64]) -> Vec<i64> {
    let mut some = some.iter().peekable();
    let mut rest = Vec::new();
    for id in all {
        while some.next_if(|other| *other < id).is_some() {}
        if some.next_if_eq(&id).is_none() {
            rest.push(*id);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearer_is_taken_out_once() {
        let cases: [(&[i64], &[i64], &[i64]); 5] = [
            (&[1, 2, 3, 9], &[2, 9], &[1, 3]),
            (&[1, 2], &[], &[1, 2]),
            (&[], &[1], &[]),
            (&[4, 5], &[1, 4, 5, 7], &[]),
            (&[4, 6], &[5], &[4, 6]),
        ];
        for (all, some, want) in cases {
            assert_eq!(without(all, some), want);
        }
    }
}
