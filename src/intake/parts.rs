//! The zips of one download as one source: `facebook-sana-2025-01-30-….zip` and its brothers.
//!
//! The names say which zips belong together; the members say in which form each is, so that a download in JSON and one in
//! HTML of the same day stay two. Members number on from part to part, in the order of the names. A path that stands in
//! two parts is two members: one that has the same bytes is read once, one that has not is read too.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Read};
use std::sync::Arc;

use super::archive::{open_archive, reopen_archive};
use super::error::OpenError;
use super::gather::{Gathered, Given, Recognizers, Shape};
use super::limits::Limits;
use super::name::Name;
use super::open::{Opened, twin};
use super::positioned::DiskFile;
use super::zip::read_listing;
use crate::model::{
    Address, Contents, Digest, Export, Member, Note, Part, Reading, Severity, SourceId, Watch,
};

/// The bytes behind members that lie in several archives.
struct PartsContents {
    /// The number of the first member of each part, and its bytes.
    parts: Vec<(u32, Arc<dyn Contents>)>,
}

impl Contents for PartsContents {
    fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>> {
        let at = self.parts.partition_point(|(first, _)| *first <= n);
        let (first, contents) = at
            .checked_sub(1)
            .and_then(|i| self.parts.get(i))
            .ok_or(io::ErrorKind::NotFound)?;
        contents.open(n - first + 1)
    }
}

/// Joins the zips of each download, at the place of the first of them. What the names do not tell stays apart: two
/// accounts, or two downloads, must never become one.
///
/// # Errors
/// A zip cannot be opened, or `watch` stopped the work.
pub fn join_parts(
    sources: Vec<Gathered>,
    recognizers: &Recognizers<'_>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Gathered>, OpenError> {
    let mut downloads: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, source) in sources.iter().enumerate() {
        if source.shape == Shape::Archive
            && let Some(download) = (recognizers.download_of)(&source.given_name)
        {
            downloads.entry(download).or_default().push(i);
        }
    }
    let mut joined: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut taken = HashSet::new();
    for members in downloads.into_values().filter(|d| d.len() > 1) {
        let mut forms = Vec::with_capacity(members.len());
        for &i in &members {
            forms.push((recognizers.form_of)(&names_of(
                &sources[i],
                limits,
                watch,
            )?));
        }
        for group in groups(&members, &forms) {
            taken.extend(group.iter().skip(1).copied());
            joined.insert(group[0], group);
        }
    }
    let mut slots: Vec<Option<Gathered>> = sources.into_iter().map(Some).collect();
    let mut out = Vec::new();
    for i in 0..slots.len() {
        if taken.contains(&i) {
            continue;
        }
        let parts: Vec<Gathered> = match joined.remove(&i) {
            Some(group) => group.iter().filter_map(|&i| slots[i].take()).collect(),
            None => slots[i].take().into_iter().collect(),
        };
        out.extend(join(parts));
    }
    Ok(out)
}

/// Which of these zips belong together, each group by its smallest place: all, where they have one form; by form where
/// they have several, and then one that holds media only is nobody's.
fn groups(members: &[usize], forms: &[Option<String>]) -> Vec<Vec<usize>> {
    let known: HashSet<&String> = forms.iter().flatten().collect();
    if known.len() <= 1 {
        return vec![members.to_vec()];
    }
    let mut by_form: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (&i, form) in members.iter().zip(forms) {
        if let Some(form) = form {
            by_form.entry(form).or_default().push(i);
        }
    }
    by_form.into_values().filter(|g| g.len() > 1).collect()
}

/// One source of several zips, in the order of their names.
fn join(parts: Vec<Gathered>) -> Option<Gathered> {
    if parts.len() < 2 {
        return parts.into_iter().next();
    }
    let mut files: Vec<Given> = parts.into_iter().flat_map(|p| p.files).collect();
    files.sort_by(|a, b| (&a.raw_name, &a.path).cmp(&(&b.raw_name, &b.path)));
    let first = Name::decode(&files.first()?.raw_name).text;
    Some(Gathered {
        shape: Shape::Parts,
        given_name: format!("{first} + {}", files.len() - 1),
        files,
    })
}

/// The names of the members of a zip, without their bytes. A zip that cannot be listed has none.
fn names_of(archive: &Gathered, limits: &Limits, watch: &dyn Watch) -> Result<Export, OpenError> {
    let listed = archive.files.first().map(|given| {
        let file: Arc<dyn super::ReadAt> = Arc::new(DiskFile::open(&given.path)?);
        read_listing(&file, limits, watch)
    });
    let entries = match listed {
        Some(Ok(listing)) => listing.entries,
        Some(Err(e)) if e.kind() == io::ErrorKind::Interrupted => return Err(OpenError::Stopped),
        _ => Vec::new(),
    };
    let members = entries.into_iter().filter(|e| e.refusal.is_none());
    let members = members.map(|e| (e.name.text, Vec::new())).collect();
    Ok(Export::from_memory(&archive.given_name, members))
}

