//! Every doubt of the case in words: one line a code and source, with its places.

use super::input::PacketInput;
use super::shield::Shield;
use super::words::Words;
use super::{Doubt, Doubts, PartName};
use crate::model::{Address, Note, Severity, SourceId, Span};
use crate::tables::notes;

/// Places that are named in one line; the others are counted.
const MOST_PLACES: usize = 6;

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>) -> Doubts {
    let rows = grouped(input.notes.iter())
        .iter()
        .map(|group| doubt(input, shield, group))
        .collect();
    Doubts {
        head: input.speech().head(PartName::Doubts, &[]),
        note: input.speech().say("doubts_note", &[]),
        rows,
    }
}

/// The doubts of one source in words.
pub(super) fn of_source(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    source: SourceId,
) -> Vec<Words> {
    let notes = input
        .notes
        .iter()
        .filter(|note| source_of(note) == Some(source));
    let groups = grouped(notes);
    groups
        .iter()
        .map(|group| doubt(input, shield, group))
        .map(|d| d.text.and(" ", Words::exact(format!("({})", d.code))))
        .collect()
}

/// The doubts at these places.
pub(super) fn at(input: &PacketInput<'_>, shield: &Shield<'_>, places: &[Address]) -> Vec<Doubt> {
    let here = |note: &&Note| {
        note.place
            .parse::<Address>()
            .is_ok_and(|place| places.contains(&place))
    };
    grouped(input.notes.iter().filter(here))
        .iter()
        .map(|group| doubt(input, shield, group))
        .collect()
}

/// The source that a note is about.
fn source_of(note: &Note) -> Option<SourceId> {
    note.place
        .parse::<Span>()
        .ok()
        .map(|span| span.first.source)
}

/// Notes of one code and source together, in order of first appearance.
fn grouped<'n>(notes: impl Iterator<Item = &'n Note>) -> Vec<Vec<&'n Note>> {
    let mut groups: Vec<Vec<&Note>> = Vec::new();
    for note in notes {
        let same = groups
            .iter_mut()
            .find(|g| g[0].code == note.code && source_of(g[0]) == source_of(note));
        match same {
            Some(group) => group.push(note),
            None => groups.push(vec![note]),
        }
    }
    groups
}

/// One note keeps its own sentence; several of one code share the sentence of the table.
fn doubt(input: &PacketInput<'_>, shield: &Shield<'_>, group: &[&Note]) -> Doubt {
    let speech = input.speech();
    let first = group[0];
    let own = Words::join([shield.quote(&first.text)], "");
    let shared = || {
        notes::words(first.code.as_str())
            .map(|words| words.problem.in_language(&input.papers.language).to_owned())
    };
    let text = if group.len() == 1 {
        own
    } else {
        shared().map_or(own, Words::text)
    };
    let worst = group
        .iter()
        .map(|n| n.severity)
        .max()
        .unwrap_or(Severity::Info);
    let named: Vec<&str> = group
        .iter()
        .take(MOST_PLACES)
        .map(|n| n.place.as_str())
        .collect();
    let more = group.len().saturating_sub(MOST_PLACES);
    let more = if more == 0 {
        String::new()
    } else {
        format!(" {}", speech.count("and_more", more as u64, &[]).plain())
    };
    Doubt {
        code: first.code.to_string(),
        severity: speech.term(match worst {
            Severity::Info => "severity.info",
            Severity::Check => "severity.check",
            Severity::Stop => "severity.stop",
        }),
        place: named.join(", ") + &more,
        text,
        count: group.len() as u64,
    }
}
