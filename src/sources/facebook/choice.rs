//! The threads that a person chose to have read, and those that stay closed.

use std::collections::HashSet;

use super::reading::read_head;
use super::threads::ThreadFiles;
use crate::model::Export;
use crate::sources::ChosenThreads;

/// The threads that are read, and those that are left closed.
#[derive(Debug, Default)]
pub struct Choice {
    pub read: Vec<ThreadFiles>,
    pub left: Vec<ThreadFiles>,
}

/// What a thread can be chosen by.
struct Words {
    id: String,
    title: Option<String>,
    people: Vec<String>,
}

/// Parts the chosen threads from the others. The account's owner takes part in all of them, so that name chooses none.
pub fn choose(
    export: &Export,
    threads: Vec<ThreadFiles>,
    chosen: &ChosenThreads,
    owner: Option<&str>,
) -> Choice {
    if chosen.is_all() {
        return Choice {
            read: threads,
            left: Vec::new(),
        };
    }
    let words: Vec<Words> = threads.iter().map(|t| words_of(export, t)).collect();
    let everywhere = in_all(&words);
    let mut choice = Choice::default();
    for (thread, words) in threads.into_iter().zip(&words) {
        let others = words
            .people
            .iter()
            .map(String::as_str)
            .filter(|name| owner.map_or(!everywhere.contains(name), |o| o != *name));
        let fits = chosen.fits_id(&words.id)
            || chosen.fits(words.title.as_deref().into_iter().chain(others));
        if fits {
            choice.read.push(thread);
        } else {
            choice.left.push(thread);
        }
    }
    choice
}

/// What the head of the newest file says; its paths where it cannot be read.
fn words_of(export: &Export, thread: &ThreadFiles) -> Words {
    let newest = thread.files.last().map(|f| export.bytes(f.member));
    let head = match newest {
        Some(Ok(bytes)) => read_head(thread.form, &bytes),
        _ => Default::default(),
    };
    let (_, id) = thread.named(head.thread_path.as_deref());
    Words {
        id,
        title: head.title,
        people: head.participants,
    }
}

/// Names that take part in every thread, where there are two at least.
fn in_all(words: &[Words]) -> HashSet<&str> {
    let mut peopled = words.iter().filter(|w| w.people.len() > 1);
    let names = |w: &Words| -> HashSet<String> { w.people.iter().cloned().collect() };
    let Some(first) = peopled.next() else {
        return HashSet::new();
    };
    let rest: Vec<HashSet<String>> = peopled.map(names).collect();
    if rest.is_empty() {
        return HashSet::new();
    }
    let all = first.people.iter().map(String::as_str);
    all.filter(|name| rest.iter().all(|r| r.contains(*name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(people: &[&str]) -> Words {
        Words {
            id: String::new(),
            title: None,
            people: people.iter().map(|p| (*p).to_owned()).collect(),
        }
    }

    #[test]
    fn a_name_in_every_thread_is_the_owners() {
        let all = [
            words(&["Kashif Malik", "Sana Malik"]),
            words(&["Hina", "Sana Malik"]),
            words(&[]),
        ];
        assert_eq!(in_all(&all), HashSet::from(["Sana Malik"]));
        assert_eq!(in_all(&all[..1]), HashSet::new());
    }
}
