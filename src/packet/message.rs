//! One record as rows of the transcript: the sender's words untouched, the program's words set apart.

use super::input::PacketInput;
use super::moment;
use super::phrase::thousands;
use super::pieces::{direction, numbers_apart, pieces};
use super::roll::{self, Seen};
use super::shield::Shield;
use super::transcript_row::{Held, RoleWord, Shown};
use super::words::{Run, Words};
use crate::model::exhibit::Why;
use crate::model::record::DeletedBy;
use crate::model::{Attachment, Encoding, Flag, Kind, Media, Record, State};

/// The rows of a record: one, or several pieces of a long message.
pub(super) fn rows(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    row: &Seen,
    record: &Record,
) -> Vec<Shown> {
    let speech = input.speech();
    let (date, time) = moment::date_and_time(record, input.roll.zone());
    let stop = (input.case.stop == Some(record.address)).then(|| speech.term("told_to_stop"));
    let withheld = shield.record(record.address);
    let held = withheld
        .map(|why| held_record(input, record, why))
        .or_else(|| held_file(input, shield, record));
    let body = withheld.map_or_else(
        || body(input, shield, record),
        |why| vec![Words(vec![Run::Ours(withheld_words(input, record, why))])],
    );
    let pieces = body.len();
    let template = Shown {
        number: input
            .exhibit(record.address)
            .map(|e| e.number.to_string())
            .unwrap_or_default(),
        date,
        time,
        stated: moment::stated(record, input.roll.zone()),
        role: row.role,
        role_text: shield.role_text(row.address.source, row.label, row.role),
        label: shield.label(
            record,
            if row.role == RoleWord::System {
                RoleWord::System
            } else {
                row.role
            },
        ),
        text: Words::none(),
        direction: direction(
            record
                .text
                .as_deref()
                .filter(|_| withheld.is_none())
                .unwrap_or_default(),
        ),
        source: addresses(record),
        stop,
        reading: None,
        withheld: None,
        piece: None,
    };
    let mut rows: Vec<Shown> = body
        .into_iter()
        .enumerate()
        .map(|(i, text)| Shown {
            text,
            piece: (pieces > 1).then(|| format!("{}/{pieces}", i + 1)),
            ..template.clone()
        })
        .collect();
    if let Some(last) = rows.last_mut() {
        last.withheld = held.map(Box::new);
    }
    rows
}

/// The record's address, then its files.
fn addresses(record: &Record) -> Vec<String> {
    let files = record
        .attachments
        .iter()
        .filter_map(|a| a.member_n)
        .map(|n| format!("{}:F{n}", record.address.source));
    std::iter::once(record.address.to_string())
        .chain(files)
        .collect()
}

/// The pieces of what was said, then what the program says about it.
fn body(input: &PacketInput<'_>, shield: &Shield<'_>, record: &Record) -> Vec<Words> {
    let speech = input.speech();
    if roll::is_entry(record) {
        return vec![super::entry::words(input, shield, record)];
    }
    let text = printed_text(shield, record);
    let (parts, more) = pieces(&text);
    let mut all: Vec<Words> = parts
        .into_iter()
        .map(|piece| numbers_apart(shield.quote(piece)))
        .collect();
    let remarks = remarks(input, shield, record);
    let last = all.len() - 1;
    for (i, words) in all.iter_mut().enumerate() {
        if i > 0 {
            let lead = [
                Run::Ours(speech.term("continued")),
                Run::Text(" ".to_owned()),
            ];
            words.0.splice(0..0, lead);
        }
        if i < last {
            words.push(Run::Ours(speech.term("continues")));
        }
    }
    if more > 0 {
        all[last].push(Run::Ours(
            speech.count("cut_here", more as u64, &[]).plain(),
        ));
    }
    for remark in remarks {
        if !all[last].is_empty() {
            all[last].push(Run::Text(" ".to_owned()));
        }
        all[last].push(Run::Ours(remark));
    }
    all
}

/// The body as exported; only the caption where a withheld file is named in it.
fn printed_text(shield: &Shield<'_>, record: &Record) -> String {
    let hidden = |a: &Attachment| {
        a.member_n
            .is_some_and(|n| shield.member(record.address.source, n).is_some())
    };
    if record.attachments.iter().any(hidden) {
        return record
            .attachments
            .iter()
            .filter_map(|a| a.caption.clone())
            .collect::<Vec<_>>()
            .join("\n");
    }
    let text = if record.edited {
        record.text_without_marker.as_ref().or(record.text.as_ref())
    } else {
        record.text.as_ref()
    };
    text.cloned().unwrap_or_default()
}

