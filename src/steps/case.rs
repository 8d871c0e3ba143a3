//! Opens a case with its index brought up to date.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::read::read_in_order;
use super::{Failure, World};
use crate::bundle::bag_info::BagInfo;
use crate::intake::{self, Gathered, Given, Limits, Refusal, Shape};
use crate::model::axis::zone_named;
use crate::model::fold::{Admitted, CaseSource};
use crate::model::{
    Act, Address, Case, DateOrder, Digest, Export, Kind, Line, Note, Place, Record, Span, Summary,
    Watch, WorkEntry, Zone,
};
use crate::packet::moment;
use crate::sources::{self, ChosenThreads, Format, Hints, THREADS_LEFT};
use crate::store::index::Filled;
use crate::store::{Index, IndexError, Store};

/// Whether a step writes into the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It only reads; two windows can.
    Read,
    /// It writes; one window can.
    Write,
}

/// A case, its index, and its state.
pub struct OpenCase {
    /// The folder.
    pub store: Store,
    /// The index, which holds every source.
    pub index: Index,
    /// The fold of the two logs.
    pub case: Case,
}

impl OpenCase {
    /// Opens the case in `folder`, mends what a killed run left, and reads in what the index lacks.
    ///
    /// # Errors
    /// It is no case, is in use, or is damaged; or an original cannot be read.
    pub fn open(folder: &Path, access: Access, world: &World<'_>) -> Result<Self, Failure> {
        let store = match access {
            Access::Write => Store::open_to_write(folder)?,
            Access::Read => Store::open_to_read(folder)?,
        };
        let index = match store.index() {
            // A missing index is made again, which takes the lock.
            Err(IndexError::Missing | IndexError::Damaged) if access == Access::Read => {
                return Self::open(folder, Access::Write, world);
            }
            opened => opened?,
        };
        let mut open = Self {
            case: store.case(),
            store,
            index,
        };
        if access == Access::Write {
            open.acknowledge_bundle(world)?;
        }
        for source in open.case.sources.clone() {
            if open.is_read(&source)? {
                continue;
            }
            if access == Access::Read {
                drop(open);
                return Self::open(folder, Access::Write, world);
            }
            open.read_in(&source, world)?;
        }
        Ok(open)
    }

    /// Whether the index holds what the journal says was read.
    fn is_read(&self, source: &CaseSource) -> Result<bool, Failure> {
        let Some(expected) = source.reading.get("stream").and_then(Value::as_str) else {
            return Ok(source.originals.iter().all(|o| o.absent.is_some())
                && source.reading.contains_key("unread"));
        };
        Ok(self
            .index
            .holds(source.id)?
            .is_some_and(|held| held.to_string() == expected))
    }

    /// Reads a source into the index, and writes that it was read where the outcome is not the one known.
    ///
    /// # Errors
    /// An original cannot be read, or the index or the journal refuses.
    pub fn read_in(&mut self, source: &CaseSource, world: &World<'_>) -> Result<(), Failure> {
        let Some((export, notes)) = self.export_of(source, world.watch)? else {
            self.index.forget(source.id)?;
            return self.note_reading(
                source,
                Map::from_iter([("unread".into(), json!(true))]),
                world,
            );
        };
        let format = source
            .format
            .as_deref()
            .and_then(sources::find)
            .unwrap_or_else(|| sources::recognize(&export));
        let (filled, left) = self.fill(source, format, &export, notes)?;
        let mut facts = reading_facts(format, &filled);
        if let Some(left) = left {
            facts.insert(THREADS_LEFT.into(), left);
        }
        self.note_reading(source, facts, world)
    }

    fn note_reading(
        &mut self,
        source: &CaseSource,
        facts: Map<String, Value>,
        world: &World<'_>,
    ) -> Result<(), Failure> {
        if facts != source.reading {
            self.store.append_journal(
                (world.now)(),
                "saboot",
                Act::Read,
                Some(source.id.to_string()),
                facts,
            )?;
            self.case = self.store.case();
        }
        Ok(())
    }

