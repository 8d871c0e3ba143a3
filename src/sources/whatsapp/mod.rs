//! WhatsApp "Export chat", Android and iPhone, old and new, with and without media.
//!
//! ```text
//! 21/08/2024, 11:06 pm - Messages and calls are end-to-end encrypted. …
//! 21/08/2024, 11:07 pm - Kashif: pehli line
//! aur doosri
//! 21/08/2024, 11:09 pm - Sana: IMG-20240821-WA0007.jpg (file attached)
//!
//! [21/08/2024, 11:06:12 PM] Kashif: text
//! ‎[21/08/2024, 11:06:40 PM] Sana: ‎<attached: 00000012-PHOTO-2024-08-21-23-06-40.jpg>
//! ```
//! A transcript is read three times: `survey` learns the shape of its headers, `learn` its labels and its date order,
//! `transcript` makes the records. What is known about the format and where it comes from stands in `README.md`.

mod attachment;
mod body;
mod boundary;
mod call;
mod fold;
mod label;
mod learn;
mod line;
mod lines;
mod notes;
mod order;
mod phrases;
mod place;
mod reading;
mod sentence;
mod shape;
mod stamp;
mod survey;
mod table;
mod tally;
mod template;
mod transcript;

use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime};

use self::attachment::{Names, is_program};
use self::body::Setting;
use self::learn::{Known, Transcript, mark_at_start};
use self::notes::{Beside, no_header, notes};
use self::order::Decision;
use self::phrases::{Platform, phrases};
use self::survey::survey;
use self::tally::Tally;
use self::transcript::{read_records, read_unparsed};
use super::media_files::file_name;
use super::origin::Origin;
use super::{Format, Hints, Recognition};
use crate::model::{
    Address, Export, Line, Member, Note, Order, Place, Reading, Severity, Source, SourceId, Zone,
};

/// WhatsApp for Android.
pub struct Android;

/// WhatsApp for iPhone.
pub struct Ios;

impl Format for Android {
    fn name(&self) -> &'static str {
        "whatsapp-android"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, Platform::Android)
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        read(self.name(), export, id, hints, out);
    }
}

impl Format for Ios {
    fn name(&self) -> &'static str {
        "whatsapp-ios"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        recognize(export, Platform::Ios)
    }

    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
        read(self.name(), export, id, hints, out);
    }
}

/// So many bytes of a member are looked at to tell whether it is a transcript.
const PEEKED: u64 = 64 * 1024;

/// A member that is a transcript by its content.
struct Candidate {
    n: u32,
    platform: Platform,
    headers: u64,
}

/// Whether a member can be text by its name: `.txt`, no ending, or the only one there is.
fn may_be_text(member: &Member, export: &Export) -> bool {
    let name = file_name(&member.name);
    if name.starts_with("._") || member.name.starts_with("__MACOSX/") || is_program(name) {
        return false;
    }
    export.members.len() == 1
        || name
            .rsplit_once('.')
            .is_none_or(|(_, ending)| ending.eq_ignore_ascii_case("txt"))
        || phrases().title(name).is_some()
}

/// The transcripts of an export, by content: a document that somebody sent can look right by its name.
fn transcripts(export: &Export) -> Vec<Candidate> {
    let mut found = Vec::new();
    for member in export.readable().filter(|m| may_be_text(m, export)) {
        let Ok(bytes) = export.peek(member.n, PEEKED) else {
            continue;
        };
        let seen = survey(&bytes, mark_at_start(&bytes));
        let Some(own) = seen.own_shape().map(|i| &seen.shapes[i]) else {
            continue;
        };
        let is_first = own.first == 1 && own.shape.is_of_export();
        let is_frequent = own.count() >= 3 && own.count() * 10 >= seen.lines;
        let is_alone = export.members.len() == 1 && own.shape.is_of_export();
        if is_first || is_alone || is_frequent && own.shape.is_of_export() {
            found.push(Candidate {
                n: member.n,
                platform: own.shape.platform(),
                headers: own.count(),
            });
        }
    }
    found
}

