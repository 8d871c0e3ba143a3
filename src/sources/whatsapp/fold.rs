//! Folding: how the app's words are compared. Always on copies; the stored text is never folded.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A character that is invisible and only steers direction or joining (U+200B to U+200F, U+202A to U+202E,
/// U+2066 to U+2069, U+FEFF).
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A blank of any width that formatters put into one line.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// One character folded: blanks to U+0020, quotes to ASCII, Arabic and Persian letters of one shape to one
/// letter. None for marks.
pub fn fold_char(c: char) -> Option<char> {
    match c {
        c if is_mark(c) => None,
        c if is_blank(c) => Some(' '),
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' => Some('\''),
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        c => Some(c),
    }
}

/// Whether a final `c` does not count: full stops of Latin, Devanagari, Urdu and Chinese writing.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '।' | '۔' | '。')
}

/// A text folded for comparison: NFC, without marks, one kind of blank, lower case, without final full stops.
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// A folded text with the way back to the original.
pub struct Folded<'a> {
    /// What was folded: the text as given, or its NFC form where it was in another one.
    pub original: Cow<'a, str>,
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the offset of its character in `original`.
    offsets: Vec<u32>,
}

impl<'a> Folded<'a> {
    /// Folds a text.
    pub fn new(text: &'a str) -> Self {
        let original: Cow<'a, str> = if is_nfc(text) {
            text.into()
        } else {
            text.nfc().collect::<String>().into()
        };
        let mut folded = String::with_capacity(original.len());
        let mut offsets = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            for c in fold_char(c).into_iter().flat_map(char::to_lowercase) {
                folded.push(c);
                offsets.resize(folded.len(), u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        while folded.ends_with(is_stop) {
            folded.pop();
        }
        offsets.truncate(folded.len());
        Self {
            original,
            text: folded,
            offsets,
        }
    }

    /// The original text behind a stretch of the folded one. At the end of the text it keeps final full stops.
    pub fn slice(&self, range: std::ops::Range<usize>) -> &str {
        let at = |i: usize| {
            self.offsets
                .get(i)
                .map_or(self.original.len(), |o| *o as usize)
        };
        self.original
            .get(at(range.start)..at(range.end))
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_app_are_equal_after_folding() {
        for (a, b) in [
            (
                "\u{200e}This message was deleted.",
                "this message was deleted",
            ),
            ("GIF\u{202f}omitted", "gif omitted"),
            ("یہ میسج حذف کر دیا گیا ہے۔", "يہ ميسج حذف كر ديا گيا ہے"),
            ("अटैच किया गया।", "अटैच किया गया"),
            ("Cafe\u{301}", "café"),
            ("created group “Trip”", "created group \"trip\""),
        ] {
            assert_eq!(fold(a), fold(b), "{a}");
        }
        assert_ne!(fold("image omitted "), fold("image omitted"));
    }

    #[test]
    fn a_folded_stretch_leads_back_to_the_original() {
        let folded = Folded::new("\u{200e}Ali\u{a0}K. left Jr.");
        let at = folded.text.find(" left").unwrap();
        assert_eq!(folded.slice(0..at), "Ali\u{a0}K.");
        assert_eq!(folded.slice(at + 6..folded.text.len()), "Jr.");
    }
}
