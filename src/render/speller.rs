//! Cuts messages into the pieces that go to paper; nothing is left out.

use super::coverage::{Shown, is_right_to_left, show};
use super::isolation::{Column, WRAPPED_NUMBER, isolate};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// One piece of a message as it goes to paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the sender.
    Text(String),
    /// A number, address or handle of the sender: stays left to right and in one piece.
    Number(String),
    /// Words of the program, printed in ⟨ ⟩.
    Ours(String),
    /// A line end of the sender.
    Break,
    /// A place inside a long word where the line may break; no sign stands there.
    Soft,
}

impl Piece {
    /// The pair that the templates read.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(s) => json!(["t", s]),
            Self::Number(s) => json!(["n", s]),
            Self::Ours(s) => json!(["o", s]),
            Self::Break => json!(["b", ""]),
            Self::Soft => json!(["s", ""]),
        }
    }
}

/// The direction of a paragraph, from its first strong letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Latin, or nothing strong at all.
    LeftToRight,
    /// Arabic script, Hebrew and their kin.
    RightToLeft,
}

/// Cuts messages into pieces; remembers which emoji it has named already.
#[derive(Debug)]
pub struct Speller {
    /// None: emoji are not named at all.
    named: Option<BTreeSet<String>>,
    column: Column,
}

impl Default for Speller {
    fn default() -> Self {
        Self {
            named: Some(BTreeSet::new()),
            column: Column::Message,
        }
    }
}

impl Speller {
    /// Cuts a message into the pieces that are printed. Nothing of `text` is left out: what cannot be seen is named.
    pub fn spell(&mut self, text: &str) -> Vec<Piece> {
        let mut out = Pieces::default();
        let mut emoji = None;
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.name(&mut emoji, &mut out);
                out.pieces.push(Piece::Break);
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            // WhatsApp itself opens its own lines with a left-to-right mark; there it shows and hides nothing.
            let mut line = line.strip_prefix('\u{200E}').unwrap_or(line);
            while let Some(number) = WRAPPED_NUMBER.captures(line) {
                let (whole, inner) = (
                    number.get_match(),
                    number.get(1).map_or("", |inner| inner.as_str()),
                );
                self.spell_run(&line[..whole.start()], &mut emoji, &mut out);
                self.name(&mut emoji, &mut out);
                out.pieces.push(Piece::Number(inner.to_owned()));
                line = &line[whole.end()..];
            }
            self.spell_run(line, &mut emoji, &mut out);
        }
        self.name(&mut emoji, &mut out);
        isolate(out.pieces, self.column)
    }

    fn spell_run(&mut self, run: &str, emoji: &mut Option<String>, out: &mut Pieces) {
        for grapheme in run.graphemes(true) {
            let shown = show(grapheme);
            if !matches!(&shown, Shown::Emoji(name) if emoji.as_ref() == Some(name)) {
                self.name(emoji, out);
            }
            match shown {
                Shown::Plain => out.text(grapheme),
                Shown::Emoji(name) => {
                    out.text(grapheme);
                    *emoji = Some(name);
                }
                Shown::Marks(marks) => marks.into_iter().for_each(|mark| out.ours(mark)),
            }
        }
    }

    /// Cuts a name or another quotation into pieces; emoji stand without their names.
    pub fn unnamed(text: &str) -> Vec<Piece> {
        Self {
            named: None,
            column: Column::Label,
        }
        .spell(text)
    }

    /// Names an emoji after the run in which it stands for the first time.
    fn name(&mut self, pending: &mut Option<String>, out: &mut Pieces) {
        if let (Some(name), Some(named)) = (pending.take(), &mut self.named)
            && named.insert(name.clone())
        {
            if out.ends_without_space() {
                out.text(" ");
            }
            out.ours(name);
        }
    }
}

/// The direction of a message, from the first strong letter of its sender.
pub fn direction(pieces: &[Piece]) -> Direction {
    let letters = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    });
    for c in letters.flat_map(|text| text.chars()) {
        if is_right_to_left(c) {
            return Direction::RightToLeft;
        }
        if c.is_alphabetic() {
            return Direction::LeftToRight;
        }
    }
    Direction::LeftToRight
}

#[derive(Default)]
struct Pieces {
    pieces: Vec<Piece>,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn ours(&mut self, words: String) {
        self.pieces.push(Piece::Ours(words));
    }

    fn ends_without_space(&self) -> bool {
        matches!(self.pieces.last(), Some(Piece::Text(text)) if !text.ends_with(' '))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> String {
        Speller::default()
            .spell(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(s) => s,
                Piece::Number(s) => format!("[{s}]"),
                Piece::Ours(s) => format!("⟨{s}⟩"),
                Piece::Break => "/".to_owned(),
                Piece::Soft => "|".to_owned(),
            })
            .collect()
    }

    #[test]
    fn what_no_font_has_is_printed_as_a_code() {
        for (text, want) in [
            ("mujhe message mat karo", "mujhe message mat karo"),
            (
                "تمہاری تصویریں سب کو بھیج دوں گا",
                "تمہاری تصویریں سب کو بھیج دوں گا",
            ),
            ("khol 漢 ke", "khol ⟨U+6F22⟩ ke"),
            ("photo\u{202E}gpj.apk", "photo⟨RLO⟩gpj.apk"),
            ("\u{200E}image omitted", "image omitted"),
            ("a\u{200E}b", "a⟨LRM⟩b"),
            (
                "by \u{202A}+92\u{A0}301\u{A0}0000000\u{202C} ok",
                "by [+92\u{A0}301\u{A0}0000000] ok",
            ),
            ("by \u{202A}kashif\u{202C}", "by ⟨LRE⟩kashif⟨PDF⟩"),
            ("a\u{200B}b\u{FEFF}", "a⟨U+200B⟩b⟨U+FEFF⟩"),
            ("a\tb\u{7}", "a⟨TAB⟩b⟨U+0007⟩"),
            ("one\r\ntwo", "one/two"),
            (
                "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
                "⟨U+007A⟩⟨U+0300⟩⟨U+0301⟩⟨U+0302⟩⟨U+0303⟩⟨U+0304⟩⟨U+0305⟩⟨U+0306⟩⟨U+0307⟩",
            ),
            ("\u{10FFFF}\u{E000}", "⟨U+10FFFF⟩⟨U+E000⟩"),
            ("हिंदी", "हिंदी"),
        ] {
            assert_eq!(spelled(text), want, "{text:?}");
        }
    }

    #[test]
    fn an_emoji_is_named_once_after_its_run() {
        let mut speller = Speller::default();
        let words = |pieces: Vec<Piece>| {
            pieces
                .into_iter()
                .filter_map(|p| {
                    if let Piece::Ours(s) = p {
                        Some(s)
                    } else {
                        None
                    }
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            words(speller.spell("soch lo 🔪🔪🔪 kal")),
            ["kitchen knife"]
        );
        assert_eq!(words(speller.spell("🔪 🙂")), ["slightly smiling face"]);
        assert_eq!(
            words(speller.spell("❤\u{FE0F}👍🏽")),
            ["red heart", "thumbs up"]
        );
    }

    #[test]
    fn the_first_strong_letter_decides_the_direction() {
        for (text, want) in [
            ("کل", Direction::RightToLeft),
            ("kal کل", Direction::LeftToRight),
            ("123", Direction::LeftToRight),
            ("🙂 کل", Direction::RightToLeft),
        ] {
            assert_eq!(direction(&Speller::default().spell(text)), want, "{text}");
        }
    }
}
