//! Every word that a stamp can hold: for the halves of the day and for the months, in every language of the tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::phrases::texts;
use super::{assert_none, differences, read};
use crate::support::whatsapp_writer::{Written, phrases, shape};

/// Words for a part of the day that is no half: the hours that they go with, as written and as meant.
const PARTS: [(&str, &[(u32, u32)]); 3] = [
    ("中午", &[(11, 11), (12, 12), (1, 13)]),
    ("晚上", &[(7, 19), (11, 23), (12, 0)]),
    ("de la noche", &[(8, 20), (11, 23), (12, 0)]),
];

#[test]
fn every_word_for_am_and_pm_is_read_back() {
    let tables = phrases();
    let mut breaches = Vec::new();
    for row in tables["day_periods"]
        .as_array()
        .expect("day periods are a list")
    {
        for text in texts(row) {
            let hours: &[(u32, u32)] = match PARTS.iter().find(|(word, _)| *word == text) {
                Some((_, hours)) => hours,
                None if row["half"] == "am" => &[(12, 0), (1, 1), (11, 11)],
                None => &[(12, 12), (1, 13), (11, 23)],
            };
            let mut written = Written {
                transcript: Vec::new(),
                files: Vec::new(),
                truth: Vec::new(),
            };
            for (minute, (hour, meant)) in hours.iter().enumerate() {
                let line = format!("21/08/2024, {hour}:0{minute} {text} - Kashif: line {minute}\n");
                written.transcript.extend(line.into_bytes());
                let local = format!("2024-08-21T{meant:02}:0{minute}:00");
                written
                    .truth
                    .push(json!({"kind": "message", "sender": "Kashif", "sent.local": local}));
            }
            let wrong = differences(&written, &read(&written, shape("android en_PK")));
            breaches.extend(
                wrong
                    .into_iter()
                    .map(|wrong| format!("{} {text:?}: {wrong}", row["lang"])),
            );
        }
    }
    assert_none(&breaches);
}

/// By name, the months that languages give it: Polish and Croatian call different months "listopad".
fn months() -> BTreeMap<String, BTreeSet<usize>> {
    let mut months: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let tables = phrases();
    for row in tables["months"].as_array().expect("months are a list") {
        let names = row["names"].as_array().expect("the names of twelve months");
        assert_eq!(names.len(), 12, "{}", row["lang"]);
        for (month, names) in names.iter().enumerate() {
            for name in names.as_array().expect("a month has a list of names") {
                let name = name.as_str().expect("a name is a text");
                months
                    .entry(name.to_lowercase())
                    .or_default()
                    .insert(month + 1);
            }
        }
    }
    months
}

#[test]
fn every_name_of_a_month_is_read_back_or_left_open_where_languages_disagree() {
    let mut breaches = Vec::new();
    for (name, numbers) in months() {
        let mut written = Written {
            transcript: Vec::new(),
            files: Vec::new(),
            truth: Vec::new(),
        };
        for minute in 0..3 {
            let line = format!("10:0{minute}, 9 {name} 2014 - Kashif: line {minute}\n");
            written.transcript.extend(line.into_bytes());
            let local = match numbers.first() {
                Some(month) if numbers.len() == 1 => {
                    json!(format!("2014-{month:02}-09T10:0{minute}:00"))
                }
                _ => json!(null),
            };
            written
                .truth
                .push(json!({"kind": "message", "sender": "Kashif", "sent.local": local}));
        }
        let wrong = differences(&written, &read(&written, shape("android en_PK")));
        breaches.extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
    assert_none(&breaches);
}
