//! Which zips are parts of one download: by the name that Facebook and Instagram give them.
//!
//! ```text
//! facebook-sana.khan-2025-01-30-aBcDeF12.zip      instagram-sana-25_10_2024-xYz98765.zip
//!          └ user    └ date      └ another in each part
//! ```
//! Names without a date tell nothing: two downloads of one account would look alike.

use super::layout::{is_sent, message_number, root};
use crate::model::Export;
use crate::sources::media_files::file_name;

/// The download that a zip of this name is a part of.
pub fn download_of(given_name: &str) -> Option<String> {
    let name = given_name.to_lowercase();
    let stem = without_copy_mark(name.strip_suffix(".zip")?);
    let app = ["facebook-", "instagram-"]
        .into_iter()
        .find(|app| stem.starts_with(app))?;
    let rest = &stem[app.len()..];
    // The user's name comes first and may look like a date itself, so the last date counts.
    let starts = rest
        .match_indices('-')
        .map(|(at, _)| at)
        .filter(|at| *at > 0);
    let (user, date) = starts
        .filter_map(|at| Some((&rest[..at], date_at(&rest[at + 1..])?)))
        .next_back()?;
    Some(format!("{app}{user}-{date}"))
}

/// A browser calls the second file of one name `… (1)`.
fn without_copy_mark(stem: &str) -> &str {
    let Some((before, mark)) = stem.rsplit_once('(') else {
        return stem;
    };
    let digits = mark.strip_suffix(')').unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit()) {
        before.trim_end()
    } else {
        stem
    }
}

/// The date at the start of a text, where more follows behind a hyphen: `2025-01-30`, `25_10_2024`, `25102024`.
fn date_at(text: &str) -> Option<&str> {
    let is_date = |form: &[&str], separator: char| {
        let mut parts = text.splitn(form.len() + 1, ['-', '_']);
        let all = form.iter().all(|wanted| {
            parts.next().is_some_and(|part| {
                let is_long = part.len() == wanted.len() || *wanted == "dd" && part.len() == 1;
                is_long && part.bytes().all(|c| c.is_ascii_digit())
            })
        });
        let has_more = parts.next().is_some_and(|more| !more.is_empty());
        let length = text
            .splitn(form.len() + 1, ['-', '_'])
            .take(form.len())
            .map(str::len)
            .sum::<usize>()
            + form.len()
            - 1;
        let date = text.get(..length)?;
        let fits =
            date.matches(separator).count() == form.len() - 1 && text[length..].starts_with('-');
        (all && has_more && fits).then_some(date)
    };
    is_date(&["yyyy", "dd", "dd"], '-')
        .or_else(|| is_date(&["dd", "dd", "yyyy"], '_'))
        .or_else(|| is_date(&["ddmmyyyy"], '-'))
}

/// `json`, `html`, or both where a part holds both; none where it holds media only.
pub fn form_of(export: &Export) -> Option<String> {
    let (mut json, mut html) = (false, false);
    for member in export.readable() {
        let name = file_name(&member.name);
        let is_of_download = root(&member.name).is_some() || message_number(name).is_some();
        if !is_of_download || is_sent(&member.name) {
            continue;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        json |= ending.eq_ignore_ascii_case("json");
        html |= ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm");
    }
    let form = match (json, html) {
        (true, false) => "json",
        (false, true) => "html",
        (true, true) => "json+html",
        (false, false) => return None,
    };
    Some(form.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_download_and_never_too_much() {
        for (name, download) in [
            (
                "facebook-sana.khan-2025-01-30-aBcDeF12.zip",
                Some("facebook-sana.khan-2025-01-30"),
            ),
            (
                "facebook-sana.khan-2025-01-30-xxxxxxxx (1).zip",
                Some("facebook-sana.khan-2025-01-30"),
            ),
            (
                "Facebook-sana-k-25_10_2024-xYz98765.zip",
                Some("facebook-sana-k-25_10_2024"),
            ),
            (
                "instagram-sana-25102024-xYz98765.zip",
                Some("instagram-sana-25102024"),
            ),
            (
                "facebook-12345678-2025-01-30-a.zip",
                Some("facebook-12345678-2025-01-30"),
            ),
            ("facebook-sana.zip", None),
            ("facebook-sana-2025-01-30.zip", None),
            ("facebook-2025-01-30-aBcDeF12.zip", None),
            ("messages.zip", None),
            ("facebook-sana-2025-01-30-aBcDeF12.txt", None),
            (
                "facebook-ثنا-2025-01-30-a.zip",
                Some("facebook-ثنا-2025-01-30"),
            ),
        ] {
            assert_eq!(download_of(name).as_deref(), download, "{name}");
        }
    }

    #[test]
    fn the_form_is_told_by_names_and_what_people_sent_tells_nothing() {
        let of = |names: &[&str]| {
            let members = names.iter().map(|n| ((*n).to_owned(), Vec::new()));
            form_of(&Export::from_memory("x.zip", members.collect()))
        };
        let inbox = "your_facebook_activity/messages/inbox/k_1/";
        let at = |name: &str| format!("{inbox}{name}");
        assert_eq!(
            of(&[
                &at("message_1.json"),
                &at("files/page.html"),
                "start_here.html"
            ])
            .as_deref(),
            Some("json")
        );
        assert_eq!(of(&[&at("message_1.html")]).as_deref(), Some("html"));
        assert_eq!(of(&[&at("photos/1.jpg")]), None);
    }
}
