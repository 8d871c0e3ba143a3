//! Every fixture: what is printed equals `expected.jsonl`, and what its author states is true.

use saboot::model::{Kind, Line};
use serde_json::Value;

use crate::support::{golden, reading, subset, walk};

#[test]
fn every_fixture_prints_what_is_expected() {
    let mut breaches = Vec::new();
    for case in walk::all() {
        let reading = reading::read_case(&case);
        let printed: Vec<String> = reading.lines.iter().map(reading::print).collect();
        if let Err(difference) = golden::compare(&case.folder.join("expected.jsonl"), &printed) {
            breaches.push(difference);
        }
    }
    assert!(
        breaches.is_empty(),
        "{} differ\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

#[test]
fn every_fixture_reads_as_its_author_states() {
    let mut breaches = Vec::new();
    for case in walk::all() {
        let reading = reading::read_case(&case);
        // What stands between elements and cards is stated only where it matters.
        let states_frames = case.truth.iter().any(|line| line["kind"] == "frame");
        let found: Vec<Value> = reading
            .records()
            .filter(|record| states_frames || record.kind != Kind::Frame)
            .map(reading::value)
            .collect();
        if found.len() != case.truth.len() {
            breaches.push(format!(
                "{}: {} records stated, {} found",
                case.name,
                case.truth.len(),
                found.len()
            ));
        }
        for (number, (stated, found)) in case.truth.iter().zip(&found).enumerate() {
            for difference in subset::differences(stated, found) {
                breaches.push(format!("{} line {}: {difference}", case.name, number + 1));
            }
        }
        let source = serde_json::to_value(reading.source()).expect("a source can be printed");
        if case.settings["source"].is_object() {
            for difference in subset::differences(&case.settings["source"], &source) {
                breaches.push(format!("{} source: {difference}", case.name));
            }
        }
        for code in case.settings["notes"].as_array().into_iter().flatten() {
            let code = code.as_str().expect("notes are codes");
            if !reading.has_note(code) {
                breaches.push(format!("{}: no note {code}", case.name));
            }
        }
    }
    assert!(
        breaches.is_empty(),
        "{} breaches\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}

#[test]
fn nothing_in_a_sound_fixture_is_unparsed_unless_its_author_says_so() {
    for case in walk::all() {
        let stated = case
            .truth
            .iter()
            .filter(|line| line["kind"] == "unparsed")
            .count();
        let found = reading::read_case(&case)
            .records()
            .filter(|record| record.kind == Kind::Unparsed)
            .count();
        assert_eq!(found, stated, "{}", case.name);
    }
}

#[test]
fn the_source_comes_first_and_notes_come_last() {
    for case in walk::all() {
        let ranks: Vec<u8> = reading::read_case(&case)
            .lines
            .iter()
            .map(|line| match line {
                Line::Source(_) => 0,
                Line::Thread(_) | Line::Record(_) => 1,
                Line::Note(_) => 2,
                Line::Summary(_) => 3,
            })
            .collect();
        assert!(ranks.is_sorted(), "{}: {ranks:?}", case.name);
        assert_eq!(
            ranks.iter().filter(|rank| **rank == 0).count(),
            1,
            "{}",
            case.name
        );
        assert!(
            !ranks.contains(&3),
            "{}: the summary is not a format's to print",
            case.name
        );
    }
}

#[test]
fn every_printed_line_reads_back_as_the_same_line() {
    for case in walk::all() {
        for line in reading::read_case(&case).lines {
            let printed = reading::print(&line);
            let back: Line = serde_json::from_str(&printed).expect("a printed line is a line");
            assert_eq!(back, line, "{}", case.name);
        }
    }
}
