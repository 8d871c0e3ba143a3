//! Typed view of `data/`: what lawyers, translators and caseworkers maintain. The only reader of it.
//!
//! Everything is embedded at build time. A file that does not fit its type fails a test, and is left out at run time.

pub mod authorities;
pub mod notes;
pub mod papers;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

pub use authorities::{Authority, FieldRow, Form, GroupRow};
pub use notes::{NoteWords, Phrase};
pub use papers::{Papers, Sentence};

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Every embedded file with its path below `data/`, by path: what the digest over the tables is taken of.
#[must_use]
pub fn files() -> Vec<(&'static str, &'static [u8])> {
    fn walk(dir: &'static Dir<'static>, into: &mut Vec<(&'static str, &'static [u8])>) {
        into.extend(
            dir.files()
                .filter_map(|f| Some((f.path().to_str()?, f.contents()))),
        );
        dir.dirs().for_each(|d| walk(d, into));
    }
    let mut all = Vec::new();
    walk(&DATA, &mut all);
    all.sort_unstable();
    all
}

/// The text of one embedded file, such as `words/threats.txt`.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    DATA.get_file(path)?.contents_utf8()
}

/// One embedded file by its path below `data/`, read as its type.
fn load<T: DeserializeOwned>(path: &str) -> Result<T, String> {
    let file = DATA
        .get_file(path)
        .ok_or_else(|| format!("data/{path} is not there"))?;
    serde_json::from_slice(file.contents()).map_err(|e| format!("data/{path}: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_files_is_sorted_and_finds_each_again() {
        let all = files();
        assert!(all.is_sorted_by(|a, b| a.0 < b.0));
        for (path, bytes) in all {
            assert_eq!(
                DATA.get_file(path).map(include_dir::File::contents),
                Some(bytes)
            );
        }
    }
}
