//! `saboot add`: copies in, hashes, reads.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::case::{OpenCase, shape_name};
use super::new::check_zone;
use super::read::recognizers;
use super::{Failure, World, extend};
use crate::intake::{self, Gathered, Given, Limits, Refusal, Shape};
use crate::model::exhibit::ChosenBy;
use crate::model::fold::CaseSource;
use crate::model::{Act, DateOrder, Digest, Note, Severity, SourceId, Summary, WorkAct};
use crate::sources;

/// What a person says about what is added.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The order of day, month and year.
    pub order: Option<DateOrder>,
    /// The zone of the phone that exported.
    pub zone: Option<String>,
    /// The format, if a person names it.
    pub format: Option<String>,
    /// Patterns of the threads to read; none leaves the choice as it was, which is all of them at first.
    pub threads: Vec<String>,
    /// Facts of custody by name: `got_from`, `got_on`, `device`, `exported_by`.
    pub origin: Map<String, Value>,
    /// Whether the files are copied.
    pub keep: Keep,
}

/// Whether the files are copied into the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// They are copied.
    #[default]
    Copy,
    /// Only their digest and size are written down; nothing is read from them.
    ReferenceOnly,
}

/// What became of one thing that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// The source that it is now.
    pub source: SourceId,
    /// Its name as given, for the terminal.
    pub given_name: String,
    /// The format that read it.
    pub format: Option<String>,
    /// Whether it was in the case before.
    pub known: Known,
    /// Its counts.
    pub summary: Summary,
    /// Its doubts and facts.
    pub notes: Vec<Note>,
}

/// Whether the same bytes were in the case before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Known {
    New,
    Before,
}

impl Added {
    /// Whether a person should look at it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.summary.unparsed > 0 || self.notes.iter().any(|n| n.severity != Severity::Info)
    }
}

/// What would be copied: sources, files and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Forecast {
    pub sources: u64,
    pub files: u64,
    pub bytes: u64,
}

/// Says what `add` would copy. Changes nothing.
///
/// # Errors
/// A path cannot be read.
pub fn forecast(paths: &[PathBuf], world: &World<'_>) -> Result<Forecast, Failure> {
    let mut forecast = Forecast::default();
    for gathered in intake::gather(paths, &recognizers(), &Limits::STANDARD, world.watch)? {
        forecast.sources += 1;
        forecast.files += gathered.files.len() as u64;
        forecast.bytes += gathered.files.iter().map(|f| f.size).sum::<u64>();
    }
    Ok(forecast)
}

/// Adds what was given, source by source. What was done before a failure stands.
///
/// # Errors
/// A path cannot be read, the disk is full, or the work was stopped.
pub fn add(
    open: &mut OpenCase,
    paths: &[PathBuf],
    options: &Options,
    world: &World<'_>,
) -> Result<Vec<Added>, Failure> {
    if let Some(zone) = &options.zone {
        check_zone(zone)?;
    }
    if let Some(format) = &options.format {
        sources::find(format).ok_or_else(|| Failure::NoFormat(format.clone()))?;
    }
    let mut added = Vec::new();
    for gathered in intake::gather(paths, &recognizers(), &Limits::STANDARD, world.watch)? {
        added.push(add_one(open, gathered, options, world)?);
        if world.watch.stopped() {
            return Err(Failure::Interrupted);
        }
    }
    Ok(added)
}

