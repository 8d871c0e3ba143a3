//! Looking things up: by address, around an address, in a range, by filters; labels, notes, lines.

use chrono::NaiveDateTime;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, params_from_iter};

use super::fill::sql;
use super::filter::{Clause, Filter, TIME};
use super::{Index, IndexError, ids_of};
use crate::model::{Address, Line, Note, Place, Record, Source, SourceId, Span, Summary, Thread};

/// Records with their lines; the records lead.
const FROM: &str = "FROM records CROSS JOIN lines USING (id)";

/// A label of a source, with what the index counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// `S1:P2`.
    pub address: Address,
    /// Exactly as exported.
    pub label: String,
    /// `author`, `label` or `about`, of its first record.
    pub means: String,
    /// A self-chosen profile name of an unsaved number.
    pub pushname: bool,
    /// Records that carry it.
    pub records: u64,
    /// Messages among them.
    pub messages: u64,
    /// Its first record in reading order.
    pub first: Address,
    /// Its last record in reading order.
    pub last: Address,
    /// Its earliest time.
    pub first_at: Option<NaiveDateTime>,
    /// Its latest time.
    pub last_at: Option<NaiveDateTime>,
}

impl Index {
    /// The record at an address.
    ///
    /// # Errors
    /// The database refused.
    pub fn record(&self, address: Address) -> Result<Option<Record>, IndexError> {
        Ok(self
            .range(&Span {
                first: address,
                last: None,
            })?
            .into_iter()
            .next())
    }

    /// The records of a range, both ends included, in reading order; frames only where the address names one.
    ///
    /// # Errors
    /// The database refused.
    pub fn range(&self, span: &Span) -> Result<Vec<Record>, IndexError> {
        let mut clause = Clause::default();
        clause.within(std::slice::from_ref(span));
        self.read(
            &format!("SELECT line {FROM} WHERE {} ORDER BY id", clause.text()),
            clause.values,
        )
    }

