use super::*;

#[expect(clippy::type_complexity, reason = "one line a case")]
fn read(text: &str) -> Option<(Vec<u32>, (u32, u32, Option<u32>), Option<Half>)> {
    let stamp = parse_stamp(text, &mut Vec::new())?;
    let date = stamp.date_numbers().map(|n| n.value).collect();
    Some((date, stamp.clock(), stamp.half))
}

fn skeleton(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    parse_stamp(text, &mut out).expect("a stamp");
    out
}

#[test]
fn every_form_that_was_seen_is_read() {
    let pm = Some(Half::Pm);
    for (text, date, clock, half) in [
        ("21/08/2024, 23:06", vec![21, 8, 2024], (23, 6, None), None),
        ("8/21/24, 9:06 PM", vec![8, 21, 24], (9, 6, None), pm),
        ("21/08/24, 9:06 pm", vec![21, 8, 24], (9, 6, None), pm),
        ("2024/08/21, 23:06", vec![2024, 8, 21], (23, 6, None), None),
        ("2024-08-21, 9:06 p.m.", vec![2024, 8, 21], (9, 6, None), pm),
        ("21.08.24, 23:06", vec![21, 8, 24], (23, 6, None), None),
        ("21.08.24 23:06", vec![21, 8, 24], (23, 6, None), None),
        ("21-08-2024 23:06", vec![21, 8, 2024], (23, 6, None), None),
        ("21/8/24 9:06 p.\u{a0}m.", vec![21, 8, 24], (9, 6, None), pm),
        (
            "21/8/24 9:06 p.\u{202f}m.",
            vec![21, 8, 24],
            (9, 6, None),
            pm,
        ),
        ("21/8/2024، 23:06", vec![21, 8, 2024], (23, 6, None), None),
        (
            "21/08/2024, 9:06:07\u{202f}PM",
            vec![21, 8, 2024],
            (9, 6, Some(7)),
            pm,
        ),
        ("21.08.24, 9:06:07PM", vec![21, 8, 24], (9, 6, Some(7)), pm),
        ("21/8/24 23.06.07", vec![21, 8, 24], (23, 6, Some(7)), None),
        (
            "21.8.2024 klo 23.06.07",
            vec![21, 8, 2024],
            (23, 6, Some(7)),
            None,
        ),
        ("23:06:07, 21/8/24", vec![21, 8, 24], (23, 6, Some(7)), None),
        (
            "\u{200f}18\u{200f}/3\u{200f}/2022، 14:56:01",
            vec![18, 3, 2022],
            (14, 56, Some(1)),
            None,
        ),
        (
            "١٨\u{200f}/٣\u{200f}/٢٠٢٢، ٢:٥٦:٠٠\u{a0}م",
            vec![18, 3, 2022],
            (2, 56, Some(0)),
            pm,
        ),
        ("۲۱/۸/۲۴ ۹:۰۶ PM", vec![21, 8, 24], (9, 6, None), pm),
        ("२१/८/२४, ९:०६ अपराह्न", vec![21, 8, 24], (9, 6, None), pm),
        ("২১/৮/২৪, ৯:০৬ PM", vec![21, 8, 24], (9, 6, None), pm),
        (
            "3/27/2565 BE, 21:41:35",
            vec![3, 27, 2565],
            (21, 41, Some(35)),
            None,
        ),
        (
            "3/27/R4, 21:41:35",
            vec![3, 27, 4],
            (21, 41, Some(35)),
            None,
        ),
        ("23:06, 21 Oct 2014", vec![21, 2014], (23, 6, None), None),
        ("21 Sep 23:06", vec![21], (23, 6, None), None),
        ("Mar 21, 9:06 PM", vec![21], (9, 6, None), pm),
        ("2024/01/02 오후 03:06", vec![2024, 1, 2], (3, 6, None), pm),
        ("02/01/2024 03:04 下午", vec![2, 1, 2024], (3, 4, None), pm),
        (
            "13. 6. 2018. 21:25:15",
            vec![13, 6, 2018],
            (21, 25, Some(15)),
            None,
        ),
        ("21/8/24, 9:06 אחה\"צ", vec![21, 8, 24], (9, 6, None), pm),
        ("2024-08-21 شام، 9:06", vec![2024, 8, 21], (9, 6, None), pm),
        ("21/8/24 9:06 بعد دوپہر", vec![21, 8, 24], (9, 6, None), pm),
        ("20/08, 9:15 pm", vec![20, 8], (9, 15, None), pm),
        ("5 de mayo de 2014 9:06", vec![5, 2014], (9, 6, None), None),
        (
            "2024년 8월 21일 오후 9:06",
            vec![2024, 8, 21],
            (9, 6, None),
            pm,
        ),
    ] {
        assert_eq!(read(text), Some((date, clock, half)), "{text}");
    }
}

#[test]
fn what_is_no_stamp_is_refused() {
    for text in [
        "",
        "9:06",
        "21/08/2024",
        "hello 21/08/2024 9:06",
        "32/13/2024, 9:06",
        "21/08/2024, 24:06",
        "21/08/2024, 9:60",
        "21/08/2024, 9:6",
        "1.2.3.4",
        "10.0.0.1:80",
        "0300-1234567 9:06",
        "21 08 2024 9:06",
        "21/08/2024, 9:06 meet me there",
        "1/2/3/4 9:06",
        "12:30:45:10 1/2/24",
        "21/08/20245, 9:06",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn skeletons_tell_shapes_apart_and_times_of_one_shape_are_alike() {
    for (a, b) in [
        ("21/08/2024, 11:06 pm", "01/12/2023, 9:05 am"),
        ("١٨/٣/٢٠٢٢، ٢:٥٦ م", "٥/١١/٢٠٢١، ١١:٠٠ ص"),
        ("21 Sep 23:06", "1 May 0:01"),
    ] {
        assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
    }
    for (a, b) in [
        ("21/08/2024, 11:06 pm", "21/08/2024, 11:06\u{202f}pm"),
        ("21/08/2024, 11:06 pm", "21/08/2024, 11:06 PM"),
        ("21/08/2024, 11:06 pm", "21/08/24, 11:06 pm"),
        ("21/08/2024, 11:06", "21/08/2024 11:06"),
        ("21/08/2024, 11:06", "۲۱/۰۸/۲۰۲۴, ۱۱:۰۶"),
        ("21/08/2024, 11:06", "21/08/2024, 11:06:09"),
    ] {
        assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
    }
}
