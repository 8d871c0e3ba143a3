//! The questions of the guided run, and who answers them: a file, a person, or `--yes`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answers::Given;
use super::{Failure, World};
use crate::model::case::Answer;
use crate::model::exhibit::ChosenBy;
use crate::model::{WorkAct, WorkEntry};

/// One question of the guided run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Its number, to be read over a telephone.
    pub number: &'static str,
    /// Its key in the answers file.
    pub key: &'static str,
    /// Its words.
    pub text: &'static str,
    /// An answer as JSON, for the template.
    example: &'static str,
}

impl Question {
    /// An example of an answer, for the template of the answers file.
    #[must_use]
    pub fn example(&self) -> Value {
        serde_json::from_str(self.example).unwrap_or(Value::Null)
    }
}

/// Every question, in the order in which they are asked.
pub const QUESTIONS: [Question; 22] = [
    question("Q1", "keyboard", "Who is at the keyboard?", r#""self""#),
    question(
        "Q1b",
        "helper",
        "What is the helper's name or role?",
        r#"{"name":null,"role":"helpline volunteer"}"#,
    ),
    question(
        "Q2",
        "shared_computer",
        "Does anyone else use this computer?",
        r#""no""#,
    ),
    question(
        "Q3",
        "minors",
        "Is anyone under 18 shown in sexual pictures in these files?",
        r#""no""#,
    ),
    question(
        "Q4",
        "paths",
        "Which export files and pictures?",
        r#"["chat.zip"]"#,
    ),
    question(
        "Q4b",
        "zone",
        "The chat states no time zone. In which zone was the phone?",
        r#""Asia/Karachi""#,
    ),
    question(
        "Q4c",
        "date_order",
        "The dates can be read two ways. Day first, or month first?",
        r#""dmy""#,
    ),
    question(
        "Q5b",
        "origins",
        "From which phone, by whom, and how did the files come?",
        r#"[{"source":"S1","device":"her phone","exported_by":"the complainant","exported_on":"2026-11-22","got":"by cable"}]"#,
    ),
    question(
        "Q6",
        "respondent",
        "Which name is the person who troubles you?",
        r#"{"name":null,"labels":["S1:P1"]}"#,
    ),
    question(
        "Q6b",
        "complainant",
        "Which name is you?",
        r#"{"labels":["S1:P2"]}"#,
    ),
    question(
        "Q6c",
        "numbers",
        "The person's number (look in Contacts)?",
        r#"[{"label":"S1:P1","number":"+92 300 0000000","basis":"read from the contact page"}]"#,
    ),
    question(
        "Q6d",
        "bystanders",
        "Who else is in these chats and must not be named?",
        r#"[{"label":"S1:P3"}]"#,
    ),
    question(
        "Q7",
        "stop_message",
        "Did you tell the person to stop? In which message?",
        r#""S1:L90""#,
    ),
    question(
        "Q8",
        "exhibits",
        "Which messages and pictures should the complaint show?",
        r#"[{"at":"S1:L90","tags":["stop"]}]"#,
    ),
    question("Q8b", "context", "How many lines around each one?", "3"),
    question(
        "Q8c",
        "withhold",
        "What must not be shown?",
        r#"[{"at":"S1:F3","why":"intimate","label":null}]"#,
    ),
    question(
        "Q9",
        "statement",
        "In your own words: what happened?",
        r#"{"incident":"…","facts":[{"text":"…","exhibits":["S1:L90"]}],"relief":["…"],"urgent":[],"impact":null,"steps":[]}"#,
    ),
    question(
        "Q10",
        "particulars",
        "Your name, CNIC and telephone for the form? They are printed only on the sheet that can be pulled out.",
        r#"{"name":null,"cnic":null,"phone":null}"#,
    ),
    question(
        "Q10b",
        "reference",
        "A reference for every page?",
        r#""2026-117""#,
    ),
    question(
        "Q10c",
        "authority",
        "To whom is it addressed?",
        r#""pk-nccia""#,
    ),
    question(
        "Q11",
        "lawyer_first",
        "Show it to a lawyer before it is sealed?",
        r#""no""#,
    ),
    question("Seal", "confirm_seal", "Type SEAL to freeze.", r#""SEAL""#),
];

const fn question(
    number: &'static str,
    key: &'static str,
    text: &'static str,
    example: &'static str,
) -> Question {
    Question {
        number,
        key,
        text,
        example,
    }
}

/// The question with this key.
#[must_use]
pub fn named(key: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|q| q.key == key)
}

/// Who answers what the file leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A person is asked.
    Ask,
    /// `--yes`: the documented default, and every page a DRAFT.
    Default,
    /// `--no-input`: nobody; the run ends with exit code 4.
    Refuse,
}

