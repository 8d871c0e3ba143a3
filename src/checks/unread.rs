//! C-READ-01: bytes of a source could not be read. They are kept and have addresses.

use std::collections::BTreeMap;

use super::{Doubt, Whole};
use crate::model::{Address, Kind, Note, Record, Severity, SourceId};

/// Addresses that are named in the note; the others are counted.
const NAMED: usize = 20;

/// The stretches of each source that could not be read.
#[derive(Default)]
pub(super) struct Unread {
    stretches: BTreeMap<SourceId, (u64, u64, Vec<Address>)>,
}

impl Doubt for Unread {
    fn see(&mut self, record: &Record) {
        if record.kind != Kind::Unparsed {
            return;
        }
        let (count, bytes, named) = self.stretches.entry(record.address.source).or_default();
        *count += 1;
        *bytes += record.bytes[1].saturating_sub(record.bytes[0]);
        if named.len() < NAMED {
            named.push(record.address);
        }
    }

    fn notes(&self, _whole: &Whole<'_>) -> Vec<Note> {
        let text = "Some bytes of this source could not be read. They are kept as they are.";
        let one = |(source, (count, bytes, named)): (&SourceId, &(u64, u64, Vec<Address>))| {
            let places: Vec<String> = named.iter().map(Address::to_string).collect();
            Note::new("C-READ-01", Severity::Check, source, text)
                .with("stretches", *count)
                .with("bytes", *bytes)
                .with("places", places.join(" "))
        };
        self.stretches.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::Kind;

    #[test]
    fn unread_bytes_are_counted_once_a_source() {
        let mut fixture = Fixture::default();
        for source in ["S1", "S1", "S2"] {
            fixture.message(source, "a", "2026-09-01T10:00:00", "x");
            fixture.last().kind = Kind::Unparsed;
        }
        let notes = fixture.check();
        assert_eq!(codes(&notes, "C-READ-01"), ["S1", "S2"]);
        let first = notes
            .iter()
            .find(|n| n.code.as_str() == "C-READ-01")
            .unwrap();
        assert_eq!(
            (
                first.facts["stretches"].as_u64(),
                first.facts["places"].as_str()
            ),
            (Some(2), Some("S1:L1 S1:L2"))
        );
    }
}