/// The member that is named like a transcript, whatever is in it.
fn named_transcript(export: &Export) -> Option<(&Member, Platform)> {
    export
        .readable()
        .filter(|m| may_be_text(m, export))
        .find_map(|m| match file_name(&m.name) {
            "_chat.txt" => Some((m, Platform::Ios)),
            name => phrases().title(name).map(|_| (m, Platform::Android)),
        })
}

fn recognize(export: &Export, platform: Platform) -> Recognition {
    let found = transcripts(export);
    let main = found
        .iter()
        .max_by_key(|c| (c.headers, std::cmp::Reverse(c.n)));
    match (main, named_transcript(export)) {
        (Some(main), _) if main.platform == platform => Recognition::Yes(format!(
            "member {} has {} lines that begin as WhatsApp's do",
            main.n, main.headers
        )),
        (Some(_), _) => Recognition::No("its lines begin as on another phone".into()),
        (None, Some((member, by_name))) if by_name == platform => Recognition::Perhaps(format!(
            "member {} is named like a transcript, but no line begins as WhatsApp's do",
            member.n
        )),
        (None, _) => Recognition::No("no member has lines that begin as WhatsApp's do".into()),
    }
}

/// The members to read: the transcripts, else what is named like one, else the largest text, else the first member.
fn chosen(export: &Export) -> Vec<u32> {
    let found = transcripts(export);
    if !found.is_empty() {
        return found.into_iter().map(|c| c.n).collect();
    }
    let largest = || {
        let text = export.readable().filter(|m| may_be_text(m, export));
        text.max_by_key(|m| (m.size, std::cmp::Reverse(m.n)))
    };
    let one = named_transcript(export)
        .map(|(m, _)| m)
        .or_else(largest)
        .or_else(|| export.readable().next());
    one.map(|m| m.n).into_iter().collect()
}

fn read(format: &str, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
    let chosen = chosen(export);
    let mut members = export.members.clone();
    let mut notes = Vec::new();
    let is_named = chosen.len() > 1;
    let known: Vec<Known> = chosen.iter().map(|n| known(export, *n, hints)).collect();
    // One transcript is learned once and stays in memory; of several each is learned again when its turn comes.
    let single = chosen
        .first()
        .filter(|_| !is_named)
        .map(|n| export.bytes(*n));
    let single = single.and_then(Result::ok);
    let mut learned = single
        .as_deref()
        .map(|bytes| Transcript::learn(bytes, &known[0]));
    let mut orders: Vec<Option<Order>> = Vec::new();
    for (n, known) in chosen.iter().zip(&known) {
        let Some(member) = members.iter_mut().find(|m| m.n == *n) else {
            continue;
        };
        let origin = Origin::of(id, member, is_named);
        let decision = match &learned {
            Some(transcript) => Ok(transcript.as_ref().map(|t| t.decision.clone())),
            None => export
                .bytes(*n)
                .map(|bytes| Transcript::learn(&bytes, known).map(|t| t.decision)),
        };
        member.read = if decision.is_ok() {
            Reading::Yes
        } else {
            Reading::Refused
        };
        if decision.is_err() {
            notes.push(unreadable(id, *n));
        }
        let order = decision.ok().flatten().map(|d| written(&d, &origin));
        if is_named {
            member.order.clone_from(&order);
            member.zone = Some(zone(hints));
        }
        orders.push(order);
    }
    out(Line::Source(Box::new(Source {
        source: id,
        format: format.to_owned(),
        given_name: export.given_name.clone(),
        size: export.size,
        sha256: export.sha256,
        parts: export.parts.clone(),
        members,
        owner: None,
        zone: (!is_named).then(|| zone(hints)),
        order: orders.into_iter().next().flatten().filter(|_| !is_named),
    })));
    let mut named_programs = HashSet::new();
    for (n, known) in chosen.iter().zip(&known) {
        let Some(member) = export.member(*n) else {
            continue;
        };
        let origin = Origin::of(id, member, is_named);
        let again;
        let (bytes, transcript) = match (single.as_deref(), learned.take()) {
            (Some(bytes), Some(transcript)) => (bytes, transcript),
            _ => {
                let Ok(bytes) = export.bytes(*n) else {
                    continue;
                };
                again = bytes;
                (again.as_slice(), Transcript::learn(&again, known))
            }
        };
        let exported = known.exported;
        let tally = read_member(
            bytes, transcript, export, &chosen, &origin, exported, &mut notes, out,
        );
        named_programs.extend(tally.named_programs);
    }
    notes.extend(programs(export, id, &named_programs));
    if hints.zone.is_none() {
        let text = "The export states no time zone; Pakistan's is assumed.";
        notes.insert(
            0,
            Note::new("C-TIME-01", Severity::Info, id, text).with("zone", "Asia/Karachi"),
        );
    }
    for note in notes {
        out(Line::Note(note));
    }
}

