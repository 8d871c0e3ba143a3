//! The case folder: made, found, opened, mended.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::disk;
use super::lines::Lines;
use super::lock::{LOCK_FILE, Lock, LockError};
use super::originals::{AdmitError, Kept, Originals};
use super::secrets::write_seed;
use super::work::parse_work;
use crate::model::custody::{BrokenJournal, Journal};
use crate::model::{Case, Digest, Watch, WorkEntry};

/// The version that this program reads and writes.
pub const VERSION: &str = "case/1";
const CASE_FILE: &str = "case.json";
const FOLDERS: [&str; 4] = ["secrets", "originals", "bundles", "out"];

/// `case.json`: what a case is, without evidence text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// `case/1`.
    pub version: String,
    /// The id of the case: random hex digits that were handed in.
    pub id: String,
    /// The reference that its owner gave it.
    #[serde(default)]
    pub reference: Option<String>,
    /// The language that the program speaks in this case: en, ur, ur-Latn.
    pub language: String,
    /// An IANA zone.
    pub zone: String,
    /// The authority that the papers are for, by its id.
    #[serde(default)]
    pub authority: Option<String>,
    /// Fields of a newer program, kept as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A case could not be made. What was in the folder before is as it was.
#[derive(Debug, Error)]
pub enum CreateError {
    /// The folder is a case already.
    #[error("the folder is a case already")]
    IsACase,
    /// The folder holds other things.
    #[error("the folder is not empty")]
    NotEmpty,
    /// Another window is making it.
    #[error("the folder is in use by another window")]
    InUse,
    /// The disk refused.
    #[error("the case cannot be made: {0}")]
    Disk(#[from] io::Error),
}

/// A case could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no `case.json`, or it is none of ours.
    #[error("the folder is not a case")]
    NotACase,
    /// A newer program made it. Nothing was read.
    #[error("the case has version {version}; this program reads {VERSION}")]
    OtherVersion {
        /// What `case.json` says, cut to 40 characters.
        version: String,
    },
    /// Another window holds the lock.
    #[error("the case is in use by another window")]
    InUse,
    /// The journal is not what was written.
    #[error("the journal is damaged: {0}")]
    Journal(#[from] BrokenJournal),
    /// The work log holds a line that is no entry.
    #[error("line {line} of the work log cannot be read")]
    Work {
        /// Counted from 1.
        line: u64,
    },
    /// The disk refused.
    #[error("the case cannot be opened: {0}")]
    Disk(#[from] io::Error),
}

impl From<LockError> for OpenError {
    fn from(e: LockError) -> Self {
        match e {
            LockError::InUse => Self::InUse,
            LockError::Disk(e) => Self::Disk(e),
        }
    }
}

/// What was mended when a case was opened to be written. Each is worth a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// The last journal line was never acknowledged; so many bytes went to `journal.torn`.
    TornJournal(u64),
    /// The same for the work log and `work.torn`.
    TornWork(u64),
    /// So many half-copied originals were removed.
    HalfOriginals(u64),
    /// So many half-written bundles or papers were removed.
    HalfFolders(u64),
}

/// An open case folder.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    about: About,
    lock: Option<Lock>,
    repairs: Vec<Repair>,
    pub(super) journal: Journal,
    pub(super) work: Vec<WorkEntry>,
}

/// The nearest folder from `start` upwards that holds a `case.json`.
pub fn find_case(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join(CASE_FILE).is_file())
        .map(Path::to_path_buf)
}

impl Store {
    /// Makes a case in `root`, which is absent or empty, and opens it to write. `seed` is 32 random bytes.
    /// A creation that was killed half-way is carried on.
    ///
    /// # Errors
    /// [`CreateError`].
    pub fn create(root: &Path, about: About, seed: &[u8; 32]) -> Result<Self, CreateError> {
        if root.join(CASE_FILE).exists() {
            return Err(CreateError::IsACase);
        }
        if root.exists() && !is_unfinished(root)? {
            return Err(CreateError::NotEmpty);
        }
        disk::create_dir(root)?;
        let lock = Lock::take(root).map_err(|e| match e {
            LockError::InUse => CreateError::InUse,
            LockError::Disk(e) => CreateError::Disk(e),
        })?;
        for folder in FOLDERS {
            disk::create_dir(&root.join(folder))?;
        }
        write_seed(&root.join("secrets"), seed)?;
        let store = Self {
            root: root.to_path_buf(),
            about,
            lock: Some(lock),
            repairs: Vec::new(),
            journal: Journal::default(),
            work: Vec::new(),
        };
        store.journal_lines().create()?;
        store.work_lines().create()?;
        // Last, because it is what makes the folder a case.
        store.write_about()?;
        Ok(store)
    }

