//! The BagIt conformance suite of the Library of Congress, v0.93 to v1.0.
//!
//! It is public data and no part of this project: `SABOOT_CORPORA` names the folder that holds it as `bagit/`.

use std::fs;
use std::path::{Path, PathBuf};

use saboot::bundle::{Look, verify};

/// Where we judge otherwise than the folder that a bag lies in, what we say, and why.
const DEPARTURES: &[(&str, &str, &str)] = &[(
    "v0.97/warning/special-system-files",
    "fails",
    "lists data/.DS_Store, which the published copy of the suite does not hold: the bag is not complete",
)];

/// The code that a bag of `invalid`, `linux-only` and `windows-only` must fail with.
const REASONS: &[(&str, &str)] = &[
    ("baginfo-missing-encoding", "V-ENCODING"),
    ("bom-in-bagit.txt", "V-ENCODING"),
    ("corrupt-data-file", "V-CHANGED"),
    ("corrupt-tag-file", "V-CHANGED"),
    ("extra-file-in-bag", "V-EXTRA"),
    ("invalid-version-number", "V-VERSION"),
    ("missing-baginfo", "V-MISSING"),
    ("missing-bagit.txt", "V-MISSING"),
    ("out-of-scope-file-paths", "V-PATH"),
    ("same-filename-listed-twice", "V-DUPLICATE"),
    ("bagit-with-invalid-whitespace", "V-VERSION"),
    ("notAllManifestsListAllFiles", "V-EXTRA"),
];

fn suite() -> Option<PathBuf> {
    let folder = Path::new(&std::env::var_os("SABOOT_CORPORA")?).join("bagit");
    folder.is_dir().then_some(folder)
}

fn folders(at: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(at)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    folders.sort();
    folders
}

#[test]
fn the_conformance_suite_is_judged_as_its_authors_judge_it() {
    let Some(suite) = suite() else {
        println!("skipped: SABOOT_CORPORA does not name a folder with the BagIt conformance suite");
        return;
    };
    let mut count = 0;
    let mut wrong = Vec::new();
    for version in folders(&suite) {
        for class in folders(&version) {
            for bag in folders(&class) {
                let name = bag
                    .strip_prefix(&suite)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                let report = verify(&bag, &Look::default()).unwrap();
                let codes: Vec<String> = report
                    .findings
                    .iter()
                    .map(|f| format!("{} {} {}", f.code, f.place, f.what()))
                    .collect();
                let expected = match class.file_name().unwrap().to_str().unwrap() {
                    "valid" => "passes",
                    "warning" => "warns",
                    _ => "fails",
                };
                let expected = DEPARTURES
                    .iter()
                    .find(|(bag, ..)| *bag == name)
                    .map_or(expected, |(_, verdict, _)| verdict);
                let found = match (report.is_sound(), report.notes.is_empty()) {
                    (false, _) => "fails",
                    (true, _) if expected == "passes" => "passes",
                    (true, false) => "warns",
                    (true, true) => "passes",
                };
                count += 1;
                if found != expected {
                    wrong.push(format!(
                        "{name}: {found}, expected {expected}; {codes:?} {:?}",
                        report.notes
                    ));
                }
                let reason = REASONS
                    .iter()
                    .find(|(bag, _)| name.rsplit('/').next().unwrap().starts_with(bag));
                if let Some((_, code)) = reason.filter(|_| expected == "fails")
                    && !codes.iter().any(|c| c.starts_with(code))
                {
                    wrong.push(format!("{name}: no {code} in {codes:?}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 50, "only {count} bags");
    println!(
        "{count} bags judged as expected, {} departure",
        DEPARTURES.len()
    );
}
