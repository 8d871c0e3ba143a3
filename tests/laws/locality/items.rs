//! Law 7 for items: what stands between them is a frame, and the direction in which a file is read is a witness.

use std::collections::HashMap;

use saboot::model::{Kind, Record};

use crate::support::mutate::Mutant;

/// What breaks law 7, if the damage lies inside one element or card.
pub fn breaches(before: &[&Record], mutant: &Mutant, after: &[&Record]) -> Vec<String> {
    let (start, end) = (mutant.touched.start as u64, mutant.touched.end as u64);
    let shift = mutant.became as i64 - (end - start) as i64;
    let mut elements: Vec<&Record> = before
        .iter()
        .copied()
        .filter(|record| record.kind != Kind::Frame)
        .collect();
    elements.sort_by_key(|record| record.bytes);
    let is_hit = |record: &&Record| record.bytes[0] < start && end < record.bytes[1];
    let Some(hit) = elements.iter().position(is_hit) else {
        return Vec::new();
    };
    let found: HashMap<[u64; 2], &Record> =
        after.iter().map(|record| (record.bytes, *record)).collect();
    let moved = |record: &Record, by: i64| record.bytes.map(|at| at.wrapping_add_signed(by));
    let behind = elements.iter().skip(hit + 2).map(|record| (*record, shift));
    let others = elements.iter().take(hit).map(|record| (*record, 0));
    // Two damages side by side are one.
    let mut breaches: Vec<String> = others
        .chain(behind)
        .filter(|(record, _)| record.kind != Kind::Unparsed)
        .filter_map(|(record, by)| differs(record, found.get(&moved(record, by)).copied()))
        .collect();
    breaches.truncate(1);
    breaches
}

fn differs(before: &Record, after: Option<&Record>) -> Option<String> {
    let Some(after) = after else {
        return Some(format!("law 7: {} is gone", before.address));
    };
    let what = if before.sha256 != after.sha256 {
        "another digest"
    } else if before.kind != after.kind {
        "another kind"
    } else if before.text != after.text {
        "another text"
    } else if (&before.sender, before.sender_means) != (&after.sender, after.sender_means) {
        "another sender"
    } else if before.sent != after.sent {
        "another time"
    } else if before.item != after.item || before.extra != after.extra {
        "other fields"
    } else {
        return None;
    };
    Some(format!("law 7: {} has {what}", before.address))
}
