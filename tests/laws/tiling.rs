//! Law 1: records tile their member, and their bytes hash to what they say. Law 4: the bytes of a member that is read are all there.

use std::collections::BTreeMap;
use std::collections::HashSet;

use saboot::model::{Digest, Export, Kind, Record};

use crate::support::reading::Reading;

/// What breaks laws 1 and 4, and the promise that addresses are unique and print back.
pub fn breaches(export: &Export, reading: &Reading) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut members: BTreeMap<u32, Vec<&Record>> = BTreeMap::new();
    let mut addresses = HashSet::new();
    for record in reading.records() {
        if !addresses.insert(record.address) {
            breaches.push(format!("two records at {}", record.address));
        }
        if record.address.to_string().parse() != Ok(record.address) {
            breaches.push(format!("{} does not parse back", record.address));
        }
        members.entry(record.member_n).or_default().push(record);
    }
    for (n, mut records) in members {
        let bytes = export.bytes(n).expect("memory can be read");
        records.sort_by_key(|record| record.bytes);
        breaches.extend(tiles(&bytes, &records).map(|text| format!("law 1, F{n}: {text}")));
    }
    let is_transcript = |record: &Record| record.kind != Kind::Item;
    let has_text = export
        .members
        .iter()
        .any(|member| member.size > 0 && member.name.ends_with(".txt"));
    if reading.source().format.starts_with("whatsapp")
        && has_text
        && !reading.records().any(is_transcript)
    {
        breaches.push("law 4: nothing of the transcript is kept".to_owned());
    }
    breaches
}

fn tiles(bytes: &[u8], records: &[&Record]) -> impl Iterator<Item = String> {
    let mut breaches = Vec::new();
    let mut at = 0;
    for record in records {
        let [start, end] = record.bytes;
        if start != at || end < start || end as usize > bytes.len() {
            breaches.push(format!("{} is {start}..{end} after {at}", record.address));
            return breaches.into_iter();
        }
        if Digest::of(&bytes[start as usize..end as usize]) != record.sha256 {
            breaches.push(format!(
                "{} has another digest than its bytes",
                record.address
            ));
        }
        // An empty file is one item of no bytes.
        if start == end && !bytes.is_empty() {
            breaches.push(format!("{} is empty", record.address));
        }
        at = end;
    }
    if at as usize != bytes.len() {
        breaches.push(format!("the records end at {at} of {}", bytes.len()));
    }
    breaches.into_iter()
}
