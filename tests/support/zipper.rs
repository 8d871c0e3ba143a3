//! Zips that are kept as folders, so that a diff can be read.
//!
//! Stored, not deflated, and with given times: the same folder gives the same bytes everywhere.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Zips members in the order given. `times` holds `2024-05-12T08:00:00` by member name.
pub fn zip(members: &[(String, Vec<u8>)], times: &BTreeMap<String, String>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let time = times
            .get(name)
            .map_or_else(DateTime::default, |text| date_time(text));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(time)
            .unix_permissions(0o644);
        writer
            .start_file(name.as_str(), options)
            .expect("a member can be started in memory");
        writer
            .write_all(bytes)
            .expect("a member can be written in memory");
    }
    writer
        .finish()
        .expect("an archive can be finished in memory")
        .into_inner()
}

fn date_time(text: &str) -> DateTime {
    let number = |range: std::ops::Range<usize>| -> u16 {
        text[range]
            .parse()
            .expect("case.json writes times as 2024-05-12T08:00:00")
    };
    let small = |range| u8::try_from(number(range)).expect("two digits fit a byte");
    DateTime::from_date_and_time(
        number(0..4),
        small(5..7),
        small(8..10),
        small(11..13),
        small(14..16),
        small(17..19),
    )
    .expect("case.json holds times that a zip can hold")
}