fn add_one(
    open: &mut OpenCase,
    mut gathered: Gathered,
    options: &Options,
    world: &World<'_>,
) -> Result<Added, Failure> {
    let removed = removed_digests(open);
    let (mut refused, kept): (Vec<_>, Vec<_>) = gathered
        .files
        .into_iter()
        .partition(|f| f.refusal.is_some());
    gathered.files = kept;
    match options.keep {
        Keep::Copy => {
            for file in &mut gathered.files {
                let kept = open.store.admit(&file.path, world.watch)?;
                // What was removed for good does not come back with the next run over the same folder.
                if removed.contains(&kept.sha256) {
                    open.store.remove_original(kept.sha256)?;
                }
                file.known = Some((kept.size, kept.sha256));
            }
        }
        Keep::ReferenceOnly => {
            let hashed = intake::open_gathered(
                gathered.clone(),
                open.case.next_source(),
                &Limits::STANDARD,
                world.watch,
            )?;
            gathered.files = hashed.files;
        }
    }
    let twice = drop_repeated(&mut gathered);
    let mut before = known_source(open, &gathered);
    if before.is_none() {
        let is_removed = |f: &mut Given| f.known.is_some_and(|(_, d)| removed.contains(&d));
        let again = gathered.files.extract_if(.., is_removed);
        refused.extend(again.map(|f| Given {
            refusal: Some(Refusal::Removed),
            ..f
        }));
        if gathered.files.is_empty() {
            // Nothing is left to add: the source that it was removed from tells so.
            before = source_of(open, &refused);
        }
    }
    let holder = match (before, options.keep) {
        (None, Keep::Copy) => extend::holder(open, &gathered, world)?,
        _ => None,
    };
    let id = match (before, holder) {
        (Some(id), _) => {
            name(open, id, &gathered, world)?;
            id
        }
        (None, Some(id)) => {
            let new = extend::extend(open, id, &gathered, &options.origin, world)?;
            before = (new == 0).then_some(id);
            id
        }
        (None, None) => admit(open, &gathered, refused.len(), options, world)?,
    };
    declare(open, id, options, world)?;
    choose_threads(open, id, options, world)?;
    if let Some(source) = open.case.source(id).cloned() {
        open.read_in(&source, world)?;
    }
    let mut notes = open.index.notes(Some(id))?;
    // What could not be opened is not in the case: its notes are told here, and its count stands in the journal.
    notes.extend(refused.iter().filter_map(|f| f.refusal).map(|r| r.note(id)));
    let is_back = refused.iter().any(|f| f.refusal == Some(Refusal::Removed));
    if before.is_some() && !is_back || twice > 0 {
        notes.push(Note::new(
            "C-DUP-01",
            Severity::Info,
            id,
            "The same bytes are in the case already; they were not copied again.",
        ));
    }
    let source = open.case.source(id);
    Ok(Added {
        source: id,
        given_name: gathered.given_name,
        format: source.and_then(|s| s.format.clone()),
        known: if before.is_some() {
            Known::Before
        } else {
            Known::New
        },
        summary: open.index.summary(Some(id))?,
        notes,
    })
}

/// A part of a download that was given twice counts once. Returns how many did.
fn drop_repeated(gathered: &mut Gathered) -> usize {
    let given = gathered.files.len();
    if gathered.shape == Shape::Parts {
        let mut seen = BTreeSet::new();
        let mut is_first = |f: &Given| f.known.is_none_or(|(_, digest)| seen.insert(digest));
        gathered.files.retain(&mut is_first);
    }
    given - gathered.files.len()
}

/// The source that already holds exactly these bytes under these names.
fn known_source(open: &OpenCase, gathered: &Gathered) -> Option<SourceId> {
    let digests: Vec<_> = gathered
        .files
        .iter()
        .filter_map(|f| f.known)
        .map(|(_, digest)| digest)
        .collect();
    let same = |s: &&crate::model::fold::CaseSource| {
        s.originals
            .iter()
            .map(|o| o.sha256)
            .eq(digests.iter().copied())
    };
    open.case.sources.iter().find(same).map(|s| s.id)
}

fn admit(
    open: &mut OpenCase,
    gathered: &Gathered,
    refused: usize,
    options: &Options,
    world: &World<'_>,
) -> Result<SourceId, Failure> {
    let id = open.case.next_source();
    let absent = (options.keep == Keep::ReferenceOnly).then_some("reference-only");
    let originals =
        gathered
            .files
            .iter()
            .filter_map(|f| f.known)
            .map(|(size, digest)| match absent {
                Some(why) => json!({"sha256": digest.to_string(), "size": size, "absent": why}),
                None => json!({"sha256": digest.to_string(), "size": size}),
            });
    let mut facts = Map::new();
    facts.insert("shape".into(), shape_name(gathered.shape).into());
    facts.insert("originals".into(), originals.collect());
    if refused > 0 {
        facts.insert("refused".into(), refused.into());
    }
    facts.extend(options.origin.clone());
    open.store.append_journal(
        (world.now)(),
        &world.actor,
        Act::Admitted,
        Some(id.to_string()),
        facts,
    )?;
    open.case = open.store.case();
    name(open, id, gathered, world)?;
    Ok(id)
}

