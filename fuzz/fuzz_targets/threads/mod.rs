//! What must hold for every file of a thread, whatever is in it.

use saboot::model::{Digest, Export, Kind, Line, Place, Record, SourceId};
use saboot::sources::{Hints, recognize};

/// Reads the bytes as a member of that path and checks the laws.
pub fn check(name: &str, bytes: &[u8]) {
    let members = vec![
        (name.to_owned(), bytes.to_vec()),
        ("media/1.jpg".to_owned(), vec![0xFF, 0xD8]),
    ];
    let export = Export::from_memory("download.zip", members);
    let lines = read(&export);
    assert_eq!(lines, read(&export), "law 3");
    let mut records: Vec<&Record> = lines.iter().filter_map(record).collect();
    records.retain(|record| record.member_n == 1);
    records.sort_by_key(|record| record.bytes);
    if records
        .iter()
        .any(|record| matches!(record.address.place, Place::Element(_)))
    {
        tile(&records, bytes);
        count(&records, bytes);
    }
}

fn record(line: &Line) -> Option<&Record> {
    match line {
        Line::Record(record) => Some(record),
        _ => None,
    }
}

fn read(export: &Export) -> Vec<Line> {
    let mut lines = Vec::new();
    let format = recognize(export);
    format.read(export, SourceId::first(), &Hints::default(), &mut |line| {
        lines.push(line);
    });
    lines
}

/// Law 1: no byte is dropped and none is read twice.
fn tile(records: &[&Record], bytes: &[u8]) {
    let mut at = 0;
    for record in records {
        let [start, end] = record.bytes;
        assert_eq!(start, at);
        assert!(end > start);
        let slice = &bytes[start as usize..end as usize];
        assert_eq!(record.sha256, Digest::of(slice));
        at = end;
    }
    assert_eq!(at, bytes.len() as u64);
}

/// Law 2 on sound files: each element that a whole parser finds is one record, cut where the parser cuts it.
fn count(records: &[&Record], bytes: &[u8]) {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // A list is no thread, though the parser would read a structure from it.
    let is_object = text.trim_ascii_start().starts_with(b"{");
    let Some(root) = serde_json::from_slice::<Root>(text).ok().filter(|_| is_object) else {
        return;
    };
    let mut contents = records.iter().filter(|r| r.kind != Kind::Frame);
    for element in root.messages {
        let record = contents.next().expect("an element is lost");
        let [start, end] = record.bytes;
        assert_eq!(
            &bytes[start as usize..end as usize],
            element.get().as_bytes()
        );
    }
    assert!(contents.next().is_none(), "a record out of nothing");
}

/// Refused by the parser if `messages` stands twice.
#[derive(serde::Deserialize)]
struct Root<'a> {
    #[serde(borrow)]
    messages: Vec<&'a serde_json::value::RawValue>,
}
