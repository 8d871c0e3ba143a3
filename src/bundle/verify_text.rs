//! `VERIFY.txt`: how to check a bundle with tools that every computer has.
//!
//! It is the same in every bundle. It names no fingerprint, because a folder cannot vouch for itself.

/// The text of `VERIFY.txt`: ASCII, LF line ends.
pub const VERIFY_TXT: &str = include_str!("VERIFY.txt");

/// The commands of one shell in the text: lines of four spaces, the prompt and a space.
///
/// `$` stands for a POSIX shell, `%` for macOS, `>` for PowerShell.
pub fn commands(prompt: char) -> impl Iterator<Item = &'static str> {
    VERIFY_TXT.lines().filter_map(move |line| {
        line.strip_prefix("    ")?
            .strip_prefix(prompt)?
            .strip_prefix(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_plain_and_names_every_tool() {
        assert!(
            VERIFY_TXT
                .bytes()
                .all(|c| c == b'\n' || (b' '..=b'~').contains(&c))
        );
        assert!(
            VERIFY_TXT
                .lines()
                .all(|l| l.len() <= 79 || l.starts_with("    "))
        );
        for tool in [
            "sha256sum -c",
            "shasum -a 256 -c",
            "Get-FileHash",
            "certutil -hashfile",
            "openssl dgst -sha256",
        ] {
            assert!(VERIFY_TXT.contains(tool), "{tool}");
        }
        let longest_hex = VERIFY_TXT
            .split(|c: char| !c.is_ascii_hexdigit())
            .map(str::len)
            .max();
        assert!(
            longest_hex < Some(16),
            "a fingerprint would stand in the folder that it vouches for"
        );
    }

    #[test]
    fn every_shell_has_its_commands() {
        assert_eq!(commands('$').count(), 7);
        assert_eq!((commands('%').count(), commands('>').count()), (2, 3));
    }
}
