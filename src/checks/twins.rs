//! C-DUP-01: the same bytes lie in two sources. The same line written twice in one chat is no doubt at all.

use std::collections::BTreeMap;

use super::{Doubt, Whole};
use crate::model::{Address, Digest, Note, Severity, SourceId};

/// So many files of two sources are named; the others are counted.
const TOLD: u64 = 50;

/// Compares the digests of all members of all sources.
pub(super) struct Twins;

impl Doubt for Twins {
    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let mut first: BTreeMap<Digest, Address> = BTreeMap::new();
        let mut pairs: BTreeMap<(SourceId, SourceId), u64> = BTreeMap::new();
        let mut notes = Vec::new();
        for source in whole.sources {
            for (member, digest) in source.members.iter().filter_map(|m| Some((m, m.sha256?))) {
                let address = Address::member(source.source, member.n);
                let before = *first.entry(digest).or_insert(address);
                let noted = |note: &Note| {
                    note.code.as_str() == "C-DUP-01" && note.place == address.to_string()
                };
                if before.source != address.source && !whole.given.iter().any(noted) {
                    // Two downloads of one account share all their pictures.
                    let told = pairs.entry((before.source, address.source)).or_default();
                    *told += 1;
                    if *told > TOLD {
                        continue;
                    }
                    let text = "The same bytes came in twice; both places are kept.";
                    notes.push(
                        Note::new("C-DUP-01", Severity::Info, address, text)
                            .with("same_as", before.to_string()),
                    );
                }
            }
        }
        for ((first, second), count) in pairs.into_iter().filter(|(_, n)| *n > TOLD) {
            let text = "More files came in twice; all places are kept.";
            let note = Note::new("C-DUP-01", Severity::Info, Address::source(second), text);
            notes.push(
                note.with("same_as", first.to_string())
                    .with("count", count - TOLD),
            );
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::{Note, Severity};

    #[test]
    fn the_same_bytes_in_two_sources_are_noted_and_the_same_line_twice_is_not() {
        let mut fixture = Fixture::default();
        fixture.member("S1", b"photo");
        fixture.member("S1", b"other");
        fixture.member("S2", b"photo");
        fixture.member("S2", b"third");
        fixture.message("S1", "a", "2026-09-01T10:00:00", "twice");
        fixture.message("S1", "a", "2026-09-01T10:00:00", "twice");
        assert_eq!(codes(&fixture.check(), "C-DUP-01"), ["S2:F1"]);
        fixture.given.push(Note::new(
            "C-DUP-01",
            Severity::Info,
            "S2:F1",
            "already noted",
        ));
        assert!(codes(&fixture.check(), "C-DUP-01").is_empty());
    }
}
