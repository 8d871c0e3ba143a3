//! What is read from the demo's inputs is what its script says: every line, its time, its sender, its kind, its words.

use crate::demo::script::{self, Body, Line as Told, Speaker};
use crate::layers::rust_source::root;
use saboot::intake::{self, Limits, Unwatched};
use saboot::model::{Kind, Line, Note, Record, Severity, SourceId};
use saboot::sources::{self, Hints};
use saboot::steps::read::recognizers;

/// One source of the demo, read.
struct Read {
    format: &'static str,
    records: Vec<Record>,
    notes: Vec<Note>,
}

fn read_inputs() -> Vec<Read> {
    let inputs = root().join("fixtures/demo/inputs");
    let opened = intake::open(
        &[inputs],
        SourceId::first(),
        &recognizers(),
        &Limits::STANDARD,
        &Unwatched,
    )
    .expect("the inputs can be read");
    opened
        .into_iter()
        .map(|source| {
            let format = sources::recognize(&source.export);
            let mut read = Read {
                format: format.name(),
                records: Vec::new(),
                notes: source.notes,
            };
            format.read(
                &source.export,
                source.id,
                &Hints::default(),
                &mut |line| match line {
                    Line::Record(record) if record.kind != Kind::Frame => {
                        read.records.push(*record);
                    }
                    Line::Note(note) => read.notes.push(note),
                    _ => {}
                },
            );
            read
        })
        .collect()
}

/// The kind, and the words that a person wrote.
fn told(body: &Body) -> (Kind, Option<String>) {
    match body {
        Body::Words { text, .. } | Body::Share { text, .. } => (Kind::Message, Some(text.clone())),
        Body::File { .. } | Body::Voice { .. } | Body::Omitted => (Kind::Message, None),
        Body::Deleted => (Kind::Deleted, None),
        Body::MissedVoice | Body::MissedVideo => (Kind::Call, None),
        Body::Encryption | Body::Blocked => (Kind::Notice, None),
    }
}

fn assert_reads(read: &Read, script: &[Told], kashif: &str) {
    assert_eq!(
        read.records.len(),
        script.len(),
        "{}: records and lines of the script",
        read.format
    );
    for (record, line) in read.records.iter().zip(script) {
        let at = record.address.to_string();
        let (kind, words) = told(&line.body);
        assert_eq!(record.kind, kind, "{at}");
        assert_eq!(
            record.sent.as_ref().and_then(|sent| sent.local),
            Some(line.at),
            "{at}"
        );
        let sender = match line.speaker {
            Speaker::Sana => Some("Sana"),
            Speaker::Kashif => Some(kashif),
            // An iPhone writes a label before its own lines too.
            Speaker::App if read.format == "whatsapp-ios" => Some(kashif),
            Speaker::App => None,
        };
        assert_eq!(record.sender.as_deref(), sender, "{at}");
        assert!(record.flags.is_empty(), "{at}: {:?}", record.flags);
        if let Some(words) = words {
            let written = record.text_without_marker.as_ref().or(record.text.as_ref());
            assert_eq!(written, Some(&words), "{at}");
        }
        let edited = matches!(line.body, Body::Words { edited: true, .. });
        assert_eq!(record.edited, edited, "{at}");
        match &line.body {
            Body::File { name, caption } => {
                assert_eq!(record.attachments[0].name.as_ref(), Some(name), "{at}");
                assert!(
                    record.attachments[0].sha256.is_some(),
                    "{at}: the file lies in the export"
                );
                assert_eq!(
                    record.attachments[0].caption.as_deref().unwrap_or(""),
                    caption,
                    "{at}"
                );
            }
            Body::Voice { name } => {
                assert_eq!(record.attachments[0].name.as_ref(), Some(name), "{at}");
                assert!(
                    record.attachments[0].sha256.is_some(),
                    "{at}: the file lies in the export"
                );
            }
            Body::Omitted => assert!(record.attachments[0].sha256.is_none(), "{at}"),
            _ => assert!(record.attachments.is_empty(), "{at}"),
        }
    }
}

#[test]
fn the_demo_reads_as_its_script_says() {
    let read = read_inputs();
    let formats: Vec<&str> = read.iter().map(|source| source.format).collect();
    assert_eq!(
        formats,
        [
            "whatsapp-android",
            "whatsapp-ios",
            "facebook",
            "instagram",
            "pictures"
        ]
    );
    let first = script::parse(include_str!("../fixtures/demo/script/first-chat.txt"));
    let second = script::parse(include_str!("../fixtures/demo/script/second-chat.txt"));
    assert_reads(&read[0], &first, "Kashif");
    assert_reads(
        &read[1],
        &second,
        "\u{202A}+92\u{A0}301\u{A0}0000000\u{202C}",
    );
    assert_eq!(read[4].records.len(), 6);
    assert_thread(
        &read[2],
        "inbox/kashifali_61550000000001",
        include_str!("../fixtures/demo/script/facebook-kashif.txt"),
        "Kashif Ali",
    );
    assert_thread(
        &read[2],
        "message_requests/sanakarimofficial_61550000000002",
        include_str!("../fixtures/demo/script/facebook-page.txt"),
        "Sana Karim Official",
    );
    assert_thread(
        &read[3],
        "inbox/kashifali5150_61550000000003",
        include_str!("../fixtures/demo/script/instagram-kashif.txt"),
        "kashif.ali.5150",
    );
}

/// A thread reads as its script says, oldest first, on Pakistan's clock.
fn assert_thread(read: &Read, thread: &str, script: &str, kashif: &str) {
    let script = script::parse(script);
    let records: Vec<&Record> = read
        .records
        .iter()
        .filter(|record| record.thread.as_deref() == Some(thread))
        .collect();
    assert_eq!(records.len(), script.len(), "{thread}");
    for (record, line) in records.into_iter().zip(&script) {
        let at = record.address.to_string();
        let (kind, words) = told(&line.body);
        assert_eq!(record.kind, kind, "{at}");
        let sent = record.sent.as_ref().expect("a time");
        let ahead = chrono::TimeDelta::hours(5);
        let clock = sent
            .utc
            .map(|utc| utc.naive_utc() + ahead)
            .or(sent.local)
            .expect("a time that is read");
        assert_eq!(
            clock.and_utc().timestamp(),
            line.at.and_utc().timestamp(),
            "{at}"
        );
        let sender = match line.speaker {
            Speaker::Sana => "Sana Karim",
            _ => kashif,
        };
        assert_eq!(record.sender.as_deref(), Some(sender), "{at}");
        if let Some(words) = words {
            assert_eq!(record.text.as_ref(), Some(&words), "{at}");
        }
        if let Body::Share { link, .. } = &line.body {
            let share = record.share.as_ref().expect("a share");
            assert_eq!(share.link.as_ref(), Some(link), "{at}");
        }
        if let Body::File { .. } = &line.body {
            assert!(record.attachments[0].sha256.is_some(), "{at}");
        }
    }
}

#[test]
fn the_demo_has_only_the_doubts_that_its_story_tells() {
    let mut doubts: Vec<String> = read_inputs()
        .iter()
        .flat_map(|source| source.notes.iter())
        .filter(|note| note.severity != Severity::Info)
        .map(|note| format!("{} {}", note.code, note.place))
        .collect();
    doubts.sort();
    println!("{doubts:#?}");
    assert!(
        doubts
            .iter()
            .all(|doubt| ["C-MEDIA-01", "C-SHOT-01", "C-NAME-01"]
                .iter()
                .any(|code| doubt.starts_with(code))),
        "{doubts:#?}"
    );
}
