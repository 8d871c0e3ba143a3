//! `saboot seal`: freezes a bundle.

use std::collections::BTreeSet;
use std::io;

use serde_json::Value;

use super::case::{OpenCase, sealed_facts};
use super::tool::{VERSION, tables_digest};
use super::{Failure, World};
use crate::bundle::folder::{BagFolder, NewFile, Placed};
use crate::bundle::input::{
    Held, Naming, Origin, RecordFeed, SealedExhibit, SealedOriginal, SealedSource, Sealing, Shown,
    Where,
};
use crate::bundle::{Words, Written, plan_bundle, write_bundle};
use crate::model::fold::CaseSource;
use crate::model::{
    Act, Address, Digest, Exhibit, JournalEntry, Line, Note, Place, Severity, Source, SourceId,
};
use crate::store::{IndexError, NewFolder, Place as Stored};

/// What sealing would freeze, or what it froze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The number of the bundle.
    pub number: u32,
    /// Its fingerprint; none where nothing was written.
    pub fingerprint: Option<Digest>,
    /// Standing exhibits.
    pub exhibits: u64,
    /// Things that no paper shows.
    pub withheld: u64,
    /// Files and bytes of the payload.
    pub payload_files: u64,
    /// Bytes of the payload.
    pub payload_bytes: u64,
}

/// Whether something came in, was declared or was chosen since the latest bundle.
#[must_use]
pub fn is_sealed(open: &OpenCase) -> bool {
    let entries = open.store.journal().entries();
    let Some(latest) = entries.iter().rposition(|e| e.act == Act::Sealed) else {
        return false;
    };
    let changed = entries[latest..].iter().any(|e| {
        matches!(
            e.act,
            Act::Admitted | Act::Read | Act::Declared | Act::Removed
        )
    });
    let covered = open.case.bundles.last().map(|b| b.work_count);
    !changed && covered == Some(open.case.work_count)
}

/// The `stop` notes that are open.
///
/// # Errors
/// The index refuses.
pub fn stops(open: &OpenCase) -> Result<Vec<Note>, Failure> {
    Ok(open
        .notes()?
        .into_iter()
        .filter(|n| n.severity == Severity::Stop)
        .collect())
}

/// Says what would be frozen. Changes nothing.
///
/// # Errors
/// There is no source.
pub fn forecast(open: &OpenCase) -> Result<Outcome, Failure> {
    if open.case.sources.is_empty() {
        return Err(Failure::NothingToSeal);
    }
    let held = open
        .case
        .sources
        .iter()
        .flat_map(|s| &s.originals)
        .filter(|o| o.absent.is_none());
    let bytes: Vec<u64> = held.map(|o| o.size).collect();
    Ok(Outcome {
        number: next_number(open),
        fingerprint: None,
        exhibits: open.case.standing().count() as u64,
        withheld: open.case.withheld.len() as u64,
        payload_files: bytes.len() as u64,
        payload_bytes: bytes.iter().sum(),
    })
}

fn next_number(open: &OpenCase) -> u32 {
    open.case.bundles.iter().map(|b| b.n).max().unwrap_or(0) + 1
}

/// Freezes a bundle. A kill at any write leaves no bundle or a whole one.
///
/// # Errors
/// A `stop` note is open, there is nothing to seal, or the disk refuses.
pub fn seal(open: &mut OpenCase, world: &World<'_>) -> Result<Outcome, Failure> {
    let stops = stops(open)?;
    if !stops.is_empty() {
        return Err(Failure::Stopped(stops));
    }
    let mut outcome = forecast(open)?;
    let journal = open.store.journal_bytes()?;
    let now = (world.now)();
    let earlier = Earlier::of(open);
    let sealing = Sealing {
        number: outcome.number,
        now,
        previous: open.case.bundles.last().map(|b| b.fingerprint),
        sources: sources(open, &earlier)?,
        exhibits: exhibits(open, &earlier)?,
        notes: open.notes()?,
        journal: &journal,
        words: Words::of(&open.case),
        program: VERSION,
        tables: tables_digest(),
    };
    let plan = plan_bundle(&sealing)?;
    let folder = open.store.begin_bundle(outcome.number)?;
    let written: Written = write_bundle(&plan, &Feed { open }, &Folder(&folder))?;
    folder.finish()?;
    let facts = sealed_facts(
        outcome.number,
        written.fingerprint,
        open.case.work_count,
        false,
    );
    let subject = format!("bundle {}", outcome.number);
    open.store
        .append_journal(now, &world.actor, Act::Sealed, Some(subject), facts)?;
    open.case = open.store.case();
    outcome.fingerprint = Some(written.fingerprint);
    outcome.payload_files = written.payload_files;
    outcome.payload_bytes = written.payload_bytes;
    Ok(outcome)
}

