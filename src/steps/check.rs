//! `saboot check`: lists doubts.

use super::Failure;
use super::case::OpenCase;
use crate::model::Note;

/// Doubts about the case as a whole, after those of each source.
///
/// # Errors
/// The index refuses.
pub fn whole_case(open: &OpenCase) -> Result<Vec<Note>, Failure> {
    let _ = open;
    Ok(Vec::new())
}
