//! Authorities and their forms: `data/authorities/<id>/authority.json` and `form.json`.
//!
//! Every claim about an office carries its source and the day on which it was looked up.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A way to reach an authority, with where that is known from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// `portal`, `website`, `helpline`, `phone`, `email`.
    pub kind: String,
    /// The number or address.
    pub value: String,
    /// Where that is known from.
    pub source: String,
    /// The day on which it was looked up, `2026-11-24`.
    pub as_of: String,
    /// `certain`, `probable`, `unknown`.
    pub confidence: String,
}

/// An office of an authority. Only cities are shipped where no address is sure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The city.
    pub city: String,
    /// The address, where a source is good enough to print it.
    pub address: Option<String>,
    /// `certain`, `probable`, `unknown`.
    pub confidence: String,
}

/// A limit of what may be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is limited, such as `upload-bytes`.
    pub kind: String,
    /// The number.
    pub value: u64,
    /// Where that is known from.
    pub source: String,
    /// The day on which it was looked up.
    pub as_of: String,
    /// `certain`, `probable`, `unknown` (our guess).
    pub confidence: String,
}

/// To whom a complaint is addressed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its id, the same as the folder's name.
    pub id: String,
    /// Its name in English.
    pub name: String,
    /// What it is there for.
    pub role: String,
    /// The lines of the address of a letter, without the city.
    pub to: Vec<String>,
    /// Ways to reach it.
    pub channels: Vec<Channel>,
    /// Its offices.
    pub offices: Vec<Office>,
    /// What may be handed in.
    pub limits: Vec<Limit>,
    /// The day on which all of this was looked up.
    pub as_of: String,
    /// Where the name and the role are known from.
    pub sources: Vec<String>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRow {
    /// The key into the particulars of the case.
    pub key: String,
    /// Its label.
    pub label: String,
    /// `text`, `long`, `cnic`, `mobile`, `choice`.
    pub kind: String,
    /// Whether the authority asks for it.
    pub required: bool,
    /// The choices.
    #[serde(default)]
    pub options: Vec<String>,
}

/// Fields under one label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRow {
    /// The label.
    pub label: String,
    /// The fields.
    pub fields: Vec<FieldRow>,
}

/// What an authority wants to be handed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its id.
    pub id: String,
    /// The parts of the papers, in order.
    pub parts: Vec<String>,
    /// How the letter begins.
    pub salutation: String,
    /// The particulars of the complainant.
    pub complainant: Vec<GroupRow>,
    /// What may be written about the respondent by hand.
    pub respondent: Vec<FieldRow>,
    /// What is asked for when the complainant says nothing else.
    pub asks: Vec<String>,
    /// What to take along, with a remark.
    pub take: Vec<[String; 2]>,
    /// Where the fields are known from.
    pub sources: Vec<String>,
    /// The day on which they were looked up.
    pub as_of: String,
    /// `certain`, `probable`, `unknown`.
    pub confidence: String,
}

type Shelf = BTreeMap<String, (Authority, Form)>;

static ALL: LazyLock<Shelf> = LazyLock::new(|| {
    let ids = super::files().into_iter().filter_map(|(path, _)| {
        path.strip_prefix("authorities/")?
            .strip_suffix("/authority.json")
    });
    ids.filter_map(|id| Some((id.to_owned(), read(id).ok()?)))
        .collect()
});

fn read(id: &str) -> Result<(Authority, Form), String> {
    Ok((
        super::load(&format!("authorities/{id}/authority.json"))?,
        super::load(&format!("authorities/{id}/form.json"))?,
    ))
}

/// An authority and its form, by id such as `pk-nccia`.
#[must_use]
pub fn authority(id: &str) -> Option<(&'static Authority, &'static Form)> {
    ALL.get(id).map(|(authority, form)| (authority, form))
}

/// The ids of all authorities, sorted.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    ALL.keys().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_fits_its_type_and_says_where_it_is_known_from() {
        let ids: Vec<&str> = super::super::files()
            .into_iter()
            .filter_map(|(path, _)| {
                path.strip_prefix("authorities/")?
                    .split_once('/')
                    .map(|(id, _)| id)
            })
            .collect();
        assert!(ids.contains(&"pk-nccia"));
        for id in ids {
            let (authority, form) = read(id).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(authority.id, id);
            let days = [&authority.as_of, &form.as_of]
                .into_iter()
                .chain(authority.channels.iter().map(|c| &c.as_of));
            for day in days.chain(authority.limits.iter().map(|l| &l.as_of)) {
                assert!(day.parse::<chrono::NaiveDate>().is_ok(), "{id}: {day}");
            }
            assert!(
                !authority.sources.is_empty()
                    && authority.channels.iter().all(|c| !c.source.is_empty())
            );
            let fields = form
                .complainant
                .iter()
                .flat_map(|g| &g.fields)
                .chain(&form.respondent);
            for field in fields {
                assert!(
                    ["text", "long", "cnic", "mobile", "choice"].contains(&field.kind.as_str()),
                    "{id}: {}",
                    field.key
                );
                assert_eq!(
                    field.kind == "choice",
                    !field.options.is_empty(),
                    "{id}: {}",
                    field.key
                );
            }
        }
    }

    #[test]
    fn numbers_that_no_longer_reach_the_agency_are_never_shipped() {
        let (authority, _) = authority("pk-nccia").unwrap();
        for dead in ["1991", "9911", "051-9106384", "0336-6006060"] {
            assert!(authority.channels.iter().all(|c| c.value != dead), "{dead}");
        }
    }
}