/// What happens to a question that was left blank in an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// It stays blank.
    Kept,
    /// It is asked again.
    AskedAgain,
}

/// The person at the terminal.
pub trait Asker {
    /// Asks, and returns what was typed; none for Enter alone. `options` are numbered from 1 and may be answered by number.
    ///
    /// # Errors
    /// The person left, or there is no terminal.
    fn ask(&mut self, question: &Question, options: &[String]) -> Result<Option<String>, Failure>;

    /// Says something between two questions.
    fn tell(&mut self, text: &str);
}

/// Collects the answers of a run: from the file, a person, or `--yes`.
pub struct Interview<'i> {
    /// Who answers what the file leaves open.
    pub open: Open,
    /// The person.
    pub asker: &'i mut dyn Asker,
    /// What a person answered in an earlier run.
    remembered: BTreeMap<String, Value>,
    /// What was answered, to be written into the work log.
    answered: Vec<(String, Value, ChosenBy)>,
}

/// An answer with who gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    /// None where it was left blank.
    pub value: Option<T>,
    /// Who.
    pub by: ChosenBy,
}

impl<'i> Interview<'i> {
    /// A run in which `asker` is asked, or not.
    pub fn new(open: Open, asker: &'i mut dyn Asker) -> Self {
        Self {
            open,
            asker,
            remembered: BTreeMap::new(),
            answered: Vec::new(),
        }
    }

    /// Takes over what a person answered in an earlier run, so that this one goes on at the first open question.
    ///
    /// Sealing is confirmed each time, and an order of dates belongs to its source: neither is taken over.
    pub fn remember(&mut self, answers: &BTreeMap<String, Answer>, blanks: Blanks) {
        for (key, answer) in answers {
            let once = ["date_order", "lawyer_first", "confirm_seal"].contains(&key.as_str());
            let blank = answer.value.is_null() && blanks == Blanks::AskedAgain;
            if answer.by == ChosenBy::Person && !once && !blank {
                self.remembered.insert(key.clone(), answer.value.clone());
            }
        }
    }

    /// Answers one question. `ask` puts it to the person; `default` is what `--yes` answers, none where there is no default.
    ///
    /// # Errors
    /// [`Failure::AnswerNeeded`] where nobody can answer.
    pub fn answer<T: Clone + serde::Serialize + serde::de::DeserializeOwned>(
        &mut self,
        key: &'static str,
        given: &Given<T>,
        ask: impl FnOnce(&mut dyn Asker, &Question) -> Result<Option<T>, Failure>,
        default: Option<Option<T>>,
    ) -> Result<Answered<T>, Failure> {
        let question = named(key).ok_or(Failure::AnswerNeeded(vec![key]))?;
        let earlier = self
            .remembered
            .get(key)
            .filter(|_| given.is_open())
            .and_then(|value| serde_json::from_value(value.clone()).ok());
        if let Some(value) = earlier {
            let by = ChosenBy::Person;
            return Ok(Answered { value, by });
        }
        let answered = match (given, self.open, default) {
            (Given::Value(value), _, _) => Answered {
                value: Some(value.clone()),
                by: ChosenBy::Person,
            },
            (Given::Blank, _, _) => Answered {
                value: None,
                by: ChosenBy::Person,
            },
            (Given::Open, Open::Ask, _) => Answered {
                value: ask(self.asker, question)?,
                by: ChosenBy::Person,
            },
            (Given::Open, Open::Default, Some(value)) => Answered {
                value,
                by: ChosenBy::Yes,
            },
            (Given::Open, _, _) => return Err(Failure::AnswerNeeded(vec![key])),
        };
        let logged = serde_json::to_value(&answered.value).unwrap_or(Value::Null);
        self.answered.push((key.to_owned(), logged, answered.by));
        Ok(answered)
    }

