//! From a surveyed download to lines: the source, each thread with its records, the account's records, the notes.

use std::collections::HashSet;
use std::sync::Arc;

use super::account_facts::account_facts;
use super::choice::{Choice, choose};
use super::notes::{self, Tally, Whole};
use super::survey::{Form, Role, Surveyed, survey};
use super::threads::{Ids, ThreadFiles, gather};
use crate::model::{
    Address, Export, Line, Member, Note, Reading, Record, Source, SourceId, Thread,
};
use crate::sources::media_files::MediaFiles;
use crate::sources::origin::Origin;
use crate::sources::thread_head::ThreadHead;
use crate::sources::{Hints, account, messenger_html, messenger_json, messenger_secure};

/// Reads a download of one of these formats.
pub fn read(format: &str, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line)) {
    let surveyed = survey(export);
    let threads = gather(export, &surveyed);
    let facts = account_facts(export, id, &surveyed, &threads, hints);
    let owner = facts.owner.as_ref().map(|o| o.name.as_str());
    let Choice {
        read: threads,
        left,
    } = choose(export, threads, &hints.threads, owner);
    out(Line::Source(Box::new(Source {
        source: id,
        format: format.to_owned(),
        given_name: export.given_name.clone(),
        size: export.size,
        sha256: export.sha256,
        parts: export.parts.clone(),
        members: members(export, &surveyed, &left),
        owner: facts.owner.clone(),
        zone: facts.zone.clone(),
        order: None,
    })));
    let mut reader = Reader {
        export,
        id,
        media: MediaFiles::new(export),
        ids: Ids::reserving(&threads),
        tally: Tally::of_owner(facts.owner.map(|o| o.name)),
        notes: facts.notes,
    };
    for thread in &threads {
        reader.read_thread(thread, out);
    }
    for member in surveyed.iter().filter(|s| s.role == Role::Account) {
        reader.read_account(member.n, out);
    }
    let Reader {
        media,
        tally,
        mut notes,
        ..
    } = reader;
    let whole = Whole {
        export,
        id,
        surveyed: &surveyed,
        threads: &threads,
        left: &left,
    };
    notes.extend(tally.notes(&whole, &media));
    notes.extend(notes::members(export, id, &surveyed));
    notes.into_iter().for_each(|note| out(Line::Note(note)));
}

/// The members, with what becomes of each.
fn members(export: &Export, surveyed: &[Surveyed], left: &[ThreadFiles]) -> Vec<Member> {
    let closed: HashSet<u32> = (left.iter().flat_map(|t| &t.files))
        .map(|f| f.member)
        .collect();
    let mut members = export.members.clone();
    for one in surveyed {
        let is_read = matches!(one.role, Role::Thread(_) | Role::Account);
        let at = (one.n as usize).checked_sub(1);
        if let (true, Some(member)) = (is_read, at.and_then(|i| members.get_mut(i))) {
            member.read = if closed.contains(&one.n) {
                Reading::LeftOut
            } else {
                Reading::Yes
            };
        }
    }
    members
}

struct Reader<'a> {
    export: &'a Export,
    id: SourceId,
    media: MediaFiles,
    ids: Ids,
    tally: Tally,
    notes: Vec<Note>,
}

