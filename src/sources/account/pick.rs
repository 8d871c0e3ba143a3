//! Values by their path inside an element, and what of an element was read.

use std::collections::HashSet;

use serde_json::Value;

/// The values that a path such as `data.comment.author` leads to. Lists on the way are gone through; one at the end stays.
pub fn pick<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for step in path.split('.') {
        let lists = found.iter().flat_map(|value| match value {
            Value::Array(list) => list.iter().collect(),
            other => vec![*other],
        });
        found = lists.filter_map(|value| value.get(step)).collect();
    }
    found
}

/// The paths whose values a record holds under a name of the contract.
#[derive(Debug, Default)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// Books a path.
    pub fn book(&mut self, path: impl Into<String>) {
        self.0.insert(path.into());
    }

    /// Whether a path was booked.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// Whether everything below a key of the element was booked. A list of several is never: which value stood beside
    /// which would be lost. Neither is an empty list or object: nothing was read from it.
    pub fn covers(&self, key: &str, value: &Value) -> bool {
        let mut open = vec![(key.to_owned(), value)];
        while let Some((path, value)) = open.pop() {
            if self.has(&path) {
                continue;
            }
            match value {
                Value::Object(map) if !map.is_empty() => {
                    open.extend(
                        map.iter()
                            .map(|(key, below)| (format!("{path}.{key}"), below)),
                    );
                }
                Value::Array(list) if list.len() == 1 => open.push((path, &list[0])),
                _ => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_goes_through_objects_and_lists() {
        let element = json!({"a": {"b": 1}, "c": [{"d": 2}, {"d": 3}, 4], "e": [5, 6]});
        for (path, found) in [
            ("a.b", json!([1])),
            ("c.d", json!([2, 3])),
            ("e", json!([[5, 6]])),
            ("a.x", json!([])),
            ("a.b.c", json!([])),
        ] {
            assert_eq!(json!(pick(&element, path)), found, "{path}");
        }
    }

    #[test]
    fn only_what_was_wholly_read_is_covered() {
        let mut taken = Taken::default();
        taken.book("a.b");
        taken.book("l");
        for (key, value, covered) in [
            ("a", json!({"b": 1}), true),
            ("a", json!([{"b": 1}]), true),
            ("a", json!([{"b": 1}, {"b": 2}]), false),
            ("a", json!({"b": 1, "c": 2}), false),
            ("a", json!({}), false),
            ("l", json!([1, 2]), true),
            ("x", json!(1), false),
        ] {
            assert_eq!(taken.covers(key, &value), covered, "{key} {value}");
        }
    }
}
