//! The closed world of a bundle: what is there is listed, what is listed is there, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use super::checksum::Algorithm;
use super::journal;
use super::listed::{Listed, Listing, compare};
use super::records::Contents;
use super::report::{
    DUPLICATE, EXTRA, FETCH, Finding, JOURNAL, MANIFEST, MISSING, NAME, PATH, TAGMANIFEST, VERSION,
};
use super::tree::Tree;
use super::{Absent, Look, Outcome};
use crate::bundle::bag_info::{BAGIT_TXT, BagInfo};
use crate::bundle::manifest::{Manifest, NotStrict};
use crate::bundle::names::{SINGLES, TAG_FILES, check_name, recognize, stays_inside};
use crate::model::Code;

const PAYLOAD_LIST: &str = "manifest-sha256.txt";
const TAG_LIST: &str = "tagmanifest-sha256.txt";

/// Which of the two lists are there.
#[derive(Clone, Copy)]
struct ListsPresent {
    tags: bool,
    payload: bool,
}

/// Verifies one of our bundles.
#[must_use]
pub(super) fn verify_bundle(tree: &Tree, look: &Look<'_>) -> (Option<BagInfo>, Outcome) {
    let mut findings = tree.strange.clone();
    findings.extend(
        tree.empty_folders
            .iter()
            .map(|path| Finding::new(EXTRA, path, "empty_folder")),
    );
    let mut listing = Listing::new();
    let tags = read_list(tree, TAG_LIST, &TAGMANIFEST, &mut findings);
    let payload = read_list(tree, PAYLOAD_LIST, &MANIFEST, &mut findings);
    // A list that is gone is one problem; that it lists nothing is not another for each file.
    let lists = ListsPresent {
        tags: tree.files.contains_key(TAG_LIST),
        payload: tree.files.contains_key(PAYLOAD_LIST),
    };
    if lists.tags {
        check_tag_names(&tags, &mut findings);
    } else {
        findings.push(Finding::new(MISSING, TAG_LIST, "required"));
    }
    if lists.payload {
        check_payload_names(&payload, &mut findings);
    } else if tags.digest(PAYLOAD_LIST).is_none() {
        findings.push(Finding::new(MISSING, PAYLOAD_LIST, "required"));
    }
    if tree.files.contains_key("fetch.txt") {
        findings.push(Finding::new(FETCH, "fetch.txt", "not_allowed"));
    }
    for (list, manifest) in [(TAG_LIST, &tags), (PAYLOAD_LIST, &payload)] {
        for (path, digest) in manifest.iter() {
            let belongs = (list == PAYLOAD_LIST) == path.starts_with("data/");
            if !stays_inside(path) || !belongs {
                findings.push(Finding::new(PATH, list, "outside_its_part").with("path", path));
                continue;
            }
            let listed = Listed {
                algorithm: Algorithm::Sha256,
                checksum: digest.to_string(),
                list: list.to_owned(),
            };
            listing.entry(path.to_owned()).or_default().push(listed);
        }
    }
    find_unlisted(tree, &listing, lists, &mut findings);
    let compared = compare(tree, &listing, &look.removed, look.on_bytes);
    findings.extend(compared.findings);
    if tree
        .bytes("bagit.txt")
        .is_some_and(|bytes| bytes != BAGIT_TXT.as_bytes())
    {
        findings.push(Finding::new(VERSION, "bagit.txt", "declaration"));
    }
    let something_removed = !compared.notes.is_empty();
    let info = check_info(tree, something_removed, &mut findings);
    let mut entries = Vec::new();
    if let Some(bytes) = tree.bytes(journal::PLACE) {
        let read = journal::read_journal(&bytes, info.as_ref());
        findings.extend(read.findings);
        entries = read.entries;
    }
    let mut absent = vec![Absent::Signature, Absent::Timestamp];
    let mut notes = compared.notes;
    notes.push(Finding::new(VERSION, "bag-info.txt", "draft"));
    // Content is compared only where the bytes are those that were listed: a changed file is one problem, not ten.
    let contents = Contents {
        tree,
        manifest: &payload,
        sound: &compared.sound,
        entries: &entries,
    };
    let checked = contents.check(look.open);
    findings.extend(checked.findings);
    notes.extend(checked.notes);
    absent.extend(checked.absent);
    let outcome = Outcome {
        findings,
        notes,
        absent,
        files: compared.files,
        bytes: compared.bytes,
    };
    (info, outcome)
}

