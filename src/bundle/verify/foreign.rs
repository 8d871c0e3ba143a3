//! Verifies any BagIt bag, version 0.93 to 1.0 (RFC 8493 and the drafts before it).
//!
//! What the drafts left open is noted, not failed. Nothing is ever fetched.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::checksum::Algorithm;
use super::declaration::Declaration;
use super::listed::{Listed, Listing, compare};
use super::report::{DUPLICATE, EXTRA, FETCH, Finding, MANIFEST, MISSING, NAME, PATH, TAGMANIFEST};
use super::tree::Tree;
use super::{Look, Outcome};
use crate::bundle::bag_info::{first, parse_oxum, parse_tags};
use crate::bundle::manifest::{Oddity, decode_path, parse_foreign};
use crate::bundle::names::stays_inside;

/// Files that operating systems drop into folders.
const SYSTEM_FILES: &[&str] = &[".ds_store", "thumbs.db", "desktop.ini"];

/// Whether a list is of payload files or of tag files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    Payload,
    Tags,
}

/// What the bag holds and what was found so far.
struct Bag<'t> {
    tree: &'t Tree,
    declaration: Declaration,
    /// Paths on disk by their name without regard to case and normal form.
    folded: BTreeMap<String, Vec<&'t str>>,
    listing: Listing,
    /// The paths of each payload list.
    payload_lists: BTreeMap<String, BTreeSet<String>>,
    tag_lists: BTreeMap<String, BTreeSet<String>>,
    fetched: BTreeSet<String>,
    findings: Vec<Finding>,
    notes: Vec<Finding>,
}

/// Verifies a bag that is not ours.
#[must_use]
pub(super) fn verify_bag(tree: &Tree, look: &Look<'_>) -> (String, Outcome) {
    let mut folded: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for path in tree.files.keys() {
        folded.entry(fold(path)).or_default().push(path);
    }
    let declaration = Declaration::read(tree);
    let mut bag = Bag {
        tree,
        declaration,
        folded,
        listing: Listing::new(),
        payload_lists: BTreeMap::new(),
        tag_lists: BTreeMap::new(),
        fetched: BTreeSet::new(),
        findings: tree.strange.clone(),
        notes: Vec::new(),
    };
    bag.findings.append(&mut bag.declaration.findings);
    bag.notes.append(&mut bag.declaration.notes);
    bag.read_fetch();
    bag.read_lists();
    bag.check_payload();
    bag.check_tags();
    bag.check_oxum();
    let mut compared = compare(tree, &bag.listing, &look.removed, look.on_bytes);
    for missing in compared
        .findings
        .iter_mut()
        .filter(|f| f.code == MISSING && bag.fetched.contains(&f.place))
    {
        *missing = Finding::new(FETCH, missing.place.clone(), "not_fetched");
    }
    bag.findings.append(&mut compared.findings);
    bag.notes.append(&mut compared.notes);
    let outcome = Outcome {
        findings: bag.findings,
        notes: bag.notes,
        files: compared.files,
        bytes: compared.bytes,
        ..Outcome::default()
    };
    (bag.declaration.version_text, outcome)
}

fn fold(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

/// The name of the algorithm in `manifest-sha256.txt`, after `prefix`.
fn algorithm_name<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    path.strip_prefix(prefix)?
        .strip_suffix(".txt")
        .filter(|name| !name.contains('/'))
}

