//! Facts of a case to the papers, part by part, in the order of the form.

use qrcode::{Color, EcLevel, QrCode};

use super::input::PacketInput;
use super::parts::{Part, PartName};
use super::phrase::part_named;
use super::shield::Shield;
use super::{
    Draft, Packet, Running, RunningLabels, SCHEMA, application, checklist, chronology, counts,
    custody, declaration, doubts, glance, method, moment, next_steps, schedule, screenshots,
    statement, transcript, verify, withheld,
};
use crate::model::{Clock, Digest};

/// Composes the papers. Pure: the same input gives the same packet, on every machine.
#[must_use]
pub fn compose(input: &PacketInput<'_>) -> Packet {
    let speech = input.speech();
    let shield = Shield::new(input);
    let who = initials(input);
    let (facts, rules): (Vec<_>, Vec<_>) = counts::counted(input).into_iter().unzip();
    let (annex_b, pictures) = screenshots::compose(input, &shield);
    let sheet = withheld::compose(input, &shield);
    let annex_a = transcript::compose(input, &shield);
    // A part without content has no page, so that no page is empty.
    let empty = |part: &PartName| match part {
        PartName::Screenshots => annex_b.pages.is_empty(),
        PartName::Withheld => sheet.items.is_empty(),
        _ => false,
    };
    let names: Vec<PartName> = input
        .form
        .parts
        .iter()
        .filter_map(|p| part_named(p))
        .filter(|p| !empty(p))
        .collect();
    let mut blanks = Vec::new();
    let mut parts = Vec::new();
    for name in &names {
        parts.push(match name {
            PartName::Glance => Part::Glance(glance::compose(input, &shield, &who, facts.clone())),
            PartName::Application => {
                Part::Application(application::compose(input, &shield, &facts))
            }
            PartName::Particulars => {
                Part::Particulars(application::particulars(input, &mut blanks))
            }
            PartName::Checklist => Part::Checklist(checklist::compose(input, &names)),
            PartName::Respondent => {
                Part::Respondent(application::respondent(input, &shield, &mut blanks))
            }
            PartName::Statement => Part::Statement(statement::compose(input, &shield, &mut blanks)),
            PartName::Chronology => Part::Chronology(chronology::compose(input, &shield)),
            PartName::Transcript => Part::Transcript(annex_a.clone()),
            PartName::Screenshots => Part::Screenshots(annex_b.clone()),
            PartName::Withheld => Part::Withheld(sheet.clone()),
            PartName::Schedule => Part::Schedule(schedule::compose(input, &shield)),
            PartName::Doubts => Part::Doubts(doubts::compose(input, &shield)),
            PartName::Method => Part::Method(method::compose(input, &shield, rules.clone())),
            PartName::Custody => Part::Custody(custody::compose(input, &shield)),
            PartName::Declaration => Part::Declaration(declaration::compose(input)),
            PartName::Verify => Part::Verify(verify::compose(input)),
            PartName::NextSteps => Part::NextSteps(next_steps::compose(input)),
        });
    }
    Packet {
        schema: SCHEMA.to_owned(),
        language: input.papers.language.clone(),
        authority: input.authority.id.clone(),
        form: input.form.id.clone(),
        running: running(input, who),
        draft: input.is_draft().then(|| Draft {
            mark: speech.term("draft"),
            line: speech.term("draft_line"),
        }),
        parts,
        pictures,
        blanks,
    }
}

fn running(input: &PacketInput<'_>, who: String) -> Running {
    let word = |key: &str| input.papers.running.get(key).cloned().unwrap_or_default();
    Running {
        reference: input.reference(),
        who,
        fingerprint: input.bundle.fingerprint,
        bundle: input.bundle.n,
        sealed: moment::stamp(input.bundle.sealed, input.roll.zone()),
        clock_note: match input.bundle.clock {
            Clock::System => String::new(),
            Clock::Given => input.speech().term("clock_given_short"),
        },
        qr: qr(input.bundle.fingerprint),
        labels: RunningLabels {
            complaint: word("complaint"),
            fingerprint: word("fingerprint"),
            page_of: word("page_of"),
        },
    }
}

/// What stands for the complainant on every page: the initials of a name in Latin letters, at most three.
fn initials(input: &PacketInput<'_>) -> String {
    let name = input
        .case
        .particulars
        .get("name")
        .map(String::as_str)
        .unwrap_or_default();
    let first = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let letters: Vec<char> = first.filter(char::is_ascii_alphabetic).take(3).collect();
    letters
        .iter()
        .map(|letter| format!("{}.", letter.to_ascii_uppercase()))
        .collect()
}

/// The 64 digits as rows of `0` and `1`, without a quiet zone.
fn qr(fingerprint: Digest) -> Vec<String> {
    // 64 bytes fit into version 5 at level M, so this cannot fail.
    let Ok(code) = QrCode::with_error_correction_level(fingerprint.hex(), EcLevel::M) else {
        return Vec::new();
    };
    let bit = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    code.to_colors()
        .chunks(code.width())
        .map(|row| row.iter().map(bit).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_holds_all_64_digits_in_37_rows() {
        let rows = qr(Digest::of(b"abc"));
        assert_eq!(rows.len(), 37);
        assert!(
            rows.iter()
                .all(|row| row.len() == 37 && row.bytes().all(|b| b == b'0' || b == b'1'))
        );
        assert!(rows[0].starts_with("1111111"));
    }
}
