//! Fills the sentences of `data/papers/`: `{name}` takes words, `{page:withheld}` a page, `{pages}` their number.

use super::parts::{Head, PartName};
use super::words::{Run, Words};
use crate::tables::Papers;

/// What to put into the places of a sentence.
pub type Filling<'a> = &'a [(&'a str, Words)];

/// Speaks one language.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    papers: &'a Papers,
}

impl<'a> Speech<'a> {
    /// Speaks with these words.
    #[must_use]
    pub fn new(papers: &'a Papers) -> Self {
        Self { papers }
    }

    /// The words behind it.
    #[must_use]
    pub fn papers(self) -> &'a Papers {
        self.papers
    }

    /// A sentence without a number that decides its form. A missing key prints as `⟦key⟧`, which a test looks for.
    #[must_use]
    pub fn say(self, key: &str, filling: Filling<'_>) -> Words {
        self.count(key, 0, filling)
    }

    /// A sentence in the form for `n`; `{n}` is the number with its thousands apart.
    #[must_use]
    pub fn count(self, key: &str, n: u64, filling: Filling<'_>) -> Words {
        match self.papers.sentences.get(key) {
            Some(sentence) => fill(sentence.for_number(n), n, filling),
            None => Words::text(format!("⟦{key}⟧")),
        }
    }

    /// A single word or name.
    #[must_use]
    pub fn term(self, key: &str) -> String {
        self.papers
            .terms
            .get(key)
            .cloned()
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// A term of a family, such as `media.` and `image`; the bare name where the table has none.
    #[must_use]
    pub fn named(self, family: &str, name: &str) -> String {
        let known = self.papers.terms.get(&format!("{family}{name}"));
        known.cloned().unwrap_or_else(|| name.replace('_', " "))
    }

    /// What stands over a part.
    #[must_use]
    pub fn head(self, part: PartName, filling: Filling<'_>) -> Head {
        let Some(row) = self.papers.parts.get(part.as_str()) else {
            return Head {
                title: Words::text(format!("⟦{}⟧", part.as_str())),
                ..Head::default()
            };
        };
        Head {
            part: row.part.clone(),
            kicker: row.kicker.clone(),
            title: fill(&row.title, 0, filling),
            labels: row.labels.clone(),
        }
    }
}

fn fill(template: &str, n: u64, filling: Filling<'_>) -> Words {
    let mut words = Words::none();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        words.push(Run::Text(before.to_owned()));
        let Some((name, behind)) = after.split_once('}') else {
            words.push(Run::Text(format!("{{{after}")));
            return words;
        };
        match (name, filling.iter().find(|(key, _)| *key == name)) {
            (_, Some((_, value))) => words.extend(value.clone()),
            ("n", None) => words.push(Run::Text(thousands(n))),
            ("pages", None) => words.push(Run::Pages),
            (name, None) => match name.strip_prefix("page:").and_then(part_named) {
                Some(part) => words.push(Run::Page(part)),
                None => words.push(Run::Text(format!("⟦{name}⟧"))),
            },
        }
        rest = behind;
    }
    words.push(Run::Text(rest.to_owned()));
    words
}

/// The part with this name in the tables.
#[must_use]
pub fn part_named(name: &str) -> Option<PartName> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// `48211904` as `48,211,904`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (48_211_904, "48,211,904"),
        ] {
            assert_eq!(thousands(n), text);
        }
    }

    #[test]
    fn places_are_filled_and_pages_are_left_to_the_layout() {
        let words = fill(
            "{n} of {all}, see page {page:withheld} of {pages}",
            2,
            &[("all", Words::exact("7"))],
        );
        assert_eq!(
            words.0,
            [
                Run::Text("2 of ".into()),
                Run::Exact("7".into()),
                Run::Text(", see page ".into()),
                Run::Page(PartName::Withheld),
                Run::Text(" of ".into()),
                Run::Pages,
            ]
        );
    }

    #[test]
    fn what_fills_a_place_is_never_read_as_a_template() {
        let words = fill("{who}", 0, &[("who", Words::quote("{pages} {n}"))]);
        assert_eq!(words.0, [Run::Quote("{pages} {n}".into())]);
    }

    #[test]
    fn a_place_without_filling_is_seen() {
        assert_eq!(
            fill("{x} {page:nowhere} {open", 0, &[]).plain(),
            "⟦x⟧ ⟦page:nowhere⟧ {open"
        );
        assert_eq!(
            Speech::new(&Papers::default()).say("nothing", &[]).plain(),
            "⟦nothing⟧"
        );
    }
}
