//! What the bundled fonts can print, and what stands in for the rest.
//!
//! A character without a glyph is dropped silently by a typesetter, or stops the whole file under PDF/A.
//! Neither may happen to evidence. Here every message is cut into pieces before it goes to paper:
//! `漢` becomes the program's own words `⟨U+6F22⟩`, a right-to-left override becomes `⟨RLO⟩`,
//! an emoji keeps its monochrome glyph and is named on its first use.

use super::isolation::isolate;
use super::world::{FONTS, Script};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use ttf_parser::Face;
use unicode_segmentation::UnicodeSegmentation;

/// Unicode's short names of emoji, one a line: the emoji without U+FE0F, a tab, the name.
const EMOJI_NAMES: &str = include_str!("../../assets/emoji-names.tsv");

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
}

impl Default for Speller {
    fn default() -> Self {
        Self {
            named: Some(BTreeSet::new()),
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
            for (at, grapheme) in line.grapheme_indices(true) {
                // WhatsApp itself opens its own lines with a left-to-right mark; there it shows and hides nothing.
                if at == 0 && grapheme == "\u{200E}" {
                    continue;
                }
                let shown = show(grapheme);
                if !matches!(&shown, Shown::Emoji(name) if emoji.as_ref() == Some(name)) {
                    self.name(&mut emoji, &mut out);
                }
                match shown {
                    Shown::Plain => out.text(grapheme),
                    Shown::Emoji(name) => {
                        out.text(grapheme);
                        emoji = Some(name);
                    }
                    Shown::Marks(marks) => marks.into_iter().for_each(|mark| out.ours(mark)),
                }
            }
        }
        self.name(&mut emoji, &mut out);
        isolate(out.pieces)
    }

    /// Cuts a name or another quotation into pieces; emoji stand without their names.
    pub fn unnamed(text: &str) -> Vec<Piece> {
        Self { named: None }.spell(text)
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

/// Replaces what cannot be seen or printed in a string of the papers (a name, a label, a sentence).
/// Isolates that the program itself put round numbers stay, if they are in pairs.
pub fn mark(text: &str) -> String {
    let keep_isolates = isolates_pair(text);
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        let isolate = matches!(grapheme, "\u{2066}" | "\u{2068}" | "\u{2069}");
        match show(grapheme) {
            Shown::Marks(_) if isolate && keep_isolates => out.push_str(grapheme),
            Shown::Marks(_) if grapheme == "\n" || grapheme == "\r\n" || grapheme == "\t" => {
                out.push(' ')
            }
            Shown::Marks(marks) => {
                for mark in marks {
                    out.push('⟨');
                    out.push_str(&mark);
                    out.push('⟩');
                }
            }
            Shown::Plain | Shown::Emoji(_) => out.push_str(grapheme),
        }
    }
    out
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

/// Letters written from right to left (Hebrew to Arabic Extended, presentation forms, historic scripts).
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && c.is_alphabetic()
}

enum Shown {
    Plain,
    Emoji(String),
    Marks(Vec<String>),
}

fn show(grapheme: &str) -> Shown {
    if grapheme.chars().all(|c| hidden(c).is_none()) {
        if covered(grapheme, Script::Letters) {
            return Shown::Plain;
        }
        if covered(grapheme, Script::Emoji) {
            return Shown::Emoji(emoji_name(grapheme));
        }
    }
    // Letter by letter: a letter with one unknown accent keeps its letter.
    let mut marks = Vec::new();
    for c in grapheme.chars() {
        marks.push(hidden(c).unwrap_or_else(|| format!("U+{:04X}", u32::from(c))));
    }
    Shown::Marks(marks)
}

/// The mark of a character that has no shape of its own and could mislead or hide; none for joiners and variation signs,
/// which Urdu and emoji need.
fn hidden(c: char) -> Option<String> {
    let name = match c {
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{061C}' => "ALM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{200B}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{00AD}'
        | '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180B}'..='\u{180F}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{E0000}'..='\u{E0FFF}' => {
            return Some(format!("U+{:04X}", u32::from(c)));
        }
        '\t' => return Some("TAB".to_owned()),
        c if c.is_control() => return Some(format!("U+{:04X}", u32::from(c))),
        _ => return None,
    };
    Some(name.to_owned())
}

/// Joiners and variation signs print nothing by themselves: no font has to have them.
fn needs_no_glyph(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Whether one font of the kind has every character of the grapheme: shaping falls back by whole graphemes.
fn covered(grapheme: &str, script: Script) -> bool {
    let has = |face: &Face<'_>| {
        grapheme
            .chars()
            .all(|c| needs_no_glyph(c) || face.glyph_index(c).is_some())
    };
    FACES
        .iter()
        .any(|(kind, face)| *kind == script && has(face))
        && !grapheme.chars().all(needs_no_glyph)
}

static FACES: LazyLock<Vec<(Script, Face<'static>)>> = LazyLock::new(|| {
    FONTS
        .iter()
        .filter_map(|font| {
            Face::parse(font.bytes, 0)
                .ok()
                .map(|face| (font.script, face))
        })
        .collect()
});

static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    EMOJI_NAMES
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The name of an emoji; of one with a skin tone the name without it; else its codes.
fn emoji_name(grapheme: &str) -> String {
    let plain: String = grapheme.chars().filter(|c| *c != '\u{FE0F}').collect();
    let toneless: String = plain
        .chars()
        .filter(|c| !('\u{1F3FB}'..='\u{1F3FF}').contains(c))
        .collect();
    if let Some(name) = NAMES
        .get(plain.as_str())
        .or_else(|| NAMES.get(toneless.as_str()))
    {
        return (*name).to_owned();
    }
    plain
        .chars()
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether every isolate that is opened is closed, in order.
fn isolates_pair(text: &str) -> bool {
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => depth += 1,
            '\u{2069}' if depth == 0 => return false,
            '\u{2069}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
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
            ("a\u{200B}b\u{FEFF}", "a⟨U+200B⟩b⟨U+FEFF⟩"),
            ("a\tb\u{7}", "a⟨TAB⟩b⟨U+0007⟩"),
            ("one\r\ntwo", "one/two"),
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

    #[test]
    fn names_keep_paired_isolates_and_show_lone_ones() {
        assert_eq!(mark("صفحہ \u{2066}3\u{2069}"), "صفحہ \u{2066}3\u{2069}");
        assert_eq!(mark("a\u{2066}b"), "a⟨LRI⟩b");
        assert_eq!(mark("~\u{202F}Name\u{202E}x"), "~\u{202F}Name⟨RLO⟩x");
    }
}
