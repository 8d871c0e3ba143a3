//! `saboot check`: lists doubts.

use std::ops::ControlFlow;

use super::Failure;
use super::case::OpenCase;
use crate::checks::{Checks, Whole};
use crate::model::Note;
use crate::store::index::Filter;

/// Doubts about the case as a whole, after those of each source.
///
/// # Errors
/// The index refuses.
pub fn whole_case(open: &OpenCase) -> Result<Vec<Note>, Failure> {
    let mut sources = Vec::new();
    for source in &open.case.sources {
        sources.extend(open.index.source(source.id)?);
    }
    let given = open.index.notes(None)?;
    let journal = open.store.journal().entries();
    let mut checks = Checks::new(Whole {
        case: &open.case,
        sources: &sources,
        journal,
        given: &given,
    });
    open.index.each(&Filter::default(), |record| {
        checks.see(&record);
        ControlFlow::Continue(())
    })?;
    Ok(checks.finish())
}
