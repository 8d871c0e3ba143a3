//! The case folder: the one door to all files of a case (`docs/case.md`).
//!
//! ```text
//! case.json  journal.jsonl  work.jsonl  secrets/  originals/<sha256>  index.sqlite  bundles/01/  out/
//! ```
//!
//! Only originals, the two logs, sealed bundles and secrets are kept; the index and the papers are derived and can be
//! deleted. Nothing else in the library changes a file of the case, so that encryption at rest can come behind this door.

pub mod bundles;
pub mod disk;
pub mod folder;
pub mod index;
mod journal;
mod lines;
mod lock;
pub mod originals;
mod points;
mod secrets;
mod work;

pub use bundles::{NewFile, NewFolder, Place};
pub use folder::{About, CreateError, OpenError, Repair, Store, find_case};
pub use index::{Index, IndexError};
pub use journal::AppendError;
pub use lock::LockError;
pub use originals::{AdmitError, Held, Kept, Originals};
