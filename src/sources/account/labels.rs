//! The generic form of 2024 and later: a list of labels and values.
//!
//! ```text
//! {"timestamp": 1726481623, "media": [], "label_values": [
//!   {"label": "…", "value": "203.0.113.7", "ent_field_name": "ip_address"},
//!   {"label": "…", "timestamp_value": 1726481623},
//!   {"title": "…", "dict": [{"label": "…", "value": "…"}]}], "fbid": "…"}
//! ```
//! Labels are in the language of the account, so nothing is read by them. `ent_field_name` is the export's own name of a field,
//! where it is there. Every pair stays in `extra` as it is, read or not.

use serde_json::Value;

use super::item::Reading;
use super::sections::sections;

/// The key of the pairs.
pub const PAIRS: &str = "label_values";

/// The keys of elements in forms that every section can have: that one, and two of Instagram's.
pub const GENERIC: [&str; 3] = [PAIRS, "string_map_data", "string_list_data"];

/// Where the value of a pair stands.
const VALUES: [&str; 3] = ["value", "href", "timestamp_value"];

/// Books the pairs that name their field. Pairs inside `dict` and `vec` belong to other things and are not read.
pub fn take(reading: &mut Reading<'_>, element: &Value) {
    let pairs = element.get(PAIRS).and_then(Value::as_array);
    for pair in pairs.into_iter().flatten() {
        let name = pair.get("ent_field_name").and_then(Value::as_str);
        let value = VALUES.iter().find_map(|key| pair.get(key));
        if let (Some(name), Some(value)) = (name, value) {
            take_pair(reading, &snake_case(name), value);
        }
    }
}

fn take_pair(reading: &mut Reading<'_>, name: &str, value: &Value) {
    let section = reading.section;
    let ends = |path: &String| path.rsplit('.').next() == Some(name);
    if let Some(text) = value.as_str() {
        if reading.record.sender.is_none() && section.sender.iter().any(ends) {
            reading.set_person(text);
        }
        if reading.record.text.is_none() && section.text.iter().any(ends) {
            reading.record.text = Some(text.to_owned());
        }
    }
    if reading.record.sent.is_none() && section.time.iter().any(ends) {
        reading.set_time(value, PAIRS);
    }
    let own = section.fields.iter().find(|(path, _)| ends(path));
    let field = own.and_then(|(_, field)| field.as_str());
    if let Some(field) = field.or_else(|| sections().name_of(name)) {
        reading.set_field(field, value);
    }
}

/// `IPAddress` and `userAgent` as the other forms write them: `ip_address`, `user_agent`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before: Option<char> = None;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_uppercase()
                        && letters.peek().is_some_and(char::is_ascii_lowercase)
            });
        if begins {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        before = Some(letter);
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_compared_in_one_spelling() {
        for (name, expected) in [
            ("IPAddress", "ip_address"),
            ("userAgent", "user_agent"),
            ("ip_address", "ip_address"),
            ("Name", "name"),
            ("", ""),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }
}
