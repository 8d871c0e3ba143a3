//! What program this is: its version, and one digest over the tables, templates and fonts inside it.

use std::sync::LazyLock;

use crate::model::{Digest, Hashing};
use crate::{render, tables};

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One digest over every embedded table, template and font, with their names and sizes. Never a digest of the
/// executable, which would differ between systems.
#[must_use]
pub fn tables_digest() -> Digest {
    static DIGEST: LazyLock<Digest> = LazyLock::new(|| {
        let mut hashing = Hashing::new(());
        let embedded = tables::files().into_iter().chain(render::world::embedded());
        for (name, bytes) in embedded {
            hashing.update(format!("{name} {}\n", bytes.len()).as_bytes());
            hashing.update(bytes);
        }
        hashing.finish().0
    });
    *DIGEST
}
