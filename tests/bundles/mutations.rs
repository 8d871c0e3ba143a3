//! After any change of any file of a bundle, something is found.
//!
//! Every byte of the lists and of the small files is flipped, and many of the larger ones; `SABOOT_THOROUGH=1`
//! flips every bit of every file.

use std::fs;
use std::path::Path;

use saboot::bundle::{Look, verify};

use super::small_case::{Files, first_bundle, to_disk};

/// Verifies and returns the codes that were found.
fn codes(root: &Path) -> Vec<String> {
    match verify(root, &Look::default()) {
        Ok(report) => report.findings.iter().map(|f| f.code.to_string()).collect(),
        Err(e) => panic!("could not look: {e}"),
    }
}

fn is_thorough() -> bool {
    std::env::var_os("SABOOT_THOROUGH").is_some()
}

/// Writes a bundle, hands each changed form of one file to `verify`, and puts the file back.
fn each_change(files: &Files, changes: impl Fn(&str, &[u8]) -> Vec<(String, Vec<u8>)>) -> usize {
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), files);
    assert_eq!(codes(folder.path()), Vec::<String>::new());
    let mut count = 0;
    for (path, bytes) in files {
        let at = folder.path().join(path);
        for (what, changed) in changes(path, bytes) {
            assert_ne!(&changed, bytes, "{path}: {what} changes nothing");
            fs::write(&at, &changed).unwrap();
            assert_ne!(
                codes(folder.path()),
                Vec::<String>::new(),
                "{path}: {what} was not found"
            );
            count += 1;
        }
        fs::write(&at, bytes).unwrap();
    }
    count
}

#[test]
fn every_flipped_bit_is_found() {
    let count = each_change(&first_bundle(), |path, bytes| {
        let is_list = path.contains("manifest") || path.starts_with("bag");
        let step = if is_thorough() || is_list {
            1
        } else {
            bytes.len().div_ceil(120)
        };
        let bits = |at: usize| {
            if is_thorough() {
                (0..8).collect()
            } else {
                vec![at % 8, (at + 5) % 8]
            }
        };
        let flip = |at: usize, bit: usize| {
            let mut changed = bytes.to_vec();
            changed[at] ^= 1 << bit;
            (format!("bit {bit} of byte {at}"), changed)
        };
        (0..bytes.len())
            .step_by(step)
            .flat_map(|at| bits(at).into_iter().map(move |bit| (at, bit)))
            .map(|(at, bit)| flip(at, bit))
            .collect()
    });
    assert!(count > 5_000, "{count}");
}

#[test]
fn every_cut_and_every_added_byte_is_found() {
    each_change(&first_bundle(), |_, bytes| {
        let cuts = [
            0,
            1,
            bytes.len() / 3,
            bytes.len() / 2,
            bytes.len() - 2,
            bytes.len() - 1,
        ];
        let mut changes: Vec<_> = cuts
            .into_iter()
            .map(|n| (format!("cut to {n}"), bytes[..n].to_vec()))
            .collect();
        for (what, added) in [
            ("LF", "\n"),
            ("space", " "),
            ("NUL", "\0"),
            ("CR LF", "\r\n"),
            ("text", "x"),
        ] {
            changes.push((
                format!("{what} at the end"),
                [bytes, added.as_bytes()].concat(),
            ));
            changes.push((
                format!("{what} at the start"),
                [added.as_bytes(), bytes].concat(),
            ));
        }
        changes
    });
}

#[test]
fn every_dropped_doubled_and_swapped_line_is_found() {
    each_change(&first_bundle(), |_, bytes| {
        let lines: Vec<&[u8]> = bytes.split_inclusive(|c| *c == b'\n').collect();
        let mut changes = Vec::new();
        for i in 0..lines.len() {
            let mut dropped = lines.clone();
            dropped.remove(i);
            changes.push((format!("line {i} dropped"), dropped.concat()));
            let mut doubled = lines.clone();
            doubled.insert(i, lines[i]);
            changes.push((format!("line {i} doubled"), doubled.concat()));
            if i > 0 && lines[i] != lines[i - 1] {
                let mut swapped = lines.clone();
                swapped.swap(i, i - 1);
                changes.push((format!("lines {i} and {} swapped", i - 1), swapped.concat()));
            }
        }
        changes.push((
            "CR before each LF".into(),
            lines
                .iter()
                .flat_map(|l| {
                    l.strip_suffix(b"\n")
                        .map_or(l.to_vec(), |l| [l, b"\r\n"].concat())
                })
                .collect(),
        ));
        changes.retain(|(_, changed)| changed != bytes);
        changes
    });
}

