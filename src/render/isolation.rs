//! What may not be turned round or cut: numbers and addresses beside right-to-left letters; and where a long word may break.
//!
//! Inside Urdu, `+92 300 1234567` would print as `1234567 300 92+`. It is set as a piece of its own, left to right.

use super::coverage::is_right_to_left;
use super::speller::Piece;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// A number or handle up to this many signs is never cut at a line end: it fits into every column.
const UNCUT: usize = 20;
/// A word longer than this may break between any two signs.
const LONG_WORD: usize = 22;
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
pub fn isolate(pieces: Vec<Piece>) -> Vec<Piece> {
    let mixed = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Text(text) if text.chars().any(is_right_to_left)));
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) if mixed => set_apart(&text, &mut out),
            Piece::Text(text) => let_break(&text, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn set_apart(text: &str, out: &mut Vec<Piece>) {
    let mut from = 0;
    for found in UNTURNED.find_iter(text) {
        let_break(&text[from..found.start()], out);
        if found.as_str().chars().count() <= UNCUT {
            out.push(Piece::Number(found.as_str().to_owned()));
        } else {
            let_break(&format!("\u{2066}{}\u{2069}", found.as_str()), out);
        }
        from = found.end();
    }
    let_break(&text[from..], out);
}

/// Words of the program in pieces, if some word among them is so long that it must be able to break.
pub fn breakable(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let_break(text, &mut pieces);
    (pieces.len() > 1).then_some(pieces)
}

/// Lets a word that is longer than a column break, without putting a sign into it.
fn let_break(text: &str, out: &mut Vec<Piece>) {
    let mut piece = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let graphemes: Vec<&str> = word.graphemes(true).collect();
        let mut run = 0;
        for (n, grapheme) in graphemes.iter().enumerate() {
            piece.push_str(grapheme);
            run += 1;
            let behind_sign = graphemes.len() > SIGNED_WORD
                && matches!(
                    *grapheme,
                    "." | "_" | "/" | "-" | "?" | "=" | "&" | "@" | ":"
                );
            let goes_on = graphemes
                .get(n + 1)
                .is_some_and(|next| next.chars().all(char::is_alphanumeric));
            if goes_on && (run >= LONG_WORD || behind_sign) {
                out.push(Piece::Text(std::mem::take(&mut piece)));
                out.push(Piece::Soft);
                run = 0;
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
        let shown =
            isolate(vec![Piece::Text(text.to_owned())])
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
                "دیکھو https://example.com/kashif یہ",
                "دیکھو \u{2066}https://|example.|com/|kashif\u{2069} یہ",
            ),
        ] {
            assert_eq!(cut(text), want);
        }
    }

    #[test]
    fn a_word_longer_than_the_column_may_break() {
        let long = "x".repeat(60);
        assert_eq!(cut(&long).replace('|', ""), long);
        assert_eq!(cut(&long).matches('|').count(), 2);
        assert_eq!(
            cut("Screenshot_20261121-002014.png ok"),
            "Screenshot_|20261121-|002014.|png ok"
        );
        assert_eq!(cut("short.name a-b"), "short.name a-b");
    }
}
