//! What the name of a picture claims: the patterns of phones, computers and messengers.
//!
//! The patterns were gathered from public sources (AOSP `ImageExporter`, decompiled One UI, names in public
//! repositories). Known limits: app labels are in the phone's language; a renamed file claims nothing.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};

use super::claims::{Claim, Claimant, Subject};

/// One pattern of names. Its groups are `d` (date), `t` (time), `ms`, `app`, `edit`, `half` (AM, PM), all optional.
struct Pattern {
    what: Subject,
    says: &'static str,
    regex: Regex,
}

/// The end of a name: a browser's ` (1)`, then the extension.
const END: &str = r"(?: ?\(\d+\))?\.(?i:png|jpe?g|webp|gif|heic)$";

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let table: [(Subject, &str, &str); 11] = [
        (
            Subject::Screenshot,
            "android",
            r"^Screenshot_(?<d>\d{8})-(?<t>\d{6})(?:-display-\d+)?",
        ),
        (
            Subject::Screenshot,
            "samsung",
            r"^Screenshot_(?<d>\d{8})[_-](?<t>\d{6})_(?<app>.+?)",
        ),
        (
            Subject::Screenshot,
            "samsung",
            r"^Screenshot_(?<d>\d{8})_(?<t>\d{6})",
        ),
        (
            Subject::Screenshot,
            "xiaomi",
            r"^Screenshot_(?<d>\d{4}-\d\d-\d\d)-(?<t>\d\d-\d\d-\d\d)-(?<ms>\d{3})(?<edit>-edit)?(?:_(?<app>.+?))?",
        ),
        (
            Subject::Screenshot,
            "android-old",
            r"^Screenshot_(?<d>\d{4}-\d\d-\d\d)-(?<t>\d\d-\d\d-\d\d)(?:_(?<app>.+?))?",
        ),
        (Subject::Screenshot, "ios", r"^IMG_\d{4}(?-i:\.PNG$)"),
        (
            Subject::Screenshot,
            "macos",
            r"^Screen ?[Ss]hot (?<d>\d{4}-\d\d-\d\d) at (?<t>\d{1,2}\.\d\d\.\d\d)(?:[ \u{a0}\u{202f}](?<half>(?i:[AP]M)))?",
        ),
        (
            Subject::Screenshot,
            "windows",
            r"^Screenshot (?:(?<d>\d{4}-\d\d-\d\d) (?<t>\d{6})|\(\d+\))",
        ),
        (
            Subject::CameThrough,
            "WhatsApp",
            r"^(?:IMG|VID|PTT|AUD|DOC|STK)-(?<d>\d{8})-WA\d{4}",
        ),
        (
            Subject::CameThrough,
            "WhatsApp",
            r"^\d{8}-(?:PHOTO|VIDEO|GIF|STICKER|AUDIO)-(?<d>\d{4}-\d\d-\d\d)-(?<t>\d\d-\d\d-\d\d)",
        ),
        (
            Subject::CameThrough,
            "WhatsApp",
            r"^WhatsApp Image (?<d>\d{4}-\d\d-\d\d) at (?<t>\d{1,2}\.\d\d\.\d\d)(?:[ \u{a0}\u{202f}](?<half>(?i:[AP]M)))?",
        ),
    ];
    table
        .into_iter()
        .filter_map(|(what, says, start)| {
            let end = if start.ends_with("$)") { "" } else { END };
            Some(Pattern {
                what,
                says,
                regex: Regex::new(&format!("{start}{end}")).ok()?,
            })
        })
        .collect()
});

/// What a file name claims, without the folders before it. The first pattern that fits speaks.
#[must_use]
pub fn read_name(name: &str) -> Vec<Claim> {
    let name = name.rsplit('/').next().unwrap_or_default();
    let Some((pattern, found)) = PATTERNS
        .iter()
        .find_map(|p| Some((p, p.regex.captures(name)?)))
    else {
        return Vec::new();
    };
    let mut claims = vec![Claim::new(Claimant::Name, pattern.what, pattern.says)];
    claims.extend(read_time(&found).map(|time| Claim::new(Claimant::Name, Subject::Time, time)));
    claims.extend(
        found
            .name("app")
            .map(|app| Claim::new(Claimant::Name, Subject::App, app.as_str())),
    );
    claims.extend(
        found
            .name("edit")
            .map(|_| Claim::new(Claimant::Name, Subject::Edited, "-edit")),
    );
    claims
}

