//! Word lists that order messages for human eyes. A score is never printed, stored in a bundle, or called a finding.
//!
//! Sample list:
//! ```text
//! # saboot words/1
//! # kind: threat
//! # language: ur-Latn
//! # weight: 3
//! # source: …
//! # confidence: medium
//! # as-of: 2026-11-24
//! jaan se maar
//! ```

use std::collections::HashMap;

use thiserror::Error;

use super::fold::{Level, Word, words};

/// A list that cannot be used; the number is that of its line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ListError {
    /// The first line is not `# saboot words/1`.
    #[error("the word list does not begin with \"# saboot words/1\"")]
    NoHeader,
    /// A header that every list must have is missing.
    #[error("the word list has no header \"{0}\"")]
    Missing(&'static str),
    /// The weight is not a number from 1 to 9.
    #[error("the weight of the word list is not a number from 1 to 9")]
    Weight,
    /// A line holds no word.
    #[error("line {0} of the word list holds no word")]
    Empty(usize),
}

/// One word list: entries of one kind in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordList {
    /// What the entries are about: threat, extortion, exposure, insult, contact, money.
    pub kind: String,
    /// The language tag: en, ur, ur-Latn.
    pub language: String,
    /// Where the entries come from.
    pub source: String,
    /// How far they can be trusted: low, medium, high.
    pub confidence: String,
    /// The date of the last look at the list.
    pub as_of: String,
    /// How much one entry counts, 1 to 9.
    pub weight: u32,
    /// The entries, as written: a word or a phrase each.
    pub entries: Vec<String>,
}

impl WordList {
    /// Parses a list. Lines that begin with `#` are headers or comments; empty lines do not count.
    ///
    /// # Errors
    /// [`ListError`] says what is missing.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut lines = text.lines().map(str::trim).enumerate();
        if lines.next().map(|(_, line)| line) != Some("# saboot words/1") {
            return Err(ListError::NoHeader);
        }
        let mut headers: HashMap<&str, &str> = HashMap::new();
        let mut entries = Vec::new();
        for (index, line) in lines {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some((key, value)) = comment.split_once(':') {
                    headers.entry(key.trim()).or_insert(value.trim());
                }
            } else if !line.is_empty() {
                if words(line).is_empty() {
                    return Err(ListError::Empty(index + 1));
                }
                entries.push(line.to_owned());
            }
        }
        let header = |key: &'static str| {
            headers
                .get(key)
                .filter(|value| !value.is_empty())
                .map(|value| (*value).to_owned())
                .ok_or(ListError::Missing(key))
        };
        let weight = header("weight")?
            .parse()
            .ok()
            .filter(|weight| (1..=9).contains(weight))
            .ok_or(ListError::Weight)?;
        Ok(Self {
            kind: header("kind")?,
            language: header("language")?,
            source: header("source")?,
            confidence: header("confidence")?,
            as_of: header("as-of")?,
            weight,
            entries,
        })
    }
}

/// Scores texts by word lists.
#[derive(Clone, Debug, Default)]
pub struct Ranker {
    entries: Vec<Entry>,
    /// Entries by the squeezed key and by the sound of their first word.
    by_first: HashMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Entry {
    words: Vec<Word>,
    weight: u32,
}

impl Ranker {
    /// A ranker over these lists.
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a WordList>) -> Self {
        let mut ranker = Self::default();
        for list in lists {
            for entry in &list.entries {
                let words = words(entry);
                let Some(first) = words.first() else { continue };
                let keys = [first.squeezed.clone(), first.sound()];
                for key in keys {
                    let at = ranker.by_first.entry(key).or_default();
                    if !at.contains(&ranker.entries.len()) {
                        at.push(ranker.entries.len());
                    }
                }
                ranker.entries.push(Entry {
                    words,
                    weight: list.weight,
                });
            }
        }
        ranker
    }

    /// How soon a person should look at `text`: 0 for no entry of any list; more entries, longer ones and closer ones
    /// give more. Each entry counts once.
    #[must_use]
    pub fn score(&self, text: &str) -> u32 {
        let found = words(text);
        let mut best: HashMap<usize, u32> = HashMap::new();
        for start in 0..found.len() {
            for key in [found[start].squeezed.clone(), found[start].sound()] {
                for &index in self.by_first.get(&key).into_iter().flatten() {
                    let points = self.entries[index].points(&found[start..]);
                    let before = best.entry(index).or_default();
                    *before = points.max(*before);
                }
            }
        }
        best.values().sum()
    }
}

impl Entry {
    /// Points if the entry stands at the start of `found`, else 0.
    fn points(&self, found: &[Word]) -> u32 {
        let Some(window) = found.get(..self.words.len()) else {
            return 0;
        };
        let mut worst = Level::Exact;
        for (wanted, word) in self.words.iter().zip(window) {
            let Some(level) = wanted.matches(word) else {
                return 0;
            };
            worst = worst.max(level);
        }
        let closeness = match worst {
            Level::Exact => 4,
            Level::Squeezed => 3,
            Level::Skeleton => 2,
        };
        let length = u32::try_from(self.words.len()).unwrap_or(u32::MAX).min(4);
        self.weight * closeness * length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# saboot words/1\n# kind: threat\n# language: ur-Latn\n# weight: 3\n# source: a test\n\
                        # confidence: low\n# as-of: 2026-11-24\n\njaan se maar\ntezab\n";

    #[test]
    fn a_list_says_where_it_comes_from() {
        let list = WordList::parse(LIST).expect("a whole list");
        assert_eq!(
            (list.kind.as_str(), list.weight, list.entries.len()),
            ("threat", 3, 2)
        );
        for header in [
            "kind",
            "language",
            "weight",
            "source",
            "confidence",
            "as-of",
        ] {
            let cut: String = LIST
                .lines()
                .filter(|line| !line.starts_with(&format!("# {header}")))
                .map(|line| format!("{line}\n"))
                .collect();
            assert_eq!(WordList::parse(&cut), Err(ListError::Missing(header)));
        }
        assert_eq!(WordList::parse("tezab\n"), Err(ListError::NoHeader));
        assert_eq!(
            WordList::parse(&LIST.replace(": 3", ": 30")),
            Err(ListError::Weight)
        );
        assert_eq!(
            WordList::parse(&format!("{LIST}---\n")),
            Err(ListError::Empty(11))
        );
    }

    #[test]
    fn closer_longer_and_more_entries_rank_higher() {
        let list = WordList::parse(LIST).expect("a whole list");
        let ranker = Ranker::new([&list]);
        let order = [
            "jaan se maar dunga aur tezab",
            "jaan se maar dunga",
            "jan se maaar dunga",
            "tezab",
            "tezaaab",
            "تیزاب",
            "jaan se pyara",
        ];
        let scores: Vec<u32> = order.iter().map(|text| ranker.score(text)).collect();
        assert!(
            scores.windows(2).all(|pair| pair[0] > pair[1]),
            "{scores:?}"
        );
        assert_eq!(scores.last(), Some(&0));
        assert_eq!(ranker.score("tezab tezab tezab"), ranker.score("tezab"));
    }
}
