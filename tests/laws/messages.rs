//! Law 2 for threads in JSON: the elements of `messages` are counted by another parser, and each is one record.

use saboot::model::{Kind, Place, Record};
use serde_json::Value;

use super::sound;
use crate::support::reading;

/// How many elements a whole parser finds, if the member is sound JSON of a thread.
fn counted(bytes: &[u8]) -> Option<usize> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let root: Value = serde_json::from_slice(text).ok()?;
    Some(root["messages"].as_array()?.len())
}

fn contents(reading: &reading::Reading, member: u32) -> Vec<&Record> {
    let of_member = |record: &&Record| record.member_n == member && record.kind != Kind::Frame;
    reading.records().filter(of_member).collect()
}

#[test]
fn law_2_every_element_of_messages_is_one_record() {
    let mut files = 0;
    for one in sound() {
        let is_thread = |record: &&Record| matches!(record.address.place, Place::Element(_));
        let is_json = one.bytes.trim_ascii_end().ends_with(b"}");
        let Some(elements) = counted(&one.bytes).filter(|_| is_json) else {
            continue;
        };
        let records = contents(&one.reading, one.member);
        if !records.iter().any(is_thread) {
            continue;
        }
        files += 1;
        assert_eq!(records.len(), elements, "{}", one.case.name);
    }
    assert!(files > 10, "{files} files were counted");
}

#[test]
fn law_2_an_element_that_is_doubled_or_dropped_is_counted() {
    for one in sound() {
        let records = contents(&one.reading, one.member);
        let is_json = one.bytes.trim_ascii_end().ends_with(b"}");
        for record in records.iter().filter(|_| is_json) {
            if !matches!(record.address.place, Place::Element(_)) {
                continue;
            }
            let (start, end) = (record.bytes[0] as usize, record.bytes[1] as usize);
            let doubled = [&one.bytes[..end], b", ", &one.bytes[start..]].concat();
            let mut changed = vec![(doubled, records.len() + 1)];
            // With the comma behind it, where one stands.
            if let Some(rest) = one.bytes[end..].trim_ascii_start().strip_prefix(b",") {
                changed.push(([&one.bytes[..start], rest].concat(), records.len() - 1));
            }
            for (bytes, wanted) in changed {
                let export = reading::damaged(&one.case, one.member, bytes);
                let after = reading::read(&export, &one.hints);
                let found = contents(&after, one.member).len();
                assert_eq!(found, wanted, "{} {}", one.case.name, record.address);
            }
        }
    }
}
