//! A strict walk over JSON by bytes: brackets, strings, commas and colons must stand as the grammar says.
//!
//! Strictness is what finds damage early: behind a lost quote the next string stands where a comma must.

use memchr::memchr2;

/// Walks values without recursion; depth costs one bit.
pub struct Scanner<'a> {
    bytes: &'a [u8],
    /// Whether an escape of a character above U+00FF was passed.
    pub has_wide_escape: bool,
}

impl<'a> Scanner<'a> {
    /// A walk over these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            has_wide_escape: false,
        }
    }

    /// The byte at an offset.
    pub fn peek(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The first offset from `at` that is no blank.
    pub fn blank(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(at) {
            at += 1;
        }
        at
    }

    /// The end of the string whose quote stands at `at`, or where it breaks.
    pub fn string(&mut self, at: usize) -> Result<usize, usize> {
        if self.peek(at) != Some(b'"') {
            return Err(at);
        }
        let mut at = at + 1;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr2(b'"', b'\\', rest) else {
                return Err(self.bytes.len());
            };
            at += found;
            // Letters of Urdu are runs of escapes; no search is needed between them.
            while let Some(b'\\') = self.peek(at) {
                at = self.escape(at);
            }
            if self.peek(at) == Some(b'"') {
                return Ok(at + 1);
            }
        }
    }

    /// The end of the escape at `at`. A broken one counts as two bytes, so that it hides no quote.
    fn escape(&mut self, at: usize) -> usize {
        let Some([b'u', digits @ ..]) = self.bytes.get(at + 1..at + 6) else {
            return at + 2;
        };
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return at + 2;
        }
        self.has_wide_escape |= !digits.starts_with(b"00");
        at + 6
    }

    /// The end of the value that begins at `at`, or where it breaks. The end of the bytes breaks it too.
    pub fn value(&mut self, mut at: usize) -> Result<usize, usize> {
        let mut nesting = Nesting::default();
        'value: loop {
            match self.peek(at) {
                Some(b'{') => {
                    nesting.push(true);
                    at = self.blank(at + 1);
                    if self.peek(at) != Some(b'}') {
                        at = self.key(at)?;
                        continue 'value;
                    }
                }
                Some(b'[') => {
                    nesting.push(false);
                    at = self.blank(at + 1);
                    if self.peek(at) != Some(b']') {
                        continue 'value;
                    }
                }
                Some(b'"') => at = self.string(at)?,
                _ => at = self.word(at)?,
            }
            while nesting.depth > 0 {
                at = self.blank(at);
                match (self.peek(at), nesting.is_in_object()) {
                    (Some(b','), true) => {
                        at = self.blank(at + 1);
                        at = self.key(at)?;
                        continue 'value;
                    }
                    (Some(b','), false) => {
                        at = self.blank(at + 1);
                        continue 'value;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        nesting.pop();
                        at += 1;
                    }
                    _ => return Err(at),
                }
            }
            return Ok(at);
        }
    }

    /// From a key to the start of its value.
    pub fn key(&mut self, at: usize) -> Result<usize, usize> {
        let at = self.string(at)?;
        let at = self.blank(at);
        if self.peek(at) != Some(b':') {
            return Err(at);
        }
        Ok(self.blank(at + 1))
    }

    /// The end of a number or of `true`, `false`, `null`.
    fn word(&self, at: usize) -> Result<usize, usize> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        for word in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(word) {
                return Ok(at + word.len());
            }
        }
        let is_of_number = |c: &u8| matches!(c, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = rest.iter().take_while(|c| is_of_number(c)).count();
        match rest.first() {
            Some(b'-' | b'0'..=b'9') => Ok(at + length),
            _ => Err(at),
        }
    }
}

/// The open brackets, a bit each: set for an object.
#[derive(Default)]
struct Nesting {
    depth: usize,
    top: u64,
    below: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.below.push(self.top);
        }
        self.top = self.top << 1 | u64::from(is_object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.depth -= 1;
        self.top >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.top = self.below.pop().unwrap_or_default();
        }
    }

    fn is_in_object(&self) -> bool {
        self.top & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_the_grammar_says() {
        for (text, end) in [
            (r#"{"a":[1,-2.5e+3,{"b":null}],"c":"x\"}"} tail"#, Ok(39)),
            (r#"[] ,"#, Ok(2)),
            (r#"{ } ,"#, Ok(3)),
            (r#""a\\" "#, Ok(5)),
            (r#"{"a":1,}"#, Err(7)),
            (r#"{"a" 1}"#, Err(5)),
            (r#"{"a":1]"#, Err(6)),
            (r#"[1 2]"#, Err(3)),
            (r#"{"a":"b"#, Err(7)),
            (r#"{"a":"b\"#, Err(8)),
            (r#""\u00"x"#, Ok(6)),
            ("", Err(0)),
        ] {
            assert_eq!(Scanner::new(text.as_bytes()).value(0), end, "{text}");
        }
    }

    #[test]
    fn depth_costs_a_bit_and_no_stack() {
        for depth in [63, 64, 65, 129, 100_000] {
            let open: String = (0..depth)
                .map(|i| if i % 3 == 0 { r#"{"a":"# } else { "[" })
                .collect();
            let close: String = (0..depth)
                .rev()
                .map(|i| if i % 3 == 0 { '}' } else { ']' })
                .collect();
            let sound = format!("{open}1{close}");
            assert_eq!(Scanner::new(sound.as_bytes()).value(0), Ok(sound.len()));
            assert_eq!(Scanner::new(open.as_bytes()).value(0), Err(open.len()));
        }
    }

    #[test]
    fn wide_escapes_are_seen() {
        for (text, is_wide) in [
            (r#""\u00d8\u00b3""#, false),
            (r#""\u0633""#, true),
            (r#""\\u0633""#, false),
        ] {
            let mut scanner = Scanner::new(text.as_bytes());
            assert_eq!(scanner.string(0), Ok(text.len()));
            assert_eq!(scanner.has_wide_escape, is_wide, "{text}");
        }
    }
}