/// What the program says about a record, in its brackets.
fn remarks(input: &PacketInput<'_>, shield: &Shield<'_>, record: &Record) -> Vec<String> {
    let speech = input.speech();
    let mut all = Vec::new();
    if record.kind == Kind::Deleted {
        all.push(speech.term(match record.deleted_by {
            Some(DeletedBy::Sender) => "deleted_by_sender",
            Some(DeletedBy::Exporter) => "deleted_by_exporter",
            Some(DeletedBy::Admin) => "deleted_by_admin",
            Some(DeletedBy::Unknown) | None => "deleted",
        }));
    }
    let once = [
        (record.edited, "edited"),
        (record.view_once, "view_once"),
        (record.location.is_some(), "location"),
    ];
    all.extend(
        once.iter()
            .filter(|(is, _)| *is)
            .map(|(_, term)| speech.term(term)),
    );
    all.extend(
        record
            .attachments
            .iter()
            .map(|a| attachment_words(input, shield, record, a)),
    );
    for (flag, term) in [
        (Flag::BoundaryNotProvable, "flag_boundary"),
        (Flag::HeaderLikeLineInsideMessage, "flag_header_inside"),
        (Flag::SenderAmbiguous, "flag_sender"),
        (Flag::Placeholder, "flag_placeholder"),
        (Flag::TimeAmbiguous, "flag_time"),
        (Flag::TimeUnreadable, "flag_time_unreadable"),
    ] {
        if record.has(flag) {
            all.push(speech.term(term));
        }
    }
    if let Some(sent) = record
        .sent
        .as_ref()
        .filter(|s| s.local.is_none() && s.utc.is_none())
    {
        all.push(format!("{} {}", speech.term("time_written"), sent.written));
    }
    if matches!(record.encoding, Encoding::Undecodable | Encoding::Mixed) {
        all.push(speech.term("undecodable"));
    }
    if record.kind == Kind::Unparsed {
        all.push(speech.term("unparsed"));
    }
    all
}

fn attachment_words(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    record: &Record,
    attachment: &Attachment,
) -> String {
    let speech = input.speech();
    let media = media_term(input, attachment.media);
    let member = attachment.member_n.and_then(|n| {
        input
            .source(record.address)?
            .members
            .iter()
            .find(|m| m.n == n)
    });
    match (attachment.state, member) {
        (State::Found, Some(member)) => match shield.member(record.address.source, member.n) {
            Some(why) => format!(
                "{media} {}: {}",
                speech.term("withheld"),
                why_term(input, why)
            ),
            None => {
                let heard = if matches!(
                    attachment.media,
                    Media::Audio | Media::Video | Media::VideoNote
                ) {
                    "not_transcribed"
                } else {
                    "not_printed"
                };
                format!(
                    "{media}, {} {}; {}",
                    thousands(member.size),
                    speech.term("bytes"),
                    speech.term(heard)
                )
            }
        },
        (State::Found, None) => media,
        (State::Missing, _) => format!("{media}: {}", speech.term("media_missing")),
        (State::Omitted, _) => format!("{media}: {}", speech.term("media_omitted")),
        (State::Failed, _) => format!("{media}: {}", speech.term("media_failed")),
    }
}

/// `image`, `voice or sound`, …
pub(super) fn media_term(input: &PacketInput<'_>, media: Media) -> String {
    input.speech().term(match media {
        Media::Image => "media.image",
        Media::Video => "media.video",
        Media::Audio => "media.audio",
        Media::Document => "media.document",
        Media::Contact => "media.contact",
        Media::Sticker => "media.sticker",
        Media::Gif => "media.gif",
        Media::VideoNote => "media.video_note",
        Media::File => "media.file",
        Media::Unknown => "media.unknown",
    })
}

/// Why something is withheld, in a word.
pub(super) fn why_term(input: &PacketInput<'_>, why: Why) -> String {
    input.speech().term(match why {
        Why::Intimate => "why.intimate",
        Why::Minor => "why.minor",
        Why::Bystander => "why.bystander",
        Why::Privileged => "why.privileged",
        Why::Other => "why.other",
    })
}

fn withheld_words(input: &PacketInput<'_>, record: &Record, why: Why) -> String {
    let media = record.attachments.first().map_or_else(
        || input.speech().term("message"),
        |a| media_term(input, a.media),
    );
    format!(
        "{media} {}: {}",
        input.speech().term("withheld"),
        why_term(input, why)
    )
}

/// The box of a withheld record. Its digest is printed for a file only: a short text could be guessed from it.
fn held_record(input: &PacketInput<'_>, record: &Record, why: Why) -> Held {
    let file = record.attachments.iter().find_map(|a| a.member_n);
    file.and_then(|n| held(input, record, n, why))
        .unwrap_or_else(|| Held {
            what: Words::text(input.speech().term("message")),
            size: String::new(),
            sha256: None,
            note: input.speech().say("held_text_note", &[]),
        })
}

/// The box of a withheld file in a record that is shown.
fn held_file(input: &PacketInput<'_>, shield: &Shield<'_>, record: &Record) -> Option<Held> {
    let mut files = record.attachments.iter().filter_map(|a| a.member_n);
    files.find_map(|n| held(input, record, n, shield.member(record.address.source, n)?))
}

fn held(input: &PacketInput<'_>, record: &Record, n: u32, why: Why) -> Option<Held> {
    let member = input
        .source(record.address)?
        .members
        .iter()
        .find(|m| m.n == n)?;
    let media = record
        .attachments
        .iter()
        .find(|a| a.member_n == Some(n))
        .map_or(Media::File, |a| a.media);
    Some(Held {
        what: Words::text(format!(
            "{}: {}",
            media_term(input, media),
            why_term(input, why)
        )),
        size: format!(
            "{} {}",
            thousands(member.size),
            input.speech().term("bytes")
        ),
        sha256: member.sha256,
        note: input.speech().say("held_note", &[]),
    })
}
