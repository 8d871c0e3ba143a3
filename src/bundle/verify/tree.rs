//! What is in a folder, without following any link.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::report::{EXTRA, Finding, LINK, MISSING, NAME};

/// Tag files over this size are refused unread: no list that a person could want is larger.
pub const LARGEST_TAG_FILE: u64 = 512 * 1024 * 1024;

/// The files of a bag.
#[derive(Debug, Default)]
pub struct Tree {
    /// Regular files by path in the bag, `/` between folders.
    pub files: BTreeMap<String, OnDisk>,
    /// Links, special files, names that are no text, folders that cannot be listed.
    pub strange: Vec<Finding>,
    /// Folders without anything in them.
    pub empty_folders: Vec<String>,
    /// Whether there is a folder `data`.
    pub has_data: bool,
}

/// A regular file on disk.
#[derive(Debug, Clone)]
pub struct OnDisk {
    /// Its size in bytes when the folder was looked at.
    pub size: u64,
    /// Where it is.
    pub at: PathBuf,
}

impl Tree {
    /// Looks through a folder. Order on disk has no effect.
    ///
    /// # Errors
    /// The folder itself cannot be listed.
    pub fn scan(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        let mut folders = vec![(root.to_owned(), String::new())];
        while let Some((folder, inside)) = folders.pop() {
            let entries =
                match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
                    Ok(entries) => entries,
                    Err(e) if inside.is_empty() => return Err(e),
                    Err(e) => {
                        tree.strange.push(
                            Finding::new(MISSING, inside, "folder_unreadable")
                                .with("error", e.kind().to_string()),
                        );
                        continue;
                    }
                };
            if entries.is_empty() && !inside.is_empty() {
                tree.empty_folders.push(inside.clone());
            }
            for entry in entries {
                let name = entry.file_name();
                let lossy = name.to_string_lossy();
                let path = if inside.is_empty() {
                    lossy.to_string()
                } else {
                    format!("{inside}/{lossy}")
                };
                if name.to_str().is_none() {
                    tree.strange
                        .push(Finding::new(NAME, path.clone(), "not_utf8"));
                    tree.strange.push(Finding::new(EXTRA, path, "unlisted"));
                    continue;
                }
                tree.take(&entry.path(), path, &mut folders);
            }
        }
        Ok(tree)
    }

    fn take(&mut self, at: &Path, path: String, folders: &mut Vec<(PathBuf, String)>) {
        let looked = match fs::symlink_metadata(at) {
            Ok(looked) => looked,
            Err(e) => {
                self.strange.push(
                    Finding::new(MISSING, path, "unreadable").with("error", e.kind().to_string()),
                );
                return;
            }
        };
        if looked.is_dir() {
            self.has_data |= path == "data";
            folders.push((at.to_owned(), path));
        } else if looked.is_file() {
            self.files.insert(
                path,
                OnDisk {
                    size: looked.len(),
                    at: at.to_owned(),
                },
            );
        } else {
            let what = if looked.is_symlink() {
                "link"
            } else {
                "special_file"
            };
            self.strange.push(Finding::new(LINK, path, what));
        }
    }

    /// The bytes of a tag file; none where there is no such file.
    ///
    /// # Errors
    /// It cannot be read, or is larger than [`LARGEST_TAG_FILE`].
    pub fn read(&self, path: &str) -> Option<io::Result<Vec<u8>>> {
        let file = self.files.get(path)?;
        if file.size > LARGEST_TAG_FILE {
            return Some(Err(io::ErrorKind::FileTooLarge.into()));
        }
        let mut bytes = Vec::new();
        let read =
            File::open(&file.at).and_then(|f| f.take(LARGEST_TAG_FILE).read_to_end(&mut bytes));
        Some(read.map(|_| bytes))
    }

    /// The bytes of a tag file, where it is there and can be read.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.read(path)?.ok()
    }

    /// Bytes and count of the files under `data/`.
    #[must_use]
    pub fn payload_oxum(&self) -> (u64, u64) {
        let payload = self
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("data/"));
        payload.fold((0, 0), |(bytes, count), (_, file)| {
            (bytes + file.size, count + 1)
        })
    }
}
