//! Law 7: damage inside one line, element or card changes only the records that touch it, and their neighbours, in the order
//! of their bytes.
//!
//! The record before counts as a neighbour too: a header that is damaged makes its line a continuation of that record, which
//! then touches the damage.

mod items;

use saboot::model::{Event, Flag, Kind, Order, Record};

use super::Sound;
use crate::support::mutate::Mutant;
use crate::support::reading::Reading;

/// What breaks law 7.
pub fn breaches(one: &Sound, mutant: &Mutant, damaged: &Reading) -> Vec<String> {
    let before = in_file_order(&one.reading, one.member);
    let after = in_file_order(damaged, one.member);
    if facts(&one.reading) != facts(damaged) {
        // What rests on a witness changes with it: the format, the order, the shape.
        return Vec::new();
    }
    let is_whatsapp = one.reading.source().format.starts_with("whatsapp");
    if !is_whatsapp && before.iter().all(|record| record.thread.is_none()) {
        return items::breaches(&before, mutant, &after);
    }
    let (start, end) = (mutant.touched.start as u64, mutant.touched.end as u64);
    // What stands between elements is scaffolding; it goes with its neighbours.
    let (before, after) = if is_whatsapp {
        (before, after)
    } else {
        (without_frames(before), without_frames(after))
    };
    // Behind damage, reading goes on at the next whole message by its own fields. What is none goes with the damage.
    let is_landmark = |record: &&&Record| is_whatsapp || record.sender.is_some();
    let first = before
        .iter()
        .rev()
        .skip_while(|record| record.bytes[1] >= start)
        .skip_while(|record| !is_landmark(record))
        .skip(1)
        .count();
    let last = before
        .iter()
        .skip_while(|record| record.bytes[0] <= end)
        .skip_while(|record| !is_landmark(record))
        .skip(1)
        .count();
    let shift = mutant.became as i64 - (end - start) as i64;
    let mut breaches = Vec::new();
    for (number, record) in before.iter().take(first).enumerate() {
        breaches.extend(differs(record, after.get(number), 0));
    }
    for number in 1..=last {
        let record = before[before.len() - number];
        breaches.extend(differs(
            record,
            after.len().checked_sub(number).and_then(|n| after.get(n)),
            shift,
        ));
    }
    breaches.truncate(1);
    breaches
}

fn without_frames(mut records: Vec<&Record>) -> Vec<&Record> {
    records.retain(|record| record.kind != Kind::Frame);
    records
}

/// The records of a member by their bytes: threads are read from their older end, and frames are handed on last.
fn in_file_order(reading: &Reading, member: u32) -> Vec<&Record> {
    let mut records: Vec<&Record> = reading
        .records()
        .filter(|record| record.member_n == member)
        .collect();
    records.sort_by_key(|record| record.bytes);
    records
}

fn differs(before: &Record, after: Option<&&Record>, shift: i64) -> Option<String> {
    let Some(after) = after else {
        return Some(format!("law 7: {} is gone", before.address));
    };
    let moved = |record: &Record, shift: i64| record.bytes.map(|at| at as i64 + shift);
    let what = if moved(before, shift) != moved(after, 0) {
        "other bytes"
    } else if before.sha256 != after.sha256 {
        "another digest"
    } else if rests_on_labels(before)
        || rests_on_labels(after)
        || before.text == after.text && (rests_on_silence(before) || rests_on_silence(after))
    {
        return None;
    } else if before.text != after.text {
        "another text"
    } else if (&before.sender, before.sender_means) != (&after.sender, after.sender_means) {
        "another sender"
    } else if before.kind != after.kind {
        "another kind"
    } else if before.sent.as_ref().map(|sent| &sent.written)
        != after.sent.as_ref().map(|sent| &sent.written)
    {
        "another written time"
    } else {
        return None;
    };
    Some(format!("law 7: {} has {what}", before.address))
}

/// Where a label holds ": ", its end rests on the other labels of the file, and the record says so.
fn rests_on_labels(record: &Record) -> bool {
    record.has(Flag::SenderAmbiguous)
}

/// A marked line under a label is the app's, in words that no table knows, where nobody ever typed under that label.
fn rests_on_silence(record: &Record) -> bool {
    record.event == Some(Event::Other) && record.sender.is_some()
}

/// What was learned of the whole file, without the place of its witness: the format, the orders, and whether the app marks
/// its own lines.
fn facts(reading: &Reading) -> (String, Vec<Option<String>>, bool) {
    let source = reading.source();
    let order = |order: &Option<Order>| {
        order
            .as_ref()
            .map(|order| format!("{:?} {:?}", order.value, order.basis))
    };
    let orders = std::iter::once(order(&source.order))
        .chain(source.members.iter().map(|member| order(&member.order)));
    let has_marks = reading.records().any(|record| {
        let text = record.text.as_deref().unwrap_or_default();
        text.starts_with(['\u{200E}', '\u{200F}'])
    });
    (source.format.clone(), orders.collect(), has_marks)
}
