//! Lists the files of a folder, by path bytes. Links are listed and not followed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::OpenError;
use super::gather::Given;
use super::limits::Limits;
use super::refusal::Refusal;
use crate::model::Watch;

/// The bytes of the name of a file or folder as given, without its path. `.` is the name of the folder that it means.
pub(super) fn name_of(path: &Path) -> Vec<u8> {
    let own = path.file_name().map(OsStr::to_os_string);
    let own = own.or_else(|| {
        path.canonicalize()
            .ok()?
            .file_name()
            .map(OsStr::to_os_string)
    });
    own.unwrap_or_else(|| path.as_os_str().to_os_string())
        .as_encoded_bytes()
        .to_vec()
}

/// Every file below a folder, sorted by the bytes of its path.
pub(super) fn list_folder(
    folder: &Path,
    argument: usize,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Given>, OpenError> {
    let mut found: Vec<Given> = Vec::new();
    let mut folders: Vec<(PathBuf, Vec<u8>)> = vec![(folder.to_owned(), Vec::new())];
    while let Some((path, raw)) = folders.pop() {
        if watch.stopped() {
            return Err(OpenError::Stopped);
        }
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(cause) if raw.is_empty() => return Err(OpenError::Unreadable { argument, cause }),
            Err(_) => {
                found.push(refused(path, raw, Refusal::NotReadable));
                continue;
            }
        };
        for entry in entries {
            let Ok(entry) = entry else {
                return Err(OpenError::Unreadable {
                    argument,
                    cause: std::io::ErrorKind::Other.into(),
                });
            };
            let mut name = raw.clone();
            if !name.is_empty() {
                name.push(b'/');
            }
            name.extend_from_slice(entry.file_name().as_encoded_bytes());
            match entry.metadata() {
                Ok(m) if m.is_dir() => folders.push((entry.path(), name)),
                Ok(m) if m.is_file() => {
                    found.push(Given {
                        path: entry.path(),
                        raw_name: name,
                        size: m.len(),
                        known: None,
                        refusal: None,
                    });
                }
                Ok(_) => found.push(refused(entry.path(), name, Refusal::LinkInFolder)),
                Err(_) => found.push(refused(entry.path(), name, Refusal::NotReadable)),
            }
            if found.len() + folders.len() > limits.members as usize {
                return Err(OpenError::TooMany {
                    argument,
                    limit: limits.members,
                });
            }
        }
    }
    found.sort_by(|a, b| a.raw_name.cmp(&b.raw_name));
    Ok(found)
}

fn refused(path: PathBuf, raw_name: Vec<u8>, refusal: Refusal) -> Given {
    Given {
        path,
        raw_name,
        size: 0,
        known: None,
        refusal: Some(refusal),
    }
}