/// The source that one of these files was removed from.
fn source_of(open: &OpenCase, files: &[Given]) -> Option<SourceId> {
    let given = |digest| {
        files
            .iter()
            .any(|f| f.known.map(|(_, d)| d) == Some(digest))
    };
    let was_here = |s: &&CaseSource| s.originals.iter().any(|o| given(o.sha256));
    open.case.sources.iter().find(was_here).map(|s| s.id)
}

/// Takes down the names as given, unless they are known. A kill can part them from the entry in the journal.
fn name(
    open: &mut OpenCase,
    id: SourceId,
    gathered: &Gathered,
    world: &World<'_>,
) -> Result<(), Failure> {
    let is_named = |s: &CaseSource| !s.given_name.is_empty();
    if open.case.source(id).is_some_and(is_named) {
        return Ok(());
    }
    let named = WorkAct::Named {
        source: id,
        given_name: gathered.given_name.clone(),
        originals: gathered.files.iter().map(|f| f.name().text).collect(),
    };
    open.work(vec![world.entry(named, ChosenBy::Person)])
}

/// Takes down which threads are read. The words stay in the work log: they may be somebody's name.
fn choose_threads(
    open: &mut OpenCase,
    id: SourceId,
    options: &Options,
    world: &World<'_>,
) -> Result<(), Failure> {
    if options.threads.is_empty() {
        return Ok(());
    }
    let chosen = WorkAct::Threads {
        source: id,
        patterns: options.threads.clone(),
    };
    open.work(vec![world.entry(chosen, ChosenBy::Person)])
}

/// Digests that were removed for good and that no source holds.
fn removed_digests(open: &OpenCase) -> BTreeSet<Digest> {
    let originals = || open.case.sources.iter().flat_map(|s| &s.originals);
    let held: BTreeSet<Digest> = originals()
        .filter(|o| o.absent.is_none())
        .map(|o| o.sha256)
        .collect();
    originals()
        .filter(|o| o.is_removed() && !held.contains(&o.sha256))
        .map(|o| o.sha256)
        .collect()
}

/// Writes what a person declares about a source, where it is new.
///
/// # Errors
/// The journal cannot be written.
pub fn declare(
    open: &mut OpenCase,
    id: SourceId,
    options: &Options,
    world: &World<'_>,
) -> Result<(), Failure> {
    let Some(source) = open.case.source(id) else {
        return Ok(());
    };
    let mut facts = Map::new();
    if let Some(order) = options
        .order
        .map(|o| serde_json::to_value(o).unwrap_or_default())
        .filter(|o| o.as_str() != source.order.as_deref())
    {
        facts.insert("order".into(), order);
    }
    if let Some(zone) = options
        .zone
        .as_ref()
        .filter(|z| Some(*z) != source.zone.as_ref())
    {
        facts.insert("zone".into(), zone.clone().into());
    }
    if let Some(format) = options
        .format
        .as_ref()
        .filter(|f| Some(*f) != source.format.as_ref())
    {
        facts.insert("format".into(), format.clone().into());
    }
    facts.extend(
        options
            .origin
            .iter()
            .filter(|(k, v)| source.facts.get(*k) != Some(*v))
            .map(|(k, v)| (k.clone(), v.clone())),
    );
    if facts.is_empty() {
        return Ok(());
    }
    open.store.append_journal(
        (world.now)(),
        &world.actor,
        Act::Declared,
        Some(id.to_string()),
        facts,
    )?;
    open.case = open.store.case();
    Ok(())
}
