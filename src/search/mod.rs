//! Finding words across Urdu, Roman Urdu and English, and ranking messages for human eyes.
//!
//! Every word has three keys ([`fold`]): exact, squeezed, skeleton. A query ([`query`]) matches at the closest level that
//! it can, and says why. Word lists ([`rank`]) only order what a person looks at first; they are never a finding.
//!
//! ```
//! use saboot::search::{Level, Query};
//! let query = Query::parse("tasveer viral", Level::Skeleton)?;
//! assert_eq!(query.level_in("تمہاری تصویر وائرل کر دوں گا"), Some(Level::Skeleton));
//! assert_eq!(query.level_in("meri TASVEER ko viral mat karo"), Some(Level::Exact));
//! # Ok::<(), saboot::search::NoWords>(())
//! ```

pub mod fold;
mod letters;
pub mod number;
pub mod query;
pub mod rank;
mod skeleton;
mod spellings;

pub use fold::{KEY_SIGNS, Level, Word, index_keys, words};
pub use query::{NoWords, Query, Why};
pub use rank::{ListError, Ranker, WordList};
pub use skeleton::SHORTEST_SKELETON;

/// What the keys depend on: a changed list or a raised number makes every index be built again.
pub const FOLDING: &str = concat!("folding/1\n", include_str!("spellings.txt"));
