//! The list of spellings that the skeleton cannot bring together (`spellings.txt`).
//!
//! Sample line: `message msg msgs میسج`; a form of two words is written `بلیک+میل`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::fold::plain_words;
use super::skeleton::skeleton_of;

/// Marks the key of a group, so that it cannot be taken for a skeleton.
const GROUP_MARK: char = '\u{00A6}';

/// Squeezed keys of known spellings, with the sound key of their group.
pub(super) struct Spellings {
    single: HashMap<String, String>,
    double: HashMap<(String, String), String>,
    /// First words of the double forms, so that most words are asked only once.
    firsts: HashSet<String>,
}

impl Spellings {
    /// The list that is built into the program.
    pub(super) fn known() -> &'static Self {
        static KNOWN: OnceLock<Spellings> = OnceLock::new();
        KNOWN.get_or_init(|| Self::parse(include_str!("spellings.txt")))
    }

    fn parse(list: &str) -> Self {
        let mut spellings = Self {
            single: HashMap::new(),
            double: HashMap::new(),
            firsts: HashSet::new(),
        };
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut key = None;
            for spelling in line.split_ascii_whitespace() {
                let words: Vec<String> = spelling
                    .split('+')
                    .flat_map(plain_words)
                    .map(|word| word.squeezed)
                    .collect();
                let Some(first) = words.first() else { continue };
                // A group whose name has a skeleton takes it over, so that spellings which are not listed still fit.
                let key: &String = key.get_or_insert_with(|| {
                    skeleton_of(first).unwrap_or_else(|| format!("{GROUP_MARK}{first}"))
                });
                match words.as_slice() {
                    [word] => {
                        spellings
                            .single
                            .entry(word.clone())
                            .or_insert_with(|| key.clone());
                    }
                    [one, two] => {
                        spellings.firsts.insert(one.clone());
                        spellings
                            .double
                            .entry((one.clone(), two.clone()))
                            .or_insert_with(|| key.clone());
                    }
                    _ => {}
                }
            }
        }
        spellings
    }

    /// The key of the group that holds this word.
    pub(super) fn key_of(&self, squeezed: &str) -> Option<&str> {
        self.single.get(squeezed).map(String::as_str)
    }

    /// The key of the group that holds these two words as one form.
    pub(super) fn key_of_two(&self, one: &str, two: &str) -> Option<&str> {
        if !self.firsts.contains(one) {
            return None;
        }
        self.double
            .get(&(one.to_owned(), two.to_owned()))
            .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_one_group_only() {
        let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
        let mut twice = Vec::new();
        let lines = include_str!("spellings.txt").lines().enumerate();
        for (number, line) in lines.filter(|(_, line)| !line.starts_with('#')) {
            for spelling in line.split_ascii_whitespace() {
                let parts = spelling.split('+').flat_map(plain_words);
                let key: Vec<String> = parts.map(|word| word.squeezed).collect();
                assert!(
                    matches!(key.len(), 1 | 2),
                    "line {}: {spelling}",
                    number + 1
                );
                let before = *seen.entry(key).or_insert(number);
                if before != number {
                    twice.push(format!(
                        "{spelling}: lines {} and {}",
                        before + 1,
                        number + 1
                    ));
                }
            }
        }
        assert_eq!(twice, Vec::<String>::new());
        assert!(seen.len() > 300);
    }

    #[test]
    fn a_group_takes_the_skeleton_of_its_name_where_there_is_one() {
        let known = Spellings::known();
        assert_eq!(known.key_of("میسج"), Some("msg"));
        assert_eq!(known.key_of("bht"), known.key_of("بہت"));
        assert_eq!(known.key_of_two("بلیک", "میل"), Some("blkml"));
        assert_eq!(known.key_of_two("بلیک", "بورڈ"), None);
        assert_eq!(known.key_of("kitab"), None);
    }
}
