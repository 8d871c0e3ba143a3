//! Reading of the account's own records: laws 1, 3 and 4 of `docs/records.md` on any bytes, and on sound lists law 2 by the
//! count of another parser. The first byte picks what the member is called. Good seeds are the fixtures:
//! `cargo fuzz run account ../fixtures/sources/account/*/input` .
#![no_main]

use libfuzzer_sys::fuzz_target;
use saboot::model::{Digest, Export, Kind, Line, Record, SourceId};
use saboot::sources::{Hints, recognize};

/// Names by which a member is a list of the account whatever is in it.
const NAMES: [&str; 6] = [
    "security_and_login_information/logins_and_logouts.json",
    "your_facebook_activity/comments_and_reactions/comments.json",
    "your_facebook_activity/messages/support_messages.json",
    "your_facebook_activity/other_activity/pokes.json",
    "logged_information/location/timezone.json",
    "connections/friends/received_friend_requests.html",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    let export = Export::from_memory("facebook-sana.zip", vec![(name.to_owned(), bytes.to_vec())]);
    let lines = read(&export);
    assert_eq!(lines, read(&export), "law 3");
    let mut records: Vec<&Record> = lines.iter().filter_map(record).collect();
    records.sort_by_key(|record| record.bytes);
    if records
        .iter()
        .any(|record| record.kind == Kind::Item && record.item.is_some())
    {
        tile(&records, bytes);
    }
    if *choice == 0 {
        count(&records, bytes);
    }
});

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
        assert!(end > start || bytes.is_empty());
        assert_eq!(
            record.sha256,
            Digest::of(&bytes[start as usize..end as usize])
        );
        at = end;
    }
    assert_eq!(at, bytes.len() as u64);
}

/// Law 2 on sound lists at the root: each element that a whole parser finds is one item, cut where the parser cuts it.
fn count(records: &[&Record], bytes: &[u8]) {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Ok(elements) = serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(text) else {
        return;
    };
    let mut contents = records.iter().filter(|record| record.kind != Kind::Frame);
    for element in elements {
        let record = contents.next().expect("an element is lost");
        let [start, end] = record.bytes;
        assert_eq!(
            &bytes[start as usize..end as usize],
            element.get().as_bytes()
        );
    }
    assert!(contents.next().is_none(), "a record out of nothing");
}