    /// The entries of the work log for all that was answered so far; they are handed out once.
    pub fn entries(&mut self, world: &World<'_>) -> Vec<WorkEntry> {
        let answered = std::mem::take(&mut self.answered);
        answered
            .into_iter()
            .map(|(question, answer, by)| world.entry(WorkAct::Answered { question, answer }, by))
            .collect()
    }
}

/// Asks until one of the words is chosen, by number or by itself.
///
/// # Errors
/// The person left.
pub fn choose(
    asker: &mut dyn Asker,
    question: &Question,
    words: &[(&str, &str)],
) -> Result<Option<String>, Failure> {
    let options: Vec<String> = words.iter().map(|(_, shown)| (*shown).to_owned()).collect();
    loop {
        let Some(typed) = asker.ask(question, &options)? else {
            asker.tell("Please type one of the numbers.");
            continue;
        };
        let by_number = typed
            .parse::<usize>()
            .ok()
            .and_then(|n| words.get(n.checked_sub(1)?));
        let by_word = words
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(&typed));
        match by_number.or(by_word) {
            Some((word, _)) => return Ok(Some((*word).to_owned())),
            None => asker.tell("Please type one of the numbers."),
        }
    }
}

/// The default of `--yes`.
#[must_use]
pub fn default_of<T>(value: T) -> Option<Option<T>> {
    Some(Some(value))
}

/// A question left blank by `--yes`.
#[must_use]
pub fn blank<T>() -> Option<Option<T>> {
    Some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Silent(usize);

    impl Asker for Silent {
        fn ask(&mut self, _: &Question, _: &[String]) -> Result<Option<String>, Failure> {
            self.0 += 1;
            Ok(None)
        }

        fn tell(&mut self, _: &str) {}
    }

    #[test]
    fn what_a_person_answered_is_not_asked_again() {
        let person = |value: Value| Answer {
            value,
            by: ChosenBy::Person,
        };
        let earlier = BTreeMap::from([
            ("context".to_owned(), person(5.into())),
            ("reference".to_owned(), person(Value::Null)),
            ("confirm_seal".to_owned(), person("SEAL".into())),
            (
                "authority".to_owned(),
                Answer {
                    value: "pk-nccia".into(),
                    by: ChosenBy::Yes,
                },
            ),
        ]);
        for (blanks, asked) in [(Blanks::AskedAgain, 3), (Blanks::Kept, 2)] {
            let mut silent = Silent(0);
            let mut interview = Interview::new(Open::Ask, &mut silent);
            interview.remember(&earlier, blanks);
            let context = interview
                .answer("context", &Given::Open, |_, _| Ok(None), blank::<u32>())
                .unwrap();
            assert_eq!((context.value, context.by), (Some(5), ChosenBy::Person));
            let given = interview
                .answer("context", &Given::Value(2), |_, _| Ok(None), blank::<u32>())
                .unwrap();
            assert_eq!(given.value, Some(2), "a given answer wins");
            for key in ["reference", "confirm_seal", "authority"] {
                let ask = |asker: &mut dyn Asker, q: &Question| asker.ask(q, &[]);
                interview
                    .answer(key, &Given::Open, ask, blank::<String>())
                    .unwrap();
            }
            assert_eq!(silent.0, asked, "{blanks:?}");
        }
    }
}
