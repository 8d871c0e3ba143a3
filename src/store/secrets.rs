//! `secrets/`: what opens the commitments of a bundle. Never in a bundle, never in a hand-over.

use std::fs;
use std::io;
use std::path::Path;

use super::disk;
use super::folder::Store;

/// The file of the seed.
const SEED: &str = "salt-seed";

/// Writes the seed, once.
pub(super) fn write_seed(folder: &Path, seed: &[u8; 32]) -> io::Result<()> {
    let path = folder.join(SEED);
    if path.exists() {
        Ok(())
    } else {
        disk::replace(&path, seed)
    }
}

impl Store {
    /// The seed of all salts of this case: 32 random bytes.
    ///
    /// # Errors
    /// The file is missing, cannot be read, or holds no 32 bytes.
    pub fn salt_seed(&self) -> io::Result<[u8; 32]> {
        let bytes = fs::read(self.root().join("secrets").join(SEED))?;
        bytes
            .try_into()
            .map_err(|_| io::ErrorKind::InvalidData.into())
    }
}
