//! Append-only files of lines. A last line without LF was never acknowledged: it is moved aside.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::disk::{self, Writer};

/// One append-only file.
#[derive(Debug)]
pub(super) struct Lines {
    path: PathBuf,
}

impl Lines {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The acknowledged lines, each with its LF, and how many bytes of a torn line follow.
    pub(super) fn read(&self) -> io::Result<(Vec<u8>, u64)> {
        let mut bytes = match fs::read(&self.path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
            read => read?,
        };
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let torn = bytes.len() - whole;
        bytes.truncate(whole);
        Ok((bytes, torn as u64))
    }

    /// Moves a torn line to the sibling file `….torn`. Returns how many bytes were moved.
    pub(super) fn mend(&self) -> io::Result<u64> {
        let (whole, torn) = self.read()?;
        if torn == 0 {
            return Ok(0);
        }
        let bytes = fs::read(&self.path)?;
        let mut aside = disk::open_append(&self.torn_path())?;
        let mut line = bytes[whole.len()..].to_vec();
        line.push(b'\n');
        aside.write_all(&line)?;
        aside.sync()?;
        self.cut(whole.len() as u64)?;
        Ok(torn)
    }

    /// Adds lines that end with LF, and brings them to the disk; once it returns, they stand.
    /// What a failed write left of them is cut off again.
    pub(super) fn append(&self, lines: &[u8]) -> io::Result<()> {
        debug_assert!(
            lines.ends_with(b"\n"),
            "a line without LF would count as torn"
        );
        let before = fs::metadata(&self.path).map_or(0, |about| about.len());
        let written = self.open().and_then(|mut file| {
            file.write_all(lines)?;
            file.sync()
        });
        if written.is_err() {
            // If this fails too, the next start moves the torn line aside.
            let _ = self.cut(before);
        }
        written
    }

    /// Makes the file if it is not there.
    pub(super) fn create(&self) -> io::Result<()> {
        if self.path.exists() {
            Ok(())
        } else {
            self.open()?.sync()
        }
    }

    fn open(&self) -> io::Result<Writer> {
        disk::open_append(&self.path)
    }

    fn cut(&self, size: u64) -> io::Result<()> {
        let file = self.open()?;
        file.cut(size)?;
        file.sync()
    }

    fn torn_path(&self) -> PathBuf {
        torn_path(&self.path)
    }
}

/// `journal.torn` for `journal.jsonl`.
pub(super) fn torn_path(path: &Path) -> PathBuf {
    path.with_extension("torn")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_were_acknowledged_stand_and_a_torn_one_goes_aside() {
        let dir = tempfile::tempdir().unwrap();
        let lines = Lines::new(dir.path().join("journal.jsonl"));
        assert_eq!(lines.read().unwrap(), (vec![], 0));
        lines.append(b"{\"n\":1}\n").unwrap();
        lines.append(b"{\"n\":2}\n{\"n\":3}\n").unwrap();
        assert_eq!(lines.mend().unwrap(), 0);
        let mut file = disk::open_append(&lines.path).unwrap();
        file.write_all(b"{\"n\":4,\"at").unwrap();
        assert_eq!(
            lines.read().unwrap(),
            (b"{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n".to_vec(), 10)
        );
        assert_eq!(lines.mend().unwrap(), 10);
        assert_eq!(lines.read().unwrap().1, 0);
        lines.append(b"{\"n\":4}\n").unwrap();
        assert_eq!(fs::read(lines.torn_path()).unwrap(), b"{\"n\":4,\"at\n");
        assert!(lines.read().unwrap().0.ends_with(b"{\"n\":3}\n{\"n\":4}\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn a_cut_at_any_byte_keeps_every_whole_line(texts in prop::collection::vec("[a-z\u{0627}-\u{0640}]{0,9}", 1..6), cut in 0_usize..70) {
            let dir = tempfile::tempdir().unwrap();
            let lines = Lines::new(dir.path().join("work.jsonl"));
            let all: String = texts.iter().map(|text| format!("{text}\n")).collect();
            let cut = cut.min(all.len());
            fs::write(&lines.path, &all.as_bytes()[..cut]).unwrap();
            lines.mend().unwrap();
            let (kept, torn) = lines.read().unwrap();
            prop_assert_eq!(torn, 0);
            let whole = all.as_bytes()[..cut].iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(kept.iter().filter(|byte| **byte == b'\n').count(), whole);
            prop_assert!(all.as_bytes().starts_with(&kept));
        }
    }
}
