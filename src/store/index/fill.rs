//! Filling the index: the lines of one source as they are read, 50,000 rows a transaction.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::{Index, IndexError, ROWS_AT_ONCE, ids_of};
use crate::model::{
    Address, Axis, Digest, Hashing, Kind, Line, Note, Record, Source, SourceId, Summary, Thread,
};
use crate::search::index_keys;
use crate::store::disk;

/// Sources with more rows than this are worth the time that it takes to tidy the search.
const MANY_ROWS: u64 = 20_000;

/// A source that is being read into the index. Until [`Filling::finish`] the index does not hold it.
pub struct Filling<'index> {
    connection: &'index Connection,
    source: SourceId,
    next_id: i64,
    rows: u64,
    labels: HashMap<Arc<str>, LabelRow>,
    threads: HashMap<String, i64>,
    stream: Hashing<()>,
    summary: Summary,
    axis: Axis,
}

/// What was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// SHA-256 of the source, thread and record lines, each with its LF: of `data/records/S1.jsonl` in a bundle.
    pub stream: Digest,
    /// The counts, notes included.
    pub summary: Summary,
}

struct LabelRow {
    n: u64,
    means: String,
    pushname: bool,
    records: u64,
    messages: u64,
    first: Address,
    last: Address,
    first_at: Option<String>,
    last_at: Option<String>,
}

