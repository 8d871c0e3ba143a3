//! Part 5, the statement: her own words in numbered paragraphs; ruled lines when nothing was written.

use super::Blank;
use super::input::PacketInput;
use super::shield::Shield;
use super::{Cited, PartName, Statement};

/// Ruled lines to write on: two pages.
const BLANK_LINES: u32 = 44;

pub(super) fn compose(
    input: &PacketInput<'_>,
    shield: &Shield<'_>,
    blanks: &mut Vec<Blank>,
) -> Statement {
    let speech = input.speech();
    let story = input.story();
    let told = story.facts.iter().chain(&story.impact);
    let paragraphs: Vec<Cited> = told
        .map(|p| Cited {
            text: shield.quote(&p.text),
            exhibits: input.exhibits(p.exhibits.iter().copied()),
        })
        .collect();
    if paragraphs.is_empty() {
        blanks.push(Blank {
            part: PartName::Statement,
            key: "statement".to_owned(),
            label: speech.term("statement"),
        });
    }
    Statement {
        head: speech.head(PartName::Statement, &[]),
        note: speech.say(
            if paragraphs.is_empty() {
                "statement_blank"
            } else {
                "statement_note"
            },
            &[],
        ),
        blank_lines: if paragraphs.is_empty() {
            BLANK_LINES
        } else {
            0
        },
        paragraphs,
    }
}