/// Reads one transcript and hands its records on; its notes are kept for later.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of reading, taken out for its length"
)]
fn read_member<'a>(
    bytes: &'a [u8],
    transcript: Option<Transcript<'a>>,
    export: &Export,
    chosen: &[u32],
    origin: &Origin,
    exported: Option<NaiveDateTime>,
    kept: &mut Vec<Note>,
    out: &mut dyn FnMut(Line),
) -> Tally {
    let mut hand_on = |record| out(Line::Record(record));
    let Some(mut transcript) = transcript else {
        read_unparsed(bytes, origin, &mut hand_on);
        let place = Address::member(origin.source, origin.member);
        kept.push(no_header(bytes, place));
        return Tally::default();
    };
    let folder = origin
        .name
        .strip_suffix(file_name(&origin.name))
        .unwrap_or("");
    let setting = Setting {
        platform: transcript.boundary.platform,
        has_marks: transcript.has_marks,
        recurring: std::mem::take(&mut transcript.recurring),
        names: Names::new(export, chosen, folder),
    };
    let tally = read_records(&transcript, &setting, origin, &mut hand_on);
    let beside = Beside {
        exported,
        has_media: setting.names.any(),
    };
    kept.extend(notes(&transcript, &tally, origin, &beside));
    let unnamed: Vec<u32> = setting.names.unnamed().collect();
    if let Some(first) = unnamed.first().filter(|_| chosen.len() == 1) {
        let text = "Files of the export that no message names.";
        let note = Note::new(
            "C-MEDIA-02",
            Severity::Info,
            Address::member(origin.source, *first),
            text,
        );
        kept.push(note.with("count", unnamed.len()));
    }
    tally
}

fn known(export: &Export, n: u32, hints: &Hints) -> Known {
    let member = export.member(n);
    let names = member
        .map(|m| file_name(&m.name))
        .into_iter()
        .chain([export.given_name.as_str()]);
    Known {
        order: hints.order,
        // Archives that are made without times say 1980; nothing was exported before WhatsApp began.
        exported: member
            .and_then(|m| m.entry_time)
            .filter(|time| time.year() >= 2009),
        titles: names.filter_map(|name| phrases().title(name)).collect(),
    }
}

fn zone(hints: &Hints) -> Zone {
    hints.zone.clone().unwrap_or_else(Zone::pakistan)
}

fn written(decision: &Decision, origin: &Origin) -> Order {
    Order {
        value: decision.order,
        basis: decision.basis,
        rule: decision.rule.to_owned(),
        witness: decision.witness.map(|line| origin.at(Place::Line(line))),
    }
}

fn unreadable(id: SourceId, n: u32) -> Note {
    let text = "The bytes of this member could not be read again.";
    Note::new("E-ZIP-01", Severity::Check, Address::member(id, n), text)
}

/// Programs among the members that no record named.
fn programs(export: &Export, id: SourceId, named: &HashSet<u32>) -> Vec<Note> {
    export
        .members
        .iter()
        .filter(|m| is_program(file_name(&m.name)) && !named.contains(&m.n))
        .map(|m| {
            let text = "A program file lies among the files. Do not open it on any device.";
            Note::new("S-SPY-01", Severity::Check, Address::member(id, m.n), text)
        })
        .collect()
}

#[cfg(test)]
mod tests;
