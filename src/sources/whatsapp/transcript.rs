//! The third pass: records, one by one through the ledger, in the order of the file. Nothing is sorted, merged or
//! left out.

use chrono::NaiveDateTime;
use memchr::{memchr, memmem};

use super::body::{Behind, Body, Setting, read_body};
use super::boundary::{Before, Ends, Fit, Verdict};
use super::label::{Label, Split, has_open_quote};
use super::learn::Transcript;
use super::line::Header;
use super::lines::{Line, Lines};
use super::phrases::Platform;
use super::reading::Reader;
use super::sentence::{read_sentence, read_sentence_about};
use super::tally::Tally;
use crate::model::{Digest, Encoding, Flag, Kind, Ledger, Place, Record, SenderMeans, Sent};
use crate::sources::origin::Origin;

/// A record whose end is not known yet.
struct Open<'a> {
    line: u64,
    start: usize,
    first: &'a [u8],
    header: Header,
    split: Split,
    sent: Sent,
    doubt: Option<Flag>,
    fit: Fit,
    has_header_inside: bool,
}

impl Open<'_> {
    /// The time to compare with: the reading, or the first of several.
    fn time(&self) -> Option<NaiveDateTime> {
        self.sent
            .local
            .or_else(|| self.sent.candidates.first().copied())
    }
}

/// What is remembered of the record before.
#[derive(Default)]
struct Previous {
    time: Option<NaiveDateTime>,
    /// The app wrote it as a whole, so nobody can have appended to it.
    is_whole: bool,
    exists: bool,
}

/// Hands on every record of a transcript.
pub fn read_records<'a>(
    transcript: &Transcript<'a>,
    setting: &Setting<'a>,
    origin: &Origin,
    out: &mut dyn FnMut(Box<Record>),
) -> Tally {
    let all = transcript.all;
    let mut ledger = fill(origin, all, out);
    let mut pass = Pass {
        transcript,
        setting,
        origin,
        previous: Previous::default(),
        tally: Tally::default(),
    };
    let mut open: Option<Open<'a>> = None;
    book_mark(&mut ledger, origin, transcript.start);
    for line in Lines::new(all, transcript.start) {
        let before = if open.is_some() {
            Before::Record
        } else {
            Before::Nothing
        };
        match transcript.judge(&line, before) {
            Verdict::Plain => {}
            Verdict::Inside(_) => {
                pass.tally.inside.add(origin.at(Place::Line(line.n)));
                if let Some(open) = &mut open {
                    open.has_header_inside = true;
                }
            }
            Verdict::Begins(header, fit) => {
                let next = begin(transcript, &line, header, fit);
                match open.take() {
                    Some(done) => {
                        let length = (line.start - done.start) as u64;
                        ledger.book(length, pass.finish(done, line.start, next.time()));
                    }
                    None => book_preamble(&mut ledger, origin, all, transcript.start, line.start),
                }
                open = Some(next);
            }
        }
    }
    if let Some(done) = open {
        let length = (all.len() - done.start) as u64;
        ledger.book(length, pass.finish(done, all.len(), None));
    }
    ledger.close();
    pass.tally
}

/// Hands on a member without any header: a mark, and one record that was not read.
pub fn read_unparsed(all: &[u8], origin: &Origin, out: &mut dyn FnMut(Box<Record>)) {
    let start = super::learn::mark_at_start(all);
    let mut ledger = fill(origin, all, out);
    book_mark(&mut ledger, origin, start);
    ledger.book(
        (all.len() - start) as u64,
        origin.record(Place::Line(1), Kind::Unparsed),
    );
    ledger.close();
}

type Bytes = std::ops::Range<u64>;
type Handed = Option<Box<Record>>;
type Books<F> = Ledger<Box<Record>, F>;

