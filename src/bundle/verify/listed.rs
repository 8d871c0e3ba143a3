//! Compares the files on disk with what lists say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::checksum::{Algorithm, Job, hash_files};
use super::report::{CHANGED, Finding, MISSING, REMOVED};
use super::tree::Tree;
use crate::model::Digest;

/// What one list says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The kind of checksum.
    pub algorithm: Algorithm,
    /// The checksum in lower-case hex.
    pub checksum: String,
    /// The list.
    pub list: String,
}

/// What all lists say, by path in the bag.
pub type Listing = BTreeMap<String, Vec<Listed>>;

/// What came of comparing.
#[derive(Debug, Default)]
pub struct Compared {
    /// Missing and changed files.
    pub findings: Vec<Finding>,
    /// Files that were removed and whose removal is in the custody history.
    pub notes: Vec<Finding>,
    /// Files whose bytes are as listed.
    pub sound: BTreeSet<String>,
    /// Files that were hashed.
    pub files: u64,
    /// Bytes that were hashed.
    pub bytes: u64,
}

/// Hashes every listed file once and compares. `removed` holds digests whose files were removed by a person.
#[must_use]
pub fn compare(
    tree: &Tree,
    listing: &Listing,
    removed: &BTreeSet<Digest>,
    on_bytes: &(dyn Fn(u64) + Sync),
) -> Compared {
    let mut compared = Compared::default();
    let mut paths = Vec::new();
    let mut jobs = Vec::new();
    for (path, listed) in listing {
        if let Some(file) = tree.files.get(path) {
            let mut algorithms: Vec<Algorithm> = listed.iter().map(|l| l.algorithm).collect();
            algorithms.sort_unstable();
            algorithms.dedup();
            paths.push((path, listed));
            jobs.push(Job {
                at: file.at.clone(),
                size: file.size,
                algorithms,
            });
        } else {
            let digests = listed
                .iter()
                .filter_map(|l| l.checksum.parse::<Digest>().ok());
            let list = listed.first().map_or("", |l| l.list.as_str());
            if digests.into_iter().any(|d| removed.contains(&d)) {
                compared
                    .notes
                    .push(Finding::new(REMOVED, path, "removed_by_a_person").with("list", list));
            } else {
                compared
                    .findings
                    .push(Finding::new(MISSING, path, "listed").with("list", list));
            }
        }
    }
    for (((path, listed), job), hashed) in paths
        .into_iter()
        .zip(&jobs)
        .zip(hash_files(&jobs, on_bytes))
    {
        compared.files += 1;
        match hashed {
            Err(e) => {
                compared.findings.push(
                    Finding::new(MISSING, path, "unreadable").with("error", e.kind().to_string()),
                );
            }
            Ok((sums, count)) => {
                compared.bytes += count;
                let found = |l: &Listed| {
                    job.algorithms
                        .iter()
                        .position(|a| *a == l.algorithm)
                        .and_then(|i| sums.get(i))
                };
                match listed.iter().find(|l| found(l) != Some(&l.checksum)) {
                    None => {
                        compared.sound.insert(path.clone());
                    }
                    Some(l) => compared.findings.push(
                        Finding::new(CHANGED, path, "checksum")
                            .with("list", l.list.as_str())
                            .with("expected", l.checksum.as_str())
                            .with("found", found(l).map_or("", String::as_str)),
                    ),
                }
            }
        }
    }
    compared
}
