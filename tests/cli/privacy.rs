//! Errors, logs and what can be read out over a telephone hold no name, no number and no message.

use std::fs;

use super::small_case::{SECRETS, Small};
use crate::support::program::{Ran, end, run, saboot};

#[track_caller]
fn is_clean(ran: &Ran, what: &str) {
    for secret in SECRETS {
        assert!(
            !ran.err.contains(secret),
            "{what}: {secret} in\n{}",
            ran.err
        );
        assert!(
            !ran.out.contains(secret),
            "{what}: {secret} in\n{}",
            ran.out
        );
    }
}

#[test]
fn commands_that_fail_print_nothing_of_a_person() {
    let small = Small::chosen();
    let lines: [&[&str]; 12] = [
        &["mark", "S1:L99"],
        &["mark", "S1:L3", "S1:L99"],
        &["unmark", "S4:L1"],
        &["withhold", "S1:F9"],
        &["people", "--suspect", "S1:P9"],
        &["people", "--number", "S1:P1=abc"],
        &["people", "--same", "S1:P1"],
        &["remove", "S1:F9", "--why", "other"],
        &["packet"],
        &["seal", "--no-input"],
        &["say", "facts", "--no-input"],
        &["find", "x", "--from", "nobody"],
    ];
    for arguments in lines {
        for flag in ["--plain", "--json"] {
            let ran = small.run(&[arguments, &[flag][..]].concat());
            assert!(!matches!(ran.code, 0 | 3), "{arguments:?} did not fail");
            is_clean(&ran, &format!("{arguments:?} {flag}"));
        }
    }
}

#[test]
fn a_number_that_is_none_is_not_repeated() {
    let small = Small::chosen();
    let ran = small
        .run(&["people", "--number", "S1:P1=0300-XQSECRETX"])
        .ended(2);
    is_clean(&ran, "a wrong number");
}

#[test]
fn damaged_cases_print_nothing_of_a_person() {
    for name in ["journal.jsonl", "work.jsonl"] {
        let small = Small::chosen();
        let mut text = small.text(name);
        text.insert_str(0, "XQSECRETX Zarmina 0300\n");
        fs::write(small.path(name), text).unwrap();
        for arguments in [
            &["status"][..],
            &["mark", "S1:L1"],
            &["seal", "--yes", "--json"],
        ] {
            let ran = small.run(arguments).ended(1);
            ran.told("E-CASE-06");
            is_clean(&ran, name);
        }
    }
}

#[test]
fn what_is_read_out_over_a_telephone_and_what_is_done_quietly_is_clean() {
    let small = Small::chosen();
    let lines: [&[&str]; 8] = [
        &["status", "--phone"],
        &["status", "--phone", "--json"],
        &["check"],
        &["check", "--json"],
        &["mark", "S1:L8"],
        &["add", "chat.zip", "--json"],
        &["seal", "--yes"],
        &["doctor"],
    ];
    for arguments in lines {
        is_clean(&small.run(arguments).done(), &format!("{arguments:?}"));
    }
    is_clean(
        &run(small.temp.path(), &["verify", "case/bundles/01"]).ended(0),
        "verify",
    );
    let journal = small.text("journal.jsonl");
    for secret in SECRETS {
        assert!(!journal.contains(secret), "{secret} in the journal");
    }
}

#[test]
fn a_full_disk_prints_nothing_of_a_person() {
    let small = Small::chosen();
    for arguments in [
        &["add", "shots"][..],
        &["mark", "S1:L1"],
        &["seal", "--yes"],
    ] {
        let mut command = saboot(small.temp.path());
        command.args(arguments).args(["--case", "case"]);
        let ran = end(command.env("SABOOT_FULL_AT", "1")).ended(1);
        ran.told("E-SPACE-01");
        is_clean(&ran, &format!("{arguments:?} on a full disk"));
    }
}

#[test]
fn marks_notes_drafts_and_searches_never_enter_a_bundle() {
    let small = Small::chosen();
    small
        .run(&["mark", "S1:L6", "--note", "PRIVATENOTE"])
        .ended(0);
    small
        .run(&["mark", "S1:L7", "--tag", "WITHDRAWNTAG"])
        .ended(0);
    small.run(&["unmark", "S1:L7"]).ended(0);
    small.temp.put("draft.txt", b"FIRSTDRAFT");
    small.temp.put("final.txt", b"FINALWORDS");
    small.run(&["say", "facts", "--file", "draft.txt"]).ended(0);
    small.run(&["say", "facts", "--file", "final.txt"]).ended(0);
    small.run(&["find", "SEARCHEDWORD"]).ended(0);
    small.run(&["seal", "--yes"]).ended(0);
    small.run(&["packet"]).ended(0);
    let mut said = false;
    for (name, bytes) in crate::support::program::tree(&small.path("bundles")) {
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["PRIVATENOTE", "WITHDRAWNTAG", "FIRSTDRAFT", "SEARCHEDWORD"] {
            assert!(!text.contains(secret), "{secret} in {name}");
        }
        said |= text.contains("FINALWORDS");
    }
    assert!(said, "the last words are in the bundle");
    for name in ["journal.jsonl", "work.jsonl"] {
        assert!(!small.text(name).contains("SEARCHEDWORD"), "{name}");
    }
}
