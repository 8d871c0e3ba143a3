//! Notes: what a person should know about a transcript that was read. They name places, never words or people.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;

use super::boundary::Ends;
use super::learn::Transcript;
use super::phrases::Platform;
use super::survey::Survey;
use super::tally::{Places, Tally};
use crate::model::{Address, Basis, Note, Place, Severity};
use crate::sources::origin::Origin;

/// WhatsApp exports at most 40,000 messages, 10,000 with media; a file this near was probably cut.
const LIMIT: u64 = 39_990;
const LIMIT_WITH_MEDIA: u64 = 9_990;

/// Steps back in time beyond this many are no late deliveries.
const STEPS_BACK: u64 = 3;

/// So many bytes of a first line without a header are quoted.
const QUOTED: usize = 32;

/// What is known beside a transcript.
pub struct Beside {
    /// The time of its zip entry.
    pub exported: Option<NaiveDateTime>,
    /// Whether the export holds other files.
    pub has_media: bool,
}

fn listed(places: &Places) -> Value {
    places.first.iter().map(ToString::to_string).collect()
}

fn about(
    code: &'static str,
    severity: Severity,
    places: &Places,
    origin: &Origin,
    text: &str,
) -> Note {
    let first = places
        .first
        .first()
        .copied()
        .unwrap_or_else(|| origin.at(Place::Whole));
    Note::new(code, severity, first, text)
        .with("count", places.n)
        .with("places", listed(places))
}

/// All notes about one transcript.
pub fn notes(
    transcript: &Transcript<'_>,
    tally: &Tally,
    origin: &Origin,
    beside: &Beside,
) -> Vec<Note> {
    let mut notes = Vec::new();
    notes.extend(order(transcript, tally, origin));
    notes.extend(cut(tally, beside, origin));
    notes.extend(edges(transcript, origin));
    if tally.back.n > STEPS_BACK {
        let text = "Times run backwards more often than late delivery explains; a change of clock or zone is possible.";
        notes.push(about(
            "C-TIME-02",
            Severity::Check,
            &tally.back,
            origin,
            text,
        ));
    }
    if tally.odd_times.n > 0 {
        let text = "Times that cannot be read, or lie before WhatsApp or after the export.";
        notes.push(about(
            "C-TIME-02",
            Severity::Check,
            &tally.odd_times,
            origin,
            text,
        ));
    }
    if tally.omitted.n > 0 {
        let text = "WhatsApp left these media out of the export.";
        let missing_captions = transcript.boundary.platform == Platform::Ios && tally.captions == 0;
        let note = about("C-MEDIA-01", Severity::Check, &tally.omitted, origin, text);
        notes.push(note.with("captions_probably_missing", missing_captions));
    }
    if tally.missing.n > 0 {
        let text = "Messages name files that are not in what was given.";
        notes.push(about(
            "C-MEDIA-02",
            Severity::Check,
            &tally.missing,
            origin,
            text,
        ));
    }
    notes.extend(touched(transcript, tally, origin, beside));
    if tally.programs.n > 0 {
        let text = "A program file was sent. Do not open it on any device.";
        notes.push(about(
            "S-SPY-01",
            Severity::Check,
            &tally.programs,
            origin,
            text,
        ));
    }
    notes
}

/// Without the iPhone's line ends nothing in a file tells a typed copy of a header from a real one.
fn edges(transcript: &Transcript<'_>, origin: &Origin) -> Option<Note> {
    let text = "In a text file of this kind a typed copy of a header cannot be told from a real one. The phone decides.";
    let is_open = transcript.boundary.ends != Ends::Crlf;
    is_open.then(|| Note::new("C-EDGE-01", Severity::Info, origin.at(Place::Whole), text))
}

