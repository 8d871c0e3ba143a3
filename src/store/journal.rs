//! The custody journal on disk: `journal.jsonl`, append-only, hash-chained, synced at every entry.
//!
//! Sample line: `{"n":1,"at":"2026-11-24T12:00:00Z","clock":"system","actor":"operator","act":"admitted","subject":"S1",…}`.

use std::io;

use serde_json::{Map, Value};
use thiserror::Error;

use super::folder::Store;
use crate::model::custody::{Journal, Now};
use crate::model::{Act, WorkEntry};

/// An entry could not be written; the log is as it was.
#[derive(Debug, Error)]
pub enum AppendError {
    /// The case was opened only to read it.
    #[error("the case is open only to be read")]
    ReadOnly,
    /// The entry could not be put into words.
    #[error("the entry is no JSON")]
    NotJson,
    /// The disk refused.
    #[error("the log cannot be written: {0}")]
    Disk(#[from] io::Error),
}

impl Store {
    /// The journal, whole and checked.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The bytes of the journal on disk, as a bundle takes them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn journal_bytes(&self) -> io::Result<Vec<u8>> {
        Ok(self.journal_lines().read()?.0)
    }

    /// Writes the next entry; once this returns, it stands.
    ///
    /// # Errors
    /// [`AppendError`]; the journal is as it was.
    pub fn append_journal(
        &mut self,
        now: Now,
        actor: &str,
        act: Act,
        subject: Option<String>,
        facts: Map<String, Value>,
    ) -> Result<(), AppendError> {
        if self.is_read_only() {
            return Err(AppendError::ReadOnly);
        }
        let mut next = self.journal.clone();
        let line = next.append(now, actor, act, subject, facts);
        self.journal_lines().append(line.as_bytes())?;
        self.journal = next;
        Ok(())
    }

    /// Writes entries of the work log in one go; once this returns, all of them stand.
    ///
    /// # Errors
    /// [`AppendError`]; none of them stands.
    pub fn append_work(&mut self, entries: &[WorkEntry]) -> Result<(), AppendError> {
        if self.is_read_only() {
            return Err(AppendError::ReadOnly);
        }
        if entries.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry).map_err(|_| AppendError::NotJson)?;
            lines.push(b'\n');
        }
        self.work_lines().append(&lines)?;
        self.work.extend_from_slice(entries);
        Ok(())
    }
}
