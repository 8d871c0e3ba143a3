//! A value of the export that we do not know, as it stands there.

use serde_json::{Map, Number, Value};

use super::fields::{Fields, Items, string};
use super::text::decode;

/// Brackets deeper than this are not read. Real exports have about ten.
const DEEPEST: u32 = 100;

/// The value as JSON, strings as the file states them (no repair). A key that stands twice is kept twice; a number that
/// JSON libraries would round is kept as its digits. None if it is nested too deep.
pub fn raw_value(raw: &[u8]) -> Option<Value> {
    at_depth(raw, DEEPEST)
}

fn at_depth(raw: &[u8], left: u32) -> Option<Value> {
    let text = |raw: &[u8]| decode(raw).text.into_owned();
    match raw.first() {
        Some(b'{') => {
            let left = left.checked_sub(1)?;
            let mut map = Map::new();
            for (key, value) in Fields::of(raw) {
                insert(&mut map, &text(key), at_depth(value, left)?);
            }
            Some(Value::Object(map))
        }
        Some(b'[') => {
            let left = left.checked_sub(1)?;
            let items = Items::of(raw).map(|item| at_depth(item, left));
            items.collect::<Option<_>>().map(Value::Array)
        }
        _ => Some(match string(raw) {
            Some(between) => Value::String(text(between)),
            None => word(raw),
        }),
    }
}

fn word(raw: &[u8]) -> Value {
    match raw {
        b"true" => Value::Bool(true),
        b"false" => Value::Bool(false),
        b"null" => Value::Null,
        _ => {
            let written = String::from_utf8_lossy(raw).into_owned();
            let exact = serde_json::from_str::<Number>(&written)
                .ok()
                .filter(|number| number.to_string() == written);
            exact.map_or(Value::String(written), Value::Number)
        }
    }
}

/// Adds a field under its key, or under `key#2`, `key#3` where it stands already. After a few the numbers jump, so that
/// millions of equal keys cost no search.
pub fn insert(map: &mut Map<String, Value>, key: &str, value: Value) {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), value);
        return;
    }
    let mut n = 2_u64;
    while map.contains_key(&format!("{key}#{n}")) {
        n = if n < 9 {
            n + 1
        } else {
            (n + 1).max(map.len() as u64)
        };
    }
    map.insert(format!("{key}#{n}"), value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_of_an_unknown_value_is_lost() {
        for (raw, value) in [
            (
                r#"{"a":[1,-2.5,true,null],"b":"x"}"#,
                json!({"a":[1,-2.5,true,null],"b":"x"}),
            ),
            (r#"{"a":1,"a":2,"a":3}"#, json!({"a":1,"a#2":2,"a#3":3})),
            ("18446744073709551616", json!("18446744073709551616")),
            ("1e400", json!("1e400")),
            (r#""\u00d8\ud800""#, json!("Ø\u{FFFD}")),
        ] {
            assert_eq!(raw_value(raw.as_bytes()), Some(value), "{raw}");
        }
    }

    #[test]
    fn many_equal_keys_are_all_kept() {
        let fields = vec!["\"a\":1"; 20_000].join(",");
        let value = raw_value(format!("{{{fields}}}").as_bytes()).unwrap();
        assert_eq!(value.as_object().map(Map::len), Some(20_000));
    }

    #[test]
    fn brackets_in_brackets_have_an_end() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(raw_value(nested(100).as_bytes()).is_some());
        assert!(raw_value(nested(101).as_bytes()).is_none());
        assert!(raw_value(nested(100_000).as_bytes()).is_none());
    }
}
