//! Which files make one thread, and in which order they are read.
//!
//! `message_1` is the newest file of a thread, so the highest number is read first. Numbers are numbers: 10 comes
//! before 9. Files of one thread folder in several roots, or in several parts of a download, are one thread; a list
//! and a page of the same thread are two that say so.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::layout::{ThreadPath, thread_path};
use super::survey::{Form, Role, Surveyed};
use crate::model::Export;

/// One file of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its number; 1 is the newest.
    pub n: u32,
    /// Its member.
    pub member: u32,
}

/// The files of one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadFiles {
    pub form: Form,
    /// The folder above the thread's own.
    pub section: String,
    /// The thread's own folder, or the name of its only file.
    pub folder: String,
    /// Whether the paths show the section; else the file itself may state it.
    pub is_certain: bool,
    /// Its files, oldest first.
    pub files: Vec<Piece>,
}

/// The threads of a download, in the order of their first members.
pub fn gather(export: &Export, surveyed: &[Surveyed]) -> Vec<ThreadFiles> {
    let mut threads: Vec<ThreadFiles> = Vec::new();
    let mut known: HashMap<(Form, String, String), usize> = HashMap::new();
    for (member, form) in surveyed.iter().filter_map(|s| match s.role {
        Role::Thread(form) => Some((export.member(s.n)?, form)),
        _ => None,
    }) {
        let mut path = thread_path(&member.name);
        if form == Form::Secure {
            // These files lie flat: the folder above them is nobody's section.
            path = ThreadPath {
                section: "",
                is_certain: true,
                ..path
            };
        }
        let key = (form, path.section.to_owned(), path.folder.to_owned());
        let i = *known.entry(key).or_insert_with(|| {
            threads.push(ThreadFiles {
                form,
                section: path.section.to_owned(),
                folder: path.folder.to_owned(),
                is_certain: path.is_certain,
                files: Vec::new(),
            });
            threads.len() - 1
        });
        threads[i].files.push(Piece {
            n: path.n,
            member: member.n,
        });
    }
    for thread in &mut threads {
        thread
            .files
            .sort_by_key(|f| (std::cmp::Reverse(f.n), f.member));
    }
    threads
}

impl ThreadFiles {
    /// The thread's id as its paths say it.
    pub fn path_id(&self) -> String {
        match (self.section.as_str(), self.folder.as_str()) {
            ("", folder) => folder.to_owned(),
            (section, folder) => format!("{section}/{folder}"),
        }
    }

    /// Its section and its id: as its paths show it, else as the file states it, else as the paths say it.
    pub fn named(&self, stated: Option<&str>) -> (String, String) {
        let stated = stated
            .map(|path| path.trim_matches('/'))
            .and_then(|path| Some((path.rsplit_once('/')?.0, path)))
            .filter(|(_, path)| {
                let folder = path.rsplit('/').next().unwrap_or_default();
                !self.is_certain && (self.folder.is_empty() || self.folder == folder)
            });
        if let Some((section, id)) = stated {
            return (section.to_owned(), id.to_owned());
        }
        if self.is_certain {
            return (self.section.clone(), self.path_id());
        }
        let id = if self.folder.is_empty() {
            "message"
        } else {
            &self.folder
        };
        (String::new(), id.to_owned())
    }

    /// The numbers that lie between 1 and the highest and are not there.
    pub fn missing_numbers(&self) -> Vec<u32> {
        // A number that is no count of files, such as a page of 2017, tells nothing about the others.
        let highest = self.files.first().map_or(0, |f| f.n).min(10_000);
        let there: HashSet<u32> = self.files.iter().map(|f| f.n).collect();
        (1..highest).filter(|n| !there.contains(n)).collect()
    }

    /// The numbers that more than one file carries.
    pub fn repeated_numbers(&self) -> Vec<u32> {
        let same = self.files.windows(2).filter(|w| w[0].n == w[1].n);
        let mut numbers: Vec<u32> = same.map(|w| w[0].n).collect();
        numbers.dedup();
        numbers
    }
}

/// Ids that are given out, so that no two threads of a source have the same.
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashSet<String>,
    reserved: BTreeMap<String, Form>,
}

impl Ids {
    /// Keeps the ids that paths show for the richest form: where a list and a page are of one thread, the list has
    /// the plain id.
    pub fn reserving(threads: &[ThreadFiles]) -> Self {
        let mut ids = Self::default();
        for thread in threads.iter().filter(|t| t.is_certain) {
            let form = ids.reserved.entry(thread.path_id()).or_insert(thread.form);
            *form = (*form).min(thread.form);
        }
        ids
    }

    /// The id that this thread gets.
    pub fn give(&mut self, wanted: String, form: Form) -> String {
        let is_free = self.reserved.get(&wanted).is_none_or(|f| *f == form);
        if is_free && self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let short = form.name().trim_start_matches("messenger-");
        let mut id = format!("{wanted}/{short}");
        let mut n = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{wanted}/{short}-{n}");
            n += 1;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(names: &[(&str, Form)]) -> Vec<ThreadFiles> {
        let members = names.iter().map(|(n, _)| ((*n).to_owned(), Vec::new()));
        let export = Export::from_memory("x.zip", members.collect());
        let surveyed: Vec<Surveyed> = (1..)
            .zip(names)
            .map(|(n, (_, form))| Surveyed {
                n,
                role: Role::Thread(*form),
                is_page: false,
            })
            .collect();
        gather(&export, &surveyed)
    }

    #[test]
    fn files_are_ordered_by_their_numbers_the_oldest_first() {
        let found = threads(&[
            ("messages/inbox/k_1/message_1.json", Form::Json),
            ("messages/inbox/k_1/message_10.json", Form::Json),
            ("messages/inbox/k_1/message_2.json", Form::Json),
            ("other/messages/inbox/k_1/message_9.json", Form::Json),
            ("messages/archived_threads/k_1/message_1.json", Form::Json),
        ]);
        assert_eq!(found.len(), 2);
        let numbers: Vec<u32> = found[0].files.iter().map(|f| f.n).collect();
        assert_eq!(numbers, [10, 9, 2, 1]);
        assert_eq!(found[0].missing_numbers(), [3, 4, 5, 6, 7, 8]);
        assert_eq!(found[0].named(Some("inbox/other")).1, "inbox/k_1");
    }

    #[test]
    fn a_lone_file_states_its_own_place() {
        let found = threads(&[("message_1.json", Form::Json)]);
        assert_eq!(
            found[0].named(Some("inbox/k_1")),
            ("inbox".into(), "inbox/k_1".into())
        );
        assert_eq!(found[0].named(None).1, "message");
        let moved = threads(&[("stuff/k_1/message_1.json", Form::Json)]);
        assert_eq!(moved[0].named(Some("inbox/k_1")).1, "inbox/k_1");
        assert_eq!(moved[0].named(Some("inbox/l_2")).1, "k_1");
    }

    #[test]
    fn no_two_threads_have_one_id() {
        let found = threads(&[
            ("a/messages/inbox/k_1/message_1.html", Form::Html),
            ("b/messages/inbox/k_1/message_1.json", Form::Json),
        ]);
        let mut ids = Ids::reserving(&found);
        let given: Vec<String> = found
            .iter()
            .map(|t| ids.give(t.path_id(), t.form))
            .collect();
        assert_eq!(given, ["inbox/k_1/html", "inbox/k_1"]);
    }
}
