//! A part of a download that comes later than the others: the source that holds them takes it in, and its members number
//! on. What was addressed before keeps its address.

use serde_json::{Map, Value, json};

use super::case::OpenCase;
use super::read::recognizers;
use super::{Failure, World};
use crate::intake::{self, Gathered, Given, Limits, Shape};
use crate::model::exhibit::ChosenBy;
use crate::model::fold::CaseSource;
use crate::model::{Act, SourceId, WorkAct};

/// The source of the case that holds other parts of the same download, in the same form.
///
/// # Errors
/// An original cannot be read, or the work was stopped.
pub fn holder(
    open: &OpenCase,
    gathered: &Gathered,
    world: &World<'_>,
) -> Result<Option<SourceId>, Failure> {
    if !matches!(gathered.shape, Shape::Archive | Shape::Parts) {
        return Ok(None);
    }
    let new: Vec<Gathered> = gathered.files.iter().map(|f| alone(f.clone())).collect();
    for source in open.case.sources.iter().filter(|s| is_of_zips(s)) {
        let held = source.originals.iter().map(|o| {
            alone(Given {
                path: open.store.originals().path(o.sha256),
                raw_name: o.given_name.clone().into_bytes(),
                size: o.size,
                known: Some((o.size, o.sha256)),
                refusal: None,
            })
        });
        let all = held.chain(new.iter().cloned()).collect();
        let joined = intake::join_parts(all, &recognizers(), &Limits::STANDARD, world.watch)?;
        if joined.len() == 1 {
            return Ok(Some(source.id));
        }
    }
    Ok(None)
}

/// One zip as a source of its own.
fn alone(file: Given) -> Gathered {
    Gathered {
        shape: Shape::Archive,
        given_name: file.name().text,
        files: vec![file],
    }
}

fn is_of_zips(source: &CaseSource) -> bool {
    let shape = source.facts.get("shape").and_then(Value::as_str);
    matches!(shape, Some("archive" | "parts"))
        && source.originals.iter().all(|o| o.absent.is_none())
}

/// Takes the parts in that the source does not hold yet. Returns how many.
///
/// # Errors
/// A log cannot be written.
pub fn extend(
    open: &mut OpenCase,
    id: SourceId,
    gathered: &Gathered,
    origin: &Map<String, Value>,
    world: &World<'_>,
) -> Result<usize, Failure> {
    let holds = |file: &&Given| {
        let source = open.case.source(id);
        let known = source.into_iter().flat_map(|s| &s.originals);
        known
            .into_iter()
            .any(|o| Some((o.size, o.sha256)) == file.known)
    };
    let new: Vec<Value> = gathered
        .files
        .iter()
        .filter(|f| !holds(f))
        .filter_map(|f| f.known)
        .map(|(size, digest)| json!({"sha256": digest.to_string(), "size": size}))
        .collect();
    let count = new.len();
    if count > 0 {
        let mut facts = Map::new();
        facts.insert("shape".into(), "parts".into());
        facts.insert("originals".into(), new.into());
        facts.extend(origin.clone());
        open.store.append_journal(
            (world.now)(),
            &world.actor,
            Act::Admitted,
            Some(id.to_string()),
            facts,
        )?;
        open.case = open.store.case();
    }
    name(open, id, gathered, world)?;
    Ok(count)
}

/// Takes down the names of the parts that have none yet. A kill can part them from the entry in the journal.
fn name(
    open: &mut OpenCase,
    id: SourceId,
    gathered: &Gathered,
    world: &World<'_>,
) -> Result<(), Failure> {
    let Some(source) = open.case.source(id) else {
        return Ok(());
    };
    let unnamed = source.originals.iter().filter(|o| o.given_name.is_empty());
    let names: Vec<String> = unnamed
        .map(|o| {
            let given = gathered
                .files
                .iter()
                .find(|f| f.known == Some((o.size, o.sha256)));
            given.map_or_else(String::new, |f| f.name().text)
        })
        .collect();
    if names.is_empty() || names.iter().any(String::is_empty) {
        return Ok(());
    }
    let first = source.originals.first().map(|o| o.given_name.as_str());
    let given_name = format!(
        "{} + {}",
        first.unwrap_or_default(),
        source.originals.len() - 1
    );
    let named = WorkAct::Named {
        source: id,
        given_name,
        originals: names,
    };
    open.work(vec![world.entry(named, ChosenBy::Person)])
}
