//! The words of notes, errors and verdicts: one file a code in `data/notes/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A text in the languages of the console. Paper languages may be added to the files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Phrase {
    /// English.
    pub en: String,
    /// Roman Urdu, as people type it.
    #[serde(rename = "ur-Latn")]
    pub roman: String,
}

impl Phrase {
    /// The text in a language: `ur-Latn` in Roman Urdu, all else in English.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        if language == "ur-Latn" {
            &self.roman
        } else {
            &self.en
        }
    }
}

/// The words of one code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteWords {
    /// The code, the same as the file's name.
    pub code: String,
    /// What is the matter, in one or two sentences. `{name}` stands for a fact of the note or error.
    pub problem: Phrase,
    /// What to do about it.
    pub do_this: Phrase,
    /// The page of `saboot explain`.
    pub explain: Phrase,
}

static ALL: LazyLock<BTreeMap<String, NoteWords>> = LazyLock::new(|| {
    let paths = super::files()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("notes/"));
    let words = paths.filter_map(|path| super::load::<NoteWords>(path).ok());
    words.map(|words| (words.code.clone(), words)).collect()
});

/// The words of a code, such as `C-CUT-01`.
#[must_use]
pub fn words(code: &str) -> Option<&'static NoteWords> {
    ALL.get(code)
}

/// The words of every code, by code.
pub fn all() -> impl Iterator<Item = &'static NoteWords> {
    ALL.values()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn well_formed(code: &str) -> bool {
        let mut parts = code.split('-');
        let letter = parts
            .next()
            .is_some_and(|l| matches!(l, "E" | "C" | "S" | "V"));
        let rest: Vec<&str> = parts.collect();
        letter
            && !rest.is_empty()
            && rest.iter().all(|p| {
                !p.is_empty()
                    && p.bytes()
                        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            })
    }

    #[test]
    fn every_file_of_notes_has_its_code_as_name_and_words_in_both_languages() {
        let files = super::super::files()
            .into_iter()
            .filter(|(path, _)| path.starts_with("notes/"));
        for (path, _) in files {
            let words: NoteWords = super::super::load(path).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(path, format!("notes/{}.json", words.code));
            assert!(well_formed(&words.code), "{path}");
            for phrase in [&words.problem, &words.do_this, &words.explain] {
                for text in [&phrase.en, &phrase.roman] {
                    assert!(text.len() > 3 && !text.contains('!'), "{path}");
                }
                assert!(
                    phrase.en != phrase.roman,
                    "{path}: the Roman Urdu is the English"
                );
                assert!(
                    phrase.roman.is_ascii(),
                    "{path}: the console shows no Urdu script"
                );
            }
        }
    }

    #[test]
    fn an_unknown_language_is_answered_in_english() {
        let phrase = Phrase {
            en: "a".into(),
            roman: "b".into(),
        };
        assert_eq!(
            ["en", "ur-Latn", "xx"].map(|l| phrase.in_language(l)),
            ["a", "b", "a"]
        );
    }
}
