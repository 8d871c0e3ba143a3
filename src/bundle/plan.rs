//! What goes into a bundle and under which name. Pure: names, sizes and digests, no path of this machine.

use std::collections::BTreeSet;
use std::io;

use crate::model::custody::BrokenJournal;
use crate::model::custody::Journal;
use crate::model::{Act, SourceId};
use crate::model::{Digest, Line};

use super::csv_tables::{EXHIBITS, MEMBERS, SOURCES, Table, exhibit_row, member_row, source_row};
use super::input::{Held, Naming, SealedOriginal, SealedSource, Sealing, Where};
use super::names::{check_name, neutral_extension};

/// The line that begins every `.jsonl` but records and journal, so that none is empty.
pub const NOTES_SCHEMA: &str = r#"{"type":"schema","schema":"saboot-notes/1"}"#;

/// One file of the payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// Its path in the bundle.
    pub path: String,
    /// Where its bytes come from.
    pub content: Content,
}

/// Where the bytes of a payload file come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The stored original with this digest and size.
    Original {
        /// SHA-256.
        sha256: Digest,
        /// Bytes.
        size: u64,
    },
    /// These bytes.
    Bytes(Vec<u8>),
    /// The record lines of a source.
    Records(SourceId),
    /// The table over the records of every source that has [`Content::Records`].
    Messages,
}

/// A whole bundle before it is written.
#[derive(Debug, Clone)]
pub struct Plan<'s> {
    pub(super) sealing: &'s Sealing<'s>,
    payload: Vec<Payload>,
    journal_head: Digest,
    journal_count: u64,
}

/// Why these values make no bundle.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The journal has no line, or one that does not follow from the one before.
    #[error("the custody journal is not whole")]
    Journal(#[source] Option<BrokenJournal>),
    /// Number 1 has a bundle before it, or another number has none.
    #[error("bundle number and previous bundle do not agree")]
    Number,
    /// Two originals, or two members of one, ask for one path, or a path breaks the rules of names.
    #[error("{path} cannot be used once for one file")]
    Name {
        /// The path in the bundle.
        path: String,
    },
    /// A value could not be written as text.
    #[error("{path} cannot be made")]
    Text {
        /// The path in the bundle.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Plan<'_> {
    /// The payload, sorted by path bytes.
    #[must_use]
    pub fn payload(&self) -> &[Payload] {
        &self.payload
    }

    /// The bytes of all originals, which a file system without hard links needs as free space.
    #[must_use]
    pub fn original_bytes(&self) -> u64 {
        let sizes = self.payload.iter().map(|p| match p.content {
            Content::Original { size, .. } => size,
            _ => 0,
        });
        sizes.sum()
    }

    /// SHA-256 of the journal's last line.
    #[must_use]
    pub fn journal_head(&self) -> Digest {
        self.journal_head
    }

    /// The journal's lines.
    #[must_use]
    pub fn journal_count(&self) -> u64 {
        self.journal_count
    }
}

/// Plans a bundle.
///
/// # Errors
/// The values contradict each other, or the journal is broken.
pub fn plan_bundle<'s>(sealing: &'s Sealing<'s>) -> Result<Plan<'s>, PlanError> {
    let journal =
        Journal::parse(sealing.journal).map_err(|broken| PlanError::Journal(Some(broken)))?;
    let sealed_before = journal.entries().iter().any(|e| e.act == Act::Sealed);
    if journal.entries().is_empty() {
        return Err(PlanError::Journal(None));
    }
    let first = sealing.number == 1;
    if sealing.number == 0 || first != sealing.previous.is_none() || first == sealed_before {
        return Err(PlanError::Number);
    }
    let mut payload = Vec::new();
    for source in &sealing.sources {
        plan_originals(source, &mut payload);
        if source.records == Where::Here {
            let id = source.source.source;
            payload.push(Payload {
                path: format!("data/records/{id}.jsonl"),
                content: Content::Records(id),
            });
        }
    }
    payload.push(Payload {
        path: "data/messages.csv".into(),
        content: Content::Messages,
    });
    for (path, text) in [
        ("data/sources.csv", sources_csv(sealing)),
        ("data/members.csv", members_csv(sealing)),
        ("data/exhibits.csv", exhibits_csv(sealing)),
        ("data/notes.jsonl", notes_jsonl(sealing)),
        (
            "data/words.json",
            sealing
                .words
                .print()
                .map(String::into_bytes)
                .map_err(io::Error::from),
        ),
        ("data/journal.jsonl", Ok(sealing.journal.to_vec())),
    ] {
        let bytes = text.map_err(|source| PlanError::Text {
            path: path.into(),
            source,
        })?;
        payload.push(Payload {
            path: path.into(),
            content: Content::Bytes(bytes),
        });
    }
    payload.sort_by(|a, b| a.path.cmp(&b.path));
    check_paths(&payload)?;
    Ok(Plan {
        sealing,
        payload,
        journal_head: journal.head(),
        journal_count: journal.entries().len() as u64,
    })
}

/// Each path keeps the rules of names and is no case twin of another.
fn check_paths(payload: &[Payload]) -> Result<(), PlanError> {
    let mut seen = BTreeSet::new();
    for file in payload {
        if check_name(&file.path).is_err() || !seen.insert(file.path.to_ascii_lowercase()) {
            return Err(PlanError::Name {
                path: file.path.clone(),
            });
        }
    }
    Ok(())
}

fn plan_originals(source: &SealedSource, payload: &mut Vec<Payload>) {
    let id = source.source.source;
    for original in source.originals.iter().filter(|o| o.stored == Where::Here) {
        match &original.held {
            Held::Whole => payload.push(Payload {
                path: original_path(source, original),
                content: Content::Original {
                    sha256: original.sha256,
                    size: original.size,
                },
            }),
            Held::Members(members) => payload.extend(members.iter().map(|member| Payload {
                path: format!(
                    "data/originals/{id}-F{}.{}",
                    member.n,
                    extension(original.naming, &member.name)
                ),
                content: Content::Original {
                    sha256: member.sha256,
                    size: member.size,
                },
            })),
            Held::None => {}
        }
    }
}

fn extension(naming: Naming, name: &str) -> &'static str {
    match naming {
        Naming::ByKind => neutral_extension(name),
        Naming::Neutral => "bin",
    }
}

