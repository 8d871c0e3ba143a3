//! Expected outputs, one line a record. `UPDATE=1` writes them anew; look at the diff before it is committed.

use std::fs;
use std::path::Path;

/// Compares lines with the file, or rewrites it under `UPDATE=1`. Returns what differs.
pub fn compare(path: &Path, lines: &[String]) -> Result<(), String> {
    let mut found = lines.join("\n");
    if !found.is_empty() {
        found.push('\n');
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &found).map_err(|error| format!("{}: {error}", path.display()))?;
        return Ok(());
    }
    let wanted = fs::read_to_string(path)
        .map_err(|error| format!("{}: {error}; UPDATE=1 writes it", path.display()))?;
    if wanted == found {
        return Ok(());
    }
    Err(first_difference(path, &wanted, &found))
}

fn first_difference(path: &Path, wanted: &str, found: &str) -> String {
    let mut wanted = wanted.lines();
    let mut found = found.lines();
    let mut number = 0;
    loop {
        number += 1;
        let (left, right) = (wanted.next(), found.next());
        if left != right || left.is_none() {
            return format!(
                "{}:{number}\n  expected {}\n  found    {}",
                path.display(),
                left.unwrap_or("(end of file)"),
                right.unwrap_or("(end of file)")
            );
        }
    }
}
