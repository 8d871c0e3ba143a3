//! The laws over the readers of thread files, on small files and everything that can happen to a byte of them.

use super::*;
use crate::model::{Export, SourceId};
use crate::sources::{messenger_json, messenger_secure};

/// A reader's `read`.
pub type Read = fn(&[u8], &Origin, &MediaFiles, &mut dyn FnMut(Box<Record>)) -> Vec<Note>;

/// Reads bytes as member 1 of source 1, beside the files of these names.
pub fn read_beside(read: Read, bytes: &[u8], files: &[&str]) -> (Vec<Record>, Vec<Note>) {
    let first = std::iter::once(("message_1.json".to_owned(), bytes.to_vec()));
    let others = files
        .iter()
        .map(|n| ((*n).to_owned(), n.as_bytes().to_vec()));
    let export = Export::from_memory("x.zip", first.chain(others).collect());
    let origin = Origin::of(SourceId::first(), &export.members[0], true);
    let mut records = Vec::new();
    let notes = read(bytes, &origin, &MediaFiles::new(&export), &mut |record| {
        records.push(*record);
    });
    (records, notes)
}

/// Reads bytes and holds law 1 over what comes.
pub fn read_all(read: Read, bytes: &[u8]) -> (Vec<Record>, Vec<Note>) {
    let (records, notes) = read_beside(read, bytes, &[]);
    let mut in_order: Vec<&Record> = records.iter().collect();
    in_order.sort_by_key(|record| record.bytes);
    let mut at = 0;
    for record in in_order {
        let [start, end] = record.bytes;
        assert_eq!(start, at, "{}", record.address);
        assert!(end > start);
        let slice = &bytes[start as usize..end as usize];
        assert_eq!(record.sha256, Digest::of(slice));
        at = end;
    }
    assert_eq!(at, bytes.len() as u64);
    let is_frame = |record: &Record| record.kind == Kind::Frame;
    assert!(records.is_sorted_by_key(is_frame), "frames come last");
    (records, notes)
}

/// The records that are no frames.
pub fn contents(records: Vec<Record>) -> Vec<Record> {
    let is_content = |record: &Record| record.kind != Kind::Frame;
    records.into_iter().filter(is_content).collect()
}

const CLASSIC: &str = r#"{
  "participants": [{"name": "Kashif"}, {"name": "Sana"}],
  "messages": [
    {
      "sender_name": "Sana \u00d8\u00b3",
      "timestamp_ms": 1719912464000,
      "content": "mat likho, [{\"a\"}], {\"sender_name\":\"x\",\"timestamp_ms\":1},{"
    },
    {"sender_name": "Kashif", "timestamp_ms": 1719912463000, "photos": [{"uri": "a/1.jpg", "creation_timestamp": 1}, {"uri": "b"}],
     "reactions": [{"reaction": "\u00e2\u009d\u00a4", "actor": "Sana"}]},
    {"sender_name": "Kashif", "timestamp_ms": 1719912462000, "content": "\u00d8\u00b3\u00d9\u0084 \\", "is_unsent": false},
    {"timestamp_ms": 1719912461000, "share": {"link": "https:\/\/x.example\/"}, "content": ""},
    {"sender_name":"Sana","timestamp_ms":1719912460000,"content":"}","call_duration":0},
    {"sender_name":"Sana","timestamp_ms":1719912459000}
  ],
  "title": "Kashif",
  "thread_path": "inbox/k_1"
}
"#;

const SECURE: &str = r#"{"participants":["Sana","Kashif"],"threadName":"Kashif_7","messages":[
{"isUnsent":false,"media":[],"reactions":[{"actor":"Sana","reaction":"❤"}],"senderName":"Kashif","text":"سلام {\"isUnsent\":","timestamp":1719912461000,"type":"text"},
{"isUnsent":false,"media":[{"uri":"./media/a.jpg"}],"reactions":[],"senderName":"Sana","text":"","timestamp":1719912462000,"type":"media"},
{"isUnsent":true,"media":[],"reactions":[],"senderName":"Sana","text":"x","timestamp":1719912463000,"type":"placeholder"},
{"isUnsent":false,"media":[],"reactions":[],"senderName":"Sana","text":"ok},{","timestamp":1719912464000,"type":"text"}]}"#;

const BOTH: [(Read, &str); 2] = [
    (messenger_json::read, CLASSIC),
    (messenger_secure::read, SECURE),
];