/// The date, and the time where there is one; none where the digits are no date.
fn read_time(found: &Captures<'_>) -> Option<String> {
    let digits = |group: &str| -> Option<Vec<u32>> {
        let text = found.name(group)?.as_str();
        let plain = text.bytes().all(|c| c.is_ascii_digit());
        if !plain {
            return text
                .split(['-', '.'])
                .map(|part| part.parse().ok())
                .collect();
        }
        let (first, rest) = text.split_at(text.len() - 4);
        [first, &rest[..2], &rest[2..]]
            .into_iter()
            .map(|part| part.parse().ok())
            .collect()
    };
    let date = digits("d")?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(date[0]).ok()?, date[1], date[2])?;
    let Some(time) = digits("t") else {
        return Some(date.to_string());
    };
    let hour = match found
        .name("half")
        .map(|half| half.as_str().to_ascii_lowercase())
    {
        Some(half) if (1..=12).contains(&time[0]) => {
            time[0] % 12 + if half == "pm" { 12 } else { 0 }
        }
        Some(_) => return None,
        None => time[0],
    };
    let moment = date
        .and_hms_opt(hour, time[1], time[2])?
        .format("%Y-%m-%dT%H:%M:%S");
    Some(match found.name("ms") {
        Some(ms) => format!("{moment}.{}", ms.as_str()),
        None => moment.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_a_regular_expression() {
        assert_eq!(PATTERNS.len(), 11);
    }

    #[test]
    fn a_name_claims_what_its_pattern_says() {
        for (name, expected) in [
            (
                "Screenshot_20240821-230601.png",
                "screenshot=android time=2024-08-21T23:06:01",
            ),
            (
                "Screenshot_20240821-230601-display-1.png",
                "screenshot=android time=2024-08-21T23:06:01",
            ),
            (
                "Screenshot_20240821_230601_WhatsApp.jpg",
                "screenshot=samsung time=2024-08-21T23:06:01 app=WhatsApp",
            ),
            (
                "Screenshot_20240821-230601_WhatsApp Business.jpg",
                "screenshot=samsung time=2024-08-21T23:06:01 app=WhatsApp Business",
            ),
            (
                "Screenshot_20240821_230601.jpg",
                "screenshot=samsung time=2024-08-21T23:06:01",
            ),
            (
                "Screenshot_2024-08-21-23-06-01-123_com.whatsapp.jpg",
                "screenshot=xiaomi time=2024-08-21T23:06:01.123 app=com.whatsapp",
            ),
            (
                "Screenshot_2024-08-21-23-06-01-123-edit_com.whatsapp.jpg",
                "screenshot=xiaomi time=2024-08-21T23:06:01.123 app=com.whatsapp edited=-edit",
            ),
            (
                "Screenshot_2015-01-02-03-04-05.png",
                "screenshot=android-old time=2015-01-02T03:04:05",
            ),
            ("IMG_0042.PNG", "screenshot=ios"),
            (
                "Screen Shot 2024-08-21 at 11.06.01 PM.png",
                "screenshot=macos time=2024-08-21T23:06:01",
            ),
            (
                "Screenshot 2024-08-21 at 11.06.01\u{202f}AM.png",
                "screenshot=macos time=2024-08-21T11:06:01",
            ),
            (
                "Screenshot 2024-08-21 at 23.06.01.png",
                "screenshot=macos time=2024-08-21T23:06:01",
            ),
            (
                "Screenshot 2024-08-21 230601.png",
                "screenshot=windows time=2024-08-21T23:06:01",
            ),
            ("Screenshot (7).png", "screenshot=windows"),
            (
                "IMG-20240821-WA0007.jpg",
                "came_through=WhatsApp time=2024-08-21",
            ),
            (
                "IMG-20240821-WA0007 (1).jpg",
                "came_through=WhatsApp time=2024-08-21",
            ),
            (
                "00000012-PHOTO-2024-08-21-23-06-01.jpg",
                "came_through=WhatsApp time=2024-08-21T23:06:01",
            ),
            (
                "WhatsApp Image 2024-08-21 at 12.06.01 AM.jpeg",
                "came_through=WhatsApp time=2024-08-21T00:06:01",
            ),
            (
                "folder/IMG-20240821-WA0007.jpg",
                "came_through=WhatsApp time=2024-08-21",
            ),
            ("Screenshot_20241399-230601.png", "screenshot=android"),
            (
                "WhatsApp Image 2024-08-21 at 13.06.01 PM.jpeg",
                "came_through=WhatsApp",
            ),
            ("IMG_0042.JPG", ""),
            ("IMG_0042.png", ""),
            ("photo.jpg", ""),
            ("my Screenshot_20240821-230601.png", ""),
        ] {
            let said: Vec<_> = read_name(name)
                .iter()
                .map(|c| format!("{}={}", c.what.word(), c.value))
                .collect();
            assert_eq!(said.join(" "), expected, "{name}");
        }
    }
}
