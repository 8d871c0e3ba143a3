//! The answers file of the guided run: one JSON object, one key a question (`docs/guided-run.md`).
//!
//! A key that is absent is an open question. A key that is null is a question that a person chose to leave blank.
//! Keys that begin with `_` are remarks. Any other unknown key, or a value of the wrong kind, is refused.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Failure;
use crate::model::exhibit::Why;
use crate::model::{Address, Span};

/// The schema that the file names first.
pub const SCHEMA: &str = "saboot/answers@1";

/// An answer: open, left blank by a person, or given.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Given<T> {
    /// Nobody answered.
    #[default]
    Open,
    /// A person left it blank.
    Blank,
    /// A person answered.
    Value(T),
}

impl<T> Given<T> {
    /// The value, where one was given.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether nobody answered.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// The helper at the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct Helper {
    pub name: Option<String>,
    pub role: Option<String>,
}

/// How a source came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct Origin {
    pub source: Address,
    #[serde(default)]
    pub device: Option<String>,
    #[serde(default)]
    pub exported_by: Option<String>,
    #[serde(default)]
    pub exported_on: Option<String>,
    #[serde(default)]
    pub got: Option<String>,
}

/// The labels of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct Labels {
    pub name: Option<String>,
    pub labels: Vec<Address>,
}

/// A number behind a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct NumberAnswer {
    pub label: Address,
    pub number: String,
    #[serde(default)]
    pub basis: Option<String>,
}

/// A person who must not be named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct Bystander {
    pub label: Option<Address>,
    pub name: Option<String>,
}

/// A chosen record or range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct ExhibitAnswer {
    #[serde(with = "as_text")]
    pub at: Span,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub shows: Option<String>,
}

/// A thing that must not be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct WithholdAnswer {
    #[serde(with = "as_text")]
    pub at: Span,
    pub why: Why,
    #[serde(default)]
    pub label: Option<String>,
}

/// A paragraph with the records that it rests on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct ParagraphAnswer {
    pub when: String,
    pub text: String,
    pub exhibits: Vec<Address>,
}

/// Her own words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the guide says it")]
pub struct Statement {
    pub incident: Option<String>,
    pub facts: Vec<ParagraphAnswer>,
    pub relief: Vec<String>,
    pub urgent: Vec<ParagraphAnswer>,
    pub impact: Option<String>,
    pub steps: Vec<ParagraphAnswer>,
}

/// A date order for all sources that do not decide, or by source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the guide says it")]
pub enum OrderAnswer {
    All(String),
    BySource(BTreeMap<String, String>),
}

/// All answers of a guided run.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the keys of the guide")]
pub struct Answers {
    pub keyboard: Given<String>,
    pub helper: Given<Helper>,
    pub shared_computer: Given<String>,
    pub minors: Given<String>,
    pub paths: Given<Vec<String>>,
    pub zone: Given<String>,
    pub date_order: Given<OrderAnswer>,
    pub origins: Given<Vec<Origin>>,
    pub respondent: Given<Labels>,
    pub complainant: Given<Labels>,
    pub numbers: Given<Vec<NumberAnswer>>,
    pub bystanders: Given<Vec<Bystander>>,
    pub stop_message: Given<Address>,
    pub exhibits: Given<Vec<ExhibitAnswer>>,
    pub context: Given<u32>,
    pub withhold: Given<Vec<WithholdAnswer>>,
    pub statement: Given<Statement>,
    pub particulars: Given<BTreeMap<String, Option<String>>>,
    pub reference: Given<String>,
    pub authority: Given<String>,
    pub lawyer_first: Given<String>,
    pub confirm_seal: Given<String>,
}

/// Questions that cannot be left blank.
const NOT_BLANK: [&str; 7] = [
    "keyboard",
    "shared_computer",
    "minors",
    "zone",
    "context",
    "authority",
    "lawyer_first",
];

/// The allowed words of the questions that are a choice.
const CHOICES: [(&str, &[&str]); 5] = [
    ("keyboard", &["self", "helper"]),
    ("shared_computer", &["no", "yes", "unknown"]),
    ("minors", &["no", "yes", "unsure"]),
    ("lawyer_first", &["yes", "no"]),
    ("confirm_seal", &["SEAL"]),
];

