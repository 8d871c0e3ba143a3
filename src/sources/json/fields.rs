//! Walks one sound object or array: keys and values as written.

use super::scanner::Scanner;

/// The fields of an object, in its own order: each key between its quotes, each value with its quotes or brackets. Ends at
/// the first byte that is no JSON; gives nothing for what is no object.
pub struct Fields<'a> {
    scanner: Scanner<'a>,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    /// Walks `object`.
    pub fn of(object: &'a [u8]) -> Self {
        let scanner = Scanner::new(object);
        let start = scanner.blank(0);
        let at = match scanner.peek(start) {
            Some(b'{') => start + 1,
            _ => object.len(),
        };
        Self {
            scanner,
            bytes: object,
            at,
        }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut key = self.scanner.blank(self.at);
        if self.scanner.peek(key) == Some(b',') {
            key = self.scanner.blank(key + 1);
        }
        let key_end = self.scanner.string(key).ok()?;
        let colon = self.scanner.blank(key_end);
        if self.scanner.peek(colon) != Some(b':') {
            return None;
        }
        let value = self.scanner.blank(colon + 1);
        self.at = self.scanner.value(value).ok()?;
        Some((
            self.bytes.get(key + 1..key_end - 1)?,
            self.bytes.get(value..self.at)?,
        ))
    }
}

/// The elements of an array, in its own order. Gives nothing for what is no array.
pub struct Items<'a> {
    scanner: Scanner<'a>,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Items<'a> {
    /// Walks `array`.
    pub fn of(array: &'a [u8]) -> Self {
        let scanner = Scanner::new(array);
        let start = scanner.blank(0);
        let at = match scanner.peek(start) {
            Some(b'[') => start + 1,
            _ => array.len(),
        };
        Self {
            scanner,
            bytes: array,
            at,
        }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let mut start = self.scanner.blank(self.at);
        if self.scanner.peek(start) == Some(b',') {
            start = self.scanner.blank(start + 1);
        }
        self.at = self.scanner.value(start).ok()?;
        self.bytes.get(start..self.at)
    }
}

/// Whether a value is an object.
pub fn is_object(value: &[u8]) -> bool {
    value.first() == Some(&b'{')
}

/// Whether a value is an array.
pub fn is_list(value: &[u8]) -> bool {
    value.first() == Some(&b'[')
}

/// Whether an object has one of these keys itself.
pub fn has_key(object: &[u8], keys: &[&str]) -> bool {
    Fields::of(object).any(|(key, _)| keys.iter().any(|wanted| wanted.as_bytes() == key))
}

/// What stands between the quotes, if the value is a string.
pub fn string(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(b"\"")?.strip_suffix(b"\"")
}

/// The same, if it is no longer than a title or a name can be: a copy of a longer one would not fit beside the file.
pub fn short_string(value: &[u8]) -> Option<&[u8]> {
    string(value).filter(|raw| raw.len() <= 1 << 16)
}

/// The value, if it is a whole number without a fraction or an exponent.
pub fn whole_number(value: &[u8]) -> Option<i64> {
    std::str::from_utf8(value).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).unwrap()
    }

    #[test]
    fn keys_and_values_are_given_as_written() {
        let object = br#" { "a" : "x\"y" , "b":[1, {"c":2}] ,"a":null, "d":-1 }"#;
        let found: Vec<_> = Fields::of(object)
            .map(|(key, value)| (text(key), text(value)))
            .collect();
        assert_eq!(
            found,
            [
                ("a", r#""x\"y""#),
                ("b", r#"[1, {"c":2}]"#),
                ("a", "null"),
                ("d", "-1")
            ]
        );
        let items: Vec<_> = Items::of(b"[1, \"a\" ,[2],{}]").map(text).collect();
        assert_eq!(items, ["1", "\"a\"", "[2]", "{}"]);
    }

    #[test]
    fn what_is_neither_gives_nothing() {
        for bytes in ["", "1", "[1]", "{", "{}", "{1:2}", "\"{\""] {
            assert_eq!(Fields::of(bytes.as_bytes()).count(), 0, "{bytes}");
        }
        for bytes in ["", "1", "{\"a\":1}", "[", "[]", "[,,"] {
            assert_eq!(Items::of(bytes.as_bytes()).count(), 0, "{bytes}");
        }
    }
}