/// Opens every part and numbers their members on. A part that was given twice counts once.
pub(super) fn open_parts(
    gathered: Gathered,
    id: SourceId,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Opened> {
    let mut members: Vec<Member> = Vec::new();
    let mut contents: Vec<(u32, Arc<dyn Contents>)> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut files = Vec::new();
    let mut notes = Vec::new();
    for given in gathered.files {
        if let Some(refusal) = given.refusal {
            notes.push(refusal.note(Address::source(id)));
            continue;
        }
        if given.known.is_some_and(|(_, digest)| has(&parts, digest)) {
            notes.push(twin(Address::source(id), Address::source(id)));
            continue;
        }
        let number = next_number(&members);
        let name = given.name().text;
        let one = Gathered {
            shape: Shape::Archive,
            given_name: name.clone(),
            files: vec![given],
        };
        let file = Arc::new(DiskFile::open(&one.files[0].path)?);
        let opened = open_archive(file, one, Address::member(id, number), limits, watch)?;
        let Some(digest) = opened.export.sha256 else {
            continue;
        };
        if has(&parts, digest) {
            notes.push(twin(Address::source(id), Address::source(id)));
            continue;
        }
        let n = u32::try_from(parts.len() + 1).unwrap_or(u32::MAX);
        parts.push(Part {
            n,
            given_name: name,
            size: opened.export.size,
            sha256: digest,
        });
        members.extend(
            opened
                .export
                .members
                .into_iter()
                .map(|m| Member { part: Some(n), ..m }),
        );
        contents.push((number, opened.export.contents));
        files.extend(opened.files);
        notes.extend(opened.notes.into_iter().map(|note| note.with("part", n)));
    }
    notes.extend(settle_same_paths(id, &mut members));
    let export = Export {
        given_name: gathered.given_name,
        size: parts.iter().map(|p| p.size).sum(),
        sha256: None,
        parts,
        members,
        contents: Arc::new(PartsContents { parts: contents }),
    };
    Ok(Opened {
        id,
        shape: Shape::Parts,
        export,
        files,
        notes,
    })
}

fn has(parts: &[Part], digest: Digest) -> bool {
    parts.iter().any(|p| p.sha256 == digest)
}

fn next_number(members: &[Member]) -> u32 {
    u32::try_from(members.len() + 1).unwrap_or(u32::MAX)
}

/// A path that stands in two parts: the same bytes are read once, other bytes are read too. Both are said.
fn settle_same_paths(id: SourceId, members: &mut [Member]) -> Vec<Note> {
    let mut first: HashMap<Arc<str>, (u32, Option<Digest>)> = HashMap::new();
    let mut notes = Vec::new();
    for member in members.iter_mut().filter(|m| m.read == Reading::Media) {
        let name = Arc::clone(&member.name);
        let &mut (before, digest) = first.entry(name).or_insert((member.n, member.sha256));
        if before == member.n {
            continue;
        }
        let (place, same) = (Address::member(id, member.n), Address::member(id, before));
        if digest.is_some() && digest == member.sha256 {
            member.read = Reading::Twice;
            notes.push(twin(place, same));
        } else {
            let text = "Two parts of this download hold different files at one path; both are kept and read.";
            let note = Note::new("C-DUP-02", Severity::Check, place, text);
            notes.push(note.with("other", same.to_string()));
        }
    }
    notes
}

/// The same source again, whose members are known from before.
pub(super) fn reopen_parts(
    gathered: &Gathered,
    members: Vec<Member>,
    limits: &Limits,
    watch: &dyn Watch,
) -> io::Result<Export> {
    let mut contents: Vec<(u32, Arc<dyn Contents>)> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for given in gathered.files.iter().filter(|f| f.refusal.is_none()) {
        let Some((size, digest)) = given.known.filter(|(_, digest)| !has(&parts, *digest)) else {
            continue;
        };
        let n = u32::try_from(parts.len() + 1).unwrap_or(u32::MAX);
        let of_part: Vec<Member> = members
            .iter()
            .filter(|m| m.part == Some(n))
            .cloned()
            .collect();
        let first = of_part.first().map_or(1, |m| m.n);
        let file = Arc::new(DiskFile::open(&given.path)?);
        contents.push((
            first,
            Arc::new(reopen_archive(file, &of_part, limits, watch)?),
        ));
        parts.push(Part {
            n,
            given_name: given.name().text,
            size,
            sha256: digest,
        });
    }
    Ok(Export {
        given_name: gathered.given_name.clone(),
        size: parts.iter().map(|p| p.size).sum(),
        sha256: None,
        parts,
        members,
        contents: Arc::new(PartsContents { parts: contents }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_form_belong_together_and_media_only_to_the_only_form() {
        let form = |text: &str| Some(text.to_owned());
        let (json, html) = (form("json"), form("html"));
        for (forms, expected) in [
            (vec![json.clone(), None, json.clone()], vec![vec![4, 5, 6]]),
            (vec![None, None, None], vec![vec![4, 5, 6]]),
            (
                vec![json.clone(), html.clone(), json.clone()],
                vec![vec![4, 6]],
            ),
            (vec![json.clone(), html, None], vec![]),
        ] {
            assert_eq!(groups(&[4, 5, 6], &forms), expected, "{forms:?}");
        }
    }
}
