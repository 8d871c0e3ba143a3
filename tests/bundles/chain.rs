//! Folders of bundles: each follows from the one before, and a removal is told, not hidden.

use std::path::Path;

use saboot::bundle::{Look, Where, verify, verify_chain};
use saboot::model::{Act, Digest};
use serde_json::json;

use super::small_case::{Files, SmallCase, open_original, relist, replace, to_disk};

/// Two bundles; between them a third source came in, and `removed` files were taken out of the first.
fn two_bundles(removed: &[&str]) -> (Files, Files) {
    let mut case = SmallCase::new();
    let (mut first, written) = case.seal(1, None);
    case.write(
        Act::Sealed,
        "bundle 1",
        json!({"bundle": 1, "fingerprint": written.fingerprint}),
    );
    if let [original, derived @ ..] = removed {
        let digest = |path: &&str| Digest::of(&first[*path]).to_string();
        let payload: Vec<String> = derived.iter().map(digest).collect();
        case.write(
            Act::Removed,
            "S2",
            json!({"sha256": digest(original), "payload": payload}),
        );
    }
    first.retain(|path, _| !removed.contains(&path.as_str()));
    for source in &mut case.sources {
        source.records = Where::Earlier(written.fingerprint);
        source
            .originals
            .iter_mut()
            .for_each(|o| o.stored = Where::Earlier(written.fingerprint));
    }
    let (third, bytes) = SmallCase::third_source();
    case.admit(third, vec![bytes]);
    (first, case.seal(2, Some(written.fingerprint)).0)
}

fn on_disk(root: &Path, bundles: &(Files, Files)) {
    to_disk(&root.join("01"), &bundles.0);
    to_disk(&root.join("02"), &bundles.1);
}

#[test]
fn a_chain_of_two_verifies() {
    let folder = tempfile::tempdir().unwrap();
    on_disk(folder.path(), &two_bundles(&[]));
    let report = verify_chain(
        folder.path(),
        &Look {
            open: Some(&open_original),
            ..Look::default()
        },
    )
    .unwrap();
    assert!(report.is_sound(), "{report:#?}");
    assert_eq!(
        report
            .bundles
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        ["01", "02"]
    );
}

#[test]
fn a_removed_file_is_told_and_does_not_break_the_chain() {
    let folder = tempfile::tempdir().unwrap();
    let gone = [
        "data/originals/S2-2.bin",
        "data/records/S2.jsonl",
        "data/messages.csv",
    ];
    on_disk(folder.path(), &two_bundles(&gone));
    let look = Look {
        open: Some(&open_original),
        ..Look::default()
    };
    let report = verify_chain(folder.path(), &look).unwrap();
    assert!(report.is_sound(), "{report:#?}");
    let notes = &report.bundles[0].1.notes;
    let removed: Vec<&str> = notes
        .iter()
        .filter(|n| n.code.as_str() == "V-REMOVED")
        .map(|n| n.place.as_str())
        .collect();
    assert_eq!(
        removed,
        [
            "data/messages.csv",
            "data/originals/S2-2.bin",
            "data/records/S2.jsonl"
        ]
    );
    let verdict = report.bundles[0].1.verdict();
    assert!(
        verdict.starts_with("what is there is unchanged"),
        "{verdict}"
    );
    assert!(
        verdict.ends_with("removed by a person, as the journal says: 3"),
        "{verdict}"
    );
    // Without the later bundle nothing explains the gap.
    let alone = verify(&folder.path().join("01"), &look).unwrap();
    assert_eq!(
        alone
            .findings
            .iter()
            .filter(|f| f.code.as_str() == "V-MISSING")
            .count(),
        3
    );
}

#[test]
fn a_file_that_only_vanished_is_missing_in_a_chain_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut bundles = two_bundles(&["data/originals/S2-2.bin"]);
    bundles.0.remove("data/originals/S2-1.png");
    on_disk(folder.path(), &bundles);
    let report = verify_chain(folder.path(), &Look::default()).unwrap();
    let missing: Vec<&str> = report.bundles[0]
        .1
        .findings
        .iter()
        .map(|f| f.place.as_str())
        .collect();
    assert_eq!(missing, ["data/originals/S2-1.png"]);
}

#[test]
fn every_broken_link_is_found() {
    type Fault = fn(&mut (Files, Files));
    let faults: [(&str, Fault, &[&str]); 6] = [
        (
            "the first bundle was made anew",
            |(first, _)| {
                replace(first, "data/words.json", "own words", "other words");
                relist(first);
            },
            &["02 previous", "02 sealed_entry"],
        ),
        (
            "the journal was written anew",
            |(_, second)| {
                replace(second, "data/journal.jsonl", "operator", "operatos");
                relist(second);
            },
            &["02 journal"],
        ),
        (
            "a bundle is missing in the middle",
            |(first, second)| {
                *first = second.clone();
                replace(
                    second,
                    "bag-info.txt",
                    "Bundle-Number: 2",
                    "Bundle-Number: 4",
                );
                relist(second);
            },
            &[
                "01 number",
                "01 previous",
                "02 number",
                "02 previous",
                "02 sealed_entry",
            ],
        ),
        (
            "the later bundle says that it is the first",
            |(_, second)| {
                let at = second["bag-info.txt"]
                    .windows(17)
                    .position(|w| w == b"Previous-Bundle: ")
                    .unwrap();
                let text = String::from_utf8(second["bag-info.txt"][at..at + 81].to_vec()).unwrap();
                replace(second, "bag-info.txt", &text, "Previous-Bundle: none");
                relist(second);
            },
            &["02 previous"],
        ),
        (
            "a bag-info that cannot be read",
            |(_, second)| {
                replace(
                    second,
                    "bag-info.txt",
                    "Bundle-Number: 2",
                    "Bundle-Number: two",
                );
                relist(second);
            },
            &["02 bag_info"],
        ),
        (
            "a bag of somebody else",
            |(_, second)| {
                replace(
                    second,
                    "bag-info.txt",
                    "Saboot-Bundle: bundle/1-draft\n",
                    "",
                );
                second.remove("VERIFY.txt");
                relist(second);
            },
            &["02 bag_info", "02 not_ours"],
        ),
    ];
    for (name, fault, expected) in faults {
        let folder = tempfile::tempdir().unwrap();
        let mut bundles = two_bundles(&[]);
        fault(&mut bundles);
        on_disk(folder.path(), &bundles);
        let report = verify_chain(folder.path(), &Look::default()).unwrap();
        let found: Vec<String> = report
            .findings
            .iter()
            .map(|f| format!("{} {}", f.place, f.what()))
            .collect();
        assert_eq!(found, expected, "{name}");
        assert!(report.findings.iter().all(|f| f.code.as_str() == "V-CHAIN"));
    }
}

#[test]
fn what_is_no_bundle_in_a_chain_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(verify_chain(folder.path(), &Look::default()).is_err());
    on_disk(folder.path(), &two_bundles(&[]));
    std::fs::create_dir(folder.path().join("03")).unwrap();
    std::fs::write(folder.path().join("note.txt"), "x").unwrap();
    let report = verify_chain(folder.path(), &Look::default()).unwrap();
    let found: Vec<String> = report
        .findings
        .iter()
        .map(|f| format!("{} {}", f.place, f.what()))
        .collect();
    assert_eq!(found, ["03 not_a_bundle", "note.txt not_a_bundle"]);
}