fn original_path(source: &SealedSource, original: &SealedOriginal) -> String {
    let extension = extension(original.naming, &original.given_name);
    format!(
        "data/originals/{}.{extension}",
        original.id(source.source.source)
    )
}

fn sources_csv(sealing: &Sealing<'_>) -> io::Result<Vec<u8>> {
    let mut table = Table::begin(Vec::new(), &SOURCES)?;
    for source in &sealing.sources {
        for original in &source.originals {
            let here = original.stored == Where::Here && original.held == Held::Whole;
            let file = if here {
                original_path(source, original)
            } else {
                String::new()
            };
            table.row(&source_row(source, original, &file))?;
        }
    }
    table.end()
}

fn members_csv(sealing: &Sealing<'_>) -> io::Result<Vec<u8>> {
    let mut table = Table::begin(Vec::new(), &MEMBERS)?;
    for source in sealing.sources.iter().filter(|s| s.records == Where::Here) {
        for member in &source.source.members {
            table.row(&member_row(source.source.source, member))?;
        }
    }
    table.end()
}

fn exhibits_csv(sealing: &Sealing<'_>) -> io::Result<Vec<u8>> {
    let mut table = Table::begin(Vec::new(), &EXHIBITS)?;
    for exhibit in &sealing.exhibits {
        table.row(&exhibit_row(exhibit))?;
    }
    table.end()
}

fn notes_jsonl(sealing: &Sealing<'_>) -> io::Result<Vec<u8>> {
    let mut bytes = format!("{NOTES_SCHEMA}\n").into_bytes();
    for note in &sealing.notes {
        serde_json::to_writer(&mut bytes, &Line::Note(note.clone()))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}
