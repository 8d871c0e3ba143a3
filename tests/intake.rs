//! Intake: hostile, damaged and sound archives, folders, loose files.

#[path = "support/hostile_zip.rs"]
pub mod hostile_zip;

#[path = "intake/archives.rs"]
mod archives;
#[path = "intake/damage.rs"]
mod damage;
#[path = "intake/given.rs"]
mod given;
#[path = "intake/hostile.rs"]
mod hostile;
#[path = "intake/other_tools.rs"]
mod other_tools;
#[path = "intake/pictures.rs"]
mod pictures;
#[path = "intake/scale.rs"]
mod scale;

use std::path::{Path, PathBuf};

use saboot::intake::{self, Limits, OpenError, Opened, Recognizers, Unwatched};
use saboot::model::{Digest, Export, SourceId};
use saboot::pictures::PictureKind;

/// Opens paths as the program does, but with a plain idea of what an export is: something with a `_chat.txt`.
fn open_paths(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Opened>, OpenError> {
    let is_export = |export: &Export| export.readable().any(|m| &*m.name == "_chat.txt");
    let recognizers = Recognizers {
        is_export: &is_export,
        is_tree: &|export| is_export(&export.top_level()),
        download_of: &|_| None,
        form_of: &|_| None,
        is_picture: &|head| PictureKind::of(head).is_some(),
    };
    intake::open(paths, SourceId::first(), &recognizers, limits, &Unwatched)
}

/// Opens an archive that lies in memory.
fn open_bytes(bytes: &[u8], limits: &Limits) -> Opened {
    let opened = intake::open_archive_bytes(bytes.to_vec(), "chat.zip", SourceId::first(), limits);
    let opened = opened.unwrap();
    check_members(&opened);
    opened
}

fn open_file(path: &Path, limits: &Limits) -> Opened {
    let mut sources = open_paths(&[path.to_owned()], limits).unwrap();
    assert_eq!(sources.len(), 1);
    let opened = sources.remove(0);
    check_members(&opened);
    opened
}

/// What holds for every export: numbers count from 1, and what can be opened has its size and digest.
fn check_members(opened: &Opened) {
    for (n, member) in (1..).zip(&opened.export.members) {
        assert_eq!(member.n, n);
        if let Ok(bytes) = opened.export.bytes(n) {
            assert_eq!(member.size, bytes.len() as u64, "size of member {n}");
            assert_eq!(
                member.sha256,
                Some(Digest::of(&bytes)),
                "digest of member {n}"
            );
        } else {
            assert_eq!(
                member.read,
                saboot::model::Reading::Refused,
                "member {n} cannot be opened"
            );
        }
    }
}

/// An export in a few words: `1 name Media 5` for each member, then `code place` for each note.
fn said(opened: &Opened) -> Vec<String> {
    let members = opened
        .export
        .members
        .iter()
        .map(|m| format!("{} {} {:?} {}", m.n, m.name, m.read, m.size));
    let notes = opened
        .notes
        .iter()
        .map(|n| format!("{} {}", n.code, n.place));
    members.chain(notes).collect()
}
