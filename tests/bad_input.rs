//! Files that are not what they should be. Each gets its note, nothing of it is lost, and the case can be sealed.

use std::fs;

use serde_json::Value;

use crate::cli::small_case::{export, picture};
use crate::intake::hostile_zip::{Archive, Piece};
use crate::support::program::{run, tree};
use crate::support::temp::Temp;
use crate::support::walk::{Input, cases};
use crate::support::zipper::zip;

/// One bad file.
struct Bad {
    name: &'static str,
    bytes: Vec<u8>,
    /// A note that must come out; none where the file is only odd.
    code: Option<&'static str>,
    exit: i32,
    /// Messages that are read all the same.
    messages: u64,
}

fn fixture(name: &str) -> Vec<u8> {
    let all = cases("whatsapp");
    let case = all.into_iter().find(|case| case.name == name);
    let case = case.unwrap_or_else(|| panic!("no fixture {name}"));
    match &case.input {
        Input::Lone(bytes) => bytes.clone(),
        Input::Archive(members) => zip(members, &case.times()),
    }
}

fn chat(lines: &[&[u8]]) -> Vec<u8> {
    let notice = "21/08/2024, 11:05 pm - Messages and calls are end-to-end encrypted. \
                  No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.\n";
    let mut bytes = notice.as_bytes().to_vec();
    for line in lines {
        bytes.extend_from_slice(b"21/08/2024, 11:06 pm - Kashif: ");
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    bytes
}

fn transcript() -> Piece {
    Piece::deflated(
        "WhatsApp Chat with Kashif.txt",
        &chat(&[b"salam", b"kaisi ho"]),
    )
}

fn archive(other: Piece) -> Vec<u8> {
    Archive::of([transcript(), other]).write()
}

const LONG: usize = 10 * 1024 * 1024;

fn bad() -> Vec<Bad> {
    let bad = |name, bytes, code, exit, messages| Bad {
        name,
        bytes,
        code,
        exit,
        messages,
    };
    let half = {
        let whole = picture(3);
        whole[..whole.len() / 2].to_vec()
    };
    let resaved = fixture("android-word-resaved");
    let cut = {
        let whole = export(crate::cli::small_case::CHAT);
        whole[..whole.len() - 700].to_vec()
    };
    vec![
        bad("empty.txt", Vec::new(), Some("C-FILE-03"), 3, 0),
        bad(
            "WhatsApp Chat with K.docx",
            Archive::of([
                Piece::deflated("[Content_Types].xml", b"<Types/>"),
                Piece::deflated("word/document.xml", b"<w:document/>"),
            ])
            .write(),
            Some("E-FILE-01"),
            3,
            0,
        ),
        bad(
            "letter.txt",
            b"Dear Sir,\nthis is a letter.\n".to_vec(),
            Some("E-FILE-01"),
            3,
            0,
        ),
        bad(
            "no-header.txt",
            fixture("no-header"),
            Some("E-FILE-01"),
            3,
            0,
        ),
        bad("word.txt", resaved, Some("C-FILE-02"), 3, u64::MAX),
        bad(
            "utf8.txt",
            chat(&[b"before", b"bad \xff\xfe\xc3 bytes", b"after"]),
            None,
            0,
            3,
        ),
        bad(
            "long.txt",
            chat(&[b"before", &vec![b'x'; LONG], b"after"]),
            None,
            0,
            3,
        ),
        bad("header-only.txt", fixture("header-only"), None, 3, u64::MAX),
        bad("two.zip", fixture("two-transcripts"), None, 3, u64::MAX),
        bad(
            "nested.zip",
            archive(Piece::stored(
                "inner.zip",
                &Archive::of([transcript()]).write(),
            )),
            Some("C-ZIP-08"),
            3,
            2,
        ),
        bad(
            "bomb.zip",
            archive(Piece::deflated("bomb.bin", &vec![0; 70 << 20])),
            Some("C-ZIP-09"),
            3,
            2,
        ),
        bad(
            "escape.zip",
            archive(Piece::stored("../../up.txt", b"x")),
            Some("C-ZIP-01"),
            3,
            2,
        ),
        bad("half.png", half, Some("C-SHOT-03"), 3, 0),
        bad("cut.zip", cut, Some("C-ZIP-02"), 3, 7),
        bad(
            "noise.zip",
            (0..5000_u32).map(|i| ((i * 7919) >> 3) as u8).collect(),
            Some("E-ZIP-01"),
            3,
            0,
        ),
    ]
}

fn notes(lines: &[Value]) -> Vec<&str> {
    let notes = lines.iter().filter(|line| line["type"] == "note");
    notes
        .map(|note| note["code"].as_str().expect("a code"))
        .collect()
}

#[test]
fn each_bad_file_gets_its_note_and_what_is_whole_is_read() {
    let temp = Temp::new();
    for bad in bad() {
        temp.put(bad.name, &bad.bytes);
        let ran = run(temp.path(), &["read", bad.name, "--json", "--frames"]);
        let lines = ran.json();
        let found = notes(&lines);
        assert_eq!(ran.code, bad.exit, "{}: {found:?}\n{}", bad.name, ran.err);
        if let Some(code) = bad.code {
            assert!(found.contains(&code), "{}: {found:?}", bad.name);
        }
        let summary = lines.last().unwrap();
        assert_eq!(summary["type"], "summary", "{}", bad.name);
        if bad.messages != u64::MAX {
            assert_eq!(summary["messages"], bad.messages, "{}", bad.name);
        }
        // For a person it says the same, and prints no text of the file.
        let told = run(temp.path(), &["read", bad.name]).ended(bad.exit);
        assert!(bad.code.is_none_or(|code| told.out.contains(code)));
        assert!(!told.out.contains("salam"), "{}", told.out);
    }
    // Nothing was written beside the files, or above them.
    assert_eq!(tree(temp.path()).len(), bad().len());
    assert!(!temp.path().join("../../up.txt").exists());
}

#[test]
fn each_bad_file_is_kept_byte_for_byte_and_can_be_sealed() {
    let temp = Temp::new();
    for (n, bad) in bad().into_iter().enumerate() {
        let folder = temp.path().join(n.to_string());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(bad.name), &bad.bytes).unwrap();
        run(&folder, &["new", "case"]).ended(0);
        let case = ["--case", "case", "--json"];
        let added = run(&folder, &[&["add", bad.name], &case[..]].concat()).ended(bad.exit);
        let lines = added.json();
        let found = notes(&lines);
        assert!(
            bad.code.is_none_or(|code| found.contains(&code)),
            "{}: {found:?}",
            bad.name
        );
        let originals = tree(&folder.join("case/originals"));
        assert_eq!(originals.len(), 1, "{}", bad.name);
        assert!(
            originals.values().all(|kept| *kept == bad.bytes),
            "{}",
            bad.name
        );
        let status = run(&folder, &[&["status"], &case[..]].concat())
            .ended(0)
            .result();
        if status["stops"] == 0 {
            run(&folder, &[&["seal", "--yes"], &case[..]].concat()).ended(0);
            let verified = run(&folder, &["verify", "case/bundles/01"]);
            assert_eq!(verified.code, 0, "{}\n{}", bad.name, verified.out);
        }
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn a_case_with_every_fixture_can_be_sealed_and_verifies() {
    let temp = Temp::new();
    run(temp.path(), &["new", "case"]).ended(0);
    let fixtures = cases("whatsapp");
    for case in &fixtures {
        let name = format!("{}/{}", case.name, case.given_name);
        let path = temp.put(&name, &fixture(&case.name));
        let add = ["add", path.to_str().unwrap(), "--case", "case", "--json"];
        let lines = run(temp.path(), &add).done().json();
        if lines.iter().any(|line| line["severity"] == "stop") {
            run(temp.path(), &[&add[..], &["--date-order", "dmy"]].concat()).done();
        }
    }
    run(temp.path(), &["seal", "--yes", "--case", "case"]).ended(0);
    let verified = run(temp.path(), &["verify", "case/bundles/01", "--json"]);
    let found: Vec<Value> = verified.json();
    let found: Vec<&Value> = found.iter().filter(|f| f["type"] == "finding").collect();
    assert!(found.is_empty(), "{found:#?}");
    assert_eq!(verified.code, 0);
    let records = tree(&temp.path().join("case/bundles/01/data/records"));
    assert!(records.len() > fixtures.len() / 2, "{}", records.len());
}

#[test]
fn the_first_bytes_of_a_chat_without_a_header_are_quoted_in_hex() {
    let temp = Temp::new();
    let text = fixture("no-header");
    temp.put("chat.txt", &text);
    let ran = run(temp.path(), &["read", "chat.txt", "--json"]).ended(3);
    let lines = ran.json();
    let note = lines
        .iter()
        .find(|line| line["code"] == "E-FILE-01")
        .unwrap();
    let quoted = note["facts"]["first_bytes"]
        .as_str()
        .unwrap()
        .to_lowercase();
    let quoted: String = quoted.chars().filter(char::is_ascii_hexdigit).collect();
    let start: String = text
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(quoted.starts_with(&start), "{quoted}");
    assert!(quoted.len() <= 64, "{quoted}");
    assert!(!ran.out.contains("\"text\":\"Dear") || lines.iter().any(|l| l["kind"] == "unparsed"));
}

#[test]
fn bytes_that_are_no_text_cost_no_message_and_are_flagged() {
    let temp = Temp::new();
    temp.put("chat.txt", &chat(&[b"before", b"bad \xff bytes", b"after"]));
    let lines = run(temp.path(), &["read", "chat.txt", "--json"])
        .ended(0)
        .json();
    let texts: Vec<(&str, &str)> = lines
        .iter()
        .filter(|line| line["kind"] == "message")
        .map(|line| {
            (
                line["text"].as_str().unwrap(),
                line["encoding"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        texts,
        [
            ("before", "as-is"),
            ("bad \u{fffd} bytes", "undecodable"),
            ("after", "as-is")
        ]
    );
}

#[test]
fn a_line_of_ten_megabytes_is_one_message() {
    let temp = Temp::new();
    temp.put("chat.txt", &chat(&[b"before", &vec![b'x'; LONG], b"after"]));
    let lines = run(temp.path(), &["read", "chat.txt", "--json"])
        .ended(0)
        .json();
    let lengths: Vec<usize> = lines
        .iter()
        .filter(|line| line["kind"] == "message")
        .map(|line| line["text"].as_str().unwrap().len())
        .collect();
    assert_eq!(lengths, [6, LONG, 5]);
}

#[test]
fn two_transcripts_in_one_zip_are_both_read_and_told_apart() {
    let temp = Temp::new();
    temp.put("chats.zip", &fixture("two-transcripts"));
    let lines = run(temp.path(), &["read", "chats.zip", "--json"])
        .done()
        .json();
    let records = lines.iter().filter(|line| line["type"] == "record");
    let mut members: Vec<String> = records
        .map(|line| {
            let address = line["address"].as_str().unwrap();
            address.rsplit_once(':').unwrap().0.to_owned()
        })
        .collect();
    members.dedup();
    assert_eq!(members.len(), 2, "{members:?}");
    assert!(members.iter().all(|m| m.starts_with("S1:F")), "{members:?}");
}
