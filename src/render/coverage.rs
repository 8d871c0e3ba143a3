//! What the bundled fonts can print, and what stands in for the rest.
//!
//! A character without a glyph is dropped silently by a typesetter, or stops the whole file under PDF/A.
//! Neither may happen to evidence. Here every message is cut into pieces before it goes to paper:
//! `漢` becomes the program's own words `⟨U+6F22⟩`, a right-to-left override becomes `⟨RLO⟩`,
//! an emoji keeps its monochrome glyph and is named on its first use.

use super::isolation::WRAPPED_NUMBER;
use super::world::{FONTS, Script};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use ttf_parser::Face;
use unicode_segmentation::UnicodeSegmentation;

/// Unicode's short names of emoji, one a line: the emoji without U+FE0F, a tab, the name.
pub(super) const EMOJI_NAMES: &str = include_str!("../../assets/emoji-names.tsv");

/// Replaces what cannot be seen or printed in a string of the papers (a name, a label, a sentence).
/// Isolates that the program itself put round numbers stay, if they are in pairs.
pub fn mark(text: &str) -> String {
    let text = WRAPPED_NUMBER.replace_all(text, "\u{2066}$1\u{2069}");
    let keep_isolates = isolates_pair(&text);
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        let isolate = matches!(grapheme, "\u{2066}" | "\u{2068}" | "\u{2069}");
        match show(grapheme) {
            Shown::Marks(_) if isolate && keep_isolates => out.push_str(grapheme),
            Shown::Marks(_) if grapheme == "\n" || grapheme == "\r\n" || grapheme == "\t" => {
                out.push(' ');
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

/// Letters written from right to left (Hebrew to Arabic Extended, presentation forms, historic scripts).
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && c.is_alphabetic()
}

/// More signs than this on one letter climb over the lines above it.
const MOST_SIGNS: usize = 8;

/// How a grapheme goes to paper.
pub(super) enum Shown {
    Plain,
    Emoji(String),
    Marks(Vec<String>),
}

/// How a grapheme goes to paper.
pub(super) fn show(grapheme: &str) -> Shown {
    let signs = grapheme.chars().filter(|c| !needs_no_glyph(*c)).count();
    if signs <= MOST_SIGNS && grapheme.chars().all(|c| hidden(c).is_none()) {
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

/// How wide a grapheme is at most, in ems of its own size: each sign alone, semibold.
pub(super) fn width(grapheme: &str) -> f32 {
    let advance = |c: char| {
        let glyph = |(_, face): &(Script, Face<'_>)| {
            Some(
                f32::from(face.glyph_hor_advance(face.glyph_index(c)?)?)
                    / f32::from(face.units_per_em()),
            )
        };
        FACES.iter().find_map(glyph).unwrap_or(0.0)
    };
    grapheme.chars().map(advance).fold(0.0, f32::max) * 1.07
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_paired_isolates_and_show_lone_ones() {
        assert_eq!(mark("صفحہ \u{2066}3\u{2069}"), "صفحہ \u{2066}3\u{2069}");
        assert_eq!(mark("a\u{2066}b"), "a⟨LRI⟩b");
        assert_eq!(mark("~\u{202F}Name\u{202E}x"), "~\u{202F}Name⟨RLO⟩x");
    }
}
