//! What may not be turned round or cut: numbers and addresses beside right-to-left letters; and where a long word may break.
//!
//! Inside Urdu, `+92 300 1234567` would print as `1234567 300 92+`. It is set as a piece of its own, left to right.

use super::coverage::{is_right_to_left, width};
use super::speller::Piece;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// The width of the message column in the size of its own letters, a little less than measured.
pub(super) const MESSAGE_EMS: f32 = 16.0;

/// The narrowest place in which words of a kind are set. A word that is wider must be able to break, or it would lie over
/// its neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The message column of the transcript.
    Message,
    /// Sentences of the program.
    Sentence,
    /// The sender's label in the transcript: the narrowest of all, so any other quotation fits too.
    Label,
}

impl Column {
    /// Its width in the size of its own letters, a little less than measured.
    fn ems(self) -> f32 {
        match self {
            Self::Message => MESSAGE_EMS,
            Self::Sentence => 11.0,
            Self::Label => 8.6,
        }
    }
}

/// A word longer than this may break behind its own signs: `.`, `_`, `/` and the like.
const SIGNED_WORD: usize = 14;

/// A run that must not be turned round beside right-to-left letters: digits with their separators, addresses.
static UNTURNED: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(concat!(
        r"[+(]?[0-9](?:[0-9 ().,:/-]*[0-9%])?",
        r"|[A-Za-z0-9@][A-Za-z0-9._%+@:/?=&#~-]*[./@:?=&#_-][A-Za-z0-9._%+@:/?=&#~-]*[A-Za-z0-9/]",
    ))
    .expect("a constant pattern that a test compiles")
});

/// A telephone number inside a pair of direction signs, as WhatsApp itself writes one. The pair turns nothing else round,
/// so it needs no mark: the number is set left to right anyway.
pub(super) static WRAPPED_NUMBER: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(r"[\u{202A}\u{2066}\u{2068}]([+(]?[0-9][0-9 \u{A0}().\u{2010}\u{2011}-]{3,28}[0-9])[\u{202C}\u{2069}]")
        .expect("a constant pattern that a test compiles")
});

/// Sets numbers and addresses apart where right-to-left letters stand beside them, and lets long words break.
pub fn isolate(pieces: Vec<Piece>, column: Column) -> Vec<Piece> {
    let mixed = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Text(text) if text.chars().any(is_right_to_left)));
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) if mixed => set_apart(&text, column, &mut out),
            Piece::Text(text) => let_break(&text, column, &mut out),
            Piece::Number(number) => set_number(&number, column, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn set_apart(text: &str, column: Column, out: &mut Vec<Piece>) {
    let mut from = 0;
    for found in UNTURNED.find_iter(text) {
        let_break(&text[from..found.start()], column, out);
        set_number(found.as_str(), column, out);
        from = found.end();
    }
    let_break(&text[from..], column, out);
}

/// A number that fits is never cut; a longer one stays left to right and may break.
fn set_number(number: &str, column: Column, out: &mut Vec<Piece>) {
    if width_of(number) <= column.ems() {
        out.push(Piece::Number(number.to_owned()));
    } else {
        let_break(&format!("\u{2066}{number}\u{2069}"), column, out);
    }
}

/// How wide a stretch of text is at most, in ems of its own size.
pub(super) fn width_of(text: &str) -> f32 {
    text.graphemes(true).map(width).sum()
}

/// Words of the program in pieces, if some word among them is so long that it must be able to break.
pub fn breakable(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let_break(text, Column::Sentence, &mut pieces);
    (pieces.len() > 1).then_some(pieces)
}

/// White space at which a line may end. A no-break space binds its neighbours to one long word.
fn ends_word(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Lets a word that is wider than its column break, without putting a sign into it.
fn let_break(text: &str, column: Column, out: &mut Vec<Piece>) {
    let mut piece = String::new();
    for word in text.split_inclusive(ends_word) {
        let graphemes: Vec<&str> = word.graphemes(true).collect();
        let wide = width_of(word.trim_end_matches(ends_word)) > column.ems();
        let mut run = 0.0;
        for (n, grapheme) in graphemes.iter().enumerate() {
            piece.push_str(grapheme);
            run += width(grapheme);
            let Some(next) = graphemes
                .get(n + 1)
                .filter(|next| !next.chars().all(ends_word))
            else {
                continue;
            };
            let sign = matches!(
                *grapheme,
                "." | "_" | "/" | "-" | "?" | "=" | "&" | "@" | ":"
            );
            let behind_sign =
                sign && graphemes.len() > SIGNED_WORD && next.chars().all(char::is_alphanumeric);
            if behind_sign || (wide && run + width(next) > column.ems()) {
                out.push(Piece::Text(std::mem::take(&mut piece)));
                out.push(Piece::Soft);
                run = 0.0;
            }
        }
    }
    if !piece.is_empty() {
        out.push(Piece::Text(piece));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let shown = isolate(vec![Piece::Text(text.to_owned())], Column::Message)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(s) => s,
                Piece::Number(s) => format!("[{s}]"),
                Piece::Soft => "|".to_owned(),
                other => format!("{other:?}"),
            });
        shown.collect()
    }

    #[test]
    fn numbers_beside_urdu_are_set_apart() {
        for (text, want) in [
            ("کل +92 300 0000000 سے فون", "کل [+92 300 0000000] سے فون"),
            ("فائل photo_1.jpg دیکھو", "فائل [photo_1.jpg] دیکھو"),
            ("call 0300-0000000 now", "call 0300-0000000 now"),
            ("رقم 40,000 بھیجو", "رقم [40,000] بھیجو"),
            (
                "دیکھو https://example.com/kashif/photographs/all یہ",
                "دیکھو \u{2066}https://|example.|com/|kashif/|photographs/|all\u{2069} یہ",
            ),
        ] {
            assert_eq!(cut(text), want);
        }
    }

    #[test]
    fn a_word_longer_than_the_column_may_break() {
        for long in [
            "x".repeat(90),
            "W".repeat(40),
            "!".repeat(90),
            "a\u{A0}".repeat(60),
            "1".repeat(70),
            "ہا".repeat(60),
        ] {
            let cut = cut(&long);
            assert_eq!(cut.replace('|', ""), long);
            assert!(
                cut.split('|')
                    .all(|piece| width_of(piece) <= Column::Message.ems()),
                "{cut}"
            );
            assert!(cut.contains('|'), "{cut}");
        }
        assert_eq!(
            cut("Screenshot_20261121-002014.png ok"),
            "Screenshot_|20261121-|002014.|png ok"
        );
        assert_eq!(cut("short.name a-b"), "short.name a-b");
    }
}
