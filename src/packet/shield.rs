//! Keeps what is withheld out of every part: records, members with their names, people who are no party.
//!
//! Every stretch of an export or of a person's typing reaches the papers through [`Shield::quote`].

use std::collections::{BTreeMap, BTreeSet};

use super::input::PacketInput;
use super::numbers;
use super::phrase::Speech;
use super::roll::{is_entry, label_address};
use super::transcript_row::RoleWord;
use super::words::{Run, Words};
use crate::model::exhibit::Why;
use crate::model::locator::Place;
use crate::model::{Address, Kind, Record, Role, SourceId};

/// What must not be printed, and what stands in its place.
pub struct Shield<'a> {
    speech: Speech<'a>,
    records: BTreeMap<Address, Why>,
    members: BTreeMap<(SourceId, u32), Why>,
    aliases: BTreeMap<Address, String>,
    /// Strings and their stand-ins, longest first.
    hidden: Vec<(String, String)>,
}

impl<'a> Shield<'a> {
    /// Gathers what is withheld in a case. A withheld record takes its files with it.
    #[must_use]
    pub fn new(input: &PacketInput<'a>) -> Self {
        let speech = input.speech();
        let mut shield = Self {
            speech,
            records: BTreeMap::new(),
            members: BTreeMap::new(),
            aliases: BTreeMap::new(),
            hidden: Vec::new(),
        };
        for (address, held) in &input.case.withheld {
            match (address.place, address.member) {
                (Place::Whole, Some(n)) => {
                    shield.members.insert((address.source, n), held.why);
                }
                _ => {
                    shield.records.insert(*address, held.why);
                }
            }
            let record = input.records.get(address);
            // A picture or file that was withheld by its record.
            if let Some(record) = record.filter(|r| r.kind == Kind::Item && !is_entry(r)) {
                shield
                    .members
                    .insert((address.source, record.member_n), held.why);
            }
            for attachment in record.into_iter().flat_map(|r| &r.attachments) {
                shield
                    .members
                    .extend(attachment.member_n.map(|n| ((address.source, n), held.why)));
            }
        }
        shield.follow_bytes(input);
        let names = shield.withheld_names(input);
        let stand_in = speech.term("name_withheld");
        let mut hidden: BTreeSet<(String, String)> = names
            .into_iter()
            .map(|name| (name, stand_in.clone()))
            .collect();
        shield.name_people(input, &mut hidden);
        // A word that also names a shown person stays: without it the papers could not say who wrote.
        let shown = |text: &str| {
            let parties = input
                .case
                .people
                .iter()
                .filter(|p| matches!(p.role, Some(Role::Complainant | Role::Respondent)));
            let mut labels = parties
                .flat_map(|p| &p.labels)
                .filter_map(|l| input.roll.label(*l));
            labels.any(|label| numbers::bare(label).eq_ignore_ascii_case(&numbers::bare(text)))
        };
        shield.hidden = hidden
            .into_iter()
            .filter(|(text, _)| text.chars().count() >= 3 && !shown(text))
            .collect();
        shield
            .hidden
            .sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        shield
    }

    /// The same bytes under another name or in another source are withheld too.
    fn follow_bytes(&mut self, input: &PacketInput<'_>) {
        let members: Vec<_> = input
            .sources
            .iter()
            .flat_map(|s| s.members.iter().map(|m| ((s.source, m.n), m.sha256)))
            .collect();
        let held: BTreeMap<_, Why> = members
            .iter()
            .filter_map(|(at, digest)| Some(((*digest)?, *self.members.get(at)?)))
            .collect();
        for (at, digest) in members {
            if let Some(why) = digest.and_then(|d| held.get(&d)) {
                self.members.entry(at).or_insert(*why);
            }
        }
    }

    fn withheld_names(&self, input: &PacketInput<'_>) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (source, member) in input
            .sources
            .iter()
            .flat_map(|s| s.members.iter().map(move |m| (s.source, m)))
        {
            if self.members.contains_key(&(source, member.n)) {
                names.insert(member.name.to_string());
                names.extend(member.name.rsplit('/').next().map(str::to_owned));
            }
        }
        let of_records = self
            .records
            .keys()
            .filter_map(|a| input.records.get(a))
            .flat_map(|r| &r.attachments);
        names.extend(of_records.filter_map(|a| a.name.clone()));
        names
    }

    /// Bystanders and minors get one alias each, the same everywhere; their labels and numbers are never printed.
    fn name_people(&mut self, input: &PacketInput<'_>, hidden: &mut BTreeSet<(String, String)>) {
        let mut counts = BTreeMap::new();
        for person in &input.case.people {
            let term = match person.role {
                Some(Role::Bystander) => "bystander",
                Some(Role::Minor) => "minor",
                _ => continue,
            };
            let n: &mut u32 = counts.entry(term).or_default();
            *n += 1;
            let alias = format!("{}\u{a0}{n}", self.speech.term(term));
            for label in &person.labels {
                self.aliases.insert(*label, alias.clone());
                hidden.extend(
                    input
                        .roll
                        .label(*label)
                        .map(|text| (numbers::bare(text), alias.clone())),
                );
                hidden.extend(
                    input
                        .roll
                        .label(*label)
                        .map(|text| (text.to_string(), alias.clone())),
                );
            }
            let typed = person.numbers.iter().map(|n| n.number.clone());
            let labelled = person
                .labels
                .iter()
                .filter_map(|l| numbers::e164(input.roll.label(*l)?));
            for number in typed.chain(labelled) {
                hidden.extend(
                    numbers::ways_to_write(&number)
                        .into_iter()
                        .map(|way| (way, alias.clone())),
                );
            }
        }
    }

