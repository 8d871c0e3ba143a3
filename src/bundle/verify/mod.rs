//! `saboot verify`: looks at a bundle or any BagIt bag, and says everything that is wrong with it.
//!
//! It needs no case and nothing of the program but this module, writes nothing, follows no link and no URL. `Err`
//! only means that it could not look; what is wrong with what it saw are findings.

mod chain;
mod checksum;
mod closed;
mod declaration;
mod foreign;
mod journal;
mod listed;
mod records;
pub mod report;
mod tables;
mod trace;
mod tree;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::bundle::bag_info::{BagInfo, VERSION, first, parse_tags};
use crate::model::{Digest, Export};

pub use chain::{ChainReport, verify_chain};
pub use report::{Absent, Against, Agreement, BagKind, Finding, NotAFingerprint, Report};

use report::FINGERPRINT;
use tree::Tree;

/// Opens a stored original as an export. Intake does it; it is handed in so that a bundle can be looked at without.
pub type OpenOriginal<'l> = &'l (dyn Fn(&Path) -> io::Result<Export> + Sync);

/// How to look.
#[derive(Clone)]
pub struct Look<'l> {
    /// The fingerprint from paper, or its first digits.
    pub against: Option<Against>,
    /// Opens originals, so that records are traced back to their bytes. Without it that is said to be absent.
    pub open: Option<OpenOriginal<'l>>,
    /// Digests of files that a later journal says were removed; [`verify_chain`] fills it.
    pub removed: BTreeSet<Digest>,
    /// Is told of each stretch of bytes that was hashed, for progress.
    pub on_bytes: &'l (dyn Fn(u64) + Sync),
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self {
            against: None,
            open: None,
            removed: BTreeSet::new(),
            on_bytes: &|_| {},
        }
    }
}

/// It could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no such folder.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// Nothing in the folder says that it is a bag.
    #[error("{} is no bundle and no BagIt bag", .0.display())]
    NoBag(PathBuf),
    /// The folder cannot be listed.
    #[error("{} cannot be read", .at.display())]
    Unreadable {
        /// The folder.
        at: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// What one way of looking found.
#[derive(Debug, Default)]
struct Outcome {
    findings: Vec<Finding>,
    notes: Vec<Finding>,
    absent: Vec<Absent>,
    files: u64,
    bytes: u64,
}

/// Verifies one bundle or bag.
///
/// # Errors
/// Only when it cannot be looked at, or is no bag at all.
pub fn verify(root: &Path, look: &Look<'_>) -> Result<Report, VerifyError> {
    if !root.is_dir() {
        return Err(VerifyError::NotAFolder(root.to_owned()));
    }
    let tree = Tree::scan(root).map_err(|source| VerifyError::Unreadable {
        at: root.to_owned(),
        source,
    })?;
    if !is_bag(&tree) {
        return Err(VerifyError::NoBag(root.to_owned()));
    }
    let (kind, outcome) = match claim(&tree) {
        Claim::Ours => {
            let (info, outcome) = closed::verify_bundle(&tree, look);
            (BagKind::Bundle(info.map(Box::new)), outcome)
        }
        Claim::OtherVersion => {
            let (_, mut outcome) = foreign::verify_bag(&tree, look);
            outcome.findings.push(Finding::new(
                report::VERSION,
                "bag-info.txt",
                "unknown_bundle_version",
            ));
            (BagKind::Bundle(None), outcome)
        }
        Claim::Foreign => {
            let (version, outcome) = foreign::verify_bag(&tree, look);
            (BagKind::Bag { version }, outcome)
        }
    };
    Ok(sum_up(&tree, look, kind, outcome))
}

fn sum_up(tree: &Tree, look: &Look<'_>, kind: BagKind, mut outcome: Outcome) -> Report {
    let fingerprint = tree
        .bytes("tagmanifest-sha256.txt")
        .map(|bytes| Digest::of(&bytes));
    let mut agreement = None;
    match (&look.against, fingerprint) {
        (Some(against), Some(fingerprint)) => {
            agreement = against.compare(fingerprint);
            if agreement.is_none() {
                let finding = Finding::new(FINGERPRINT, "tagmanifest-sha256.txt", "differs")
                    .with("found", fingerprint.to_string());
                outcome.findings.push(finding);
            }
        }
        (Some(_), None) => {
            outcome
                .findings
                .push(Finding::new(FINGERPRINT, "tagmanifest-sha256.txt", "none"));
        }
        (None, _) => outcome.absent.push(Absent::Fingerprint),
    }
    for list in [&mut outcome.findings, &mut outcome.notes] {
        list.sort_by(|a, b| (&a.place, &a.code, a.what()).cmp(&(&b.place, &b.code, b.what())));
        list.dedup();
    }
    outcome.absent.sort_unstable();
    outcome.absent.dedup();
    Report {
        kind,
        fingerprint,
        findings: outcome.findings,
        notes: outcome.notes,
        absent: outcome.absent,
        agreement,
        files: outcome.files,
        bytes: outcome.bytes,
    }
}

/// One file that only a bag has is enough, so that a bag without its declaration is a broken bag and not no bag.
fn is_bag(tree: &Tree) -> bool {
    tree.files.keys().any(|path| {
        let listed = path.ends_with(".txt")
            && (path.starts_with("manifest-") || path.starts_with("tagmanifest-"));
        path == "bagit.txt" || (path == "bag-info.txt") || (listed && !path.contains('/'))
    })
}

/// What a bag says that it is.
enum Claim {
    Ours,
    OtherVersion,
    Foreign,
}

fn claim(tree: &Tree) -> Claim {
    let tags = tree
        .bytes("bag-info.txt")
        .map(|bytes| parse_tags(&String::from_utf8_lossy(&bytes)))
        .unwrap_or_default();
    // A bundle that lost its bag-info.txt is still held to the strict rules.
    let shaped = ["VERIFY.txt", "data/journal.jsonl", "data/words.json"]
        .iter()
        .all(|path| tree.files.contains_key(*path));
    match first(&tags, "Saboot-Bundle") {
        Some(VERSION) => Claim::Ours,
        Some(_) => Claim::OtherVersion,
        None if shaped => Claim::Ours,
        None => Claim::Foreign,
    }
}

/// The `bag-info.txt` of a bundle, where it has the one form that is written.
fn read_info(tree: &Tree) -> Option<BagInfo> {
    BagInfo::parse_strict(&tree.bytes("bag-info.txt")?).ok()
}