/// What earlier bundles hold, as the journal tells it.
struct Earlier {
    /// Each bundle with the sources that it holds first.
    holds: Vec<(Digest, BTreeSet<SourceId>, u64)>,
    /// Each bundle with the originals that came in before it and after the one before.
    originals: Vec<(Digest, BTreeSet<(SourceId, Digest)>)>,
}

impl Earlier {
    fn of(open: &OpenCase) -> Self {
        let mut holds = Vec::new();
        let mut fresh = BTreeSet::new();
        let mut originals = Vec::new();
        let mut arrived = BTreeSet::new();
        for entry in open.store.journal().entries() {
            let source = entry
                .subject
                .as_deref()
                .and_then(|s| s.parse::<SourceId>().ok());
            if let (Act::Admitted, Some(source)) = (entry.act, source) {
                arrived.extend(admitted(entry).map(|digest| (source, digest)));
            }
            match (entry.act, source) {
                // A source that was declared or read anew gives new records, which go into the next bundle.
                (Act::Admitted | Act::Read | Act::Declared, Some(source)) => {
                    fresh.insert(source);
                }
                (Act::Sealed, _) => {
                    let fingerprint = entry
                        .facts
                        .get("fingerprint")
                        .and_then(Value::as_str)
                        .and_then(|f| f.parse().ok());
                    let work = entry
                        .facts
                        .get("work_count")
                        .and_then(Value::as_u64)
                        .unwrap_or(0);
                    originals.extend(fingerprint.map(|f| (f, std::mem::take(&mut arrived))));
                    holds.extend(fingerprint.map(|f| (f, std::mem::take(&mut fresh), work)));
                }
                _ => {}
            }
        }
        Self { holds, originals }
    }

    /// Where the records of a source are: in the latest bundle that took them, unless they changed since.
    fn records(&self, open: &OpenCase, source: SourceId) -> Where {
        let entries = open.store.journal().entries();
        let since = entries
            .iter()
            .rposition(|e| e.act == Act::Sealed)
            .map_or(0, |at| at + 1);
        let id = source.to_string();
        let changed = entries[since..].iter().any(|e| {
            matches!(e.act, Act::Admitted | Act::Read | Act::Declared)
                && e.subject.as_deref() == Some(&id)
        });
        match self
            .holds
            .iter()
            .rev()
            .find(|(_, sources, _)| sources.contains(&source))
        {
            Some((fingerprint, _, _)) if !changed => Where::Earlier(*fingerprint),
            _ => Where::Here,
        }
    }

    /// Where an original is: in the first bundle that was sealed after it came in.
    fn original(&self, source: SourceId, sha256: Digest) -> Where {
        let first = self
            .originals
            .iter()
            .find(|(_, held)| held.contains(&(source, sha256)));
        first.map_or(Where::Here, |(fingerprint, _)| Where::Earlier(*fingerprint))
    }
}

/// The originals that an entry of the journal lets in.
fn admitted(entry: &JournalEntry) -> impl Iterator<Item = Digest> {
    let listed = entry.facts.get("originals").and_then(Value::as_array);
    listed
        .into_iter()
        .flatten()
        .filter_map(|o| o.get("sha256")?.as_str()?.parse().ok())
}

fn sources(open: &OpenCase, earlier: &Earlier) -> Result<Vec<SealedSource>, Failure> {
    let mut sealed = Vec::new();
    for source in &open.case.sources {
        let mut line = match open.index.source(source.id)? {
            Some(line) => line,
            // Nothing of it was copied, so nothing was read; what was seen of it is still listed.
            None if source.originals.iter().any(|o| !o.is_removed()) => unread(source),
            None => continue,
        };
        let records = earlier.records(open, source.id);
        if records != Where::Here {
            line.members.clear();
        }
        let alone = source.originals.len() == 1 && line.sha256.is_some();
        let originals = (1..)
            .zip(&source.originals)
            .map(|(n, original)| SealedOriginal {
                number: (!alone).then_some(n),
                given_name: original.given_name.clone(),
                size: original.size,
                sha256: original.sha256,
                origin: origin(source),
                held: if original.absent.is_some() {
                    Held::None
                } else {
                    Held::Whole
                },
                naming: naming(open, source, n),
                stored: earlier.original(source.id, original.sha256),
            });
        sealed.push(SealedSource {
            originals: originals.collect(),
            source: line,
            records,
        });
    }
    Ok(sealed)
}

