//! What a sealed bundle holds, and that it is the same each time.

use saboot::bundle::verify::{Absent, Against, BagKind};
use saboot::bundle::{
    Held, KeptMember, Look, MemoryFolder, PlanError, Where, WriteError, plan_bundle, verify,
    write_bundle,
};
use saboot::model::{Act, Digest};
use serde_json::json;

use super::small_case::{Feed, SmallCase, first_bundle, now, open_original, source_id, to_disk};

#[test]
fn a_sealed_bundle_verifies_and_says_what_is_absent() {
    let (files, written) = SmallCase::new().seal(1, None);
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    let look = Look {
        open: Some(&open_original),
        ..Look::default()
    };
    let report = verify(folder.path(), &look).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.fingerprint, Some(written.fingerprint));
    assert_eq!((report.files, written.payload_files), (16, 12));
    assert_eq!(
        report.absent,
        [Absent::Fingerprint, Absent::Signature, Absent::Timestamp]
    );
    let whats: Vec<&str> = report.notes.iter().map(|n| n.what()).collect();
    assert_eq!(whats, ["draft"]);
    assert_eq!(
        report.verdict(),
        "unchanged since it was sealed at 2026-11-25T09:46:40Z (time given by the operator, not read from the clock)"
    );
    assert!(
        matches!(report.kind, BagKind::Bundle(Some(info)) if info.number == 1 && info.journal_count == 4)
    );
}

#[test]
fn a_fingerprint_from_paper_is_compared() {
    let (files, written) = SmallCase::new().seal(1, None);
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    let against = |text: &str| {
        let look = Look {
            against: Some(text.parse::<Against>().unwrap()),
            ..Look::default()
        };
        let report = verify(folder.path(), &look).unwrap();
        (
            report
                .findings
                .iter()
                .map(|f| f.code.to_string())
                .collect::<Vec<_>>(),
            report.agreement.map(|a| a.to_string()),
            report.absent,
        )
    };
    let (findings, agreement, absent) = against(&written.fingerprint.to_string());
    assert_eq!(
        (findings.len(), agreement.unwrap().as_str()),
        (0, "agrees with the fingerprint given, all 64 digits")
    );
    assert_eq!(
        absent,
        [Absent::Signature, Absent::Timestamp, Absent::Tracing]
    );
    let (findings, agreement, _) = against(&written.fingerprint.name());
    assert_eq!(
        (findings.len(), agreement.unwrap().as_str()),
        (
            0,
            "agrees with the 16 digits given; identifies, does not prove"
        )
    );
    assert_eq!(against(&"0".repeat(64)).0, ["V-FINGERPRINT"]);
}

#[test]
fn the_layout_is_the_one_of_the_page() {
    let files = first_bundle();
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "VERIFY.txt",
            "bag-info.txt",
            "bagit.txt",
            "data/exhibits.csv",
            "data/journal.jsonl",
            "data/members.csv",
            "data/messages.csv",
            "data/notes.jsonl",
            "data/originals/S1.zip",
            "data/originals/S2-1.png",
            "data/originals/S2-2.bin",
            "data/records/S1.jsonl",
            "data/records/S2.jsonl",
            "data/sources.csv",
            "data/words.json",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt",
        ]
    );
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert!(text("data/sources.csv").contains("S2-2,S2,data/originals/S2-2.bin,b\\u202egpj.exe,"));
    assert!(text("data/messages.csv").contains("S1:L1,,,,,Kashif,message,'=HYPERLINK(1),,"));
    assert!(
        !text("data/messages.csv").contains("S1:B0"),
        "a frame is no message"
    );
    assert!(text("data/notes.jsonl").starts_with("{\"type\":\"schema\""));
    assert!(text("data/records/S1.jsonl").starts_with("{\"type\":\"source\",\"source\":\"S1\""));
    assert!(text("data/exhibits.csv").contains("B-1,S2:F2,,,"));
    assert!(text("data/exhibits.csv").trim_end().ends_with("intimate"));
}

#[test]
fn the_same_inputs_and_time_give_the_same_bytes() {
    let (first, again) = (
        SmallCase::new().seal(1, None),
        SmallCase::new().seal(1, None),
    );
    assert_eq!(first, again);
    let mut later = SmallCase::new();
    later.write(Act::Declared, "S1", json!({"order": "dmy"}));
    assert_ne!(later.seal(1, None).1.fingerprint, first.1.fingerprint);
}

