//! `saboot remove`: deletes an original that must not be kept, and all that was made from it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::case::OpenCase;
use super::{Failure, World};
use crate::bundle::manifest::Manifest;
use crate::model::fold::CaseSource;
use crate::model::{Act, Address, Digest, Place, Span};

/// What was removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Originals that were deleted.
    pub originals: u64,
    /// Files of sealed bundles that were deleted.
    pub payload: u64,
    /// Bundles that are superseded now.
    pub bundles: Vec<u32>,
    /// Copies that were given away and are out of reach: the journal lines that tell of them.
    pub given: Vec<u64>,
}

/// Removes a source (`S1`) or one file of it (`S3:F2`) for good. The journal keeps an entry without name or picture.
///
/// # Errors
/// There is no such original, or the disk refuses.
pub fn remove(
    open: &mut OpenCase,
    item: Address,
    why: &str,
    world: &World<'_>,
) -> Result<Outcome, Failure> {
    let missing = || {
        Failure::NoSuchItem(Span {
            first: item,
            last: None,
        })
    };
    let source = open.case.source(item.source).cloned().ok_or_else(missing)?;
    let digests = originals_of(open, &source, item)?;
    if digests.is_empty() {
        return Err(missing());
    }
    let mut outcome = Outcome::default();
    for digest in digests {
        let payload = payload_of(open, source.id, digest)?;
        let gone: Vec<Value> = payload
            .iter()
            .map(|(_, _, d)| d.to_string().into())
            .collect();
        let mut facts = Map::new();
        facts.insert("sha256".into(), digest.to_string().into());
        facts.insert("why".into(), why.into());
        facts.insert("payload".into(), gone.into());
        facts.insert(
            "bundles".into(),
            payload.iter().map(|(n, _, _)| json!(n)).collect(),
        );
        // The entry comes first: a kill in between leaves a file that the next run of the same command deletes.
        open.store.append_journal(
            (world.now)(),
            &world.actor,
            Act::Removed,
            Some(source.id.to_string()),
            facts,
        )?;
        for (n, path, _) in &payload {
            open.store.remove_payload(*n, path)?;
            outcome.payload += 1;
            if !outcome.bundles.contains(n) {
                outcome.bundles.push(*n);
            }
        }
        let elsewhere = open
            .case
            .sources
            .iter()
            .filter(|s| s.id != source.id)
            .flat_map(|s| &s.originals);
        let still_needed = elsewhere
            .into_iter()
            .any(|o| o.sha256 == digest && o.absent.is_none());
        if open.store.originals().holds(digest) && !still_needed {
            open.store.remove_original(digest)?;
            outcome.originals += 1;
        }
    }
    open.store.clear_out()?;
    open.case = open.store.case();
    if let Some(source) = open.case.source(source.id).cloned() {
        open.read_in(&source, world)?;
    }
    let given = open
        .store
        .journal()
        .entries()
        .iter()
        .filter(|e| e.act == Act::Given);
    outcome.given = given.map(|e| e.n).collect();
    Ok(outcome)
}

fn originals_of(
    open: &OpenCase,
    source: &CaseSource,
    item: Address,
) -> Result<Vec<Digest>, Failure> {
    let all = source.originals.iter().map(|o| o.sha256);
    match (item.member, item.place) {
        (None, Place::Whole) => Ok(all.collect()),
        (Some(n), _) => {
            let line = open.index.source(source.id)?;
            let member = line
                .and_then(|l| l.members.into_iter().find(|m| m.n == n))
                .and_then(|m| m.sha256);
            Ok(all.filter(|d| Some(*d) == member).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// The files of sealed bundles that hold the original or were derived from it: bundle, path, digest.
fn payload_of(
    open: &OpenCase,
    source: crate::model::SourceId,
    original: Digest,
) -> Result<Vec<(u32, String, Digest)>, Failure> {
    let derived: BTreeSet<String> = [
        format!("data/records/{source}.jsonl"),
        "data/messages.csv".into(),
        "data/members.csv".into(),
        "data/sources.csv".into(),
    ]
    .into();
    let mut found = Vec::new();
    for bundle in &open.case.bundles {
        let Ok(manifest) = open
            .store
            .read_file(&format!("bundles/{:02}/manifest-sha256.txt", bundle.n))
        else {
            continue;
        };
        let (manifest, _) = Manifest::parse_strict(&manifest);
        if !manifest.iter().any(|(_, digest)| digest == original) {
            continue;
        }
        let goes = manifest
            .iter()
            .filter(|(path, digest)| *digest == original || derived.contains(*path));
        found.extend(goes.map(|(path, digest)| (bundle.n, path.to_owned(), digest)));
    }
    Ok(found)
}
