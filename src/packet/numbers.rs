//! Telephone numbers as the papers write them: `+92 300 0000000` and `0300 0000000` side by side.

/// The number that a label is, in E.164 form (`+923000000000`), read through marks of direction. None for a name.
#[must_use]
pub fn e164(label: &str) -> Option<String> {
    let shown = bare(label);
    let rest = shown.trim().strip_prefix('+')?;
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let only_number = rest
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '\u{2011}'));
    (only_number && (8..=15).contains(&digits.len())).then(|| format!("+{digits}"))
}

/// A label without the marks of direction that the app puts round it.
#[must_use]
pub fn bare(label: &str) -> String {
    let mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    label.chars().filter(|c| !mark(*c)).collect()
}

/// `+92 300 0000000`; numbers of other countries stay as they are.
#[must_use]
pub fn international(e164: &str) -> String {
    match pakistani(e164) {
        Some((network, rest)) => format!("+92 {network} {rest}"),
        None => e164.to_owned(),
    }
}

/// `0300 0000000`, for a Pakistani mobile number.
#[must_use]
pub fn domestic(e164: &str) -> Option<String> {
    pakistani(e164).map(|(network, rest)| format!("0{network} {rest}"))
}

/// Every usual way to write a number, for what must not be printed.
#[must_use]
pub fn ways_to_write(e164: &str) -> Vec<String> {
    let mut ways = vec![e164.to_owned(), e164.trim_start_matches('+').to_owned()];
    if let Some((network, rest)) = pakistani(e164) {
        for between in [" ", "-", ""] {
            ways.push(format!("0{network}{between}{rest}"));
            ways.push(format!("+92{between}{network}{between}{rest}"));
        }
        ways.push(format!("+92 {network}-{rest}"));
        ways.push(format!("0092{network}{rest}"));
    }
    ways
}

fn pakistani(e164: &str) -> Option<(&str, &str)> {
    let rest = e164.strip_prefix("+92")?;
    (rest.len() == 10 && rest.starts_with('3') && rest.bytes().all(|b| b.is_ascii_digit()))
        .then(|| rest.split_at(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_a_number_is_read_through_its_marks() {
        for (label, number) in [
            (
                "\u{202a}+92\u{a0}300\u{a0}0000000\u{202c}",
                Some("+923000000000"),
            ),
            ("+92 300-0000000", Some("+923000000000")),
            ("Kashif", None),
            ("+92 300 (work) 1", None),
            ("03000000000", None),
            ("+1", None),
        ] {
            assert_eq!(e164(label).as_deref(), number, "{label}");
        }
    }

    #[test]
    fn pakistani_numbers_stand_in_both_forms() {
        assert_eq!(international("+923000000000"), "+92 300 0000000");
        assert_eq!(domestic("+923000000000").as_deref(), Some("0300 0000000"));
        assert_eq!(international("+442000000000"), "+442000000000");
        assert_eq!(domestic("+442000000000"), None);
        assert!(ways_to_write("+923000000000").contains(&"0300-0000000".to_owned()));
    }
}
