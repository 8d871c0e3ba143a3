//! What a person should know about a download as a whole. Counts and addresses, never names or words.

use std::collections::{BTreeMap, HashSet};

use super::survey::{Form, Role, Surveyed};
use super::threads::ThreadFiles;
use crate::model::{Address, Export, Note, Record, Severity, SourceId, State};
use crate::sources::media_files::MediaFiles;
use crate::sources::thread_head::ThreadHead;

/// The fact of a note that counts closed threads.
pub const THREADS_LEFT: &str = "threads_left";

/// So many addresses of one kind stand in a note.
const LISTED: usize = 10;

/// Addresses, counted, the first of them kept.
#[derive(Debug, Default)]
struct Places {
    n: u64,
    first: Vec<Address>,
}

impl Places {
    fn add(&mut self, place: Address) {
        self.n += 1;
        if self.first.len() < LISTED {
            self.first.push(place);
        }
    }

    /// A note about them: it stands at the only one, or at the source with the first of them named.
    fn note(
        &self,
        id: SourceId,
        code: &'static str,
        severity: Severity,
        text: &str,
    ) -> Option<Note> {
        let first = self.first.first()?;
        if self.n == 1 {
            return Some(Note::new(code, severity, first, text).with("count", 1));
        }
        let listed: Vec<String> = self.first.iter().map(ToString::to_string).collect();
        let note = Note::new(code, severity, Address::source(id), text);
        Some(note.with("count", self.n).with("places", listed))
    }
}

/// What is counted while the download is read.
#[derive(Debug, Default)]
pub struct Tally {
    owner: Option<String>,
    other_owners: Places,
    limited: Places,
    missing: Places,
    /// Threads by the end of their folder's name, which is the best key that Facebook gives.
    twins: BTreeMap<String, Vec<(Form, Address)>>,
    /// Threads of two people by their names.
    pairs: BTreeMap<Vec<String>, Vec<(Form, Address)>>,
    moved: Places,
    secure: u64,
}

impl Tally {
    /// A tally of an account whose owner may be known.
    pub fn of_owner(owner: Option<String>) -> Self {
        Self {
            owner,
            ..Self::default()
        }
    }

    /// Sees a thread before its records.
    pub fn see_thread(&mut self, files: &ThreadFiles, place: Address, head: &ThreadHead) {
        if let (Some(mine), Some(its)) = (&self.owner, &head.owner)
            && mine != its
        {
            self.other_owners.add(place);
        }
        if head.requested_from.is_some() || head.requested_to.is_some() {
            self.limited.add(place);
        }
        match files.form {
            Form::Secure => self.secure += 1,
            _ if files.section == "e2ee_cutover" => self.moved.add(place),
            _ => {}
        }
        if files.form != Form::Secure && files.is_certain {
            let key = key_of(&files.folder).to_owned();
            self.twins.entry(key).or_default().push((files.form, place));
        }
        if head.participants.len() == 2 {
            let mut pair = head.participants.clone();
            pair.sort();
            self.pairs
                .entry(pair)
                .or_default()
                .push((files.form, place));
        }
    }

    /// Sees a record on its way.
    pub fn see(&mut self, record: &Record) {
        if record.attachments.iter().any(|a| a.state == State::Missing) {
            self.missing.add(record.address);
        }
    }

    /// The notes about the whole.
    pub fn notes(&self, whole: &Whole<'_>, media: &MediaFiles) -> Vec<Note> {
        let (id, threads) = (whole.id, whole.threads);
        let mut notes = Vec::new();
        notes.extend(whole.left_closed());
        let text = "This download was asked for a stretch of days only; older or newer messages can be missing by choice.";
        notes.extend(self.limited.note(id, "C-FB-40", Severity::Check, text));
        let text = "Chats were moved to end-to-end encryption; what came later is only in the second download, of secure storage.";
        let severity = if self.secure == 0 {
            Severity::Check
        } else {
            Severity::Info
        };
        notes.extend(self.moved.note(id, "C-FB-41", severity, text));
        let text = "Pages of this download name another owner than the rest of it.";
        notes.extend(self.other_owners.note(id, "C-FB-45", Severity::Check, text));
        notes.extend(threads.iter().flat_map(|t| numbers(id, t)));
        notes.extend(self.related());
        let text = "Messages name files that are not in what was given.";
        notes.extend(self.missing.note(id, "C-MEDIA-02", Severity::Check, text));
        notes.extend(whole.unnamed(media));
        let is_empty = threads.is_empty() && whole.left.is_empty();
        if is_empty && !whole.surveyed.iter().any(|s| s.role == Role::Account) {
            let text = "There is no list and no page in what was given: it is one part of several, or empty.";
            notes.push(Note::new("C-FB-49", Severity::Check, id, text));
        }
        notes
    }

    /// The same conversation in two forms: told, never merged.
    fn related(&self) -> Vec<Note> {
        let text =
            "The same chat is here in two forms; both are read, each with its own addresses.";
        let by_folder = self.twins.values().filter(|same| differ(same));
        let of_people = self.pairs.values().filter(|same| {
            let is_secure = |f: Form| f == Form::Secure;
            same.iter().any(|(f, _)| is_secure(*f)) && same.iter().any(|(f, _)| !is_secure(*f))
        });
        by_folder
            .chain(of_people)
            .filter_map(|same| {
                let (_, first) = same.first()?;
                let places: Vec<String> = same.iter().map(|(_, p)| p.to_string()).collect();
                Some(Note::new("C-FB-44", Severity::Info, first, text).with("places", places))
            })
            .collect()
    }
}

