//! Part 2, the letter to the authority, and the complainant's particulars on a sheet of their own.

use super::glance::asks;
use super::input::PacketInput;
use super::moment;
use super::shield::Shield;
use super::words::{Run, Words};
use super::{
    Application, Cited, Fact, Field, FieldGroup, FieldKind, PartName, Particulars, Respondent,
};
use super::{Blank, accounts};
use crate::tables::FieldRow;

pub(super) fn compose(input: &PacketInput<'_>, shield: &Shield<'_>, facts: &[Fact]) -> Application {
    let speech = input.speech();
    let story = input.story();
    let mut to = input.authority.to.clone();
    to.extend(city(input));
    let subject = if story.incident.is_empty() {
        speech.say("title_default", &[])
    } else {
        shield.quote(&story.incident)
    };
    let mut paragraphs = vec![opening(input)];
    paragraphs.extend(facts.iter().map(|f| {
        let number = Words::text(format!("{} ", f.count));
        Cited {
            text: number.and("", f.text.clone()),
            exhibits: f.exhibits.clone(),
        }
    }));
    let account = speech.say(
        if story.facts.is_empty() {
            "account_by_hand"
        } else {
            "account_on"
        },
        &[],
    );
    paragraphs.push(Cited {
        text: account,
        exhibits: Vec::new(),
    });
    if input.case.particulars.contains_key("handset") {
        paragraphs.push(Cited {
            text: speech.say("handset_available", &[]),
            exhibits: Vec::new(),
        });
    }
    Application {
        head: speech.head(PartName::Application, &[]),
        to,
        subject,
        salutation: input.form.salutation.clone(),
        paragraphs,
        asks: asks(input, shield),
    }
}

/// The city of the office, where one of the authority's stands in the particulars' city.
fn city(input: &PacketInput<'_>) -> Option<String> {
    let home = input.case.particulars.get("city")?.trim();
    let office = input
        .authority
        .offices
        .iter()
        .find(|o| o.city.eq_ignore_ascii_case(home))?;
    Some(office.city.clone())
}

fn opening(input: &PacketInput<'_>) -> Cited {
    let speech = input.speech();
    let mut times: Vec<_> = accounts::accounts(input)
        .iter()
        .filter_map(|a| a.span)
        .flat_map(|(a, b)| [a, b])
        .collect();
    times.sort_unstable();
    let text = match (times.first(), times.last()) {
        (Some(first), Some(last)) => speech.say(
            "opening",
            &[("span", Words(vec![Run::Exact(moment::span(*first, *last))]))],
        ),
        _ => speech.say("opening_open", &[]),
    };
    Cited {
        text,
        exhibits: Vec::new(),
    }
}

pub(super) fn particulars(input: &PacketInput<'_>, blanks: &mut Vec<Blank>) -> Particulars {
    let speech = input.speech();
    let groups = input.form.complainant.iter().map(|group| FieldGroup {
        label: group.label.clone(),
        fields: group
            .fields
            .iter()
            .map(|row| field(input, row, PartName::Particulars, blanks))
            .collect(),
    });
    Particulars {
        head: speech.head(PartName::Particulars, &[]),
        note: speech.say("particulars_note", &[]),
        groups: groups.collect(),
        declaration: speech.say(
            "particulars_declaration",
            &[(
                "sealed",
                Words::exact(moment::stamp(input.bundle.sealed, input.roll.zone())),
            )],
        ),
    }
}

pub(super) fn respondent(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    blanks: &mut Vec<Blank>,
) -> Respondent {
    let speech = input.speech();
    let identifiers = accounts::identifiers(input, shield);
    let note = speech.say(
        if identifiers.is_empty() {
            "respondent_nobody"
        } else {
            "respondent_note"
        },
        &[],
    );
    Respondent {
        head: speech.head(PartName::Respondent, &[]),
        note,
        identifiers,
        blanks: input
            .form
            .respondent
            .iter()
            .map(|row| field(input, row, PartName::Respondent, blanks))
            .collect(),
    }
}

/// A field with her answer, or a ruled blank; a required one that is open is listed.
fn field(
    input: &PacketInput<'_>,
    row: &FieldRow,
    part: PartName,
    blanks: &mut Vec<Blank>,
) -> Field {
    let value = input
        .case
        .particulars
        .get(&row.key)
        .map(|v| v.trim().to_owned())
        .filter(|v| !v.is_empty());
    if value.is_none() && row.required {
        blanks.push(Blank {
            part,
            key: row.key.clone(),
            label: row.label.clone(),
        });
    }
    let kind = match row.kind.as_str() {
        "long" => FieldKind::Long,
        "cnic" => FieldKind::Cnic,
        "mobile" => FieldKind::Mobile,
        "choice" => FieldKind::Choice,
        _ => FieldKind::Text,
    };
    Field {
        key: row.key.clone(),
        label: row.label.clone(),
        kind,
        options: row.options.clone(),
        value,
    }
}
