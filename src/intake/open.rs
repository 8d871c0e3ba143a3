//! Opens what was gathered: lists it, hashes it once, and says what could not be read.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use super::archive::{open_archive, reopen_archive};
use super::contents::{DiskContents, open_file};
use super::digesting::{Job, hash_all};
use super::error::OpenError;
use super::gather::{Gathered, Given, Shape, member_of, place_of};
use super::limits::Limits;
use super::parts::{open_parts, reopen_parts};
use super::positioned::DiskFile;
use super::refusal::Refusal;
use crate::model::{
    Address, Digest, Export, Member, Note, Reading, Severity, SourceId, Unwatched, Watch,
};

/// So many notes of one code name their member; the rest is counted in one note more.
const NOTES_OF_A_KIND: u64 = 50;

/// One source, hashed and ready to be read.
#[derive(Clone)]
pub struct Opened {
    /// Its number.
    pub id: SourceId,
    /// What kind of source it is.
    pub shape: Shape,
    /// Its members, and their bytes on demand.
    pub export: Export,
    /// The files that a person gave for it, with size and digest. Of a folder, one for each member that can be read.
    pub files: Vec<Given>,
    /// What a person should know about it before it is read.
    pub notes: Vec<Note>,
}

/// Lists and hashes one gathered source. Every byte is read once, by two threads, in constant memory.
///
/// # Errors
/// A file can no longer be read, or `watch` stopped the work.
pub fn open_gathered(
    gathered: Gathered,
    id: SourceId,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Opened, OpenError> {
    let opened = match gathered.shape {
        Shape::Archive => open_disk_archive(gathered, id, limits, watch),
        Shape::Parts => open_parts(gathered, id, limits, watch),
        _ => open_files(gathered, id, watch),
    };
    let mut opened = opened.map_err(|e| {
        if e.kind() == io::ErrorKind::Interrupted {
            OpenError::Stopped
        } else {
            OpenError::Disk(e)
        }
    })?;
    opened.notes = count_what_repeats(opened.notes, id);
    Ok(opened)
}

/// Opens a source again whose members are known from before, without hashing anything: for showing one picture of
/// an archive of gigabytes. Streams of an archive still fail where a CRC does not fit.
///
/// # Errors
/// A file can no longer be read, `watch` stopped the work, or the archive has other members than these
/// ([`io::ErrorKind::InvalidData`]).
pub fn reopen(
    gathered: &Gathered,
    members: Vec<Member>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Export, OpenError> {
    let files = &gathered.files;
    if gathered.shape == Shape::Parts {
        return Ok(reopen_parts(gathered, members, limits, watch)?);
    }
    let contents = match (gathered.shape, files.as_slice()) {
        (Shape::Archive, [archive]) => reopen_archive(
            Arc::new(DiskFile::open(&archive.path)?),
            &members,
            limits,
            watch,
        )?,
        _ if files.len() == members.len() => {
            DiskContents::of_files(files.iter().map(place_of).collect())
        }
        _ => return Err(OpenError::Disk(io::ErrorKind::InvalidData.into())),
    };
    Ok(Export {
        given_name: gathered.given_name.clone(),
        size: files.iter().map(|f| f.size).sum(),
        sha256: match (gathered.shape, files.as_slice()) {
            (Shape::Tree, _) => None,
            (_, [only]) => only.known.map(|(_, digest)| digest),
            _ => None,
        },
        parts: Vec::new(),
        members,
        contents: Arc::new(contents),
    })
}

fn open_disk_archive(
    gathered: Gathered,
    id: SourceId,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Opened> {
    let path = gathered
        .files
        .first()
        .map(|f| f.path.clone())
        .unwrap_or_default();
    open_archive(
        Arc::new(DiskFile::open(&path)?),
        gathered,
        Address::member(id, 1),
        limits,
        watch,
    )
}

/// Opens a zip archive that lies in memory, for tests and fuzzing.
///
/// # Errors
/// None that bytes can cause: any bytes give an export.
pub fn open_archive_bytes(
    bytes: Vec<u8>,
    given_name: &str,
    id: SourceId,
    limits: &Limits,
) -> Result<Opened, OpenError> {
    let given = Given {
        path: given_name.into(),
        raw_name: given_name.as_bytes().to_vec(),
        size: bytes.len() as u64,
        known: None,
        refusal: None,
    };
    let gathered = Gathered {
        shape: Shape::Archive,
        given_name: given_name.to_owned(),
        files: vec![given],
    };
    let mut opened = open_archive(
        Arc::new(bytes),
        gathered,
        Address::member(id, 1),
        limits,
        &Unwatched,
    )?;
    opened.notes = count_what_repeats(opened.notes, id);
    Ok(opened)
}

/// Files that lie on the disk by themselves: a lone file, a folder, a set.
fn open_files(gathered: Gathered, id: SourceId, watch: &dyn Watch) -> io::Result<Opened> {
    let Gathered {
        shape,
        given_name,
        mut files,
    } = gathered;
    let unknown: Vec<usize> = (0..files.len())
        .filter(|&i| files[i].known.is_none() && files[i].refusal.is_none())
        .collect();
    let jobs: Vec<Job<'_>> = unknown
        .iter()
        .map(|&i| {
            let path = files[i].path.clone();
            Job {
                weight: files[i].size,
                open: Box::new(move || open_file(&path)),
            }
        })
        .collect();
    let results = hash_all(&jobs, watch)?;
    drop(jobs);
    for (&i, result) in unknown.iter().zip(results) {
        match result {
            Ok(hashed) => files[i].known = Some((hashed.size, hashed.digest)),
            Err(e) if files.len() == 1 => return Err(e),
            Err(_) => files[i].refusal = Some(Refusal::NotReadable),
        }
    }
    for file in &mut files {
        file.size = file.known.map_or(file.size, |(size, _)| size);
    }
    let mut members: Vec<Member> = (1..)
        .zip(&files)
        .map(|(n, file)| member_of(n, file))
        .collect();
    let mut notes = note_refusals(
        id,
        members
            .iter()
            .map(|m| m.n)
            .zip(files.iter().map(|f| f.refusal)),
    );
    notes.extend(note_twins(id, &mut members));
    let export = Export {
        given_name,
        size: files.iter().map(|f| f.size).sum(),
        sha256: match (shape, members.as_slice()) {
            (Shape::Tree, _) => None,
            (_, [only]) => only.sha256,
            _ => None,
        },
        parts: Vec::new(),
        members,
        contents: Arc::new(DiskContents::of_files(files.iter().map(place_of).collect())),
    };
    files.retain(|f| f.refusal.is_none());
    Ok(Opened {
        id,
        shape,
        export,
        files,
        notes,
    })
}

/// Notes files of a set that have the same bytes. The same name as well is the same file given twice.
fn note_twins(id: SourceId, members: &mut [Member]) -> Vec<Note> {
    let mut seen: HashMap<Digest, u32> = HashMap::new();
    let mut named: HashMap<(Digest, Arc<str>), u32> = HashMap::new();
    let mut notes = Vec::new();
    for member in members
        .iter_mut()
        .filter(|m| m.read == Reading::Media && m.size > 0)
    {
        let Some(digest) = member.sha256 else {
            continue;
        };
        if named
            .insert((digest, Arc::clone(&member.name)), member.n)
            .is_some()
        {
            member.read = Reading::Twice;
        }
        let first = *seen.entry(digest).or_insert(member.n);
        if first != member.n {
            notes.push(twin(
                Address::member(id, member.n),
                Address::member(id, first),
            ));
        }
    }
    notes
}

/// The note that the same bytes were given twice.
pub(super) fn twin(place: Address, same_as: Address) -> Note {
    Note::new(
        "C-DUP-01",
        Severity::Info,
        place,
        "The same bytes were given twice; they are kept once.",
    )
    .with("same_as", same_as.to_string())
}

pub(super) fn note_refusals(
    id: SourceId,
    members: impl Iterator<Item = (u32, Option<Refusal>)>,
) -> Vec<Note> {
    members
        .filter_map(|(n, refusal)| Some(refusal?.note(Address::member(id, n))))
        .collect()
}

/// Keeps the first notes of each code and counts the rest, so that a list of 100,000 does not bury the others.
fn count_what_repeats(notes: Vec<Note>, id: SourceId) -> Vec<Note> {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for note in &notes {
        *counted.entry(note.code.as_str().to_owned()).or_default() += 1;
    }
    let mut kept: BTreeMap<String, u64> = BTreeMap::new();
    let mut out = Vec::new();
    for note in notes {
        let code = note.code.as_str().to_owned();
        let seen = kept.entry(code.clone()).or_default();
        *seen += 1;
        if *seen <= NOTES_OF_A_KIND {
            out.push(note);
        } else if *seen == NOTES_OF_A_KIND + 1 {
            let more = counted.get(&code).map_or(0, |all| all - NOTES_OF_A_KIND);
            let mut rest = note;
            rest.place = Address::source(id).to_string();
            out.push(rest.with("more_of_this_kind", more));
        }
    }
    out
}
