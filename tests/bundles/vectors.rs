//! The vectors in `fixtures/bundles/`: one bag each, one fault each, named by the fault.
//!
//! `expect.txt` beside each bag says what must be found. `UPDATE=1` writes the bags anew from [`super::faults`]; what
//! must be found is then written too, and read by a person in the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saboot::bundle::{Look, verify};

use super::faults::{self, Vector};
use super::small_case::{Files, open_original, to_disk};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bundles")
}

/// Every finding and note of a bag, one a line, in the order of the report.
fn found(bag: &Path) -> String {
    let report = verify(
        bag,
        &Look {
            open: Some(&open_original),
            ..Look::default()
        },
    )
    .unwrap();
    let line = |kind: &str, f: &saboot::bundle::verify::Finding| {
        format!("{kind}{} {} {}\n", f.code, f.place, f.what())
    };
    let findings = report.findings.iter().map(|f| line("", f));
    findings
        .chain(report.notes.iter().map(|f| line("note ", f)))
        .collect()
}

fn read_files(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let at = entry.unwrap().path();
        if at.is_dir() {
            read_files(root, &at, files);
        } else {
            let path = at
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.insert(path, fs::read(&at).unwrap());
        }
    }
}

fn update(vectors: &[Vector]) {
    for class in ["valid", "warn", "fail"] {
        let _ = fs::remove_dir_all(fixtures().join(class));
    }
    for vector in vectors {
        let folder = fixtures().join(vector.class).join(vector.name);
        to_disk(&folder.join("bag"), &vector.files);
        let expect = format!("# {}\n{}", vector.about, found(&folder.join("bag")));
        fs::write(folder.join("expect.txt"), expect).unwrap();
    }
}

#[test]
fn every_vector_is_found_to_be_what_it_says() {
    let vectors = faults::all();
    if std::env::var_os("UPDATE").is_some() {
        update(&vectors);
    }
    let mut on_disk = BTreeSet::new();
    for class in ["valid", "warn", "fail"] {
        for entry in fs::read_dir(fixtures().join(class)).unwrap() {
            let folder = entry.unwrap().path();
            let name = format!("{class}/{}", folder.file_name().unwrap().to_str().unwrap());
            let expect = fs::read_to_string(folder.join("expect.txt")).unwrap();
            let expected: String = expect
                .split_inclusive('\n')
                .filter(|l| !l.starts_with('#'))
                .collect();
            assert_eq!(found(&folder.join("bag")), expected, "{name}");
            let wrong = expected.lines().filter(|l| !l.starts_with("note ")).count();
            assert_eq!(wrong > 0, class == "fail", "{name}: {expected}");
            on_disk.insert(name);
        }
    }
    let made: BTreeSet<String> = vectors
        .iter()
        .map(|v| format!("{}/{}", v.class, v.name))
        .collect();
    assert_eq!(on_disk, made, "UPDATE=1 makes the vectors anew");
}

#[test]
fn the_vectors_on_disk_are_those_that_the_program_makes() {
    for vector in faults::all() {
        let root = fixtures().join(vector.class).join(vector.name).join("bag");
        let mut files = Files::new();
        read_files(&root, &root, &mut files);
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            vector.files.keys().collect::<Vec<_>>(),
            "{}",
            vector.name
        );
        for (path, bytes) in &files {
            assert_eq!(
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(&vector.files[path]),
                "{}: {path}",
                vector.name
            );
        }
    }
}

#[test]
fn every_code_that_a_bag_alone_can_show_has_a_vector() {
    let mut seen = BTreeSet::new();
    for class in ["warn", "fail"] {
        for entry in fs::read_dir(fixtures().join(class)).unwrap() {
            let expect = fs::read_to_string(entry.unwrap().path().join("expect.txt")).unwrap();
            let lines = expect.lines().filter(|l| !l.starts_with('#'));
            seen.extend(lines.filter_map(|l| {
                l.strip_prefix("note ")
                    .unwrap_or(l)
                    .split(' ')
                    .next()
                    .map(str::to_owned)
            }));
        }
    }
    for code in [
        "V-CHANGED",
        "V-MISSING",
        "V-EXTRA",
        "V-MANIFEST",
        "V-TAGMANIFEST",
        "V-JOURNAL",
        "V-RECORDS",
        "V-NAME",
        "V-PATH",
        "V-FETCH",
        "V-ENCODING",
        "V-DUPLICATE",
        "V-VERSION",
    ] {
        assert!(seen.contains(code), "no vector shows {code}");
    }
}
