//! From a fixture, or a damaged one, to what the library reads from it.

use std::collections::BTreeMap;

use saboot::model::{DateOrder, Digest, Export, Line, Note, Record, Source, SourceId};
use saboot::sources::{self, Hints};
use serde_json::Value;

use super::walk::{Case, Input};
use super::zipper;

/// All that was read from one export.
#[derive(Debug, PartialEq)]
pub struct Reading {
    /// The lines in the order in which they were handed on.
    pub lines: Vec<Line>,
}

impl Reading {
    /// The `source` line.
    pub fn source(&self) -> &Source {
        self.lines
            .iter()
            .find_map(|line| match line {
                Line::Source(source) => Some(&**source),
                _ => None,
            })
            .expect("a reading begins with its source")
    }

    /// The records, in reading order.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.lines.iter().filter_map(|line| match line {
            Line::Record(record) => Some(&**record),
            _ => None,
        })
    }

    /// The notes.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.lines.iter().filter_map(|line| match line {
            Line::Note(note) => Some(note),
            _ => None,
        })
    }

    /// Whether a note with this code stands there.
    pub fn has_note(&self, code: &str) -> bool {
        self.notes().any(|note| note.code.as_str() == code)
    }
}

/// Reads an export with the format that recognises it.
pub fn read(export: &Export, hints: &Hints) -> Reading {
    let mut lines = Vec::new();
    sources::recognize(export).read(export, SourceId::first(), hints, &mut |line| {
        lines.push(line);
    });
    Reading { lines }
}

/// Reads a case as it lies in its folder.
pub fn read_case(case: &Case) -> Reading {
    read(&export(case), &hints(case))
}

/// The export of a case, digests and times of the archive included.
pub fn export(case: &Case) -> Export {
    export_of(&case.given_name, &case.input, &case.times())
}

/// The same case with the bytes of its member `n` (from 1) replaced.
pub fn damaged(case: &Case, n: u32, bytes: Vec<u8>) -> Export {
    let mut members = members(&case.given_name, &case.input);
    members[n as usize - 1].1 = bytes;
    with_times(
        Export::from_memory(&case.given_name, members),
        &case.times(),
    )
}

/// What a person declares about the case.
pub fn hints(case: &Case) -> Hints {
    let order = case.settings["options"]["date_order"]
        .as_str()
        .map(|text| match text {
            "dmy" => DateOrder::Dmy,
            "mdy" => DateOrder::Mdy,
            "ymd" => DateOrder::Ymd,
            other => panic!("{}: no date order {other}", case.name),
        });
    Hints {
        order,
        ..Hints::default()
    }
}

/// An export of members that lie in memory, as intake would describe it.
pub fn export_of(given_name: &str, input: &Input, times: &BTreeMap<String, String>) -> Export {
    let mut export = with_times(
        Export::from_memory(given_name, members(given_name, input)),
        times,
    );
    let given = match input {
        Input::Lone(bytes) => bytes.clone(),
        Input::Archive(members) => zipper::zip(members, times),
    };
    export.size = given.len() as u64;
    export.sha256 = Some(Digest::of(&given));
    export
}

/// The bytes of each member, by number from 1.
pub fn members(given_name: &str, input: &Input) -> Vec<(String, Vec<u8>)> {
    match input {
        Input::Lone(bytes) => vec![(given_name.to_owned(), bytes.clone())],
        Input::Archive(members) => members.clone(),
    }
}

fn with_times(mut export: Export, times: &BTreeMap<String, String>) -> Export {
    for member in &mut export.members {
        member.entry_time = times.get(&*member.name).map(|text| {
            text.parse()
                .expect("case.json writes times as 2024-05-12T08:00:00")
        });
    }
    export
}

/// A line as it is printed.
pub fn print(line: &Line) -> String {
    serde_json::to_string(line).expect("a line can always be printed")
}

/// A record as JSON, for comparison key by key.
pub fn value(record: &Record) -> Value {
    serde_json::to_value(record).expect("a record can always be printed")
}
