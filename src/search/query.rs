//! What a person looks for: all words, phrases in quotes, numbers, or any line of a list.
//!
//! Sample: `tasveer "jaan se" 0300 1234567` is two words or forms and one number, all of which must be there.

use std::ops::Range;

use thiserror::Error;

use super::fold::{Level, Word, sound_token, words};
use super::number::{FEWEST_DIGITS, MOST_DIGITS, MOST_GROUPS, is_number, number_key, number_keys};

/// The query holds no word, sign or digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("nothing to look for: no word, sign or digit was given")]
pub struct NoWords;

/// A parsed query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// One of these must match; in it, every term.
    alternatives: Vec<Vec<Term>>,
    widest: Level,
}

/// One word, phrase or number of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    written: String,
    words: Vec<Word>,
    /// The key of the number, if the term is one.
    number: Option<String>,
}

/// Why a text matched: one entry for each term of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The term as it was typed.
    pub looked_for: String,
    /// Where the text has it, in bytes.
    pub range: Range<usize>,
    /// How close it is.
    pub level: Level,
}

impl Query {
    /// Parses what was typed. All words must be there; words in quotes must stand in a row.
    /// `widest` is how far a match may be; [`Level::Exact`] is `--exact`.
    ///
    /// # Errors
    /// [`NoWords`] if nothing in it can be looked for.
    pub fn parse(typed: &str, widest: Level) -> Result<Self, NoWords> {
        let mut terms: Vec<Term> = Vec::new();
        for (piece, is_phrase) in pieces(typed) {
            let Some(term) = Term::new(piece) else {
                continue;
            };
            match terms.last_mut() {
                Some(last) if !is_phrase && last.continues_with(&term) => {
                    *last = last.joined(&term);
                }
                _ => terms.push(term),
            }
        }
        Self::of(vec![terms], widest)
    }

    /// A query for any of the entries of a list, each of them a word or a phrase.
    ///
    /// # Errors
    /// [`NoWords`] if nothing in the list can be looked for.
    pub fn any_of<'a>(
        entries: impl IntoIterator<Item = &'a str>,
        widest: Level,
    ) -> Result<Self, NoWords> {
        Self::of(
            entries
                .into_iter()
                .filter_map(Term::new)
                .map(|term| vec![term])
                .collect(),
            widest,
        )
    }

    fn of(mut alternatives: Vec<Vec<Term>>, widest: Level) -> Result<Self, NoWords> {
        alternatives.retain(|terms| !terms.is_empty());
        if alternatives.is_empty() {
            Err(NoWords)
        } else {
            Ok(Self {
                alternatives,
                widest,
            })
        }
    }

    /// The levels at which this query may match, closest first.
    pub fn levels(&self) -> impl Iterator<Item = Level> {
        let widest = self.widest;
        Level::ALL.into_iter().filter(move |level| *level <= widest)
    }

    /// The FTS5 expression for what matches at `level` or closer, over the keys of [`super::index_keys`].
    #[must_use]
    pub fn expression(&self, level: Level) -> String {
        let alternatives: Vec<String> = self
            .alternatives
            .iter()
            .map(|terms| {
                let terms: Vec<String> = terms.iter().map(|term| term.expression(level)).collect();
                format!("({})", terms.join(" AND "))
            })
            .collect();
        alternatives.join(" OR ")
    }

    /// Why `text` matches: the closest place of each term. Empty if it does not.
    #[must_use]
    pub fn why(&self, text: &str) -> Vec<Why> {
        let found = words(text);
        let reasons = self.alternatives.iter().filter_map(|terms| {
            terms
                .iter()
                .map(|term| term.closest(text, &found, self.widest))
                .collect::<Option<Vec<Why>>>()
        });
        // min_by_key keeps the first of equals, so the answer does not depend on anything but the query.
        reasons
            .min_by_key(|whys| whys.iter().map(|why| why.level).max())
            .unwrap_or_default()
    }

    /// The level at which `text` matches, if it does: that of its worst term.
    #[must_use]
    pub fn level_in(&self, text: &str) -> Option<Level> {
        self.why(text).iter().map(|why| why.level).max()
    }
}

impl Term {
    fn new(written: &str) -> Option<Self> {
        let words = words(written);
        (!words.is_empty()).then(|| Self::with_words(written.trim().to_owned(), words))
    }

    fn with_words(written: String, words: Vec<Word>) -> Self {
        let is_digits = words.iter().all(is_number);
        let digits: String = words.iter().map(|word| word.exact.as_str()).collect();
        let number = (is_digits && (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()))
            .then(|| number_key(&digits));
        Self {
            written,
            words,
            number,
        }
    }