    /// Why a record is withheld.
    #[must_use]
    pub fn record(&self, address: Address) -> Option<Why> {
        self.records.get(&address).copied()
    }

    /// Why a member is withheld.
    #[must_use]
    pub fn member(&self, source: SourceId, n: u32) -> Option<Why> {
        self.members.get(&(source, n)).copied()
    }

    /// Every withheld member.
    pub fn members(&self) -> impl Iterator<Item = ((SourceId, u32), Why)> {
        self.members.iter().map(|(member, why)| (*member, *why))
    }

    /// Every withheld record.
    pub fn records(&self) -> impl Iterator<Item = (Address, Why)> {
        self.records.iter().map(|(address, why)| (*address, *why))
    }

    /// The strings that must not be found in any paper, for the check before release.
    #[must_use]
    pub fn strings(&self) -> Vec<&str> {
        self.hidden.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// The alias of a bystander or a minor.
    #[must_use]
    pub fn alias(&self, label: Address) -> Option<&str> {
        self.aliases.get(&label).map(String::as_str)
    }

    /// Who sent a record, in the words of the papers.
    #[must_use]
    pub fn role_text(&self, source: SourceId, label: u32, role: RoleWord) -> String {
        match role {
            RoleWord::Bystander | RoleWord::Minor => self
                .alias(label_address(source, label))
                .map_or_else(|| self.speech.term("bystander"), str::to_owned),
            RoleWord::Complainant => self.speech.term("role_complainant"),
            RoleWord::Respondent => self.speech.term("role_respondent"),
            RoleWord::System => self.speech.term("role_system"),
            RoleWord::Unknown => self.speech.term("role_unknown"),
        }
    }

    /// The label of a record's sender as exported; nothing for people who are no party.
    #[must_use]
    pub fn label(&self, record: &Record, role: RoleWord) -> Words {
        match (&record.sender, role) {
            (Some(sender), RoleWord::Complainant | RoleWord::Respondent | RoleWord::Unknown) => {
                self.quote(sender)
            }
            _ => Words::none(),
        }
    }

    /// Characters of an export or of a person, with a visible stand-in for everything that is withheld.
    #[must_use]
    pub fn quote(&self, text: &str) -> Words {
        let mut words = Words::none();
        let mut rest = text;
        while let Some((at, hidden, stand_in)) = self.first_hidden(rest) {
            if at > 0 {
                words.push(Run::Quote(rest[..at].to_owned()));
            }
            words.push(Run::Ours(stand_in.to_owned()));
            rest = &rest[at + hidden..];
        }
        if !rest.is_empty() {
            words.push(Run::Quote(rest.to_owned()));
        }
        words
    }

    /// Where the first hidden string begins, how long it is, and what stands for it. The longest wins at one place.
    fn first_hidden(&self, text: &str) -> Option<(usize, usize, &str)> {
        let found = self.hidden.iter().filter_map(|(hidden, stand_in)| {
            let at = position(text, hidden)?;
            Some((at, hidden.len(), stand_in.as_str()))
        });
        found.min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)))
    }
}

/// Where `word` stands in `text`, in any case of Latin letters. A name counts as a whole word only; a number or the
/// name of a file counts anywhere.
fn position(text: &str, word: &str) -> Option<usize> {
    let anywhere = word.contains(|c: char| c.is_ascii_digit() || c == '.');
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (from, to) = (joins(word.chars().next()), joins(word.chars().next_back()));
    // Lowering ASCII letters keeps every byte in its place.
    let (folded, word) = (text.to_ascii_lowercase(), word.to_ascii_lowercase());
    let mut found = folded.match_indices(&word).map(|(at, _)| at);
    found.find(|at| {
        let before = from && joins(text[..*at].chars().next_back());
        let after = to && joins(text[at + word.len()..].chars().next());
        anywhere || !(before || after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_whole_word_and_a_file_anywhere() {
        for (text, word, at) in [
            ("call Sana now", "Sana", Some(5)),
            ("Sanam", "Sana", None),
            ("xSana Sana", "Sana", Some(6)),
            ("aur sana bhi", "Sana", Some(4)),
            ("xIMG-1.jpg.", "img-1.jpg", Some(1)),
            ("(0300 0000000)", "0300 0000000", Some(1)),
            ("+92 300 0000000", "+92 300 0000000", Some(0)),
            ("ثنا", "ثنا", Some(0)),
        ] {
            assert_eq!(position(text, word), at, "{text}");
        }
    }
}
