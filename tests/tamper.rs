//! Any change of any file of the demo bundle is found.

use std::fs;
use std::path::Path;

use saboot::bundle::{Look, verify};

use crate::support::program::{copy, demo_case, run, tree};
use crate::support::temp::Temp;

fn finds(bundle: &Path) -> bool {
    let report = verify(bundle, &Look::default()).expect("it can be looked at");
    !report.is_sound()
}

/// First, last, middle, and twenty spread over the file.
fn positions(length: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..20).map(|i| i * length / 20).collect();
    all.extend([length / 2, length - 1]);
    all.sort_unstable();
    all.dedup();
    all
}

/// A copy of the demo bundle that a test may spoil.
fn bundle(temp: &Temp) -> std::path::PathBuf {
    let case = demo_case(temp.path());
    let bundle = temp.path().join("copy");
    copy(&case.join("bundles/01"), &bundle);
    assert!(!finds(&bundle), "it is whole before anything is done to it");
    bundle
}

#[test]
fn one_flipped_bit_anywhere_is_found() {
    let temp = Temp::new();
    let bundle = bundle(&temp);
    let mut flips = 0;
    for (name, bytes) in tree(&bundle) {
        let path = bundle.join(&name);
        fs::remove_file(&path).unwrap();
        for at in positions(bytes.len()) {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(&path, changed).unwrap();
            assert!(finds(&bundle), "{name}: bit {} of byte {at}", at % 8);
            flips += 1;
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert!(flips > 400, "{flips}");
    assert!(!finds(&bundle), "it is whole again");
}

#[test]
fn every_cut_removed_renamed_and_added_file_is_found() {
    let temp = Temp::new();
    let bundle = bundle(&temp);
    let files = tree(&bundle);
    for (name, bytes) in &files {
        let path = bundle.join(name);
        fs::remove_file(&path).unwrap();
        if name == "bagit.txt" {
            // Without it the folder is no bag: that is told, too, and never "unchanged".
            assert!(!verify(&bundle, &Look::default()).is_ok_and(|r| r.is_sound()));
        } else {
            assert!(finds(&bundle), "{name} removed");
        }
        for length in [0, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            assert!(finds(&bundle), "{name} cut to {length}");
        }
        fs::write(&path, bytes).unwrap();

        let renamed = path.with_extension("old");
        fs::rename(&path, &renamed).unwrap();
        assert!(
            !verify(&bundle, &Look::default()).is_ok_and(|r| r.is_sound()),
            "{name} renamed"
        );
        fs::rename(&renamed, &path).unwrap();

        for beside in ["zz-new.txt", "Thumbs.db", ".hidden"] {
            let added = path.with_file_name(beside);
            fs::write(&added, b"x").unwrap();
            assert!(finds(&bundle), "{beside} beside {name}");
            fs::remove_file(&added).unwrap();
        }
    }
    assert!(!finds(&bundle), "it is whole again");
}

#[test]
fn files_that_changed_places_are_found() {
    let temp = Temp::new();
    let bundle = bundle(&temp);
    let files: Vec<(String, Vec<u8>)> = tree(&bundle).into_iter().collect();
    for pair in files.windows(2) {
        let [(left, left_bytes), (right, right_bytes)] = pair else {
            panic!("windows of two")
        };
        let paths = [bundle.join(left), bundle.join(right)];
        for path in &paths {
            fs::remove_file(path).unwrap();
        }
        fs::write(&paths[0], right_bytes).unwrap();
        fs::write(&paths[1], left_bytes).unwrap();
        assert!(
            !verify(&bundle, &Look::default()).is_ok_and(|r| r.is_sound()),
            "{left} and {right}"
        );
        fs::write(&paths[0], left_bytes).unwrap();
        fs::write(&paths[1], right_bytes).unwrap();
    }
    assert!(!finds(&bundle), "it is whole again");
}

#[test]
fn the_program_ends_with_20_for_each_kind_of_change() {
    let temp = Temp::new();
    let whole = bundle(&temp);
    type Change = fn(&Path);
    let changes: [(&str, Change, &str); 5] = [
        (
            "flipped",
            |b| {
                let path = b.join("data/messages.csv");
                let mut bytes = fs::read(&path).unwrap();
                bytes[100] ^= 1;
                fs::remove_file(&path).unwrap();
                fs::write(&path, bytes).unwrap();
            },
            "V-CHANGED",
        ),
        (
            "cut",
            |b| {
                let path = b.join("data/originals/S1.zip");
                let bytes = fs::read(&path).unwrap();
                fs::remove_file(&path).unwrap();
                fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
            },
            "V-CHANGED",
        ),
        (
            "removed",
            |b| fs::remove_file(b.join("data/originals/S5-2.png")).unwrap(),
            "V-MISSING",
        ),
        (
            "renamed",
            |b| fs::rename(b.join("data/notes.jsonl"), b.join("data/note.jsonl")).unwrap(),
            "V-EXTRA",
        ),
        (
            "added",
            |b| fs::write(b.join("data/originals/S4.png"), b"x").unwrap(),
            "V-EXTRA",
        ),
    ];
    for (kind, change, code) in changes {
        let spoiled = temp.path().join(kind);
        copy(&whole, &spoiled);
        change(&spoiled);
        let ran = run(temp.path(), &["verify", kind, "--json"]).ended(20);
        let codes: Vec<String> = ran
            .json()
            .iter()
            .filter(|line| line["type"] == "finding")
            .map(|line| line["code"].as_str().unwrap().to_owned())
            .collect();
        assert!(codes.iter().any(|c| c == code), "{kind}: {codes:?}");
        assert_eq!(ran.result()["exit"], 20);
        let told = run(temp.path(), &["verify", kind]).ended(20);
        assert!(told.err.contains("Do not rely on this copy"), "{kind}");
        assert!(told.out.contains(code), "{kind}");
    }
}
