//! One zip archive as a source: listed, held against its own promises, hashed once.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;

use super::container::is_document;
use super::contents::{DiskContents, Place};
use super::digesting::{Hashed, Job, hash_all};
use super::gather::{Gathered, Given, Shape, member_of};
use super::limits::Limits;
use super::name::{is_rubbish, target};
use super::open::{Opened, note_refusals};
use super::positioned::{ReadAt, Window};
use super::refusal::Refusal;
use super::zip::{Listed, Listing, is_damage, open_entry, read_listing};
use crate::model::{Address, Export, Member, Note, Reading, Severity, SourceId, Watch};

/// A zip archive, whose members are numbered from `first` on; where nothing in it can be read, the archive itself is
/// the only member.
pub(super) fn open_archive(
    file: Arc<dyn ReadAt>,
    gathered: Gathered,
    first: Address,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Opened> {
    let Gathered {
        given_name,
        mut files,
        ..
    } = gathered;
    let (id, number) = (first.source, first.member.unwrap_or(1));
    let Some(given) = files.first_mut() else {
        return Err(io::ErrorKind::NotFound.into());
    };
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
            notes.extend(entry.refusal.map(|r| r.note(first).with("entry", n)));
        }
        notes.extend(
            findings
                .iter()
                .filter(|_| !entries.is_empty())
                .map(|f| f.note(Address::source(id))),
        );
        let contents = Arc::new(DiskContents::of_archive(file, vec![Place::Whole]));
        let export = Export {
            given_name,
            size,
            sha256,
            parts: Vec::new(),
            members: vec![member_of(number, given)],
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
        (number..).zip(entries.iter().map(|e| e.refusal)),
    ));
    let mut members = Vec::with_capacity(entries.len());
    for (i, (n, entry)) in (number..).zip(&entries).enumerate() {
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
    let place = |entry: Listed| {
        if entry.refusal.is_some() {
            Place::Nowhere
        } else {
            Place::Packed(Box::new(entry))
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
        parts: Vec::new(),
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

/// The bytes behind members that are known from before.
pub(super) fn reopen_archive(
    file: Arc<dyn ReadAt>,
    members: &[Member],
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<DiskContents> {
    let entries = read_listing(&file, limits, watch)?.entries;
    if members.is_empty() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let is_whole =
        members.len() == 1 && members[0].size == file.size() && members[0].read != Reading::Refused;
    if is_whole
        && entries
            .iter()
            .all(|e| e.refusal.is_some() || e.size != file.size())
    {
        return Ok(DiskContents::of_archive(file, vec![Place::Whole]));
    }
    let same = |(entry, member): (&Listed, &Member)| {
        entry.size == member.size && *entry.name.text == *member.name
    };
    if entries.len() != members.len() || !entries.iter().zip(members).all(same) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let refused = |m: &Member| m.read == Reading::Refused;
    let places = entries
        .into_iter()
        .zip(members)
        .map(|(entry, member)| match entry.refusal {
            None if !refused(member) => Place::Packed(Box::new(entry)),
            _ => Place::Nowhere,
        });
    Ok(DiskContents::of_archive(file, places.collect()))
}

/// Hashes the archive, where that was not done before, and every entry whose bytes can be had safely.
/// Entries that do not fit their promise are refused.
fn hash_archive(
    file: &Arc<dyn ReadAt>,
    given: &mut Given,
    entries: &mut [Listed],
    watch: &dyn Watch,
) -> io::Result<Vec<Option<Hashed>>> {
    let safe = |e: &Listed| {
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
fn settle_same_names(entries: &mut [Listed], hashed: &[Option<Hashed>]) -> Vec<usize> {
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

fn unreadable(id: SourceId, entries: usize) -> Note {
    let text = "Nothing in this zip could be read; the file itself is kept as a document.";
    Note::new("E-ZIP-01", Severity::Check, Address::source(id), text).with("entries", entries)
}

fn nested(id: SourceId, n: u32) -> Note {
    let text =
        "This member is an archive inside the archive; it is kept as one file and was not opened.";
    Note::new("C-ZIP-08", Severity::Check, Address::member(id, n), text)
}
