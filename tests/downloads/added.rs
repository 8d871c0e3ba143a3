//! A download of several zips in a case: added, read again, sealed, verified.

use std::fs;

use super::{archive, parts};
use crate::support::program::{Ran, end, run, saboot};
use crate::support::temp::Temp;

fn case() -> Temp {
    let temp = Temp::new();
    for (name, bytes) in parts() {
        temp.put(&format!("given/{name}"), &bytes);
    }
    run(temp.path(), &["new", "case"]).ended(0);
    temp
}

fn on(temp: &Temp, arguments: &[&str]) -> Ran {
    let mut command = saboot(temp.path());
    end(command.args(arguments).args(["--case", "case"]))
}

#[test]
fn many_zips_are_added_rebuilt_sealed_and_verified_as_one_source() {
    let temp = case();
    on(&temp, &["add", "given"]).done();
    on(&temp, &["add", "given"]).done();
    let status = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(status["counts"]["sources"], 1, "{status}");
    assert_eq!(status["counts"]["members"], 7, "{status}");
    let journal = fs::read_to_string(temp.path().join("case/journal.jsonl")).unwrap();
    assert!(
        journal.contains("\"shape\":\"parts\"") && !journal.contains("sana"),
        "{journal}"
    );
    fs::remove_file(temp.path().join("case/index.sqlite")).unwrap();
    let again = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(again["counts"], status["counts"]);
    on(&temp, &["seal", "--yes"]).done();
    let bundle = temp.path().join("case/bundles/01/data");
    for name in ["S1-1.zip", "S1-2.zip", "S1-3.zip"] {
        assert!(bundle.join("originals").join(name).is_file(), "{name}");
    }
    let members = fs::read_to_string(bundle.join("members.csv")).unwrap();
    let row = members.lines().find(|l| l.starts_with("S1,5,")).unwrap();
    assert!(row.ends_with(",twice,2"), "{row}");
    run(temp.path(), &["verify", "case/bundles/01"]).ended(0);
}

/// A download with a chat that matters and one that is somebody else's.
fn two_chats() -> Vec<u8> {
    let other = String::from_utf8(super::thread(
        "Hina Other",
        1_700_000_000_000,
        &["kisi aur ki baat"],
    ))
    .unwrap();
    archive(&[
        (
            "inbox/kashif_1002003004005006/message_1.json",
            super::thread("Kashif", 1_700_000_000_000, &["dhamki"]),
        ),
        (
            "inbox/hina_77/message_1.json",
            other
                .replace("kashif_1002003004005006", "hina_77")
                .into_bytes(),
        ),
        ("inbox/hina_77/photos/1.jpg", b"photo".to_vec()),
    ])
}

#[test]
fn only_the_threads_that_were_chosen_are_read_also_after_a_rebuild() {
    let temp = case();
    temp.put("facebook-sana.zip", &two_chats());
    let added = on(
        &temp,
        &["add", "facebook-sana.zip", "--threads", "KASHIF", "--json"],
    )
    .done();
    let codes: Vec<String> = added
        .json()
        .iter()
        .filter_map(|l| l["code"].as_str().map(str::to_owned))
        .collect();
    assert!(codes.contains(&"C-FB-53".to_owned()), "{codes:?}");
    let counts = |ran: Ran| ran.done().result()["counts"]["messages"].clone();
    assert_eq!(counts(on(&temp, &["status", "--json"])), 1);
    let journal = fs::read_to_string(temp.path().join("case/journal.jsonl")).unwrap();
    assert!(journal.contains("\"threads_left\":1"), "{journal}");
    assert!(!journal.to_lowercase().contains("kashif"), "{journal}");
    fs::remove_file(temp.path().join("case/index.sqlite")).unwrap();
    assert_eq!(counts(on(&temp, &["status", "--json"])), 1);
    assert_eq!(
        on(&temp, &["find", "kisi", "--json"]).ended(0).result()["hits"],
        0
    );
    // The same file again keeps the choice, another choice replaces it, a star takes all.
    on(&temp, &["add", "facebook-sana.zip"]).done();
    assert_eq!(counts(on(&temp, &["status", "--json"])), 1);
    on(&temp, &["seal", "--yes"]).done();
    run(temp.path(), &["verify", "case/bundles/01"]).ended(0);
    on(&temp, &["add", "facebook-sana.zip", "--threads", "*"]).done();
    assert_eq!(counts(on(&temp, &["status", "--json"])), 2);
}

#[test]
fn the_owners_own_name_chooses_no_thread() {
    let temp = case();
    temp.put("facebook-sana.zip", &two_chats());
    let read = |pattern: &str| {
        run(
            temp.path(),
            &["read", "facebook-sana.zip", "--threads", pattern, "--json"],
        )
    };
    let codes = |ran: &Ran| -> Vec<String> {
        ran.json()
            .iter()
            .filter_map(|l| l["code"].as_str().map(str::to_owned))
            .collect()
    };
    assert!(codes(&read("Sana Malik")).contains(&"C-FB-54".to_owned()));
    assert!(codes(&read("hina oth")).contains(&"C-FB-53".to_owned()));
    assert_eq!(read("hina oth").json().last().unwrap()["messages"], 1);
}

#[test]
fn a_part_that_comes_later_extends_its_source_and_moves_no_address() {
    let temp = case();
    let path = |i: usize| format!("given/{}", parts()[i].0);
    on(&temp, &["add", &path(1)]).done();
    let before = on(&temp, &["find", "ek", "--json"]).ended(0).json();
    assert_eq!(before[0]["item"], "S1:F1:M0", "{before:?}");
    on(&temp, &["mark", "S1:F1:M0", "--exhibit"]).ended(0);
    on(&temp, &["seal", "--yes"]).done();
    on(&temp, &["add", &path(0)]).done();
    on(&temp, &["add", &path(2)]).done();
    // All of it again adds nothing.
    on(&temp, &["add", "given"]).done();
    let status = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(status["counts"]["sources"], 1, "{status}");
    assert_eq!(status["counts"]["members"], 7, "{status}");
    let after = on(&temp, &["find", "ek", "--json"]).ended(0).json();
    assert_eq!(after[0]["item"], "S1:F1:M0", "{after:?}");
    fs::remove_file(temp.path().join("case/index.sqlite")).unwrap();
    let again = on(&temp, &["status", "--json"]).done().result();
    assert_eq!(again["counts"], status["counts"]);
    on(&temp, &["seal", "--yes"]).done();
    let second = temp.path().join("case/bundles/02/data/originals");
    let mut names: Vec<String> = fs::read_dir(second)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["S1-2.zip", "S1-3.zip"]);
    run(temp.path(), &["verify", "case/bundles", "--chain"]).ended(0);
    let named = fs::read_to_string(temp.path().join("case/bundles/02/data/sources.csv")).unwrap();
    for i in 0..3 {
        assert!(named.contains(parts()[i].0), "{named}");
    }
}