    /// The records around an address in its thread: so many before it, itself, so many after it. Frames do not count.
    ///
    /// # Errors
    /// The database refused.
    pub fn around(
        &self,
        address: Address,
        before: u32,
        after: u32,
    ) -> Result<Vec<Record>, IndexError> {
        let mut clause = Clause::default();
        clause.within(&[Span {
            first: address,
            last: None,
        }]);
        let found = format!(
            "SELECT id, thread, member_n FROM records WHERE {} ORDER BY id LIMIT 1",
            clause.text()
        );
        let mut query = self.connection.prepare_cached(&found)?;
        let mut rows = query.query(params_from_iter(clause.values))?;
        let Some(row) = rows.next()? else {
            return Ok(Vec::new());
        };
        let (id, thread, member): (i64, Option<i64>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (first, end) = ids_of(address.source);
        // A record of no thread has its neighbors in its own member.
        let same = "kind <> 'frame' AND thread IS ?2 AND (thread IS NOT NULL OR member_n = ?3) AND id >= ?4 AND id < ?5";
        let values = |limit: u32| {
            let thread = thread.map_or(SqlValue::Null, SqlValue::Integer);
            let numbers = [member, first, end, i64::from(limit)].map(SqlValue::Integer);
            [SqlValue::Integer(id), thread]
                .into_iter()
                .chain(numbers)
                .collect::<Vec<_>>()
        };
        let back =
            format!("SELECT line {FROM} WHERE id <= ?1 AND {same} ORDER BY id DESC LIMIT ?6");
        let forth = format!("SELECT line {FROM} WHERE id > ?1 AND {same} ORDER BY id LIMIT ?6");
        let mut records = self.read(&back, values(before.saturating_add(1)))?;
        records.reverse();
        records.extend(self.read(&forth, values(after))?);
        Ok(records)
    }

    /// A page of the records that a filter lets through, in reading order: at most `limit` of them after `offset`.
    ///
    /// # Errors
    /// The database refused.
    pub fn list(
        &self,
        filter: &Filter,
        offset: u64,
        limit: u64,
    ) -> Result<Vec<Record>, IndexError> {
        let mut clause = filter.clause();
        let found = format!(
            "SELECT line {FROM} WHERE {} ORDER BY id LIMIT ? OFFSET ?",
            clause.text()
        );
        clause.values.extend([
            SqlValue::Integer(sql(limit)),
            SqlValue::Integer(sql(offset)),
        ]);
        self.read(&found, clause.values)
    }

    /// Hands on every record that a filter lets through, in reading order, until `take` says stop.
    ///
    /// # Errors
    /// The database refused.
    pub fn each(
        &self,
        filter: &Filter,
        mut take: impl FnMut(Record) -> std::ops::ControlFlow<()>,
    ) -> Result<(), IndexError> {
        let clause = filter.clause();
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT line {FROM} WHERE {} ORDER BY id",
            clause.text()
        ))?;
        let mut rows = query.query(params_from_iter(clause.values))?;
        while let Some(row) = rows.next()? {
            if take(record_of(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Counts the records that a filter lets through, by kind.
    ///
    /// # Errors
    /// The database refused.
    pub fn count(&self, filter: &Filter) -> Result<Summary, IndexError> {
        let clause = filter.clause();
        let found = format!(
            "SELECT kind, count(*) FROM records WHERE {} GROUP BY kind",
            clause.text()
        );
        let mut query = self.connection.prepare_cached(&found)?;
        let mut rows = query.query(params_from_iter(clause.values))?;
        let mut summary = Summary::default();
        while let Some(row) = rows.next()? {
            let count = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            let kind = row.get::<_, String>(0)?;
            summary.records += count;
            match kind.as_str() {
                "message" => summary.messages = count,
                "notice" => summary.notices = count,
                "call" => summary.calls = count,
                "deleted" => summary.deleted = count,
                "item" => summary.items = count,
                "frame" => summary.frames = count,
                _ => summary.unparsed = count,
            }
        }
        Ok(summary)
    }

    /// The labels of a source by first appearance, or of all sources.
    ///
    /// # Errors
    /// The database refused.
    pub fn labels(&self, source: Option<SourceId>) -> Result<Vec<Label>, IndexError> {
        let mut query = self.connection.prepare_cached(
            "SELECT source, n, label, means, pushname, records, messages, first, last, first_at, last_at FROM labels \
             WHERE ?1 IS NULL OR source = ?1 ORDER BY source, n",
        )?;
        let mut rows = query.query([source.map(SourceId::number)])?;
        let mut labels = Vec::new();
        while let Some(row) = rows.next()? {
            labels.push(label_of(row)?);
        }
        Ok(labels)
    }

    /// The source line of a source.
    ///
    /// # Errors
    /// The database refused.
    pub fn source(&self, source: SourceId) -> Result<Option<Source>, IndexError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT line FROM lines WHERE id = ?1")?;
        let mut rows = query.query([ids_of(source).0])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        match serde_json::from_str(row.get_ref(0)?.as_str().map_err(|_| IndexError::Damaged)?)? {
            Line::Source(source) => Ok(Some(*source)),
            _ => Err(IndexError::Damaged),
        }
    }

    /// The threads of all sources, in reading order.
    ///
    /// # Errors
    /// The database refused.
    pub fn threads(&self) -> Result<Vec<Thread>, IndexError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT line FROM threads CROSS JOIN lines USING (id) ORDER BY id")?;
        let mut rows = query.query([])?;
        let mut threads = Vec::new();
        while let Some(row) = rows.next()? {
            let text = row.get_ref(0)?.as_str().map_err(|_| IndexError::Damaged)?;
            if let Line::Thread(thread) = serde_json::from_str(text)? {
                threads.push(*thread);
            }
        }
        Ok(threads)
    }

    /// The counts of a source, or of all that the index holds.
    ///
    /// # Errors
    /// The database refused.
    pub fn summary(&self, source: Option<SourceId>) -> Result<Summary, IndexError> {
        let mut query = self.connection.prepare_cached(
            "SELECT summary FROM sources WHERE summary IS NOT NULL AND (?1 IS NULL OR n = ?1) ORDER BY n",
        )?;
        let mut rows = query.query([source.map(SourceId::number)])?;
        let mut total = Summary::default();
        while let Some(row) = rows.next()? {
            let one: Summary = serde_json::from_str(&row.get::<_, String>(0)?)?;
            total.sources += one.sources;
            total.members += one.members;
            total.bytes += one.bytes;
            total.records += one.records;
            total.messages += one.messages;
            total.notices += one.notices;
            total.calls += one.calls;
            total.deleted += one.deleted;
            total.items += one.items;
            total.frames += one.frames;
            total.unparsed += one.unparsed;
            total.notes += one.notes;
        }
        Ok(total)
    }

    /// The notes of a source, or of all sources, in the order in which they were made.
    ///
    /// # Errors
    /// The database refused.
    pub fn notes(&self, source: Option<SourceId>) -> Result<Vec<Note>, IndexError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT line FROM notes WHERE ?1 IS NULL OR source = ?1 ORDER BY id")?;
        let mut rows = query.query([source.map(SourceId::number)])?;
        let mut notes = Vec::new();
        while let Some(row) = rows.next()? {
            match serde_json::from_str(&row.get::<_, String>(0)?)? {
                Line::Note(note) => notes.push(note),
                _ => return Err(IndexError::Damaged),
            }
        }
        Ok(notes)
    }

