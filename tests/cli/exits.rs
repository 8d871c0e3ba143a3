//! The exit codes, one by one.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStderr, Command, Stdio};

use super::small_case::{CHAT, Small};
use crate::support::program::{run, run_typing, saboot, tree};
use crate::support::temp::Temp;

/// Every date of it fits both orders.
const AMBIGUOUS: &str = "\
05/04/2025, 11:06 pm - Kashif: salam\n\
06/04/2025, 11:07 pm - Sana: kaun\n";

#[test]
fn done_is_0_and_done_with_doubts_is_3() {
    let small = Small::empty();
    small.run(&["add", "chat.zip"]).ended(0);
    small.temp.put("blank.txt", b"");
    small.run(&["add", "blank.txt"]).ended(3);
    run(small.temp.path(), &["read", "blank.txt"]).ended(3);
    run(small.temp.path(), &["read", "chat.zip"]).ended(0);
}

#[test]
fn a_path_that_cannot_be_read_is_1() {
    let small = Small::empty();
    small
        .run(&["add", "nothing.zip"])
        .ended(1)
        .told("E-PATH-01");
    let ran = run(small.temp.path(), &["read", "nothing.zip", "--json"]).ended(1);
    ran.told("E-PATH-01");
    // Which one it is, is told by its place, not by its name.
    assert!(ran.err.contains("path 1"), "{}", ran.err);
    assert!(!ran.out.contains("nothing.zip"), "{}", ran.out);
    assert_eq!(small.text("journal.jsonl"), "");
}

#[test]
fn what_cannot_be_understood_is_2() {
    let small = Small::chosen();
    let lines: [&[&str]; 9] = [
        &["frobnicate"],
        &["add"],
        &["mark", "S1:X9"],
        &["add", "chat.zip", "--tz", "Mars/Olympus"],
        &["add", "chat.zip", "--as", "telepathy"],
        &["people", "--number", "S1:P1=abc"],
        &["say", "nonsense", "--file", "-"],
        &["verify", "case", "--against", "12zz"],
        &["find", "--no-input"],
    ];
    for arguments in lines {
        let ran = small.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}\n{}", ran.err);
        assert!(ran.err.contains("CODE      E-"), "{}", ran.err);
    }
    let ran = small.run(&["frobnicate", "--json"]).ended(2);
    assert!(ran.out.contains("\"code\":\"E-USAGE-01\""), "{}", ran.out);
    // What was typed can be a name; it stays on the terminal.
    assert!(!ran.out.contains("frobnicate"), "{}", ran.out);
    let answers = small.temp.put("answers.json", br#"{"minor":"no"}"#);
    let start = ["start", "chat.zip", "--answers", answers.to_str().unwrap()];
    small.run(&start).ended(2).told("E-ASK-02");
}

#[test]
fn an_answer_that_nobody_gives_is_4() {
    let small = Small::chosen();
    let before = tree(&small.path("bundles"));
    small.run(&["seal", "--no-input"]).ended(4).told("E-ASK-01");
    assert_eq!(tree(&small.path("bundles")), before);
    small
        .run(&["say", "facts", "--no-input"])
        .ended(4)
        .told("E-ASK-01");
}

#[test]
fn a_person_who_does_not_confirm_is_5() {
    let small = Small::chosen();
    for typed in ["no\n", "seal\n", "\n", ""] {
        run_typing(small.temp.path(), &["seal", "--case", "case"], typed)
            .ended(5)
            .told("E-SEAL-04");
        assert!(!small.path("bundles/01").exists(), "{typed:?}");
    }
    run_typing(small.temp.path(), &["seal", "--case", "case"], "SEAL\n").ended(0);
    assert!(small.path("bundles/01").exists());
}

#[test]
fn no_case_here_is_10() {
    let temp = Temp::new();
    run(temp.path(), &["status"]).ended(10).told("E-CASE-01");
    let folder = temp.put("holiday/photo.txt", b"x");
    let ran = run(temp.path(), &["status", "--case", "holiday"]).ended(10);
    ran.told("E-CASE-01");
    run(temp.path(), &["add", "holiday", "--case", "holiday"]).ended(10);
    assert_eq!(tree(folder.parent().unwrap()).len(), 1);
    // A case is found from a folder inside it.
    run(temp.path(), &["new", "case"]).ended(0);
    run(&temp.path().join("case/out"), &["status"]).ended(0);
}

#[test]
fn a_folder_with_other_things_in_it_is_not_made_a_case() {
    let temp = Temp::new();
    temp.put("holiday/photo.txt", b"x");
    run(temp.path(), &["new", "holiday"])
        .ended(1)
        .told("E-CASE-05");
    run(temp.path(), &["new", "case"]).ended(0);
    run(temp.path(), &["new", "case"])
        .ended(1)
        .told("E-CASE-04");
}

