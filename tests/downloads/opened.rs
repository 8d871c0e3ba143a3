//! From paths to sources.

use std::path::PathBuf;

use saboot::intake::{self, Gathered, Limits, Opened, Shape, Unwatched};
use saboot::model::{Line, Reading, SourceId};
use saboot::sources::{self, Hints};
use saboot::steps::read::recognizers;

use super::{ROOT, archive, parts, thread};
use crate::support::temp::Temp;

fn open(paths: &[PathBuf]) -> Vec<Opened> {
    let first = SourceId::first();
    intake::open(paths, first, &recognizers(), &Limits::STANDARD, &Unwatched).unwrap()
}

/// `S1 Parts facebook: …` for each source.
fn sources(opened: &[Opened]) -> Vec<String> {
    opened
        .iter()
        .map(|o| {
            let format = sources::recognize(&o.export).name();
            format!("{} {:?} {format} {}", o.id, o.shape, o.export.members.len())
        })
        .collect()
}

#[test]
fn the_parts_of_one_download_are_one_source_in_the_order_of_their_names() {
    let temp = Temp::new();
    let mut paths: Vec<PathBuf> = parts()
        .iter()
        .map(|(name, bytes)| temp.put(name, bytes))
        .collect();
    paths.reverse();
    let opened = open(&paths);
    assert_eq!(sources(&opened), ["S1 Parts facebook 7"]);
    let export = &opened[0].export;
    assert_eq!(
        export.given_name,
        "facebook-sana-2025-01-30-aaaaaaaa.zip + 2"
    );
    assert_eq!(export.sha256, None);
    let parts_said: Vec<(u32, &str)> = export
        .parts
        .iter()
        .map(|p| (p.n, p.given_name.as_str()))
        .collect();
    assert_eq!(
        parts_said,
        [
            (1, "facebook-sana-2025-01-30-aaaaaaaa.zip"),
            (2, "facebook-sana-2025-01-30-bbbbbbbb.zip"),
            (3, "facebook-sana-2025-01-30-cccccccc.zip"),
        ]
    );
    let said: Vec<(u32, Option<u32>, Reading)> = export
        .members
        .iter()
        .map(|m| (m.n, m.part, m.read))
        .collect();
    assert_eq!(
        said,
        [
            (1, Some(1), Reading::Media),
            (2, Some(1), Reading::Media),
            (3, Some(1), Reading::Media),
            (4, Some(2), Reading::Media),
            (5, Some(2), Reading::Twice),
            (6, Some(3), Reading::Media),
            (7, Some(3), Reading::Media),
        ]
    );
    assert_eq!(export.bytes(3).unwrap(), b"one");
    assert_eq!(export.bytes(6).unwrap(), b"two");
    let notes: Vec<String> = opened[0]
        .notes
        .iter()
        .map(|n| format!("{} {}", n.code, n.place))
        .collect();
    assert_eq!(notes, ["C-DUP-01 S1:F5", "C-DUP-02 S1:F6"]);
}

#[test]
fn a_thread_that_is_split_over_parts_is_one_thread_oldest_file_first() {
    let temp = Temp::new();
    for (name, bytes) in parts() {
        temp.put(name, &bytes);
    }
    let opened = open(&[temp.path().to_owned()]);
    let export = &opened[0].export;
    let mut said = Vec::new();
    sources::recognize(export).read(export, SourceId::first(), &Hints::default(), &mut |line| {
        match line {
            Line::Source(source) => said.push(format!("source {} parts", source.parts.len())),
            Line::Thread(thread) => {
                said.push(format!("thread {} {}", thread.thread, thread.parts.len()));
            }
            Line::Record(record) if said.last() != Some(&format!("F{}", record.member_n)) => {
                said.push(format!("F{}", record.member_n));
            }
            _ => {}
        }
    });
    assert_eq!(
        said,
        [
            "source 3 parts",
            "thread inbox/kashif_1002003004005006 2",
            "F4",
            "F1"
        ]
    );
}