fn order(transcript: &Transcript<'_>, tally: &Tally, origin: &Origin) -> Option<Note> {
    let decision = &transcript.decision;
    let place = |line: Option<u64>| match line {
        Some(line) => origin.at(Place::Line(line)),
        None => origin.at(Place::Whole),
    };
    if decision.order.is_none() {
        if tally.undecided.n == 0 {
            return None;
        }
        let text = "The dates of this chat can be read two ways: day first or month first. Nothing in it decides.";
        return Some(about(
            "E-DATE-01",
            Severity::Stop,
            &tally.undecided,
            origin,
            text,
        ));
    }
    if decision.basis == Basis::Declared && !decision.contradicted {
        return None;
    }
    let text = if decision.basis == Basis::Declared {
        "The declared order of day and month does not fit every date."
    } else {
        "The order of day, month and year is proved by this line."
    };
    let severity = if decision.basis == Basis::Declared {
        Severity::Check
    } else {
        Severity::Info
    };
    Some(
        Note::new("C-DATE-02", severity, place(decision.witness), text).with("rule", decision.rule),
    )
}

fn cut(tally: &Tally, beside: &Beside, origin: &Origin) -> Option<Note> {
    let limit = if beside.has_media {
        LIMIT_WITH_MEDIA
    } else {
        LIMIT
    };
    let at_limit = (limit..=limit + 20).contains(&tally.records) || tally.records >= LIMIT;
    let text = match (at_limit, tally.begins_with_notice) {
        (true, _) => {
            "The export is as long as WhatsApp makes one at most; its oldest part may be cut off."
        }
        (false, false) => {
            "The export does not begin with the app's own notice; its oldest part may be cut off."
        }
        (false, true) => return None,
    };
    let first = tally.first.unwrap_or_else(|| origin.at(Place::Whole));
    let note = Note::new("C-CUT-01", Severity::Check, first, text);
    Some(
        note.with("records", tally.records)
            .with("at_limit", at_limit),
    )
}

/// Signs that the transcript was saved by something else than WhatsApp. A doubt, no accusation.
fn touched(
    transcript: &Transcript<'_>,
    tally: &Tally,
    origin: &Origin,
    beside: &Beside,
) -> Option<Note> {
    let survey: &Survey = &transcript.survey;
    let mut signs: Vec<&str> = Vec::new();
    let mut place: Option<Address> = None;
    if transcript.start > 0 {
        signs.push("byte-order-mark");
        place = Some(origin.at(Place::Byte(0)));
    }
    if let Some(line) = survey.inner_mark {
        signs.push("byte-order-mark-inside");
        place.get_or_insert(origin.at(Place::Line(line)));
    }
    if transcript.boundary.ends == Ends::Unknown && tally.records > 1 {
        signs.push(match transcript.boundary.platform {
            Platform::Ios => "iphone-line-ends-lost",
            Platform::Android => "line-ends-converted",
        });
    }
    if !survey.ends_whole {
        signs.push("last-line-not-ended");
    }
    if transcript.decision.contradicted {
        signs.push("day-and-month-contradict");
    }
    if tally.inside.n > 0 {
        signs.push("header-like-lines-inside-messages");
        place.get_or_insert(tally.inside.first[0]);
    }
    let late = |at: NaiveDateTime| {
        tally
            .latest
            .is_some_and(|latest| latest > at + TimeDelta::days(1))
    };
    if beside.exported.is_some_and(late) {
        signs.push("messages-after-the-export");
    }
    if signs.is_empty() {
        return None;
    }
    let place = place.unwrap_or_else(|| origin.at(Place::Whole));
    let text =
        "The transcript shows signs of being saved again, pasted into or changed after the export.";
    let note = Note::new("C-FILE-02", Severity::Check, place, text).with("signs", signs);
    Some(if tally.inside.n > 0 {
        note.with("count", tally.inside.n)
            .with("places", listed(&tally.inside))
    } else {
        note
    })
}

/// The note about a member without any header, with the first bytes of its first line.
pub fn no_header(all: &[u8], place: Address) -> Note {
    let line = all.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let quoted: Vec<String> = line
        .iter()
        .take(QUOTED)
        .map(|b| format!("{b:02x}"))
        .collect();
    let text = if all.is_empty() {
        "This file is empty.".to_owned()
    } else {
        format!(
            "No line of this file begins as WhatsApp begins its lines. Its first bytes are {}.",
            quoted.join(" ")
        )
    };
    Note::new("E-FILE-01", Severity::Check, place, text).with("first_bytes", quoted.concat())
}