#[test]
fn every_removed_and_every_renamed_file_is_found() {
    let files = first_bundle();
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    for (path, bytes) in &files {
        let at = folder.path().join(path);
        fs::remove_file(&at).unwrap();
        assert_ne!(
            codes(folder.path()),
            Vec::<String>::new(),
            "{path} was removed"
        );
        let parent = at.parent().unwrap();
        let name = at.file_name().unwrap().to_str().unwrap();
        let names = [
            format!("{name}x"),
            format!("x{name}"),
            name.replace('.', "_"),
            format!("{name}.txt"),
            format!(".{name}"),
            name.to_ascii_uppercase(),
            name.to_ascii_lowercase(),
        ];
        let targets = names.iter().filter(|n| *n != name).map(|n| parent.join(n));
        for target in targets.chain([folder.path().join("data").join(format!("moved-{name}"))]) {
            if target.exists() {
                continue;
            }
            fs::write(&target, bytes).unwrap();
            assert_ne!(
                codes(folder.path()),
                Vec::<String>::new(),
                "{path} was renamed to {}",
                target.display()
            );
            fs::remove_file(&target).unwrap();
        }
        fs::write(&at, bytes).unwrap();
    }
    assert_eq!(codes(folder.path()), Vec::<String>::new());
}

#[test]
fn any_two_files_that_change_places_are_found() {
    let files = first_bundle();
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    let all: Vec<(&String, &Vec<u8>)> = files.iter().collect();
    for (i, (one, ones)) in all.iter().enumerate() {
        for (other, others) in &all[i + 1..] {
            fs::write(folder.path().join(one), others).unwrap();
            fs::write(folder.path().join(other), ones).unwrap();
            assert_ne!(
                codes(folder.path()),
                Vec::<String>::new(),
                "{one} and {other} changed places"
            );
            fs::write(folder.path().join(one), ones).unwrap();
            fs::write(folder.path().join(other), others).unwrap();
        }
    }
}

#[test]
fn every_added_file_is_found_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &first_bundle());
    for path in [
        "report.html",
        "README",
        ".hidden",
        "data/x",
        "data/.DS_Store",
        "data/originals/S1.txt",
        "data/originals/S9.zip",
        "data/records/S9.jsonl",
        "data/commitments.txt",
        "proof/allowed_signers",
        "proof/x",
        "manifest-md5.txt",
        "tagmanifest-sha512.txt",
        "fetch.txt",
        "a/b/c/d",
        "data/ünlisted",
        "package-info.txt",
        "VERIFY-ur.txt",
    ] {
        for bytes in ["", "x\n"] {
            let at = folder.path().join(path);
            let parent = at.parent().unwrap();
            let made = !parent.exists();
            fs::create_dir_all(parent).unwrap();
            fs::write(&at, bytes).unwrap();
            let found = codes(folder.path());
            assert!(
                found
                    .iter()
                    .any(|c| matches!(c.as_str(), "V-EXTRA" | "V-FETCH")),
                "{path}: {found:?}"
            );
            fs::remove_file(&at).unwrap();
            if made {
                assert!(
                    codes(folder.path()).contains(&"V-EXTRA".to_owned()),
                    "an empty folder was not found"
                );
                fs::remove_dir_all(folder.path().join(path.split('/').next().unwrap()))
                    .unwrap_or(());
            }
        }
    }
    // The last removals took a folder of the bundle with them only if it was not the bundle's.
    assert_eq!(codes(folder.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_found_and_not_followed() {
    let files = first_bundle();
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    for (path, bytes) in &files {
        let (at, target) = (folder.path().join(path), outside.path().join("same bytes"));
        fs::write(&target, bytes).unwrap();
        fs::remove_file(&at).unwrap();
        std::os::unix::fs::symlink(&target, &at).unwrap();
        assert!(
            codes(folder.path()).contains(&"V-LINK".to_owned()),
            "{path}"
        );
        fs::remove_file(&at).unwrap();
        fs::write(&at, bytes).unwrap();
    }
    std::os::unix::fs::symlink(outside.path(), folder.path().join("data/more")).unwrap();
    std::os::unix::fs::symlink("/nowhere", folder.path().join("dangling")).unwrap();
    assert_eq!(codes(folder.path()), ["V-LINK", "V-LINK"]);
}

#[test]
fn everything_wrong_is_found_in_one_run() {
    let mut files = first_bundle();
    files.remove("data/originals/S2-1.png");
    files.insert("data/extra.txt".into(), b"x".to_vec());
    files.get_mut("data/words.json").unwrap()[5] ^= 1;
    files.get_mut("VERIFY.txt").unwrap().push(b' ');
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    let report = verify(folder.path(), &Look::default()).unwrap();
    let found: Vec<String> = report
        .findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.place))
        .collect();
    assert_eq!(
        found,
        [
            "V-CHANGED VERIFY.txt",
            "V-MANIFEST bag-info.txt",
            "V-EXTRA data/extra.txt",
            "V-MISSING data/originals/S2-1.png",
            "V-CHANGED data/words.json"
        ]
    );
    assert_eq!(report.verdict(), "not as it was sealed: 5 problems");
}
