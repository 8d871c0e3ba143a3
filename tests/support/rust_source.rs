//! The program's own source as text, for the tests that guard its borders.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the repository.
pub struct SourceFile {
    /// Path from the repository's root, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The text without comments, without the insides of strings, and without tests. Line numbers stay.
    pub code: String,
}

impl SourceFile {
    /// The module below `src/` that the file belongs to: `store` for `src/store/lock.rs`, `lib` for `src/lib.rs`.
    pub fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below
            .split_once('/')
            .map_or_else(|| below.trim_end_matches(".rs"), |(module, _)| module)
    }

    /// Line numbers, counted from 1, of code that holds one of the needles.
    pub fn lines_with(&self, needles: &[&str]) -> Vec<String> {
        let lines = self.code.lines().enumerate();
        lines
            .filter(|(_, line)| needles.iter().any(|needle| line.contains(needle)))
            .map(|(n, line)| format!("{}:{}: {}", self.path, n + 1, line.trim()))
            .collect()
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder of the repository, sorted by path.
pub fn rust_files(folder: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "no Rust file below {folder}");
    files
}

fn collect(folder: &Path, files: &mut Vec<SourceFile>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry that can be read").path();
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("source is UTF-8");
            let name = path
                .strip_prefix(root())
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            let is_test = name.ends_with("/tests.rs") || name.contains("/tests/");
            let code = if is_test {
                String::new()
            } else {
                without_tests(&bare(&text))
            };
            files.push(SourceFile {
                path: name,
                text,
                code,
            });
        }
    }
}

/// Blanks comments and the insides of strings and characters, and keeps the line breaks.
pub fn bare(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => quoted(rest, 0),
            ['r', ..] if at == 0 || !is_word(letters[at - 1]) => raw_string(rest).unwrap_or(0),
            ['\'', '\\', ..] => 3 + rest.iter().skip(3).position(|&c| c == '\'').unwrap_or(0),
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if length == 0 {
            out.push(letters[at]);
            at += 1;
        } else {
            out.extend(
                rest.iter()
                    .take(length)
                    .map(|&c| if c == '\n' { '\n' } else { ' ' }),
            );
            at += length;
        }
    }
    out
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Length of a string that begins with a quote at `start`.
fn quoted(rest: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let body = &rest[2 + hashes..];
    let end = (0..body.len()).find(|&at| {
        body[at] == '"' && body[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes
    })?;
    Some(2 + hashes + end + 1 + hashes)
}

/// What stands before an item that is never part of the program.
const ASIDE: [&str; 2] = ["#[cfg(test)]", "#[cfg(feature = "];

/// Blanks each item that is compiled for tests only. The one feature of the package is `kill-points`, which is for tests.
fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    for mark in ASIDE {
        while let Some(start) = out.find(mark) {
            let behind = out[start..]
                .find(']')
                .map_or(out.len(), |at| start + at + 1);
            let end = item_end(&out, behind);
            let blank: String = out[start..end]
                .chars()
                .map(|c| if c == '\n' { '\n' } else { ' ' })
                .collect();
            out.replace_range(start..end, &blank);
        }
    }
    out
}

/// Where an item ends: at its semicolon, or at the brace that closes its first one.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in code[from..].char_indices() {
        match letter {
            ';' if depth == 0 => return from + at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return from + at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_strings_and_tests_are_not_code() {
    let text = "let a = \"std::fs\"; // std::net\n/* x /* y */ z */ let b = r#\"panic!(\"#;\nlet c = '\"'; let d: &'a str = x;\n#[cfg(test)]\nmod tests {\n    fn f() { x.unwrap() }\n}\nlet e = 1;\n";
    let code = without_tests(&bare(text));
    assert_eq!(code.lines().count(), text.lines().count());
    for gone in ["std", "panic", "y", "unwrap", "tests"] {
        assert!(!code.contains(gone), "{gone} is still there: {code}");
    }
    for kept in [
        "let a =",
        "let b =",
        "let c =",
        "let d: &'a str = x;",
        "let e = 1;",
    ] {
        assert!(code.contains(kept), "{kept} is gone: {code}");
    }
}