    /// Whether two terms are groups of one number typed with spaces.
    fn continues_with(&self, next: &Term) -> bool {
        self.words.iter().chain(&next.words).all(is_number)
    }

    fn joined(&self, next: &Term) -> Self {
        Self::with_words(
            format!("{} {}", self.written, next.written),
            self.words.iter().chain(&next.words).cloned().collect(),
        )
    }

    fn expression(&self, level: Level) -> String {
        let mut ways = vec![phrase(self.words.iter().map(|word| level.token(word)))];
        if level == Level::Skeleton {
            ways.extend(self.loan().map(|loan| phrase([sound_token(loan)])));
        }
        ways.extend(self.number.iter().map(|number| phrase([number.clone()])));
        if ways.len() == 1 {
            ways.swap_remove(0)
        } else {
            format!("({})", ways.join(" OR "))
        }
    }

    /// The key of the two-word spelling that the term is.
    fn loan(&self) -> Option<&str> {
        match self.words.as_slice() {
            [first, _] => first.loan.as_deref(),
            _ => None,
        }
    }

    fn closest(&self, text: &str, found: &[Word], widest: Level) -> Option<Why> {
        let places = (0..found.len()).flat_map(|start| {
            let here = &found[start..];
            let by_words = Level::ALL
                .into_iter()
                .filter_map(move |level| Some((level, self.words_at(here, level)?)));
            let by_loan = self.loan_at(here).map(|count| (Level::Skeleton, count));
            let by_number = self
                .number_at(text, here)
                .map(|count| (Level::Exact, count));
            let all = by_words.chain(by_loan).chain(by_number);
            all.map(move |(level, count)| (level, here[0].range.start..here[count - 1].range.end))
        });
        let near = places.filter(|(level, _)| *level <= widest);
        // min_by_key keeps the first of equals: the first place of the closest level.
        let (level, range) = near.min_by_key(|(level, _)| *level)?;
        Some(Why {
            looked_for: self.written.clone(),
            range,
            level,
        })
    }

    /// How many words of `found` the term takes up if it stands at their start, word for word.
    fn words_at(&self, found: &[Word], level: Level) -> Option<usize> {
        let window = found.get(..self.words.len())?;
        let is_same = self
            .words
            .iter()
            .zip(window)
            .all(|(wanted, word)| level.token(wanted) == level.token(word));
        is_same.then_some(window.len())
    }

    /// The same for a loan that the term or the text writes as two words.
    fn loan_at(&self, found: &[Word]) -> Option<usize> {
        let first = found.first()?;
        let wanted = match self.words.as_slice() {
            [only] => only.skeleton.as_deref()?,
            _ => self.loan()?,
        };
        if first.loan.as_deref() == Some(wanted) {
            Some(2)
        } else {
            (self.loan().is_some() && first.skeleton.as_deref() == Some(wanted)).then_some(1)
        }
    }

    /// The same for a number, however it is spaced.
    fn number_at(&self, text: &str, found: &[Word]) -> Option<usize> {
        let number = self.number.as_ref()?;
        let longest = found
            .iter()
            .take(MOST_GROUPS)
            .take_while(|word| is_number(word))
            .count();
        (1..=longest).find(|count| number_keys(text, &found[..*count]).contains(number))
    }
}

/// A phrase of FTS5. Keys hold letters, digits and signs, never a quote.
fn phrase(tokens: impl IntoIterator<Item = String>) -> String {
    let tokens: Vec<String> = tokens.into_iter().collect();
    format!("\"{}\"", tokens.join(" "))
}

/// Cuts what was typed into words and quoted phrases.
fn pieces(typed: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    for (index, part) in typed
        .split(['"', '\u{201C}', '\u{201D}', '\u{00AB}', '\u{00BB}'])
        .enumerate()
    {
        if index % 2 == 1 {
            pieces.push((part, true));
        } else {
            pieces.extend(part.split_whitespace().map(|word| (word, false)));
        }
    }
    // Two words of one loan ("بلیک میل") are one term, so that the one-word form is found too.
    join_loans(typed, pieces)
}