    /// Opens a case to read it. Takes no lock and changes nothing.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_to_read(root: &Path) -> Result<Self, OpenError> {
        let about = read_about(root)?;
        let mut store = Self {
            root: root.to_path_buf(),
            about,
            lock: None,
            repairs: Vec::new(),
            journal: Journal::default(),
            work: Vec::new(),
        };
        store.load()?;
        Ok(store)
    }

    /// Opens a case to write to it: takes the lock, and mends what a killed run left.
    ///
    /// # Errors
    /// [`OpenError`]; `InUse` if another window has the case.
    pub fn open_to_write(root: &Path) -> Result<Self, OpenError> {
        // The version comes first: nothing of a newer case is read, locked or mended.
        let about = read_about(root)?;
        let lock = Lock::take(root)?;
        let mut store = Self {
            root: root.to_path_buf(),
            about,
            lock: Some(lock),
            repairs: Vec::new(),
            journal: Journal::default(),
            work: Vec::new(),
        };
        for folder in FOLDERS {
            disk::create_dir(&root.join(folder))?;
        }
        let mended = [
            Repair::TornJournal(store.journal_lines().mend()?),
            Repair::TornWork(store.work_lines().mend()?),
            Repair::HalfOriginals(store.originals().clean()?),
            Repair::HalfFolders(store.clean_folders()?),
        ];
        store.repairs = mended
            .into_iter()
            .filter(|repair| repair.count() > 0)
            .collect();
        store.load()?;
        Ok(store)
    }

    fn load(&mut self) -> Result<(), OpenError> {
        self.journal = Journal::parse(&self.journal_lines().read()?.0)?;
        self.work =
            parse_work(&self.work_lines().read()?.0).map_err(|line| OpenError::Work { line })?;
        Ok(())
    }

    /// The folder of the case.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What `case.json` says.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// What was mended when the case was opened.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Whether the case was opened only to read it.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.lock.is_none()
    }

    /// The state of the case: the fold of its two logs.
    #[must_use]
    pub fn case(&self) -> Case {
        Case::fold(self.journal.entries(), &self.work)
    }

    /// The bytes of a small file of the case, by its path in the case: `bundles/01/bag-info.txt`.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read_file(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.root.join(path))
    }

    /// The originals.
    #[must_use]
    pub fn originals(&self) -> Originals {
        Originals::new(self.root.join("originals"))
    }

    /// Copies a file into `originals/`, hashed on the way. The given file is only read.
    ///
    /// # Errors
    /// [`AdmitError`]; nothing is left of the copy.
    pub fn admit(&self, path: &Path, watch: &dyn Watch) -> Result<Kept, AdmitError> {
        self.must_write().map_err(AdmitError::Disk)?;
        self.originals().admit(path, watch)
    }

    /// Removes an original for good. The caller removes what was derived from it and writes the entry.
    ///
    /// # Errors
    /// It is not held or cannot be removed.
    pub fn remove_original(&self, sha256: Digest) -> io::Result<()> {
        self.must_write()?;
        self.originals().remove(sha256)
    }

    pub(super) fn must_write(&self) -> io::Result<()> {
        if self.is_read_only() {
            Err(io::ErrorKind::ReadOnlyFilesystem.into())
        } else {
            Ok(())
        }
    }

    pub(super) fn journal_lines(&self) -> Lines {
        Lines::new(self.root.join("journal.jsonl"))
    }

    pub(super) fn work_path(&self) -> PathBuf {
        self.root.join("work.jsonl")
    }

    pub(super) fn work_lines(&self) -> Lines {
        Lines::new(self.work_path())
    }

    fn write_about(&self) -> io::Result<()> {
        let mut bytes = serde_json::to_vec_pretty(&self.about)?;
        bytes.push(b'\n');
        disk::replace(&self.root.join(CASE_FILE), &bytes)
    }
}

impl Repair {
    fn count(self) -> u64 {
        let (Self::TornJournal(n)
        | Self::TornWork(n)
        | Self::HalfOriginals(n)
        | Self::HalfFolders(n)) = self;
        n
    }
}

/// Reads `case.json`, its version first: a newer one is refused before anything else is understood.
fn read_about(root: &Path) -> Result<About, OpenError> {
    #[derive(Deserialize)]
    struct Version {
        version: String,
    }
    let bytes = match fs::read(root.join(CASE_FILE)) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Err(OpenError::NotACase);
        }
        read => read?,
    };
    let Version { version } = serde_json::from_slice(&bytes).map_err(|_| OpenError::NotACase)?;
    if !version.starts_with("case/") {
        return Err(OpenError::NotACase);
    }
    if version != VERSION {
        return Err(OpenError::OtherVersion {
            version: version.chars().take(40).collect(),
        });
    }
    serde_json::from_slice(&bytes).map_err(|_| OpenError::NotACase)
}

/// Whether a folder holds nothing but what a killed creation leaves.
fn is_unfinished(root: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_folder = entry.file_type()?.is_dir();
        let is_ours = match name.to_str() {
            Some("secrets") => is_folder,
            Some(name) if FOLDERS.contains(&name) => {
                is_folder && fs::read_dir(entry.path())?.next().is_none()
            }
            Some("journal.jsonl" | "work.jsonl" | LOCK_FILE) => {
                !is_folder && entry.metadata()?.len() == 0
            }
            Some("case.json.part") => !is_folder,
            _ => false,
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}
