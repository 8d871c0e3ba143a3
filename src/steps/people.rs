//! `saboot people`: lists labels, and takes down who is who.

use super::case::{OpenCase, label_text};
use super::{Failure, World};
use crate::model::exhibit::ChosenBy;
use crate::model::{Address, Place, Role, Span, WorkAct};
use crate::store::index::Label;

/// A label with what the index counted and what a person declared.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow {
    /// The label.
    pub label: Label,
    /// Who it is, where somebody said.
    pub role: Option<Role>,
    /// Labels that were declared to be the same person.
    pub same: Vec<Address>,
    /// Numbers that were written down.
    pub numbers: Vec<String>,
}

/// Every label of the case.
///
/// # Errors
/// The index refuses.
pub fn list(open: &OpenCase) -> Result<Vec<PersonRow>, Failure> {
    let rows = open.index.labels(None)?.into_iter().map(|label| {
        let person = open.case.person(label.address);
        let same = person.map(|p| {
            p.labels
                .iter()
                .copied()
                .filter(|l| *l != label.address)
                .collect()
        });
        let numbers = person.map(|p| p.numbers.iter().map(|n| n.number.clone()).collect());
        PersonRow {
            role: person.and_then(|p| p.role),
            same: same.unwrap_or_default(),
            numbers: numbers.unwrap_or_default(),
            label,
        }
    });
    Ok(rows.collect())
}

/// Checks that this is a label of the case.
///
/// # Errors
/// It is no label, or nothing stands there.
pub fn check_label(open: &OpenCase, label: Address) -> Result<(), Failure> {
    let span = Span {
        first: label,
        last: None,
    };
    if !matches!(label.place, Place::Party(_)) {
        return Err(Failure::NotALabel(span));
    }
    label_text(&open.index, label)?
        .map(|_| ())
        .ok_or(Failure::NoSuchItem(span))
}

/// Says who some labels are.
///
/// # Errors
/// One is no label of the case, or the log cannot be written.
pub fn set_role(
    open: &mut OpenCase,
    labels: &[Address],
    role: Role,
    by: ChosenBy,
    world: &World<'_>,
) -> Result<(), Failure> {
    labels
        .iter()
        .try_for_each(|label| check_label(open, *label))?;
    let entries = labels.iter().map(|label| {
        world.entry(
            WorkAct::Role {
                label: *label,
                role,
            },
            by,
        )
    });
    open.work(entries.collect())
}

/// Says that some labels are one person.
///
/// # Errors
/// One is no label of the case, or the log cannot be written.
pub fn join(
    open: &mut OpenCase,
    labels: &[Address],
    by: ChosenBy,
    world: &World<'_>,
) -> Result<(), Failure> {
    labels
        .iter()
        .try_for_each(|label| check_label(open, *label))?;
    let joined = open.case.person(
        labels
            .first()
            .copied()
            .unwrap_or(Address::source(crate::model::SourceId::first())),
    );
    if joined.is_some_and(|p| labels.iter().all(|l| p.labels.contains(l))) {
        return Ok(());
    }
    open.work(vec![world.entry(
        WorkAct::Same {
            labels: labels.to_vec(),
        },
        by,
    )])
}

/// Writes down the number behind a label.
///
/// # Errors
/// It is no label or no number, or the log cannot be written.
pub fn set_number(
    open: &mut OpenCase,
    label: Address,
    typed: &str,
    basis: Option<String>,
    by: ChosenBy,
    world: &World<'_>,
) -> Result<String, Failure> {
    check_label(open, label)?;
    let number = read_number(typed).ok_or(Failure::NotANumber)?;
    open.work(vec![world.entry(
        WorkAct::Number {
            label,
            number: number.clone(),
            basis,
        },
        by,
    )])?;
    Ok(number)
}

/// A telephone number in E.164 form; without a country code it is taken as Pakistan's (ITU-T E.164, +92).
#[must_use]
pub fn read_number(typed: &str) -> Option<String> {
    // Letters on the keys of old telephones are no number that stands in a chat.
    if typed.chars().any(char::is_alphabetic) {
        return None;
    }
    let kept: String = typed
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(c, '\u{200e}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    let number = phonenumber::parse(Some(phonenumber::country::PK), &kept).ok()?;
    // The numbering plan is not asked: a number that no operator gives out yet still stands in the chat.
    let digits = number.code().value().to_string().len() + number.national().to_string().len();
    (8..=15)
        .contains(&digits)
        .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, read) in [
            ("0300 0000000", Some("+923000000000")),
            ("+92 300 0000000", Some("+923000000000")),
            (
                "\u{202a}+92\u{a0}300\u{a0}0000000\u{202c}",
                Some("+923000000000"),
            ),
            ("0092-300-0000000", Some("+923000000000")),
            ("+44 7700 900123", Some("+447700900123")),
            ("Kashif", None),
            ("0300-FLOWERS", None),
            ("12", None),
        ] {
            assert_eq!(read_number(typed).as_deref(), read, "{typed}");
        }
    }
}
