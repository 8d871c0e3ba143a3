//! Law 2: nothing is dropped, merged, sorted away or de-duplicated.

use saboot::model::{Kind, Record};

use super::Sound;
use crate::support::reading;

/// Doubles, drops and swaps whole records, and counts.
pub fn breaches(one: &Sound) -> Vec<String> {
    let records: Vec<&Record> = of_member(one).collect();
    let mut breaches = Vec::new();
    for (number, record) in records.iter().enumerate() {
        // A first line without a header, a BOM, or a line that the file ends in without a line end have no equal beside them.
        // Cards of a page stand side by side without anything between.
        let slice = &one.bytes[record.bytes[0] as usize..record.bytes[1] as usize];
        let is_card = record.member.ends_with(".html") && slice.ends_with(b">");
        if matches!(record.kind, Kind::Frame | Kind::Unparsed)
            || !(is_card || slice.ends_with(b"\n"))
        {
            continue;
        }
        let (start, end) = (record.bytes[0] as usize, record.bytes[1] as usize);
        let doubled = [&one.bytes[..end], slice, &one.bytes[end..]].concat();
        let dropped = [&one.bytes[..start], &one.bytes[end..]].concat();
        breaches.extend(differs(one, &records, number, doubled, 2));
        if records.len() > 3 {
            breaches.extend(differs(one, &records, number, dropped, 0));
        }
    }
    breaches
}

/// Whether the texts, in order, are the old ones with the record `number` standing `times` times.
fn differs(
    one: &Sound,
    records: &[&Record],
    number: usize,
    bytes: Vec<u8>,
    times: usize,
) -> Option<String> {
    let export = reading::damaged(&one.case, one.member, bytes);
    let reading = reading::read(&export, &one.hints);
    let found: Vec<String> = reading
        .records()
        .filter(|record| record.member_n == one.member)
        .map(|record| record.sha256.to_string())
        .collect();
    let mut wanted: Vec<String> = records
        .iter()
        .map(|record| record.sha256.to_string())
        .collect();
    let doubled = wanted[number].clone();
    wanted.splice(number..=number, std::iter::repeat_n(doubled, times));
    (found != wanted).then(|| {
        format!(
            "law 2: with {} {times} times there are {} records, not {}",
            records[number].address,
            found.len(),
            wanted.len()
        )
    })
}

fn of_member(one: &Sound) -> impl Iterator<Item = &Record> {
    one.reading
        .records()
        .filter(|record| record.member_n == one.member)
}