impl Reader<'_> {
    /// Hands on the thread and its records, oldest first. One file is in memory at a time.
    fn read_thread(&mut self, files: &ThreadFiles, out: &mut dyn FnMut(Line)) {
        // A thread of one file, which most are, is opened once.
        let only = match files.files.as_slice() {
            [one] => self.bytes(one.member),
            _ => None,
        };
        let head = match &only {
            Some(bytes) => read_head(files.form, bytes),
            None => self.joined_head(files),
        };
        let (section, wanted) = files.named(head.thread_path.as_deref());
        let id = self.ids.give(wanted, files.form);
        let first = files.files.first().map_or(0, |f| f.member);
        self.tally
            .see_thread(files, Address::member(self.id, first), &head);
        out(Line::Thread(Box::new(thread_line(
            self.export,
            self.id,
            files,
            &id,
            section,
            &head,
        ))));
        let thread: Arc<str> = id.into();
        for file in &files.files {
            let Some(member) = self.export.member(file.member) else {
                continue;
            };
            let again;
            let bytes = match &only {
                Some(bytes) => bytes,
                None if files.files.len() == 1 => continue,
                None => match self.bytes(file.member) {
                    Some(bytes) => {
                        again = bytes;
                        &again
                    }
                    None => continue,
                },
            };
            let origin = Origin {
                thread: Some(Arc::clone(&thread)),
                ..Origin::of(self.id, member, true)
            };
            let tally = &mut self.tally;
            let mut hand_on = |record: Box<Record>| {
                tally.see(&record);
                out(Line::Record(record));
            };
            self.notes.extend(match files.form {
                Form::Json => messenger_json::read(bytes, &origin, &self.media, &mut hand_on),
                Form::Html => messenger_html::read(bytes, &origin, &self.media, &mut hand_on),
                Form::Secure => messenger_secure::read(bytes, &origin, &self.media, &mut hand_on),
            });
        }
    }

    /// Hands on the records of a member that belongs to no thread.
    fn read_account(&mut self, n: u32, out: &mut dyn FnMut(Line)) {
        let (Some(bytes), Some(member)) = (self.bytes(n), self.export.member(n)) else {
            return;
        };
        let origin = Origin::of(self.id, member, true);
        let tally = &mut self.tally;
        let mut hand_on = |record: Box<Record>| {
            tally.see(&record);
            out(Line::Record(record));
        };
        self.notes
            .extend(account::read(&bytes, &origin, &self.media, &mut hand_on));
    }

    /// All bytes of a member; a note where they cannot be read again.
    fn bytes(&mut self, n: u32) -> Option<Vec<u8>> {
        let bytes = self.export.bytes(n).ok();
        if bytes.is_none() {
            self.notes
                .push(notes::unreadable(Address::member(self.id, n)));
        }
        bytes
    }

    /// The head of the newest file, and what the oldest says beyond it; the others only where these two lack it.
    fn joined_head(&mut self, files: &ThreadFiles) -> ThreadHead {
        let mut joined: Option<ThreadHead> = None;
        let newest_first = files.files.iter().rev();
        let oldest = files.files.first();
        let mut order: Vec<u32> = newest_first.map(|f| f.member).collect();
        if let Some(oldest) = oldest {
            order.pop();
            order.insert(1.min(order.len()), oldest.member);
        }
        for (asked, member) in order.into_iter().enumerate() {
            let is_enough = |h: &ThreadHead| h.title.is_some() && !h.participants.is_empty();
            if asked >= 2 && joined.as_ref().is_some_and(is_enough) {
                break;
            }
            let Ok(bytes) = self.export.bytes(member) else {
                continue;
            };
            let head = read_head(files.form, &bytes);
            joined = Some(match joined {
                None => head,
                Some(first) => join(first, head),
            });
        }
        joined.unwrap_or_default()
    }
}

/// The head of a file of this form.
pub fn read_head(form: Form, bytes: &[u8]) -> ThreadHead {
    match form {
        Form::Json => messenger_json::read_head(bytes),
        Form::Html => messenger_html::read_head(bytes),
        Form::Secure => messenger_secure::read_head(bytes),
    }
}

/// The first head, with what only the other says.
fn join(first: ThreadHead, other: ThreadHead) -> ThreadHead {
    let mut joined = first;
    for name in other.participants {
        if !joined.participants.contains(&name) {
            joined.participants.push(name);
        }
    }
    for word in other.magic_words {
        if !joined.magic_words.contains(&word) {
            joined.magic_words.push(word);
        }
    }
    joined.is_pending |= other.is_pending;
    joined.is_group = joined.is_group.or(other.is_group);
    for (mine, its) in [
        (&mut joined.title, other.title),
        (&mut joined.thread_path, other.thread_path),
        (&mut joined.owner, other.owner),
        (&mut joined.generated, other.generated),
        (&mut joined.display_offset, other.display_offset),
        (&mut joined.requested_from, other.requested_from),
        (&mut joined.requested_to, other.requested_to),
    ] {
        if mine.is_none() {
            *mine = its;
        }
    }
    joined
}

fn thread_line(
    export: &Export,
    id: SourceId,
    files: &ThreadFiles,
    thread: &str,
    section: String,
    head: &ThreadHead,
) -> Thread {
    let head = head.clone();
    let parts = files.files.iter().filter_map(|f| export.member(f.member));
    Thread {
        source: id.to_string(),
        format: files.form.name().to_owned(),
        thread: thread.to_owned(),
        section,
        title: head.title.unwrap_or_default(),
        is_group: head.is_group.unwrap_or(head.participants.len() > 2),
        participants: head.participants,
        is_pending: head.is_pending,
        parts: parts.map(|m| m.name.to_string()).collect(),
        magic_words: head.magic_words,
        generated: head.generated,
        display_offset: head.display_offset,
        requested_from: head.requested_from,
        requested_to: head.requested_to,
    }
}
