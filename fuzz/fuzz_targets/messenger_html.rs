//! Reading of threads as HTML pages: laws 1 to 4 of `docs/records.md`, on any bytes.
//!
//! The first byte picks the name of the page; the rest is the page. Good seeds are the fixtures:
//! `cargo fuzz run messenger_html ../fixtures/sources/messenger_html/*/input`.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use saboot::model::{Digest, Export, Line, Record, SourceId};
use saboot::sources::{self, Format, Hints};

const NAMES: [&str; 3] = [
    "your_facebook_activity/messages/inbox/kashif_1002003004005006/message_1.html",
    "your_instagram_activity/messages/inbox/kashif_1002003004005006/message_1.html",
    "html/messages.htm",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, page)) = bytes.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    let export = Export::from_memory("facebook.zip", vec![(name.to_owned(), page.to_vec())]);
    // Law 4: any bytes can be read. Law 3: twice the same.
    let lines = read(sources::recognize(&export), &export);
    assert_eq!(lines, read(sources::recognize(&export), &export));
    let records: Vec<&Record> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Record(record) => Some(&**record),
            _ => None,
        })
        .collect();
    tile(&records, page);
});

fn read(format: &dyn Format, export: &Export) -> Vec<Line> {
    let mut lines = Vec::new();
    format.read(export, SourceId::first(), &Hints::default(), &mut |line| {
        lines.push(line);
    });
    lines
}

/// Law 1: no byte is dropped and none is read twice; no address stands twice.
fn tile(records: &[&Record], page: &[u8]) {
    let mut sorted = records.to_vec();
    sorted.sort_by_key(|record| record.bytes);
    let mut addresses = HashSet::new();
    let mut at = 0;
    for record in &sorted {
        let [start, end] = record.bytes;
        assert_eq!(start, at);
        let slice = &page[start as usize..end as usize];
        assert_eq!(record.sha256, Digest::of(slice));
        assert!(addresses.insert(record.address));
        at = end;
    }
    if !sorted.is_empty() {
        assert_eq!(at, page.len() as u64);
    }
}