#[test]
fn contradictions_are_no_bundle() {
    let case = SmallCase::new();
    let plan_fails = |sealing: &saboot::bundle::Sealing<'_>| plan_bundle(sealing).unwrap_err();
    assert!(matches!(
        plan_fails(&case.sealing(0, None)),
        PlanError::Number
    ));
    assert!(matches!(
        plan_fails(&case.sealing(2, None)),
        PlanError::Number
    ));
    assert!(matches!(
        plan_fails(&case.sealing(1, Some(Digest::ZERO))),
        PlanError::Number
    ));
    let mut sealing = case.sealing(1, None);
    sealing.journal = b"";
    assert!(matches!(plan_fails(&sealing), PlanError::Journal(None)));
    sealing.journal = b"{}\n";
    assert!(matches!(plan_fails(&sealing), PlanError::Journal(Some(_))));
    let mut sealing = case.sealing(1, None);
    sealing.sources[1].originals[1].number = Some(1);
    sealing.sources[1].originals[1].naming = saboot::bundle::Naming::ByKind;
    sealing.sources[1].originals[1].given_name = "x.PNG".into();
    assert!(
        matches!(plan_fails(&sealing), PlanError::Name { path } if path == "data/originals/S2-1.png")
    );
}

#[test]
fn an_original_that_is_not_the_admitted_one_is_not_sealed() {
    let case = SmallCase::new();
    let mut sealing = case.sealing(1, None);
    sealing.sources[0].originals[0].size += 1;
    let folder = MemoryFolder::new(case.originals.clone());
    let failed = write_bundle(&plan_bundle(&sealing).unwrap(), &Feed, &folder);
    assert!(
        matches!(failed, Err(WriteError::OriginalChanged { path }) if path == "data/originals/S1.zip")
    );
    let empty = MemoryFolder::default();
    let failed = write_bundle(&plan_bundle(&case.sealing(1, None)).unwrap(), &Feed, &empty);
    assert!(matches!(failed, Err(WriteError::Folder { .. })));
}

#[test]
fn a_source_without_media_keeps_its_transcript_and_says_so() {
    let mut case = SmallCase::new();
    let chat = case.sources[0].source.members[0].clone();
    let bytes = {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("x"), &case.originals[0]).unwrap();
        open_original(&folder.path().join("x"))
            .unwrap()
            .bytes(1)
            .unwrap()
    };
    case.sources[0].originals[0].held = Held::Members(vec![KeptMember {
        n: 1,
        name: chat.name.to_string(),
        size: chat.size,
        sha256: chat.sha256.unwrap(),
    }]);
    case.sources[1].originals[1].held = Held::None;
    case.originals.push(bytes);
    let (files, _) = case.seal(1, None);
    assert!(
        files.contains_key("data/originals/S1-F1.txt")
            && !files.contains_key("data/originals/S1.zip")
    );
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &files);
    let report = verify(
        folder.path(),
        &Look {
            open: Some(&open_original),
            ..Look::default()
        },
    )
    .unwrap();
    assert_eq!(report.findings, []);
    assert!(report.absent.contains(&Absent::Originals));
    let untraced: Vec<&str> = report
        .notes
        .iter()
        .filter(|n| n.what() == "not_traced")
        .map(|n| n.place.as_str())
        .collect();
    assert_eq!(untraced, ["S1:F2", "S2:F2"]);
}

#[test]
fn a_later_bundle_holds_only_what_is_new() {
    let mut case = SmallCase::new();
    let (_, first) = case.seal(1, None);
    case.write(
        Act::Sealed,
        "bundle 1",
        json!({"bundle": 1, "fingerprint": first.fingerprint}),
    );
    for source in &mut case.sources {
        source.records = Where::Earlier(first.fingerprint);
        source
            .originals
            .iter_mut()
            .for_each(|o| o.stored = Where::Earlier(first.fingerprint));
    }
    let (third, bytes) = SmallCase::third_source();
    case.admit(third, vec![bytes]);
    let plan_of = case.sealing(2, Some(first.fingerprint));
    assert_eq!(plan_bundle(&plan_of).unwrap().original_bytes(), 36);
    let (files, _) = case.seal(2, Some(first.fingerprint));
    let originals: Vec<&String> = files
        .keys()
        .filter(|p| p.starts_with("data/originals/") || p.starts_with("data/records/"))
        .collect();
    assert_eq!(
        originals,
        ["data/originals/S3.txt", "data/records/S3.jsonl"]
    );
    assert!(
        String::from_utf8_lossy(&files["data/sources.csv"])
            .contains(&first.fingerprint.to_string())
    );
    assert_eq!(source_id(3).number(), 3);
    assert_eq!(now().at.to_rfc3339(), "2026-11-25T09:46:40+00:00");
}
