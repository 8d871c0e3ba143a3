//! The accounts that the complainant attributes to the respondent, each with its basis.

use chrono::NaiveDateTime;

use super::input::PacketInput;
use super::numbers;
use super::parts::Identifier;
use super::shield::Shield;
use super::words::{Run, Words};
use super::{moment, roll};
use crate::model::exhibit::ChosenBy;
use crate::model::{Address, Person, Role};

/// An account before it is put into words.
pub struct Account<'a> {
    /// The label, such as `S1:P2`.
    pub label: Address,
    /// Its words as exported.
    pub shown: String,
    /// Its number in E.164 form, where one is known, and where that was seen.
    pub number: Option<(String, Seen<'a>)>,
    /// First and last wall clock of its records.
    pub span: Option<(NaiveDateTime, NaiveDateTime)>,
}

/// Where a number was seen.
pub enum Seen<'a> {
    /// The export writes it as the label itself; somebody may have said more about it.
    Label(Option<&'a str>),
    /// Somebody wrote it down, with the place where it was seen.
    Written(Option<&'a str>),
}

/// The people who are the respondent.
pub fn respondents<'a>(input: &PacketInput<'a>) -> impl Iterator<Item = &'a Person> {
    input
        .case
        .people
        .iter()
        .filter(|p| p.role == Some(Role::Respondent))
}

/// Every account of the respondent, by person, then by first label.
#[must_use]
pub fn accounts<'a>(input: &PacketInput<'a>) -> Vec<Account<'a>> {
    let mut all = Vec::new();
    for person in respondents(input) {
        for label in &person.labels {
            let shown = input
                .roll
                .label(*label)
                .map(|t| t.to_string())
                .unwrap_or_default();
            let span = span(input, *label);
            let written: Vec<_> = person
                .numbers
                .iter()
                .filter(|n| n.label == *label)
                .collect();
            let own = numbers::e164(&shown).map(|n| {
                let said = written.iter().find(|w| w.number == n);
                (n, Seen::Label(said.and_then(|w| w.basis.as_deref())))
            });
            if written.is_empty() || own.is_some() {
                all.push(Account {
                    label: *label,
                    shown: shown.clone(),
                    number: own,
                    span,
                });
            }
            let others = written
                .iter()
                .filter(|n| numbers::e164(&shown).as_ref() != Some(&n.number));
            all.extend(others.map(|n| Account {
                label: *label,
                shown: shown.clone(),
                number: Some((n.number.clone(), Seen::Written(n.basis.as_deref()))),
                span,
            }));
        }
    }
    all
}

fn span(input: &PacketInput<'_>, label: Address) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let of_label = input
        .roll
        .of(label.source)
        .filter(|row| roll::label_address(label.source, row.label) == label);
    let times: Vec<NaiveDateTime> = of_label.filter_map(|row| row.at).collect();
    Some((*times.iter().min()?, *times.iter().max()?))
}

/// The rows of the table: what it is, where seen, why it is attributed.
#[must_use]
pub fn identifiers(input: &PacketInput<'_>, shield: &Shield<'_>) -> Vec<Identifier> {
    let speech = input.speech();
    let asked = input
        .case
        .answers
        .get("respondent")
        .is_none_or(|a| a.by == ChosenBy::Person);
    let attributed = if asked {
        "basis_attributed"
    } else {
        "basis_not_asked"
    };
    accounts(input)
        .into_iter()
        .map(|account| {
            let (id, also, number) = match &account.number {
                Some((e164, seen)) => {
                    let mut also = Words::text(numbers::domestic(e164).unwrap_or_default());
                    if matches!(seen, Seen::Written(_)) {
                        also = also.and(", ", quoted_name(shield, &account.shown));
                    }
                    (
                        Words::exact(numbers::international(e164)),
                        also,
                        number_basis(input, shield, seen),
                    )
                }
                None => (
                    quoted_name(shield, &account.shown),
                    Words::text(speech.term("number_not_known")),
                    Words::none(),
                ),
            };
            let format = input
                .source(account.label)
                .map_or("", |s| s.format.as_str());
            let first = input
                .case
                .standing()
                .filter(|e| is_from(input, e.item, account.label))
                .map(|e| e.item)
                .next();
            Identifier {
                platform: speech.named("platform.", format),
                id,
                also,
                seen: Words(
                    account
                        .span
                        .map(|(a, b)| Run::Exact(moment::span(a, b)))
                        .into_iter()
                        .collect(),
                ),
                place: speech.say(
                    "place_of_label",
                    &[
                        ("source", Words::exact(account.label.source.to_string())),
                        ("label", Words::exact(account.label.to_string())),
                    ],
                ),
                basis: speech.say(attributed, &[]).and(" ", number),
                exhibits: input.exhibits(first),
            }
        })
        .collect()
}

fn number_basis(input: &PacketInput<'_>, shield: &Shield<'_>, seen: &Seen<'_>) -> Words {
    let speech = input.speech();
    match seen {
        Seen::Label(None) => speech.say("basis_number_in_export", &[]),
        Seen::Label(Some(more)) => speech.say("basis_number_in_export", &[]).and(
            " ",
            speech.say("basis_added", &[("where", shield.quote(more))]),
        ),
        Seen::Written(Some(place)) => {
            speech.say("basis_number_written", &[("where", shield.quote(place))])
        }
        Seen::Written(None) => speech.say("basis_number_unsaid", &[]),
    }
}

/// A name between quotation marks.
pub(super) fn quoted_name(shield: &Shield<'_>, name: &str) -> Words {
    let mut words = Words::text("“");
    words.extend(shield.quote(numbers::bare(name).trim()));
    words.push(Run::Text("”".to_owned()));
    words
}

fn is_from(input: &PacketInput<'_>, item: Address, label: Address) -> bool {
    item.source == label.source
        && input
            .roll
            .row(item)
            .is_some_and(|row| roll::label_address(item.source, row.label) == label)
}