/// Damage of one place: a byte becomes another, is gone, stands twice, or something stands before it.
fn damages(bytes: &[u8]) -> impl Iterator<Item = (usize, usize, Vec<u8>)> + '_ {
    let inserted = [
        &b"\""[..],
        b"\\",
        b"}",
        b"{",
        b"]",
        b"[",
        b",",
        b"\xE2\x80\x8E",
    ];
    (0..bytes.len()).flat_map(move |at| {
        let put = move |end: usize, with: &[u8]| {
            let changed = [&bytes[..at], with, &bytes[end..]].concat();
            (at, end, changed)
        };
        let flips = (0..8).map(move |bit| put(at + 1, &[bytes[at] ^ 1 << bit]));
        let others = [
            put(at + 1, b""),
            put(at + 1, b"\xFF"),
            put(at, &[bytes[at]]),
        ];
        let before = inserted.into_iter().map(move |with| put(at, with));
        flips.chain(others).chain(before)
    })
}

/// What law 7 holds fast of a record outside of the damage.
fn fixed(
    record: &Record,
) -> (
    Digest,
    Kind,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    usize,
) {
    (
        record.sha256,
        record.kind,
        record.sender.as_deref(),
        record.text.as_deref(),
        record.sent.as_ref().map(|sent| sent.written.as_str()),
        record.attachments.len(),
    )
}

#[test]
fn laws_1_4_and_7_hold_for_every_damaged_byte() {
    for (read, sound) in BOTH {
        let bytes = sound.as_bytes();
        let before = contents(read_all(read, bytes).0);
        assert!(before.iter().all(|record| record.kind != Kind::Unparsed));
        for (start, end, changed) in damages(bytes) {
            let after = contents(read_all(read, &changed).0);
            let text = String::from_utf8_lossy(&changed);
            let mut missing = before.iter().filter(|record| {
                let is_touched = |record: &Record| {
                    record.bytes[0] <= end as u64 && record.bytes[1] >= start as u64
                };
                !is_touched(record) && !after.iter().any(|other| fixed(other) == fixed(record))
            });
            // The element behind a damaged bracket may be lost with it, no other.
            let lost = missing.next();
            assert!(missing.next().is_none(), "two records are lost: {text}");
            assert!(
                lost.is_none_or(|record| record.bytes[0] >= end as u64
                    && !before.iter().any(|between| between.bytes[0] >= end as u64
                        && between.bytes[1] <= record.bytes[0])),
                "{:?} is lost in {text}",
                lost.map(|record| record.address)
            );
            let is_read = |record: &&Record| record.kind != Kind::Unparsed;
            assert!(
                after.iter().filter(is_read).count() <= before.len() + 1,
                "records out of nothing in {text}"
            );
        }
    }
}

#[test]
fn the_whole_elements_of_a_cut_file_are_read() {
    for (read, sound) in BOTH {
        let bytes = sound.as_bytes();
        let before = contents(read_all(read, bytes).0);
        for at in 0..bytes.len() {
            let (head, tail) = bytes.split_at(at);
            let whole = |records: Vec<Record>| {
                let records = contents(records).into_iter();
                records.filter(|r| r.kind != Kind::Unparsed).count()
            };
            let ended = |record: &&Record| record.bytes[1] <= at as u64;
            let begun = |record: &&Record| record.bytes[0] >= at as u64;
            let (records, notes) = read_all(read, head);
            assert_eq!(whole(records), before.iter().filter(ended).count(), "{at}");
            assert!(
                !notes.is_empty() || tail.trim_ascii().is_empty(),
                "cut at {at}"
            );
            let wanted = before.iter().filter(begun).count();
            let found = whole(read_all(read, tail).0);
            // A bracket right behind the cut may be the first of the next element, or one inside it.
            assert!(
                found == wanted || found + 1 == wanted,
                "{at}: {found} of {wanted}"
            );
        }
    }
}

#[test]
fn bytes_of_no_format_are_kept() {
    let mut state = 4_u64;
    let mut random = move || {
        state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        (state >> 33) as u8
    };
    let pieces = [
        &b"{"[..],
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\"",
        b"\\",
        b"\"messages\":[",
        b"{\"sender_name\":\"",
        b"{\"isUnsent\":true",
        b"null",
        b"1",
        b" ",
        b"\xFF",
        b"\"}",
    ];
    for length in [0, 1, 2, 3, 7, 40, 400] {
        for _ in 0..200 {
            let noise: Vec<u8> = (0..length).map(|_| random()).collect();
            let likely: Vec<u8> = (0..length)
                .flat_map(|_| pieces[usize::from(random()) % pieces.len()].to_vec())
                .collect();
            for (read, _) in BOTH {
                read_all(read, &noise);
                read_all(read, &likely);
            }
        }
    }
}
