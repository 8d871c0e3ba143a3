//! A folder that is gone when the test ends.

use std::path::{Path, PathBuf};

/// A temporary folder; removed on drop.
pub struct Temp {
    folder: tempfile::TempDir,
}

impl Temp {
    /// Makes an empty folder in the system's place for such things.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("saboot-test-")
            .tempdir()
            .expect("the system has a place for temporary folders");
        Self { folder }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the folder, with the folders that lead to it.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        let parent = path.parent().expect("a joined path has a parent");
        std::fs::create_dir_all(parent).expect("folders can be made in a temporary folder");
        std::fs::write(&path, bytes).expect("files can be written in a temporary folder");
        path
    }
}
