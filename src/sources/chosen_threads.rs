//! Which threads of a download are read: the others are other people's and stay closed.

/// The patterns that a person gave. None means every thread.
///
/// A pattern is found anywhere in the title, in the name of the thread's folder, or in the name of somebody else who takes
/// part; one with `*` (any signs) or `?` (one sign) must fit one of them from end to end. A pattern with `/` is held against
/// the whole id, such as `inbox/kashif_1002003004005006`. Capital and small letters are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChosenThreads {
    patterns: Vec<String>,
}

impl ChosenThreads {
    /// The choice that these patterns make; empty ones say nothing.
    #[must_use]
    pub fn of(patterns: &[String]) -> Self {
        let patterns = patterns.iter().map(|p| p.trim().to_lowercase());
        Self {
            patterns: patterns.filter(|p| !p.is_empty()).collect(),
        }
    }

    /// Whether every thread is read.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a pattern fits one of these words about a thread.
    #[must_use]
    pub fn fits<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> bool {
        let mut words = words.into_iter().map(str::to_lowercase);
        self.is_all() || words.any(|word| self.patterns.iter().any(|p| fits(p, &word)))
    }

    /// Whether a pattern fits the id of a thread: its last part, or the whole of it where the pattern has a slash.
    #[must_use]
    pub fn fits_id(&self, id: &str) -> bool {
        let id = id.to_lowercase();
        let folder = id.rsplit('/').next().unwrap_or(&id);
        let fits_one = |p: &String| fits(p, if p.contains('/') { &id } else { folder });
        self.is_all() || self.patterns.iter().any(fits_one)
    }
}

fn fits(pattern: &str, word: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return word.contains(pattern);
    }
    let (pattern, word): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), word.chars().collect());
    // After the last star, a mismatch lets the star take one sign more.
    let (mut p, mut w) = (0, 0);
    let mut star = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                p += 1;
                w += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    w = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_part_of_a_word_or_fits_it_from_end_to_end() {
        for (pattern, word, expected) in [
            ("kashif", "Kashif Ali", true),
            ("kash*", "Kashif Ali", true),
            ("*ali", "Kashif Ali", true),
            ("k?shif*", "Kashif Ali", true),
            ("kash", "Sana", false),
            ("kash*", "Sana Kashif", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("*", "", true),
            ("کاشف", "کاشف علی", true),
        ] {
            assert_eq!(
                ChosenThreads::of(&[pattern.to_owned()]).fits([word]),
                expected,
                "{pattern} {word}"
            );
        }
        for (pattern, expected) in [
            ("kashif_1", true),
            ("inbox/", true),
            ("inbox", false),
            ("inbox/k*", true),
        ] {
            assert_eq!(
                ChosenThreads::of(&[pattern.to_owned()]).fits_id("inbox/kashif_1"),
                expected,
                "{pattern}"
            );
        }
        assert!(ChosenThreads::of(&[" ".to_owned()]).is_all());
        assert!(ChosenThreads::default().fits([]));
    }
}
