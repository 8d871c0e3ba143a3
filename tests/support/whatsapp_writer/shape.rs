//! Header shapes: how a phone writes the stamp, by platform and locale.

use chrono::{Datelike, NaiveDateTime, Timelike};

/// Who wrote the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// `21/08/2024, 11:06 pm - `, LF.
    Android,
    /// `[21/08/2024, 23:06:33] `, CRLF between records, LF inside.
    Ios,
    /// `21/8/14, 23:06:33: `, LF.
    OldIos,
}

/// One shape of header.
pub struct Shape {
    /// A name for messages of tests.
    pub name: &'static str,
    /// Which system writes it.
    pub platform: Platform,
    stamp: fn(NaiveDateTime) -> String,
}

impl Shape {
    /// The header, up to where the label begins.
    pub fn header(&self, time: NaiveDateTime) -> String {
        let stamp = (self.stamp)(time);
        match self.platform {
            Platform::Android => format!("{stamp} - "),
            Platform::Ios => format!("[{stamp}] "),
            Platform::OldIos => format!("{stamp}: "),
        }
    }

    /// The stamp alone.
    pub fn stamp(&self, time: NaiveDateTime) -> String {
        (self.stamp)(time)
    }

    /// What of the time the shape can say: seconds are lost on Android.
    pub fn said(&self, time: NaiveDateTime) -> NaiveDateTime {
        let said = match self.platform {
            Platform::Android => time.with_second(0),
            Platform::Ios | Platform::OldIos => Some(time),
        };
        said.expect("second 0 exists in each minute")
    }

    /// What ends a record.
    pub fn end(&self) -> &'static str {
        match self.platform {
            Platform::Ios => "\r\n",
            Platform::Android | Platform::OldIos => "\n",
        }
    }
}

/// The shape of this name.
pub fn shape(name: &str) -> &'static Shape {
    SHAPES
        .iter()
        .find(|shape| shape.name == name)
        .unwrap_or_else(|| panic!("no shape {name}"))
}

use Platform::{Android, Ios, OldIos};

const fn row(name: &'static str, platform: Platform, stamp: fn(NaiveDateTime) -> String) -> Shape {
    Shape {
        name,
        platform,
        stamp,
    }
}

