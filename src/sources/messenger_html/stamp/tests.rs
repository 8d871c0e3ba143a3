use super::*;

/// The readings of a stamp, joined by a blank.
fn read(text: &str) -> String {
    let readings = read_stamp(text).map(|s| s.readings).unwrap_or_default();
    let written: Vec<String> = readings
        .iter()
        .map(|r| r.format("%Y-%m-%dT%H:%M:%S").to_string())
        .collect();
    written.join(" ")
}

#[test]
fn every_pattern_that_was_seen_is_read() {
    for (text, expected) in [
        ("May 3, 2019, 5:45 PM", "2019-05-03T17:45:00"),
        ("12 Mar 2020, 15:31", "2020-03-12T15:31:00"),
        ("Feb 26, 2021 11:55:48am", "2021-02-26T11:55:48"),
        ("Mar 12, 2024 8:25:13 pm", "2024-03-12T20:25:13"),
        ("Mar 7, 2024, 8:57 AM", "2024-03-07T08:57:00"),
        ("Sep 14, 2024 9:27 am", "2024-09-14T09:27:00"),
        ("Sept 14, 2024 9:27\u{202f}am", "2024-09-14T09:27:00"),
        ("Tháng 3 23, 2024 6:43:39chiều", "2024-03-23T18:43:39"),
        ("thg 3 23, 2024 6:43:39 sáng", "2024-03-23T06:43:39"),
        ("okt. 11, 2024 5:17 pm", "2024-10-11T17:17:00"),
        ("gen 05, 2024 12:00:01 am", "2024-01-05T00:00:01"),
        (
            "\u{200f}يوليو ١٨, ٢٠٢٢ ١٢:٠٦:٥٠ ص\u{200f}",
            "2022-07-18T00:06:50",
        ),
        (
            "\u{200f}يوليو ١٨، ٢٠٢٢ ١٢:٠٦:٥٠ م\u{200f}",
            "2022-07-18T12:06:50",
        ),
        ("جولائی 18, 2022 12:06:50 بعد دوپہر", "2022-07-18T12:06:50"),
        ("۱۸ جولائی، ۲۰۲۲، ۱۲:۰۶ قبل دوپہر", "2022-07-18T00:06:00"),
        (
            "\u{2067}مارچ 3, 2024 3:05:09 PM\u{2069}",
            "2024-03-03T15:05:09",
        ),
        ("जुल॰ 18, 2022 12:06:50 पूर्वाह्न", "2022-07-18T00:06:50"),
        (
            "Thursday, May 14, 2015 at 9:29pm UTC+05",
            "2015-05-14T21:29:00",
        ),
        (
            "Thursday, May 14, 2015 at 9:29pm PDT",
            "2015-05-14T21:29:00",
        ),
        ("jeudi 14 mai 2015, 21:29 UTC+02", "2015-05-14T21:29:00"),
        (
            "jueves, 14 de mayo de 2015 a las 21:29 UTC-05",
            "2015-05-14T21:29:00",
        ),
        ("14. Mai 2015 um 09:29 UTC+02", "2015-05-14T09:29:00"),
        ("2024年3月12日 下午8:25", "2024-03-12T20:25:00"),
        ("3月 12, 2024 8:25:13 下午", "2024-03-12T20:25:13"),
        ("2024年3月12日下午8:25", "2024-03-12T20:25:00"),
        ("2024. 3. 12. 오후 8:25", "2024-03-12T20:25:00"),
        ("2020. márc. 12. 15:31", "2020-03-12T15:31:00"),
        (
            "12.3.2020 klo 15.31",
            "2020-03-12T15:31:00 2020-12-03T15:31:00",
        ),
        ("22.03.2020 15.31", "2020-03-22T15:31:00"),
        ("12 mars 2020 à 15 h 31", ""),
        ("12 mars 2020 15h31", "2020-03-12T15:31:00"),
        ("12 มี.ค. 2563 15:31", "2020-03-12T15:31:00"),
        ("تشرين الثاني 11, 2024 5:17 م", "2024-11-11T17:17:00"),
        ("1 فروردین 1400، 10:00", "2021-03-21T10:00:00"),
        ("  Mar 12, 2024 8:25:13 pm ", "2024-03-12T20:25:13"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_does_not_decide_has_several_readings() {
    for (text, expected) in [
        (
            "3/12/2020, 15:31",
            "2020-03-12T15:31:00 2020-12-03T15:31:00",
        ),
        ("13/12/2020, 15:31", "2020-12-13T15:31:00"),
        ("12/12/2020, 15:31", "2020-12-12T15:31:00"),
        (
            "Mar 12, 2024 8:25:13 xyz",
            "2024-03-12T08:25:13 2024-03-12T20:25:13",
        ),
        (
            "lis 11, 2024 5:17 pm",
            "2024-10-11T17:17:00 2024-11-11T17:17:00",
        ),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_stamp_is_none() {
    for text in [
        "",
        "Mar 12, 2024",
        "8:25 pm",
        "Mar 12 8:25 pm",
        "Mar 32, 2024 8:25 pm",
        "Feb 30, 2024 8:25 pm",
        "Mar 12, 2024 8:65 pm",
        "Mar 12, 2024 0:25 pm",
        "Mar 12, 2024 25:25",
        "Mar 12, 2024 8:25:1 pm",
        "Mar 12, 2024 8:25:13:14 pm",
        "Mar 12, 2024 8:5 pm",
        "Mar 12, 3024 8:25 pm",
        "Mar 12, 1403 8:25 pm",
        "Mar 12, 20244 8:25 pm",
        "Mar 12 13, 2024 8:25 pm",
        "Abc 12, 2024 8:25 pm",
        "Mar ١2, 2024 8:25 pm",
        "Mar 12, 2024 8:25 pm 9:25 pm",
        "Mar 12, 2024 # 8:25 pm",
        "2024-03-12 2024 8:25",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn an_offset_and_the_smallest_unit_are_told() {
    let stamp = |text| read_stamp(text).map(|s| (s.offset, s.precision));
    let (minute, second) = (Precision::Minute, Precision::Second);
    for (text, expected) in [
        ("May 14, 2015 at 9:29pm UTC+05", (Some(300), minute)),
        ("May 14, 2015 at 9:29pm UTC+05:30", (Some(330), minute)),
        ("May 14, 2015 at 9:29pm UTC-0700", (Some(-420), minute)),
        ("May 14, 2015 at 9:29pm UTC", (None, minute)),
        ("May 14, 2015 9:29:01 pm", (None, second)),
    ] {
        assert_eq!(stamp(text), Some(expected), "{text}");
    }
}

#[test]
fn a_stamp_that_is_not_understood_keeps_its_text() {
    let sent = sent("kal shaam".to_owned());
    assert_eq!(
        (sent.written.as_str(), sent.local, sent.candidates.len()),
        ("kal shaam", None, 0)
    );
}

#[test]
fn dates_are_found_in_a_sentence() {
    let written = |text| {
        let found = find_stamps(text);
        found
            .iter()
            .map(|f| (f.written(), f.offset, f.has_zone))
            .collect::<Vec<_>>()
    };
    let text = "Generated by Sana 007 Ahmed on Tuesday, March 12, 2024 at 6:44 PM UTC+05:00. Contains data from March 1, 2020 at 12:00 AM to March 12, 2024 at 18:43";
    assert_eq!(
        written(text),
        [
            ("2024-03-12T18:44:00".to_owned(), Some(300), true),
            ("2020-03-01T00:00:00".to_owned(), None, false),
            ("2024-03-12T18:43:00".to_owned(), None, false),
        ]
    );
    let text = "from Jan 1, 2020 to Mar 12, 2024.";
    assert_eq!(
        written(text),
        [
            ("2020-01-01".to_owned(), None, false),
            ("2024-03-12".to_owned(), None, false)
        ]
    );
    assert_eq!(written("no date 12 and 2024 in it"), []);
}