/// A ledger whose records get their range and digest as they are handed on.
fn fill<'s>(
    origin: &'s Origin,
    all: &'s [u8],
    out: &'s mut dyn FnMut(Box<Record>),
) -> Books<impl FnMut(Bytes, Handed) + 's> {
    Ledger::new(all.len() as u64, move |range, record| {
        let mut record =
            record.unwrap_or_else(|| origin.record(Place::Byte(range.start), Kind::Unparsed));
        record.bytes = [range.start, range.end];
        // Ranges of the ledger lie inside the transcript, which is in memory.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "offsets of a slice in memory"
        )]
        let slice = all
            .get(range.start as usize..range.end as usize)
            .unwrap_or(&[]);
        record.sha256 = Digest::of(slice);
        out(record);
    })
}

fn book_mark<F>(ledger: &mut Books<F>, origin: &Origin, length: usize)
where
    F: FnMut(Bytes, Handed),
{
    if length > 0 {
        ledger.book(length as u64, origin.record(Place::Byte(0), Kind::Frame));
    }
}

/// Text before the first header belongs to no message. It is kept and shown.
fn book_preamble<F>(ledger: &mut Books<F>, origin: &Origin, all: &[u8], start: usize, end: usize)
where
    F: FnMut(Bytes, Handed),
{
    if start < end {
        let mut record = origin.record(Place::Line(1), Kind::Unparsed);
        let (text, encoding) = decode(without_end(&all[start..end]));
        record.text = Some(text);
        record.encoding = encoding;
        record.flags = vec![Flag::BeforeFirstHeader];
        ledger.book((end - start) as u64, record);
    }
}

fn begin<'a>(transcript: &Transcript<'a>, line: &Line<'a>, header: Header, fit: Fit) -> Open<'a> {
    let written = &line.bytes[header.written.0 as usize..header.written.1 as usize];
    let written = std::str::from_utf8(written).unwrap_or("");
    let reader = transcript.reader_at(line.n);
    let (mut sent, mut doubt) = reader.read(&header.stamp, written);
    if doubt == Some(Flag::TimeUnreadable) && header.stamp.has_year() {
        // The declared order does not fit this date; whatever fits is shown, with a doubt.
        let (other, _) = Reader {
            order: None,
            ..reader
        }
        .read(&header.stamp, written);
        if other.local.is_some() || !other.candidates.is_empty() {
            (sent, doubt) = (other, Some(Flag::TimeAmbiguous));
        }
    }
    Open {
        line: line.n,
        start: line.start,
        first: &line.bytes[header.rest as usize..],
        split: transcript.labels.split(
            &line.bytes[header.rest as usize..],
            transcript.boundary.platform,
        ),
        header,
        sent,
        doubt,
        fit,
        has_header_inside: false,
    }
}

/// The bytes of a record without the end of its last line.
fn without_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// Text as exported, lines joined by LF; U+FFFD for each bad sequence.
fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::AsIs),
        Err(_) => (
            String::from_utf8_lossy(bytes).into_owned(),
            Encoding::Undecodable,
        ),
    };
    if memchr(b'\r', bytes).is_some() && memmem::find(bytes, b"\r\n").is_some() {
        return (text.replace("\r\n", "\n"), encoding);
    }
    (text, encoding)
}

/// What one pass over a transcript carries along.
struct Pass<'p, 'a> {
    transcript: &'p Transcript<'a>,
    setting: &'p Setting<'a>,
    origin: &'p Origin,
    previous: Previous,
    tally: Tally,
}

