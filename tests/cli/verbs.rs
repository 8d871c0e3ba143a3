//! Every verb once for programs (`--json`), without a person and for screen readers.

use serde_json::Value;

use super::small_case::Small;
use crate::support::program::{Ran, run};
use crate::support::temp::Temp;

/// What every verb but `read` prints with `--json`: its schema on each line, and a result at the end.
#[track_caller]
fn speaks(ran: &Ran, verb: &str) -> Value {
    let lines = ran.json();
    for line in &lines {
        assert_eq!(line["schema"], format!("saboot/{verb}@1"), "{line}");
        assert!(line["type"].is_string(), "{line}");
    }
    let result = ran.result();
    assert_eq!(result["exit"], ran.code, "{verb}");
    result
}

#[test]
fn every_verb_speaks_json_without_a_person_and_without_bars() {
    let small = Small::empty();
    let verbs: [(&str, &[&str]); 17] = [
        ("status", &["status"]),
        ("add", &["add", "chat.zip", "--dry-run"]),
        (
            "add",
            &["add", "chat.zip", "shots", "--got-from", "herself"],
        ),
        ("check", &["check"]),
        ("people", &["people", "--suspect", "S1:P1", "--me", "S1:P2"]),
        ("find", &["find", "badnaam"]),
        (
            "mark",
            &["mark", "S1:L3", "S1:L4-L6", "--tag", "threat", "--exhibit"],
        ),
        ("unmark", &["unmark", "S1:L6"]),
        ("withhold", &["withhold", "S1:F2", "--why", "intimate"]),
        ("say", &["say", "city", "--file", "words.txt"]),
        ("say", &["say", "city", "--show"]),
        ("seal", &["seal", "--dry-run"]),
        ("seal", &["seal", "--yes"]),
        ("packet", &["packet"]),
        ("verify", &["verify", "case/bundles/01"]),
        ("explain", &["explain", "e-date-01"]),
        ("doctor", &["doctor"]),
    ];
    small.temp.put("words.txt", b"Lahore\n");
    for (verb, arguments) in verbs {
        let flags = ["--json", "--no-input", "--plain"];
        let ran = small.run(&[arguments, &flags[..]].concat()).done();
        speaks(&ran, verb);
        assert!(!ran.err.contains('\u{1b}'), "{verb}: {}", ran.err);
    }
    let removed = small.run(&["remove", "S2:F1", "--why", "mistake", "--json"]);
    speaks(&removed.ended(0), "remove");
}

#[test]
fn a_new_case_and_a_guided_run_speak_json() {
    let temp = Temp::new();
    temp.put("chat.txt", super::small_case::CHAT.as_bytes());
    speaks(&run(temp.path(), &["new", "one", "--json"]).ended(0), "new");
    let start = [
        "start", "chat.txt", "--case", "two", "--minors", "no", "--yes", "--json", "--plain",
    ];
    let ran = run(temp.path(), &start).done();
    let result = speaks(&ran, "start");
    assert_eq!(result["sealed"], true);
    assert_eq!(result["draft"], true);
    let again = run(temp.path(), &start).ended(0);
    assert_eq!(speaks(&again, "start")["sealed"], false);
}

#[test]
fn read_prints_the_lines_of_the_contract_and_nothing_else() {
    let small = Small::empty();
    let ran = run(
        small.temp.path(),
        &["read", "chat.zip", "--json", "--no-input", "--plain"],
    )
    .ended(0);
    let lines = ran.json();
    assert!(lines.iter().all(|line| line.get("schema").is_none()));
    assert_eq!(lines.first().unwrap()["type"], "source");
    let summary = lines.last().unwrap();
    assert_eq!(summary["type"], "summary");
    let records = lines.iter().filter(|line| line["type"] == "record");
    assert_eq!(summary["messages"], 7);
    assert!(records.count() >= 8);
    let framed = run(
        small.temp.path(),
        &["read", "chat.zip", "--json", "--frames"],
    )
    .ended(0);
    assert!(framed.json().len() >= lines.len());
}

#[test]
fn a_failure_under_json_is_one_error_object_with_all_its_parts() {
    let small = Small::empty();
    let ran = small
        .run(&["mark", "S9:L1", "--json", "--no-input"])
        .ended(1);
    let lines = ran.json();
    let [error] = lines.as_slice() else {
        panic!("{}", ran.out)
    };
    assert_eq!(error["type"], "error");
    assert_eq!(error["schema"], "saboot/mark@1");
    for part in ["code", "problem", "do_this", "state"] {
        assert!(
            error[part].as_str().is_some_and(|p| !p.is_empty()),
            "{part}"
        );
    }
    assert_eq!(error["exit"], 1);
}

#[test]
fn what_a_shell_and_a_manual_need_is_printed() {
    let temp = Temp::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(temp.path(), &["completions", shell]).ended(0);
        assert!(ran.out.contains("withhold"), "{shell}");
    }
    let ran = run(temp.path(), &["man"]).ended(0);
    assert!(ran.out.contains(".TH saboot"), "{}", ran.out);
    let template = run(temp.path(), &["start", "--answers-template"]).ended(0);
    let template: Value = serde_json::from_str(&template.out).unwrap();
    assert_eq!(template["schema"], "saboot/answers@1");
}

#[test]
fn everything_that_a_person_reads_is_there_without_json_too() {
    let small = Small::chosen();
    let people = small.run(&["people"]).ended(0);
    assert!(people.out.contains("S1:P1  Zarmina Kashif  6 messages"));
    let status = small.run(&["status", "--phone"]).ended(0);
    assert!(status.out.contains("Exhibits 5"), "{}", status.out);
    assert!(!status.out.contains("chat"), "{}", status.out);
    assert!(status.err.contains("Next:"), "{}", status.err);
    let quiet = small.run(&["status", "--quiet"]).ended(0);
    assert_eq!(quiet.err, "");
    let roman = small.run(&["mark", "S9:L1", "--lang", "ur-Latn"]).ended(1);
    for part in ["MASLA", "YEH KAREN", "HAALAT", "CODE"] {
        assert!(roman.err.contains(part), "{part}: {}", roman.err);
    }
}
