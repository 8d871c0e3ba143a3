//! Law 7: damage inside one line changes only the records that touch it, and their neighbours, in the order of their bytes.
//!
//! The record before counts as a neighbour too: a header that is damaged makes its line a continuation of that record, which
//! then touches the damage.

use saboot::model::{Event, Flag, Order, Record};

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
    let (start, end) = (mutant.touched.start as u64, mutant.touched.end as u64);
    let first = before
        .iter()
        .take_while(|record| record.bytes[1] < start)
        .count()
        .saturating_sub(1);
    let last = before
        .iter()
        .rev()
        .take_while(|record| record.bytes[0] > end)
        .count()
        .saturating_sub(1);
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