    fn fill(
        &mut self,
        source: &CaseSource,
        format: &dyn Format,
        export: &Export,
        notes: Vec<Note>,
    ) -> Result<(Filled, Option<Value>), Failure> {
        let mut left = None;
        let mut filling = self.index.fill(source.id)?;
        let mut refused: Option<IndexError> = None;
        read_in_order(format, export, source.id, &hints_of(source), &mut |line| {
            if let Line::Note(note) = &line {
                left = note.facts.get(THREADS_LEFT).cloned().or(left.take());
            }
            if refused.is_none() {
                refused = filling.add(&line).err();
            }
        });
        for note in notes {
            if refused.is_none() {
                refused = filling.add(&Line::Note(note)).err();
            }
        }
        match refused {
            Some(error) => Err(error.into()),
            None => Ok((filling.finish()?, left)),
        }
    }

    /// The export behind a source, from the case's own originals, with every member hashed again. None where nothing
    /// of it is held.
    ///
    /// # Errors
    /// An original cannot be read.
    fn export_of(
        &self,
        source: &CaseSource,
        watch: &dyn Watch,
    ) -> Result<Option<(Export, Vec<Note>)>, Failure> {
        let Some(gathered) = self.gathered(source) else {
            return Ok(None);
        };
        let opened = intake::open_gathered(gathered, source.id, &Limits::STANDARD, watch)?;
        Ok(Some((opened.export, opened.notes)))
    }

    /// The files behind a source, as they lie in the case.
    fn gathered(&self, source: &CaseSource) -> Option<Gathered> {
        let originals = self.store.originals();
        if source.originals.iter().all(|o| o.absent.is_some()) {
            return None;
        }
        // What was removed keeps its place, so that the addresses behind it stay.
        let present = |o: &&Admitted| o.absent.is_none() || o.is_removed();
        let files: Vec<Given> = source
            .originals
            .iter()
            .filter(present)
            .map(|o| Given {
                path: originals.path(o.sha256),
                raw_name: o.given_name.clone().into_bytes(),
                size: if o.is_removed() { 0 } else { o.size },
                known: (!o.is_removed()).then_some((o.size, o.sha256)),
                refusal: o.is_removed().then_some(Refusal::Removed),
            })
            .collect();
        let shape = source.facts.get("shape").and_then(Value::as_str);
        let shape = match shape.map_or(Shape::Files, shape_named) {
            // Parts came later to what was one zip.
            Shape::Archive if files.len() > 1 => Shape::Parts,
            shape => shape,
        };
        Some(Gathered {
            shape,
            given_name: source.given_name.clone(),
            files,
        })
    }

    /// All bytes of a member, from the case's own originals. Nothing else of the source is read.
    ///
    /// # Errors
    /// There is no such member, or it cannot be read.
    pub fn member_bytes(&self, member: Address, watch: &dyn Watch) -> Result<Vec<u8>, Failure> {
        let missing = || {
            Failure::NoSuchItem(Span {
                first: member,
                last: None,
            })
        };
        let n = member.member.ok_or_else(missing)?;
        let source = self.case.source(member.source).ok_or_else(missing)?;
        let gathered = self.gathered(source).ok_or_else(missing)?;
        let line = self.index.source(source.id)?.ok_or_else(missing)?;
        let export = intake::reopen(&gathered, line.members, &Limits::STANDARD, watch)?;
        Ok(export.bytes(n)?)
    }

    /// Appends work entries and folds them in. Entries that change nothing are left out.
    ///
    /// # Errors
    /// The log cannot be written.
    pub fn work(&mut self, entries: Vec<WorkEntry>) -> Result<(), Failure> {
        let mut changing = Vec::new();
        for entry in entries {
            if !self.case.knows(&entry) {
                self.case.apply(&entry);
                changing.push(entry);
            }
        }
        if changing.is_empty() {
            return Ok(());
        }
        let written = self.store.append_work(&changing);
        // What was not written did not happen.
        self.case = self.store.case();
        Ok(written?)
    }

    /// Every doubt: those of reading, and those about the whole case.
    ///
    /// # Errors
    /// The index refuses.
    pub fn notes(&self) -> Result<Vec<Note>, Failure> {
        let mut notes = self.index.notes(None)?;
        notes.extend(super::check::whole_case(self, &notes)?);
        Ok(notes)
    }

    /// The counts over all sources.
    ///
    /// # Errors
    /// The index refuses.
    pub fn summary(&self) -> Result<Summary, Failure> {
        Ok(self.index.summary(None)?)
    }