/// Every shape that the known facts list, with a year.
pub static SHAPES: &[Shape] = &[
    row("android en_PK", Android, |t| {
        format!(
            "{}, {}\u{202F}{}",
            t.format("%d/%m/%Y"),
            clock(t),
            half(t, ["am", "pm"])
        )
    }),
    row("android en_PK, plain blank", Android, |t| {
        format!(
            "{}, {} {}",
            t.format("%d/%m/%Y"),
            clock(t),
            half(t, ["am", "pm"])
        )
    }),
    row("android en_IN", Android, |t| {
        format!(
            "{}, {} {}",
            t.format("%d/%m/%y"),
            clock(t),
            half(t, ["am", "pm"])
        )
    }),
    row("android en_US", Android, |t| {
        format!(
            "{}/{}/{}, {} {}",
            t.month(),
            t.day(),
            t.format("%y"),
            clock(t),
            half(t, ["AM", "PM"])
        )
    }),
    row("android en_US, U+202F", Android, |t| {
        format!(
            "{}/{}/{}, {}\u{202F}{}",
            t.month(),
            t.day(),
            t.format("%y"),
            clock(t),
            half(t, ["AM", "PM"])
        )
    }),
    row("android en_GB", Android, |t| {
        t.format("%d/%m/%Y, %H:%M").to_string()
    }),
    row("android en_GB, thin blank, am", Android, |t| {
        format!(
            "{}, {}\u{2009}{}",
            t.format("%d/%m/%Y"),
            clock(t),
            half(t, ["am", "pm"])
        )
    }),
    row("android, no blank before am", Android, |t| {
        format!(
            "{}, {}{}",
            t.format("%d/%m/%Y"),
            clock(t),
            half(t, ["am", "pm"])
        )
    }),
    row("android en_ZA", Android, |t| {
        t.format("%Y/%m/%d, %H:%M").to_string()
    }),
    row("android en_CA", Android, |t| {
        format!(
            "{}, {} {}",
            t.format("%Y-%m-%d"),
            clock(t),
            half(t, ["a.m.", "p.m."])
        )
    }),
    row("android de", Android, |t| {
        t.format("%d.%m.%y, %H:%M").to_string()
    }),
    row("android ru", Android, |t| {
        t.format("%d.%m.%Y, %H:%M").to_string()
    }),
    row("android cs", Android, |t| {
        t.format("%d.%m.%y %H:%M").to_string()
    }),
    row("android nl", Android, |t| {
        t.format("%d-%m-%Y %H:%M").to_string()
    }),
    row("android es", Android, |t| {
        format!(
            "{}/{}/{} {} {}",
            t.day(),
            t.month(),
            t.format("%y"),
            clock(t),
            half(t, ["a. m.", "p. m."])
        )
    }),
    row("android es, NBSP", Android, |t| {
        format!(
            "{}/{}/{} {}\u{A0}{}",
            t.day(),
            t.month(),
            t.format("%y"),
            clock(t),
            half(t, ["a.\u{A0}m.", "p.\u{A0}m."])
        )
    }),
    row("android es, U+202F", Android, |t| {
        format!(
            "{}/{}/{}, {}\u{202F}{}",
            t.day(),
            t.month(),
            t.format("%y"),
            clock(t),
            half(t, ["a.\u{A0}m.", "p.\u{A0}m."])
        )
    }),
    row("android pt", Android, |t| {
        t.format("%d/%m/%y %H:%M").to_string()
    }),
    row("android ar", Android, |t| {
        format!(
            "{}/{}/{}، {}",
            t.day(),
            t.month(),
            t.year(),
            t.format("%H:%M")
        )
    }),
    row("android ar, digits", Android, |t| {
        digits(
            0x660,
            &format!(
                "{}\u{200F}/{}\u{200F}/{}، {} {}",
                t.day(),
                t.month(),
                t.year(),
                clock(t),
                half(t, ["ص", "م"])
            ),
        )
    }),
    row("android ur_PK", Android, |t| {
        format!(
            "{}/{}/{} {} {}",
            t.day(),
            t.month(),
            t.format("%y"),
            clock(t),
            half(t, ["AM", "PM"])
        )
    }),
    row("android ur_IN", Android, |t| {
        digits(
            0x6F0,
            &format!(
                "{}/{}/{} {} {}",
                t.day(),
                t.month(),
                t.format("%y"),
                clock(t),
                half(t, ["AM", "PM"])
            ),
        )
    }),
    row("android ps", Android, |t| {
        digits(
            0x6F0,
            &format!(
                "{}/{}/{} {}",
                t.year(),
                t.month(),
                t.day(),
                t.format("%H:%M")
            ),
        )
    }),
    row("android sd", Android, |t| {
        digits(0x660, &t.format("%Y-%m-%d %H:%M").to_string())
    }),
    row("android hi, Devanagari", Android, |t| {
        digits(
            0x966,
            &format!(
                "{}/{}/{}, {} ",
                t.day(),
                t.month(),
                t.format("%y"),
                clock(t)
            ),
        ) + half(t, ["am", "pm"])
    }),
    row("android bn, Bengali", Android, |t| {
        digits(
            0x9E6,
            &format!(
                "{}/{}/{}, {} ",
                t.day(),
                t.month(),
                t.format("%y"),
                clock(t)
            ),
        ) + half(t, ["AM", "PM"])
    }),
    row("android zh", Android, |t| {
        format!(
            "{} {} {}",
            t.format("%d/%m/%Y"),
            t.format("%I:%M"),
            half(t, ["上午", "下午"])
        )
    }),
    row("android of 2014", Android, |t| {
        format!("{}, {} {}", t.format("%H:%M"), t.day(), t.format("%b %Y"))
    }),
    row("ios en_GB", Ios, |t| {
        t.format("%d/%m/%Y, %H:%M:%S").to_string()
    }),
    row("ios en_US", Ios, |t| {
        format!(
            "{}/{}/{}, {}:{}\u{202F}{}",
            t.month(),
            t.day(),
            t.format("%y"),
            clock(t),
            t.format("%S"),
            half(t, ["AM", "PM"])
        )
    }),
    row("ios en_US, plain blank", Ios, |t| {
        format!(
            "{}/{}/{}, {}:{} {}",
            t.month(),
            t.day(),
            t.format("%y"),
            clock(t),
            t.format("%S"),
            half(t, ["AM", "PM"])
        )
    }),
    row("ios de, 12 hours", Ios, |t| {
        format!(
            "{}, {}:{} {}",
            t.format("%d.%m.%y"),
            clock(t),
            t.format("%S"),
            half(t, ["AM", "PM"])
        )
    }),
    row("ios nl", Ios, |t| t.format("%d-%m-%y %H:%M:%S").to_string()),
    row("ios id", Ios, |t| t.format("%d/%m/%y %H.%M.%S").to_string()),
    row("ios fi", Ios, |t| {
        format!(
            "{}.{}.{} klo {}",
            t.day(),
            t.month(),
            t.year(),
            t.format("%H.%M.%S")
        )
    }),
    row("ios tr", Ios, |t| t.format("%d.%m.%Y %H:%M:%S").to_string()),
    row("ios vi, time first", Ios, |t| {
        t.format("%H:%M:%S, %d/%m/%y").to_string()
    }),
    row("ios ur", Ios, |t| {
        format!(
            "{}/{}/{} {}:{}\u{202F}{}",
            t.day(),
            t.month(),
            t.format("%y"),
            clock(t),
            t.format("%S"),
            half(t, ["AM", "PM"])
        )
    }),
    row("ios ar, latin", Ios, |t| {
        format!(
            "\u{200F}{}\u{200F}/{}\u{200F}/{}، {}",
            t.day(),
            t.month(),
            t.year(),
            t.format("%H:%M:%S")
        )
    }),
    row("ios ar, digits", Ios, |t| {
        digits(
            0x660,
            &format!(
                "{}\u{200F}/{}\u{200F}/{}، {}:{}\u{A0}{}",
                t.day(),
                t.month(),
                t.year(),
                clock(t),
                t.format("%S"),
                half(t, ["ص", "م"])
            ),
        )
    }),
    row("ios Buddhist", Ios, |t| {
        format!(
            "{}/{}/{} BE, {}",
            t.month(),
            t.day(),
            t.year() + 543,
            t.format("%H:%M:%S")
        )
    }),
    row("ios Reiwa", Ios, |t| {
        format!(
            "{}/{}/R{}, {}",
            t.month(),
            t.day(),
            t.year() - 2018,
            t.format("%H:%M:%S")
        )
    }),
    row("ios ko, period first", Ios, |t| {
        format!(
            "{} {} {}",
            t.format("%Y/%m/%d"),
            half(t, ["오전", "오후"]),
            t.format("%I:%M:%S")
        )
    }),
    row("ios hr, blanks in the date", Ios, |t| {
        format!(
            "{}. {}. {}. {}",
            t.day(),
            t.month(),
            t.year(),
            t.format("%H:%M:%S")
        )
    }),
    row("old ios", OldIos, |t| {
        format!(
            "{}/{}/{}, {}",
            t.day(),
            t.month(),
            t.format("%y"),
            t.format("%H:%M:%S")
        )
    }),
    row("old ios, 12 hours", OldIos, |t| {
        format!(
            "{}/{}/{}, {}:{} {}",
            t.month(),
            t.day(),
            t.format("%y"),
            clock(t),
            t.format("%S"),
            half(t, ["AM", "PM"])
        )
    }),
];