impl Answers {
    /// Reads an answers file.
    ///
    /// # Errors
    /// [`Failure::Answers`], which names the key and never a value.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let refuse = |why: String| Failure::Answers(why);
        let mut keys: Map<String, Value> =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
                refuse(format!(
                    "line {}, column {}: no JSON object",
                    e.line(),
                    e.column()
                ))
            })?;
        keys.retain(|key, _| !key.starts_with('_'));
        match keys.remove("schema") {
            Some(Value::String(schema)) if schema == SCHEMA => {}
            _ => return Err(refuse(format!("\"schema\" must be \"{SCHEMA}\""))),
        }
        for (key, allowed) in CHOICES {
            if keys
                .get(key)
                .and_then(Value::as_str)
                .is_some_and(|given| !allowed.contains(&given))
            {
                return Err(refuse(format!(
                    "\"{key}\" must be one of {}",
                    allowed.join(", ")
                )));
            }
        }
        let mut take = Taking { keys: &mut keys };
        let answers = Self {
            keyboard: take.key("keyboard")?,
            helper: take.key("helper")?,
            shared_computer: take.key("shared_computer")?,
            minors: take.key("minors")?,
            paths: take.key("paths")?,
            zone: take.key("zone")?,
            date_order: take.key("date_order")?,
            origins: take.key("origins")?,
            respondent: take.key("respondent")?,
            complainant: take.key("complainant")?,
            numbers: take.key("numbers")?,
            bystanders: take.key("bystanders")?,
            stop_message: take.key("stop_message")?,
            exhibits: take.key("exhibits")?,
            context: take.key("context")?,
            withhold: take.key("withhold")?,
            statement: take.key("statement")?,
            particulars: take.key("particulars")?,
            reference: take.key("reference")?,
            authority: take.key("authority")?,
            lawyer_first: take.key("lawyer_first")?,
            confirm_seal: take.key("confirm_seal")?,
        };
        match keys.keys().next() {
            Some(unknown) => Err(refuse(format!("no question has the key \"{unknown}\""))),
            None => answers.check(),
        }
    }

    fn check(self) -> Result<Self, Failure> {
        if self.context.value().is_some_and(|n| *n > 10) {
            return Err(Failure::Answers(
                "\"context\" must be a number from 0 to 10".into(),
            ));
        }
        let fields = self
            .particulars
            .value()
            .into_iter()
            .flat_map(BTreeMap::keys);
        match fields
            .into_iter()
            .find(|f| !super::say::FIELDS.contains(&f.as_str()))
        {
            Some(_) => Err(Failure::Answers(format!(
                "\"particulars\" has the fields {}",
                super::say::FIELDS.join(", ")
            ))),
            None => Ok(self),
        }
    }
}

struct Taking<'m> {
    keys: &'m mut Map<String, Value>,
}

impl Taking<'_> {
    fn key<T: DeserializeOwned>(&mut self, key: &str) -> Result<Given<T>, Failure> {
        match self.keys.remove(key) {
            None => Ok(Given::Open),
            Some(Value::Null) if NOT_BLANK.contains(&key) => {
                Err(Failure::Answers(format!("\"{key}\" cannot be null")))
            }
            Some(Value::Null) => Ok(Given::Blank),
            Some(value) => serde_json::from_value(value)
                .map(Given::Value)
                .map_err(|_| Failure::Answers(format!("\"{key}\" has a value of the wrong kind"))),
        }
    }
}

/// An address or a range as text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::model::Span;

    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(span)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// An answers file with every question open and explained.
#[must_use]
pub fn template() -> String {
    let mut file = Map::new();
    file.insert("schema".into(), json!(SCHEMA));
    file.insert("_about".into(), json!("Take the underscore from a key to answer it. What stays open is asked; null leaves a question blank."));
    for question in super::interview::QUESTIONS {
        file.insert(format!("_{}", question.key), json!({"question": format!("{} {}", question.number, question.text), "example": question.example()}));
    }
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_blank_and_given_answers_are_told_apart() {
        let answers = Answers::parse(
            r#"{"schema":"saboot/answers@1","_x":1,"stop_message":null,"keyboard":"self"}"#,
        )
        .unwrap();
        assert_eq!(answers.keyboard, Given::Value("self".into()));
        assert_eq!(answers.stop_message, Given::Blank);
        assert!(answers.minors.is_open());
    }

    #[test]
    fn what_does_not_fit_is_refused_by_its_key() {
        for (text, key) in [
            ("{", "line 1"),
            ("[]", "line 1"),
            ("{}", "schema"),
            (
                r#"{"schema":"saboot/answers@1","keybord":"self"}"#,
                "keybord",
            ),
            (
                r#"{"schema":"saboot/answers@1","keyboard":"me"}"#,
                "keyboard",
            ),
            (r#"{"schema":"saboot/answers@1","minors":null}"#, "minors"),
            (r#"{"schema":"saboot/answers@1","context":11}"#, "context"),
            (
                r#"{"schema":"saboot/answers@1","exhibits":[{"at":"X"}]}"#,
                "exhibits",
            ),
            (
                r#"{"schema":"saboot/answers@1","particulars":{"shoe":"40"}}"#,
                "particulars",
            ),
        ] {
            let refused = Answers::parse(text).unwrap_err().to_string();
            assert!(refused.contains(key), "{text}: {refused}");
        }
    }

    #[test]
    fn the_template_is_an_answers_file_with_every_question_open() {
        assert_eq!(Answers::parse(&template()).unwrap(), Answers::default());
    }
}
