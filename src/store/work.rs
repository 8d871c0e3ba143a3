//! The work log on disk: `work.jsonl`. Append-only, not chained; it never leaves the case and `close` removes it.

use std::io;

use super::disk;
use super::folder::Store;
use super::lines::torn_path;
use crate::model::WorkEntry;

/// Reads the entries. An entry of a newer program is kept as it is; a line that is no entry at all gives its number.
pub(super) fn parse_work(bytes: &[u8]) -> Result<Vec<WorkEntry>, u64> {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
    lines
        .map(|(index, line)| serde_json::from_slice(line).map_err(|_| index as u64 + 1))
        .collect()
}

impl Store {
    /// The entries of the work log, oldest first.
    #[must_use]
    pub fn work(&self) -> &[WorkEntry] {
        &self.work
    }

    /// Removes the work log for good, and what was torn from it.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn remove_work(&mut self) -> io::Result<()> {
        for path in [self.work_path(), torn_path(&self.work_path())] {
            if path.exists() {
                disk::remove_file(&path)?;
            }
        }
        self.work.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_newer_program_is_kept_and_written_back_the_same() {
        let line = "{\"at\":\"2026-11-24T12:00:00Z\",\"clock\":\"system\",\"by\":\"person\",\"act\":\"dreamed\",\"of\":7}\n";
        let entries = parse_work(line.as_bytes()).unwrap();
        let mut back: serde_json::Value = serde_json::to_value(&entries[0]).unwrap();
        let mut want: serde_json::Value = serde_json::from_str(line).unwrap();
        for value in [&mut back, &mut want] {
            value.as_object_mut().unwrap().sort_keys();
        }
        assert_eq!(back, want);
    }

    #[test]
    fn a_line_that_is_no_entry_is_named() {
        assert_eq!(parse_work(b"{}\n").map(|entries| entries.len()), Err(1));
        assert_eq!(parse_work(b""), Ok(vec![]));
    }
}
