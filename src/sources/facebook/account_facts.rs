//! Whose account it is and on which clock its pages run, from the members that state it, in the order of their worth.

use super::survey::{Form, Role, Surveyed, may_be_text};
use super::threads::ThreadFiles;
use crate::model::{Address, Basis, Export, Note, Owner, Severity, SourceId, Zone};
use crate::sources::media_files::file_name;
use crate::sources::{Hints, account, messenger_html};

/// What a source says about its account.
#[derive(Debug, Default)]
pub struct AccountFacts {
    pub owner: Option<Owner>,
    pub zone: Option<Zone>,
    pub notes: Vec<Note>,
}

/// Members that may state the owner or the zone, the better ones first.
const STATING: [&str; 4] = [
    "profile_information",
    "personal_information",
    "autofill_information",
    "timezone",
];
/// So many pages are asked for their head.
const PAGES_ASKED: usize = 3;

/// Reads the few members that state it. A person's declaration of the zone stands before what the source says.
pub fn account_facts(
    export: &Export,
    id: SourceId,
    surveyed: &[Surveyed],
    threads: &[ThreadFiles],
    hints: &Hints,
) -> AccountFacts {
    let mut facts = AccountFacts::default();
    for stem in STATING {
        for member in export.readable().filter(|m| may_be_text(m, export)) {
            let name = file_name(&member.name);
            if !name
                .rsplit_once('.')
                .is_some_and(|(s, _)| s.eq_ignore_ascii_case(stem))
            {
                continue;
            }
            let Ok(bytes) = export.bytes(member.n) else {
                continue;
            };
            let said = account::read_facts(&member.name, &bytes);
            if let (None, Some((name, basis))) = (&facts.owner, said.owner) {
                facts.owner = Some(Owner { name, basis });
            }
            if let (None, Some((name, basis, rule))) = (&facts.zone, said.zone) {
                facts.zone = Some(Zone {
                    name,
                    basis,
                    rule: rule.to_owned(),
                    witness: None,
                });
            }
        }
    }
    let has_pages = surveyed
        .iter()
        .any(|s| s.is_page && matches!(s.role, Role::Thread(_) | Role::Account));
    if has_pages && (facts.owner.is_none() || facts.zone.is_none()) {
        facts.ask_pages(export, id, threads);
    }
    if let Some(declared) = &hints.zone {
        facts.zone = Some(declared.clone());
    } else if facts.zone.is_none() && has_pages {
        facts.zone = Some(Zone::pakistan());
        let text = "The export states no time zone; Pakistan's is assumed.";
        let note = Note::new("C-TIME-01", Severity::Info, id, text);
        facts.notes.push(note.with("zone", "Asia/Karachi"));
    }
    facts
}

impl AccountFacts {
    /// The heads of pages name the owner and the offset of the clock on the day of making.
    fn ask_pages(&mut self, export: &Export, id: SourceId, threads: &[ThreadFiles]) {
        let pages = threads.iter().filter(|t| t.form == Form::Html);
        for page in pages.filter_map(|t| t.files.last()).take(PAGES_ASKED) {
            let Ok(bytes) = export.bytes(page.member) else {
                continue;
            };
            let head = messenger_html::read_head(&bytes);
            if let (None, Some(name)) = (&self.owner, head.owner) {
                self.owner = Some(Owner {
                    name,
                    basis: Basis::Stated,
                });
            }
            if let (None, Some(offset)) = (&self.zone, head.display_offset)
                && let Some(name) = zone_of_offset(&offset)
            {
                self.zone = Some(Zone {
                    name,
                    basis: Basis::Inferred,
                    rule: "page-offset".into(),
                    witness: None,
                });
                let text = "The page states the offset of its clock on the day it was made; at other times of the year it may have been another.";
                let place = Address::member(id, page.member);
                self.notes
                    .push(Note::new("C-FB-51", Severity::Info, place, text).with("offset", offset));
            }
            if self.owner.is_some() && self.zone.is_some() {
                break;
            }
        }
    }
}

/// The zone without summer time that has this offset, such as `+05:00`. Pakistan has had none since 2009.
fn zone_of_offset(offset: &str) -> Option<String> {
    let (sign, rest) = match offset.chars().next()? {
        '+' => ('-', &offset[1..]),
        // The names of fixed zones count the other way round.
        '-' => ('+', &offset[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let name = match (sign, hours, minutes) {
        ('-', "05", "00") => "Asia/Karachi".to_owned(),
        ('-', "05", "30") => "Asia/Kolkata".to_owned(),
        ('-', "05", "45") => "Asia/Kathmandu".to_owned(),
        ('-', "04", "30") => "Asia/Kabul".to_owned(),
        ('-', "06", "30") => "Asia/Yangon".to_owned(),
        ('-', "03", "30") => "Asia/Tehran".to_owned(),
        (_, "00", "00") => "Etc/UTC".to_owned(),
        (sign, hours, "00") => {
            let hours: u32 = hours.parse().ok().filter(|h| *h <= 12)?;
            format!("Etc/GMT{sign}{hours}")
        }
        _ => return None,
    };
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_a_zone_where_one_is_known() {
        for (offset, zone) in [
            ("+05:00", Some("Asia/Karachi")),
            ("+05:30", Some("Asia/Kolkata")),
            ("-07:00", Some("Etc/GMT+7")),
            ("+04:00", Some("Etc/GMT-4")),
            ("+00:00", Some("Etc/UTC")),
            ("+09:30", None),
            ("5", None),
            ("", None),
            ("۵", None),
        ] {
            assert_eq!(zone_of_offset(offset).as_deref(), zone, "{offset}");
        }
    }
}
