//! `data/words.json`: the final words, particulars and marks that the papers print or are made from.
//!
//! Drafts, withdrawn marks, searches and private notes are a gift to a cross-examiner. They have no field here, so
//! they cannot get in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::exhibit::ChosenBy;
use crate::model::exhibit::Why;
use crate::model::{Address, Case, Exhibit, Person};

/// The schema that `words.json` names.
pub const SCHEMA: &str = "saboot-words/1";

/// The settings that papers print. Every other setting stays in the case.
const PRINTED_SETTINGS: &[&str] = &["authority", "language", "reference", "zone"];

/// The content of `data/words.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Case reference, authority, language, zone.
    pub settings: BTreeMap<String, Value>,
    /// Her own words by topic.
    pub said: BTreeMap<String, String>,
    /// The particulars by field.
    pub particulars: BTreeMap<String, String>,
    /// Roles, numbers and the labels that are one person.
    pub people: Vec<Person>,
    /// The exhibits with their tags, withdrawn ones left out.
    pub exhibits: Vec<Exhibit>,
    /// The message that told him to stop.
    pub stop: Option<Address>,
    /// What papers cover or leave out, and why.
    pub covers: Vec<Cover>,
    /// The answers that were left to `--yes`, by question.
    pub left_to_yes: BTreeMap<String, Value>,
}

/// A thing that no paper shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The record or the member.
    pub item: Address,
    /// Why.
    pub why: Why,
    /// Neutral words that stand in its place.
    pub words: Option<String>,
}

impl Words {
    /// Takes from a case what its papers print, and nothing else.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let printed = case
            .settings
            .iter()
            .filter(|(name, _)| PRINTED_SETTINGS.contains(&name.as_str()));
        let left = case
            .answers
            .iter()
            .filter(|(_, answer)| answer.by == ChosenBy::Yes);
        let mut exhibits: Vec<Exhibit> = case
            .exhibits
            .iter()
            .filter(|e| !e.withdrawn)
            .cloned()
            .collect();
        exhibits.sort_by_key(|e| e.number);
        let covers = case.withheld.iter().map(|(item, w)| Cover {
            item: *item,
            why: w.why,
            words: w.words.clone(),
        });
        Self {
            schema: SCHEMA.to_owned(),
            settings: printed
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            said: case.said.clone(),
            particulars: case.particulars.clone(),
            people: case.people.clone(),
            exhibits,
            stop: case.stop,
            covers: covers.collect(),
            left_to_yes: left
                .map(|(question, answer)| (question.clone(), answer.value.clone()))
                .collect(),
        }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Never on values of the model; a map with keys that are no text would fail.
    pub fn print(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exhibit::Annex;
    use crate::model::{ExhibitNumber, fold::Answer};

    #[test]
    fn only_what_papers_print_gets_in() {
        let item: Address = "S1:L3".parse().unwrap();
        let exhibit = |n, withdrawn| Exhibit {
            number: ExhibitNumber {
                annex: Annex::Chats,
                n,
            },
            item,
            tags: vec!["threat".into()],
            context: 3,
            chosen_by: ChosenBy::Person,
            withdrawn,
        };
        let mut case = Case {
            exhibits: vec![exhibit(2, false), exhibit(1, true)],
            ..Case::default()
        };
        case.settings.insert("reference".into(), "R-1".into());
        case.settings
            .insert("last_search".into(), "what she looked for".into());
        case.tags
            .insert(item, vec!["a tag of a record that is no exhibit".into()]);
        case.answers.insert(
            "language".into(),
            Answer {
                value: "en".into(),
                by: ChosenBy::Person,
            },
        );
        case.answers.insert(
            "stop".into(),
            Answer {
                value: Value::Null,
                by: ChosenBy::Yes,
            },
        );

        let words = Words::of(&case);
        let text = words.print().unwrap();
        assert_eq!(serde_json::from_str::<Words>(&text).unwrap(), words);
        assert_eq!(words.exhibits, [exhibit(2, false)]);
        assert_eq!(words.settings.keys().collect::<Vec<_>>(), ["reference"]);
        assert_eq!(words.left_to_yes.keys().collect::<Vec<_>>(), ["stop"]);
        assert!(!text.contains("looked for") && !text.contains("no exhibit"));
    }
}