#[test]
fn a_source_of_parts_opens_again_without_hashing() {
    let temp = Temp::new();
    let paths: Vec<PathBuf> = parts()
        .iter()
        .map(|(name, bytes)| temp.put(name, bytes))
        .collect();
    let opened = open(&paths).remove(0);
    let gathered = Gathered {
        shape: Shape::Parts,
        given_name: opened.export.given_name.clone(),
        files: opened.files.clone(),
    };
    let members = opened.export.members.clone();
    let again = intake::reopen(&gathered, members, &Limits::STANDARD, &Unwatched).unwrap();
    assert_eq!(again.parts, opened.export.parts);
    for member in &again.members {
        assert_eq!(
            again.bytes(member.n).unwrap(),
            opened.export.bytes(member.n).unwrap()
        );
    }
    let other = opened.export.members[..6].to_vec();
    assert!(intake::reopen(&gathered, other, &Limits::STANDARD, &Unwatched).is_err());
}

#[test]
fn a_part_that_was_given_twice_counts_once() {
    let temp = Temp::new();
    let [(first, bytes), second, third] = parts();
    temp.put(first, &bytes);
    temp.put("facebook-sana-2025-01-30-aaaaaaaa (1).zip", &bytes);
    temp.put(second.0, &second.1);
    temp.put(third.0, &third.1);
    let opened = open(&[temp.path().to_owned()]);
    assert_eq!(sources(&opened), ["S1 Parts facebook 7"]);
    assert_eq!(opened[0].export.parts.len(), 3);
    assert_eq!(opened[0].notes[0].code.as_str(), "C-DUP-01");
}

#[test]
fn two_accounts_two_days_two_apps_and_two_forms_stay_apart() {
    let temp = Temp::new();
    let inbox = "inbox/kashif_1002003004005006";
    let json = |text: &str| {
        archive(&[(
            &format!("{inbox}/message_1.json"),
            thread("Kashif", 1_700_000_000_000, &[text]),
        )])
    };
    let html = archive(&[(
        &format!("{inbox}/message_1.html"),
        b"<html><body><div class=\"_a6-g\"></div></body></html>".to_vec(),
    )]);
    for (name, bytes) in [
        ("facebook-sana-2025-01-30-a.zip", json("a")),
        ("facebook-hina-2025-01-30-b.zip", json("b")),
        ("facebook-sana-2025-02-11-c.zip", json("c")),
        ("instagram-sana-2025-01-30-d.zip", json("d")),
        ("facebook-sana-2025-01-30-e.zip", html),
        ("facebook-sana.zip", json("f")),
        ("messages.zip", json("g")),
    ] {
        temp.put(name, &bytes);
    }
    let opened = open(&[temp.path().to_owned()]);
    assert_eq!(opened.len(), 7, "{:?}", sources(&opened));
    assert!(opened.iter().all(|o| o.shape == Shape::Archive));
}

