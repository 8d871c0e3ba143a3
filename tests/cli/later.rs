//! What comes after the first bundle: a supplement, and a case that is opened again.

use std::fs;

use super::small_case::{Small, picture};
use crate::support::program::{run, run_typing, tree};

fn numbers(small: &Small, bundle: &str) -> Vec<String> {
    let table = small.text(&format!("bundles/{bundle}/data/exhibits.csv"));
    let rows = table.lines().skip(1);
    rows.map(|row| row.split(',').next().unwrap().to_owned())
        .collect()
}

#[test]
fn a_second_bundle_names_the_first_holds_what_is_new_and_goes_on_with_the_numbers() {
    let small = Small::sealed();
    let first = tree(&small.path("bundles/01"));
    small
        .temp
        .put("later/Screenshot_20240901-090000.png", &picture(9));
    small.run(&["add", "later"]).done();
    small.run(&["mark", "S3:F1", "S1:L8"]).ended(0);
    let sealed = small.run(&["seal", "--yes", "--json"]).ended(0).result();
    assert_eq!(sealed["bundle"], 2);
    assert!(tree(&small.path("bundles/01")) == first);

    let list = fs::read(small.path("bundles/01/tagmanifest-sha256.txt")).unwrap();
    let fingerprint = saboot::model::Digest::of(&list);
    let info = small.text("bundles/02/bag-info.txt");
    assert!(
        info.contains(&format!("Previous-Bundle: {fingerprint}")),
        "{info}"
    );
    assert!(info.contains("Bundle-Number: 2"), "{info}");
    assert_eq!(numbers(&small, "01"), ["A-1", "A-2", "A-3", "B-1", "B-2"]);
    assert_eq!(numbers(&small, "02"), ["A-4", "B-3"]);
    let originals = tree(&small.path("bundles/02/data/originals"));
    assert_eq!(originals.len(), 1, "{:?}", originals.keys());

    run(small.temp.path(), &["verify", "case/bundles/02"]).ended(0);
    run(small.temp.path(), &["verify", "case/bundles", "--chain"]).ended(0);
    small.run(&["packet"]).ended(0);
    assert!(small.path("out/packet-02/packet-en.pdf").is_file());
    let again = small.run(&["seal", "--yes", "--json"]).ended(0).result();
    assert_eq!(again["new"], false);
    assert_eq!(fs::read_dir(small.path("bundles")).unwrap().count(), 2);
}

#[test]
fn the_same_file_again_is_known_and_seals_nothing() {
    let small = Small::sealed();
    let ran = small.run(&["add", "chat.zip", "--json"]).ended(0);
    assert!(
        ran.json()
            .iter()
            .any(|line| line["type"] == "added" && line["new"] == false)
    );
    assert!(ran.result()["sources"] == 1);
    let sealed = small.run(&["seal", "--yes", "--json"]).ended(0).result();
    assert_eq!(sealed["new"], false);
}

#[test]
fn a_mark_taken_back_leaves_its_number_unused() {
    let small = Small::chosen();
    small.run(&["unmark", "S1:L4"]).ended(0);
    small.run(&["mark", "S1:L8"]).ended(0);
    small.run(&["seal", "--yes"]).ended(0);
    assert_eq!(numbers(&small, "01"), ["A-1", "A-3", "A-4", "B-1", "B-2"]);
}

#[test]
fn what_is_withheld_is_sealed_and_not_printed() {
    let small = Small::chosen();
    let hold = ["withhold", "S1:L4", "S2:F2", "--why", "intimate"];
    small.run(&hold).ended(0);
    small.run(&["seal", "--yes"]).ended(0);
    small.run(&["packet"]).ended(0);
    assert!(tree(&small.path("bundles/01/data/originals")).contains_key("S2-2.bin"));
    assert!(
        small
            .text("bundles/01/data/records/S1.jsonl")
            .contains("badnaam kar")
    );
    let pdf = fs::read(small.path("out/packet-01/packet-en.pdf")).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text: String = document.extract_text(&pages).unwrap();
    assert!(!text.contains("badnaam kar"));
    assert!(text.contains("tasweer"), "what is shown is printed");
}

#[test]
fn an_index_that_was_deleted_is_built_again() {
    let small = Small::chosen();
    let before = small.run(&["find", "badnaam", "--json"]).ended(0).out;
    let people = small.run(&["people", "--json"]).ended(0).out;
    fs::remove_file(small.path("index.sqlite")).unwrap();
    assert_eq!(
        small.run(&["find", "badnaam", "--json"]).ended(0).out,
        before
    );
    assert_eq!(small.run(&["people", "--json"]).ended(0).out, people);
    fs::write(small.path("index.sqlite"), b"this is no database").unwrap();
    assert_eq!(small.run(&["people", "--json"]).ended(0).out, people);
    small.run(&["seal", "--yes"]).ended(0);
}

#[test]
fn what_is_reference_only_is_described_and_not_kept() {
    let small = Small::empty();
    small.run(&["add", "shots", "--reference-only"]).done();
    assert!(tree(&small.path("originals")).is_empty());
    small.run(&["add", "chat.zip"]).ended(0);
    small.run(&["mark", "S2:L3"]).ended(0);
    small.run(&["seal", "--yes"]).ended(0);
    let sources = small.text("bundles/01/data/sources.csv");
    assert!(sources.contains(",none"), "{sources}");
    run(small.temp.path(), &["verify", "case/bundles/01"]).ended(0);
}

#[test]
fn addresses_and_words_can_be_typed() {
    let small = Small::chosen();
    let mark = ["mark", "-", "--case", "case", "--json"];
    let ran = run_typing(small.temp.path(), &mark, "S1:L6\n\n S1:L7 \n").ended(0);
    assert_eq!(ran.result()["marked"], 2);
    let say = ["say", "facts", "--file", "-", "--case", "case"];
    run_typing(
        small.temp.path(),
        &say,
        "He wrote at night.\n\nI was afraid.\n",
    )
    .ended(0);
    let shown = small.run(&["say", "facts", "--show"]).ended(0);
    assert_eq!(shown.out, "He wrote at night.\n\nI was afraid.\n");
    let find = ["find", "--case", "case", "--json"];
    let found = run_typing(small.temp.path(), &find, "badnaam\n").ended(0);
    assert!(found.result()["hits"].as_u64().unwrap() >= 2);
}
