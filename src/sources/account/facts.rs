//! Whose account it is and which clock it runs on, where a file of the account says so.

use std::str::FromStr;

use chrono_tz::Tz;
use serde_json::Value;

use super::element::Reader;
use super::outline::outline;
use super::page;
use super::pick::pick;
use super::sections::sections;
use crate::model::Basis;
use crate::sources::json::MARK;

/// What the account says about itself as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whose account it is, and how that is known.
    pub owner: Option<(String, Basis)>,
    /// The clock of the account as an IANA name, how that is known, and by which rule.
    pub zone: Option<(String, Basis, &'static str)>,
}

/// The rule by which the zone is known: a file of the account states it.
const ZONE_RULE: &str = "account-timezone";

/// Where a profile states the full name of its owner.
const FULL_NAME: [&str; 2] = ["profile_v2.name.full_name", "profile.name.full_name"];

/// Where the owner's name stands among what forms are filled with. A person may fill in another's, so it is inferred.
const FILLED_NAME: [&str; 2] = [
    "autofill_information_v2.FULL_NAME",
    "autofill_information.FULL_NAME",
];

/// The owner and the zone that a JSON member states.
pub fn of_json(name: &str, bytes: &[u8]) -> Facts {
    let texts = outline(name, bytes).texts;
    let start = bytes.strip_prefix(MARK).unwrap_or(bytes).trim_ascii();
    let Some(whole) = &Reader::new(texts).value(start) else {
        return Facts::default();
    };
    let mut facts = Facts::default();
    let only = |paths: &[&str]| {
        let found = paths.iter().flat_map(|path| pick(whole, path));
        let lists = found.flat_map(|found| match found {
            Value::Array(list) => list.iter().collect(),
            other => vec![other],
        });
        let mut names: Vec<&str> = lists.filter_map(Value::as_str).collect();
        names.dedup();
        match names[..] {
            [name] if !name.is_empty() => Some(name.to_owned()),
            _ => None,
        }
    };
    let stated = only(&FULL_NAME).map(|name| (name, Basis::Stated));
    facts.owner = stated.or_else(|| only(&FILLED_NAME).map(|name| (name, Basis::Inferred)));
    if is_of_zone(name) || !pick(whole, "timezone_v2").is_empty() {
        let paths = ["timezone_v2", "label_values.value"];
        let values = paths.iter().flat_map(|path| pick(whole, path));
        facts.zone = zone(values.filter_map(Value::as_str));
    }
    facts
}

/// The zone that a page states.
pub fn of_page(name: &str, bytes: &[u8]) -> Facts {
    let mut facts = Facts::default();
    if is_of_zone(name) {
        let values = page::values(bytes);
        facts.zone = zone(values.iter().map(String::as_str));
    }
    facts
}

fn is_of_zone(name: &str) -> bool {
    let section = sections().of_path(name);
    section.is_some_and(|section| section.what == "timezone")
}

/// The one value that is the name of a zone. The values decide, for their labels are in the language of the account.
fn zone<'a>(values: impl Iterator<Item = &'a str>) -> Option<(String, Basis, &'static str)> {
    let mut names: Vec<&str> = values
        .map(str::trim)
        .filter(|name| Tz::from_str(name).is_ok())
        .collect();
    names.dedup();
    match names[..] {
        [name] => Some((name.to_owned(), Basis::Stated, ZONE_RULE)),
        _ => None,
    }
}