#[test]
fn a_newer_case_is_refused_and_nothing_of_it_is_touched() {
    let small = Small::chosen();
    let about = small.text("case.json").replace("case/1", "case/2");
    fs::write(small.path("case.json"), about).unwrap();
    // It would be found damaged if it were read.
    fs::write(small.path("journal.jsonl"), "not ours to read\n").unwrap();
    let before = tree(&small.path(""));
    let lines: [&[&str]; 4] = [
        &["status"],
        &["add", "chat.zip"],
        &["seal", "--yes"],
        &["mark", "S1:L1"],
    ];
    for arguments in lines {
        small.run(arguments).ended(1).told("E-CASE-02");
    }
    assert!(tree(&small.path("")) == before);
}

/// A `seal` that waits for the word, and what it still says.
fn asked_to_seal(small: &Small) -> (Child, BufReader<ChildStderr>) {
    let mut command = saboot(small.temp.path());
    command
        .args(["seal", "--case", "case"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut asked = String::new();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    while !asked.contains("SEAL") {
        assert_ne!(told.read_line(&mut asked).unwrap(), 0, "{asked}");
    }
    (child, told)
}

#[test]
#[cfg(unix)]
fn ctrl_c_at_a_question_is_130_and_keeps_everything() {
    let small = Small::chosen();
    let before = tree(&small.path(""));
    let (mut child, _told) = asked_to_seal(&small);
    // Waiting for its end would close the keyboard, which is an answer, too.
    let _keyboard = child.stdin.take();
    // The question stands before the program listens for an answer.
    std::thread::sleep(std::time::Duration::from_millis(200));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(tree(&small.path("")) == before);
    small.run(&["seal", "--yes"]).ended(0);
}

#[test]
fn a_case_in_use_by_another_window_is_11_and_can_be_read() {
    let small = Small::chosen();
    // It holds the lock while it waits for the word.
    let (mut first, _told) = asked_to_seal(&small);
    let refused = small.run(&["mark", "S1:L2"]);
    refused.ended(11).told("E-CASE-03");
    small.run(&["add", "shots"]).ended(11);
    small.run(&["status"]).ended(0);
    small.run(&["find", "tasweer"]).ended(0);
    first.stdin.take().unwrap().write_all(b"SEAL\n").unwrap();
    assert!(first.wait().unwrap().success());
    small.run(&["mark", "S1:L2"]).ended(0);
}

#[test]
fn a_stop_note_is_21_until_a_person_decides() {
    let small = Small::empty();
    small
        .temp
        .put("WhatsApp Chat with K.txt", AMBIGUOUS.as_bytes());
    let add = ["add", "WhatsApp Chat with K.txt"];
    small.run(&add).ended(3);
    small.run(&["mark", "S1:L1"]).ended(0);
    let ran = small.run(&["seal", "--yes"]).ended(21);
    ran.told("E-SEAL-01");
    assert!(ran.err.contains("E-DATE-01"), "{}", ran.err);
    assert!(!small.path("bundles/01").exists());
    small
        .run(&[&add[..], &["--date-order", "dmy"]].concat())
        .done();
    small.run(&["seal", "--yes"]).ended(0);
    // The bundle says who decided it.
    assert!(
        small
            .text("bundles/01/data/journal.jsonl")
            .contains("\"order\":\"dmy\"")
    );
}

#[test]
fn a_synced_folder_and_a_child_are_30() {
    let temp = Temp::new();
    temp.put("chat.txt", CHAT.as_bytes());
    fs::create_dir(temp.path().join("OneDrive - Home")).unwrap();
    let new = ["new", "OneDrive - Home/case"];
    run(temp.path(), &new).ended(30).told("S-SYNC-01");
    assert!(tree(&temp.path().join("OneDrive - Home")).is_empty());
    run(temp.path(), &[&new[..], &["--allow-synced"]].concat()).ended(0);
    let add = ["add", "chat.txt", "--case", "OneDrive - Home/case"];
    run(temp.path(), &add).ended(30);
    run(temp.path(), &[&add[..], &["--allow-synced"]].concat()).done();
    let start = [
        "start", "chat.txt", "--case", "c", "--minors", "yes", "--yes",
    ];
    run(temp.path(), &start).ended(30).told("S-MINOR-01");
    assert!(!temp.path().join("c").exists());
}

#[test]
fn a_bundle_that_is_not_one_is_1_and_a_foreign_bag_is_not_a_fault() {
    let temp = Temp::new();
    temp.put("folder/x.txt", b"x");
    run(temp.path(), &["verify", "folder"])
        .ended(1)
        .told("E-VERIFY-01");
    run(temp.path(), &["verify", "absent"])
        .ended(1)
        .told("E-VERIFY-01");
}
