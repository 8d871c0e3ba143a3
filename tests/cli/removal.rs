//! What must not be kept is deleted, and the case says so and goes on.

use std::fs;

use serde_json::Value;

use super::small_case::{Small, picture};
use crate::support::program::{Ran, run, tree};

fn codes(ran: &Ran) -> Vec<String> {
    let lines = ran.json();
    let told = lines
        .iter()
        .filter(|line| line["type"] == "finding" || line["type"] == "note");
    told.map(|line| line["code"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Whether any file of the case holds these bytes.
fn holds(small: &Small, bytes: &[u8]) -> Vec<String> {
    let files = tree(&small.path(""));
    let with = files
        .iter()
        .filter(|(_, content)| content.windows(bytes.len()).any(|window| window == bytes));
    with.map(|(name, _)| name.clone()).collect()
}

#[test]
fn a_removed_picture_is_gone_everywhere_and_the_chain_says_why() {
    let small = Small::sealed();
    let gone = picture(1);
    assert!(!holds(&small, &gone).is_empty());
    let why = ["remove", "S2:F1", "--why", "stranger", "--json"];
    let ran = small.run(&why).ended(0);
    let removed: Vec<Value> = ran.json();
    assert_eq!(removed[0]["originals"], 1, "{}", ran.out);
    assert_eq!(holds(&small, &gone), Vec::<String>::new());
    assert!(!small.path("out/packet-01").exists(), "its pages showed it");
    let journal = small.text("journal.jsonl");
    assert!(journal.contains("\"removed\""));
    assert!(!journal.contains("Screenshot_20240821"), "no name stays");

    // Given again, it does not come back.
    let again = small.temp.path().join("again.png");
    fs::write(&again, &gone).unwrap();
    let ran = small.run(&["add", again.to_str().unwrap(), "--json"]);
    assert!(
        codes(&ran).iter().any(|code| code == "C-GONE-01"),
        "{}",
        ran.out
    );
    assert_eq!(holds(&small, &gone), Vec::<String>::new());

    // Alone, the first bundle lacks a file.
    run(small.temp.path(), &["verify", "case/bundles/01"]).ended(20);
    small.run(&["unmark", "S1:L4"]).ended(0);
    let sealed = small.run(&["seal", "--yes", "--json"]).ended(0).result();
    assert_eq!(sealed["bundle"], 2);
    let names = holds(&small, b"Screenshot_20240821");
    assert!(
        names.iter().all(|name| name == "work.jsonl"),
        "no name leaves: {names:?}"
    );
    let chain = ["verify", "case/bundles", "--chain", "--json"];
    let ran = run(small.temp.path(), &chain).ended(0);
    assert!(
        codes(&ran).iter().any(|code| code == "V-REMOVED"),
        "{}",
        ran.out
    );
    assert!(
        !codes(&ran).iter().any(|code| code == "V-MISSING"),
        "{}",
        ran.out
    );
    small.run(&["packet"]).ended(0);
    // Anything else that is gone is still found.
    fs::remove_file(small.path("bundles/01/data/notes.jsonl")).unwrap();
    run(small.temp.path(), &chain).ended(20);
}

#[test]
fn a_removed_source_is_gone_and_the_rest_can_be_sealed() {
    let small = Small::sealed();
    let text = "main tumhari tasweer sab ko bhej doon ga".as_bytes();
    assert!(!holds(&small, text).is_empty());
    small.run(&["remove", "S1", "--why", "other"]).ended(0);
    assert_eq!(holds(&small, text), Vec::<String>::new());
    let status = small.run(&["status", "--json"]).ended(0).result();
    assert_eq!(status["counts"]["messages"], 0);
    let sealed = small.run(&["seal", "--yes", "--json"]).ended(0).result();
    assert_eq!(sealed["bundle"], 2);
    run(small.temp.path(), &["verify", "case/bundles", "--chain"]).ended(0);
    small.run(&["packet"]).ended(0);
}

#[test]
fn before_anything_is_sealed_a_removed_file_leaves_no_trace_but_the_entry() {
    let small = Small::chosen();
    let gone = picture(2);
    small.run(&["remove", "S2:F2", "--why", "mistake"]).ended(0);
    assert_eq!(holds(&small, &gone), Vec::<String>::new());
    small.run(&["seal", "--yes"]).ended(0);
    run(small.temp.path(), &["verify", "case/bundles/01"]).ended(0);
    small
        .run(&["remove", "S2:F2", "--why", "other"])
        .ended(1)
        .told("E-ITEM-01");
    small
        .run(&["remove", "S7", "--why", "other"])
        .ended(1)
        .told("E-ITEM-01");
}
