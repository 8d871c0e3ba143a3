//! Writes a planned bundle into the folder it is handed, hashing while it writes.
//!
//! The bytes depend on the plan and the records only. Nothing is written twice and nothing is read back.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};

use crate::model::{Digest, Hashing, Line, SourceId};

use super::bag_info::{BAGIT_TXT, BagInfo};
use super::csv_tables::{MESSAGES, Table, message_row};
use super::folder::{BagFolder, NewFile, Placed};
use super::input::RecordFeed;
use super::manifest::Manifest;
use super::plan::{Content, Plan};
use super::verify_text::VERIFY_TXT;

/// A bundle that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of `tagmanifest-sha256.txt`.
    pub fingerprint: Digest,
    /// Bytes of the payload.
    pub payload_bytes: u64,
    /// Files of the payload.
    pub payload_files: u64,
    /// Records written, frames included.
    pub records: u64,
    /// SHA-256 of the journal's last line, which decides whether a bundle found later belongs to it.
    pub journal_head: Digest,
}

/// Why a bundle could not be written. What is in the folder then is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder did not take a file.
    #[error("{path} could not be written")]
    Folder {
        /// The path in the bundle.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A stored original is not what its name says.
    #[error("the original for {path} is not the one that was admitted")]
    OriginalChanged {
        /// The path in the bundle.
        path: String,
    },
    /// The records of a source could not be read.
    #[error("the records of {source_id} could not be read")]
    Records {
        /// The source.
        source_id: SourceId,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// A file of the folder with a buffer and a digest.
struct Hashed<'f> {
    path: String,
    out: Hashing<BufWriter<Box<dyn NewFile + 'f>>>,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

struct Writing<'f> {
    folder: &'f dyn BagFolder,
    payload: Manifest,
    payload_bytes: u64,
    tags: Manifest,
}

/// Writes the bundle.
///
/// # Errors
/// The folder, an original or the records fail; the folder must then be thrown away.
pub fn write_bundle(
    plan: &Plan<'_>,
    feed: &dyn RecordFeed,
    folder: &dyn BagFolder,
) -> Result<Written, WriteError> {
    let mut writing = Writing {
        folder,
        payload: Manifest::default(),
        payload_bytes: 0,
        tags: Manifest::default(),
    };
    for file in plan.payload() {
        match &file.content {
            Content::Original { sha256, size } => writing.original(&file.path, *sha256, *size)?,
            Content::Bytes(bytes) => writing.payload_bytes(&file.path, bytes)?,
            Content::Records(_) | Content::Messages => {}
        }
    }
    let records = writing.records(plan, feed)?;
    let sealing = plan.sealing;
    let payload_files = writing.payload.len() as u64;
    let info = BagInfo {
        number: sealing.number,
        sealed_at: sealing.now.at,
        clock: sealing.now.clock,
        payload_bytes: writing.payload_bytes,
        payload_files,
        journal_head: plan.journal_head(),
        journal_count: plan.journal_count(),
        previous: sealing.previous,
        program: sealing.program.to_owned(),
        tables: sealing.tables,
    };
    writing.tag("manifest-sha256.txt", &writing.payload.print())?;
    writing.tag("bag-info.txt", &info.print())?;
    writing.tag("bagit.txt", BAGIT_TXT)?;
    writing.tag("VERIFY.txt", VERIFY_TXT)?;
    let tagmanifest = writing.tags.print();
    writing.tag("tagmanifest-sha256.txt", &tagmanifest)?;
    Ok(Written {
        fingerprint: Digest::of(tagmanifest.as_bytes()),
        payload_bytes: info.payload_bytes,
        payload_files,
        records,
        journal_head: info.journal_head,
    })
}

impl<'f> Writing<'f> {
    fn create(&self, path: &str) -> Result<Hashed<'f>, WriteError> {
        let file = self.folder.create(path).map_err(failed(path))?;
        let out = Hashing::new(BufWriter::with_capacity(256 * 1024, file));
        Ok(Hashed {
            path: path.to_owned(),
            out,
        })
    }

    fn finish(file: Hashed<'f>) -> Result<(String, Digest, u64), WriteError> {
        let (out, digest, size) = file.out.into_parts();
        let out = out.into_inner().map_err(io::IntoInnerError::into_error);
        out.and_then(NewFile::finish).map_err(failed(&file.path))?;
        Ok((file.path, digest, size))
    }

    fn list(&mut self, (path, digest, size): (String, Digest, u64)) {
        self.payload.insert(path, digest);
        self.payload_bytes += size;
    }

    fn payload_bytes(&mut self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let mut file = self.create(path)?;
        file.write_all(bytes).map_err(failed(path))?;
        self.list(Self::finish(file)?);
        Ok(())
    }

    fn tag(&mut self, path: &str, text: &str) -> Result<(), WriteError> {
        let mut file = self.create(path)?;
        file.write_all(text.as_bytes()).map_err(failed(path))?;
        let (path, digest, _) = Self::finish(file)?;
        self.tags.insert(path, digest);
        Ok(())
    }

    fn original(&mut self, path: &str, sha256: Digest, size: u64) -> Result<(), WriteError> {
        let placed = self
            .folder
            .place_original(sha256, path)
            .map_err(failed(path))?;
        if let Placed::Copied {
            sha256: copied,
            size: count,
        } = placed
            && (copied, count) != (sha256, size)
        {
            return Err(WriteError::OriginalChanged {
                path: path.to_owned(),
            });
        }
        self.list((path.to_owned(), sha256, size));
        Ok(())
    }

    /// One pass over each source's records fills its own file and the table over all.
    fn records(&mut self, plan: &Plan<'_>, feed: &dyn RecordFeed) -> Result<u64, WriteError> {
        let messages = "data/messages.csv";
        let mut table =
            Table::begin(self.create(messages)?, &MESSAGES).map_err(failed(messages))?;
        let mut count = 0;
        // By number, S2 before S10: people read the table from top to bottom.
        let mut files: Vec<_> = plan
            .payload()
            .iter()
            .filter_map(|file| match file.content {
                Content::Records(id) => Some((id, file)),
                _ => None,
            })
            .collect();
        files.sort_by_key(|(id, _)| *id);
        for (id, file) in files {
            let mut out = self.create(&file.path)?;
            let source = plan.sealing.sources.iter().find(|s| s.source.source == id);
            if let Some(source) = source {
                write_line(&mut out, &Line::Source(Box::new(source.source.clone())))
                    .map_err(failed(&file.path))?;
            }
            // The feed cannot tell its own failures from those of the folder, so the latter are put aside.
            let folder_failed = RefCell::new(None);
            let fed = feed.feed(id, &mut |line| {
                let written = match line {
                    Line::Thread(_) => write_line(&mut out, line),
                    Line::Record(record) => {
                        count += 1;
                        write_line(&mut out, line).and_then(|()| match message_row(record) {
                            Some(row) => table.row(&row),
                            None => Ok(()),
                        })
                    }
                    Line::Source(_) | Line::Note(_) | Line::Summary(_) => Ok(()),
                };
                written
                    .inspect_err(|e| *folder_failed.borrow_mut() = Some(io::Error::from(e.kind())))
            });
            if let Some(source) = folder_failed.into_inner() {
                return Err(WriteError::Folder {
                    path: file.path.clone(),
                    source,
                });
            }
            fed.map_err(|source| WriteError::Records {
                source_id: id,
                source,
            })?;
            self.list(Self::finish(out)?);
        }
        let table = table.end().map_err(failed(messages))?;
        self.list(Self::finish(table)?);
        Ok(count)
    }
}

fn write_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn failed(path: &str) -> impl FnOnce(io::Error) -> WriteError + '_ {
    move |source| WriteError::Folder {
        path: path.to_owned(),
        source,
    }
}
