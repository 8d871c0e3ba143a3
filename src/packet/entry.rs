//! An entry of an account's own records in words: what it is, whom it is about, and its fields as exported.
//!
//! ```text
//! ⟨account activity⟩ ⟨action⟩ Login ⟨internet address⟩ 203.0.113.77 ⟨city⟩ Lahore ⟨country⟩ PK
//! ```

use serde_json::Value;

use super::input::PacketInput;
use super::pieces::numbers_apart;
use super::shield::Shield;
use super::words::{Run, Words};
use crate::model::Record;

/// Fields that never go on paper: a cookie opens the account.
const NEVER: [&str; 1] = ["cookie"];

/// The entry in words; what somebody wrote stands last.
pub(super) fn words(input: &PacketInput<'_>, shield: &Shield<'_>, record: &Record) -> Words {
    let speech = input.speech();
    let Some(item) = &record.item else {
        return Words::none();
    };
    let mut words = Words::none();
    // The program's words are set apart, so that each value is found on paper as it was exported.
    let mut add = |label: String, value: Words| {
        if !words.is_empty() {
            words.push(Run::Text(" ".to_owned()));
        }
        words.push(Run::Ours(label));
        if !value.is_empty() {
            words.push(Run::Text(" ".to_owned()));
            words.extend(value);
        }
    };
    add(speech.named("item.", &item.what), Words::none());
    if let Some(sender) = &record.sender {
        add(speech.term("entry.about"), shield.quote(sender));
    }
    for (name, value) in item
        .fields
        .iter()
        .filter(|(n, _)| !NEVER.contains(&n.as_str()))
    {
        if let Some(shown) = plain(value) {
            add(
                speech.named("field.", name),
                numbers_apart(shield.quote(&shown)),
            );
        }
    }
    if let Some(text) = record.text.as_deref().filter(|t| !t.is_empty()) {
        add(
            speech.term("entry.words"),
            numbers_apart(shield.quote(text)),
        );
    }
    words
}

/// A field's value as one line; none where it holds nothing.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().filter_map(plain).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Null | Value::String(_) | Value::Object(_) => None,
    }
}