    /// Hands on the source, thread and record lines of a source without their LF, as they were read: what a bundle
    /// holds as `data/records/S1.jsonl`, and what [`super::Filled::stream`] is the digest of.
    ///
    /// # Errors
    /// The database refused, or `take` did.
    pub fn lines<E: From<IndexError>>(
        &self,
        source: SourceId,
        mut take: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let refused = |e: rusqlite::Error| E::from(IndexError::from(e));
        let (first, end) = ids_of(source);
        let mut query = self
            .connection
            .prepare_cached("SELECT line FROM lines WHERE id >= ?1 AND id < ?2 ORDER BY id")
            .map_err(refused)?;
        let mut rows = query.query([first, end]).map_err(refused)?;
        while let Some(row) = rows.next().map_err(refused)? {
            let line = row.get_ref(0).map_err(refused)?;
            take(line.as_str().map_err(|_| E::from(IndexError::Damaged))?)?;
        }
        Ok(())
    }

    fn read(&self, sql: &str, values: Vec<SqlValue>) -> Result<Vec<Record>, IndexError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(params_from_iter(values))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(record_of(row)?);
        }
        Ok(records)
    }
}

/// The record in the first column of a row.
pub(super) fn record_of(row: &Row<'_>) -> Result<Record, IndexError> {
    Ok(serde_json::from_str(
        row.get_ref(0)?.as_str().map_err(|_| IndexError::Damaged)?,
    )?)
}

fn label_of(row: &Row<'_>) -> Result<Label, IndexError> {
    let source = SourceId::new(row.get(0)?).ok_or(IndexError::Damaged)?;
    let address = |column: usize| -> Result<Address, IndexError> {
        row.get::<_, String>(column)?
            .parse()
            .map_err(|_| IndexError::Damaged)
    };
    let time = |column: usize| -> Result<Option<NaiveDateTime>, IndexError> {
        let text: Option<String> = row.get(column)?;
        text.map(|text| NaiveDateTime::parse_from_str(&text, TIME))
            .transpose()
            .map_err(|_| IndexError::Damaged)
    };
    let count = |column: usize| -> Result<u64, IndexError> {
        u64::try_from(row.get::<_, i64>(column)?).map_err(|_| IndexError::Damaged)
    };
    Ok(Label {
        address: Address {
            source,
            member: None,
            place: Place::Party(count(1)?),
        },
        label: row.get(2)?,
        means: row.get(3)?,
        pushname: row.get(4)?,
        records: count(5)?,
        messages: count(6)?,
        first: address(7)?,
        last: address(8)?,
        first_at: time(9)?,
        last_at: time(10)?,
    })
}
