//! A folder of bundles: each follows from the one before, and what was removed is said.

use std::fs;
use std::path::Path;

use super::journal::{self, read_journal, removed};
use super::report::{CHAIN, Finding};
use super::tree::Tree;
use super::{BagKind, Look, Report, VerifyError, read_info, verify};
use crate::bundle::bag_info::BagInfo;
use crate::model::{Act, Digest};

/// What the verification of a folder of bundles found.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainReport {
    /// The name of each bundle's folder and its own report, by bundle number.
    pub bundles: Vec<(String, Report)>,
    /// What is wrong between them. The place is the folder's name.
    pub findings: Vec<Finding>,
}

impl ChainReport {
    /// Whether nothing is wrong, in any bundle or between them.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty() && self.bundles.iter().all(|(_, report)| report.is_sound())
    }
}

/// One folder before it is verified.
struct Link {
    folder: String,
    info: Option<BagInfo>,
    journal: Vec<u8>,
}

/// Verifies every bundle in a folder, and that they follow from each other.
///
/// A file that is gone is no fault where the journal of the last bundle says that a person removed it.
/// `look.against` is compared with the last bundle.
///
/// # Errors
/// The folder cannot be listed, or holds no bundle.
pub fn verify_chain(folder: &Path, look: &Look<'_>) -> Result<ChainReport, VerifyError> {
    let unreadable = |source| VerifyError::Unreadable {
        at: folder.to_owned(),
        source,
    };
    if !folder.is_dir() {
        return Err(VerifyError::NotAFolder(folder.to_owned()));
    }
    let mut links = Vec::new();
    let mut findings = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type().map_err(unreadable)?.is_dir() {
            findings.push(Finding::new(CHAIN, name, "not_a_bundle"));
            continue;
        }
        let tree = Tree::scan(&entry.path()).map_err(unreadable)?;
        if super::is_bag(&tree) {
            let journal = tree.bytes(journal::PLACE).unwrap_or_default();
            links.push(Link {
                folder: name,
                info: read_info(&tree),
                journal,
            });
        } else {
            findings.push(Finding::new(CHAIN, name, "not_a_bundle"));
        }
    }
    links.sort_by_key(|link| {
        (
            link.info.as_ref().map_or(u32::MAX, |info| info.number),
            link.folder.clone(),
        )
    });
    let Some(last) = links.last() else {
        return Err(VerifyError::NoBag(folder.to_owned()));
    };
    let gone = removed(&read_journal(&last.journal, None).entries);
    let count = links.len();
    let mut bundles = Vec::with_capacity(count);
    for (i, link) in links.iter().enumerate() {
        let against = look.against.clone().filter(|_| i + 1 == count);
        let look = Look {
            against,
            removed: gone.clone(),
            ..look.clone()
        };
        bundles.push((
            link.folder.clone(),
            verify(&folder.join(&link.folder), &look)?,
        ));
    }
    for (i, link) in links.iter().enumerate() {
        let before = i
            .checked_sub(1)
            .map(|j| (&links[j], bundles[j].1.fingerprint));
        check_link(link, before, i as u64 + 1, &mut findings);
    }
    for (name, report) in &bundles {
        if !matches!(report.kind, BagKind::Bundle(_)) {
            findings.push(Finding::new(CHAIN, name, "not_ours"));
        }
    }
    findings.sort_by(|a, b| (&a.place, a.what()).cmp(&(&b.place, b.what())));
    Ok(ChainReport { bundles, findings })
}

fn check_link(
    link: &Link,
    before: Option<(&Link, Option<Digest>)>,
    number: u64,
    findings: &mut Vec<Finding>,
) {
    let mut wrong = |what: &str| findings.push(Finding::new(CHAIN, &link.folder, what));
    let Some(info) = &link.info else {
        wrong("bag_info");
        return;
    };
    if u64::from(info.number) != number {
        wrong("number");
    }
    let Some((before, fingerprint)) = before else {
        if info.previous.is_some() {
            wrong("previous");
        }
        return;
    };
    if fingerprint.is_none() || info.previous != fingerprint {
        wrong("previous");
    }
    if !link.journal.starts_with(&before.journal) {
        wrong("journal");
        return;
    }
    // The entry that seals a bundle comes after its journal was closed, so the next bundle carries it.
    let added = read_journal(&link.journal, None).entries;
    let sealed = added
        .iter()
        .filter(|e| e.act == Act::Sealed)
        .filter_map(|e| e.facts.get("fingerprint")?.as_str());
    if !sealed
        .into_iter()
        .any(|text| text.parse().ok() == fingerprint && fingerprint.is_some())
    {
        wrong("sealed_entry");
    }
}