#[test]
fn an_unzipped_download_is_one_tree_and_what_lies_beside_it_stays_beside_it() {
    let temp = Temp::new();
    let inbox =
        format!("Downloads/facebook-sana-2025-01-30-a/{ROOT}/inbox/kashif_1002003004005006");
    temp.put(
        &format!("{inbox}/message_1.json"),
        &thread("Kashif", 1_700_000_000_000, &["x"]),
    );
    temp.put(&format!("{inbox}/photos/1.jpg"), b"\xff\xd8\xff\xe0picture");
    temp.put("Downloads/shots/1.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let chat = "21/08/2024, 11:06 pm - Kashif: salam\n22/08/2024, 11:06 pm - Kashif: salam\n23/08/2024, 11:06 pm - Kashif: salam\n";
    temp.put(
        "Downloads/WhatsApp Chat with X/WhatsApp Chat with X.txt",
        chat.as_bytes(),
    );
    let opened = open(&[temp.path().join("Downloads")]);
    assert_eq!(
        sources(&opened),
        [
            "S1 Tree whatsapp-android 1",
            "S2 Tree facebook 2",
            "S3 Pictures pictures 1",
        ]
    );
}

#[test]
fn unzipped_parts_are_one_tree_and_unzipped_downloads_of_two_accounts_are_two() {
    let message = |temp: &Temp, folder: &str, n: u32| {
        let path = format!("given/{folder}/{ROOT}/inbox/kashif_1002003004005006/message_{n}.json");
        temp.put(
            &path,
            &thread(
                "Kashif",
                1_700_000_000_000 - u64::from(n) * 1_000_000,
                &["x"],
            ),
        );
    };
    let temp = Temp::new();
    message(&temp, "facebook-sana-2025-01-30-a", 1);
    message(&temp, "facebook-sana-2025-01-30-b", 2);
    let opened = open(&[temp.path().join("given")]);
    assert_eq!(sources(&opened), ["S1 Tree facebook 2"]);
    let temp = Temp::new();
    message(&temp, "facebook-sana-2025-01-30-a", 1);
    message(&temp, "facebook-hina-2025-01-30-b", 1);
    let opened = open(&[temp.path().join("given")]);
    assert_eq!(
        sources(&opened),
        ["S1 Tree facebook 1", "S2 Tree facebook 1"]
    );
}

#[test]
fn secure_storage_lies_flat_and_is_known_as_a_folder_a_zip_and_a_lone_file() {
    let temp = Temp::new();
    let chat = r#"{"participants":["Sana Malik","Kashif"],"threadName":"Kashif_7","messages":[{"isUnsent":false,"media":[],"reactions":[],"senderName":"Kashif","text":"x","timestamp":1700000000000,"type":"text"}]}"#;
    temp.put("messages/Kashif_7.json", chat.as_bytes());
    temp.put("messages/media/a.jpg", b"\xff\xd8\xff\xe0picture");
    let members = [
        ("Kashif_7.json".to_owned(), chat.as_bytes().to_vec()),
        ("media/a.jpg".to_owned(), b"picture".to_vec()),
    ];
    let zip = temp.put(
        "messages.zip",
        &crate::support::zipper::zip(&members, &std::collections::BTreeMap::new()),
    );
    let lone = temp.put("lone/Kashif_7.json", chat.as_bytes());
    let opened = open(&[temp.path().join("messages"), zip, lone]);
    assert_eq!(
        sources(&opened)[..2],
        [
            "S1 Tree messenger-secure 2",
            "S2 Archive messenger-secure 2"
        ]
    );
}

#[test]
fn a_file_that_is_only_named_like_a_list_of_an_account_is_any_file() {
    let temp = Temp::new();
    let paths = [
        temp.put("comments.json", br#"{"anything":[1,2]}"#),
        temp.put(
            "notifications.html",
            b"<html><body><p>a page of somebody</p></body></html>",
        ),
    ];
    assert_eq!(sources(&open(&paths)), ["S1 Files files 2"]);
}

#[test]
fn a_transcript_among_what_was_sent_on_facebook_does_not_make_it_whatsapp() {
    let temp = Temp::new();
    let inbox = "inbox/kashif_1002003004005006";
    let chat = "21/08/2024, 11:06 pm - Kashif: salam\n22/08/2024, 11:06 pm - Kashif: salam\n23/08/2024, 11:06 pm - Kashif: salam\n";
    let zip = archive(&[
        (&format!("{inbox}/files/chat.txt"), chat.as_bytes().to_vec()),
        (
            &format!("{inbox}/message_1.json"),
            thread("Kashif", 1_700_000_000_000, &["x"]),
        ),
    ]);
    let opened = open(&[temp.put("x.zip", &zip)]);
    assert_eq!(sources(&opened), ["S1 Archive facebook 2"]);
    // And the other way round: a list among WhatsApp's attachments.
    let members = [
        (
            "WhatsApp Chat with X.txt".to_owned(),
            chat.as_bytes().to_vec(),
        ),
        (
            "message_1.json".to_owned(),
            thread("Kashif", 1_700_000_000_000, &["x"]),
        ),
    ];
    let zip = crate::support::zipper::zip(&members, &std::collections::BTreeMap::new());
    let opened = open(&[temp.put("y.zip", &zip)]);
    assert_eq!(sources(&opened), ["S1 Archive whatsapp-android 2"]);
}