impl Index {
    /// Begins to read a source in; what the index held of it goes.
    ///
    /// # Errors
    /// The database or the disk refused.
    pub fn fill(&mut self, source: SourceId) -> Result<Filling<'_>, IndexError> {
        self.forget(source)?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let (first, _) = ids_of(source);
        Ok(Filling {
            connection: &self.connection,
            source,
            next_id: first,
            rows: 0,
            labels: HashMap::new(),
            threads: HashMap::new(),
            stream: Hashing::new(()),
            summary: Summary::default(),
            axis: self.axis.clone(),
        })
    }

    /// Removes all that the index holds of a source.
    ///
    /// # Errors
    /// The database or the disk refused.
    pub fn forget(&mut self, source: SourceId) -> Result<(), IndexError> {
        let (first, end) = ids_of(source);
        disk::before_commit()?;
        let transaction = self.connection.transaction()?;
        for delete in [
            "DELETE FROM words WHERE rowid IN (SELECT id FROM records WHERE id >= ?1 AND id < ?2)",
            "DELETE FROM records WHERE id >= ?1 AND id < ?2",
            "DELETE FROM lines WHERE id >= ?1 AND id < ?2",
            "DELETE FROM threads WHERE id >= ?1 AND id < ?2",
            "DELETE FROM notes WHERE id >= ?1 AND id < ?2",
        ] {
            transaction.execute(delete, [first, end])?;
        }
        for table in [
            "members WHERE source",
            "labels WHERE source",
            "sources WHERE n",
        ] {
            transaction.execute(&format!("DELETE FROM {table} = ?1"), [source.number()])?;
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Filling<'_> {
    /// Takes the next line, in the order of the record contract. A summary line is not kept: it is counted here.
    ///
    /// # Errors
    /// The database or the disk refused.
    pub fn add(&mut self, line: &Line) -> Result<(), IndexError> {
        match line {
            Line::Source(source) => {
                self.keep(line)?;
                self.add_source(source)
            }
            Line::Thread(thread) => {
                let id = self.keep(line)?;
                self.add_thread(thread, id)
            }
            Line::Record(record) => {
                let id = self.keep(line)?;
                self.add_record(record, id)
            }
            Line::Note(note) => self.add_note(note, line),
            Line::Summary(_) => Ok(()),
        }
    }

    /// Ends the source: from now on the index holds it.
    ///
    /// # Errors
    /// The database or the disk refused; the index does not hold the source then.
    pub fn finish(mut self) -> Result<Filled, IndexError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO labels VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")?;
        for (label, row) in &self.labels {
            insert.execute(params![
                self.source.number(),
                sql(row.n),
                &**label,
                row.means,
                row.pushname,
                sql(row.records),
                sql(row.messages),
                row.first.to_string(),
                row.last.to_string(),
                row.first_at,
                row.last_at,
            ])?;
        }
        drop(insert);
        let (stream, _) = std::mem::replace(&mut self.stream, Hashing::new(())).finish();
        let summary = serde_json::to_string(&self.summary)?;
        let mut update = self
            .connection
            .prepare_cached("UPDATE sources SET stream = ?2, summary = ?3 WHERE n = ?1")?;
        update.execute(params![self.source.number(), stream.to_string(), summary])?;
        drop(update);
        if self.rows >= MANY_ROWS {
            // Many rows come in many stretches; one is asked faster.
            self.connection
                .execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
        }
        self.commit()?;
        Ok(Filled {
            stream,
            summary: self.summary,
        })
    }

    /// Keeps a line of the contract, and adds it to the digest of the stream. Returns its id.
    fn keep(&mut self, line: &Line) -> Result<i64, IndexError> {
        let id = self.step()?;
        let mut text = serde_json::to_string(line)?;
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO lines VALUES (?1, ?2)")?;
        insert.execute(params![id, text])?;
        text.push('\n');
        self.stream.update(text.as_bytes());
        Ok(id)
    }

    fn add_source(&mut self, source: &Source) -> Result<(), IndexError> {
        self.axis.know(source);
        self.summary.sources += 1;
        self.summary.bytes += source.size;
        self.summary.members += source.members.len() as u64;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO sources VALUES (?1, NULL, NULL)")?
            .execute([self.source.number()])?;
        let mut insert = self
            .connection
            .prepare_cached("INSERT OR REPLACE INTO members VALUES (?1,?2,?3,?4,?5,?6)")?;
        for member in &source.members {
            insert.execute(params![
                self.source.number(),
                member.n,
                &*member.name,
                sql(member.size),
                member.sha256.map(|digest| digest.to_string()),
                word(&member.read),
            ])?;
        }
        Ok(())
    }

    fn add_thread(&mut self, thread: &Thread, id: i64) -> Result<(), IndexError> {
        self.threads.insert(thread.thread.clone(), id);
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO threads VALUES (?1, ?2)")?;
        insert.execute(params![id, thread.thread])?;
        Ok(())
    }

    fn add_record(&mut self, record: &Record, id: i64) -> Result<(), IndexError> {
        self.summary.count(record.kind);
        let at = self.axis.place(record);
        let at = at.map(|at| at.format(super::filter::TIME).to_string());
        let label = record
            .sender
            .as_ref()
            .map(|label| self.label(label, record, at.as_deref()));
        let thread = record
            .thread
            .as_deref()
            .and_then(|thread| self.threads.get(thread).copied());
        let (letter, ordinal) = record
            .address
            .place
            .parts()
            .map_or((String::new(), 0), |(letter, n)| (letter.into(), n));
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO records VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")?;
        insert.execute(params![
            id,
            record.address.member.unwrap_or(0),
            letter,
            sql(ordinal),
            record.member_n,
            thread,
            word(&record.kind),
            label.map(sql),
            at,
            bits(record),
            sql(record.attachments.len() as u64),
        ])?;
        let text = searchable(record);
        if !text.is_empty() {
            let mut insert = self
                .connection
                .prepare_cached("INSERT INTO words (rowid, keys) VALUES (?1, ?2)")?;
            insert.execute(params![id, index_keys(&text)])?;
        }
        Ok(())
    }

    fn add_note(&mut self, note: &Note, line: &Line) -> Result<(), IndexError> {
        let id = self.step()?;
        self.summary.notes += 1;
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        insert.execute(params![
            id,
            self.source.number(),
            note.code.as_str(),
            word(&note.severity),
            note.place,
            serde_json::to_string(line)?,
        ])?;
        Ok(())
    }

    /// The number of a label, counted from 1 by first appearance.
    fn label(&mut self, label: &Arc<str>, record: &Record, at: Option<&str>) -> u64 {
        let next = self.labels.len() as u64 + 1;
        if !self.labels.contains_key(label) {
            let row = LabelRow {
                n: next,
                means: word(&record.sender_means),
                pushname: record.pushname,
                records: 0,
                messages: 0,
                first: record.address,
                last: record.address,
                first_at: None,
                last_at: None,
            };
            self.labels.insert(Arc::clone(label), row);
        }
        let Some(row) = self.labels.get_mut(label) else {
            return next;
        };
        row.records += 1;
        row.messages += u64::from(record.kind == Kind::Message);
        row.last = record.address;
        if let Some(at) = at {
            if row.first_at.as_deref().is_none_or(|first| at < first) {
                row.first_at = Some(at.to_owned());
            }
            if row.last_at.as_deref().is_none_or(|last| at > last) {
                row.last_at = Some(at.to_owned());
            }
        }
        row.n
    }

    /// The id of the next row; now and then a transaction ends before it.
    fn step(&mut self) -> Result<i64, IndexError> {
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_AT_ONCE) {
            self.commit()?;
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        let id = self.next_id;
        self.next_id += 1;
        Ok(id)
    }

    fn commit(&self) -> Result<(), IndexError> {
        disk::before_commit()?;
        self.connection.execute_batch("COMMIT")?;
        Ok(())
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // Only a failed fill comes here in a transaction; the next open finds the source not held.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// What `find` looks through: the text first, then what else the record says in words. Never the sender.
pub fn searchable(record: &Record) -> Cow<'_, str> {
    let mut more: Vec<&str> = Vec::new();
    for attachment in &record.attachments {
        more.extend(
            [&attachment.name, &attachment.caption, &attachment.title]
                .into_iter()
                .flatten()
                .map(String::as_str),
        );
    }
    if let Some(poll) = &record.poll {
        more.push(&poll.question);
        more.extend(poll.options.iter().map(|option| option.text.as_str()));
    }
    if let Some(share) = &record.share {
        more.extend(
            [&share.link, &share.text, &share.owner]
                .into_iter()
                .flatten()
                .map(String::as_str),
        );
    }
    more.extend(
        record
            .location
            .iter()
            .filter_map(|location| location.name.as_deref()),
    );
    more.extend(record.bumped.as_deref());
    more.extend(record.people.iter().map(String::as_str));
    if let Some(item) = &record.item {
        more.extend(item.fields.values().filter_map(Value::as_str));
    }
    let text = record.text.as_deref().unwrap_or_default();
    more.retain(|part| !text.contains(part));
    if more.is_empty() {
        return Cow::Borrowed(text);
    }
    more.insert(0, text);
    Cow::Owned(more.join("\n"))
}

/// One bit a flag.
fn bits(record: &Record) -> i64 {
    record
        .flags
        .iter()
        .fold(0, |bits, flag| bits | super::filter::bit(*flag))
}

/// The word of the contract for a value of an enum.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A count as SQLite holds it.
pub(super) fn sql(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
