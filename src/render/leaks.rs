//! Looks for withheld strings in what was printed, after folding, so that a space, a case or a mark hides nothing.

/// From this many letters on, a string is looked for as a run, whatever stands around it.
const RUN_LETTERS: usize = 12;
/// From this many digits on, a string of digits is a number.
const NUMBER_DIGITS: usize = 7;

/// Text prepared for the search.
#[derive(Debug, Clone)]
pub struct Searched {
    /// Folded, one space between words.
    spaced: String,
    /// Folded, without any space.
    run: String,
    /// Every number, digits only.
    numbers: Vec<String>,
}

impl Searched {
    /// Folds a text once for many searches.
    pub fn new(text: &str) -> Self {
        let spaced = fold(text);
        let run = spaced.chars().filter(|c| !c.is_whitespace()).collect();
        Self {
            numbers: numbers(&spaced),
            run,
            spaced,
        }
    }

    /// The place in `withheld` of the first string that the text holds.
    pub fn first_of(&self, withheld: &[String]) -> Option<usize> {
        withheld.iter().position(|secret| self.holds(secret))
    }

    fn holds(&self, secret: &str) -> bool {
        let secret = fold(secret);
        let letters = secret.chars().filter(|c| c.is_alphabetic()).count();
        let digits: String = secret.chars().filter(char::is_ascii_digit).collect();
        if letters == 0 && digits.len() >= NUMBER_DIGITS {
            return self.numbers.iter().any(|number| number.contains(&digits));
        }
        let run: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
        if run.chars().filter(|c| c.is_alphanumeric()).count() >= RUN_LETTERS {
            return self.run.contains(&run);
        }
        !secret.is_empty() && whole_word(&self.spaced, &secret)
    }
}

fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().filter(|c| !unseen(*c)) {
        if c.is_whitespace() {
            space = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        out.extend(digit(c));
        if digit(c).is_none() {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Directions, joiners and tatweel are no letters of a name.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{0640}' | '\u{00AD}')
}

/// The same digit in Latin shape, for Arabic-Indic and extended digits.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x660,
        '\u{06F0}'..='\u{06F9}' => u32::from(c) - 0x6F0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// Runs of digits, over the signs that people write between them.
fn numbers(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut run = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            run.push(c);
        } else if !matches!(
            c,
            ' ' | '-' | '.' | '(' | ')' | '/' | '+' | '\u{2010}'..='\u{2015}'
        ) && !run.is_empty()
        {
            out.push(std::mem::take(&mut run));
        }
    }
    out.push(run);
    out.retain(|number| number.len() >= NUMBER_DIGITS);
    out
}

fn whole_word(text: &str, word: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, found)| {
        !inside(text[..at].chars().next_back()) && !inside(text[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withheld_string_is_found_however_it_is_written() {
        for (text, secret, found) in [
            ("call 0300-1234567 now", "0300 1234567", true),
            ("call ۰۳۰۰ ۱۲۳۴۵۶۷", "03001234567", true),
            ("3f9a 20c1 77be", "2077123", false),
            ("seen by SANA.", "Sana", true),
            ("in Sanaullah's shop", "Sana", false),
            ("IMG-2026\n1020-WA0007.jpg", "IMG-20261020-WA0007.jpg", true),
            (
                "main tumhare ghar ke baahar khara hun",
                "tumhare  ghar ke\u{200E} baahar",
                true,
            ),
            ("nothing here", "something else", false),
            ("ثناء نے کہا", "ثناء", true),
        ] {
            assert_eq!(
                Searched::new(text).first_of(&["zzzz".to_owned(), secret.to_owned()]),
                found.then_some(1),
                "{text} / {secret}"
            );
        }
    }
}