fn differ(same: &[(Form, Address)]) -> bool {
    same.windows(2).any(|w| w[0].0 != w[1].0)
}

/// The end of a thread folder's name, behind the title that can change.
fn key_of(folder: &str) -> &str {
    folder.rsplit_once('_').map_or(folder, |(_, key)| key)
}

/// Numbers that lack between the files of a thread, and numbers that stand twice.
fn numbers(id: SourceId, thread: &ThreadFiles) -> Vec<Note> {
    let Some(first) = thread.files.first() else {
        return Vec::new();
    };
    let place = Address::member(id, first.member);
    let mut notes = Vec::new();
    let missing = thread.missing_numbers();
    if !missing.is_empty() {
        let text = "Files of this thread are missing between those that were given; they may be in another part of the download.";
        let listed: Vec<u32> = missing.iter().take(LISTED).copied().collect();
        let note = Note::new("E-FB-01", Severity::Check, place, text);
        notes.push(note.with("count", missing.len()).with("numbers", listed));
    }
    let repeated = thread.repeated_numbers();
    if !repeated.is_empty() {
        let text = "Files of this thread carry the same number and different bytes: two downloads may lie in one. Both are read.";
        let note = Note::new("C-FB-50", Severity::Check, place, text);
        notes.push(note.with("numbers", repeated));
    }
    notes
}

/// A download as it was surveyed, and what a person chose of it.
pub struct Whole<'a> {
    pub export: &'a Export,
    pub id: SourceId,
    pub surveyed: &'a [Surveyed],
    /// The threads that were read.
    pub threads: &'a [ThreadFiles],
    /// The threads that were left closed.
    pub left: &'a [ThreadFiles],
}

impl Whole<'_> {
    /// How many threads stayed closed because a person chose others.
    fn left_closed(&self) -> Option<Note> {
        if self.left.is_empty() {
            return None;
        }
        let files: usize = self.left.iter().map(|t| t.files.len()).sum();
        let note = if self.threads.is_empty() {
            let text = "No thread fits what was chosen; all of them were left closed.";
            Note::new("C-FB-54", Severity::Check, self.id, text)
        } else {
            let text = "Threads that were not chosen were left closed; they are in the original and nowhere else.";
            Note::new("C-FB-53", Severity::Info, self.id, text)
        };
        let note = note.with(THREADS_LEFT, self.left.len());
        Some(
            note.with("files_left", files)
                .with("threads_read", self.threads.len()),
        )
    }

    /// Files that no record names; those that lie beside a closed thread are not looked for.
    fn unnamed(&self, media: &MediaFiles) -> Option<Note> {
        let folder = |n: u32| {
            let name = &self.export.member(n)?.name;
            name.rsplit_once('/').map(|(folder, _)| folder)
        };
        let closed: HashSet<&str> = (self.left.iter().flat_map(|t| &t.files))
            .filter_map(|f| folder(f.member))
            .collect();
        let is_beside = |n: u32| {
            let above = folder(n).and_then(|f| f.rsplit_once('/'));
            above.is_some_and(|(above, _)| closed.contains(above))
        };
        let is_media: HashSet<u32> = (self.surveyed.iter())
            .filter(|s| s.role == Role::Media && !is_beside(s.n))
            .map(|s| s.n)
            .collect();
        let mut places = Places::default();
        for n in media.unnamed().filter(|n| is_media.contains(n)) {
            places.add(Address::member(self.id, n));
        }
        let text = "Files of the download that no record names.";
        places.note(self.id, "C-MEDIA-02", Severity::Info, text)
    }
}

/// Notes about single members: what others made, what is empty, what is not read.
pub fn members(export: &Export, id: SourceId, surveyed: &[Surveyed]) -> Vec<Note> {
    let mut notes = Vec::new();
    let (mut stubs, mut no_data, mut others) =
        (Places::default(), Places::default(), Places::default());
    for one in surveyed {
        let place = Address::member(id, one.n);
        let is_empty = export.member(one.n).is_some_and(|m| m.size == 0);
        match one.role {
            Role::Foreign(foreign) => notes.push(foreign.note(place)),
            Role::Stub => stubs.add(place),
            Role::NoData => no_data.add(place),
            Role::Other => others.add(place),
            Role::Thread(_) | Role::Account if is_empty => {
                let text = "This file is empty. Ask for it again.";
                notes.push(Note::new("C-FILE-03", Severity::Check, place, text));
            }
            Role::Thread(_) | Role::Account | Role::Media => {}
        }
    }
    let text = "An empty zip lies inside the download; Facebook leaves such files there.";
    notes.extend(stubs.note(id, "C-FB-48", Severity::Info, text));
    let text = "The download says itself that it holds nothing of these kinds.";
    notes.extend(no_data.note(id, "C-FB-47", Severity::Info, text));
    let text = "These lists and pages hold other sections of the account; they are kept and hashed and not read.";
    notes.extend(others.note(id, "C-FB-52", Severity::Info, text));
    notes
}

/// The note about bytes that were there and cannot be read again.
pub fn unreadable(place: Address) -> Note {
    let text = "The bytes of this member could not be read again.";
    Note::new("E-ZIP-01", Severity::Check, place, text)
}