fn clock(time: NaiveDateTime) -> String {
    format!("{}:{}", time.hour12().1, time.format("%M"))
}

fn half(time: NaiveDateTime, words: [&'static str; 2]) -> &'static str {
    words[usize::from(time.hour12().0)]
}

fn digits(zero: u32, text: &str) -> String {
    text.chars()
        .map(|letter| {
            letter
                .to_digit(10)
                .and_then(|digit| char::from_u32(zero + digit))
                .unwrap_or(letter)
        })
        .collect()
}

#[test]
fn the_headers_look_as_they_were_seen() {
    let time = chrono::NaiveDate::from_ymd_opt(2024, 8, 21)
        .and_then(|day| day.and_hms_opt(23, 6, 7))
        .expect("a time of day");
    for (name, header) in [
        ("android en_PK", "21/08/2024, 11:06\u{202F}pm - "),
        ("android en_US", "8/21/24, 11:06 PM - "),
        ("android en_GB", "21/08/2024, 23:06 - "),
        ("android es, NBSP", "21/8/24 11:06\u{A0}p.\u{A0}m. - "),
        ("android ur_PK", "21/8/24 11:06 PM - "),
        ("android ur_IN", "۲۱/۸/۲۴ ۱۱:۰۶ PM - "),
        ("android of 2014", "23:06, 21 Aug 2024 - "),
        ("ios vi, time first", "[23:06:07, 21/08/24] "),
        ("ios fi", "[21.8.2024 klo 23.06.07] "),
        (
            "ios ar, digits",
            "[٢١\u{200F}/٨\u{200F}/٢٠٢٤، ١١:٠٦:٠٧\u{A0}م] ",
        ),
        ("ios Buddhist", "[8/21/2567 BE, 23:06:07] "),
        ("ios Reiwa", "[8/21/R6, 23:06:07] "),
        ("old ios", "21/8/24, 23:06:07: "),
    ] {
        assert_eq!(shape(name).header(time), header);
    }
}
