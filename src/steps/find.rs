//! `saboot find`: searches all languages.

use super::case::OpenCase;
use super::{Failure, World};
use crate::search::{Level, Query};
use crate::store::index::{Filter, Hits};

/// What to look for, and where.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The words as typed.
    pub words: String,
    /// Entries of a word list: any of them; used instead of `words`.
    pub any_of: Vec<String>,
    /// Only the same letters.
    pub exact: Exactness,
    /// Where to look.
    pub filter: Filter,
    /// So many hits are passed over.
    pub offset: u64,
    /// So many hits are handed back.
    pub limit: u64,
}

/// How far spelling may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exactness {
    /// Words that sound the same are found too.
    #[default]
    Sound,
    /// Only the same letters, apart from case, marks and look-alikes.
    Letters,
}

/// Finds records.
///
/// # Errors
/// There are no words, or the index refuses.
pub fn find(open: &OpenCase, options: &Options, _world: &World<'_>) -> Result<Hits, Failure> {
    let widest = match options.exact {
        Exactness::Sound => Level::Skeleton,
        Exactness::Letters => Level::Exact,
    };
    let query = if options.any_of.is_empty() {
        Query::parse(&options.words, widest)
    } else {
        Query::any_of(options.any_of.iter().map(String::as_str), widest)
    };
    let query = query.map_err(|_| Failure::NoWords)?;
    Ok(open
        .index
        .find(&query, &options.filter, options.offset, options.limit)?)
}
