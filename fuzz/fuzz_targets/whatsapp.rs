//! Reading of WhatsApp exports: laws 1 to 4 of `docs/records.md`, on any bytes.
//!
//! The first byte picks what lies beside the transcript; the rest is the transcript. Good seeds are the fixtures:
//! `cargo fuzz run whatsapp ../fixtures/sources/whatsapp/*/` .
#![no_main]

use libfuzzer_sys::fuzz_target;
use saboot::model::{Digest, Export, Line, Record, SourceId};
use saboot::sources::{Format, Hints, whatsapp};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, transcript)) = bytes.split_first() else {
        return;
    };
    let mut members = vec![("_chat.txt".to_owned(), transcript.to_vec())];
    if choice % 2 == 1 {
        members.push(("IMG-20240821-WA0007.jpg".to_owned(), vec![0xFF, 0xD8]));
    }
    let export = Export::from_memory("chat.zip", members);
    let formats: [&dyn Format; 2] = [&whatsapp::Android, &whatsapp::Ios];
    for format in formats {
        // Law 4: any bytes can be read as anything. Law 3: twice the same.
        let lines = read(format, &export);
        assert_eq!(lines, read(format, &export));
        let records: Vec<&Record> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Record(record) => Some(&**record),
                _ => None,
            })
            .collect();
        tile(&records, transcript);
    }
});

fn read(format: &dyn Format, export: &Export) -> Vec<Line> {
    let mut lines = Vec::new();
    format.read(export, SourceId::first(), &Hints::default(), &mut |line| {
        lines.push(line);
    });
    lines
}

/// Law 1, and the half of law 2 that needs no truth: no byte is dropped and none is read twice.
fn tile(records: &[&Record], transcript: &[u8]) {
    let mut at = 0;
    for record in records.iter().filter(|record| record.member_n == 1) {
        let [start, end] = record.bytes;
        assert_eq!(start, at);
        assert!(end > start);
        let slice = &transcript[start as usize..end as usize];
        assert_eq!(record.sha256, Digest::of(slice));
        at = end;
    }
    assert_eq!(at, transcript.len() as u64);
}
