//! Exhibits: what a person chose for the complaint. A number is never reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::locator::Address;

/// The annex that an exhibit belongs to, by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Annex {
    /// A: chats.
    #[serde(rename = "A")]
    Chats,
    /// B: screenshots.
    #[serde(rename = "B")]
    Screenshots,
    /// C: posts and profiles.
    #[serde(rename = "C")]
    Posts,
    /// D: calls and payments.
    #[serde(rename = "D")]
    Calls,
    /// E: documents.
    #[serde(rename = "E")]
    Documents,
}

impl Annex {
    /// Every annex, in order.
    pub const ALL: [Self; 5] = [
        Self::Chats,
        Self::Screenshots,
        Self::Posts,
        Self::Calls,
        Self::Documents,
    ];

    /// Its letter.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Chats => 'A',
            Self::Screenshots => 'B',
            Self::Posts => 'C',
            Self::Calls => 'D',
            Self::Documents => 'E',
        }
    }
}

/// The number of an exhibit: `A-7` in print, `A-007` on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExhibitNumber {
    /// The annex.
    pub annex: Annex,
    /// The running number in the annex, counted from 1.
    pub n: u32,
}

impl ExhibitNumber {
    /// The form used in file names: `A-007`.
    #[must_use]
    pub fn on_disk(self) -> String {
        format!("{}-{:03}", self.annex.letter(), self.n)
    }
}

impl fmt::Display for ExhibitNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.annex.letter(), self.n)
    }
}

/// The text is no exhibit number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an exhibit number such as A-7")]
pub struct NotAnExhibitNumber;

impl FromStr for ExhibitNumber {
    type Err = NotAnExhibitNumber;

    /// Accepts `A-7`, `A-007`, `a7`, `a-07`.
    fn from_str(text: &str) -> Result<Self, NotAnExhibitNumber> {
        let mut rest = text.chars();
        let letter = rest.next().ok_or(NotAnExhibitNumber)?.to_ascii_uppercase();
        let annex = Annex::ALL
            .into_iter()
            .find(|a| a.letter() == letter)
            .ok_or(NotAnExhibitNumber)?;
        let digits = rest.as_str().strip_prefix('-').unwrap_or(rest.as_str());
        if !digits.bytes().all(|c| c.is_ascii_digit()) {
            return Err(NotAnExhibitNumber);
        }
        let n = digits
            .parse()
            .ok()
            .filter(|n| *n > 0)
            .ok_or(NotAnExhibitNumber)?;
        Ok(Self { annex, n })
    }
}

impl Serialize for ExhibitNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ExhibitNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Why a thing is not shown on papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the command line say it")]
pub enum Why {
    Intimate,
    Minor,
    Bystander,
    Privileged,
    Other,
}

/// A record that was chosen for the complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// Its number.
    pub number: ExhibitNumber,
    /// The record.
    pub item: Address,
    /// The words that say why it was chosen: `threat`, `stop`, `first`, …
    pub tags: Vec<String>,
    /// How many records before and after are shown with it.
    pub context: u32,
    /// Whether a person chose it, or word lists under `--yes`.
    pub chosen_by: ChosenBy,
    /// Taken back later; its number stays used.
    pub withdrawn: bool,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ChosenBy {
    /// A person.
    #[default]
    #[serde(rename = "person")]
    Person,
    /// What `--yes` answers when nobody is asked.
    #[serde(rename = "--yes")]
    Yes,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exhibit_numbers_are_read_as_people_type_them() {
        let a7 = ExhibitNumber {
            annex: Annex::Chats,
            n: 7,
        };
        for text in ["A-7", "A-007", "a7", "a-07"] {
            assert_eq!(text.parse(), Ok(a7));
        }
        assert_eq!(
            (a7.to_string(), a7.on_disk()),
            ("A-7".into(), "A-007".into())
        );
        for text in ["", "F-1", "A", "A-0", "A--1", "A-1x", "7"] {
            assert!(text.parse::<ExhibitNumber>().is_err(), "{text}");
        }
    }
}