fn read_list(tree: &Tree, list: &str, code: &Code, findings: &mut Vec<Finding>) -> Manifest {
    let bytes = match tree.read(list) {
        Some(Ok(bytes)) => bytes,
        Some(Err(e)) => {
            findings.push(
                Finding::new(MISSING, list, "unreadable").with("error", e.kind().to_string()),
            );
            return Manifest::default();
        }
        None => return Manifest::default(),
    };
    let (manifest, faults) = Manifest::parse_strict(&bytes);
    findings.extend(faults.into_iter().map(|fault| match fault {
        NotStrict::Line { line } => Finding::new(code.clone(), list, "line").with("line", line),
        NotStrict::Order { line } => Finding::new(code.clone(), list, "order").with("line", line),
        NotStrict::Twice { line } => {
            Finding::new(DUPLICATE, list, "listed_twice").with("line", line)
        }
    }));
    manifest
}

/// The tag manifest lists exactly the tag files of the layout.
fn check_tag_names(tags: &Manifest, findings: &mut Vec<Finding>) {
    for name in TAG_FILES.iter().filter(|name| tags.digest(name).is_none()) {
        findings.push(Finding::new(TAGMANIFEST, TAG_LIST, "not_listed").with("path", *name));
    }
    for (path, _) in tags.iter().filter(|(path, _)| !TAG_FILES.contains(path)) {
        findings.push(Finding::new(TAGMANIFEST, TAG_LIST, "lists_other").with("path", path));
    }
}

fn check_payload_names(payload: &Manifest, findings: &mut Vec<Finding>) {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (path, _) in payload.iter() {
        if let Err(bad) = check_name(path) {
            findings.push(Finding::new(NAME, path, bad.word()));
        } else if recognize(path).is_none() {
            findings.push(Finding::new(NAME, path, "not_in_the_layout"));
        }
        if let Some(twin) = folded.insert(path.to_ascii_lowercase(), path) {
            findings.push(Finding::new(NAME, path, "case_twin").with("other", twin));
        }
    }
    for single in SINGLES.iter().filter(|path| payload.digest(path).is_none()) {
        findings.push(Finding::new(MISSING, *single, "required"));
    }
}

/// Files that nothing lists, among those whose list is there.
fn find_unlisted(tree: &Tree, listing: &Listing, lists: ListsPresent, findings: &mut Vec<Finding>) {
    let unlisted = tree
        .files
        .keys()
        .filter(|path| !listing.contains_key(*path) && *path != TAG_LIST && *path != "fetch.txt");
    for path in unlisted {
        let list_is_there = if path.starts_with("data/") {
            lists.payload
        } else {
            lists.tags
        };
        let in_layout = TAG_FILES.contains(&path.as_str()) || recognize(path).is_some();
        if list_is_there || !in_layout {
            findings.push(Finding::new(EXTRA, path, "unlisted"));
        }
        if let Err(bad) = check_name(path) {
            findings.push(Finding::new(NAME, path, bad.word()));
        }
    }
}

/// `bag-info.txt` has its one form, and its count of the payload is the count on disk.
fn check_info(
    tree: &Tree,
    something_removed: bool,
    findings: &mut Vec<Finding>,
) -> Option<BagInfo> {
    let place = "bag-info.txt";
    let info = match BagInfo::parse_strict(&tree.bytes(place)?) {
        Ok(info) => info,
        Err(faults) => {
            findings.extend(faults.into_iter().map(|bad| {
                let code = match bad.label {
                    "Saboot-Bundle" => VERSION,
                    "Journal-Head" | "Journal-Count" => JOURNAL,
                    _ => MANIFEST,
                };
                Finding::new(code, place, bad.fault).with("label", bad.label)
            }));
            return None;
        }
    };
    let (bytes, files) = tree.payload_oxum();
    if !something_removed && (bytes, files) != (info.payload_bytes, info.payload_files) {
        findings.push(
            Finding::new(MANIFEST, place, "payload_oxum")
                .with("bytes", bytes)
                .with("files", files),
        );
    }
    Some(info)
}

/// The paths of a manifest that are there and unchanged.
pub(super) fn sound_paths<'m>(
    manifest: &'m Manifest,
    sound: &'m BTreeSet<String>,
) -> impl Iterator<Item = &'m str> {
    manifest
        .iter()
        .map(|(path, _)| path)
        .filter(|path| sound.contains(*path))
}
