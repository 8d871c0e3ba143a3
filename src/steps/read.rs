//! `saboot read`: says what an export holds, without making a case.

use std::path::PathBuf;

use super::{Failure, World};
use crate::intake::{self, Limits, Opened, Recognizers};
use crate::model::{Export, Kind, Line, Severity, SourceId, Summary};
use crate::pictures::measure::PictureKind;
use crate::sources::{self, Format, Hints, Recognition};

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What a person declares.
    pub hints: Hints,
    /// The format, if a person names it.
    pub format: Option<String>,
    /// Whether frames are handed on.
    pub frames: Frames,
}

/// Whether the format's scaffolding is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Frames {
    #[default]
    Hide,
    Show,
}

/// How the reading ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The counts.
    pub summary: Summary,
    /// Whether there is a `check` or `stop` note.
    pub doubts: bool,
}

impl Outcome {
    /// Whether a person should look: doubts, or bytes that were not read.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.doubts || self.summary.unparsed > 0
    }
}

/// How intake asks about content.
#[must_use]
pub fn recognizers() -> Recognizers<'static> {
    Recognizers {
        is_export: &is_export,
        is_tree: &is_tree,
        download_of: &|name| special().find_map(|f| f.download_of(name)),
        form_of: &|export| special().find_map(|f| f.form_of(export)),
        is_picture: &|head| PictureKind::of(head).is_some(),
    }
}

/// The formats that know what they read. `pictures` says yes to every picture and `files` perhaps to all.
fn special() -> impl Iterator<Item = &'static &'static dyn Format> {
    let general = ["pictures", "files"];
    sources::FORMATS
        .iter()
        .filter(move |f| !general.contains(&f.name()))
}

/// Whether a folder is one export as a whole.
fn is_tree(export: &Export) -> bool {
    special().any(|f| f.is_tree(export))
}

/// Whether one of the formats but the two general ones knows the export.
fn is_export(export: &Export) -> bool {
    special().any(|f| matches!(f.recognize(export), Recognition::Yes(_)))
}

/// Opens what was given.
///
/// # Errors
/// A path cannot be read, or the work was stopped.
pub fn open(paths: &[PathBuf], world: &World<'_>) -> Result<Vec<Opened>, Failure> {
    Ok(intake::open(
        paths,
        SourceId::first(),
        &recognizers(),
        &Limits::STANDARD,
        world.watch,
    )?)
}

/// The format that reads an export: the one that was named, else the one that recognizes it.
///
/// # Errors
/// No format has that name.
pub fn format_for(export: &Export, named: Option<&str>) -> Result<&'static dyn Format, Failure> {
    match named {
        Some(name) => sources::find(name).ok_or_else(|| Failure::NoFormat(name.to_owned())),
        None => Ok(sources::recognize(export)),
    }
}

/// Reads what was given and hands on every line of the contract, the summary last.
///
/// # Errors
/// A path cannot be read at all, no format has the given name, or the work was stopped.
pub fn read(
    paths: &[PathBuf],
    options: &Options,
    world: &World<'_>,
    out: &mut dyn FnMut(Line),
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for opened in open(paths, world)? {
        let format = format_for(&opened.export, options.format.as_deref())?;
        outcome.summary.sources += 1;
        outcome.summary.members += opened.export.members.len() as u64;
        outcome.summary.bytes += opened.export.size;
        let mut notes = Vec::new();
        read_in_order(
            format,
            &opened.export,
            opened.id,
            &options.hints,
            &mut |line| match &line {
                Line::Record(record) => {
                    outcome.summary.count(record.kind);
                    if record.kind != Kind::Frame || options.frames == Frames::Show {
                        out(line);
                    }
                }
                Line::Note(_) => notes.push(line),
                _ => out(line),
            },
        );
        notes.extend(opened.notes.into_iter().map(Line::Note));
        for line in notes {
            if let Line::Note(note) = &line {
                outcome.summary.notes += 1;
                outcome.doubts |= note.severity != Severity::Info;
            }
            out(line);
        }
        if world.watch.stopped() {
            return Err(Failure::Interrupted);
        }
    }
    out(Line::Summary(outcome.summary));
    Ok(outcome)
}

/// Reads an export and hands on its lines in the order of the contract: the frames of a member after its other
/// records. This is also the order of `data/records/S1.jsonl` in a bundle.
pub fn read_in_order(
    format: &dyn Format,
    export: &Export,
    id: SourceId,
    hints: &Hints,
    out: &mut dyn FnMut(Line),
) {
    let mut frames: Vec<Line> = Vec::new();
    let mut frames_of = None;
    format.read(export, id, hints, &mut |line| {
        let (member, is_frame) = match &line {
            Line::Record(record) => (Some(record.member_n), record.kind == Kind::Frame),
            _ => (None, false),
        };
        if member != frames_of {
            frames.drain(..).for_each(&mut *out);
            frames_of = member;
        }
        if is_frame {
            frames.push(line);
        } else {
            out(line);
        }
    });
    frames.drain(..).for_each(out);
}