fn join_loans<'a>(typed: &'a str, pieces: Vec<(&'a str, bool)>) -> Vec<(&'a str, bool)> {
    let offset = |piece: &str| piece.as_ptr() as usize - typed.as_ptr() as usize;
    let mut joined: Vec<(&str, bool)> = Vec::with_capacity(pieces.len());
    for (piece, is_phrase) in pieces {
        if let Some((last, false)) = joined.last().copied()
            && !is_phrase
            && let Some(both) = typed.get(offset(last)..offset(piece) + piece.len())
            && words(last).len() == 1
            && words(both).first().is_some_and(|word| word.loan.is_some())
        {
            joined.pop();
            joined.push((both, false));
            continue;
        }
        joined.push((piece, is_phrase));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(typed: &str) -> Query {
        Query::parse(typed, Level::Skeleton).expect("the case has words")
    }

    #[test]
    fn all_words_must_be_there_and_the_worst_decides_the_level() {
        let cases = [
            ("tasveer viral", "TASVEER viral", Some(Level::Exact)),
            (
                "tasveer viral",
                "viral kar di tasvir",
                Some(Level::Skeleton),
            ),
            ("tasveer viral", "sirf tasveer", None),
            ("\"jaan se\"", "jaan se maar", Some(Level::Exact)),
            ("\"jaan se\"", "se jaan", None),
            ("\"jaan se\" maar", "maar dunga jaan se", Some(Level::Exact)),
            ("“jaan se”", "jaaaan se", Some(Level::Squeezed)),
            (
                "0300 1234567",
                "call +92-300-1234567 now",
                Some(Level::Exact),
            ),
            ("03001234567", "۰۳۰۰ ۱۲۳۴۵۶۷", Some(Level::Exact)),
            ("0300 1234567", "1234567", None),
            ("blackmail", "بلیک میل", Some(Level::Skeleton)),
            ("بلیک میل", "blackmail", Some(Level::Skeleton)),
            ("میل", "بلیک میل", Some(Level::Exact)),
            ("🔪", "🔪🔪", Some(Level::Exact)),
            (
                "\"unclosed phrase",
                "an unclosed phrase",
                Some(Level::Exact),
            ),
        ];
        for (typed, text, want) in cases {
            assert_eq!(query(typed).level_in(text), want, "{typed} in {text}");
        }
    }

    #[test]
    fn exact_means_exact() {
        let exact = Query::parse("tasveer", Level::Exact).expect("a word");
        assert_eq!(exact.level_in("tasveeer"), None);
        assert_eq!(exact.level_in("Tasveer"), Some(Level::Exact));
        assert_eq!(exact.levels().collect::<Vec<_>>(), [Level::Exact]);
    }

    #[test]
    fn a_query_without_words_is_refused() {
        for typed in ["", "  ", "\"\"", "... --", "\u{064E}"] {
            assert_eq!(
                Query::parse(typed, Level::Skeleton),
                Err(NoWords),
                "{typed:?}"
            );
        }
        assert_eq!(Query::any_of(["", "-"], Level::Exact), Err(NoWords));
    }

    #[test]
    fn any_line_of_a_list_is_enough() {
        let query =
            Query::any_of(["jaan se maar", "tezab", ""], Level::Skeleton).expect("two entries");
        assert_eq!(query.level_in("tezaab phenk dunga"), Some(Level::Squeezed));
        assert_eq!(query.level_in("jaan se pyara"), None);
        assert_eq!(
            query.expression(Level::Exact),
            "(\"jaan se maar\") OR (\"tezab\")"
        );
        assert_eq!(
            query.expression(Level::Squeezed),
            "(\"=jan =se =mar\") OR (\"=tezab\")"
        );
    }

    #[test]
    fn the_reason_names_the_place_in_the_text() {
        let text = "وہ تصویریں سب کو، TASVEER";
        let whys = query("tasveer").why(text);
        assert_eq!(
            (&text[whys[0].range.clone()], whys[0].level),
            ("TASVEER", Level::Exact)
        );
        let whys = query("tasvir").why("meri تصویر mat do");
        assert_eq!(
            (&"meri تصویر mat do"[whys[0].range.clone()], whys[0].level),
            ("تصویر", Level::Skeleton)
        );
    }

    #[test]
    fn expressions_hold_keys_only() {
        for typed in [
            "a\" OR b",
            "exact : x",
            "=a ~b | c",
            "NEAR(a b)",
            "x* ^y",
            "{a}",
            "' ; drop",
        ] {
            for level in Level::ALL {
                let expression = query(typed).expression(level);
                assert_eq!(expression.matches('"').count() % 2, 0, "{expression}");
                let inside: String = expression.split('"').skip(1).step_by(2).collect();
                assert!(
                    inside
                        .chars()
                        .all(|c| c.is_alphanumeric() || " =~\u{B7}\u{A6}".contains(c)),
                    "{inside}"
                );
            }
        }
    }
}