    /// The record at an address. A picture can be named by its member: `S3:F2` for `S3:F2:I0`.
    ///
    /// # Errors
    /// The index refuses.
    pub fn record(&self, address: Address) -> Result<Option<Record>, Failure> {
        let address = match (address.place, address.member) {
            (Place::Whole, Some(_)) => Address {
                place: Place::Item(0),
                ..address
            },
            _ => address,
        };
        Ok(self
            .index
            .record(address)?
            .filter(|r| r.kind != Kind::Frame))
    }

    /// A record's time for a list on the terminal, in the case's zone where the record states a moment.
    #[must_use]
    pub fn time_listed(&self, record: &Record) -> String {
        moment::listed(record, zone_named(&self.store.about().zone))
    }

    /// A whole bundle that has no `sealed` entry although its journal head is the present one gets one.
    fn acknowledge_bundle(&mut self, world: &World<'_>) -> Result<(), Failure> {
        let known = self.case.bundles.iter().map(|b| b.n).max().unwrap_or(0);
        for n in self.store.bundles()?.into_iter().filter(|n| *n > known) {
            let folder = self.store.bundle_path(n);
            let Ok(info) = BagInfo::parse_strict(
                &self
                    .store
                    .read_file(&format!("bundles/{n:02}/bag-info.txt"))?,
            ) else {
                continue;
            };
            if info.journal_head != self.store.journal().head() {
                continue;
            }
            let report =
                crate::bundle::verify::verify(&folder, &crate::bundle::verify::Look::default())?;
            if let (true, Some(fingerprint)) = (report.is_sound(), report.fingerprint) {
                let facts = sealed_facts(n, fingerprint, self.case.work_count, true);
                self.store.append_journal(
                    (world.now)(),
                    "saboot",
                    Act::Sealed,
                    Some(format!("bundle {n}")),
                    facts,
                )?;
                self.case = self.store.case();
            }
        }
        Ok(())
    }
}

/// The facts of a `sealed` entry.
#[must_use]
pub fn sealed_facts(
    n: u32,
    fingerprint: Digest,
    work_count: u64,
    found: bool,
) -> Map<String, Value> {
    let mut facts = Map::new();
    facts.insert("bundle".into(), n.into());
    facts.insert("fingerprint".into(), fingerprint.to_string().into());
    facts.insert("work_count".into(), work_count.into());
    if found {
        facts.insert("found".into(), true.into());
    }
    facts
}

/// The facts of a `read` entry.
fn reading_facts(format: &dyn Format, filled: &Filled) -> Map<String, Value> {
    let mut facts = Map::new();
    facts.insert("format".into(), format.name().into());
    facts.insert("stream".into(), filled.stream.to_string().into());
    let counts = serde_json::to_value(filled.summary).unwrap_or_default();
    facts.insert("counts".into(), counts);
    facts.insert("program".into(), env!("CARGO_PKG_VERSION").into());
    facts
}

/// What a person declared about a source.
#[must_use]
pub fn hints_of(source: &CaseSource) -> Hints {
    let order = source.order.as_deref().and_then(order_named);
    Hints {
        order,
        zone: source.zone.clone().map(Zone::declared),
        threads: ChosenThreads::of(&source.threads),
    }
}

/// The date order of this name.
#[must_use]
pub fn order_named(name: &str) -> Option<DateOrder> {
    match name {
        "dmy" => Some(DateOrder::Dmy),
        "mdy" => Some(DateOrder::Mdy),
        "ymd" => Some(DateOrder::Ymd),
        _ => None,
    }
}

/// The name of a shape in the journal.
#[must_use]
pub fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Archive => "archive",
        Shape::Parts => "parts",
        Shape::Single => "single",
        Shape::Tree => "tree",
        Shape::Pictures => "pictures",
        Shape::Files => "files",
    }
}

fn shape_named(name: &str) -> Shape {
    match name {
        "archive" => Shape::Archive,
        "parts" => Shape::Parts,
        "single" => Shape::Single,
        "tree" => Shape::Tree,
        "pictures" => Shape::Pictures,
        _ => Shape::Files,
    }
}

/// The name of a label such as `S1:P2`, from the index.
///
/// # Errors
/// The index refuses.
pub fn label_text(index: &Index, label: Address) -> Result<Option<Arc<str>>, Failure> {
    let labels = index.labels(Some(label.source))?;
    Ok(labels
        .into_iter()
        .find(|l| l.address == label)
        .map(|l| l.label.into()))
}
