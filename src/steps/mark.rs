//! `saboot mark`, `unmark`, `withhold`: a person chooses.

use super::case::OpenCase;
use super::{Failure, World};
use crate::model::exhibit::{ChosenBy, Why};
use crate::model::{Address, Annex, Kind, Place, Record, Span, WorkAct};

/// How to mark.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// As an exhibit, or only with tags.
    pub as_exhibit: Choice,
    /// Words that say why.
    pub tags: Vec<String>,
    /// This is the message that told him to stop.
    pub stop: Choice,
    /// Records shown before and after.
    pub context: Option<u32>,
    /// A private note.
    pub note: Option<String>,
    /// Who chose.
    pub by: ChosenBy,
}

/// Whether something was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Choice {
    #[default]
    No,
    Yes,
}

/// The records that an address or a range names, frames left out.
///
/// # Errors
/// Nothing stands there.
pub fn records(open: &OpenCase, span: Span) -> Result<Vec<Record>, Failure> {
    let found: Vec<Record> = match span.last {
        None => open.record(span.first)?.into_iter().collect(),
        Some(_) => open
            .index
            .range(&span)?
            .into_iter()
            .filter(|r| r.kind != Kind::Frame)
            .collect(),
    };
    if found.is_empty() {
        Err(Failure::NoSuchItem(span))
    } else {
        Ok(found)
    }
}

/// The annex that a record goes to.
#[must_use]
pub fn annex_of(open: &OpenCase, record: &Record) -> Annex {
    let format = open
        .case
        .source(record.address.source)
        .and_then(|s| s.format.as_deref());
    match (format, record.kind) {
        (_, Kind::Call) => Annex::Calls,
        (Some("pictures"), _) => Annex::Screenshots,
        (Some("files"), _) => Annex::Documents,
        (_, Kind::Item) => Annex::Posts,
        _ => Annex::Chats,
    }
}

/// Marks records. Returns how many.
///
/// # Errors
/// Nothing stands at one of the addresses, or the log cannot be written; then nothing is marked.
pub fn mark(
    open: &mut OpenCase,
    spans: &[Span],
    options: &Options,
    world: &World<'_>,
) -> Result<u64, Failure> {
    let mut entries = Vec::new();
    for span in spans {
        for record in records(open, *span)? {
            let act = WorkAct::Marked {
                item: record.address,
                exhibit: options.as_exhibit == Choice::Yes || options.stop == Choice::Yes,
                annex: annex_of(open, &record),
                tags: options.tags.clone(),
                stop: options.stop == Choice::Yes,
                context: options.context,
                note: options.note.clone(),
            };
            entries.push(world.entry(act, options.by));
        }
    }
    let count = entries.len() as u64;
    open.work(entries)?;
    Ok(count)
}

/// Takes marks back. They stay in the work log, which never leaves.
///
/// # Errors
/// Nothing stands there, or the log cannot be written.
pub fn unmark(open: &mut OpenCase, spans: &[Span], world: &World<'_>) -> Result<u64, Failure> {
    let mut entries = Vec::new();
    for span in spans {
        let items = records(open, *span)?.into_iter().map(|r| r.address);
        entries.extend(items.map(|item| world.entry(WorkAct::Unmarked { item }, ChosenBy::Person)));
    }
    let count = entries.len() as u64;
    open.work(entries)?;
    Ok(count)
}

/// Says that something must not be shown on any paper, or that it may be shown again (`why` none).
///
/// # Errors
/// Nothing stands there, or the log cannot be written.
pub fn withhold(
    open: &mut OpenCase,
    items: &[Span],
    why: Option<Why>,
    words: Option<&str>,
    by: ChosenBy,
    world: &World<'_>,
) -> Result<u64, Failure> {
    let mut entries = Vec::new();
    for span in items {
        for item in things(open, *span)? {
            let act = match why {
                Some(why) => WorkAct::Withheld {
                    item,
                    why,
                    words: words.map(str::to_owned),
                },
                None => WorkAct::Released { item },
            };
            entries.push(world.entry(act, by));
        }
    }
    let count = entries.len() as u64;
    open.work(entries)?;
    Ok(count)
}

/// The records, or the member, that an address names.
fn things(open: &OpenCase, span: Span) -> Result<Vec<Address>, Failure> {
    match (span.first.place, span.first.member, span.last) {
        (Place::Whole, Some(n), None) => {
            let source = open.index.source(span.first.source)?;
            let exists = source.is_some_and(|s| s.members.iter().any(|m| m.n == n));
            if exists {
                Ok(vec![span.first])
            } else {
                Err(Failure::NoSuchItem(span))
            }
        }
        _ => Ok(records(open, span)?
            .into_iter()
            .map(|r| r.address)
            .collect()),
    }
}
