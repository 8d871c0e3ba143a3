//! How the cutter finds its feet again behind damage: at the next whole object that can only be an element.

use memchr::memchr;

use super::elements::Break;
use super::scanner::Scanner;

/// The search for the next whole element.
pub struct Search<'a, 'p> {
    bytes: &'a [u8],
    is_element: &'p dyn Fn(&[u8]) -> bool,
    /// How many bytes may still be walked in vain. Only hostile files come near: without a bound, brackets in brackets would
    /// cost the square of the file.
    budget: usize,
}

impl<'a, 'p> Search<'a, 'p> {
    /// A search in these bytes.
    pub fn new(bytes: &'a [u8], is_element: &'p dyn Fn(&[u8]) -> bool) -> Self {
        Self {
            bytes,
            is_element,
            budget: bytes.len().saturating_mul(8),
        }
    }

    /// The start of the first whole element behind the damage and before `until`. Inside a string no bracket counts as one: behind it a quote
    /// must follow, which ends the string, and then the walk breaks at once.
    pub fn next_element(
        &mut self,
        scanner: &mut Scanner<'a>,
        broken: &Break,
        until: usize,
    ) -> Option<usize> {
        let mut at = broken.from;
        // Right behind damage between elements the comma may be what is lost.
        let mut is_beside_damage = broken.element.is_none();
        while let Some(found) = memchr(b'{', self.bytes.get(at..until)?) {
            let start = at + found;
            at = start + 1;
            let may_begin =
                std::mem::take(&mut is_beside_damage) || self.is_behind_separator(start);
            if !may_begin || scanner.peek(scanner.blank(at)) != Some(b'"') {
                continue;
            }
            let outcome = scanner.value(start);
            let (Ok(end) | Err(end)) = outcome;
            if outcome.is_ok()
                && self.is_before_separator(scanner, end)
                && self.bytes.get(start..end).is_some_and(self.is_element)
            {
                return Some(start);
            }
            self.budget = self.budget.checked_sub(end - start)?;
        }
        None
    }

    fn is_behind_separator(&self, at: usize) -> bool {
        let before = self.bytes.get(..at).unwrap_or_default();
        let blanks = before
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        matches!(
            before
                .len()
                .checked_sub(blanks + 1)
                .and_then(|i| before.get(i)),
            Some(b',' | b'[')
        )
    }

    fn is_before_separator(&self, scanner: &Scanner<'_>, end: usize) -> bool {
        let at = scanner.blank(end);
        match scanner.peek(at) {
            Some(b',') => matches!(scanner.peek(scanner.blank(at + 1)), Some(b'{') | None),
            // The file may be cut, or damaged a second time.
            Some(byte) => !matches!(byte, b'}' | b':' | b'"'),
            None => true,
        }
    }
}
