//! Opens what was gathered: lists it, hashes it once, and says what could not be read.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read};
use std::sync::Arc;

use super::container::is_document;
use super::contents::{DiskContents, Place, open_file};
use super::digesting::{Hashed, Job, hash_all};
use super::error::OpenError;
use super::gather::{Gathered, Given, Shape, member_of, place_of};
use super::limits::Limits;
use super::name::{is_rubbish, target};
use super::positioned::{DiskFile, ReadAt, Window};
use super::refusal::Refusal;
use super::zip::{Entry, Listing, open_entry, read_listing};
use crate::model::Watch;
use crate::model::{Address, Digest, Export, Member, Note, Reading, Severity, SourceId};

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
        Shape::Archive => open_archive(gathered, id, limits, watch),
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

/// A zip archive; where nothing in it can be read, the archive itself is the only member.
fn open_archive(
    gathered: Gathered,
    id: SourceId,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Opened> {
    let Gathered {
        given_name,
        mut files,
        ..
    } = gathered;
    let Some(given) = files.first_mut() else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let file: Arc<dyn ReadAt> = Arc::new(DiskFile::open(&given.path)?);
    let Listing {
        mut entries,
        findings,
    } = read_listing(&file, limits, watch)?;
    let hashed = hash_archive(&file, given, &mut entries, watch)?;
    let twice = settle_same_names(&mut entries, &hashed);
    given.size = file.size();
    let (size, sha256) = (file.size(), given.known.map(|(_, digest)| digest));

    if entries.iter().all(|e| e.refusal.is_some()) {
        let mut notes = vec![unreadable(id, entries.len())];
        // The entries are no members here, so their notes stand at the file.
        for (n, entry) in (1_u32..).zip(&entries) {
            notes.extend(
                entry
                    .refusal
                    .map(|r| r.note(Address::member(id, 1)).with("entry", n)),
            );
        }
        notes.extend(
            findings
                .iter()
                .filter(|_| !entries.is_empty())
                .map(|f| f.note(Address::source(id))),
        );
        let contents = Arc::new(DiskContents::of_files(vec![place_of(given)]));
        let export = Export {
            given_name,
            size,
            sha256,
            members: vec![member_of(1, given)],
            contents,
        };
        return Ok(Opened {
            id,
            shape: Shape::Files,
            export,
            files,
            notes,
        });
    }

    let mut notes: Vec<Note> = findings
        .iter()
        .map(|f| f.note(Address::source(id)))
        .collect();
    notes.extend(note_refusals(
        id,
        (1..).zip(entries.iter().map(|e| e.refusal)),
    ));
    let mut members = Vec::with_capacity(entries.len());
    for (i, (n, entry)) in (1..).zip(&entries).enumerate() {
        let read = match entry.refusal {
            Some(_) => Reading::Refused,
            None if twice.contains(&i) => Reading::Twice,
            None if is_rubbish(&entry.name.text) => Reading::LeftOut,
            None => Reading::Media,
        };
        if read == Reading::Media
            && hashed[i].is_some_and(|h| h.is_archive)
            && !is_document(&entry.name.text)
        {
            notes.push(nested(id, n));
        }
        members.push(Member {
            n,
            name: entry.name.text.as_str().into(),
            name_bytes: entry.name.bytes.clone(),
            size: entry.size,
            sha256: hashed[i].map(|h| h.digest),
            part: None,
            read,
            entry_time: entry.time,
            order: None,
            zone: None,
        });
    }
    let place = |entry: Entry| {
        if entry.refusal.is_some() {
            Place::Nowhere
        } else {
            Place::Entry(Box::new(entry))
        }
    };
    let contents = Arc::new(DiskContents::of_archive(
        file,
        entries.into_iter().map(place).collect(),
    ));
    let export = Export {
        given_name,
        size,
        sha256,
        members,
        contents,
    };
    Ok(Opened {
        id,
        shape: Shape::Archive,
        export,
        files,
        notes,
    })
}

/// Hashes the archive, where that was not done before, and every entry whose bytes can be had safely.
/// Entries that do not fit their promise are refused.
fn hash_archive(
    file: &Arc<dyn ReadAt>,
    given: &mut Given,
    entries: &mut [Entry],
    watch: &dyn Watch,
) -> io::Result<Vec<Option<Hashed>>> {
    let safe = |e: &Entry| {
        matches!(
            e.refusal,
            None | Some(Refusal::NameEscapes | Refusal::SameName)
        )
    };
    let chosen: Vec<usize> = (0..entries.len()).filter(|&i| safe(&entries[i])).collect();
    let mut jobs: Vec<Job<'_>> = Vec::with_capacity(chosen.len() + 1);
    for &i in &chosen {
        let entry = &entries[i];
        jobs.push(Job {
            weight: entry.size,
            open: Box::new(move || Ok(open_entry(file, entry))),
        });
    }
    if given.known.is_none() {
        let whole =
            || Ok(Box::new(Window::new(Arc::clone(file), 0, file.size())) as Box<dyn Read + Send>);
        jobs.push(Job {
            weight: file.size(),
            open: Box::new(whole),
        });
    }
    let mut results = hash_all(&jobs, watch)?;
    drop(jobs);
    if given.known.is_none()
        && let Some(whole) = results.pop()
    {
        given.known = Some(whole.map(|h| (h.size, h.digest))?);
    }
    let mut hashed = vec![None; entries.len()];
    for (i, result) in chosen.into_iter().zip(results) {
        match result {
            Ok(h) => hashed[i] = Some(h),
            Err(e) if is_damage(&e) => entries[i].refusal = Some(Refusal::Damaged),
            Err(e) => return Err(e),
        }
    }
    Ok(hashed)
}

/// Entries of one name that promised the same bytes: the first is read and the others stand as given twice, if the
/// digests agree; else none is read. Returns which stand as given twice.
fn settle_same_names(entries: &mut [Entry], hashed: &[Option<Hashed>]) -> Vec<usize> {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, entry) in entries
        .iter()
        .enumerate()
        .filter(|(_, e)| matches!(e.refusal, None | Some(Refusal::Damaged)))
    {
        named.entry(target(&entry.name.text)).or_default().push(i);
    }
    let mut twice = Vec::new();
    for same in named.into_values().filter(|same| same.len() > 1) {
        let digest = |i: usize| hashed[i].map(|h| h.digest);
        if same
            .iter()
            .all(|&i| digest(i).is_some() && digest(i) == digest(same[0]))
        {
            twice.extend(&same[1..]);
        } else {
            for i in same {
                entries[i].refusal.get_or_insert(Refusal::SameName);
            }
        }
    }
    twice.sort_unstable();
    twice
}

/// Whether the bytes are at fault, not the disk.
fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    )
}

fn unreadable(id: SourceId, entries: usize) -> Note {
    let text = "Nothing in this zip could be read; the file itself is kept as a document.";
    Note::new("E-ZIP-01", Severity::Check, Address::source(id), text).with("entries", entries)
}

fn nested(id: SourceId, n: u32) -> Note {
    let text =
        "This member is an archive inside the archive; it is kept as one file and was not opened.";
    Note::new("C-ZIP-08", Severity::Check, Address::member(id, n), text)
}

fn note_refusals(id: SourceId, members: impl Iterator<Item = (u32, Option<Refusal>)>) -> Vec<Note> {
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
