//! What an author states of a line, held against the line: keys that are not stated are not compared.

use serde_json::Value;

/// All differences. A stated `null` means absent or null; a key with a dot goes down into objects.
pub fn differences(stated: &Value, found: &Value) -> Vec<String> {
    let Some(object) = stated.as_object() else {
        return vec![format!("the statement is not an object: {stated}")];
    };
    object
        .iter()
        .filter_map(|(key, wanted)| {
            let value = key.split('.').fold(found, |at, part| &at[part]);
            let fits = match key.as_str() {
                // Flags that the author does not think of may stand beside the stated ones, but for an empty list.
                "flags" => flags_fit(wanted, value),
                "attachments" if wanted.is_array() => attachments_fit(wanted, value),
                "call" | "location" => fits_in(wanted, value),
                _ => wanted == value,
            };
            (!fits).then(|| format!("{key}: stated {wanted}, found {value}"))
        })
        .collect()
}

fn flags_fit(wanted: &Value, found: &Value) -> bool {
    let empty = Vec::new();
    let wanted = wanted.as_array().unwrap_or(&empty);
    let found = found.as_array().unwrap_or(&empty);
    if wanted.is_empty() {
        return !found
            .iter()
            .any(|flag| flag == "sender_ambiguous" || flag == "placeholder");
    }
    wanted.iter().all(|flag| found.contains(flag))
}

fn attachments_fit(wanted: &Value, found: &Value) -> bool {
    let (Some(wanted), Some(found)) = (wanted.as_array(), found.as_array()) else {
        return false;
    };
    wanted.len() == found.len()
        && wanted
            .iter()
            .zip(found)
            .all(|(wanted, found)| fits_in(wanted, found))
}

fn fits_in(wanted: &Value, found: &Value) -> bool {
    match (wanted.as_object(), found.as_object()) {
        (Some(wanted), Some(found)) => wanted.iter().all(|(key, value)| {
            found.get(key).unwrap_or(&Value::Null) == value || is_false(value, found.get(key))
        }),
        _ => wanted == found,
    }
}

// Absent keys mean false.
fn is_false(wanted: &Value, found: Option<&Value>) -> bool {
    wanted == &Value::Bool(false) && found.is_none_or(Value::is_null)
}

#[test]
fn a_statement_is_held_key_by_key() {
    let found =
        serde_json::json!({"text": "a", "sent": {"local": null}, "flags": ["x", "placeholder"]});
    let cases = [
        (serde_json::json!({"text": "a"}), 0),
        (serde_json::json!({"text": "b"}), 1),
        (serde_json::json!({"sent.local": null, "event": null}), 0),
        (serde_json::json!({"sent.local": "2024-01-01T00:00:00"}), 1),
        (serde_json::json!({"flags": ["x"]}), 0),
        (serde_json::json!({"flags": ["y"]}), 1),
        (serde_json::json!({"flags": []}), 1),
    ];
    for (stated, count) in cases {
        assert_eq!(differences(&stated, &found).len(), count, "{stated}");
    }
}
