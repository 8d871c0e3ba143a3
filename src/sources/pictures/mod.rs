//! Pictures as sources: PNG, JPEG, WebP, GIF; HEIC and AVIF are kept, hashed and described as not readable here.
//!
//! One item for each picture, over all its bytes. What EXIF and the file name say stands in it as claims.

mod claims;
mod exif;
mod names;

pub use claims::{Claim, Claimant, Subject};
pub use exif::read_exif;
pub use names::read_name;

use serde_json::{Map, Value};

use super::{Format, Hints, Recognition};
use crate::model::record::Item;
use crate::model::{
    Address, Export, Kind, Line, Member, Note, Place, Reading, Record, Severity, Source, SourceId,
};
use crate::pictures::measure::{MEASURED_BYTES, PictureKind, Wholeness, measure};

/// First bytes that tell the kind.
const HEAD: u64 = 64;

/// The reader of pictures.
pub struct Pictures;

impl Format for Pictures {
    fn name(&self) -> &'static str {
        "pictures"
    }

    fn recognize(&self, export: &Export) -> Recognition {
        let mut seen = 0_u32;
        for member in export.readable() {
            let kind = export
                .peek(member.n, HEAD)
                .ok()
                .and_then(|head| PictureKind::of(&head));
            if kind.is_none() {
                return Recognition::No(format!("member {} is no picture", member.n));
            }
            seen += 1;
        }
        if seen == 0 {
            Recognition::No("there is no picture".into())
        } else {
            Recognition::Yes(format!("all {seen} members are pictures"))
        }
    }

    fn read(&self, export: &Export, id: SourceId, _: &Hints, out: &mut dyn FnMut(Line)) {
        let source = source_of(export, id, self.name());
        let members = source.members.clone();
        out(Line::Source(Box::new(source)));
        let mut notes = Vec::new();
        for member in members.iter().filter(|m| m.read == Reading::Yes) {
            let description = describe(export, member, id);
            out(Line::Record(Box::new(description.record)));
            notes.extend(description.notes);
        }
        notes.into_iter().for_each(|note| out(Line::Note(note)));
    }
}

/// The `source` line of a set of files, in which every member that has bytes is read.
pub(super) fn source_of(export: &Export, id: SourceId, format: &str) -> Source {
    let mut members = export.members.clone();
    for member in members
        .iter_mut()
        .filter(|m| m.read == Reading::Media && m.sha256.is_some())
    {
        member.read = Reading::Yes;
    }
    Source {
        source: id,
        format: format.to_owned(),
        given_name: export.given_name.clone(),
        size: export.size,
        sha256: export.sha256,
        parts: export.parts.clone(),
        members,
        owner: None,
        zone: None,
        order: None,
    }
}

/// An item over all bytes of a member. A member without a digest has no bytes that could be cited.
pub(super) fn item_of(
    member: &Member,
    id: SourceId,
    what: &str,
    fields: Map<String, Value>,
) -> Record {
    let address = Address {
        place: Place::Item(0),
        ..Address::member(id, member.n)
    };
    let digest = member.sha256.unwrap_or(crate::model::Digest::ZERO);
    let mut record = Record::new(
        address,
        member.name.clone(),
        member.n,
        [0, member.size],
        digest,
        Kind::Item,
    );
    record.item = Some(Box::new(Item {
        what: what.to_owned(),
        fields,
    }));
    record
}

/// A picture's record and what a person should know about it.
pub(super) struct Description {
    pub record: Record,
    pub notes: Vec<Note>,
}

/// Describes one picture. Only this picture is in memory.
fn describe(export: &Export, member: &Member, id: SourceId) -> Description {
    let bytes = export.peek(member.n, MEASURED_BYTES).unwrap_or_default();
    let is_all = bytes.len() as u64 == member.size;
    let measured = measure(&bytes);
    let exif = read_exif(&bytes);
    let place = Address::member(id, member.n);
    let mut fields = Map::new();
    let mut notes = Vec::new();
    match measured {
        Some(found) => {
            fields.insert("media_type".into(), found.kind.media_type().into());
            if let Some((width, height)) = found.pixels {
                fields.insert("width".into(), width.into());
                fields.insert("height".into(), height.into());
            }
            if !found.kind.is_readable() {
                notes.push(Note::new(
                    "C-SHOT-04",
                    Severity::Info,
                    place,
                    "This picture is in a format that this program keeps and hashes but cannot show.",
                ));
            } else if is_all && (found.wholeness == Wholeness::Cut || found.pixels.is_none()) {
                notes.push(Note::new(
                    "C-SHOT-03",
                    Severity::Check,
                    place,
                    "This picture is damaged or cut: its end or its size is missing. It is kept as it is.",
                ));
            }
        }
        None => {
            fields.insert("media_type".into(), super::files::media_type(&bytes).into());
        }
    }
    let has_exif = !exif.is_empty();
    let claims = [read_name(&member.name), exif].concat();
    if claims::has(&claims, Subject::CameThrough) {
        notes.push(came_through(place, "messenger-name"));
    } else if measured.is_some() && !has_exif {
        notes.push(came_through(place, "no-exif"));
    }
    let what = if claims::has(&claims, Subject::Screenshot) {
        "screenshot"
    } else {
        "file"
    };
    if !claims.is_empty() {
        fields.insert("claims".into(), claims.iter().map(Claim::to_json).collect());
    }
    Description {
        record: item_of(member, id, what, fields),
        notes,
    }
}

fn came_through(place: Address, because: &str) -> Note {
    let text = match because {
        "no-exif" => {
            "This picture has no details of the phone that made it; it may be a copy. If the original is still on the phone, add it by cable."
        }
        _ => {
            "This picture came through a messenger, which removes its details. If the original is still on the phone, add it by cable."
        }
    };
    Note::new("C-SHOT-01", Severity::Info, place, text).with("because", because)
}
