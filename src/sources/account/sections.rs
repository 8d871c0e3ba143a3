//! The table of sections, loaded once from `sections.json`.
//!
//! The table is data: a new section, folder or key is one more line there. See `README.md` for its columns.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// How the items of a section stand under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// In a list, or in a list one step down.
    #[default]
    List,
    /// In an object; each value is an item.
    Map,
    /// The value is the item.
    One,
}

/// What is known about a section of the account's own records.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Section {
    /// The name of its items in the record contract.
    pub what: String,
    /// The keys over its list.
    pub keys: Vec<String>,
    /// The ends of its members' paths.
    pub paths: Vec<String>,
    /// How its items stand.
    pub shape: Shape,
    /// Where the person stands whom an item is about.
    pub sender: Vec<String>,
    /// Where words of people stand.
    pub text: Vec<String>,
    /// Where its time stands, in seconds; the first that is there counts.
    pub time: Vec<String>,
    /// Where other people are named.
    pub people: Vec<String>,
    /// The export's keys and the names of the contract.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// How sure we are: H, M or L.
    pub confidence: String,
}

impl Section {
    /// Whether it stands for all that is not in the table.
    pub fn is_unknown(&self) -> bool {
        self.confidence.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "as_of")]
    _as_of: String,
    #[serde(rename = "source")]
    _source: String,
    names: HashMap<String, String>,
    sections: Vec<Section>,
}

/// The sections, findable by key and by path.
pub struct Sections {
    names: HashMap<String, String>,
    all: Vec<Section>,
    by_key: HashMap<String, usize>,
    /// Folded parts of a path's end, and the section. `*` stands for any part.
    by_path: Vec<(Vec<String>, usize)>,
    other: Section,
}

/// The table, loaded on first use.
pub fn sections() -> &'static Sections {
    static SECTIONS: OnceLock<Sections> = OnceLock::new();
    SECTIONS.get_or_init(|| {
        let table: Table = serde_json::from_str(include_str!("sections.json"))
            .expect("the table is built in and a test reads it");
        Sections::build(table)
    })
}

impl Sections {
    fn build(table: Table) -> Self {
        let mut by_key = HashMap::new();
        let mut by_path = Vec::new();
        for (i, section) in table.sections.iter().enumerate() {
            for key in &section.keys {
                by_key.insert(key.clone(), i);
            }
            for path in &section.paths {
                by_path.push((path.split('/').map(fold_pattern).collect(), i));
            }
        }
        let what = "other".to_owned();
        Self {
            names: table.names,
            all: table.sections,
            by_key,
            by_path,
            other: Section {
                what,
                ..Section::default()
            },
        }
    }

    /// The section of a key.
    pub fn of_key(&self, key: &str) -> Option<&Section> {
        self.by_key.get(key).map(|i| &self.all[*i])
    }

    /// The section that the end of a path names. Folders may precede it, and numbers and copies' marks may follow.
    pub fn of_path(&self, name: &str) -> Option<&Section> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let parts: Vec<String> = stem.split('/').map(fold_part).collect();
        let fits = |end: &Vec<String>| {
            let pairs = end.iter().rev().zip(parts.iter().rev());
            end.len() <= parts.len() && pairs.clone().all(|(end, part)| end == "*" || end == part)
        };
        let found = self.by_path.iter().find(|(end, _)| fits(end));
        found.map(|(_, i)| &self.all[*i])
    }

    /// What items are whose section is not in the table.
    pub fn other(&self) -> &Section {
        &self.other
    }

    /// The name of the contract for a key that means the same in every section.
    pub fn name_of(&self, key: &str) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }
}

fn fold_pattern(part: &str) -> String {
    if part == "*" {
        "*".to_owned()
    } else {
        fold_part(part)
    }
}

/// A part of a path without what archives and downloads change: apostrophes (`'`, `’`, `_`, lost altogether), blanks,
/// letter case, and the running number at its end.
fn fold_part(part: &str) -> String {
    let kept = part.chars().filter(char::is_ascii_alphanumeric);
    let mut folded: String = kept.map(|c| c.to_ascii_lowercase()).collect();
    let end = folded.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    folded.truncate(end);
    folded
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_read_and_says_nothing_twice() {
        let sections = sections();
        let mut keys = HashSet::new();
        let mut paths = HashSet::new();
        for section in &sections.all {
            assert!(["H", "M", "L"].contains(&section.confidence.as_str()));
            assert!(section.keys.iter().all(|key| keys.insert(key)));
            assert!(section.paths.iter().all(|path| paths.insert(path)));
        }
    }

    #[test]
    fn a_path_is_known_by_its_end_however_its_apostrophe_is_written() {
        let what = |name: &str| sections().of_path(name).map(|s| s.what.as_str());
        for (name, expected) in [
            (
                "security_and_login_information/where_you're_logged_in.json",
                Some("session"),
            ),
            (
                "facebook-x/security_and_login_information/where_you\u{2019}re_logged_in.json",
                Some("session"),
            ),
            ("where_you_re_logged_in.html", Some("session")),
            ("where_youre_logged_in (1).json", Some("session")),
            (
                "posts/your_posts__check_ins__photos_and_videos_12.json",
                Some("own_post"),
            ),
            ("a/comments_and_reactions/comments.json", Some("comment")),
            ("a/comments.json", None),
            ("activity_you're_tagged_in/photos.json", Some("tag")),
            ("tagged_in/photos.json", None),
            ("messages/inbox/x_1/message_1.json", None),
            ("", None),
        ] {
            assert_eq!(what(name), expected, "{name}");
        }
    }
}