/// The line of a source of which the case holds nothing.
fn unread(source: &CaseSource) -> Source {
    let alone = match source.originals.as_slice() {
        [only] => Some(only.sha256),
        _ => None,
    };
    Source {
        source: source.id,
        format: "files".to_owned(),
        given_name: source.given_name.clone(),
        size: source.originals.iter().map(|o| o.size).sum(),
        sha256: alone,
        parts: Vec::new(),
        members: Vec::new(),
        owner: None,
        zone: None,
        order: None,
    }
}

/// A withheld lone picture must not open at a double click.
fn naming(open: &OpenCase, source: &CaseSource, n: u32) -> Naming {
    // A zip among several holds many files: withholding one of them says nothing of the zip.
    let shape = source.facts.get("shape").and_then(Value::as_str);
    if matches!(shape, Some("archive" | "parts")) && source.originals.len() > 1 {
        return Naming::ByKind;
    }
    let member = Some(Address::member(source.id, n));
    let held = open.case.withheld.keys().any(|item| {
        Some(Address {
            place: Place::Whole,
            ..*item
        }) == member
    });
    if held {
        Naming::Neutral
    } else {
        Naming::ByKind
    }
}

fn origin(source: &CaseSource) -> Origin {
    let fact = |name: &str| {
        source
            .facts
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let got: Vec<String> = ["got", "got_from", "got_on"]
        .map(fact)
        .into_iter()
        .filter(|s| !s.is_empty())
        .collect();
    Origin {
        device: fact("device"),
        exported_by: fact("exported_by"),
        exported_at: fact("exported_on"),
        how_got: got.join("; "),
    }
}

fn exhibits(open: &OpenCase, earlier: &Earlier) -> Result<Vec<SealedExhibit>, Failure> {
    let covered = earlier.holds.last().map_or(0, |(_, _, work)| *work);
    let before = if covered == 0 {
        Vec::new()
    } else {
        exhibits_before(open, covered)
    };
    let mut standing: Vec<&Exhibit> = open
        .case
        .standing()
        .filter(|e| !before.contains(&e.item))
        .collect();
    standing.sort_by_key(|e| e.number);
    let mut sealed = Vec::new();
    for exhibit in standing {
        let Some(record) = open.record(exhibit.item)? else {
            continue;
        };
        // A record is withheld with its file: a paper that covers the one covers the other.
        let files = record.attachments.iter().filter_map(|a| a.member_n);
        let whole = Address {
            place: Place::Whole,
            ..exhibit.item
        };
        let covers = files
            .map(|n| Address::member(exhibit.item.source, n))
            .chain([exhibit.item, whole]);
        let held = covers
            .filter_map(|item| open.case.withheld.get(&item))
            .next();
        sealed.push(SealedExhibit {
            exhibit: exhibit.clone(),
            bytes: Some(record.bytes),
            sha256: record.sha256,
            shown: held.map_or(Shown::Openly, |w| Shown::Withheld(w.why)),
        });
    }
    Ok(sealed)
}

/// The exhibits that stood when the latest bundle was sealed.
fn exhibits_before(open: &OpenCase, work_count: u64) -> Vec<Address> {
    let end = usize::try_from(work_count)
        .unwrap_or(usize::MAX)
        .min(open.store.work().len());
    let then = crate::model::Case::fold(open.store.journal().entries(), &open.store.work()[..end]);
    then.standing().map(|e| e.item).collect()
}

struct Feed<'o> {
    open: &'o OpenCase,
}

impl RecordFeed for Feed<'_> {
    fn feed(
        &self,
        source: SourceId,
        each: &mut dyn FnMut(&Line) -> io::Result<()>,
    ) -> io::Result<()> {
        struct Refused(io::Error);
        impl From<IndexError> for Refused {
            fn from(error: IndexError) -> Self {
                Self(io::Error::other(error))
            }
        }
        let given = self.open.index.lines(source, |text| {
            let line: Line = serde_json::from_str(text).map_err(|e| Refused(e.into()))?;
            each(&line).map_err(Refused)
        });
        given.map_err(|Refused(error)| error)
    }
}

/// The store's new folder, as a bundle is written into it.
struct Folder<'f>(&'f NewFolder);

struct File(crate::store::NewFile);

impl io::Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl NewFile for File {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.finish()
    }
}

impl BagFolder for Folder<'_> {
    fn create(&self, path: &str) -> io::Result<Box<dyn NewFile + '_>> {
        Ok(Box::new(File(self.0.create(path)?)))
    }

    fn place_original(&self, sha256: Digest, path: &str) -> io::Result<Placed> {
        Ok(match self.0.place_original(sha256, path)? {
            Stored::Linked => Placed::Linked,
            Stored::Copied { sha256, size } => Placed::Copied { sha256, size },
        })
    }
}
