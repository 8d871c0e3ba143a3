//! `saboot packet`: makes the papers of a sealed bundle.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::case::OpenCase;
use super::tool::{VERSION, tables_digest};
use super::{Failure, World};
use crate::bundle::manifest::Manifest;
use crate::model::fold::Sealed;
use crate::model::{Act, Address, Digest, JournalEntry, Record, Source};
use crate::packet::{BundleFacts, Packet, PacketInput, Roll, Tool, compose, must_not_print};
use crate::pictures::measure::measure;
use crate::render::pdf::{PdfId, Pictures, pdf};
use crate::store::index::Filter;
use crate::tables::{Papers, authorities};

/// The papers that were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The bundle that they belong to.
    pub bundle: u32,
    /// Its fingerprint.
    pub fingerprint: Digest,
    /// Their folder.
    pub folder: PathBuf,
    /// The files in it, with pages.
    pub files: Vec<(String, usize)>,
    /// Exhibits shown or named.
    pub exhibits: u64,
    /// Whether every page is a DRAFT.
    pub draft: bool,
}

/// Everything that was read for the papers.
struct Material {
    roll: Roll,
    records: BTreeMap<Address, Record>,
    sources: Vec<Source>,
    drawable: BTreeSet<Address>,
}

/// Makes the papers of bundle `n`, or of the latest.
///
/// # Errors
/// Nothing was sealed, or the papers do not pass their checks; then nothing is written.
pub fn make(open: &mut OpenCase, n: Option<u32>, world: &World<'_>) -> Result<Outcome, Failure> {
    let bundle = match n {
        Some(n) => open.case.bundles.iter().find(|b| b.n == n),
        None => open.case.bundles.last(),
    };
    let bundle = bundle.cloned().ok_or(Failure::NotSealed)?;
    let (packet, pictures, withheld) = packet_of(open, &bundle, world)?;
    let id = PdfId {
        digest: content_digest(&packet).to_string(),
        date: bundle.at,
    };
    let volumes = pdf(&packet, &pictures, &withheld, &id)?;
    let name = format!("packet-{:02}", bundle.n);
    let folder = open.store.begin_out(&name)?;
    let mut files = Vec::new();
    let mut listed = Map::new();
    for volume in &volumes {
        let file = match volume.number {
            1 => "packet-en.pdf".to_owned(),
            n => format!("packet-en-{n}.pdf"),
        };
        folder.write(&file, &volume.bytes)?;
        listed.insert(file.clone(), Digest::of(&volume.bytes).to_string().into());
        files.push((file, volume.pages));
    }
    let path = folder.finish()?;
    note_packet(open, bundle.n, listed, world)?;
    Ok(Outcome {
        bundle: bundle.n,
        fingerprint: bundle.fingerprint,
        folder: path,
        files,
        exhibits: open.case.standing().count() as u64,
        draft: packet.draft.is_some(),
    })
}

/// Writes that papers were made, unless the same papers were made before.
fn note_packet(
    open: &mut OpenCase,
    bundle: u32,
    files: Map<String, Value>,
    world: &World<'_>,
) -> Result<(), Failure> {
    let mut facts = Map::new();
    facts.insert("bundle".into(), json!(bundle));
    facts.insert("files".into(), files.into());
    let same = open
        .store
        .journal()
        .entries()
        .iter()
        .any(|e| e.act == Act::Packet && e.facts == facts);
    if !same {
        open.store.append_journal(
            (world.now)(),
            &world.actor,
            Act::Packet,
            Some(format!("bundle {bundle}")),
            facts,
        )?;
        open.case = open.store.case();
    }
    Ok(())
}

