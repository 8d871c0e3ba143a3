//! The complainant's own words by topic, as `say` keeps them and as the papers need them.
//!
//! In the text of a topic, paragraphs are parted by an empty line, and a last line `[S1:L96, S3:F2]` names the
//! records that a paragraph rests on. `urgent` and `steps` begin each paragraph with `when | `:
//!
//! ```text
//! 30 Nov 2026 | the day named for sending the photographs
//! [S2:L123]
//! ```

use std::collections::BTreeMap;

use crate::model::Address;

/// A paragraph in her own words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// When, for `urgent` and `steps`; else empty.
    pub when: String,
    /// The words, unchanged.
    pub text: String,
    /// The records that it rests on.
    pub exhibits: Vec<Address>,
}

/// What she said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// One line: what this is about.
    pub incident: String,
    /// The statement.
    pub facts: Vec<Paragraph>,
    /// What is asked for.
    pub relief: Vec<Paragraph>,
    /// What cannot wait.
    pub urgent: Vec<Paragraph>,
    /// What it does to her.
    pub impact: Vec<Paragraph>,
    /// What was done about it: blocked, reported, asked to stop.
    pub steps: Vec<Paragraph>,
    /// What a picture shows, by its address (topic `shows:S3:F2`).
    pub shows: BTreeMap<Address, String>,
}

impl Story {
    /// Reads the topics of a case.
    #[must_use]
    pub fn from_said(said: &BTreeMap<String, String>) -> Self {
        let topic = |name: &str| said.get(name).map(String::as_str).unwrap_or_default();
        let shows = said.iter().filter_map(|(topic, text)| {
            let address = topic.strip_prefix("shows:")?.parse().ok()?;
            Some((address, text.trim().to_owned()))
        });
        Self {
            incident: topic("incident").trim().to_owned(),
            facts: paragraphs(topic("facts")),
            relief: paragraphs(topic("relief")),
            urgent: timed(topic("urgent")),
            impact: paragraphs(topic("impact")),
            steps: timed(topic("steps")),
            shows: shows.collect(),
        }
    }

    /// The topics of this story, to be kept by `say`. Empty topics are left out.
    #[must_use]
    pub fn to_said(&self) -> BTreeMap<String, String> {
        let topics = [
            ("incident", self.incident.clone()),
            ("facts", print(&self.facts)),
            ("relief", print(&self.relief)),
            ("urgent", print(&self.urgent)),
            ("impact", print(&self.impact)),
            ("steps", print(&self.steps)),
        ];
        let shows = self
            .shows
            .iter()
            .map(|(address, text)| (format!("shows:{address}"), text.clone()));
        let named = topics
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text));
        named
            .chain(shows)
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }
}

fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        if line.trim().is_empty() {
            all.push(Vec::new());
        } else if let Some(open) = all.last_mut() {
            open.push(line);
        }
    }
    all.into_iter()
        .filter(|lines| !lines.is_empty())
        .map(|lines| paragraph(&lines))
        .collect()
}

fn paragraph(lines: &[&str]) -> Paragraph {
    let cited = lines.last().and_then(|line| citations(line));
    let body = if cited.is_some() {
        &lines[..lines.len() - 1]
    } else {
        lines
    };
    Paragraph {
        when: String::new(),
        text: body.join("\n"),
        exhibits: cited.unwrap_or_default(),
    }
}

/// `[S1:L96, S3:F2]`: only if everything inside is an address; else the line is her words.
fn citations(line: &str) -> Option<Vec<Address>> {
    let inside = line.trim().strip_prefix('[')?.strip_suffix(']')?;
    inside
        .split(',')
        .map(|one| one.trim().parse().ok())
        .collect()
}

fn timed(text: &str) -> Vec<Paragraph> {
    let split = |mut paragraph: Paragraph| {
        if let Some((when, text)) = paragraph.text.split_once(" | ") {
            paragraph = Paragraph {
                when: when.trim().to_owned(),
                text: text.trim().to_owned(),
                exhibits: paragraph.exhibits,
            };
        }
        paragraph
    };
    paragraphs(text).into_iter().map(split).collect()
}

fn print(paragraphs: &[Paragraph]) -> String {
    let one = |p: &Paragraph| {
        // An empty line inside her text would end the paragraph when it is read back.
        let text = p
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        let when = if p.when.is_empty() {
            String::new()
        } else {
            format!("{} | ", p.when)
        };
        let cited: Vec<String> = p.exhibits.iter().map(Address::to_string).collect();
        if cited.is_empty() {
            when + &text
        } else {
            format!("{when}{text}\n[{}]", cited.join(", "))
        }
    };
    paragraphs.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_read_back_as_it_was_kept() {
        let said = BTreeMap::from([
            (
                "facts".to_owned(),
                "pehli baat\ndoosri line\n[S1:L96, S3:F2]\n\nSecond [not a citation]".to_owned(),
            ),
            (
                "steps".to_owned(),
                "21 Oct 2026 | I blocked the number.\n[S1:L120]".to_owned(),
            ),
            ("shows:S3:F2".to_owned(), "the chat of 20 Nov".to_owned()),
        ]);
        let story = Story::from_said(&said);
        assert_eq!(story.facts.len(), 2);
        assert_eq!(story.facts[0].text, "pehli baat\ndoosri line");
        assert_eq!(
            story.facts[0].exhibits,
            ["S1:L96".parse().unwrap(), "S3:F2".parse().unwrap()]
        );
        assert_eq!(story.facts[1].text, "Second [not a citation]");
        assert_eq!(story.steps[0].when, "21 Oct 2026");
        assert_eq!(story.to_said(), said);
    }

    #[test]
    fn nothing_said_is_an_empty_story() {
        assert_eq!(Story::from_said(&BTreeMap::new()), Story::default());
        assert!(Story::default().to_said().is_empty());
    }

    #[test]
    fn words_that_look_like_a_citation_stay_words() {
        for text in ["[S1:L96, and more]", "S1:L96", "[]"] {
            let said = BTreeMap::from([("facts".to_owned(), text.to_owned())]);
            assert_eq!(Story::from_said(&said).facts[0].text, text);
        }
    }
}
