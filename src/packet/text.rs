//! A packet as plain text, for golden tests and for reading it without paper.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Packet, Words};

/// Prints every value of the packet in its order, one a line, sentences as text.
#[must_use]
pub fn print(packet: &Packet) -> String {
    let mut out = String::new();
    // A packet is maps with text keys only, so this cannot fail.
    if let Ok(value) = serde_json::to_value(packet) {
        walk(&mut out, "", &value, 0);
    }
    out
}

fn walk(out: &mut String, name: &str, value: &Value, depth: usize) {
    let pad = "  ".repeat(depth);
    let lead = if name.is_empty() {
        String::new()
    } else {
        format!("{name}: ")
    };
    match value {
        Value::Null => {}
        Value::Array(all) if all.is_empty() => {}
        Value::Array(all) if is_words(all) => {
            let words: Words = serde_json::from_value(value.clone()).unwrap_or_default();
            line(out, &pad, &lead, &words.plain());
        }
        Value::Array(all) if all.iter().all(Value::is_string) => {
            let one: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            line(out, &pad, &lead, &one.join(" | "));
        }
        Value::Array(all) => {
            line(out, &pad, &lead, "");
            for (i, item) in all.iter().enumerate() {
                walk(out, &format!("{}.", i + 1), item, depth + 1);
            }
        }
        Value::Object(all) => {
            line(out, &pad, &lead, "");
            for (key, item) in all {
                walk(out, key, item, depth + 1);
            }
        }
        Value::String(text) => line(out, &pad, &lead, text),
        other => line(out, &pad, &lead, &other.to_string()),
    }
}

fn is_words(all: &[Value]) -> bool {
    all.iter().all(|run| {
        run.get("k").is_some_and(Value::is_string) && run.as_object().is_some_and(|o| o.len() <= 2)
    })
}

fn line(out: &mut String, pad: &str, lead: &str, text: &str) {
    let text = text
        .replace('\u{a0}', " ")
        .replace('\n', &format!("\n{pad}    "));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", format!("{pad}{lead}{text}").trim_end());
}