impl Bag<'_> {
    /// Puts a fault of form among the findings under RFC 8493, among the notes under the drafts.
    fn form(&mut self, finding: Finding) {
        if self.declaration.is_final() {
            self.findings.push(finding);
        } else {
            self.notes.push(finding);
        }
    }

    fn text(&mut self, path: &str) -> Option<String> {
        match self.tree.read(path)? {
            Ok(bytes) => Some(self.declaration.decode(path, &bytes, &mut self.findings)),
            Err(e) => {
                self.findings.push(
                    Finding::new(MISSING, path, "unreadable").with("error", e.kind().to_string()),
                );
                None
            }
        }
    }

    fn read_lists(&mut self) {
        let mut usable = 0;
        for path in self.tree.files.keys() {
            let (lists, name) = match (
                algorithm_name(path, "manifest-"),
                algorithm_name(path, "tagmanifest-"),
            ) {
                (Some(name), _) => (Lists::Payload, name),
                (_, Some(name)) => (Lists::Tags, name),
                _ => continue,
            };
            let Some(algorithm) = Algorithm::named(name) else {
                self.notes
                    .push(Finding::new(MANIFEST, path, "unknown_algorithm"));
                continue;
            };
            if algorithm.is_weak() {
                self.notes
                    .push(Finding::new(MANIFEST, path, "weak_algorithm"));
            }
            usable += u32::from(lists == Lists::Payload);
            if let Some(text) = self.text(path) {
                self.read_list(path, lists, algorithm, &text);
            }
        }
        if usable == 0 {
            self.findings
                .push(Finding::new(MANIFEST, "manifest-*.txt", "none"));
        }
    }

    fn read_list(&mut self, list: &str, lists: Lists, algorithm: Algorithm, text: &str) {
        let code = if lists == Lists::Payload {
            MANIFEST
        } else {
            TAGMANIFEST
        };
        let (lines, bad) = parse_foreign(text);
        self.findings.extend(
            bad.iter()
                .map(|line| Finding::new(code.clone(), list, "line").with("line", *line)),
        );
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut paths = BTreeSet::new();
        for line in lines {
            let at = |code, what: &str| {
                Finding::new(code, list, what)
                    .with("line", line.line)
                    .with("path", line.path.as_str())
            };
            for oddity in &line.oddities {
                let what = match oddity {
                    Oddity::DotSlash => "dot_slash",
                    Oddity::Asterisk => "asterisk",
                };
                self.notes.push(at(code.clone(), what));
            }
            let inside = lists == Lists::Tags || line.path.starts_with("data/");
            if !stays_inside(&line.path) || !inside {
                self.findings.push(at(
                    PATH,
                    if inside {
                        "leaves_the_bag"
                    } else {
                        "outside_payload"
                    },
                ));
                continue;
            }
            if let Some(before) = seen.insert(line.path.clone(), line.checksum.clone()) {
                let finding = at(
                    DUPLICATE,
                    if before == line.checksum {
                        "same_checksum"
                    } else {
                        "other_checksum"
                    },
                );
                if before == line.checksum {
                    self.form(finding);
                } else {
                    self.findings.push(finding);
                }
            }
            let path = self.resolve(list, &line.path);
            if !paths.insert(path.clone()) && !self.tree.files.contains_key(&line.path) {
                self.notes.push(at(DUPLICATE, "one_file_under_two_names"));
            }
            let listed = Listed {
                algorithm,
                checksum: line.checksum,
                list: list.to_owned(),
            };
            self.listing.entry(path).or_default().push(listed);
        }
        let kept = if lists == Lists::Payload {
            &mut self.payload_lists
        } else {
            &mut self.tag_lists
        };
        kept.insert(list.to_owned(), paths);
    }

    /// The path on disk that a listed path means. Tools disagree about percent-encoding, and file systems about
    /// normal forms and case; what is found in another form is noted.
    fn resolve(&mut self, list: &str, written: &str) -> String {
        let decoded = decode_path(written);
        let (expected, other) = if self.declaration.is_final() {
            (decoded.as_str(), written)
        } else {
            (written, decoded.as_str())
        };
        if self.tree.files.contains_key(expected) {
            return expected.to_owned();
        }
        let note = |what: &str| Finding::new(NAME, list, what).with("path", written);
        if self.tree.files.contains_key(other) {
            self.notes.push(note("percent_encoding"));
            return other.to_owned();
        }
        match self.folded.get(&fold(expected)).map(Vec::as_slice) {
            Some([only]) => {
                let only = (*only).to_owned();
                let same_case = only.nfc().eq(expected.nfc());
                self.notes
                    .push(note(if same_case { "normal_form" } else { "case" }));
                only
            }
            _ => expected.to_owned(),
        }
    }

    /// `URL LENGTH FILENAME`. The file must be there already; its URL is never looked at.
    fn read_fetch(&mut self) {
        let Some(text) = self.text("fetch.txt") else {
            return;
        };
        for (i, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let at =
                |code, what: &str| Finding::new(code, "fetch.txt", what).with("line", i as u64 + 1);
            let path = line
                .trim_start()
                .split_once([' ', '\t'])
                .and_then(|(_, rest)| rest.trim_start().split_once([' ', '\t']));
            let Some((_, path)) = path else {
                self.findings.push(at(FETCH, "line"));
                continue;
            };
            let path = path.trim_start();
            let path = path.strip_prefix("./").unwrap_or(path);
            if !stays_inside(path) || !path.starts_with("data/") {
                self.findings.push(at(PATH, "leaves_the_payload"));
                continue;
            }
            let path = self.resolve("fetch.txt", path);
            if !self.tree.files.contains_key(&path) {
                self.findings
                    .push(Finding::new(FETCH, path.clone(), "not_fetched"));
            }
            self.fetched.insert(path);
        }
        self.notes.push(
            Finding::new(FETCH, "fetch.txt", "present").with("files", self.fetched.len() as u64),
        );
    }

    fn check_payload(&mut self) {
        if !self.tree.has_data {
            self.findings
                .push(Finding::new(MISSING, "data", "required"));
        }
        for path in self
            .tree
            .files
            .keys()
            .filter(|path| path.starts_with("data/"))
        {
            let without: Vec<&String> = self
                .payload_lists
                .iter()
                .filter(|(_, paths)| !paths.contains(path))
                .map(|(list, _)| list)
                .collect();
            if without.len() == self.payload_lists.len() {
                self.findings.push(Finding::new(EXTRA, path, "unlisted"));
            } else if let Some(list) = without.first() {
                let finding =
                    Finding::new(MANIFEST, *list, "not_in_every_list").with("path", path.as_str());
                if self.declaration.is_final() {
                    self.findings.push(finding);
                } else {
                    self.notes.push(finding);
                }
            }
            let name = path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if SYSTEM_FILES.contains(&name.as_str()) {
                self.notes.push(Finding::new(NAME, path, "system_file"));
            }
        }
        for listed in self
            .fetched
            .iter()
            .filter(|path| !self.listing.contains_key(*path))
        {
            self.findings.push(Finding::new(FETCH, listed, "unlisted"));
        }
        for twins in self.folded.values().filter(|paths| paths.len() > 1) {
            self.notes
                .push(Finding::new(NAME, twins[0], "twins").with("other", twins[1]));
        }
    }

    fn check_tags(&mut self) {
        let mut faults = Vec::new();
        for (list, paths) in &self.tag_lists {
            faults.extend(
                paths
                    .iter()
                    .filter(|p| algorithm_name(p, "tagmanifest-").is_some())
                    .map(|path| {
                        Finding::new(TAGMANIFEST, list, "lists_a_tag_manifest")
                            .with("path", path.as_str())
                    }),
            );
            faults.extend(paths.iter().filter(|p| p.starts_with("data/")).map(|path| {
                Finding::new(TAGMANIFEST, list, "lists_payload").with("path", path.as_str())
            }));
            faults.extend(
                self.payload_lists
                    .keys()
                    .filter(|p| !paths.contains(*p))
                    .map(|path| {
                        Finding::new(TAGMANIFEST, list, "manifest_not_listed")
                            .with("path", path.as_str())
                    }),
            );
        }
        for fault in faults {
            self.form(fault);
        }
        for path in self.tree.files.keys() {
            let is_tag =
                !path.starts_with("data/") && algorithm_name(path, "tagmanifest-").is_none();
            if is_tag && !self.listing.contains_key(path) && !self.tag_lists.is_empty() {
                self.notes
                    .push(Finding::new(EXTRA, path, "tag_file_unlisted"));
            }
        }
        if self.tag_lists.is_empty() {
            self.notes
                .push(Finding::new(TAGMANIFEST, "tagmanifest-*.txt", "none"));
        }
    }

    fn check_oxum(&mut self) {
        for path in ["bag-info.txt", "package-info.txt"] {
            let Some(text) = self.text(path) else {
                continue;
            };
            let tags = parse_tags(&text);
            let Some(oxum) = first(&tags, "Payload-Oxum") else {
                continue;
            };
            if parse_oxum(oxum) != Some(self.tree.payload_oxum()) {
                self.form(Finding::new(MANIFEST, path, "payload_oxum"));
            }
        }
    }
}
