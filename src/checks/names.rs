//! C-NAME-01: a label of the respondent is a saved name, and nobody wrote its number down. A name proves nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Doubt, Whole};
use crate::model::locator::Place;
use crate::model::{Address, Note, Record, Role, Severity, SourceId};

/// The labels of each source by first appearance.
#[derive(Default)]
pub(super) struct Names {
    labels: BTreeMap<SourceId, Vec<Arc<str>>>,
}

impl Names {
    fn text(&self, label: Address) -> Option<&Arc<str>> {
        let Place::Party(n) = label.place else {
            return None;
        };
        self.labels
            .get(&label.source)?
            .get(usize::try_from(n.checked_sub(1)?).ok()?)
    }
}

impl Doubt for Names {
    fn see(&mut self, record: &Record) {
        if let Some(sender) = &record.sender {
            let known = self.labels.entry(record.address.source).or_default();
            if !known.contains(sender) {
                known.push(Arc::clone(sender));
            }
        }
    }

    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let respondents = whole
            .case
            .people
            .iter()
            .filter(|p| p.role == Some(Role::Respondent));
        let mut notes = Vec::new();
        for person in respondents {
            let bare = person.labels.iter().filter(|label| {
                let is_number = self.text(**label).is_none_or(|text| is_number(text));
                !is_number && !person.numbers.iter().any(|n| n.label == **label)
            });
            notes.extend(bare.map(|label| doubt(whole, *label)));
        }
        notes
    }
}

/// What is missing behind a name depends on the app: a telephone number, or the address of a profile.
fn doubt(whole: &Whole<'_>, label: Address) -> Note {
    let is_of_phone = |format: &str| format.starts_with("whatsapp");
    let source = whole.sources.iter().find(|s| s.source == label.source);
    if source.is_none_or(|s| is_of_phone(&s.format)) {
        let text = "This label is a saved name without a number. Open the contact on the phone, read the number and write it down.";
        return Note::new("C-NAME-01", Severity::Check, label, text);
    }
    let text = "This account is known by a name that anybody can take. Open its profile and write down the whole web address and the numeric id.";
    Note::new("C-NAME-02", Severity::Check, label, text)
}

/// A label that is itself a number: a plus, then digits and the signs that stand between them.
fn is_number(label: &str) -> bool {
    let mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown: String = label.chars().filter(|c| !mark(*c)).collect();
    let rest = shown.trim().strip_prefix('+');
    rest.is_some_and(|rest| {
        let digits = rest.chars().filter(char::is_ascii_digit).count();
        digits >= 8
            && rest.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '\u{2011}')
            })
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};
    use crate::model::Role;

    #[test]
    fn a_saved_name_is_noted_until_its_number_is_written_down() {
        for (label, number, expected) in [
            ("Kashif", None, 1),
            ("Kashif", Some("+923000000000"), 0),
            ("\u{202a}+92\u{a0}300\u{a0}0000000\u{202c}", None, 0),
            ("+1", None, 1),
        ] {
            let mut fixture = Fixture::default();
            fixture.message("S1", label, "2026-09-01T10:00:00", "x");
            fixture.role("S1:P1", Role::Respondent, number);
            assert_eq!(
                codes(&fixture.check(), "C-NAME-01").len(),
                expected,
                "{label}"
            );
        }
    }
}