impl<'a> Pass<'_, 'a> {
    /// The record that ends at `end`; the record behind it is sent at `next`.
    fn finish(&mut self, open: Open<'a>, end: usize, next: Option<NaiveDateTime>) -> Box<Record> {
        let (transcript, setting) = (self.transcript, self.setting);
        let known = |name: &str| transcript.labels.knows(name);
        let whole = without_end(&transcript.all[open.start + open.header.rest as usize..end]);
        let flagged = is_unproven(transcript, &open, next, &self.previous);
        let time = open.time();
        let mut split = open.split;
        let mut sentence = None;
        if let Some(label) = &split.label
            && (label.may_be_sentence || label.n <= 1)
        {
            sentence = sentence_with_colon(whole, label, setting.platform, &known);
        }
        if sentence.is_some() {
            split = Split {
                label: None,
                text: 0,
                is_ambiguous: false,
            };
        } else if let Some(label) = &split.label
            && label.n <= 1
            && has_open_quote(&label.text)
            && !has_open_quote(&String::from_utf8_lossy(open.first))
        {
            // A quotation that begins before the colon and ends behind it: words of the app that we do not know.
            split = Split {
                label: None,
                text: 0,
                is_ambiguous: true,
            };
        }
        let (text, mut encoding) = decode(&whole[split.text.min(whole.len())..]);
        let body = sentence.unwrap_or_else(|| {
            let behind = match &split.label {
                None => Behind::Nobody,
                Some(label) if label.typed == 0 => Behind::Silent,
                Some(_) => Behind::Writer,
            };
            read_body(&text, behind, setting, &known)
        });
        if split.label.as_ref().is_some_and(|l| !l.is_utf8) {
            encoding = Encoding::Undecodable;
        }
        let mut record = self.origin.record(Place::Line(open.line), body.kind);
        record.sent = Some(open.sent);
        record.text = Some(text);
        record.encoding = encoding;
        record.flags = [
            (flagged, Flag::BoundaryNotProvable),
            (open.has_header_inside, Flag::HeaderLikeLineInsideMessage),
            (open.fit == Fit::Loose, Flag::ShapeDiffers),
            (split.is_ambiguous, Flag::SenderAmbiguous),
            (body.is_placeholder, Flag::Placeholder),
        ]
        .into_iter()
        .filter_map(|(is_set, flag)| is_set.then_some(flag))
        .chain(open.doubt)
        .collect();
        if let Some(label) = split.label {
            let app_line = matches!(body.kind, Kind::Notice | Kind::Call);
            record.sender_means = match setting.platform {
                Platform::Ios if app_line => SenderMeans::Label,
                _ => SenderMeans::Author,
            };
            record.pushname = label.is_pushname;
            record.sender = Some(label.text);
        }
        self.previous = Previous {
            time: time.or(self.previous.time),
            is_whole: body.is_whole,
            exists: true,
        };
        fill_body(&mut record, body);
        self.tally.count(&record, time);
        record
    }
}

/// A sentence of the app with a colon in it, which looked like a label with a text: words of a sentence before the
/// colon, or another label at its beginning.
fn sentence_with_colon(
    whole: &[u8],
    label: &Label,
    platform: Platform,
    known: &dyn Fn(&str) -> bool,
) -> Option<Body> {
    let text = std::str::from_utf8(whole).ok()?;
    let body = if label.may_be_sentence {
        read_sentence(text, platform, known)
    } else {
        read_sentence_about(text, platform, known)
    };
    body.filter(|b| b.kind == Kind::Notice)
}

fn fill_body(record: &mut Record, body: Body) {
    record.attachments = body.attachments;
    record.edited = body.text_without_marker.is_some();
    record.text_without_marker = body.text_without_marker;
    record.view_once = body.view_once;
    record.location = body.location.map(Box::new);
    record.poll = body.poll.map(Box::new);
    record.call = body.call.map(Box::new);
    record.deleted_by = body.deleted_by;
    record.event = body.event;
    record.people = body.people;
}

/// Whether the header could as well be typed into the message before: the ends of lines prove nothing, a person wrote
/// that message, and this header's label or time is found nowhere else.
fn is_unproven(
    transcript: &Transcript<'_>,
    open: &Open<'_>,
    next: Option<NaiveDateTime>,
    previous: &Previous,
) -> bool {
    if transcript.boundary.ends == Ends::Crlf || !previous.exists || previous.is_whole {
        return false;
    }
    let is_lone = open.split.label.as_ref().is_some_and(|l| l.n <= 1);
    let is_outlier = match (previous.time, open.time(), next) {
        (Some(before), Some(at), Some(next)) => before <= next && !(before..=next).contains(&at),
        (Some(before), Some(at), None) => at < before,
        _ => false,
    };
    is_lone || is_outlier
}

#[cfg(test)]
mod tests;