/// The packet of a bundle as plain data, with the pictures that it may show and the strings that it must not.
///
/// # Errors
/// The index or an original cannot be read.
pub fn packet_of(
    open: &OpenCase,
    bundle: &Sealed,
    world: &World<'_>,
) -> Result<(Packet, Pictures, Vec<String>), Failure> {
    let material = gather(open, world)?;
    let journal = journal_until(open, bundle.n);
    let authority_id = open
        .case
        .settings
        .get("authority")
        .and_then(Value::as_str)
        .or(open.store.about().authority.as_deref())
        .unwrap_or("pk-nccia");
    let (authority, form) = authorities::authority(authority_id)
        .ok_or_else(|| Failure::NoAuthority(authority_id.to_owned()))?;
    let notes = open.notes()?;
    let example = example_of(open, bundle.n)?;
    let previous = open
        .case
        .bundles
        .iter()
        .find(|b| b.n + 1 == bundle.n)
        .map(|b| b.fingerprint);
    let input = PacketInput {
        case: &open.case,
        roll: &material.roll,
        records: &material.records,
        sources: &material.sources,
        drawable: &material.drawable,
        notes: &notes,
        journal,
        bundle: BundleFacts {
            n: bundle.n,
            fingerprint: bundle.fingerprint,
            sealed: bundle.at,
            clock: bundle.clock,
            previous,
            files: listed_files(open, bundle.n)?,
        },
        example: &example,
        authority,
        form,
        papers: Papers::english(),
        tool: Tool {
            version: VERSION,
            tables: tables_digest(),
        },
    };
    let packet = compose(&input);
    let mut pictures = Pictures::new();
    for picture in &packet.pictures {
        if let Ok(address) = picture.address.parse() {
            pictures.insert(
                picture.key.clone(),
                open.member_bytes(address, world.watch)?,
            );
        }
    }
    let withheld = must_not_print(&input);
    Ok((packet, pictures, withheld))
}

fn gather(open: &OpenCase, world: &World<'_>) -> Result<Material, Failure> {
    let zone = open
        .case
        .sources
        .iter()
        .find_map(|s| s.zone.clone())
        .unwrap_or_else(|| open.store.about().zone.clone());
    let mut sources = Vec::new();
    for source in &open.case.sources {
        sources.extend(open.index.source(source.id)?);
    }
    let mut roll = Roll::new(&open.case, &zone);
    sources.iter().for_each(|source| roll.know(source));
    open.index.each(&Filter::default(), |record| {
        roll.see(&record);
        ControlFlow::Continue(())
    })?;
    let mut records = BTreeMap::new();
    for address in roll.wanted(&open.case) {
        if let Some(record) = open.record(address)? {
            records.insert(record.address, record);
        }
    }
    let drawable = drawable(open, &records, world)?;
    Ok(Material {
        roll,
        records,
        sources,
        drawable,
    })
}

/// The pictures among the exhibits whose pixels can be handed over.
fn drawable(
    open: &OpenCase,
    records: &BTreeMap<Address, Record>,
    world: &World<'_>,
) -> Result<BTreeSet<Address>, Failure> {
    let mut drawable = BTreeSet::new();
    let items = open.case.standing().filter_map(|e| records.get(&e.item));
    for record in items.filter(|r| r.item.is_some()) {
        let member = Address::member(record.address.source, record.member_n);
        let Ok(bytes) = open.member_bytes(member, world.watch) else {
            continue;
        };
        if measure(&bytes).is_some_and(|m| m.kind.is_readable() && m.pixels.is_some())
            && crate::render::pictures::prepare(&bytes).is_ok()
        {
            drawable.insert(member);
        }
    }
    Ok(drawable)
}

/// The journal up to the entry that sealed this bundle, so that papers made later say the same.
fn journal_until(open: &OpenCase, n: u32) -> &[JournalEntry] {
    let entries = open.store.journal().entries();
    let of_this = |e: &JournalEntry| {
        e.act == Act::Sealed && e.facts.get("bundle").and_then(Value::as_u64) == Some(u64::from(n))
    };
    let end = entries
        .iter()
        .position(of_this)
        .map_or(entries.len(), |at| at + 1);
    &entries[..end]
}

fn listed_files(open: &OpenCase, n: u32) -> Result<u64, Failure> {
    let mut files = 0;
    for name in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let bytes = open.store.read_file(&format!("bundles/{n:02}/{name}"))?;
        files += Manifest::parse_strict(&bytes).0.len() as u64;
    }
    Ok(files)
}

/// The path of one original in the bundle, for the page that says how to verify.
fn example_of(open: &OpenCase, n: u32) -> Result<String, Failure> {
    let bytes = open
        .store
        .read_file(&format!("bundles/{n:02}/manifest-sha256.txt"))?;
    let (manifest, _) = Manifest::parse_strict(&bytes);
    let mut originals = manifest
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("data/originals/"));
    Ok(originals.next().unwrap_or("data/sources.csv").to_owned())
}

/// A digest over all that the papers say.
fn content_digest(packet: &Packet) -> Digest {
    Digest::of(&serde_json::to_vec(packet).unwrap_or_default())
}
