//! Inputs too large to keep: written here.

use saboot::model::{Export, Kind};
use saboot::sources::Hints;

use crate::support::reading::{self, Reading};

fn read(transcript: Vec<u8>, files: usize) -> Reading {
    let mut members = vec![("WhatsApp Chat with Kashif.txt".to_owned(), transcript)];
    members.extend((0..files).map(|n| {
        (
            format!("IMG-20240821-WA{n:04}.jpg"),
            vec![0xFF, 0xD8, n as u8],
        )
    }));
    reading::read(
        &Export::from_memory("WhatsApp Chat with Kashif.zip", members),
        &Hints::default(),
    )
}

fn messages(count: usize) -> Vec<u8> {
    let line = |n: usize| {
        format!(
            "{:02}/08/2024, {:02}:{:02} - {}: line {n}\n",
            1 + n / 1440 % 28,
            n / 60 % 24,
            n % 60,
            ["Kashif", "Amna"][n % 2]
        )
    };
    (0..count).map(line).collect::<String>().into_bytes()
}

#[test]
fn forty_thousand_messages_are_probably_cut() {
    for (count, files, is_cut) in [
        (40_000, 0, true),
        (39_990, 0, true),
        (10_000, 1, true),
        (9_990, 1, true),
    ] {
        let reading = read(messages(count), files);
        assert_eq!(
            reading
                .records()
                .filter(|record| record.kind == Kind::Message)
                .count(),
            count
        );
        assert_eq!(
            reading.has_note("C-CUT-01"),
            is_cut,
            "{count} messages and {files} files"
        );
    }
}

#[test]
fn a_whole_chat_that_begins_with_its_notice_is_not_said_to_be_cut() {
    let mut transcript = b"01/08/2024, 00:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.\n".to_vec();
    transcript.extend(messages(500));
    assert!(!read(transcript, 0).has_note("C-CUT-01"));
}

#[test]
fn a_line_of_ten_megabytes_is_one_message() {
    let long = "x y: ".repeat(2_000_000);
    let mut transcript = messages(20);
    transcript.extend_from_slice(format!("21/08/2024, 09:00 - Kashif: {long}\n").as_bytes());
    transcript.extend_from_slice(b"21/08/2024, 09:01 - Amna: what?\n");
    let reading = read(transcript, 0);
    let texts: Vec<&str> = reading
        .records()
        .filter_map(|record| record.text.as_deref())
        .collect();
    assert_eq!(texts.len(), 22);
    assert!(texts[20] == long, "the long line is kept whole");
    assert_eq!(texts[21], "what?");
}

#[test]
fn ten_megabytes_without_a_line_end_or_a_header_are_kept() {
    for bytes in [
        vec![b'a'; 10 << 20],
        vec![0xFF; 10 << 20],
        b"\n".repeat(10 << 20),
    ] {
        let size = bytes.len() as u64;
        let export = Export::from_memory("chat.txt", vec![("chat.txt".to_owned(), bytes)]);
        let reading = reading::read(&export, &Hints::default());
        let kept: u64 = reading
            .records()
            .map(|record| record.bytes[1] - record.bytes[0])
            .sum();
        assert_eq!(kept, size);
    }
}

#[test]
fn a_message_of_a_million_lines_is_one_message() {
    let mut transcript = messages(3);
    transcript.extend_from_slice(b"21/08/2024, 09:00 - Kashif: begin");
    transcript.extend_from_slice("\nand more".repeat(1_000_000).as_bytes());
    transcript.extend_from_slice(b"\n21/08/2024, 09:01 - Amna: what?\n");
    let reading = read(transcript, 0);
    let lines: Vec<usize> = reading
        .records()
        .filter_map(|record| Some(record.text.as_deref()?.split('\n').count()))
        .collect();
    assert_eq!(lines, [1, 1, 1, 1_000_001, 1]);
}

#[test]
fn ten_thousand_labels_are_ten_thousand_people() {
    let line = |n: usize| format!("21/08/2024, 09:00 - Person {n}: hello: {n}\n");
    let transcript: String = (0..10_000).map(line).collect();
    let reading = read(transcript.into_bytes(), 0);
    let labels: std::collections::HashSet<_> = reading
        .records()
        .filter_map(|record| record.sender.as_deref())
        .collect();
    assert_eq!(labels.len(), 10_000);
}
