//! `saboot check`: lists doubts.

use std::ops::ControlFlow;

use super::Failure;
use super::case::OpenCase;
use crate::checks::{Checks, Whole};
use crate::model::Note;
use crate::store::index::Filter;

/// Doubts about the case as a whole; those that a reader noted already are left out.
///
/// # Errors
/// The index refuses.
pub fn whole_case(open: &OpenCase, given: &[Note]) -> Result<Vec<Note>, Failure> {
    let mut sources = Vec::new();
    for source in &open.case.sources {
        sources.extend(open.index.source(source.id)?);
    }
    let threads = open.index.threads()?;
    let journal = open.store.journal();
    let mut checks = Checks::new(Whole {
        case: &open.case,
        sources: &sources,
        threads: &threads,
        journal: journal.entries(),
        given,
    });
    open.index.each(&Filter::default(), |record| {
        checks.see(&record);
        ControlFlow::Continue(())
    })?;
    Ok(checks.finish())
}
