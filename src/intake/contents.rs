//! The bytes behind an export that lies on disk. Nothing is unpacked: a member is opened when somebody reads it.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::positioned::{DiskFile, ReadAt, Window};
use super::zip::{Listed, open_entry};
use crate::model::Contents;

/// Where the bytes of one member are.
pub(super) enum Place {
    /// An entry of the archive.
    Packed(Box<Listed>),
    /// The archive itself.
    Whole,
    /// A file of its own.
    File(PathBuf),
    /// Not to be opened.
    Nowhere,
}

/// The members of one source on disk.
pub(super) struct DiskContents {
    archive: Option<Arc<dyn ReadAt>>,
    places: Vec<Place>,
}

impl DiskContents {
    /// Files that lie beside each other.
    pub fn of_files(places: Vec<Place>) -> Self {
        Self {
            archive: None,
            places,
        }
    }

    /// Entries of one archive.
    pub fn of_archive(archive: Arc<dyn ReadAt>, places: Vec<Place>) -> Self {
        Self {
            archive: Some(archive),
            places,
        }
    }
}

impl Contents for DiskContents {
    fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>> {
        let place = n.checked_sub(1).and_then(|i| self.places.get(i as usize));
        match (place, &self.archive) {
            (Some(Place::Packed(entry)), Some(archive)) => Ok(open_entry(archive, entry)),
            (Some(Place::Whole), Some(archive)) => Ok(Box::new(Window::new(
                Arc::clone(archive),
                0,
                archive.size(),
            ))),
            (Some(Place::File(path)), _) => Ok(open_file(path)?),
            (Some(_), _) => Err(io::ErrorKind::PermissionDenied.into()),
            (None, _) => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// Opens a regular file from its first byte.
pub(super) fn open_file(path: &std::path::Path) -> io::Result<Box<dyn Read + Send>> {
    let file: Arc<dyn ReadAt> = Arc::new(DiskFile::open(path)?);
    let size = file.size();
    Ok(Box::new(Window::new(file, 0, size)))
}
