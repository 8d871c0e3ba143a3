//! The text of a message as it fits a row: its direction, its pieces, its numbers set apart.

use unicode_segmentation::UnicodeSegmentation;

use super::transcript_row::Direction;
use super::words::{Run, Words};

/// Characters and lines of one row: a row is never cut by a page end.
const PIECE: usize = 600;
const PIECE_LINES: usize = 14;
/// Pieces of one message; what is longer is counted and left in the bundle.
const MOST_PIECES: usize = 20;

/// The direction of a message by its first strong letter.
pub(super) fn direction(text: &str) -> Direction {
    let rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    let first = text.chars().find(|c| c.is_alphabetic());
    if first.is_some_and(rtl) {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// Cuts a long text at spaces, else between letters; returns the pieces and how many characters are left out.
pub(super) fn pieces(text: &str) -> (Vec<&str>, usize) {
    let mut all = Vec::new();
    let mut rest = text;
    while all.len() < MOST_PIECES {
        let at = cut(rest);
        all.push(&rest[..at]);
        rest = &rest[at..];
        if rest.is_empty() {
            break;
        }
    }
    (all, rest.chars().count())
}

/// Where the first piece ends.
fn cut(text: &str) -> usize {
    let mut space = None;
    let mut lines = 0;
    for (count, (at, letter)) in text.grapheme_indices(true).enumerate() {
        if count >= PIECE {
            return space.unwrap_or(at);
        }
        if letter.chars().all(char::is_whitespace) {
            space = Some(at + letter.len());
        }
        if letter.contains('\n') {
            lines += 1;
            if lines >= PIECE_LINES {
                return at + letter.len();
            }
        }
    }
    text.len()
}

/// Numbers of seven digits and more become runs of their own, so that Urdu around them does not turn them round.
pub(super) fn numbers_apart(words: Words) -> Words {
    let mut out = Words::none();
    for run in words.0 {
        match run {
            Run::Quote(text) => split_numbers(&text, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn split_numbers(text: &str, out: &mut Words) {
    let mut quoted = 0;
    let mut at = 0;
    while let Some(start) = number_start(&text[at..]).map(|i| at + i) {
        let inside = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
        let digits = start + usize::from(text[start..].starts_with('+'));
        let end = text[digits..]
            .find(|c| !inside(c))
            .map_or(text.len(), |i| digits + i);
        let number = text[start..end].trim_end_matches([' ', '-']);
        let end = start + number.len();
        if number.bytes().filter(u8::is_ascii_digit).count() >= 7 {
            if quoted < start {
                out.push(Run::Quote(text[quoted..start].to_owned()));
            }
            out.push(Run::Exact(number.to_owned()));
            quoted = end;
        }
        at = end;
    }
    if quoted < text.len() {
        out.push(Run::Quote(text[quoted..].to_owned()));
    }
}

/// Where the next digit stands, or a plus directly before one.
fn number_start(text: &str) -> Option<usize> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    Some(if text[..digit].ends_with('+') {
        digit - 1
    } else {
        digit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_strong_letter_decides_the_direction() {
        for (text, rtl) in [
            ("Last warning. میں", false),
            ("40,000 بھیجو", true),
            ("جواب", true),
            ("", false),
            ("🙂 ok", false),
        ] {
            assert_eq!(direction(text) == Direction::Rtl, rtl, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_spaces_and_nothing_is_lost() {
        let words = "soch lo ".repeat(300);
        let (parts, more) = pieces(&words);
        assert_eq!((parts.concat(), more), (words.clone(), 0));
        assert!(
            parts
                .iter()
                .all(|p| p.chars().count() <= PIECE && p.ends_with(' '))
        );
        let solid = "ا".repeat(PIECE * MOST_PIECES + 5);
        let (parts, more) = pieces(&solid);
        assert_eq!((parts.len(), more), (MOST_PIECES, 5));
        assert_eq!(pieces(""), (vec![""], 0));
        assert_eq!(pieces(&"x\n".repeat(30)).0.len(), 3);
    }

    #[test]
    fn telephone_numbers_stand_apart_and_small_numbers_stay() {
        let split = |text: &str| numbers_apart(Words::quote(text)).0;
        assert_eq!(
            split("گھر 0302 0000000 سے"),
            [
                Run::Quote("گھر ".into()),
                Run::Exact("0302 0000000".into()),
                Run::Quote(" سے".into())
            ]
        );
        assert_eq!(
            split("40,000 bhejo 5 din"),
            [Run::Quote("40,000 bhejo 5 din".into())]
        );
        assert_eq!(
            split("++ +92-300-0000000-"),
            [
                Run::Quote("++ ".into()),
                Run::Exact("+92-300-0000000".into()),
                Run::Quote("-".into())
            ]
        );
        assert_eq!(split(""), []);
    }
}
